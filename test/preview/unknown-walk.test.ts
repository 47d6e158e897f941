import { expect, test } from 'vitest';
import { policiesAt } from '../../src/app/policy-files.ts';
import { NOW } from '../../src/controls/example.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { known } from '../../src/model/fact.ts';
import { instant } from '../../src/model/instant.ts';
import type { Report } from '../../src/model/report.ts';
import type { Change } from '../../src/preview/change.ts';
import { readTemplate } from '../../src/preview/cloudformation.ts';
import { emptyInventory } from '../../src/preview/empty-inventory.ts';
import { overlay } from '../../src/preview/overlay.ts';
import { readTemplateText } from '../../src/preview/template-text.ts';
import { readTerraformPlan } from '../../src/preview/terraform.ts';
import { TERRAFORM_RESOURCES } from '../../src/preview/terraform-resources.ts';
import { memoryHost } from '../app/memory-host.ts';
import { golden } from './golden-files.ts';
import { statusesOf } from './judged-side.ts';

const HOME = { partition: 'aws', account: '111122223333', region: 'eu-west-1' } as const;
const TABLE = `arn:aws:dynamodb:${HOME.region}:${HOME.account}:table/`;

const policies = policiesAt(['policy.yaml'], memoryHost({ files: { 'policy.yaml': golden('estate.policy.yaml') } }));

/** What the account is after the change, as if it held nothing before but a restore of `orders`. */
function judged(change: Change): Report {
  const nothing = emptyInventory(
    change.resources.map(({ place }) => place),
    NOW,
  );
  const restore = {
    id: 'restore-1',
    sourceArn: `${TABLE}orders`,
    createdArn: `${TABLE}orders-restored`,
    status: 'COMPLETED',
    createdAt: instant(Date.parse(NOW) - 7_200_000),
    completedAt: instant(Date.parse(NOW) - 3_600_000),
  };
  const regions = nothing.regions.map((region) =>
    region.region === HOME.region ? { ...region, restoreJobs: known([restore], 'test') } : region,
  );
  const { inventory } = overlay({ ...nothing, regions }, change, { withUntouched: true });
  return evaluate({ policies, inventory, now: NOW, requirePolicy: false, version: 'test' });
}

/** Many values make the same fact unknown, and differ in the reason alone. */
const seen = new Map<string, ReturnType<typeof statusesOf>>();

function statusesJudged(change: Change): ReturnType<typeof statusesOf> {
  const key = JSON.stringify(change.resources, (name, value) => (name === 'detail' ? '' : value));
  const found = seen.get(key) ?? statusesOf(judged(change));
  seen.set(key, found);
  return found;
}

/**
 * What is said with less known, and differs from what is said with all known, but for `unknown`. Of what a note names, as
 * its place or name is open, nothing may be asked.
 */
function contradictions(
  knowing: Report,
  change: Change,
  { address, standsFor }: { readonly address: string; readonly standsFor: string },
): readonly string[] {
  const isTold = change.notes.some((note) => note.includes(address));
  const truth = statusesOf(knowing);
  const said = new Map(
    [...statusesJudged(change)].map(([asked, status]) => {
      const [region, name = '', ...rest] = asked.split(' ');
      return [[region, name === `(${address})` ? standsFor : name, ...rest].join(' '), status];
    }),
  );
  return [...truth].flatMap(([asked, status]) => {
    const now = said.get(asked) ?? 'not asked';
    const isLeftOut = isTold && (now === 'not asked' || now === 'not-applicable');
    return now === 'unknown' || now === status || isLeftOut ? [] : [`${asked}: ${now}, and knowing all ${status}`];
  });
}

type Json = { [key: string]: Tree };
type Tree = null | boolean | number | string | Tree[] | Json;
type Path = readonly (string | number)[];

function isMap(tree: Tree | undefined): tree is Json {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree);
}

/** Every place of a tree, from the outside in. */
function pathsOf(tree: Tree): readonly Path[] {
  const inner: readonly (readonly [string | number, Tree])[] = Array.isArray(tree)
    ? tree.map((item, index) => [index, item] as const)
    : isMap(tree)
      ? Object.entries(tree)
      : [];
  return inner.flatMap(([key, item]) => [[key], ...pathsOf(item).map((path) => [key, ...path])]);
}

interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly mode: string;
  readonly change: { after: Json; after_unknown: Json };
}

interface Plan {
  readonly resource_changes: Tree[] & PlannedChange[];
  readonly relevant_attributes: Tree[];
  readonly configuration: { readonly root_module: { readonly resources: (Json & { expressions: Json })[] } };
}

const GIVEN = { references: ['var.given'] };
const LATER = { references: ['terraform_data.later.output', 'terraform_data.later'] };

function planWithLater(): Plan {
  const plan: Plan = JSON.parse(golden('estate.plan.json'));
  plan.resource_changes.push({
    address: 'terraform_data.later',
    mode: 'managed',
    type: 'terraform_data',
    name: 'later',
    change: { actions: ['create'], before: null, after: {}, after_unknown: { output: true } },
  });
  return plan;
}

function readPlan(plan: Plan): Change {
  return readTerraformPlan('plan.json', JSON.stringify(plan), HOME);
}

/** Takes a value out of the plan, as if it were known only after apply. */
function forget({ change }: PlannedChange, path: Path): void {
  let after: Tree = change.after;
  let unknown: Tree = change.after_unknown;
  path.forEach((key, depth) => {
    const isLast = depth === path.length - 1;
    if (Array.isArray(after) && Array.isArray(unknown) && typeof key === 'number') {
      if (isLast) [after[key], unknown[key]] = [null, true];
      if (!isLast && typeof unknown[key] === 'boolean') unknown[key] = {};
      after = after[key] ?? null;
      unknown = unknown[key] ?? null;
    } else if (isMap(after) && isMap(unknown)) {
      if (isLast) {
        delete after[key];
        unknown[key] = true;
        return;
      }
      const inner: Tree = after[key] ?? null;
      if (!isMap(unknown[key]) && !Array.isArray(unknown[key])) {
        unknown[key] = Array.isArray(inner) ? inner.map(() => false) : {};
      }
      after = inner;
      unknown = unknown[key] ?? null;
    }
  });
}

/**
 * How a value came to be open: its expression is written; it is in the blocks of a `dynamic` block; or in one beside blocks
 * that are written, and look alike.
 */
const WAYS = ['written', 'of a dynamic block', 'of a dynamic block beside others'] as const;

function rewrite(expressions: Json, path: Path, way: (typeof WAYS)[number]): void {
  const [key, ...rest] = path.filter((step) => typeof step === 'string');
  if (key === undefined) return;
  const written = expressions[key];
  const blocks = (Array.isArray(written) ? written : []).filter((block) => isMap(block));
  if (blocks.length === 0) {
    if (way === 'written') expressions[key] = LATER;
  } else if (way === 'written') {
    if (rest.length === 0) expressions[key] = LATER;
    for (const block of blocks) rewrite(block, rest, way);
  } else if (rest.length > 1) {
    for (const block of blocks) rewrite(block, rest, way);
  } else if (way === 'of a dynamic block') {
    delete expressions[key];
  } else {
    expressions[key] = blocks
      .slice(1)
      .map((block) => Object.fromEntries(Object.keys(block).map((each) => [each, GIVEN])));
  }
}

interface Case {
  readonly name: string;
  readonly plan: Plan;
  readonly about: { readonly address: string; readonly standsFor: string };
}

function casesOf(index: number): readonly Case[] {
  const { resource_changes: changes } = planWithLater();
  const about = changes[index];
  if (about?.mode !== 'managed' || !Object.hasOwn(TERRAFORM_RESOURCES, about.type)) return [];
  return pathsOf(about.change.after).flatMap((path) =>
    WAYS.flatMap((way) => {
      const plan = planWithLater();
      const changed = plan.resource_changes[index];
      const written = plan.configuration.root_module.resources.find(
        ({ type, name, mode }) => type === about.type && name === about.name && mode === 'managed',
      );
      if (!changed || !written) throw new Error(`${about.address} is not in the configuration`);
      // A `dynamic` block makes blocks, no attributes.
      const blocks = written.expressions[String(path[0])];
      if (way !== 'written' && !(Array.isArray(blocks) && blocks.length >= WAYS.indexOf(way))) return [];
      forget(changed, path);
      rewrite(written.expressions, path, way);
      plan.relevant_attributes.push({ resource: 'terraform_data.later', attribute: ['output'] });
      return [
        {
          name: `${about.address} ${path.join('.')} ${way}`,
          plan,
          about: { address: about.address, standsFor: String(about.change.after['name']) },
        },
      ];
    }),
  );
}

test('a Terraform plan says nothing with one value open that it does not say with all known', {
  timeout: 120_000,
}, () => {
  const whole = planWithLater();
  const knowing = judged(readPlan(whole));
  const statuses = [...statusesOf(knowing).values()];
  for (const status of ['pass', 'fail'] as const) {
    expect(statuses.filter((each) => each === status).length).toBeGreaterThan(20);
  }
  const cases = whole.resource_changes.flatMap((_, index) => casesOf(index));
  expect(cases.length).toBeGreaterThan(300);
  const wrong = cases.flatMap(({ name, plan, about }) =>
    contradictions(knowing, readPlan(plan), about).map((said) => `${name} open: ${said}`),
  );
  expect(wrong).toEqual([]);
});

/** Ways in which a template leaves a value open. */
const OPEN = {
  'a parameter': () => ({ Ref: 'Later' }),
  'left out under a condition': (value: Tree) => ({ 'Fn::If': ['Open', value, { Ref: 'AWS::NoValue' }] }),
} as const satisfies Record<string, (value: Tree) => Tree>;

function replacedAt(tree: Tree, [key, ...rest]: Path, replace: (value: Tree) => Tree): Tree {
  if (key === undefined) return replace(tree);
  if (Array.isArray(tree)) return tree.map((item, index) => (index === key ? replacedAt(item, rest, replace) : item));
  return isMap(tree) ? { ...tree, [key]: replacedAt(tree[key] ?? null, rest, replace) } : tree;
}

test('a template says nothing with one value open that it does not say with all known', { timeout: 120_000 }, () => {
  const read = (template: Tree) => readTemplate('t.json', JSON.stringify(template), { home: HOME });
  const whole: Json = JSON.parse(JSON.stringify(readTemplateText('t.yaml', golden('estate.template.yaml')).root));
  const knowing = judged(read(whole));
  const statuses = [...statusesOf(knowing).values()];
  for (const status of ['pass', 'fail'] as const) {
    expect(statuses.filter((each) => each === status).length).toBeGreaterThan(20);
  }
  const resources = Object.entries(isMap(whole['Resources']) ? whole['Resources'] : {});
  const cases = resources.flatMap(([logicalId, resource]) => {
    const properties = (isMap(resource) ? resource['Properties'] : undefined) ?? {};
    const about = { address: logicalId, standsFor: isMap(properties) ? String(properties['TableName']) : '' };
    const perhaps = (body: Tree): Tree => (isMap(body) ? { ...body, Condition: 'Open' } : body);
    return [
      {
        what: `${logicalId} under a condition`,
        template: replacedAt(whole, ['Resources', logicalId], perhaps),
        about,
      },
      ...pathsOf(properties).flatMap((path) =>
        Object.entries(OPEN).map(([way, replace]) => ({
          what: `${logicalId} ${path.join('.')} ${way}`,
          template: replacedAt(whole, ['Resources', logicalId, 'Properties', ...path], replace),
          about,
        })),
      ),
    ];
  });
  expect(cases.length).toBeGreaterThan(300);
  const wrong = cases.flatMap(({ what, template, about }) =>
    contradictions(knowing, read(template), about).map((said) => `${what} open: ${said}`),
  );
  expect(wrong).toEqual([]);
});

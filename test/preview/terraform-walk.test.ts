import { expect, test } from 'vitest';
import type { Change } from '../../src/preview/change.ts';
import { TERRAFORM_RESOURCES } from '../../src/preview/terraform-resources.ts';
import { readInventory } from '../../src/sources/inventory-file.ts';
import { golden, goldenPath } from './golden-files.ts';
import { isMap, type JsonMap, type JsonTree } from './json-tree.ts';
import { readPlan as read } from './laid-over.ts';
import { type About, LessKnown, type Path, pathsOf } from './less-known.ts';

interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly mode: string;
  readonly change: { after: JsonMap | null; after_unknown: JsonMap };
}

interface Plan {
  readonly resource_changes: JsonTree[] & PlannedChange[];
  readonly relevant_attributes: JsonTree[];
  readonly configuration: { readonly root_module: { readonly resources: (JsonMap & { expressions: JsonMap })[] } };
}

const GIVEN = { references: ['var.given'] };
const LATER = { references: ['terraform_data.later.output', 'terraform_data.later'] };

function planWithLater(file: string): Plan {
  const plan: Plan = JSON.parse(golden(file));
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
  return read('plan.json', JSON.stringify(plan));
}

/** Takes a value out of the plan, as if it were known only after apply. */
function forget({ change }: PlannedChange, path: Path): void {
  let after: JsonTree = change.after;
  let unknown: JsonTree = change.after_unknown;
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
      const inner: JsonTree = after[key] ?? null;
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

function rewrite(expressions: JsonMap, path: Path, way: (typeof WAYS)[number]): void {
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
  readonly about: About;
}

function casesOf(file: string, index: number): readonly Case[] {
  const { resource_changes: changes } = planWithLater(file);
  const about = changes[index];
  const after = about?.change.after;
  if (!after || about.mode !== 'managed' || !Object.hasOwn(TERRAFORM_RESOURCES, about.type)) return [];
  return pathsOf(after).flatMap((path) =>
    WAYS.flatMap((way) => {
      const plan = planWithLater(file);
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
          about: { address: about.address, standsFor: String(after['name']) },
        },
      ];
    }),
  );
}

test.each([
  ['that makes an estate', 'estate.plan.json', undefined],
  ['that changes it', 'edited.plan.json', 'edited.inventory.json'],
])(
  'a Terraform plan %s says nothing with one value open that it does not say with all known',
  {
    timeout: 120_000,
  },
  async (_, file, inventory) => {
    const whole = planWithLater(file);
    const before = inventory === undefined ? undefined : await readInventory(goldenPath(inventory));
    const lessKnown = new LessKnown(readPlan(whole), before);
    expect(lessKnown.count('pass')).toBeGreaterThan(15);
    expect(lessKnown.count('fail')).toBeGreaterThan(15);
    const cases = whole.resource_changes.flatMap((__, index) => casesOf(file, index));
    expect(cases.length).toBeGreaterThan(300);
    const wrong = cases.flatMap(({ name, plan, about }) =>
      lessKnown.contradictions(readPlan(plan), about).map((said) => `${name} open: ${said}`),
    );
    expect(wrong).toEqual([]);
  },
);

test.each([
  ['that makes an estate', 'estate.plan.json', undefined],
  ['that changes it', 'edited.plan.json', 'edited.inventory.json'],
])(
  'a Terraform plan %s says nothing with one resource of a type that is not read that it does not say with all read',
  {
    timeout: 120_000,
  },
  async (_, file, inventory) => {
    const before = inventory === undefined ? undefined : await readInventory(goldenPath(inventory));
    const lessKnown = new LessKnown(readPlan(planWithLater(file)), before);
    const changesOf = (plan: Plan): readonly PlannedChange[] => plan.resource_changes;
    const read = changesOf(planWithLater(file)).filter(
      ({ mode, type }) => mode === 'managed' && Object.hasOwn(TERRAFORM_RESOURCES, type),
    );
    expect(read.length).toBeGreaterThan(20);
    const wrong = read.flatMap(({ address, change: { after } }) => {
      const plan = planWithLater(file);
      const changed = changesOf(plan).find((each) => each.address === address);
      const written = plan.configuration.root_module.resources.find(
        ({ type, name, mode }) => type === changed?.type && name === changed?.name && mode === 'managed',
      );
      if (!changed) throw new Error(`${address} is not in the plan`);
      const type = `${changed.type}_of_tomorrow`;
      Object.assign(changed, { type, address: address.replace(changed.type, type) });
      if (written) Object.assign(written, { type });
      const about = { address: changed.address, standsFor: String(after?.['name']) };
      return lessKnown.contradictions(readPlan(plan), about).map((said) => `${address} not read: ${said}`);
    });
    expect(wrong).toEqual([]);
  },
);

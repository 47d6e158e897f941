import { beforeAll, expect, test } from 'vitest';
import { collectLive } from '../../src/app/collect-live.ts';
import { collectionRequest } from '../../src/app/collection.ts';
import { policiesAt } from '../../src/app/policy-files.ts';
import { NOW } from '../../src/controls/example.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { type Fact, unknown } from '../../src/model/fact.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import type { Policy } from '../../src/model/policy.ts';
import type { Report } from '../../src/model/report.ts';
import { memoryHost } from '../app/memory-host.ts';
import { seeded } from './seeded.ts';
import { policyOf, simulatorOf } from './simulated-run.ts';
import './unhurried-aws.ts';

/*
 * An operation that fails hides a whole kind of fact (faults.test.ts). Here single facts go missing: one vault of many,
 * one selection, the description of one table. Whatever is forgotten may leave a result open, and never decides one.
 */

const SCENARIO = 'everything';
const ROLES = ['111122223333', '444455556666'].map((account) => `arn:aws:iam::${account}:role/holdfast`);

type Path = readonly (string | number)[];

let policies: readonly Policy[];
let inventory: Inventory;
let facts: readonly Path[];
let sound: Report;

beforeAll(async () => {
  const aws = await simulatorOf(SCENARIO);
  try {
    const host = memoryHost({ files: { 'policy.yaml': policyOf(SCENARIO) } });
    policies = policiesAt(['policy.yaml'], host);
    const scope = { regions: 'all', roleArns: ROLES } as const;
    inventory = await collectLive(collectionRequest(policies, scope, NOW), host);
  } finally {
    await aws.close();
  }
  facts = [...factsIn(inventory, [])];
  sound = judged(inventory);
});

test('the estate has facts of all kinds', () => {
  expect(facts.length).toBeGreaterThan(80);
  expect(new Set(sound.results.map(({ status }) => status))).toContain('not-applicable');
});

test('no single fact, forgotten, makes up a verdict', () => {
  const wrong = facts.flatMap((path) => lies([path]));
  expect(wrong).toEqual([]);
});

test('no four hundred sets of facts, drawn by lot, make one up either', () => {
  const draw = seeded(20261122);
  const wrong: string[] = [];
  for (let set = 0; set < 400; set += 1) {
    const size = 2 + draw(set % 2 === 0 ? 4 : 40);
    wrong.push(...lies(Array.from({ length: size }, () => facts[draw(facts.length)] ?? [])));
  }
  expect(wrong).toEqual([]);
});

function judged(of: Inventory): Report {
  return evaluate({ policies, inventory: of, now: NOW, requirePolicy: false, version: '0.0.0' });
}

/** Verdicts that the missing facts made up, and results that went without leaving anything open. */
function lies(forgotten: readonly Path[]): readonly string[] {
  // A fact inside another goes first, so that its path still exists.
  const inmostFirst = forgotten.toSorted((a, b) => b.length - a.length);
  const report = judged(inmostFirst.reduce((rest, path) => without(rest, path), inventory));
  const before = new Map(sound.results.map((result) => [result.fingerprint, result.status]));
  const after = new Set(report.results.map(({ fingerprint }) => fingerprint));
  const said = `without ${forgotten.map((path) => path.join('.')).join(' and ')}`;
  const made = report.results
    .filter(({ status, fingerprint }) => status !== 'unknown' && status !== before.get(fingerprint))
    .map(({ resource, control, status, message }) => `${said}: ${status} ${resource.name} ${control}: ${message}`);
  const opened = report.results.some(
    ({ status, fingerprint }) => status === 'unknown' && before.get(fingerprint) !== 'unknown',
  );
  const gone = sound.results.filter(({ fingerprint }) => !after.has(fingerprint));
  return [
    ...made,
    ...(opened ? [] : gone.map(({ resource, control }) => `${said}: ${resource.name} ${control} is gone`)),
  ];
}

function* factsIn(node: unknown, path: Path): Generator<Path> {
  if (typeof node !== 'object' || node === null) return;
  if (isKnown(node)) yield path;
  for (const [key, value] of Object.entries(node)) yield* factsIn(value, [...path, key]);
}

function isKnown(node: object): boolean {
  return 'known' in node && node.known === true && 'from' in node;
}

const FORGOTTEN: Fact<never> = unknown('denied', 'AWS would not say', 'aws:Something');

/** A copy of a tree in which the node at the path is a fact that nobody knows. */
function without<T>(tree: T, path: Path): T {
  const [key, ...rest] = path;
  if (key === undefined) return FORGOTTEN as T;
  const copy = Array.isArray(tree) ? [...tree] : { ...tree };
  const at = copy as Record<string | number, unknown>;
  at[key] = without(at[key], rest);
  return copy as T;
}

import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collectLive } from '../../src/app/collect/collect-live.ts';
import { collectionRequest } from '../../src/app/collect/collection.ts';
import { policiesAt } from '../../src/app/files/policy-files.ts';
import { denied, NOW } from '../../src/controls/example.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { append } from '../../src/model/group-by.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import type { Policy } from '../../src/model/policy.ts';
import type { Report } from '../../src/model/report.ts';
import { memoryHost } from '../app/memory-host.ts';
import { madeUp } from './made-up.ts';
import { seeded } from './seeded.ts';
import { policyOf, simulatorOf } from './simulated-run.ts';
import './unhurried-aws.ts';

/*
 * An operation that fails hides a whole kind of fact (faults.test.ts). Here single facts go missing: one vault of many,
 * one selection, the description of one table. Whatever is forgotten may leave a result open, and never decides one.
 */

const FOLDER = resolve(import.meta.dirname, '../scenarios');

/** Evaluations of hundreds of inventories: seconds on an idle machine. */
const PATIENCE_MS = 180_000;

interface Judged {
  readonly policies: readonly Policy[];
  readonly inventory: Inventory;
  readonly facts: readonly FoundFact[];
  readonly sound: Report;
}

/** What a scenario's first command collects, and what it comes to. */
async function judgedScenario(name: string): Promise<Judged> {
  const [line = ''] = readFileSync(resolve(FOLDER, name, 'expected.txt'), 'utf8').split('\n');
  const [, regions] = /--regions (\S+)/.exec(line) ?? [];
  const scope = {
    regions: regions === 'all' ? ('all' as const) : (regions?.split(',') ?? []),
    roleArns: [...line.matchAll(/--role-arn (\S+)/g)].flatMap(([, arn]) => arn ?? []),
  };
  const aws = await simulatorOf(name);
  try {
    const host = memoryHost({ files: { 'policy.yaml': policyOf(name) } });
    const policies = policiesAt(['policy.yaml'], host);
    const inventory = await collectLive(collectionRequest(policies, scope, NOW), host);
    return { policies, inventory, facts: [...factsIn(inventory)], sound: judge(policies, inventory) };
  } finally {
    await aws.close();
  }
}

function judge(policies: readonly Policy[], inventory: Inventory): Report {
  return evaluate({ policies, inventory, now: NOW, requirePolicy: false, version: '0.0.0' });
}

function lies({ policies, inventory, sound }: Judged, forgotten: readonly FoundFact[]): readonly string[] {
  // A fact inside another goes first, so that its path still exists.
  const inmostFirst = forgotten.toSorted((a, b) => b.path.length - a.path.length);
  const rest = inmostFirst.reduce((tree, { path, from }) => without(tree, path, from), inventory);
  const said = `without ${forgotten.map(({ path }) => path.join('.')).join(' and ')}`;
  return madeUp(sound, judge(policies, rest)).map((lie) => `${said}: ${lie}`);
}

describe('no verdict is made up', () => {
  test.each(readdirSync(FOLDER).toSorted())(
    'in %s where a fact is forgotten, all that an operation brings of one place, or a set drawn by lot',
    async (name) => {
      const judged = await judgedScenario(name);
      const sets = [
        ...judged.facts.map((fact) => [fact]),
        ...byOperationAndPlace(judged.facts),
        ...drawn(judged.facts, name === 'everything' ? 400 : 20),
      ];
      expect(sets.flatMap((forgotten) => lies(judged, forgotten))).toEqual([]);
    },
    PATIENCE_MS,
  );

  test('and there is much to forget', async () => {
    const { facts, sound } = await judgedScenario('everything');
    expect(facts.length).toBeGreaterThan(80);
    expect(new Set(sound.results.map(({ status }) => status))).toContain('not-applicable');
  });
});

interface FoundFact {
  readonly path: readonly (string | number)[];
  readonly from: string;
}

function* factsIn(node: unknown, path: FoundFact['path'] = []): Generator<FoundFact> {
  if (typeof node !== 'object' || node === null) return;
  if ('known' in node && node.known === true && 'from' in node) yield { path, from: String(node.from) };
  for (const [key, value] of Object.entries(node)) yield* factsIn(value, [...path, key]);
}

/** What a policy on permissions takes away at once in one account or Region. */
function byOperationAndPlace(facts: readonly FoundFact[]): readonly (readonly FoundFact[])[] {
  const groups = new Map<string, FoundFact[]>();
  for (const fact of facts) append(groups, `${fact.path.slice(0, 2).join('.')} ${fact.from}`, fact);
  return [...groups.values()].filter((group) => group.length > 1);
}

function drawn(facts: readonly FoundFact[], sets: number): readonly (readonly FoundFact[])[] {
  const draw = seeded(20261122);
  return Array.from({ length: sets }, (_, set) =>
    Array.from({ length: 2 + draw(set % 2 === 0 ? 4 : 40) }, () => facts[draw(facts.length)]).filter(
      (fact) => fact !== undefined,
    ),
  );
}

/** A copy of a tree in which the node at the path is a fact that AWS would not tell. */
function without<T>(tree: T, [key, ...rest]: FoundFact['path'], from: string): T {
  if (key === undefined) return denied(from) as T;
  const copy = Array.isArray(tree) ? [...tree] : { ...tree };
  const at = copy as Record<string | number, unknown>;
  at[key] = without(at[key], rest, from);
  return copy as T;
}

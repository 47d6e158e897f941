import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkPolicy } from '../../src/organizations/check-policy.ts';
import { EffectiveNode } from '../../src/organizations/leaf.ts';
import { listOf, textOf } from '../../src/organizations/merge.ts';
import { readPolicy } from '../../src/organizations/read-policy.ts';
import { EffectivePolicies, type TreeNode } from '../../src/organizations/tree.ts';
import { effectiveLeaves, type Json, waysOf } from './reference.ts';

function chain(nodes: readonly (readonly Json[])[]): TreeNode[] {
  return nodes.map((policies, index) => ({
    id: `n${index}`,
    name: `node ${index}`,
    ...(index === 0 ? {} : { parent: `n${index - 1}` }),
    policies: policies.flatMap((policy, number) => {
      const { policy: read } = readPolicy({ name: `p${index}${number}`, text: JSON.stringify(policy) });
      return read ? [read] : [];
    }),
  }));
}

function effective(nodes: readonly (readonly Json[])[]): EffectiveNode {
  const found = new EffectivePolicies(chain(nodes)).of(`n${nodes.length - 1}`);
  if (!found) throw new Error('no way to the account');
  return EffectiveNode.of(found);
}

/** Path → all that the leaf may be. */
function leavesOf(node: EffectiveNode, path = '', into = new Map<string, Set<string>>()): Map<string, Set<string>> {
  const { leaf } = node;
  if (leaf.is === 'known') into.set(path, new Set([textOf(leaf.value)]));
  if (leaf.is === 'open') into.set(path, new Set(leaf.candidates.map(({ value }) => textOf(value))));
  for (const member of node.members) leavesOf(member, path === '' ? member.key : `${path}/${member.key}`, into);
  return into;
}

const known = (node: EffectiveNode) =>
  Object.fromEntries([...leavesOf(node)].map(([path, values]) => [path, [...values]]));

const A_ROOT = {
  plans: {
    Tables: {
      regions: { '@@assign': ['eu-west-1'] },
      rules: {
        Nightly: {
          schedule_expression: { '@@assign': 'cron(30 1 ? * * *)' },
          target_backup_vault_name: { '@@assign': 'Main' },
          lifecycle: { delete_after_days: { '@@assign': '14' } },
        },
      },
      selections: { tags: { Tier: { tag_key: { '@@assign': 'tier' }, tag_value: { '@@assign': ['gold'] } } } },
    },
  },
};
const A_UNIT = {
  plans: {
    tables: {
      regions: { '@@append': ['eu-north-1'] },
      rules: { nightly: { lifecycle: { delete_after_days: { '@@assign': '35' } } } },
      selections: { tags: { tier: { tag_value: { '@@append': ['silver'] } } } },
    },
  },
};

describe('the effective policy', () => {
  test('merges keys whatever their case, and keeps the case of values', () => {
    expect(known(effective([[A_ROOT], [A_UNIT], []]))).toEqual({
      'plans/tables/regions': ['["eu-north-1","eu-west-1"]'],
      'plans/tables/rules/nightly/schedule_expression': ['"cron(30 1 ? * * *)"'],
      'plans/tables/rules/nightly/target_backup_vault_name': ['"Main"'],
      'plans/tables/rules/nightly/lifecycle/delete_after_days': ['"35"'],
      'plans/tables/selections/tags/tier/tag_key': ['"tier"'],
      'plans/tables/selections/tags/tier/tag_value': ['["gold","silver"]'],
    });
  });

  test('keeps out, leaf by leaf, what is locked', () => {
    const lock = (value: Json, ...allowed: string[]) => ({
      '@@assign': value,
      '@@operators_allowed_for_child_policies': allowed,
    });
    const root = {
      plans: {
        p: {
          regions: lock(['us-east-1'], '@@append'),
          rules: {
            r: {
              schedule_expression: { '@@assign': 'cron(0 5 ? * * *)' },
              lifecycle: { delete_after_days: lock('35', '@@none') },
            },
          },
        },
      },
    };
    const account = {
      plans: {
        p: {
          regions: { '@@assign': ['us-west-2'] },
          rules: {
            r: {
              schedule_expression: { '@@assign': 'cron(0 5 ? * 1 *)' },
              lifecycle: { delete_after_days: { '@@assign': '7' } },
            },
          },
        },
      },
    };
    const tree = new EffectivePolicies(chain([[root], [account]]));
    expect(known(EffectiveNode.of(tree.of('n1') ?? expect.unreachable()))).toEqual({
      'plans/p/regions': ['["us-east-1"]'],
      'plans/p/rules/r/schedule_expression': ['"cron(0 5 ? * 1 *)"'],
      'plans/p/rules/r/lifecycle/delete_after_days': ['"35"'],
    });
    expect(tree.keptOut.map(({ path, operator, target }) => [path.join('/'), operator, target])).toEqual([
      ['plans/p/regions', '@@assign', 'node 1 (n1)'],
      ['plans/p/rules/r/lifecycle/delete_after_days', '@@assign', 'node 1 (n1)'],
    ]);
  });

  test('is open where two policies of one node assign different values, and sure where they agree', () => {
    const vault = (name: string) => ({
      plans: { p: { rules: { r: { target_backup_vault_name: { '@@assign': name } } } } },
    });
    const path = ['plans', 'p', 'rules', 'r', 'target_backup_vault_name'];
    expect(effective([[vault('a'), vault('b')], []]).at(...path).leaf).toMatchObject({ is: 'open' });
    expect(effective([[vault('a'), vault('a')], []]).at(...path).leaf).toMatchObject({ is: 'known', value: 'a' });
  });

  test('is open where a lock on an object may hold what lies inside', () => {
    const root = {
      plans: { '@@operators_allowed_for_child_policies': ['@@none'], p: { regions: { '@@assign': ['a'] } } },
    };
    const unit = { plans: { p: { regions: { '@@append': ['b'] } }, q: { regions: { '@@assign': ['c'] } } } };
    const found = effective([[root], [unit]]);
    expect(found.at('plans', 'p', 'regions').leaf).toMatchObject({
      is: 'open',
      candidates: [{ value: ['a', 'b'] }, { value: ['a'] }],
    });
    expect(found.at('plans', 'q').presence).toBe('no');
  });

  test('asks the lines that a value comes from', () => {
    const leaf = effective([[A_ROOT], [A_UNIT]]).at('plans', 'tables', 'selections', 'tags', 'tier', 'tag_value').leaf;
    expect(leaf.is === 'known' && leaf.from.map(({ policy, target }) => [policy.name, target])).toEqual([
      ['p10', 'node 1 (n1)'],
      ['p00', 'node 0 (n0)'],
    ]);
    expect(leaf.is === 'known' && listOf(leaf.value)).toEqual(['gold', 'silver']);
  });
});

const words = fc.subarray(['a', 'b', 'c', 'd'], { minLength: 1 });
const lockWords = fc.oneof(
  fc.constantFrom(['@@none'], ['@@all']),
  fc.subarray(['@@assign', '@@append', '@@remove'], { minLength: 1 }),
);
const locked = <T extends object>(of: fc.Arbitrary<T>) =>
  fc
    .tuple(of, fc.option(lockWords, { nil: undefined, freq: 3 }))
    .map(([node, lock]) => (lock === undefined ? node : { ...node, '@@operators_allowed_for_child_policies': lock }));
const listLeaf = locked(
  fc.oneof(
    words.map((value) => ({ '@@assign': value })),
    words.map((value) => ({ '@@append': value })),
    words.map((value) => ({ '@@remove': value })),
  ),
);
const textLeaf = locked(fc.constantFrom('a', 'b', 7).map((value) => ({ '@@assign': value })));
const some = (members: Record<string, fc.Arbitrary<unknown>>) =>
  locked(fc.record(members, { requiredKeys: [] }).map((node) => ({ ...node })));
const plan = some({
  regions: listLeaf,
  rules: some({
    Daily: some({ vault: textLeaf, lifecycle: some({ days: textLeaf }) }),
    WEEKLY: some({ vault: textLeaf }),
  }),
  selections: some({ tags: some({ s: some({ tag_value: listLeaf }) }) }),
});
const policies = some({ plans: some({ One: plan, two: plan }) }).chain((policy) =>
  fc.boolean().map((upper) => (upper ? cased(policy as Json) : (policy as Json))),
);

/** The same policy with other capitals. */
function cased(node: Json): Json {
  if (typeof node !== 'object' || Array.isArray(node)) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key.startsWith('@@') ? key : key.toUpperCase(), cased(value)]),
  );
}

/** Root, three units, account; two policies on two of them at most, so that every way of reading can be walked. */
const trees = fc.tuple(
  fc.array(policies, { minLength: 1, maxLength: 2 }),
  fc.array(policies, { maxLength: 1 }),
  fc.array(policies, { maxLength: 2 }),
  fc.array(policies, { maxLength: 1 }),
  fc.array(policies, { maxLength: 2 }),
);

test('random trees have the leaves that the plain reference finds, in every way of reading what is open', () => {
  const numRuns = Number(process.env['HOLDFAST_TREES'] ?? 300);
  fc.assert(
    fc.property(trees, (nodes) => {
      const mine = leavesOf(effective(nodes));
      const theirs = new Map<string, Set<string>>();
      const all = [...waysOf(nodes)].map((way) => effectiveLeaves(nodes, way));
      const paths = new Set(all.flatMap((leaves) => [...leaves.keys()]));
      for (const path of paths) theirs.set(path, new Set(all.map((leaves) => textOf(leaves.get(path)))));
      expect(mine).toEqual(theirs);
    }),
    { numRuns },
  );
});

test('no text of a policy makes the readers throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        policies.map((each) => JSON.stringify(each)),
        fc.string(),
      ),
      (text) => {
        checkPolicy({ name: 'p', file: 'p.json', text });
      },
    ),
    { numRuns: 300 },
  );
});

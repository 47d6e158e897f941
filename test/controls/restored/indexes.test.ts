import { describe, expect, test } from 'vitest';
import type { ExampleParts } from '../../../src/controls/example.ts';
import { restoredGlobalSecondaryIndexes } from '../../../src/controls/restored-global-secondary-indexes.ts';
import { restoredLocalSecondaryIndexes } from '../../../src/controls/restored-local-secondary-indexes.ts';
import type { SecondaryIndex } from '../../../src/model/table.ts';
import { judgeSetting } from './judge.ts';

function index(name: string, parts: Partial<SecondaryIndex> = {}): SecondaryIndex {
  return {
    name,
    keys: [
      { name: 'customer', type: 'HASH' },
      { name: 'day', type: 'RANGE' },
    ],
    projection: 'INCLUDE',
    nonKeyAttributes: ['a', 'b'],
    status: 'ACTIVE',
    ...parts,
  };
}

function judgeGlobal(source: readonly SecondaryIndex[], own: readonly SecondaryIndex[]) {
  return judgeSetting(
    restoredGlobalSecondaryIndexes,
    { globalSecondaryIndexes: 'same-as-source' },
    { table: { description: { globalIndexes: source } }, restored: { description: { globalIndexes: own } } },
  );
}

describe('restored-global-secondary-indexes', () => {
  test('passes the same indexes in another order, with attributes in another order', () => {
    const outcome = judgeGlobal([index('x'), index('y')], [index('y', { nonKeyAttributes: ['b', 'a'] }), index('x')]);
    expect(outcome).toMatchObject({ status: 'pass', message: '2 global secondary indexes, as on the source' });
  });

  test('passes two tables without any', () => {
    expect(judgeGlobal([], [])).toMatchObject({
      status: 'pass',
      message: 'no global secondary index, as on the source',
    });
  });

  test('names each index that is missing, different, not ready or added', () => {
    const outcome = judgeGlobal(
      [index('gone'), index('keys'), index('projection'), index('building')],
      [
        index('keys', { keys: [{ name: 'customer', type: 'HASH' }] }),
        index('projection', { projection: 'ALL', nonKeyAttributes: [] }),
        index('building', { status: 'CREATING' }),
        index('new'),
      ],
    );
    expect(outcome.status).toBe('fail');
    expect(outcome.message).toBe(
      'global secondary indexes: 1 missing, 2 different, 1 not active, 1 not on the source; policy asks for 4 global secondary indexes, as on the source',
    );
    expect(outcome.because).toEqual([
      'index gone is missing: keys customer (S) HASH, day (S) RANGE, projection INCLUDE of a, b',
      "index keys has keys customer (S) HASH, projection INCLUDE of a, b; the source's has keys customer (S) HASH, day (S) RANGE, projection INCLUDE of a, b",
      "index projection has keys customer (S) HASH, day (S) RANGE, projection ALL; the source's has keys customer (S) HASH, day (S) RANGE, projection INCLUDE of a, b",
      'index building is CREATING, so not in place',
      'index new is not on the source: keys customer (S) HASH, day (S) RANGE, projection INCLUDE of a, b',
    ]);
  });

  test('takes the order of the keys as part of them', () => {
    const turned = index('x', {
      keys: [
        { name: 'day', type: 'HASH' },
        { name: 'customer', type: 'RANGE' },
      ],
    });
    expect(judgeGlobal([index('x')], [turned]).status).toBe('fail');
  });

  test('passes an index whose capacity is being changed', () => {
    expect(judgeGlobal([index('x')], [index('x', { status: 'UPDATING' })]).status).toBe('pass');
  });

  test('neither asks for an index that the source is losing nor minds it', () => {
    const leaving = index('x', { status: 'DELETING' });
    expect(judgeGlobal([leaving], []).status).toBe('pass');
    expect(judgeGlobal([leaving], [index('x')]).status).toBe('pass');
  });
});

describe('types of the keys of an index', () => {
  const described = (attributeTypes?: Record<string, string>, globalIndexes = [index('by-day')]) => ({
    description: { keys: [{ name: 'customer', type: 'HASH' as const }], globalIndexes, attributeTypes },
  });
  const judged = (source: Record<string, string> | undefined, own: Record<string, string> | undefined) =>
    judgeSetting(
      restoredGlobalSecondaryIndexes,
      { globalSecondaryIndexes: 'same-as-source' },
      // An inventory of an older version has none.
      { table: described(source), restored: described(own) } as ExampleParts,
    );

  test('fail when one is another', () => {
    const outcome = judged({ customer: 'S', day: 'N' }, { customer: 'S', day: 'B' });
    expect(outcome.status).toBe('fail');
    expect(outcome.because).toEqual([
      "index by-day has keys customer (S) HASH, day (B) RANGE, projection INCLUDE of a, b; the source's has keys customer (S) HASH, day (N) RANGE, projection INCLUDE of a, b",
    ]);
  });

  test.each([
    ['the source’s', undefined, { customer: 'S', day: 'N' }],
    ['the restored table’s', { customer: 'S', day: 'N' }, undefined],
  ])('are unknown where nothing tells %s', (_, source, own) => {
    expect(judged(source, own)).toMatchObject({
      status: 'unknown',
      message: 'cannot tell whether the keys of the global secondary indexes are of the same types',
      unknown: { reason: 'not-collected', detail: expect.stringContaining('type of day on both tables') },
    });
  });

  test('need not be told of the keys of the items, which a restore keeps as they are', () => {
    const byCustomer = [index('by-customer', { keys: [{ name: 'customer', type: 'HASH' }] })];
    const parts = { table: described(undefined, byCustomer), restored: described({ customer: 'S' }, byCustomer) };
    const asked = { globalSecondaryIndexes: 'same-as-source' } as const;
    expect(judgeSetting(restoredGlobalSecondaryIndexes, asked, parts as ExampleParts).status).toBe('pass');
  });

  test('do not matter where something else fails already', () => {
    const parts = { table: described(undefined), restored: described(undefined, []) } as ExampleParts;
    const asked = { globalSecondaryIndexes: 'same-as-source' } as const;
    expect(judgeSetting(restoredGlobalSecondaryIndexes, asked, parts).status).toBe('fail');
  });
});

describe('restored-local-secondary-indexes', () => {
  test('looks at local indexes only', () => {
    const outcome = judgeSetting(
      restoredLocalSecondaryIndexes,
      { localSecondaryIndexes: 'same-as-source' },
      { table: { description: { globalIndexes: [index('x')] } } },
    );
    expect(outcome).toMatchObject({ status: 'pass', actual: { localSecondaryIndexes: [] } });
  });

  test('fails when one was left out', () => {
    const outcome = judgeSetting(
      restoredLocalSecondaryIndexes,
      { localSecondaryIndexes: 'same-as-source' },
      { table: { description: { localIndexes: [index('x')] } } },
    );
    expect(outcome.message).toBe(
      'local secondary indexes: 1 missing; policy asks for 1 local secondary index, as on the source',
    );
  });
});

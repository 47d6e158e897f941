import { describe, expect, test } from 'vitest';
import { CONSTRAINTS, refusals } from '../../src/constraints/refusals.ts';
import { requested } from '../../src/constraints/requested.ts';
import { known } from '../../src/model/fact.ts';
import { OPEN, rows } from './rows.ts';

test('a fact decides where it is known', () => {
  const lock = (days: Parameters<typeof requested<number>>[0]) =>
    refusals('vault-lock', { minRetentionDays: requested(days) }, { forNew: true }).length;
  expect([lock(known(0, 'plan')), lock(known(1, 'plan')), lock(OPEN)]).toEqual([1, 0, 0]);
});

test('every row has evidence, and says that it has none where it has none', () => {
  const all: readonly { readonly id: string; readonly source: string }[] = Object.values(CONSTRAINTS).flat();
  expect(all.filter(({ id, source }) => !/^[A-Z]{2}\d+$/.test(id) || source === '')).toEqual([]);
  expect(all.length).toBeGreaterThan(60);
});

describe('settings of a Region', () => {
  rows('region-settings', [
    ["in AWS's spelling", { resourceTypeOptInPreference: { DynamoDB: true, 'SAP HANA on Amazon EC2': true } }, []],
    [
      'in other letters',
      { resourceTypeOptInPreference: { Dynamo_DB: true } },
      ['RG1 resourceTypeOptInPreference.Dynamo_DB'],
    ],
    [
      'in small letters',
      { resourceTypeManagementPreference: { efs: true } },
      ['RG1 resourceTypeManagementPreference.efs'],
    ],
    ['that are open', { resourceTypeOptInPreference: OPEN }, []],
  ]);
});

test.each([5, true, { a: 'b' }, ['c']])('a value of another kind, %j, leaves open whether AWS accepts it', (value) => {
  const listOfTags = [{ conditionType: 'STRINGEQUALS', conditionKey: value as never }];
  const said = refusals('backup-selection', { selectionName: 'daily', listOfTags }, { forNew: true });
  const odd = said.filter(({ message }) => message === 'A value is of another kind than AWS takes here');
  expect(odd.length).toBeGreaterThan(0);
  expect(odd.every(({ grade }) => grade === 'U')).toBe(true);
});

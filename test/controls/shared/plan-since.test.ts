import { expect, test } from 'vitest';
import { denied } from '../../../src/controls/example.ts';
import { planSince } from '../../../src/controls/shared/plan-since.ts';
import { type Fact, known } from '../../../src/model/fact.ts';
import { instant } from '../../../src/model/instant.ts';
import type { BackupRule, PlanRecord, PlanVersion } from '../../../src/model/plan.ts';

const DAY = (day: number) => instant(Date.UTC(2026, 0, day));
const rule = (name: string): BackupRule => ({ name, vaultName: 'main', copyActions: [] });

/** `same`, `other` or `none` for what a version promises; `denied` where it could not be read. */
type Version = readonly [id: string, day: number, promise: 'same' | 'other' | 'none' | 'denied'];

function planOf(versions: readonly Version[] | undefined, { planDay = 1, present = 'v3' } = {}): PlanRecord {
  const rules = (name: Version[2]): Fact<readonly BackupRule[]> =>
    name === 'denied' ? denied('backup:GetBackupPlan') : known([rule(name)], 'test');
  const made = versions?.map(([id, day, name]): PlanVersion => ({ id, createdAt: DAY(day), rules: rules(name) }));
  return {
    id: 'plan',
    arn: 'plan',
    name: 'plan',
    createdAt: DAY(planDay),
    body: known({ rules: [rule('same')], preview: [], versionId: present }, 'test'),
    selections: known([], 'test'),
    ...(made ? { versions: known(made, 'test') } : {}),
  };
}

const NOW = ['v3', 30, 'same'] as const;

test.each<[string, PlanRecord, number | undefined, number | undefined]>([
  ['versions that were not read tell nothing', planOf(undefined), 1, undefined],
  ['a plan that was never changed', planOf([['v3', 1, 'same']]), 1, 1],
  ['a change that changed nothing', planOf([NOW, ['v2', 10, 'same'], ['v1', 1, 'same']]), 1, 1],
  ['rules that came with the last change', planOf([NOW, ['v2', 10, 'none'], ['v1', 1, 'none']]), 30, 30],
  ['rules that were away for a time', planOf([NOW, ['v2', 10, 'none'], ['v1', 1, 'same']]), 30, 30],
  ['rules that ran at other times', planOf([NOW, ['v2', 10, 'other'], ['v1', 1, 'same']]), 1, 30],
  ['other rules, and before them none', planOf([NOW, ['v2', 10, 'other'], ['v1', 1, 'none']]), 10, 30],
  ['a version that could not be read', planOf([NOW, ['v2', 10, 'denied'], ['v1', 1, 'none']]), 10, 30],
  ['versions before the first that is listed', planOf([NOW, ['v2', 10, 'same']]), 1, 10],
  [
    'one date, and the same promise',
    planOf([
      ['v3', 1, 'same'],
      ['v1', 1, 'same'],
    ]),
    1,
    1,
  ],
  [
    'one date, and another promise',
    planOf([
      ['v3', 1, 'same'],
      ['v1', 1, 'none'],
    ]),
    1,
    undefined,
  ],
  ['a present version that is not listed', planOf([NOW], { present: 'v4' }), 1, undefined],
  ['a present version that is not the newest', planOf([NOW, ['v2', 10, 'none']], { present: 'v2' }), 1, undefined],
])('%s', (_, plan, atMost, atLeast) => {
  const promised = ([first]: readonly BackupRule[]) =>
    first?.name === 'same' ? 'the same' : first?.name === 'other' ? 'maybe' : 'nothing';
  expect(planSince(plan, promised)).toEqual({
    ...(atMost === undefined ? {} : { atMost: DAY(atMost) }),
    ...(atLeast === undefined ? {} : { atLeast: DAY(atLeast) }),
  });
});

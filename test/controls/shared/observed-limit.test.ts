import { expect, test } from 'vitest';
import { ago, denied, exampleInventory, NOW, ORDERS } from '../../../src/controls/example.ts';
import { controls } from '../../../src/controls/index.ts';
import { estateOf } from '../../../src/estate/estate.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { loadPolicies } from '../../../src/policy/load.ts';

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: p
tables: { names: [orders] }
backup:
  objectives: [{ frequency: 24h, retention: 35d }]
  copies: [{ region: eu-central-1, frequency: 24h, retention: 35d }]
  recoveryPoints: { observedOver: 3d }
`;

function statuses(parts: Parameters<typeof exampleInventory>[0]) {
  const bytes = new TextEncoder().encode(POLICY);
  const { policies } = loadPolicies(
    [{ path: 'p.yaml', bytes }],
    () => undefined,
    controls.map(({ id }) => id),
  );
  const report = evaluate({
    policies,
    estate: estateOf(exampleInventory(parts), NOW),
    requirePolicy: false,
    version: 't',
  });
  const of = (id: string) =>
    report.results.find(({ control, resource }) => control === id && resource.arn === ORDERS)?.status;
  return [of('recovery-point-gap'), of('copy-recovery-point-age')];
}

/** The largest gap is 30 h, the newest copy 30 h old: too much for a start window of 1 h, not for AWS's default of 8 h. */
const LATE = {
  points: [3, 33, 57, 81].map((hours) => ({ createdAt: ago(hours) })),
  copyVaults: [{}],
  copies: [{ createdAt: ago(30) }],
};

test('a point that comes later than its rule’s start window allows fails', () => {
  expect(statuses(LATE)).toEqual(['fail', 'fail']);
});

test('a plan that could not be read does not lend its rules the longer default start window', () => {
  expect(statuses({ ...LATE, rules: denied('backup:GetBackupPlan') })).toEqual(['unknown', 'unknown']);
});

test('points no further apart than the frequency pass whatever the start window', () => {
  const daily = {
    ...LATE,
    points: [3, 27, 51, 75].map((hours) => ({ createdAt: ago(hours) })),
    copies: [{ createdAt: ago(3) }],
  };
  expect(statuses({ ...daily, rules: denied('backup:GetBackupPlan') })).toEqual(['pass', 'pass']);
});

test('a first gap, or a young copy, is no verdict where the age of the table could not be read', () => {
  const young = { ...LATE, points: [{ createdAt: ago(3) }], copies: [{ createdAt: ago(3) }] };
  expect(statuses({ ...young, table: { description: { createdAt: ago(4) } } })).toEqual(['pass', 'pass']);
  expect(statuses({ ...young, table: { description: denied('dynamodb:DescribeTable') } })).toEqual([
    'unknown',
    'unknown',
  ]);
});

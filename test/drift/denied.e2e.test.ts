import { describe, expect, test } from 'vitest';
import { findings, inEstate, SCENARIO } from './estate.ts';

/** Something of every kind that a baseline records. */
const WHOLE = SCENARIO.replace(
  '        vaults:\n',
  `        restoreTestingPlans:
          - restoreTestingPlanName: monthly
            scheduleExpression: cron(0 5 1 * ? *)
            selections: [{ restoreTestingSelectionName: tables, protectedResourceType: DynamoDB, protectedResourceArns: ["*"] }]
        scalableTargets:
          - { resourceId: table/sessions, scalableDimension: "dynamodb:table:ReadCapacityUnits", minCapacity: 5, maxCapacity: 50 }
        alarms:
          - { alarmName: errors, metricName: SystemErrors, namespace: AWS/DynamoDB, dimensions: [{ name: TableName, value: orders }], statistic: Sum, period: 60, evaluationPeriods: 1, threshold: 1, comparisonOperator: GreaterThanThreshold }
        vaults:
`,
);

describe('drift without one of its permissions', () => {
  test('is never told to be none: each call that is denied leaves something unknown', {
    timeout: 300_000,
  }, async () => {
    await inEstate(async ({ simulator, holdfast, pass }) => {
      expect((await holdfast('baseline')).exit).toBe(0);
      pass(5);
      const before = simulator.requests().byOperation;
      expect((await holdfast('drift')).exit).toBe(0);
      const called = Object.entries(simulator.requests().byOperation)
        .filter(([operation, count]) => count > (before[operation] ?? 0))
        .map(([operation]) => operation);
      expect(called.length).toBeGreaterThan(20);
      for (const operation of called) {
        // The state of keys is for `check` to judge: a baseline does not record it.
        if (operation === 'kms:DescribeKey') continue;
        const [service = '', name = ''] = operation.split(':');
        const deny = () =>
          simulator.faults.set([{ service: SCOPES[service] ?? service, operation: name, kind: 'deny' }]);
        deny();
        // The history is looked up two calls a second, and only where it is what is denied.
        const history = service === 'cloudtrail' ? 'lookup' : 'none';
        const denied = await holdfast('drift', '--history', history, '--report', 'json');
        if (operation === 'sts:GetCallerIdentity') {
          // Nothing of AWS could be read, which is one error.
          expect([denied.exit, denied.out]).toEqual([2, '']);
          continue;
        }
        onlyUnknown(denied, `${operation} now`);
        if (service === 'cloudtrail') continue;
        await holdfast('baseline', '--output', 'denied.json');
        simulator.faults.set([]);
        const ran = await holdfast('drift', '--baseline', 'denied.json', '--history', 'none', '--report', 'json');
        onlyUnknown(ran, `${operation} in the baseline`);
      }
    }, WHOLE);
  });
});

function onlyUnknown({ exit, out }: { readonly exit: number; readonly out: string }, what: string): void {
  expect(exit, what).toBe(3);
  expect(new Set([...findings(out).values()].map(({ status }) => status)), what).toEqual(new Set(['unknown']));
}

/** The name in the signature, where it is not that of the IAM actions. */
const SCOPES: Readonly<Record<string, string>> = { cloudwatch: 'monitoring', tag: 'tagging' };

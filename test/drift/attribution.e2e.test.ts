import { describe, expect, test } from 'vitest';
import { change } from './change.ts';
import { findings, inEstate } from './estate.ts';

const RULE = { RuleName: 'nightly', TargetBackupVaultName: 'main', ScheduleExpression: 'cron(0 5 ? * * *)' };

/** One change by each kind of actor, where it shows, and whom the report must name. */
const CHANGES = [
  {
    actor: 'alice',
    service: 'backup',
    operation: 'UpdateBackupPlan',
    input: {
      BackupPlanId: 'plan-daily',
      BackupPlan: { BackupPlanName: 'daily', Rules: [{ ...RULE, Lifecycle: { DeleteAfterDays: 7 } }] },
    },
    path: 'plans.daily.rules.nightly.retentionDays',
    whose: { kind: 'user', name: 'alice', arn: 'arn:aws:iam::111122223333:user/alice' },
    fromConsole: false,
  },
  {
    actor: 'run-42',
    service: 'dynamodb',
    operation: 'UpdateTable',
    input: { TableName: 'orders', DeletionProtectionEnabled: false },
    path: 'tables.orders.deletionProtection',
    whose: { kind: 'role-session', name: 'run-42', role: 'deploy' },
    fromConsole: false,
  },
  {
    actor: 'bob@example.com',
    service: 'backup',
    operation: 'DeleteBackupVaultLockConfiguration',
    input: { BackupVaultName: 'main' },
    path: 'vaults.main.lock',
    whose: { kind: 'sso-user', name: 'bob@example.com' },
    fromConsole: true,
  },
  {
    actor: 'owner',
    service: 'backup',
    operation: 'UpdateRegionSettings',
    input: { ResourceTypeOptInPreference: { DynamoDB: false } },
    path: 'settings.optIn.DynamoDB',
    whose: { kind: 'root', account: '111122223333' },
    fromConsole: false,
  },
  {
    actor: 'scaling',
    service: 'dynamodb',
    operation: 'UpdateTable',
    input: { TableName: 'sessions', ProvisionedThroughput: { ReadCapacityUnits: 20, WriteCapacityUnits: 10 } },
    path: 'tables.sessions.provisionedThroughput["read of the table"]',
    whose: { kind: 'service', name: 'dynamodb.application-autoscaling.amazonaws.com' },
    fromConsole: false,
  },
  {
    actor: 'carol',
    service: 'dynamodb',
    operation: 'UpdateContinuousBackups',
    input: { TableName: 'orders', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false } },
    path: 'tables.orders.pointInTimeRecovery',
    whose: { kind: 'other-account', name: 'carol', account: '444455556666' },
    fromConsole: false,
  },
] as const;

describe('holdfast drift', () => {
  test('names the actor of each of six changes, and says so where a change has no event', async () => {
    await inEstate(async ({ simulator, pass, holdfast, files, write }) => {
      expect(await holdfast('baseline')).toMatchObject({
        exit: 0,
        err: expect.stringContaining('1 plan and 2 tables'),
      });
      expect((await holdfast('drift')).exit).toBe(0);
      write('holdfast.yaml', 'drift:\n  expectedActors: [deploy]\n');
      pass(60);
      for (const { actor, service, operation, input } of CHANGES) {
        await change(simulator, { actor, service, operation, input });
        pass(1);
      }
      const table = simulator.state.accounts.get('111122223333')?.regions.get('eu-west-1')?.tables.get('orders');
      if (!table) throw new Error('no table orders');
      table.tags = { ...table.tags, owner: 'nobody' };
      pass(5);

      const ran = await holdfast('drift', '--report', 'text', '--report', 'json=drift.json');
      expect(ran.exit).toBe(1);
      const found = findings(files.get('drift.json') ?? '');
      for (const { path, operation, whose, fromConsole, actor } of CHANGES) {
        expect(found.get(path), path).toMatchObject({
          control: 'drift',
          status: 'fail',
          drift: {
            events: [
              { id: expect.any(String), name: operation, actor: whose, fromConsole, expected: actor === 'run-42' },
            ],
          },
        });
      }
      const unseen = found.get('tables.orders.tags.owner');
      expect(unseen?.drift?.events).toEqual([]);
      expect(unseen?.because.join('\n')).toMatch(
        /no event was found that could have made it; looked in:\nlookup eu-west-1 of 111122223333, from 2026-11-22T08:00:00.000Z until 2026-11-22T09:11:00.000Z/,
      );
      expect([...found.keys()].toSorted()).toEqual(
        [
          ...CHANGES.map(({ path }) => path),
          // What follows from the opt-in, for the table that the plan selected by its tag.
          'tables.orders.selectedBy["daily › gold"]',
          'tables.orders.tags.owner',
        ].toSorted(),
      );
      expect(ran.out).toContain('made by run-42 in role deploy, an expected actor');
      expect(ran.out).toMatch(/SSO user\s+bob@example.com \(Admin\), NOT an expected actor/);
      expect((await holdfast('drift', '--history', 'none')).out).toContain('history is none (--history)');
    });
  });
});

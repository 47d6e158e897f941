import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { type Change, change } from './change.ts';
import { inEstate } from './estate.ts';

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: all
tables: { names: [orders] }
backup:
  objectives: [{ frequency: 24h, retention: 35d }]
  vault: { lock: governance, manualDeletion: denied }
  pointInTimeRecovery: {}
`;
const RULE = { RuleName: 'nightly', TargetBackupVaultName: 'main', ScheduleExpression: 'cron(0 5 ? * * *)' };

/** Control that fails for it → the change. */
const CHANGES: Readonly<Record<string, Change>> = {
  'backup-retention': {
    actor: 'alice',
    service: 'backup',
    operation: 'UpdateBackupPlan',
    input: {
      BackupPlanId: 'plan-daily',
      BackupPlan: { BackupPlanName: 'daily', Rules: [{ ...RULE, Lifecycle: { DeleteAfterDays: 7 } }] },
    },
  },
  'vault-deletion': {
    actor: 'run-42',
    service: 'backup',
    operation: 'DeleteBackupVaultAccessPolicy',
    input: { BackupVaultName: 'main' },
  },
  'vault-lock': {
    actor: 'bob@example.com',
    service: 'backup',
    operation: 'DeleteBackupVaultLockConfiguration',
    input: { BackupVaultName: 'main' },
  },
  'point-in-time-recovery': {
    actor: 'owner',
    service: 'dynamodb',
    operation: 'UpdateContinuousBackups',
    input: { TableName: 'orders', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false } },
  },
};
const WHO: Readonly<Record<string, string>> = {
  alice: 'IAM user alice',
  'run-42': 'run-42 in role deploy',
  'bob@example.com': 'SSO user bob@example.com (Admin) in the console',
  owner: 'the root user of account 111122223333',
};

describe('check --history', () => {
  test('names whoever was behind each failing result last, without a baseline', async () => {
    await inEstate(async ({ simulator, holdfast, pass, write }) => {
      write('policies/all.yaml', POLICY);
      for (const each of Object.values(CHANGES)) {
        pass(5);
        await change(simulator, each);
      }
      pass(5);
      const { out } = await holdfast('check', '--history', 'lookup', '--report', 'json');
      const { results }: Report = JSON.parse(out);
      const stated = results.flatMap(({ control, status, because }) =>
        status === 'fail' && control in CHANGES
          ? [[control, because.at(-1)?.replace(/^last changed \S+ by |, event \S+$/g, '')]]
          : [],
      );
      const expected = Object.entries(CHANGES).map(([control, { actor, operation }]) => [
        control,
        `${WHO[actor]}, ${operation}`,
      ]);
      expect(Object.fromEntries(stated)).toEqual(Object.fromEntries(expected));
    });
  });
});

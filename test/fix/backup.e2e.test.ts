import { describe, expect, test } from 'vitest';
import { controlsWith, isInstalled, withAws } from './aws-machine.ts';

const SCENARIO = `
accounts:
  "111122223333":
    regions:
      eu-west-1:
        settings:
          resourceTypeOptInPreference: { DynamoDB: true }
          resourceTypeManagementPreference: { DynamoDB: true }
        vaults:
          - backupVaultName: main
            accessPolicy: { Version: "2012-10-17", Statement: [{ Sid: Share, Effect: Allow, Principal: { AWS: "arn:aws:iam::444455556666:root" }, Action: "backup:CopyIntoBackupVault", Resource: "*" }] }
        plans:
          - backupPlanName: weekly
            advancedBackupSettings: [{ resourceType: EC2, backupOptions: { WindowsVSS: enabled } }]
            rules:
              - { ruleName: sundays, targetBackupVaultName: main, scheduleExpression: cron(30 3 ? * SUN *), scheduleExpressionTimezone: Europe/Berlin, lifecycle: { deleteAfterDays: 14 }, recoveryPointTags: { made: by-plan } }
            selections: [{ selectionName: tagged, iamRoleArn: "arn:aws:iam::111122223333:role/backup", listOfTags: [{ conditionKey: backup, conditionValue: daily }] }]
        tables:
          - { tableName: payments, creationDateTime: -200d, tags: { backup: daily } }
          - { tableName: ledger, creationDateTime: -200d, tags: { backup: Daily, "a b": "it's" } }
      eu-central-1:
        vaults: [{ backupVaultName: main }]
`;

const POLICY = `
apiVersion: holdfast/v1
kind: Policy
name: gold
tables: { names: ["*"] }
backup:
  objectives: [{ frequency: 24h, rpo: 27h, retention: 35d }]
  copies: [{ region: eu-central-1, frequency: 24h, retention: 35d }]
  vault: { lock: governance, manualDeletion: denied }
  pointInTimeRecovery: { window: 20d }
`;

describe.skipIf(!isInstalled('aws'))(
  'what fails of backups, fixed with the AWS CLI (skipped where it is not installed)',
  () => {
    test('passes after one script: a tag that the selection asks for, and one plan that is enough for all', {
      timeout: 300_000,
    }, async () => {
      await withAws(SCENARIO, async ({ bash, holdfast, report, simulator }) => {
        const before = await report(POLICY);
        expect(controlsWith(before, 'payments', 'pass')).toEqual(['backup-jobs', 'plan-coverage']);
        expect(controlsWith(before, 'ledger', 'pass')).toEqual(['backup-jobs']);

        const calls = simulator.requests().byOperation;
        const { out, err } = await holdfast('fix', POLICY);
        expect(changesAmong(simulator.requests().byOperation, calls)).toEqual([]);
        expect(err).toContain('nothing was changed');
        await bash(out);
        const after = await report(POLICY);
        // Copies are configured now; that none has been made yet, only time repairs.
        expect(controlsWith(after, 'payments', 'fail')).toEqual(['copy-recovery-point-age']);
        expect(controlsWith(after, 'ledger', 'fail')).toEqual(['copy-recovery-point-age']);
        expect(controlsWith(after, 'ledger', 'pass')).toEqual(controlsWith(after, 'payments', 'pass'));
        expect(controlsWith(after, 'ledger', 'pass')).toHaveLength(11);
      });
    });
  },
);

/** Operations that are no reads and were called in between. */
function changesAmong(
  after: Readonly<Record<string, number>>,
  before: Readonly<Record<string, number>>,
): readonly string[] {
  return Object.keys(after).filter(
    (operation) => after[operation] !== before[operation] && !/:(Describe|Get|List|Lookup)/.test(operation),
  );
}

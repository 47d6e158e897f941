import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { controlsWith, isInstalled, withAws } from './aws-machine.ts';
import { ALL_SETTINGS, RESTORED_ESTATE } from './restored-estate.ts';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-1111-1111-1111-111111111111';

/** A restore as somebody in a hurry does it. */
const RESTORE = `set -euo pipefail
point=$(aws backup list-recovery-points-by-backup-vault --backup-vault-name main --query 'RecoveryPoints[-1].RecoveryPointArn' --output text)
job=$(aws backup start-restore-job --recovery-point-arn "$point" --iam-role-arn arn:aws:iam::111122223333:role/backup --metadata '{"targetTableName":"orders-restored","encryptionType":"KMS","kmsMasterKeyArn":"${KEY}"}' --query RestoreJobId --output text)
until [ "$(aws backup describe-restore-job --restore-job-id "$job" --query Status --output text)" = COMPLETED ]; do sleep 0.2; done
`;

/** Source: DynamoDB Developer Guide, GettingStartedBackupsAWS: what must be set by hand. */
const LEFT_BEHIND = [
  'restored-alarms',
  'restored-auto-scaling',
  'restored-deletion-protection',
  'restored-iam-policies',
  'restored-point-in-time-recovery',
  'restored-stream',
  'restored-tags',
  'restored-time-to-live',
];

const UNTIL_READY = ALL_SETTINGS.replace(
  'restore:',
  'restore:\n  rto: 10d\n  measure: { clock: ready, statistic: max, over: 30d, samples: 1 }',
);

describe.skipIf(!isInstalled('aws'))('a restore with the AWS CLI (skipped where it is not installed)', () => {
  test('fails the settings that AWS leaves behind, and passes after the commands that fix prints', {
    timeout: 300_000,
  }, async () => {
    await withAws(RESTORED_ESTATE, async ({ bash, holdfast, report }) => {
      await bash(RESTORE);
      const before = await report(ALL_SETTINGS);
      expect(controlsWith(before, 'orders-restored', 'fail').toSorted()).toEqual(LEFT_BEHIND);

      const { out, exit } = await holdfast('fix --table orders-restored', ALL_SETTINGS);
      expect(exit).toBe(0);
      await bash(out);
      const after = await report(ALL_SETTINGS);
      expect(controlsWith(after, 'orders-restored', 'fail')).toEqual([]);
      expect(controlsWith(after, 'orders-restored', 'pass')).toHaveLength(13);
      // Run a second time, as one does after an interruption, it neither fails nor changes anything.
      await bash(out);
      expect(controlsWith(await report(ALL_SETTINGS), 'orders-restored', 'pass')).toHaveLength(13);

      const { out: nothing } = await holdfast('fix --table orders-restored', ALL_SETTINGS);
      expect(nothing).toContain('there is nothing to fix');
      expect(nothing).not.toMatch(/^aws /m);

      // CloudTrail tells when the commands were run, and so how long the table was not ready.
      const { out: measured } = await holdfast('check --history lookup --report json', UNTIL_READY);
      const { results }: Report = JSON.parse(measured);
      const time = results.find(({ control }) => control === 'restore-time');
      expect(time).toMatchObject({
        status: 'pass',
        message: expect.stringMatching(/until ready, \d+ min until restored/),
      });
      expect(time?.actual?.['readyAtMostMinutes']).toBeGreaterThan(20);
    });
  });

  test('is what the runbook does that was written beforehand', { timeout: 300_000 }, async () => {
    await withAws(RESTORED_ESTATE, async ({ bash, holdfast, report, simulator }) => {
      const { out, exit } = await holdfast('fix --plan-for orders', ALL_SETTINGS);
      expect(exit).toBe(0);
      await bash(out, { TARGET: 'orders-of-the-night' });
      expect(controlsWith(await report(ALL_SETTINGS), 'orders-of-the-night', 'pass')).toHaveLength(13);
      const tables = simulator.state.accounts.get('111122223333')?.regions.get('eu-west-1')?.tables;
      expect(tables?.get('orders-of-the-night')).toMatchObject({
        kinesisStreams: ['arn:aws:kinesis:eu-west-1:111122223333:stream/orders'],
        contributorInsights: true,
        tableClass: 'STANDARD_INFREQUENT_ACCESS',
      });
      await bash(out, { TARGET: 'orders-of-the-night' });
      await expect(bash(out, { TARGET: 'orders' })).rejects.toThrow(
        'does not say that it was restored from this table',
      );
      await expect(bash(out, { TARGET: 'a"; reboot' })).rejects.toThrow('TARGET is not the name of a table');
    });
  });
});

import { describe, expect, test } from 'vitest';
import { ago, COPY_VAULT, denied, type ExampleParts, exampleInventory } from '../../src/controls/example.ts';
import { causeOf } from '../../src/controls/shared/job-cause.ts';
import type { BackupJob, CopyJob } from '../../src/model/job.ts';
import type { RecoveryPoint } from '../../src/model/recovery-point.ts';
import { judge, resultOf } from './judge.ts';

describe('what a job’s message means (developer guide, backup-dashboards, eventbridge)', () => {
  test.each([
    [
      'Backup job failed because there was a running job for the same resource.',
      'another job of the table was running',
    ],
    ['There are too many copy jobs running for resource.', 'too many copies of the table ran at once'],
    ['Backup job expired before completion.', 'the completion window was too short'],
    [
      'Backup job failed because backup vault arn:aws:backup:eu-west-1:111122223333:backup-vault:gone does not exist.',
      'the vault does not exist',
    ],
    ['Could not find cryopod arn:aws:backup:eu-west-1:111122223333:backup-vault:gone', 'the vault does not exist'],
    [
      'Role arn:aws:iam::111122223333:role/backup cannot be assumed by AWS Backup',
      'AWS Backup cannot assume the selection’s role',
    ],
    [
      'Copy job failed. Both source and destination account must be a member of the same organization.',
      'the two accounts are not members of one organization',
    ],
    [
      'Copy job failed. Cross-account copy feature is not enabled for the current organization.',
      'cross-account backup is off',
    ],
    [
      'Copy job failed because the destination Backup vault is encrypted with the default Backup service managed key. The contents of this vault cannot be copied. Only the contents of a Backup vault encrypted by an AWS KMS key may be copied.',
      'the key of the destination vault cannot be used from another account',
    ],
    [
      'Copy job failed. The retention specified in the job is not within the range specified for the target Backup Vault.',
      'the vault’s lock refuses the retention',
    ],
    ['Feature is not supported for provided resource type.', 'the feature needs advanced DynamoDB backup'],
    ['unsupported resource type: DynamoDB', 'the feature needs advanced DynamoDB backup'],
    [
      'Subscriber limit exceeded: You have reached the maximum concurrent number of backups, which is 300.',
      'a quota of AWS Backup or DynamoDB was reached',
    ],
    ['The resultant tag set must not have more than 50 user tags.', 'the recovery point would have more than 50 tags'],
    ['More than 50 tags specified', 'the recovery point would have more than 50 tags'],
    ['KMS key is either disabled or pending deletion or access to KMS key is denied', 'the KMS key cannot be used'],
    ['Given key ID is not accessible', 'the KMS key cannot be used'],
    ['You are not authorized to perform this operation.', 'the selection’s role lacks a permission'],
    ['Access Denied trying to call AWS Backup service', 'the selection’s role lacks a permission'],
    ['Role is missing permission dynamodb:StartAwsBackupJob', 'the selection’s role lacks a permission'],
    [
      'The role does not have permission to call dynamodb:ListTagsOfResource',
      'the selection’s role lacks a permission',
    ],
    [
      'We are unable to copy resource tags to your backup because of the Internal Failure.',
      'the table’s tags were not copied to the point',
    ],
    ['Table not found.', 'the table was gone when the job ran'],
    ['Table is not in available state', 'the table was not ACTIVE when the job ran'],
    [
      'Could not find resource arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
      'something that the job needs was gone',
    ],
    ['Cannot find recovery point.', 'something that the job needs was gone'],
    ['Token expired. Try again.', 'a credential expired while the job ran'],
    ['An internal error occurred.', 'AWS Backup failed by itself'],
    [
      'Copy job encountered a fatal error. Please contact AWS Support for further assistance.',
      'AWS Backup failed by itself',
    ],
  ])('%s', (message, cause) => {
    expect(causeOf(message)).toMatch(new RegExp(`^${cause}`));
    expect(causeOf(message)).toContain(`(“${message}”)`);
  });

  test.each([
    ['AccessDenied', 'something refused access'],
    ['ACCESS_DENIED', 'something refused access'],
    ['KMS_KEY_ERROR', 'the KMS key cannot be used'],
    ['JOB_EXPIRED', 'the completion window was too short'],
    ['LOGICALLY_AIR_GAPPED_BACKUP_VAULT_NOT_SUPPORTED', 'a standard backup cannot lie in an air-gapped vault'],
  ])('without a message that is known the category %s counts, however it is spelt', (category, cause) => {
    expect(causeOf('Something new.', category)).toBe(causeOf('Something new.', category.toLowerCase()));
    expect(causeOf(undefined, category)).toMatch(new RegExp(`^${cause}`));
  });

  test.each([
    ['Something new.', undefined, '“Something new.”'],
    ['Something new.', 'MISCELLANEOUS', '“Something new.”'],
    [undefined, 'constructor', 'constructor'],
    [undefined, undefined, 'AWS gave no message'],
  ])('what is not known stands as AWS wrote it: %s %s', (message, category, text) => {
    expect(causeOf(message, category)).toBe(text);
  });
});

describe('backup jobs (API ListBackupJobs; developer guide, plan-options)', () => {
  const jobs = (...backupJobs: readonly Partial<BackupJob>[]) =>
    resultOf(judge(exampleInventory({ backupJobs }), 'backup: {}'), 'backup-jobs');

  test.each<[string, Partial<BackupJob>, string]>([
    ['COMPLETED is done', {}, 'pass'],
    ['FAILED has failed', { state: 'FAILED' }, 'fail'],
    ['EXPIRED never started', { state: 'EXPIRED' }, 'fail'],
    ['ABORTED was stopped', { state: 'ABORTED' }, 'fail'],
    ['ABORTING is being stopped', { state: 'ABORTING' }, 'fail'],
    ['PARTIAL is no full backup', { state: 'PARTIAL' }, 'fail'],
    [
      'CREATED within its start window may still run',
      { state: 'CREATED', createdAt: ago(1), startBy: ago(-7) },
      'pass',
    ],
    ['CREATED past its start window hangs', { state: 'CREATED', createdAt: ago(9), startBy: ago(1) }, 'fail'],
    ['PENDING past its start window hangs', { state: 'PENDING', createdAt: ago(9), startBy: ago(1) }, 'fail'],
    ['RUNNING for a day is allowed', { state: 'RUNNING', createdAt: ago(24) }, 'pass'],
    [
      'RUNNING for longer than the default completion window of 7 days hangs',
      { state: 'RUNNING', createdAt: ago(7 * 24 + 1) },
      'fail',
    ],
    [
      'a failure of more than 30 days ago is no longer listed by AWS, and does not count',
      { state: 'FAILED', createdAt: ago(31 * 24) },
      'pass',
    ],
    [
      '“completed with issues” is COMPLETED with a category other than SUCCESS',
      { messageCategory: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT_NOT_SUPPORTED' },
      'pass',
    ],
  ])('%s', (_, job, status) => {
    expect(jobs(job).status).toBe(status);
  });

  test('are grouped by cause, with the last of each', () => {
    const statusMessage = 'Backup job expired before completion.';
    expect(
      jobs(
        { state: 'EXPIRED', statusMessage, createdAt: ago(50) },
        { state: 'EXPIRED', statusMessage },
        { state: 'FAILED', messageCategory: 'AccessDenied' },
      ).because,
    ).toEqual([
      `2 × EXPIRED: the completion window was too short; widen it (“${statusMessage}”) (last: job backup-1 of 2026-11-22T05:00:00.000Z)`,
      '1 × FAILED: something refused access; the role, the vault’s policy and the key’s policy come into question (AccessDenied) (last: job backup-2 of 2026-11-22T05:00:00.000Z)',
    ]);
  });

  test('say what completed with issues', () => {
    expect(jobs({ messageCategory: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT_NOT_SUPPORTED' }).because).toEqual([
      'job backup-0 of 2026-11-22T05:00:00.000Z completed with issues: a standard backup cannot lie in an air-gapped vault; switch advanced DynamoDB backup on in the Region (LOGICALLY_AIR_GAPPED_BACKUP_VAULT_NOT_SUPPORTED)',
    ]);
  });

  test('of another table do not count', () => {
    expect(jobs({ state: 'FAILED', resourceArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/users' }).status).toBe(
      'pass',
    );
  });
});

describe('copy jobs (developer guide, recov-point-create-a-copy, “Copy job retry”)', () => {
  const lines = (...copyJobs: readonly Partial<CopyJob>[]) =>
    resultOf(
      judge(exampleInventory({ copyVaults: [{}], copyJobs }), 'backup: { copies: [{ region: eu-central-1 }] }'),
      'copy-recovery-point-age',
    ).because;

  test.each<[string, Partial<CopyJob>, readonly string[]]>([
    ['a copy may wait two hours to start', { state: 'CREATED', createdAt: ago(2) }, []],
    [
      'a copy that waits longer is worth a look',
      { state: 'CREATED', createdAt: ago(3) },
      [
        'copy job copy-0 of 2026-11-22T05:00:00.000Z has not started for 3 h: more than 2 h is unusual, unless another job of the table runs',
      ],
    ],
    ['a copy may run for hours', { state: 'RUNNING', createdAt: ago(20) }, []],
    ['a copy that completed needs no word', {}, []],
    [
      'a copy that failed says why',
      {
        state: 'FAILED',
        statusMessage:
          'Copy job failed. The retention specified in the job is not within the range specified for the target Backup Vault.',
      },
      [
        'copy job copy-0 of 2026-11-22T06:00:00.000Z is FAILED: the vault’s lock refuses the retention; bring the lifecycle into its range (“Copy job failed. The retention specified in the job is not within the range specified for the target Backup Vault.”)',
      ],
    ],
    [
      'a copy to another Region is another matter',
      { state: 'FAILED', destinationVaultArn: COPY_VAULT.replace('eu-central-1', 'us-east-1') },
      [],
    ],
    [
      'a copy to another account is another matter',
      { state: 'FAILED', destinationVaultArn: COPY_VAULT.replace('111122223333', '444455556666') },
      [],
    ],
  ])('%s', (_, job, because) => {
    expect(lines(job)).toEqual(because);
  });
});

describe('which points count (API RecoveryPointByBackupVault)', () => {
  const age = (...points: readonly Partial<RecoveryPoint>[]) =>
    resultOf(
      judge(exampleInventory({ points }), 'backup: { recoveryPoints: { newestWithin: 26h } }'),
      'recovery-point-age',
    );

  test.each([
    ['COMPLETED', 'pass'],
    ['AVAILABLE', 'pass'],
    ['PARTIAL', 'fail'],
    ['DELETING', 'fail'],
    ['EXPIRED', 'fail'],
    ['STOPPED', 'fail'],
    ['CREATING', 'fail'],
  ])('a point that is %s: %s', (status, verdict) => {
    expect(age({ status }).status).toBe(verdict);
  });

  test('a point counts from its request, on-demand ones too', () => {
    expect(age({ createdAt: ago(26) }).status).toBe('pass');
    expect(age({ createdAt: ago(26.1), completedAt: ago(20) }).status).toBe('fail');
  });

  test('points of other tables do not count', () => {
    expect(age({ resourceArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/users' }).status).toBe('fail');
  });
});

describe('points that should be gone (developer guide, deleting-backups)', () => {
  const kept = (parts: ExampleParts, maximum = '35d') =>
    resultOf(
      judge(exampleInventory(parts), `backup: { maximumRetention: ${maximum}, recoveryPoints: { newestWithin: 26h } }`),
      'maximum-retention',
    );
  const days = (n: number) => ago(n * 24);

  test.each<[string, Partial<RecoveryPoint>, string, string]>([
    [
      'a point is deleted at some moment in the 8 hours after its end',
      { createdAt: days(35.3) },
      'pass',
      'nothing is kept longer than 35 d; policy allows 35 d',
    ],
    [
      'a point that is still there a day later has been kept until now',
      { createdAt: days(36.5) },
      'fail',
      'kept 36 d 12 h; policy allows at most 35 d',
    ],
    [
      'an EXPIRED point is still stored, and has been kept until now',
      { createdAt: days(50), status: 'EXPIRED' },
      'fail',
      'kept 50 d; policy allows at most 35 d',
    ],
    [
      'one that is overdue and younger than the maximum breaks nothing',
      { createdAt: days(20), lifecycle: { deleteAfterDays: 7 } },
      'pass',
      'nothing is kept longer than 35 d; policy allows 35 d',
    ],
    [
      'AWS’s own end of a point counts',
      { createdAt: days(36.5), deleteAt: days(-3), lifecycle: {} },
      'fail',
      'kept 39 d 12 h; policy allows at most 35 d',
    ],
    [
      'a point without an end is kept for ever',
      { createdAt: days(1), lifecycle: {} },
      'fail',
      'kept forever; policy allows at most 35 d',
    ],
  ])('%s', (_, point, status, message) => {
    expect(kept({ points: [point] })).toMatchObject({ status, message });
  });

  test('are told of, also where they break nothing', () => {
    const line =
      '2 recovery points should be gone and are still stored, the oldest arn:aws:backup:eu-west-1:111122223333:recovery-point:00000000 of 2026-11-02T08:00:00.000Z (COMPLETED, to be deleted 2026-11-09T08:00:00.000Z): AWS Backup deletes within 8 h, unless the role that made them may no longer';
    const points = [
      { createdAt: days(20), lifecycle: { deleteAfterDays: 7 } },
      { createdAt: days(19), lifecycle: { deleteAfterDays: 7 }, status: 'EXPIRED' },
      { createdAt: ago(3), lifecycle: { deleteAfterDays: 7 } },
    ];
    expect(kept({ points })).toMatchObject({ status: 'pass', because: [line] });
    const report = judge(exampleInventory({ points }), 'backup: { recoveryPoints: { newestWithin: 26h } }');
    expect(resultOf(report, 'recovery-point-age').because).toContain(line);
  });

  test('stay unknown where a vault could not be read, unless something already fails', () => {
    expect(kept({ points: denied('backup:ListRecoveryPointsByBackupVault') }).status).toBe('unknown');
  });
});

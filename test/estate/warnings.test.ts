import { describe, expect, test } from 'vitest';
import { COPY_VAULT, denied, type ExampleParts, exampleInventory, NOW } from '../../src/controls/example.ts';
import { estateOf } from '../../src/estate/estate.ts';
import { warningsOf } from '../../src/estate/warnings.ts';
import type { BackupRule } from '../../src/model/plan.ts';
import { plan } from '../aws-meaning/plan.ts';

function warnings(parts: ExampleParts): string[] {
  return warningsOf(estateOf(exampleInventory({ copyVaults: [{}], ...parts }), NOW)).map(
    ({ rule, selection, kind, detail }) => `${[rule ?? selection].filter(Boolean).join('')} ${kind}: ${detail}`.trim(),
  );
}

const OFF = { optIn: { DynamoDB: true }, management: { DynamoDB: false } };
const GAPPED = 'arn:aws:backup:eu-west-1:111122223333:backup-vault:gapped';

test('a plan that does what it seems to brings no warning', () => {
  expect(warnings({})).toEqual([]);
});

test('a table whose key cannot be used is warned of', () => {
  const found = warnings({ table: { description: { status: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' } } });
  expect(found).toEqual([
    expect.stringMatching(/^table-key-inaccessible: DynamoDB cannot use the KMS key of table orders /),
  ]);
});

test('a vault that may be gone, or may not be the one that the rule writes to, is not warned of', () => {
  const rules = [{ airGappedVaultArn: GAPPED, copyActions: [] }];
  expect(warnings({ rules, settings: denied('backup:DescribeRegionSettings') })).toEqual([]);
});

describe('a rule is warned of', () => {
  test.each<[string, Partial<BackupRule>, ExampleParts, string]>([
    [
      'when its schedule cannot be read',
      { scheduleExpression: 'rate(1 day)' },
      {},
      'unreadable-schedule: rate(1 day): found "rate(1 day)", AWS Backup takes cron only: cron(minutes hours day-of-month month day-of-week year)',
    ],
    [
      'when its time zone is none',
      { scheduleTimezone: 'Europe/Lundon' },
      {},
      'unreadable-schedule: time zone: found "Europe/Lundon", allowed are names of the IANA time zone database',
    ],
    [
      'when it never fires again',
      { scheduleExpression: 'cron(15 10 ? * 6L 2019-2022)' },
      {},
      'never-fires: cron(15 10 ? * 6L 2019-2022) never fires again',
    ],
    [
      'when it runs more often than hourly',
      { scheduleExpression: 'cron(0/15 * * * ? *)' },
      {},
      "sub-hourly-schedule: cron(0/15 * * * ? *) runs less than an hour apart; AWS Backup's shortest frequency is hourly, and what it does with this is not documented",
    ],
    [
      'when its vault is gone',
      { vaultName: 'gone', copyActions: [] },
      {},
      'missing-vault: vault gone does not exist, so every job of the rule fails',
    ],
    [
      'when the lock of its vault refuses the retention',
      { copyActions: [] },
      { vaults: [{ locked: true, minRetentionDays: 40 }] },
      'outside-lock-range: the lock of vault main refuses less than 40 d, a backup would keep 35 d, so every job of the rule fails',
    ],
    [
      'when the lock refuses what is kept forever',
      { lifecycle: {}, copyActions: [] },
      { vaults: [{ locked: true, maxRetentionDays: 400 }] },
      'outside-lock-range: the lock of vault main refuses more than 400 d, a backup would keep forever, so every job of the rule fails',
    ],
    [
      'when its air-gapped vault is gone',
      { airGappedVaultArn: GAPPED, copyActions: [] },
      {},
      'missing-vault: vault gapped does not exist, so every job of the rule fails',
    ],
    [
      'when its copies go nowhere',
      {},
      { copyVaults: [{ name: 'other' }] },
      `missing-copy-vault: the destination vault ${COPY_VAULT} does not exist, so every copy fails`,
    ],
    [
      'when the lock of the destination refuses the copies',
      {},
      { copyVaults: [{ locked: true, maxRetentionDays: 7 }] },
      'copy-outside-lock-range: the lock of vault copies refuses more than 7 d, a copy would keep 35 d, so every copy fails',
    ],
    [
      'when its copies go where the backup is',
      { copyActions: [{ destinationVaultArn: 'arn:aws:backup:eu-west-1:111122223333:backup-vault:main' }] },
      {},
      'copy-into-own-vault: the copy goes to arn:aws:backup:eu-west-1:111122223333:backup-vault:main, the vault that the backup itself is in',
    ],
    [
      'when it copies standard backups',
      {},
      { settings: OFF },
      'needs-advanced-backup: the rule asks for copies, which backups of tables do not get: advanced DynamoDB backup is off in eu-west-1 (management preference without DynamoDB)',
    ],
    [
      'when it moves standard backups to cold storage and an air-gapped vault',
      {
        lifecycle: { moveToColdStorageAfterDays: 30, deleteAfterDays: 365 },
        airGappedVaultArn: GAPPED,
        copyActions: [],
      },
      { settings: OFF },
      'needs-advanced-backup: the rule asks for cold storage and an air-gapped vault, which backups of tables do not get: advanced DynamoDB backup is off in eu-west-1 (management preference without DynamoDB)',
    ],
  ])('%s', (_, rule, parts, warning) => {
    expect(warnings({ rules: [rule], ...parts })).toEqual([`nightly ${warning}`]);
  });

  test('only where a selection has a table, when it is about tables', () => {
    expect(warnings({ settings: OFF, selection: { resources: ['arn:aws:ec2:*:*:volume/*'] } })).toEqual([]);
  });

  test('when it always gives way to a rule that keeps longer', () => {
    const rules = [
      { name: 'daily', lifecycle: { deleteAfterDays: 7 }, copyActions: [] },
      { name: 'nightly', lifecycle: { deleteAfterDays: 35 }, copyActions: [] },
    ];
    expect(warnings({ rules })).toEqual([
      'daily always-suppressed: all 365 runs of the next year give way to rule nightly, which keeps at least as long and whose start window overlaps',
    ]);
  });

  test('when its copies are dropped with the runs that give way', () => {
    const rules = [
      { name: 'daily' },
      {
        name: 'monthly',
        scheduleExpression: 'cron(0 5 1 * ? *)',
        lifecycle: { deleteAfterDays: 365 },
        copyActions: [],
      },
    ];
    expect(warnings({ rules })).toEqual([
      `daily suppressed-copies: 12 runs of the next year give way to rule monthly, which does not copy to ${COPY_VAULT}`,
    ]);
    expect(
      warnings({ rules: [rules[0] ?? {}, { ...rules[1], copyActions: [{ destinationVaultArn: COPY_VAULT }] }] }),
    ).toEqual([]);
  });
});

describe('a selection is warned of', () => {
  test('when it selects no table', () => {
    expect(warnings({ selection: { resources: ['arn:aws:dynamodb:*:*:table/payments-*'] } })).toEqual([
      'tables selects-no-table: none of the tables of the Region is selected',
    ]);
  });

  test('when its tags bring in tables that its resources do not mean', () => {
    const selection = { resources: ['arn:aws:ec2:*:*:volume/*'], listOfTags: [{ key: 'tier', value: 'gold' }] };
    expect(warnings({ selection, table: { tags: { tier: 'gold' } } })).toEqual([
      'tables tags-add-tables: ListOfTags adds to Resources and does not narrow them: only tags bring in orders',
    ]);
  });

  test('when its role is of another account', () => {
    expect(warnings({ selection: { roleArn: 'arn:aws:iam::999988887777:role/backup' } })).toEqual([
      'tables foreign-role: role arn:aws:iam::999988887777:role/backup belongs to another account, which AWS Backup cannot use here',
    ]);
  });

  test('when it is missing', () => {
    const lone = {
      ...plan({ rules: [{ startWindowMinutes: 60 }] }),
      selections: { known: true as const, value: [], from: 'test' },
    };
    expect(warnings({ plans: [lone] })).toEqual([
      'plan-without-selection: the plan has no selection, so it backs nothing up',
    ]);
  });
});

describe('nothing is warned of that was not read', () => {
  test.each<[string, ExampleParts]>([
    ['the plans', { plans: denied('backup:ListBackupPlans') }],
    ['the rules', { rules: denied('backup:GetBackupPlan') }],
    ['the selection', { selection: denied('backup:GetBackupSelection') }],
    ['the vaults', { vaults: denied('backup:ListBackupVaults'), rules: [{ vaultName: 'gone' }] }],
    ['the vaults of the destination', { copyVaults: denied('backup:ListBackupVaults') }],
    ['the settings', { settings: denied('backup:DescribeRegionSettings') }],
  ])('%s', (_, parts) => {
    expect(warnings(parts)).toEqual([]);
  });
});

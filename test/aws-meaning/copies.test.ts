import { describe, expect, test } from 'vitest';
import {
  ACCOUNT,
  ago,
  COPY_REGION,
  COPY_VAULT,
  denied,
  type ExampleParts,
  exampleInventory,
  KEY,
  REGION,
  tableArnOf,
} from '../../src/controls/example.ts';
import { type Fact, known } from '../../src/model/fact.ts';
import type { Inventory, KeyRecord, RegionInventory } from '../../src/model/inventory.ts';
import type { CopyJob } from '../../src/model/job.ts';
import type { BackupRule } from '../../src/model/plan.ts';
import type { RecoveryPoint } from '../../src/model/recovery-point.ts';
import type { VaultRecord } from '../../src/model/vault.ts';
import { judge, resultOf } from './judge.ts';

const OTHER = '444455556666';
const VAULT = vaultArnOf('main');

function vaultArnOf(name: string, region = REGION, account = ACCOUNT): string {
  return `arn:aws:backup:${region}:${account}:backup-vault:${name}`;
}

const BUNKER = vaultArnOf('bunker', COPY_REGION, OTHER);
const SAME = 'backup: { copies: [{ region: eu-central-1 }] }';
const CROSS = `backup: { copies: [{ region: eu-central-1, account: "${OTHER}" }] }`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/backup`;

function policy(...statements: readonly Record<string, unknown>[]): VaultRecord['accessPolicy'] {
  return known(JSON.stringify({ Version: '2012-10-17', Statement: statements }), 'backup:GetBackupVaultAccessPolicy');
}

const ALLOW = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: 'backup:CopyIntoBackupVault',
  Resource: '*',
};
const ANYBODY = { ...ALLOW, Principal: '*' };
const DENY = { ...ANYBODY, Effect: 'Deny' };

interface Bunker {
  readonly vault?: Partial<VaultRecord>;
  readonly to?: string;
  readonly keys?: readonly KeyRecord[];
  readonly points?: Fact<readonly RecoveryPoint[]>;
  readonly rule?: Partial<BackupRule>;
  readonly parts?: ExampleParts;
}

/** `orders`, copied every night into a vault of another account, which was read. */
function crossAccount({ vault = {}, to = BUNKER, keys = [], points, rule = {}, parts = {} }: Bunker = {}): Inventory {
  const copyActions = [{ destinationVaultArn: to, lifecycle: { deleteAfterDays: 35 } }];
  const made = exampleInventory({
    ...parts,
    rules: [{ copyActions, ...rule }],
    copyVaults: [{ name: 'bunker', arn: BUNKER, accessPolicy: policy(ALLOW), ...vault }],
  });
  const regions = made.regions.map(
    (region): RegionInventory =>
      region.region === COPY_REGION
        ? {
            ...region,
            account: OTHER,
            keys,
            recoveryPoints: known([{ vaultName: 'bunker', points: points ?? known([], 'test') }], 'test'),
          }
        : region,
  );
  return { ...made, regions };
}

function coverage(inventory: Inventory, part = CROSS) {
  const { status, message, because } = resultOf(judge(inventory, part), 'copy-coverage');
  return { status, text: [message, ...because].join('\n') };
}

const WORKS = { status: 'pass', text: expect.stringContaining('copied to eu-central-1') };

describe('a copy to another Region of the account (developer guide, cross-region-backup)', () => {
  test.each<[string, ExampleParts, string, string]>([
    ['works where advanced features are on and the vault is there', {}, 'pass', ''],
    [
      'fails where the opt-in is off',
      { settings: { optIn: { DynamoDB: false }, management: { DynamoDB: true } } },
      'fail',
      'advanced DynamoDB backup is off in eu-west-1 (opt-in without DynamoDB)',
    ],
    [
      'fails where AWS Backup does not manage DynamoDB',
      { settings: { optIn: { DynamoDB: true }, management: { DynamoDB: false } } },
      'fail',
      '(management preference without DynamoDB)',
    ],
    [
      'fails where one is off and the other not said',
      { settings: { optIn: { DynamoDB: false }, management: {} } },
      'fail',
      '(opt-in and management preference without DynamoDB)',
    ],
    [
      'is not known where neither is said',
      { settings: { optIn: {}, management: {} } },
      'unknown',
      'do not name DynamoDB in the opt-in and the management preference',
    ],
    [
      'is not known where the settings could not be read',
      { settings: denied('backup:DescribeRegionSettings') },
      'unknown',
      'not allowed to call backup:DescribeRegionSettings',
    ],
    [
      'fails where the destination vault is gone',
      { copyVaults: [{ name: 'others' }] },
      'fail',
      `the destination vault ${COPY_VAULT} does not exist`,
    ],
    [
      'fails where the lock of the destination asks for longer',
      { copyVaults: [{ locked: true, minRetentionDays: 90 }] },
      'fail',
      'refuses less than 90 d, the copy would keep 35 d',
    ],
    [
      'fails where the lock of the destination allows less',
      { copyVaults: [{ locked: true, maxRetentionDays: 30 }] },
      'fail',
      'refuses more than 30 d, the copy would keep 35 d',
    ],
    [
      'works at both ends of the range of a lock',
      { copyVaults: [{ locked: true, minRetentionDays: 35, maxRetentionDays: 35 }] },
      'pass',
      '',
    ],
    [
      'works where the range is set and the vault is not locked',
      { copyVaults: [{ locked: false, maxRetentionDays: 30 }] },
      'pass',
      '',
    ],
    [
      'fails outside the range of an air-gapped vault, which is always locked',
      { copyVaults: [{ type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT', minRetentionDays: 60 }] },
      'fail',
      'refuses less than 60 d',
    ],
    [
      'works into an air-gapped vault',
      { copyVaults: [{ type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT', minRetentionDays: 7, maxRetentionDays: 400 }] },
      'pass',
      '',
    ],
    ['works into a vault whose key AWS manages', { copyVaults: [{ encryptionKeyArn: KEY }] }, 'pass', ''],
    [
      'fails where the access policy of the own vault denies it',
      { copyVaults: [{ accessPolicy: policy(DENY) }] },
      'fail',
      'denies backup:CopyIntoBackupVault',
    ],
    ['needs no access policy within the account', { copyVaults: [{ accessPolicy: known(null, 'test') }] }, 'pass', ''],
    [
      'does not ask for an access policy that could not be read',
      { copyVaults: [{ accessPolicy: denied('backup:GetBackupVaultAccessPolicy') }] },
      'pass',
      '',
    ],
    [
      'fails where the rule’s own vault is gone',
      { vaults: [{ name: 'another' }] },
      'fail',
      'there is nothing to copy, because the backup fails: vault main does not exist',
    ],
    [
      'fails where the lock of the own vault refuses the backup',
      { vaults: [{ locked: true, minRetentionDays: 40 }] },
      'fail',
      'the lock of vault main refuses less than 40 d, a backup would keep 35 d',
    ],
    [
      'is open where the own vaults could not be read: without a backup there is nothing to copy',
      { vaults: denied('backup:ListBackupVaults') },
      'unknown',
      'not allowed to call backup:ListBackupVaults',
    ],
  ])('%s', (_, parts, status, text) => {
    expect(coverage(exampleInventory({ copyVaults: [{}], ...parts }), SAME)).toEqual({
      status,
      text: expect.stringContaining(text),
    });
  });

  test('never crosses partitions', () => {
    const copyActions = [{ destinationVaultArn: COPY_VAULT.replace('arn:aws:', 'arn:aws-cn:') }];
    expect(coverage(exampleInventory({ rules: [{ copyActions }], copyVaults: [{}] }), SAME)).toEqual({
      status: 'fail',
      text: expect.stringContaining(
        'the destination vault is in partition aws-cn, the table in aws: copies never cross partitions',
      ),
    });
  });

  test('may stay in the Region and go to another vault', () => {
    const copyActions = [{ destinationVaultArn: vaultArnOf('second') }];
    const inventory = exampleInventory({ rules: [{ copyActions }], vaults: [{}, { name: 'second' }] });
    expect(coverage(inventory, 'backup: { copies: [{ region: eu-west-1 }] }').status).toBe('pass');
  });

  test('is open where it goes to the vault that the backup is in', () => {
    const inventory = exampleInventory({ rules: [{ copyActions: [{ destinationVaultArn: VAULT }] }] });
    expect(coverage(inventory, 'backup: { copies: [{ region: eu-west-1 }] }')).toEqual({
      status: 'unknown',
      text: expect.stringContaining('the copy goes to the vault that the backup itself is in'),
    });
  });

  test('is open into a vault that only gives access to another', () => {
    const inventory = exampleInventory({ copyVaults: [{ type: 'RESTORE_ACCESS_BACKUP_VAULT' }] });
    expect(coverage(inventory, SAME)).toEqual({
      status: 'unknown',
      text: expect.stringContaining('RESTORE_ACCESS_BACKUP_VAULT'),
    });
  });

  test('is open from one air-gapped vault to another, until one has completed', () => {
    const gapped = vaultArnOf('gapped');
    const parts: ExampleParts = {
      rules: [{ airGappedVaultArn: gapped }],
      vaults: [{}, { name: 'gapped', type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' }],
      copyVaults: [{ type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' }],
    };
    expect(coverage(exampleInventory(parts), SAME).status).toBe('unknown');
    expect(coverage(exampleInventory({ ...parts, copyJobs: [{}] }), SAME)).toEqual({
      status: 'pass',
      text: expect.stringContaining('copy job copy-0 of 2026-11-22T06:00:00.000Z into that vault completed'),
    });
  });

  test('does not exist in the European Sovereign Cloud', () => {
    const arn = tableArnOf('orders').replace('arn:aws:', 'arn:aws-eusc:');
    const made = exampleInventory({
      selection: { resources: ['*'] },
      rules: [{ copyActions: [{ destinationVaultArn: COPY_VAULT.replace('arn:aws:', 'arn:aws-eusc:') }] }],
    });
    const regions = made.regions.map((region) => ({
      ...region,
      partition: 'aws-eusc',
      tables: region.tables.known
        ? known(
            region.tables.value.map((table) => ({ ...table, arn })),
            'test',
          )
        : region.tables,
    }));
    expect(coverage({ ...made, regions }, SAME)).toEqual({
      status: 'fail',
      text: expect.stringContaining('European Sovereign Cloud'),
    });
  });
});

describe('a copy to another account (developer guide, create-cross-account-backup)', () => {
  test.each<[string, Bunker]>([
    ['works where the vault lets the account in', {}],
    [
      'works where the account stands as its number',
      { vault: { accessPolicy: policy({ ...ALLOW, Principal: { AWS: [OTHER, ACCOUNT] } }) } },
    ],
    [
      'works where the vault lets the role of the selection in',
      { vault: { accessPolicy: policy({ ...ALLOW, Principal: { AWS: ROLE } }) } },
    ],
    ['works where the vault lets anybody in', { vault: { accessPolicy: policy(ANYBODY) } }],
    [
      'works where the vault lets the account in by a condition',
      {
        vault: {
          accessPolicy: policy({ ...ANYBODY, Condition: { StringEquals: { 'aws:PrincipalAccount': [ACCOUNT] } } }),
        },
      },
    ],
    ['works where the vault is named', { vault: { accessPolicy: policy({ ...ALLOW, Resource: BUNKER }) } }],
    [
      'works whatever is denied to others',
      { vault: { accessPolicy: policy(ALLOW, { ...DENY, Principal: { AWS: '999988887777' } }) } },
    ],
    ['works with a key of the other account', { vault: { encryptionKeyArn: KEY } }],
  ])('%s', (_, bunker) => {
    expect(coverage(crossAccount(bunker))).toEqual(WORKS);
  });

  test.each<[string, Bunker, string]>([
    [
      'has no access policy',
      { vault: { accessPolicy: known(null, 'test') } },
      `the access policy of vault bunker does not allow backup:CopyIntoBackupVault to account ${ACCOUNT}`,
    ],
    [
      'lets another account in',
      { vault: { accessPolicy: policy({ ...ALLOW, Principal: { AWS: '999988887777' } }) } },
      'does not allow backup:CopyIntoBackupVault',
    ],
    [
      'allows another action',
      { vault: { accessPolicy: policy({ ...ALLOW, Action: 'backup:StartRestoreJob' }) } },
      'does not allow backup:CopyIntoBackupVault',
    ],
    [
      'names another vault',
      { vault: { accessPolicy: policy({ ...ALLOW, Resource: vaultArnOf('other', COPY_REGION, OTHER) }) } },
      'does not allow backup:CopyIntoBackupVault',
    ],
    [
      'lets in by a condition that the account fails',
      {
        vault: {
          accessPolicy: policy({ ...ANYBODY, Condition: { StringEquals: { 'aws:PrincipalAccount': '999988887777' } } }),
        },
      },
      'does not allow backup:CopyIntoBackupVault',
    ],
    [
      'denies it to everybody',
      { vault: { accessPolicy: policy(ALLOW, DENY) } },
      `denies backup:CopyIntoBackupVault to account ${ACCOUNT}`,
    ],
    [
      'is the Default vault',
      {
        to: vaultArnOf('Default', COPY_REGION, OTHER),
        vault: { name: 'Default', arn: vaultArnOf('Default', COPY_REGION, OTHER) },
      },
      'the Default vault cannot receive copies from another account',
    ],
    ['is gone', { to: vaultArnOf('gone', COPY_REGION, OTHER) }, 'does not exist'],
  ])('fails where the vault %s', (_, bunker, text) => {
    expect(coverage(crossAccount(bunker))).toEqual({ status: 'fail', text: expect.stringContaining(text) });
  });

  const OPEN: readonly [string, Bunker, string][] = [
    [
      'the vault lets an organization in',
      {
        vault: {
          accessPolicy: policy({ ...ANYBODY, Condition: { StringEquals: { 'aws:PrincipalOrgID': ['o-a1b2c3d4e5'] } } }),
        },
      },
      'allows backup:CopyIntoBackupVault under StringEquals aws:PrincipalOrgID o-a1b2c3d4e5',
    ],
    [
      'the vault lets a part of an organization in',
      {
        vault: {
          accessPolicy: policy({
            ...ANYBODY,
            Condition: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': ['o-1/r-2/ou-3/'] } },
          }),
        },
      },
      'aws:PrincipalOrgPaths',
    ],
    [
      'the vault denies it to those outside an organization',
      {
        vault: {
          accessPolicy: policy(ALLOW, {
            ...DENY,
            Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
          }),
        },
      },
      'denies backup:CopyIntoBackupVault under StringNotEquals aws:PrincipalOrgID',
    ],
    [
      'the vault lets another role of the account in',
      { vault: { accessPolicy: policy({ ...ALLOW, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/other` } }) } },
      `for arn:aws:iam::${ACCOUNT}:role/other only`,
    ],
    [
      'AWS manages the key of the vault',
      {
        vault: { encryptionKeyArn: `arn:aws:kms:${COPY_REGION}:${OTHER}:key/1` },
        keys: [
          {
            arn: `arn:aws:kms:${COPY_REGION}:${OTHER}:key/1`,
            manager: known('AWS', 'test'),
            aliases: known([], 'test'),
          },
        ],
      },
      'AWS manages the key of vault bunker',
    ],
    [
      'the access policy could not be read',
      { vault: { accessPolicy: denied('backup:GetBackupVaultAccessPolicy') } },
      'not allowed to call backup:GetBackupVaultAccessPolicy',
    ],
    [
      'the access policy is no policy',
      { vault: { accessPolicy: known('{}', 'test') } },
      'is not an IAM policy that Holdfast can read',
    ],
  ];

  test.each(OPEN)('is open where %s', (_, bunker, text) => {
    expect(coverage(crossAccount(bunker))).toEqual({ status: 'unknown', text: expect.stringContaining(text) });
  });

  const job = (parts: Partial<CopyJob>): ExampleParts => ({ copyJobs: [{ destinationVaultArn: BUNKER, ...parts }] });

  const LEFT_OPEN = OPEN.filter(([what]) => !what.endsWith('could not be read'));

  test('is not settled by a copy that completed where the access policy could not be read', () => {
    const vault = { accessPolicy: denied('backup:GetBackupVaultAccessPolicy') };
    expect(coverage(crossAccount({ vault, parts: job({}) })).status).toBe('unknown');
  });

  test.each(LEFT_OPEN)('is settled by a copy job that completed where %s', (_, bunker) => {
    expect(coverage(crossAccount({ ...bunker, parts: job({}) }))).toEqual({
      status: 'pass',
      text: expect.stringContaining('copy job copy-0 of 2026-11-22T06:00:00.000Z into that vault completed'),
    });
  });

  test.each(LEFT_OPEN)('is settled by a copy of another table that lies there where %s', (_, bunker) => {
    const copy: RecoveryPoint = {
      arn: 'arn:copy',
      vaultName: 'bunker',
      sourceVaultArn: VAULT,
      resourceArn: tableArnOf('users'),
      status: 'COMPLETED',
      createdAt: ago(30),
    };
    expect(coverage(crossAccount({ ...bunker, points: known([copy], 'test') }))).toEqual({
      status: 'pass',
      text: expect.stringContaining('copy arn:copy lies in that vault'),
    });
  });

  test('is not settled by a copy that went to another vault, or from another account', () => {
    const open = OPEN[0]?.[1] ?? {};
    expect(coverage(crossAccount({ ...open, parts: job({ destinationVaultArn: COPY_VAULT }) })).status).toBe('unknown');
    const copy: RecoveryPoint = {
      arn: 'arn:copy',
      vaultName: 'bunker',
      sourceVaultArn: vaultArnOf('main', REGION, '999988887777'),
      resourceArn: 'arn:table',
      status: 'COMPLETED',
      createdAt: ago(30),
    };
    expect(coverage(crossAccount({ ...open, points: known([copy], 'test') })).status).toBe('unknown');
  });

  test('is not settled where the switch is off, whatever has completed', () => {
    const parts: ExampleParts = { ...job({}), globalSettings: { isCrossAccountBackupEnabled: 'false' } };
    expect(coverage(crossAccount({ parts }))).toEqual({
      status: 'fail',
      text: expect.stringContaining('cross-account backup is switched off'),
    });
  });

  test.each([
    'Copy job failed. Both source and destination account must be a member of the same organization.',
    'Copy job failed. Cross-account copy feature is not enabled for the current organization.',
    'Copy job failed because the destination Backup vault is encrypted with the default Backup service managed key. The contents of this vault cannot be copied.',
  ])('fails where the last copy was refused: %s', (statusMessage) => {
    expect(coverage(crossAccount({ parts: job({ state: 'FAILED', statusMessage }) }))).toEqual({
      status: 'fail',
      text: expect.stringContaining(`copy job copy-0 of 2026-11-22T06:00:00.000Z was refused: ${statusMessage}`),
    });
  });

  test('is open where the copy jobs could not be read, whatever lies there: the last may have been refused', () => {
    const copy: RecoveryPoint = {
      arn: 'arn:copy',
      vaultName: 'bunker',
      sourceVaultArn: VAULT,
      resourceArn: tableArnOf('users'),
      status: 'COMPLETED',
      createdAt: ago(30),
    };
    const parts: ExampleParts = { copyJobs: denied('backup:ListCopyJobs') };
    const inventory = crossAccount({ parts, points: known([copy], 'test') });
    expect(coverage(inventory)).toEqual({
      status: 'unknown',
      text: expect.stringContaining('not allowed to call backup:ListCopyJobs'),
    });
    const often = `backup: { copies: [{ region: eu-central-1, account: "${OTHER}", frequency: 24h }] }`;
    expect(resultOf(judge(inventory, often), 'copy-frequency').status).toBe('unknown');
  });

  test('is not refused within an account by what is said of copies between two', () => {
    const statusMessage = 'Copy job failed. Cross-account copy feature is not enabled for the current organization.';
    const copyJobs = [{ destinationVaultArn: COPY_VAULT, state: 'FAILED', statusMessage }];
    expect(coverage(exampleInventory({ copyVaults: [{}], copyJobs }), SAME).status).toBe('pass');
    const unread = { copyVaults: [{}], copyJobs: denied('backup:ListCopyJobs') };
    expect(coverage(exampleInventory(unread), SAME).status).toBe('pass');
  });

  test('works again where a later copy completed', () => {
    const statusMessage = 'Copy job failed. Cross-account copy feature is not enabled for the current organization.';
    const copyJobs = [
      { destinationVaultArn: BUNKER, state: 'FAILED', statusMessage, createdAt: ago(50) },
      { destinationVaultArn: BUNKER, createdAt: ago(26) },
    ];
    expect(coverage(crossAccount({ parts: { copyJobs } }))).toEqual(WORKS);
  });

  test('is not refused by a copy that failed for a reason of its own', () => {
    expect(
      coverage(crossAccount({ parts: job({ state: 'FAILED', statusMessage: 'An internal error occurred.' }) })),
    ).toEqual(WORKS);
  });

  test.each([
    ['fails where cross-account backup is off', { isCrossAccountBackupEnabled: 'false' }, 'fail'],
    ['is open where AWS does not say whether it is on', {}, 'unknown'],
    ['is open where that could not be read', denied('backup:DescribeGlobalSettings'), 'unknown'],
  ] as const)('%s', (_, globalSettings, status) => {
    expect(coverage(crossAccount({ parts: { globalSettings } })).status).toBe(status);
  });

  test('is open where the other account was not read', () => {
    const inventory = crossAccount();
    expect(coverage({ ...inventory, regions: inventory.regions.slice(0, 1) })).toEqual({
      status: 'unknown',
      text: expect.stringContaining(`the vaults of account ${OTHER} in ${COPY_REGION} were not read`),
    });
  });
});

describe('how long copies live (developer guide, recov-point-create-a-copy)', () => {
  const retention = (rule: Partial<BackupRule>) => {
    const inventory = exampleInventory({ rules: [rule], copyVaults: [{}] });
    return resultOf(
      judge(inventory, 'backup: { copies: [{ region: eu-central-1, retention: 90d }] }'),
      'copy-retention',
    );
  };
  const copyFor = (lifecycle: { readonly deleteAfterDays?: number } | undefined) => [
    { destinationVaultArn: COPY_VAULT, ...(lifecycle ? { lifecycle } : {}) },
  ];

  test.each<[string, Partial<BackupRule>, string, string]>([
    [
      'a copy without a lifecycle takes that of its source',
      { copyActions: copyFor(undefined) },
      'fail',
      'copies to eu-central-1 live 35 d; policy asks for 90 d',
    ],
    [
      'a copy that never expires expires with its source',
      { copyActions: copyFor({}) },
      'fail',
      'copies to eu-central-1 live 35 d; policy asks for 90 d',
    ],
    [
      'a copy that never expires lives as long as a source that does not either',
      { lifecycle: {}, copyActions: copyFor({}) },
      'pass',
      'copies to eu-central-1 live forever; policy asks for 90 d',
    ],
    [
      'a lifecycle of its own overrides that of the source',
      { copyActions: copyFor({ deleteAfterDays: 90 }) },
      'pass',
      'copies to eu-central-1 live 90 d; policy asks for 90 d',
    ],
    [
      'a copy may live shorter than its source',
      { lifecycle: { deleteAfterDays: 365 }, copyActions: copyFor({ deleteAfterDays: 30 }) },
      'fail',
      'copies to eu-central-1 live 30 d; policy asks for 90 d',
    ],
    [
      'a hundred years are what AWS advises for ever',
      { copyActions: copyFor({ deleteAfterDays: 36_500 }) },
      'pass',
      'copies to eu-central-1 live 36500 d; policy asks for 90 d',
    ],
  ])('%s', (_, rule, status, message) => {
    expect(retention(rule)).toMatchObject({ status, message });
  });

  test('a lock is held against what the copy keeps in the end, the source’s retention', () => {
    const inventory = exampleInventory({
      rules: [{ copyActions: copyFor({}) }],
      copyVaults: [{ locked: true, maxRetentionDays: 30 }],
    });
    expect(coverage(inventory, SAME)).toEqual({
      status: 'fail',
      text: expect.stringContaining('the copy would keep 35 d'),
    });
  });
});

import { describe, expect, test } from 'vitest';
import {
  ACCOUNT,
  ago,
  COPY_REGION,
  denied,
  type ExampleParts,
  exampleInventory,
  ORDERS,
  REGION,
  tableArnOf,
} from '../../src/controls/example.ts';
import { known, mapFact } from '../../src/model/fact.ts';
import type { RecoveryPoint } from '../../src/model/recovery-point.ts';
import type { VaultRecord } from '../../src/model/vault.ts';
import { judge, resultOf } from './judge.ts';

function policy(statement: Record<string, unknown>): VaultRecord['accessPolicy'] {
  const points = ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'];
  const deny = { Effect: 'Deny', Principal: '*', Action: points, Resource: '*', ...statement };
  const keep = { ...deny, Action: 'backup:PutBackupVaultAccessPolicy', Resource: '*' };
  return known(JSON.stringify({ Version: '2012-10-17', Statement: [deny, keep] }), 'backup:GetBackupVaultAccessPolicy');
}

const STANDARD = { optIn: { DynamoDB: true }, management: { DynamoDB: false } };
const STANDARD_POINT = { arn: `${ORDERS}/backup/01547087347000-c8b6kdk3` };

describe('deletion denied by the access policy (developer guide, create-a-vault-access-policy)', () => {
  const deletion = (accessPolicy: VaultRecord['accessPolicy'], parts: ExampleParts = {}) =>
    resultOf(
      judge(
        exampleInventory({ vaults: [{ accessPolicy }], points: [{}], ...parts }),
        'backup: { vault: { manualDeletion: denied } }',
      ),
      'vault-deletion',
    );

  const ofBackup = policy({ Resource: 'arn:aws:backup:*:*:recovery-point:*' });
  const ofDynamoDb = policy({ Resource: 'arn:aws:dynamodb:*:*:table/*/backup/*' });

  test.each<[string, VaultRecord['accessPolicy'], ExampleParts, string]>([
    ['advanced points have ARNs of AWS Backup', ofBackup, {}, 'pass'],
    ['and none of DynamoDB', ofDynamoDb, {}, 'fail'],
    ['standard points have ARNs of DynamoDB', ofDynamoDb, { settings: STANDARD, points: [STANDARD_POINT] }, 'pass'],
    ['and none of AWS Backup', ofBackup, { settings: STANDARD, points: [STANDARD_POINT] }, 'fail'],
    ['old standard points stay where advanced ones are made now', ofBackup, { points: [{}, STANDARD_POINT] }, 'fail'],
    [
      'where it is not known which will be made, a denial of both is enough',
      policy({}),
      { settings: denied('backup:DescribeRegionSettings') },
      'pass',
    ],
    ['a denial of one is not', ofBackup, { settings: denied('backup:DescribeRegionSettings') }, 'unknown'],
    [
      'and one that leaves out what is there fails',
      ofDynamoDb,
      { settings: denied('backup:DescribeRegionSettings') },
      'fail',
    ],
    ['a table without points is judged by where they will be', ofBackup, { points: [] }, 'pass'],
    ['a vault without a policy denies nothing', known(null, 'test'), {}, 'fail'],
    ['a policy that could not be read says nothing', denied('backup:GetBackupVaultAccessPolicy'), {}, 'unknown'],
  ])('%s', (_, accessPolicy, parts, status) => {
    expect(deletion(accessPolicy, parts).status).toBe(status);
  });

  test('the account of the vault is everybody who could', () => {
    expect(deletion(policy({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } })).status).toBe('pass');
  });
});

describe('an air-gapped vault elsewhere', () => {
  /** The point there names the table of that name in its own Region. */
  const airGap = (point: Partial<RecoveryPoint>, marked: boolean) => {
    const made = exampleInventory({
      points: [{ createdAt: ago(3) }],
      copyVaults: [{ type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' }],
      copies: [{ resourceArn: tableArnOf('orders', COPY_REGION), ...point }],
    });
    const unmark = ({ sourceVaultArn: _, ...rest }: RecoveryPoint): RecoveryPoint => rest;
    const regions = made.regions.map((region) => ({
      ...region,
      recoveryPoints: mapFact(region.recoveryPoints, (vaults) =>
        vaults.map((vault) => ({
          ...vault,
          points: mapFact(vault.points, (points) => (marked ? points : points.map(unmark))),
        })),
      ),
    }));
    return resultOf(judge({ ...made, regions }, 'backup: { vault: { airGapped: required } }'), 'vault-air-gap').status;
  };

  test('holds a copy where a source vault is named, and may where the date alone speaks for it', () => {
    expect(airGap({ createdAt: ago(3) }, true)).toBe('pass');
    expect(airGap({ createdAt: ago(3) }, false)).toBe('unknown');
  });

  test('holds none where neither does', () => {
    expect(airGap({ createdAt: ago(30) }, false)).toBe('fail');
  });
});

describe('vaults of which no lock is asked', () => {
  test.each<[string, ExampleParts]>([
    ['are gone', { rules: [{ vaultName: 'gone' }] }],
    ['hold points that could not be listed', { points: denied('backup:ListRecoveryPointsByBackupVault') }],
    ['are named by no rule', { plans: [] }],
  ])('pass where they %s', (_, parts) => {
    const report = judge(exampleInventory(parts), 'backup: { vault: { lock: none } }');
    expect(resultOf(report, 'vault-lock').status).toBe('pass');
  });
});

describe('the air-gapped vault that a rule names (developer guide, lag-vault-primary-backup)', () => {
  const gapped: Partial<VaultRecord> = {
    name: 'gapped',
    type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT',
    locked: true,
    lockDate: ago(48),
    minRetentionDays: 7,
    maxRetentionDays: 400,
  };
  const parts: ExampleParts = {
    rules: [{ airGappedVaultArn: `arn:aws:backup:${REGION}:${ACCOUNT}:backup-vault:gapped`, copyActions: [] }],
    vaults: [{}, gapped],
  };
  const lock = (more: ExampleParts = {}) =>
    resultOf(judge(exampleInventory({ ...parts, ...more }), 'backup: { vault: { lock: compliance } }'), 'vault-lock');

  test('takes advanced backups itself, and the other vault gets none', () => {
    expect(lock()).toMatchObject({ status: 'pass', actual: { vaults: ['gapped'] } });
  });

  test('takes no standard backups', () => {
    expect(lock({ settings: STANDARD })).toMatchObject({ status: 'fail', actual: { vaults: ['main'] } });
  });

  test('is not known to take them while the settings could not be read', () => {
    expect(lock({ settings: denied('backup:DescribeRegionSettings') }).status).toBe('unknown');
  });

  test('does not matter where points lie already', () => {
    expect(lock({ points: [{}] })).toMatchObject({ status: 'fail', actual: { vaults: ['main'] } });
  });
});

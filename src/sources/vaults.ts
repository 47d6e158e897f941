import {
  type BackupVaultListMember,
  GetBackupVaultAccessPolicyCommand,
  ListBackupVaultsCommand,
  ListRecoveryPointsByBackupVaultCommand,
  type RecoveryPointByBackupVault,
  RecoveryPointStatus,
} from '@aws-sdk/client-backup';
import { type Fact, mapFact, NOT_COLLECTED } from '../model/fact.ts';
import type { Instant } from '../model/instant.ts';
import type { VaultPoints } from '../model/inventory.ts';
import { present } from '../model/present.ts';
import type { RecoveryPoint } from '../model/recovery-point.ts';
import type { VaultRecord } from '../model/vault.ts';
import { documented, instantOf, oldestFirst, required, requiredInstant } from './answer.ts';
import { ask, list, listEach, NOT_FOUND } from './ask.ts';
import type { Connection } from './connection.ts';
import { isOfDynamoDb, RESOURCE_TYPE } from './dynamodb-resource.ts';
import { lifecycleOf } from './plans.ts';
import { type SameText, sameTexts } from './same-texts.ts';

const PAGE = 1_000;

export interface VaultQuestions {
  readonly policies: boolean;
  readonly points: boolean;
  /** Older points are not asked for; absent: all are. */
  readonly pointsSince: Instant | undefined;
  /** Told of each key that encrypts a vault. */
  readonly keySeen: (arn: string) => void;
}

export interface Vaults {
  readonly vaults: Fact<readonly VaultRecord[]>;
  readonly recoveryPoints: Fact<readonly VaultPoints[]>;
}

/** Vaults, and what is asked about each: its access policy and its points. */
export async function collectVaults(connection: Connection, questions: VaultQuestions): Promise<Vaults> {
  const listed = await listEach(
    connection,
    'backup:ListBackupVaults',
    {
      send: (NextToken) => connection.backup.send(new ListBackupVaultsCommand({ MaxResults: PAGE, NextToken })),
      page: (output) => ({ items: output.BackupVaultList, next: output.NextToken }),
    },
    (vault) => collectVault(connection, vaultHead(vault), questions),
    ({ vault }) => vault.name,
  );
  return {
    vaults: mapFact(listed, (all) => all.map(({ vault }) => vault)),
    recoveryPoints: questions.points ? mapFact(listed, (all) => all.map(({ points }) => points)) : NOT_COLLECTED,
  };
}

function vaultHead(vault: BackupVaultListMember) {
  return present({
    name: required(vault.BackupVaultName, 'BackupVaultName'),
    arn: required(vault.BackupVaultArn, 'BackupVaultArn'),
    type: vault.VaultType ?? 'BACKUP_VAULT',
    encryptionKeyArn: vault.EncryptionKeyArn,
    encryptionKeyType: vault.EncryptionKeyType,
    locked: vault.Locked ?? false,
    minRetentionDays: vault.MinRetentionDays,
    maxRetentionDays: vault.MaxRetentionDays,
    lockDate: instantOf(vault.LockDate),
  });
}

async function collectVault(
  connection: Connection,
  head: ReturnType<typeof vaultHead>,
  questions: VaultQuestions,
): Promise<{ vault: VaultRecord; points: VaultPoints }> {
  if (head.encryptionKeyArn !== undefined) questions.keySeen(head.encryptionKeyArn);
  const [accessPolicy, points] = await Promise.all([
    questions.policies ? accessPolicyOf(connection, head.name) : NOT_COLLECTED,
    questions.points ? pointsOf(connection, head.name, questions.pointsSince) : NOT_COLLECTED,
  ]);
  return { vault: { ...head, accessPolicy }, points: { vaultName: head.name, points } };
}

function accessPolicyOf(connection: Connection, vaultName: string): Promise<Fact<string | null>> {
  return ask(
    connection,
    'backup:GetBackupVaultAccessPolicy',
    () => connection.backup.send(new GetBackupVaultAccessPolicyCommand({ BackupVaultName: vaultName })),
    (output) => required(output.Policy, 'Policy'),
    { codes: NOT_FOUND, value: null },
  );
}

/** Every vault is asked: the number of points that a vault says it has is approximate. */
function pointsOf(
  connection: Connection,
  vaultName: string,
  since: Instant | undefined,
): Promise<Fact<readonly RecoveryPoint[]>> {
  const same = sameTexts();
  return list(
    connection,
    'backup:ListRecoveryPointsByBackupVault',
    {
      send: (NextToken) =>
        connection.backup.send(
          new ListRecoveryPointsByBackupVaultCommand({
            BackupVaultName: vaultName,
            ByResourceType: RESOURCE_TYPE,
            ...(since === undefined ? {} : { ByCreatedAfter: new Date(since) }),
            MaxResults: PAGE,
            NextToken,
          }),
        ),
      // Page by page, so that AWS's own, larger answers need not be kept until the last one is there.
      page: (output) => ({
        items: (output.RecoveryPoints ?? []).filter(isTablePoint).map((point) => recoveryPoint(point, vaultName, same)),
        next: output.NextToken,
      }),
    },
    (points) => oldestFirst(points, (point) => point.arn),
    { codes: NOT_FOUND, value: [] },
  );
}

function isTablePoint(point: RecoveryPointByBackupVault): boolean {
  return isOfDynamoDb(point.ResourceType, point.ResourceArn);
}

function recoveryPoint(point: RecoveryPointByBackupVault, vaultName: string, same: SameText): RecoveryPoint {
  return present({
    arn: required(point.RecoveryPointArn, 'RecoveryPointArn'),
    vaultName: same(point.BackupVaultName) ?? vaultName,
    sourceVaultArn: same(point.SourceBackupVaultArn),
    resourceArn: required(same(point.ResourceArn), 'ResourceArn'),
    resourceName: same(point.ResourceName),
    status: documented(same(point.Status), RecoveryPointStatus, 'Status'),
    createdAt: requiredInstant(point.CreationDate, 'CreationDate'),
    initiatedAt: instantOf(point.InitiationDate),
    completedAt: instantOf(point.CompletionDate),
    sizeBytes: point.BackupSizeInBytes,
    lifecycle: lifecycleOf(point.Lifecycle),
    deleteAt: instantOf(point.CalculatedLifecycle?.DeleteAt),
    moveToColdStorageAt: instantOf(point.CalculatedLifecycle?.MoveToColdStorageAt),
    encrypted: point.IsEncrypted,
    encryptionKeyArn: same(point.EncryptionKeyArn),
    planId: same(point.CreatedBy?.BackupPlanId),
    planVersion: same(point.CreatedBy?.BackupPlanVersion),
    ruleId: same(point.CreatedBy?.BackupRuleId),
    vaultType: same(point.VaultType),
  });
}

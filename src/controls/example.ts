import { type Fact, known, type Unknown, unknown } from '../model/fact.ts';
import { type Instant, instant, plusMinutes } from '../model/instant.ts';
import {
  INVENTORY_SCHEMA,
  type Inventory,
  type KeyRecord,
  type RegionInventory,
  type RegionSettings,
} from '../model/inventory.ts';
import type { BackupJob, CopyJob, RestoreJob, RestoreTestingPlan } from '../model/job.ts';
import type { BackupRule, PlanBody, PlanRecord } from '../model/plan.ts';
import type { RecoveryPoint } from '../model/recovery-point.ts';
import type { BackupRole } from '../model/role.ts';
import type { SelectionBody } from '../model/selection.ts';
import type {
  Alarm,
  IdentityPolicy,
  ScalableTarget,
  ScalingPolicy,
  ScheduledAction,
  TableDescription,
  TableRecord,
  Tags,
} from '../model/table.ts';
import { uncollectedRegion } from '../model/uncollected-region.ts';
import type { VaultRecord } from '../model/vault.ts';

/**
 * The world that the examples of the controls live in: one account, its table `orders` in eu-west-1, Sunday 22 November
 * 2026, 08:00 UTC. An example names what matters to it; all the rest is healthy.
 */
export const NOW: Instant = instant(Date.UTC(2026, 10, 22, 8));
export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';
export const COPY_REGION = 'eu-central-1';

export const ORDERS = tableArnOf('orders');
const VAULT = vaultArnOf('main');
export const COPY_VAULT = vaultArnOf('copies', COPY_REGION);

export function tableArnOf(name: string, region = REGION): string {
  return `arn:aws:dynamodb:${region}:${ACCOUNT}:table/${name}`;
}

function vaultArnOf(name: string, region = REGION, account = ACCOUNT): string {
  return `arn:aws:backup:${region}:${account}:backup-vault:${name}`;
}

export const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/0b7c9a52-6a1e-4d0e-9c55-2f4c6a1d7e10`;

/** `KEY`, with the alias `alias/backup`. */
export function exampleKey(manager: KeyRecord['manager'], arn = KEY): KeyRecord {
  return {
    arn,
    manager,
    state: manager.known ? known({ name: 'Enabled' }, 'kms:DescribeKey') : manager,
    aliases: known([`arn:aws:kms:${REGION}:${ACCOUNT}:alias/backup`], 'kms:ListAliases'),
  };
}

/** `ago(26)` is 26 hours before `NOW`. */
export function ago(hours: number): Instant {
  return plusMinutes(NOW, -hours * 60);
}

export function denied(permission: string): Unknown {
  return unknown('denied', `not allowed to call ${permission}`, permission);
}

/** `undefined`: nothing tells it. */
export type ExampleRestoreJob = Omit<Partial<RestoreJob>, 'recoveryPointCreatedAt'> & {
  readonly recoveryPointCreatedAt?: Instant | undefined;
};

/** Each part replaces the healthy default; an `Unknown` stands for a call that failed. */
export interface ExampleParts {
  readonly rules?: readonly Partial<BackupRule>[] | Unknown;
  readonly selection?: Partial<SelectionBody> | Unknown;
  /** How long the plan has been there, and in which version. */
  readonly plan?: Pick<PlanRecord, 'createdAt' | 'versions'> & Pick<PlanBody, 'versionId'>;
  /** Since when the selection has been there; absent: nothing tells. */
  readonly selectedAt?: Instant;
  readonly plans?: readonly PlanRecord[] | Unknown;
  readonly settings?: RegionSettings | Unknown;
  readonly vaults?: readonly Partial<VaultRecord>[] | Unknown;
  /** Vaults of the copy Region; absent: that Region was not read. */
  readonly copyVaults?: readonly Partial<VaultRecord>[] | Unknown;
  readonly points?: readonly Partial<RecoveryPoint>[] | Unknown;
  readonly copies?: readonly Partial<RecoveryPoint>[] | Unknown;
  readonly backupJobs?: readonly Partial<BackupJob>[] | Unknown;
  readonly copyJobs?: readonly Partial<CopyJob>[] | Unknown;
  readonly restoreJobs?: readonly ExampleRestoreJob[] | Unknown;
  readonly restoreTestingPlans?: readonly RestoreTestingPlan[] | Unknown;
  /** `orders`, the table judged. */
  readonly table?: ExampleTable;
  /** A table `orders-restored`, made by a restore job from `orders`, with these settings. */
  readonly restored?: ExampleTable;
  readonly scalableTargets?: readonly Partial<ScalableTarget>[] | Unknown;
  readonly scalingPolicies?: readonly Partial<ScalingPolicy>[] | Unknown;
  readonly scheduledActions?: readonly Partial<ScheduledAction>[] | Unknown;
  readonly alarms?: readonly Partial<Alarm>[] | Unknown;
  readonly keys?: readonly KeyRecord[];
  readonly globalSettings?: Readonly<Record<string, string>> | Unknown;
  readonly identityPolicies?: readonly IdentityPolicy[] | Unknown;
  /** Absent: they were not asked for. */
  readonly backupRoles?: readonly BackupRole[] | Unknown;
}

export interface ExampleTable {
  readonly tags?: Tags | Unknown;
  readonly description?: Partial<TableDescription> | Unknown;
  readonly timeToLive?: TableRecord['timeToLive'];
  readonly pointInTimeRecovery?: TableRecord['pointInTimeRecovery'];
  readonly resourcePolicy?: TableRecord['resourcePolicy'];
}

export function exampleInventory(parts: ExampleParts = {}): Inventory {
  const regions = [regionInventory(parts), ...(parts.copyVaults || parts.copies ? [copyRegion(parts)] : [])];
  return {
    schema: INVENTORY_SCHEMA,
    takenAt: NOW,
    accounts: [
      {
        partition: 'aws',
        account: ACCOUNT,
        globalSettings: factOf(
          parts.globalSettings ?? { isCrossAccountBackupEnabled: 'true' },
          'backup:DescribeGlobalSettings',
        ),
        identityPolicies: factOf(parts.identityPolicies ?? [], 'iam:GetAccountAuthorizationDetails'),
        ...(parts.backupRoles ? { backupRoles: factOf(parts.backupRoles, 'iam:GetAccountAuthorizationDetails') } : {}),
      },
    ],
    regions,
    unread: [],
    apiCalls: { total: 0, byOperation: {} },
  };
}

function regionInventory(parts: ExampleParts): RegionInventory {
  return {
    ...emptyRegion(REGION),
    inScope: true,
    settings: factOf(
      parts.settings ?? { optIn: { DynamoDB: true }, management: { DynamoDB: true } },
      'backup:DescribeRegionSettings',
    ),
    plans: factOf(parts.plans ?? [examplePlan(parts)], 'backup:ListBackupPlans'),
    vaults: listOf(parts.vaults ?? [{}], (vault) => exampleVault(vault, REGION), 'backup:ListBackupVaults'),
    recoveryPoints: known(
      [
        {
          vaultName: 'main',
          points: listOf(
            parts.points ?? [],
            (point, index) => examplePoint(point, index, REGION),
            'backup:ListRecoveryPointsByBackupVault',
          ),
        },
      ],
      'backup:ListBackupVaults',
    ),
    backupJobs: listOf(parts.backupJobs ?? [], exampleBackupJob, 'backup:ListBackupJobs'),
    copyJobs: listOf(parts.copyJobs ?? [], exampleCopyJob, 'backup:ListCopyJobs'),
    restoreJobs: listOf(parts.restoreJobs ?? (parts.restored ? [{}] : []), exampleRestoreJob, 'backup:ListRestoreJobs'),
    restoreTestingPlans: factOf(parts.restoreTestingPlans ?? [], 'backup:ListRestoreTestingPlans'),
    tables: known(
      [
        exampleTable('orders', longThere(parts.table ?? {})),
        ...(parts.restored ? [exampleTable('orders-restored', parts.restored)] : []),
      ],
      'dynamodb:ListTables',
    ),
    scalableTargets: listOf(
      parts.scalableTargets ?? [],
      exampleTarget,
      'application-autoscaling:DescribeScalableTargets',
    ),
    scalingPolicies: listOf(
      parts.scalingPolicies ?? [],
      exampleScalingPolicy,
      'application-autoscaling:DescribeScalingPolicies',
    ),
    scheduledActions: listOf(
      parts.scheduledActions ?? [],
      exampleScheduledAction,
      'application-autoscaling:DescribeScheduledActions',
    ),
    alarms: listOf(parts.alarms ?? [], exampleAlarm, 'cloudwatch:DescribeAlarms'),
    keys: parts.keys ?? [],
  };
}

function copyRegion(parts: ExampleParts): RegionInventory {
  return {
    ...emptyRegion(COPY_REGION),
    vaults: listOf(
      parts.copyVaults ?? [{}],
      (vault) => exampleVault({ name: 'copies', ...vault }, COPY_REGION),
      'backup:ListBackupVaults',
    ),
    recoveryPoints: known(
      [
        {
          vaultName: 'copies',
          points: listOf(
            parts.copies ?? [],
            (point, index) =>
              examplePoint({ vaultName: 'copies', sourceVaultArn: VAULT, ...point }, index, COPY_REGION),
            'backup:ListRecoveryPointsByBackupVault',
          ),
        },
      ],
      'backup:ListBackupVaults',
    ),
  };
}

function emptyRegion(region: string): RegionInventory {
  return uncollectedRegion({ partition: 'aws', account: ACCOUNT, region });
}

/** Daily at 05:00 UTC, kept 35 days, copied to eu-central-1 for as long, selecting `orders` by its ARN. */
function examplePlan(parts: ExampleParts): PlanRecord {
  const rules = parts.rules ?? [{}];
  const selection = parts.selection ?? {};
  const { createdAt, versions, ...version } = parts.plan ?? {};
  return {
    id: 'plan-1',
    arn: `arn:aws:backup:${REGION}:${ACCOUNT}:backup-plan:plan-1`,
    name: 'daily',
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(versions ? { versions } : {}),
    body: isUnknown(rules)
      ? rules
      : known({ rules: rules.map(exampleRule), preview: [], ...version }, 'backup:GetBackupPlan'),
    selections: known(
      [
        {
          id: 'selection-1',
          name: 'tables',
          ...(parts.selectedAt ? { createdAt: parts.selectedAt } : {}),
          body: isUnknown(selection) ? selection : known(exampleSelection(selection), 'backup:GetBackupSelection'),
        },
      ],
      'backup:ListBackupSelections',
    ),
  };
}

/** A healthy rule but for what is said of it. */
export function exampleRule(rule: Partial<BackupRule>): BackupRule {
  return {
    name: 'nightly',
    id: 'rule-1',
    vaultName: 'main',
    scheduleExpression: 'cron(0 5 ? * * *)',
    startWindowMinutes: 60,
    lifecycle: { deleteAfterDays: 35 },
    copyActions: [{ destinationVaultArn: COPY_VAULT, lifecycle: { deleteAfterDays: 35 } }],
    ...rule,
  };
}

function exampleSelection(selection: Partial<SelectionBody>): SelectionBody {
  return {
    roleArn: `arn:aws:iam::${ACCOUNT}:role/backup`,
    resources: [ORDERS],
    notResources: [],
    listOfTags: [],
    conditions: { stringEquals: [], stringNotEquals: [], stringLike: [], stringNotLike: [] },
    ...selection,
  };
}

function exampleVault(vault: Partial<VaultRecord>, region: string): VaultRecord {
  const name = vault.name ?? 'main';
  return {
    name,
    arn: vaultArnOf(name, region),
    type: 'BACKUP_VAULT',
    locked: false,
    accessPolicy: known(null, 'backup:GetBackupVaultAccessPolicy'),
    ...vault,
  };
}

/** A completed point that is three hours old, but for what is said of it. */
export function examplePoint(point: Partial<RecoveryPoint>, index: number, region: string): RecoveryPoint {
  return {
    arn: `arn:aws:backup:${region}:${ACCOUNT}:recovery-point:${String(index).padStart(8, '0')}`,
    vaultName: 'main',
    resourceArn: ORDERS,
    status: 'COMPLETED',
    createdAt: ago(3),
    encrypted: true,
    lifecycle: { deleteAfterDays: 35 },
    ...point,
  };
}

function exampleBackupJob(job: Partial<BackupJob>, index: number): BackupJob {
  return { id: `backup-${index}`, resourceArn: ORDERS, state: 'COMPLETED', createdAt: ago(3), ...job };
}

function exampleCopyJob(job: Partial<CopyJob>, index: number): CopyJob {
  return {
    id: `copy-${index}`,
    resourceArn: ORDERS,
    destinationVaultArn: COPY_VAULT,
    state: 'COMPLETED',
    createdAt: ago(2),
    ...job,
  };
}

/** Made `orders-restored` from a point an hour old in 30 minutes, ten hours ago; a job of another status has no end of its own. */
function exampleRestoreJob(job: ExampleRestoreJob, index: number): RestoreJob {
  const { recoveryPointCreatedAt, ...described } = job;
  const backedUpAt =
    'recoveryPointCreatedAt' in job ? recoveryPointCreatedAt : plusMinutes(job.createdAt ?? ago(10), -60);
  return {
    id: `restore-${index}`,
    sourceArn: ORDERS,
    createdArn: tableArnOf('orders-restored'),
    status: 'COMPLETED',
    createdAt: ago(10),
    ...((job.status ?? 'COMPLETED') === 'COMPLETED' ? { completedAt: ago(9.5) } : {}),
    ...described,
    ...(backedUpAt === undefined ? {} : { recoveryPointCreatedAt: backedUpAt }),
  };
}

/** Only a table that is older than what is asked of it has had the time to be backed up. */
function longThere(table: ExampleTable): ExampleTable {
  const description = table.description ?? {};
  return isUnknown(description) ? table : { ...table, description: { createdAt: ago(24 * 400), ...description } };
}

function exampleTable(name: string, table: ExampleTable): TableRecord {
  const description = table.description ?? {};
  return {
    arn: tableArnOf(name),
    name,
    tags: factOf(table.tags ?? {}, 'tag:GetResources'),
    description: isUnknown(description)
      ? description
      : known(exampleDescription({ ...madeLongAgo(name), ...description }), 'dynamodb:DescribeTable'),
    timeToLive: table.timeToLive ?? known({ status: 'DISABLED' }, 'dynamodb:DescribeTimeToLive'),
    pointInTimeRecovery: table.pointInTimeRecovery ?? known({ enabled: false }, 'dynamodb:DescribeContinuousBackups'),
    resourcePolicy: table.resourcePolicy ?? known(null, 'dynamodb:GetResourcePolicy'),
  };
}

/** The table of the examples is older than all that they tell of it. */
function madeLongAgo(name: string): Pick<TableDescription, 'createdAt'> {
  return name === 'orders' ? { createdAt: ago(10_000) } : {};
}

/** Every key is a string where the example does not say otherwise. */
function exampleDescription(description: Partial<TableDescription>): TableDescription {
  const keys = description.keys ?? [{ name: 'id', type: 'HASH' }];
  const indexes = [...(description.globalIndexes ?? []), ...(description.localIndexes ?? [])];
  const names = [...keys, ...indexes.flatMap((index) => index.keys)].map(({ name }) => name);
  return {
    status: 'ACTIVE',
    id: '0d1e2f3a-4b5c-4d6e-8f7a-0b1c2d3e4f5a',
    keys,
    attributeTypes: Object.fromEntries(names.map((name) => [name, 'S'])),
    billingMode: 'PAY_PER_REQUEST',
    throughput: { readUnits: 0, writeUnits: 0 },
    globalIndexes: [],
    localIndexes: [],
    encryption: { kind: 'aws-owned' },
    stream: 'disabled',
    deletionProtection: false,
    tableClass: 'STANDARD',
    replicaRegions: [],
    ...description,
  };
}

function exampleTarget(target: Partial<ScalableTarget>): ScalableTarget {
  return {
    resourceId: 'table/orders',
    dimension: 'dynamodb:table:ReadCapacityUnits',
    minCapacity: 5,
    maxCapacity: 100,
    suspended: false,
    ...target,
  };
}

function exampleScalingPolicy(policy: Partial<ScalingPolicy>): ScalingPolicy {
  return {
    name: 'target-tracking',
    resourceId: 'table/orders',
    dimension: 'dynamodb:table:ReadCapacityUnits',
    targetValue: 70,
    disableScaleIn: false,
    alarmNames: [],
    ...policy,
  };
}

function exampleScheduledAction(action: Partial<ScheduledAction>): ScheduledAction {
  return {
    name: 'morning',
    resourceId: 'table/orders',
    dimension: 'dynamodb:table:ReadCapacityUnits',
    schedule: 'cron(0 7 * * ? *)',
    minCapacity: 50,
    ...action,
  };
}

function exampleAlarm(alarm: Partial<Alarm>, index: number): Alarm {
  return {
    name: `alarm-${index}`,
    kind: 'metric',
    watches: [{ metric: 'SystemErrors', table: 'orders' }],
    actions: [],
    okActions: [],
    insufficientDataActions: [],
    treatMissingData: 'missing',
    actionsEnabled: true,
    ...alarm,
  };
}

function isUnknown(value: object): value is Unknown {
  return 'known' in value && value.known === false;
}

function factOf<T extends object>(value: T | Unknown, from: string): Fact<T> {
  return isUnknown(value) ? value : known(value as T, from);
}

function listOf<T, U>(
  values: readonly T[] | Unknown,
  make: (value: T, index: number) => U,
  from: string,
): Fact<readonly U[]> {
  return isUnknown(values) ? values : known((values as readonly T[]).map(make), from);
}

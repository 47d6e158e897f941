import { known } from '../../src/model/fact.ts';
import { type Instant, instant, MINUTE_MS } from '../../src/model/instant.ts';
import { INVENTORY_SCHEMA, type Inventory, type RegionInventory } from '../../src/model/inventory.ts';
import type { RecoveryPoint } from '../../src/model/recovery-point.ts';
import type { TableRecord } from '../../src/model/table.ts';
import type { VaultRecord } from '../../src/model/vault.ts';

/** The account, Regions and instant of all random estates: Sunday 22 November 2026, 08:00 UTC. */
export const NOW = instant(Date.UTC(2026, 10, 22, 8));
export const ACCOUNT = '111122223333';
export const HOME = 'eu-west-1';
export const AWAY = 'eu-central-1';

export const TABLE_NAMES = ['orders', 'order-lines', 'ledger'] as const;

export function tableArn(name: string): string {
  return `arn:aws:dynamodb:${HOME}:${ACCOUNT}:table/${name}`;
}

export function vaultArn(name: string, region: string = HOME): string {
  return `arn:aws:backup:${region}:${ACCOUNT}:backup-vault:${name}`;
}

export function keyArn(name: string, region: string = HOME): string {
  return `arn:aws:kms:${region}:${ACCOUNT}:key/${name}`;
}

export function hoursAgo(hours: number): Instant {
  return instant(Date.parse(NOW) - hours * 60 * MINUTE_MS);
}

/** What of an estate is drawn by lot, in the words of the inventory. */
export interface World {
  readonly settings: {
    readonly optIn: Readonly<Record<string, boolean>>;
    readonly management: Readonly<Record<string, boolean>>;
  };
  readonly tables: readonly TableRecord[];
  readonly plans: readonly (RegionInventory['plans'] extends infer F ? PlansOf<F> : never)[];
  readonly homeVaults: readonly VaultRecord[];
  readonly awayVaults: readonly VaultRecord[];
  readonly homePoints: readonly RecoveryPoint[];
  readonly awayPoints: readonly RecoveryPoint[];
  readonly backupJobs: ListOf<RegionInventory['backupJobs']>;
  readonly copyJobs: ListOf<RegionInventory['copyJobs']>;
  readonly restoreJobs: ListOf<RegionInventory['restoreJobs']>;
}

type ListOf<F> = Extract<F, { known: true }> extends { value: infer V } ? V : never;
type PlansOf<F> = ListOf<F> extends readonly (infer P)[] ? P : never;

/** The inventory that a reader who may read everything brings of a world. */
export function inventoryOf(world: World): Inventory {
  return {
    schema: INVENTORY_SCHEMA,
    takenAt: NOW,
    accounts: [
      {
        partition: 'aws',
        account: ACCOUNT,
        globalSettings: known({ isCrossAccountBackupEnabled: 'true' }, 'backup:DescribeGlobalSettings'),
        identityPolicies: known([], 'iam:GetAccountAuthorizationDetails'),
      },
    ],
    regions: [
      {
        ...regionOf(HOME, world.homeVaults, world.homePoints),
        inScope: true,
        settings: known(world.settings, 'backup:DescribeRegionSettings'),
        plans: known(world.plans, 'backup:ListBackupPlans'),
        backupJobs: known(world.backupJobs, 'backup:ListBackupJobs'),
        copyJobs: known(world.copyJobs, 'backup:ListCopyJobs'),
        restoreJobs: known(world.restoreJobs, 'backup:ListRestoreJobs'),
        tables: known(world.tables, 'dynamodb:ListTables'),
      },
      regionOf(AWAY, world.awayVaults, world.awayPoints),
    ],
    unread: [],
    apiCalls: { total: 0, byOperation: {} },
  };
}

function regionOf(region: string, vaults: readonly VaultRecord[], points: readonly RecoveryPoint[]): RegionInventory {
  return {
    partition: 'aws',
    account: ACCOUNT,
    region,
    inScope: false,
    settings: known({ optIn: {}, management: {} }, 'backup:DescribeRegionSettings'),
    plans: known([], 'backup:ListBackupPlans'),
    vaults: known(vaults, 'backup:ListBackupVaults'),
    recoveryPoints: known(
      vaults.map(({ name }) => ({
        vaultName: name,
        points: known(
          points.filter(({ vaultName }) => vaultName === name),
          'backup:ListRecoveryPointsByBackupVault',
        ),
      })),
      'backup:ListBackupVaults',
    ),
    backupJobs: known([], 'backup:ListBackupJobs'),
    copyJobs: known([], 'backup:ListCopyJobs'),
    restoreJobs: known([], 'backup:ListRestoreJobs'),
    restoreTestingPlans: known([], 'backup:ListRestoreTestingPlans'),
    tables: known([], 'dynamodb:ListTables'),
    scalableTargets: known([], 'application-autoscaling:DescribeScalableTargets'),
    scalingPolicies: known([], 'application-autoscaling:DescribeScalingPolicies'),
    scheduledActions: known([], 'application-autoscaling:DescribeScheduledActions'),
    alarms: known([], 'cloudwatch:DescribeAlarms'),
    keys: [
      {
        arn: keyArn('ours', region),
        manager: known('CUSTOMER', 'kms:DescribeKey'),
        state: known({ name: 'Enabled' }, 'kms:DescribeKey'),
        aliases: known([], 'kms:ListAliases'),
      },
      {
        arn: keyArn('lost', region),
        manager: known('CUSTOMER', 'kms:DescribeKey'),
        state: known({ name: 'Disabled' }, 'kms:DescribeKey'),
        aliases: known([], 'kms:ListAliases'),
      },
      {
        arn: keyArn('aws', region),
        manager: known('AWS', 'kms:DescribeKey'),
        state: known({ name: 'Enabled' }, 'kms:DescribeKey'),
        aliases: known([], 'kms:ListAliases'),
      },
    ],
  };
}

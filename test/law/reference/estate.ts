import type { Inventory, RegionInventory } from '../../../src/model/inventory.ts';
import type { BackupRule, CopyAction, PlanRecord } from '../../../src/model/plan.ts';
import type { RecoveryPoint } from '../../../src/model/recovery-point.ts';
import type { TableRecord } from '../../../src/model/table.ts';
import type { VaultRecord } from '../../../src/model/vault.ts';
import { type Entry, keptDays } from './schedule.ts';
import { all, selects } from './selection.ts';
import { DAY, HOUR, type Holds, stated } from './stated.ts';

/** A rule, and whether its plan takes the table in. */
export interface Taken {
  readonly plan: PlanRecord;
  readonly rule: BackupRule;
  readonly selected: Holds;
  /** Its vault is gone, or locked so that it refuses what the rule keeps: every job fails. */
  readonly broken: boolean;
}

/** One table with the Region that it lies in. */
export class Home {
  readonly now: number;
  readonly region: RegionInventory;
  readonly table: TableRecord;
  readonly inventory: Inventory;

  constructor(inventory: Inventory, region: RegionInventory, table: TableRecord) {
    this.now = Date.parse(inventory.takenAt);
    this.inventory = inventory;
    this.region = region;
    this.table = table;
  }

  /** Advanced features need both settings: advanced-ddb-backup. */
  get advanced(): Holds {
    const { optIn, management } = stated(this.region.settings);
    return all(
      [optIn['DynamoDB'], management['DynamoDB']].map((on) => (on === undefined ? 'open' : on ? 'yes' : 'no')),
    );
  }

  get createdAt(): number {
    return Date.parse(stated(this.table.description).createdAt ?? '');
  }

  get rules(): readonly Taken[] {
    return stated(this.region.plans).flatMap((plan) => {
      const selected = selects(plan, this.table, stated(this.region.settings));
      return stated(plan.body).rules.map((rule) => ({ plan, rule, selected, broken: this.isBroken(rule) }));
    });
  }

  isBroken(rule: BackupRule): boolean {
    const vault = stated(this.region.vaults).find(({ name }) => name === rule.vaultName);
    return !vault || refuses(vault, keptDays(rule));
  }

  /** The rules of plans that select the table, for a measure of those that count. */
  entries(of: readonly Taken[], counts: (rule: BackupRule) => boolean): readonly Entry[] {
    return of.map(({ plan, rule, broken }) => ({ plan: plan.id, rule, broken, counts: counts(rule) }));
  }

  get points(): readonly RecoveryPoint[] {
    return this.ownIn(this.region);
  }

  /** Points that are older than the table are of another one of that name. */
  ownIn(region: RegionInventory): readonly RecoveryPoint[] {
    return this.pointsIn(region).filter(({ createdAt }) => Date.parse(createdAt) >= this.createdAt);
  }

  /** Is it open whether some plan takes the table in? */
  get isOpen(): boolean {
    return this.rules.some(({ selected }) => selected === 'open');
  }

  pointsIn(region: RegionInventory): readonly RecoveryPoint[] {
    return stated(region.recoveryPoints)
      .flatMap(({ points }) => stated(points))
      .filter(({ resourceArn }) => resourceArn === this.table.arn);
  }

  hoursSince(instant: string): number {
    return (this.now - Date.parse(instant)) / HOUR;
  }

  /** Whole days of retention, from the creation of the point, or of its source. */
  daysOf({ lifecycle }: RecoveryPoint): number {
    return lifecycle?.deleteAfterDays ?? Number.POSITIVE_INFINITY;
  }

  get ageDays(): number {
    return (this.now - this.createdAt) / DAY;
  }
}

/** A lock refuses a job whose retention is outside its range. Source: backup API, BackupVaultListMember. */
export function refuses(vault: VaultRecord, days: number): boolean {
  return days < (vault.minRetentionDays ?? 0) || days > (vault.maxRetentionDays ?? Number.POSITIVE_INFINITY);
}

/** recov-point-create-a-copy: without a lifecycle that ends, a copy ends with its source. */
export function copyDays(rule: BackupRule, copy: CopyAction): number {
  return copy.lifecycle?.deleteAfterDays ?? keptDays(rule);
}

export function isUsable({ status }: RecoveryPoint): boolean {
  return status === 'COMPLETED' || status === 'AVAILABLE';
}

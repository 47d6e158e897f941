import type { Refusal } from '../constraints/constraint.ts';
import type { Fact, Unknown } from '../model/fact.ts';
import type { KeyState, RegionSettings } from '../model/inventory.ts';
import type { RestoreTestingPlan, RestoreTestingSelection } from '../model/job.ts';
import type { PlanBody, PlanRecord } from '../model/plan.ts';
import type { Position } from '../model/policy.ts';
import type { SelectionBody } from '../model/selection.ts';
import type {
  Alarm,
  PerhapsAbsent,
  PointInTimeRecovery,
  ScalableTarget,
  ScalingPolicy,
  ScheduledAction,
  TableDescription,
  Tags,
  TimeToLive,
} from '../model/table.ts';
import type { Place } from './place.ts';
import type { Touched } from './touched.ts';

export type Action = 'create' | 'update' | 'replace' | 'delete' | 'none';

/**
 * One statement of a change: this resource, in this place, is made, changed or removed, and what that does to the
 * inventory. Every reader makes these, and nothing else; docs/preview.md says how.
 */
export interface ResourceChange {
  /** `aws_backup_plan.daily`, or a logical id. */
  readonly address: string;
  readonly type: string;
  readonly action: Action;
  /** Where it stands in a template; a Terraform plan has no lines. */
  readonly at?: Position;
  readonly place: Place;
  readonly edits: readonly Edit[];
  /** The edits that the resource would be before the change: what stands in both is left as it is, drift and all. */
  readonly former?: readonly Edit[];
  /** Why AWS refuses it, or may; absent: nothing that is told is refused. */
  readonly refusals?: readonly Refusal[];
  /** Addresses of resources that it refers to: where one of them cannot be made, it is not made or changed either. */
  readonly needs?: readonly string[];
  /** The address of a resource without which this one is not made or changed either. */
  readonly restsOn?: string;
  /** What is done all the same where AWS refuses it, or what it rests on; absent: nothing. */
  readonly whenRefused?: readonly Edit[];
}

/** An edit of another Region than that of its resource, where one is given: global tables stand in several. */
export interface PlacedEdit {
  readonly edit: Edit;
  readonly region?: string;
}

/** What one plan or template says. Several are laid over an inventory in order, and the addresses of each are its own. */
export interface Change {
  /** Files, as the user named them. */
  readonly sources: readonly string[];
  readonly resources: readonly ResourceChange[];
  /** Where AWS refuses one resource, the whole change is taken back, as CloudFormation does. */
  readonly rollsBack?: boolean;
  /** Given: more may change than is listed, of whatever kind and wherever. */
  readonly incomplete?: Unknown;
  /** Given: what is listed is all that will be done, and leaves out a part of what is written. */
  readonly partial?: Unknown;
  /** Given: the change updates a stack of which nothing is known. */
  readonly mayDrop?: MayDrop;
  /** Given: the plans of the organization that it speaks of hang on backup policies that are not known, too. */
  readonly filesAlone?: Unknown;
  /** What a reader should know of how the change was read. */
  readonly notes: readonly string[];
}

/** What a stack owns, and its new template has not, goes when it is updated. */
export interface MayDrop {
  /** Where the stack is. */
  readonly place: Place;
  /** Tables of the template whose names CloudFormation made up, by logical id: each may be one that is there. */
  readonly tables: readonly string[] | 'any';
  readonly why: Unknown;
}

/** Which plan something belongs to: one that exists, one of the change, or one that cannot be told. */
export type PlanTarget =
  | { readonly kind: 'live'; readonly id: string }
  /** `name` where the plan may stand already, and is then known by it. */
  | { readonly kind: 'planned'; readonly address: string; readonly name?: string }
  | { readonly kind: 'unclear'; readonly why: Unknown };

/** A vault's settings that a change gives; an absent one is left as it is. */
export interface VaultSettings {
  readonly type?: string;
  readonly encryptionKey?: KeyOfChange;
  readonly lock?: Fact<VaultLock | null>;
  readonly accessPolicy?: Fact<string | null>;
}

export interface VaultLock {
  readonly minRetentionDays?: number;
  readonly maxRetentionDays?: number;
  /** Given: a compliance lock, which holds for good this many days after it is set. */
  readonly changeableForDays?: number;
}

/** A KMS key, which may not exist yet: `arn` is then made up, and what is known of it stands here. */
export interface KeyOfChange {
  readonly arn: string;
  /** Absent: an existing key, of which the inventory may know more. */
  readonly manager?: Fact<'AWS' | 'CUSTOMER'>;
  readonly state?: Fact<KeyState>;
  readonly aliases?: Fact<readonly string[]>;
}

/** What a change says of a table. The facts that it cannot know, such as its size, are kept from the live table. */
export interface TableSettings {
  readonly name: string;
  /** Given: the name that AWS or a provider will choose is not known, and `name` only stands for it. */
  readonly nameUnknown?: Unknown;
  /** Given: whether it is made at all, or in which place, is not known; where the table stands already, it is there. */
  readonly perhapsAbsent?: PerhapsAbsent;
  readonly tags: Fact<Tags>;
  /** What the change says of the table before it, where it tells: what is equal in both stays as the live table has it. */
  readonly before?: Omit<TableSettings, 'before'>;
  /** Tags that the change managed before; those of the live table that are not among them stay. */
  readonly formerTags?: readonly string[];
  readonly description: Fact<TableDescription>;
  readonly timeToLive: Fact<TimeToLive>;
  readonly pointInTimeRecovery: Fact<PointInTimeRecovery>;
  /** Absent: the change does not say. */
  readonly resourcePolicy?: Fact<string | null>;
  /** The table is new, and made by a restore. */
  readonly restore?: TableRestore;
  readonly keys: readonly KeyOfChange[];
}

export interface TableRestore {
  /** The ARN of the source, or its name where it is in the same place. */
  readonly source: Fact<string>;
  readonly backupArn?: string;
  /** The point in time, in ISO 8601; absent: the latest one. */
  readonly at?: string;
}

export type Edit =
  | {
      readonly kind: 'plan';
      /** The live plan; absent: the one of that name, or a new one. */
      readonly id?: string;
      readonly isNew: boolean;
      readonly name: string;
      /** Given: the name is not known, and `name` only stands for it; each live plan may be the one. */
      readonly nameUnknown?: Unknown;
      readonly body: Fact<PlanBody>;
    }
  | { readonly kind: 'plan-gone'; readonly id: string }
  /** A plan of the organization, by its name in lower case; undefined: there is none. */
  | {
      readonly kind: 'organization-plan';
      readonly name: string;
      readonly plan: Fact<Pick<PlanRecord, 'body' | 'selections'> | undefined>;
    }
  | {
      readonly kind: 'selection';
      readonly plan: PlanTarget;
      readonly id?: string;
      readonly name: string;
      readonly body: Fact<SelectionBody>;
    }
  | { readonly kind: 'selection-gone'; readonly plan: PlanTarget; readonly id: string }
  | { readonly kind: 'vault'; readonly name: Fact<string>; readonly settings: VaultSettings; readonly whole: boolean }
  /** `ifDeletable`: it stays where AWS does not delete it, as it holds recovery points. */
  | { readonly kind: 'vault-gone'; readonly name: string; readonly ifDeletable?: true }
  | { readonly kind: 'region-settings'; readonly settings: Fact<RegionSettings> }
  | { readonly kind: 'global-settings'; readonly settings: Fact<Readonly<Record<string, string>>> }
  | { readonly kind: 'testing-plan'; readonly plan: Fact<Omit<RestoreTestingPlan, 'selections'>> }
  | { readonly kind: 'testing-plan-gone'; readonly name: string }
  | {
      readonly kind: 'testing-selection';
      readonly plan: Fact<string>;
      readonly selection: Fact<RestoreTestingSelection>;
    }
  | { readonly kind: 'testing-selection-gone'; readonly plan: string; readonly name: string }
  | { readonly kind: 'table'; readonly table: TableSettings }
  /** `ifDeletable`: it stays where AWS does not delete it, as it is protected. */
  | { readonly kind: 'table-gone'; readonly name: string; readonly ifDeletable?: true }
  /** The live table of that name may go, or become another. */
  | { readonly kind: 'table-open'; readonly name: string; readonly why: Unknown }
  | {
      readonly kind: 'table-tag';
      readonly table: Fact<string>;
      readonly key: string;
      readonly value: Fact<string> | null;
    }
  | { readonly kind: 'table-policy'; readonly table: Fact<string>; readonly policy: Fact<string | null> }
  | { readonly kind: 'scalable-target'; readonly target: Fact<ScalableTarget> }
  | { readonly kind: 'scalable-target-gone'; readonly resourceId: string; readonly dimension: string }
  | { readonly kind: 'scaling-policy'; readonly policy: Fact<ScalingPolicy> }
  | {
      readonly kind: 'scaling-policy-gone';
      readonly resourceId: string;
      readonly dimension: string;
      readonly name: string;
    }
  | { readonly kind: 'scheduled-action'; readonly action: Fact<ScheduledAction> }
  | {
      readonly kind: 'scheduled-action-gone';
      readonly resourceId: string;
      readonly dimension: string;
      readonly name: string;
    }
  /** All that a template lists of one target. */
  | {
      readonly kind: 'scheduled-actions';
      readonly target: Fact<Pick<ScheduledAction, 'resourceId' | 'dimension'>>;
      readonly actions: Fact<readonly ScheduledAction[]>;
    }
  /** `name` where it is known; an alarm that watches no table is undefined, and takes the place of one of its name. */
  | { readonly kind: 'alarm'; readonly name?: string; readonly alarm: Fact<Alarm | undefined> }
  | { readonly kind: 'alarm-gone'; readonly name: string }
  | { readonly kind: 'key-alias'; readonly alias: string; readonly keyArn: Fact<string> }
  | { readonly kind: 'key-alias-gone'; readonly alias: string }
  | { readonly kind: 'key-gone'; readonly keyArn: string; readonly why: Unknown }
  /** The resource is not read, or not sure to be where it may be: what it may touch is unknown. */
  | { readonly kind: 'touch'; readonly touched: readonly Touched[]; readonly why: Unknown };

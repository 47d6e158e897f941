import type { RestoreSettings } from '../model/policy.ts';
import type { JsonObject } from '../model/result.ts';
import type {
  BillingMode,
  ScheduledAction,
  SecondaryIndex,
  TableDescription,
  Tags,
  Throughput,
} from '../model/table.ts';
import type { Command } from './command.ts';

/** Where a table is, or will be; its name may be `TARGET`. */
export interface TablePlace {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
}

export interface IndexThroughput {
  readonly index: string;
  readonly throughput: Throughput;
}

export interface ScaledPart {
  readonly resourceId: string;
  readonly dimension: string;
  readonly minCapacity: number;
  readonly maxCapacity: number;
  /** A target of that kind exists and stands still. */
  readonly resume: boolean;
  /** Their places are those of the target. */
  readonly actions: readonly Omit<ScheduledAction, 'resourceId' | 'dimension'>[];
  /** Absent: the target has no target tracking policy. */
  readonly policy?: { readonly name: string; readonly configuration: JsonObject };
}

/** One change of a table's settings, which AWS takes at once: what commands and templates are written from. */
export type Part =
  | { readonly kind: 'time-to-live'; readonly attribute: string }
  | { readonly kind: 'stream'; readonly view: string }
  | { readonly kind: 'deletion-protection' }
  | { readonly kind: 'point-in-time-recovery'; readonly days?: number }
  | { readonly kind: 'tags'; readonly tags: Tags }
  /** A key's ARN, or one of the keys that need no ARN. */
  | { readonly kind: 'encryption'; readonly key: string; readonly replaces?: string }
  | {
      readonly kind: 'billing-mode';
      readonly mode: BillingMode;
      readonly throughput?: Throughput;
      readonly indexes: readonly IndexThroughput[];
    }
  | { readonly kind: 'throughput'; readonly throughput: Throughput }
  | ({ readonly kind: 'index-throughput' } & IndexThroughput)
  /** Most request units of a table on demand. */
  | { readonly kind: 'on-demand-throughput'; readonly most: Partial<Throughput> }
  | { readonly kind: 'index'; readonly index: SecondaryIndex; readonly types: Readonly<Record<string, string>> }
  | { readonly kind: 'auto-scaling'; readonly targets: readonly ScaledPart[] }
  | { readonly kind: 'alarm'; readonly definition: JsonObject }
  | { readonly kind: 'resource-policy'; readonly document: JsonObject };

/** Alarms are no part of the table; all else waits until no other change of it is under way. */
export function needsActiveTable({ kind }: Part): boolean {
  return kind !== 'alarm';
}

/** A key's ARN, or `aws-owned`, which needs none. */
export function keyOf({ encryption }: TableDescription): string {
  return encryption.kind === 'aws-owned' ? encryption.kind : encryption.keyArn;
}

/** Of alarms only composite ones have a rule. Source: CloudWatch API, PutCompositeAlarm. */
export function isComposite(definition: JsonObject): boolean {
  return definition['AlarmRule'] !== undefined;
}

/** What repairs one setting: parts that are written as they are, calls that are only shown, and what a reader must know. */
export interface Repair {
  readonly parts: readonly Part[];
  /** Calls that are no part: only shown. */
  readonly proposals: readonly Command[];
  readonly notes: readonly string[];
}

export const NO_REPAIR: Repair = { parts: [], proposals: [], notes: [] };

export function remark(...notes: readonly string[]): Repair {
  return { ...NO_REPAIR, notes };
}

export function repairWith(part: Part, ...notes: readonly string[]): Repair {
  return { ...NO_REPAIR, parts: [part], notes };
}

export function joined(repairs: readonly Repair[]): Repair {
  return {
    parts: repairs.flatMap(({ parts }) => parts),
    proposals: repairs.flatMap(({ proposals }) => proposals),
    notes: [...new Set(repairs.flatMap(({ notes }) => notes))],
  };
}

export type SettingKey = keyof RestoreSettings;

/** One entry of a script: a heading, why, what to know, what to run. */
export interface Step {
  readonly title: string;
  /** Absent for a step about no table of its own. */
  readonly place?: TablePlace;
  readonly account: string;
  readonly region: string;
  /** Control and position in the policy, a line each. */
  readonly reasons: readonly string[];
  readonly notes: readonly string[];
  readonly parts: readonly Part[];
  /** Beside those of the parts. */
  readonly commands: readonly Command[];
}

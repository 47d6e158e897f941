import type { copy, objective } from './policy-keys/backup.ts';
import type { policyDocument } from './policy-keys/document.ts';
import type { TypeOf } from './policy-keys/key.ts';
import type { measure } from './policy-keys/restore.ts';
import { type range, settings, type tableSettings } from './policy-keys/settings.ts';
import type { tables } from './policy-keys/tables.ts';
import type { waiver } from './policy-keys/waivers.ts';

/** Where in a user's file something was asked for. Lines and columns count from 1; the file is relative to the working directory. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/*
 * What stands behind the keys of a policy. Types follow from `policy-keys`, where each key is described once. All durations
 * are minutes; a day is 24 h.
 */

type Document = TypeOf<ReturnType<typeof policyDocument>>;

/**
 * Patterns: `*` any characters, `?` one character, case sensitive. Keys are ANDed, the values of a key are ORed. `except`
 * leaves a table out when any of its keys matches.
 */
export type TableMatcher = TypeOf<ReturnType<typeof tables>>;
export type TableFilter = Omit<TableMatcher, 'except'>;

export type Objective = TypeOf<typeof objective>;
/** A copy without an account stays in the table's own. */
export type CopyRequirement = TypeOf<typeof copy>;
export type RestoreMeasure = TypeOf<typeof measure>;
export type Statistic = RestoreMeasure['statistic'];
export type RestoreRequirement = NonNullable<Document['restore']>;
export type RestoreSettings = TypeOf<typeof settings>;
/** What is asked of the table itself. */
export type TableSettings = TypeOf<typeof tableSettings>;
/** What one part of a policy asks of the thirteen settings of a table, be it a restored one or the table itself. */
export type AskedSettings = { readonly [K in keyof RestoreSettings]: RestoreSettings[K] | TableSettings[K] };
/** Capacity units; the target is a percentage. */
export type CapacityRange = TypeOf<ReturnType<typeof range>>;

/** Every setting may be `same-as-source`; the other forms are the setting's own. */
export type SameAsSource = 'same-as-source';

/** The thirteen settings, in the order in which they are reported. */
export const RESTORE_SETTINGS = Object.keys(settings.keys) as readonly (keyof RestoreSettings)[];

export interface Waiver extends TypeOf<ReturnType<typeof waiver>> {
  readonly position: Position;
}

/** One policy, inheritance resolved. */
export interface Policy extends Omit<Document, 'apiVersion' | 'kind' | 'extends' | 'tables' | 'waivers'> {
  /** Where the policy's document starts. */
  readonly position: Position;
  readonly tables: TableMatcher;
  readonly waivers: readonly Waiver[];
  /**
   * Path → where its key is written: `backup`, `backup.objectives[0].frequency`, `restore.settings.timeToLive`. A path
   * that the file does not hold (a default) is absent; its nearest parent stands in. Inherited parts point at the file
   * they were inherited from.
   */
  readonly positions: Readonly<Record<string, Position>>;
}

import { groupBy } from '../model/group-by.ts';
import { compareText } from '../model/order.ts';
import type { Result, ResultResource } from '../model/result.ts';
import { compareWorstFirst, firstDifference } from '../model/worst-first.ts';
import { countLabels } from './summary.ts';

/** Results that one missing thing left open: a denied call, a source that was not collected. */
export interface UnknownGroup {
  /** `denied backup:GetBackupPlan`, `undocumented`. */
  readonly title: string;
  readonly permission?: string;
  /** The different sentences that say what is missing, and what would settle it. */
  readonly details: readonly string[];
  readonly results: readonly Result[];
}

/** Tables that miss the same answers, so that they read as one line. */
export interface SameControls {
  /** `plan-coverage, backup-frequency ×2` */
  readonly controls: string;
  readonly tables: readonly ResultResource[];
}

/** The group that would settle most results first. One missing permission is one group, whatever it was wanted for. */
export function groupUnknown(results: readonly Result[]): readonly UnknownGroup[] {
  const unknown = results.filter((result) => result.status === 'unknown').toSorted(compareWorstFirst);
  return [...groupBy(unknown, causeKey).values()]
    .map(describe)
    .toSorted((a, b) =>
      firstDifference(
        b.results.length - a.results.length,
        compareText(a.title, b.title),
        compareText(a.details[0] ?? '', b.details[0] ?? ''),
      ),
    );
}

function causeKey(result: Result): string {
  const why = result.unknown;
  return JSON.stringify([why?.reason, why?.permission ?? null, why?.permission === undefined ? why?.detail : null]);
}

function describe(results: readonly Result[]): UnknownGroup {
  const why = results[0]?.unknown;
  const permission = why?.permission;
  const details = [...new Set(results.map((result) => result.unknown?.detail ?? result.message))];
  const title = [why?.reason ?? 'unknown', permission].filter((word) => word !== undefined).join(' ');
  return permission === undefined ? { title, details, results } : { title, permission, details, results };
}

function countControls(results: readonly Result[]): string {
  return countLabels(results, (result) => result.control);
}

/** One entry for all tables that miss the same answers. */
export function groupSameControls(results: readonly Result[]): readonly SameControls[] {
  const byTable = [...groupBy(results, (result) => result.resource.arn).values()];
  return [...groupBy(byTable, countControls)]
    .map(([controls, groups]) => ({ controls, tables: groups.flatMap(([first]) => (first ? [first.resource] : [])) }))
    .toSorted((a, b) => firstDifference(b.tables.length - a.tables.length, compareText(a.controls, b.controls)));
}

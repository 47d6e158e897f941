import type { Instant } from '../../model/instant.ts';
import type { BackupRule, PlanRecord, PlanVersion } from '../../model/plan.ts';

/** How long the rules that make points have existed, between two bounds. */
export interface MakingSince {
  /** Not before this; absent: as long as anybody may ask. */
  readonly atMost?: Instant;
  /** Since then for sure; absent: nothing tells. */
  readonly atLeast?: Instant;
}

/** What the rules of a version promised, held against what those of now do. */
export type Promised = 'the same' | 'maybe' | 'nothing';

/**
 * Since when a plan has promised without a break what it promises now. AWS does not say whether the date of a version is its own or
 * its plan's: dates that differ are taken to be the versions', and where they do not, only what all versions have in common tells.
 */
export function planSince(plan: PlanRecord, promised: (rules: readonly BackupRule[]) => Promised): MakingSince {
  const { createdAt, body, versions } = plan;
  const all = versions?.known ? versions.value : [];
  const current = body.known ? all.findIndex(({ id }) => id === body.value.versionId) : -1;
  if (current < 0) return since(createdAt);
  const promises = all.map((version) => (version.rules.known ? promised(version.rules.value) : 'maybe'));
  if (!isDated(all) || current !== 0) {
    return promises.every((each) => each === 'the same') ? since(createdAt, createdAt) : since(createdAt);
  }
  const kept = countUntil(promises, (each) => each !== 'the same');
  const possible = countUntil(promises, (each) => each === 'nothing');
  const isWhole = possible === all.length;
  return since(earlier(all[possible - 1]?.createdAt, isWhole ? createdAt : undefined), all[kept - 1]?.createdAt);
}

function since(atMost: Instant | undefined, atLeast?: Instant): MakingSince {
  return { ...(atMost === undefined ? {} : { atMost }), ...(atLeast === undefined ? {} : { atLeast }) };
}

function isDated(versions: readonly PlanVersion[]): boolean {
  const dates = versions.flatMap(({ createdAt }) => createdAt ?? []);
  return dates.length === versions.length && new Set(dates).size === dates.length;
}

function countUntil<T>(items: readonly T[], ends: (item: T) => boolean): number {
  const end = items.findIndex(ends);
  return end < 0 ? items.length : end;
}

/** Where a version older than all that are listed may be missing, the plan's own date counts. */
function earlier(made: Instant | undefined, createdAt: Instant | undefined): Instant | undefined {
  return made === undefined || createdAt === undefined || made < createdAt ? made : createdAt;
}

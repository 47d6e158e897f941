import { groupBy } from '../model/group-by.ts';
import type { Result } from '../model/result.ts';
import { compareWorstFirst, firstDifference, severityRank } from './order.ts';
import { countLabels } from './summary.ts';

/** A result, and the results of the same table that follow from it. */
export interface Cause {
  readonly result: Result;
  readonly followers: readonly Result[];
}

/**
 * Folds results that `follow` another into their cause, worst first. A result whose cause is not among the given ones
 * (it was waived, say) stands for itself: nothing is hidden. Give results of one status.
 */
export function foldFollowers(results: readonly Result[]): readonly Cause[] {
  const sorted = results.toSorted(compareWorstFirst);
  const byControl = groupBy(sorted, (result) => key(result.resource.arn, result.control));
  const parentOf = (result: Result): Result | undefined =>
    result.follows === undefined
      ? undefined
      : nearest(result, byControl.get(key(result.resource.arn, result.follows)) ?? []);

  const followers = new Map<Result, Result[]>();
  for (const result of sorted) {
    const root = rootOf(result, parentOf);
    const folded = followers.get(root) ?? [];
    if (root !== result) folded.push(result);
    followers.set(root, folded);
  }
  return [...followers]
    .map(([result, folded]) => ({ result, followers: folded }))
    .toSorted((a, b) => firstDifference(worst(a) - worst(b), compareWorstFirst(a.result, b.result)));
}

/** `backup-frequency, copy-coverage (critical)`: one that weighs more than its cause says so, as it may decide the exit code. */
export function followerLabels({ result, followers }: Cause): string {
  return countLabels(followers, ({ control, severity }) =>
    severityRank(severity) < severityRank(result.severity) ? `${control} (${severity})` : control,
  );
}

function key(arn: string, control: string): string {
  return `${arn} ${control}`;
}

/** In a ring of causes nobody is the cause, so each stands for itself. */
function rootOf(result: Result, parentOf: (result: Result) => Result | undefined): Result {
  const visited = new Set([result]);
  let root = result;
  for (let parent = parentOf(root); parent !== undefined; parent = parentOf(root)) {
    if (visited.has(parent)) return result;
    visited.add(parent);
    root = parent;
  }
  return root;
}

/** A control may answer several times for a table: the same policy's answer counts, then the one nearest in its path. */
function nearest(result: Result, candidates: readonly Result[]): Result | undefined {
  const closeness = (candidate: Result): number =>
    candidate.policy?.name === result.policy?.name
      ? 1 + sharedPrefix(candidate.policy?.path ?? '', result.policy?.path ?? '')
      : 0;
  let best: Result | undefined;
  for (const candidate of candidates) {
    if (candidate === result) continue;
    if (best === undefined || closeness(candidate) > closeness(best)) best = candidate;
  }
  return best;
}

function sharedPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

function worst(cause: Cause): number {
  return Math.min(...[cause.result, ...cause.followers].map((result) => severityRank(result.severity)));
}

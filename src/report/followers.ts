import { rootIn } from '../model/follows.ts';
import type { Result } from '../model/result.ts';
import { compareWorstFirst, firstDifference, severityRank } from '../model/worst-first.ts';
import { countLabels } from './summary.ts';

/** A result, and the results of the same table that follow from it. */
export interface Folded {
  readonly result: Result;
  readonly followers: readonly Result[];
}

/**
 * Folds results that `follow` another into their cause, worst first. A result whose cause is not among the given ones
 * (it was waived, say) stands for itself: nothing is hidden. Give results of one status.
 */
export function foldFollowers(results: readonly Result[]): readonly Folded[] {
  const sorted = results.toSorted(compareWorstFirst);
  const rootOf = rootIn(sorted);
  const followers = new Map<Result, Result[]>();
  for (const result of sorted) {
    const root = rootOf(result);
    const folded = followers.get(root) ?? [];
    if (root !== result) folded.push(result);
    followers.set(root, folded);
  }
  return [...followers]
    .map(([result, folded]) => ({ result, followers: folded }))
    .toSorted((a, b) => firstDifference(worst(a) - worst(b), compareWorstFirst(a.result, b.result)));
}

/** `backup-frequency, copy-coverage (critical)`: one that weighs more than its cause says so, as it may decide the exit code. */
export function followerLabels({ result, followers }: Folded): string {
  return countLabels(followers, ({ control, severity }) =>
    severityRank(severity) < severityRank(result.severity) ? `${control} (${severity})` : control,
  );
}

function worst(cause: Folded): number {
  return Math.min(...[cause.result, ...cause.followers].map((result) => severityRank(result.severity)));
}

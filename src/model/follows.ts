import { groupBy } from './group-by.ts';
import type { Result } from './result.ts';

/**
 * Which of the results each follows from at last: the one that follows from none of them. In a ring nobody is the cause, so
 * each stands for itself, and so does a result whose cause is not among them (it was waived, say): nothing is hidden. A failure is
 * no mere consequence of something that is unknown.
 */
export function rootIn(results: readonly Result[]): (result: Result) => Result {
  const followed = new Set(results.flatMap(({ follows }) => (follows === undefined ? [] : [follows as string])));
  const possible = results.filter(({ control }) => followed.has(control));
  const byControl = groupBy(possible, ({ resource, control }) => key(resource.arn, control));
  const parentOf = (result: Result): Result | undefined =>
    result.follows === undefined
      ? undefined
      : nearest(
          result,
          (byControl.get(key(result.resource.arn, result.follows)) ?? []).filter(
            ({ status }) => status === 'fail' || status === result.status,
          ),
        );
  return (result) => rootOf(result, parentOf);
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

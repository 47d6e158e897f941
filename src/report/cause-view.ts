import type { Cause } from '../model/cause.ts';
import { count } from '../model/count.ts';
import { rootIn } from '../model/follows.ts';
import { append } from '../model/group-by.ts';
import type { Report } from '../model/report.ts';
import type { Result, ResultResource } from '../model/result.ts';
import { lineText } from './summary.ts';

/** A cause with what a reader asks next: which tables, what else it breaks, what of it is new. */
export interface CauseView {
  readonly cause: Cause;
  readonly results: readonly Result[];
  /** Each table, or other resource, once, in the order of the report. */
  readonly resources: readonly ResultResource[];
  /** What follows from its results. */
  readonly followers: readonly Result[];
  /** How many of its results are new, where something is known of before. */
  readonly added: number;
}

/** The causes of a report, worst first. `isNew` absent: a preview knows of itself what is new. */
export function causeViews(
  { causes, results }: Pick<Report, 'causes' | 'results'>,
  isNew: (result: Result) => boolean = ({ change }) => change === 'new',
): readonly CauseView[] {
  const open = results.filter(({ status }) => status === 'fail' || status === 'unknown');
  const byPrint = new Map(open.map((result) => [result.fingerprint, result]));
  const rootOf = rootIn(open);
  const followers = new Map<Result, Result[]>();
  for (const result of open) {
    const root = rootOf(result);
    if (root !== result) append(followers, root, result);
  }
  return causes.map((cause) => {
    const own = cause.fingerprints.flatMap((print) => byPrint.get(print) ?? []);
    return {
      cause,
      results: own,
      resources: [...new Map(own.map(({ resource }) => [resource.arn, resource])).values()],
      followers: own.flatMap((result) => followers.get(result) ?? []),
      added: own.filter(isNew).length,
    };
  });
}

/** `1,000 tables`; `2 resources` of causes about plans and vaults, too. */
export function reachOf({ cause, resources }: CauseView): string {
  return cause.tables === resources.length ? count(cause.tables, 'table') : count(resources.length, 'resource');
}

/** The message with where it was asked; one that only some of the results have is an example. */
export function causeSentence({ cause, results }: CauseView): string {
  const same = results.every(({ message }) => message === cause.message);
  const asked = cause.policy === undefined ? '' : ` (${lineText(cause.policy)})`;
  return `${same ? '' : 'for example, '}${cause.message}${asked}`;
}

/** `and 12 results that follow` */
export function followersText({ followers }: CauseView): string {
  return followers.length === 0
    ? ''
    : `; ${count(followers.length, 'more result')} ${followers.length === 1 ? 'follows' : 'follow'}`;
}

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
  /** What follows from its results, and has their status. */
  readonly followers: readonly Result[];
}

/** The causes of a report, worst first. */
export function causeViews({ causes, results }: Pick<Report, 'causes' | 'results'>): readonly CauseView[] {
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
      resources: resourcesOf(own),
      followers: own.flatMap((result) => followers.get(result)?.filter(({ status }) => status === cause.status) ?? []),
    };
  });
}

function resourcesOf(results: readonly Result[]): readonly ResultResource[] {
  return [...new Map(results.map(({ resource }) => [resource.arn, resource])).values()];
}

/** The causes as far as some results go, such as the new ones; a cause of none of them is left out. */
export function viewsOf(views: readonly CauseView[], holds: (result: Result) => boolean): readonly CauseView[] {
  return views.flatMap(({ cause, results, followers }) => {
    const [own, more] = [results.filter(holds), followers.filter(holds)];
    if (own.length + more.length === 0) return [];
    return [{ cause, results: own, followers: more, resources: resourcesOf([...own, ...more]) }];
  });
}

/** How many results it explains, itself among them. */
export function weightOf({ results, followers }: CauseView): number {
  return results.length + followers.length;
}

/** `1,000 tables`; `2 resources` of causes about plans and vaults, too. */
export function reachOf({ cause, resources }: CauseView): string {
  return cause.tables === resources.length ? count(cause.tables, 'table') : count(resources.length, 'resource');
}

/** The message with where it was asked. */
export function causeSentence(view: CauseView): string {
  const { policy } = view.cause;
  return `${view.cause.message}${policy === undefined ? '' : ` (${lineText(policy)})`}`;
}

/** `; failing since 2026-11-01`, where former reports tell. */
export function sinceText({ results }: CauseView): string {
  const [first] = results.flatMap(({ failingSince }) => failingSince ?? []).toSorted();
  return first === undefined ? '' : `; failing since ${first.slice(0, 10)}`;
}

/** `and 12 results that follow` */
export function followersText({ followers }: CauseView): string {
  return followers.length === 0
    ? ''
    : `; ${count(followers.length, 'more result')} ${followers.length === 1 ? 'follows' : 'follow'}`;
}

import type { Report } from '../model/report.ts';
import type { Result, ResultResource } from '../model/result.ts';
import type { Severity } from '../model/severity.ts';

/** A failing result of a former report, as far as it is told of. */
export interface FormerFailure {
  readonly fingerprint: string;
  readonly control: string;
  readonly severity: Severity;
  readonly resource: ResultResource;
}

/** What became of a former failure that no longer fails. */
export const FIXED_BY = {
  pass: 'passes now',
  waived: 'waived now',
  'not-applicable': 'not applicable now',
  gone: 'no longer evaluated: the table is gone',
} as const;
export type FixedBy = keyof typeof FIXED_BY;

export interface Fixed {
  readonly former: FormerFailure;
  readonly by: FixedBy;
}

/** A report beside a former one. */
export interface Delta {
  /** Failing results that the former report has not. */
  readonly added: readonly Result[];
  /** Failing then and now. */
  readonly standing: readonly Result[];
  /** Failing then and not now. What is unknown now is not among them: nobody knows whether it was fixed. */
  readonly fixed: readonly Fixed[];
  /** Failing then, and no longer evaluated or in other terms, of tables that stand: nothing was fixed. */
  readonly unasked: readonly FormerFailure[];
}

export function deltaOf(report: Report, former: readonly FormerFailure[]): Delta {
  const known = new Set(former.map(({ fingerprint }) => fingerprint));
  const failing = report.results.filter((result) => result.status === 'fail');
  const now = new Map(report.results.map((result) => [result.fingerprint, result]));
  const unasked = new Set(unaskedOf(report, former, now));
  return {
    added: failing.filter(({ fingerprint }) => !known.has(fingerprint)),
    standing: failing.filter(({ fingerprint }) => known.has(fingerprint)),
    fixed: former.flatMap((each) => {
      if (unasked.has(each)) return [];
      const by = fixedBy(each, now.get(each.fingerprint), report);
      return by === undefined ? [] : [{ former: each, by }];
    }),
    unasked: [...unasked],
  };
}

function unaskedOf(
  { results, unmatchedTables, policyChange }: Report,
  former: readonly FormerFailure[],
  now: ReadonlyMap<string, Result>,
): readonly FormerFailure[] {
  const standing = new Set([...results.map(({ resource }) => resource.arn), ...unmatchedTables]);
  const otherwise = new Set(policyChange?.fingerprints);
  return former.filter(({ fingerprint, resource }) => {
    const result = now.get(fingerprint);
    if (result === undefined) return standing.has(resource.arn);
    return otherwise.has(fingerprint) && result.status !== 'fail' && result.status !== 'unknown';
  });
}

/** What a previewed change makes of the failures; undefined on a report that is no preview. */
export function previewDelta(report: Report): Delta | undefined {
  const { results, preview } = report;
  if (preview === undefined) return undefined;
  const failing = results.filter(({ status }) => status === 'fail');
  const { fixed, unasked } = deltaOf(report, preview.fixed);
  return {
    added: failing.filter(({ change }) => change === 'new'),
    standing: failing.filter(({ change }) => change !== 'new'),
    fixed,
    unasked,
  };
}

function fixedBy(former: FormerFailure, now: Result | undefined, report: Report): FixedBy | undefined {
  if (now !== undefined) return now.status === 'fail' || now.status === 'unknown' ? undefined : now.status;
  return wasRead(former.resource, report) ? 'gone' : undefined;
}

/** Whether the report can tell that a table is gone: its place was read, and its tables could be listed. */
function wasRead({ account, region }: ResultResource, { scopes, results }: Report): boolean {
  const inScope = scopes.some((scope) => scope.account === account && scope.region === region);
  const unlisted = results.some(({ status, resource }) => {
    const samePlace = resource.account === account && resource.region === region;
    return status === 'unknown' && resource.name === '*' && samePlace;
  });
  return inScope && !unlisted;
}

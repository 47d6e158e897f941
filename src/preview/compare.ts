import type { Position } from '../model/policy.ts';
import type { PreviewedChange, Report, ReportPreview } from '../model/report.ts';
import type { Result } from '../model/result.ts';
import type { Change, ResourceChange } from './change.ts';
import { placedIn } from './deciding-resource.ts';
import { sentencesOf } from './sentences.ts';

export interface Sides {
  readonly before: Report;
  readonly after: Report;
  readonly changes: readonly Change[];
  /** No inventory was given, and the change alone is judged. */
  readonly alone: boolean;
  readonly notes: readonly string[];
}

/**
 * The report of the account after the change, with what the change makes of each result. `new`: it fails, or is unknown,
 * and was not so before. `fixed`: it failed, or was unknown, and no longer is. `unchanged`: all the rest.
 */
export function compared({ before, after, changes, alone, notes }: Sides): Report {
  const resources = changes.flatMap((change) => change.resources);
  const former = new Map(before.results.map((result) => [result.fingerprint, result]));
  const placed = placedIn(changes);
  const results = after.results.map((result) => {
    const was = former.get(result.fingerprint);
    const { subjects, at } = placed(result, was);
    const made: Result = { ...result, subjects, change: changeOf(was, result) };
    return at && isOpen(result) ? { ...made, template: at } : made;
  });
  const tables = new Set(after.results.map(({ resource }) => resource.arn));
  const now = new Set(after.results.map(({ fingerprint }) => fingerprint));
  const having = (kind: Result['change'], status?: Result['status']) =>
    results.filter((result) => result.change === kind && (status === undefined || result.status === status));
  const fixedPrints = new Set(having('fixed').map(({ fingerprint }) => fingerprint));
  const fixed = before.results.filter(
    ({ status, fingerprint }) => status === 'fail' && (fixedPrints.has(fingerprint) || !now.has(fingerprint)),
  );
  const preview: ReportPreview = {
    sources: [...new Set(changes.flatMap(({ sources }) => sources))],
    alone,
    changes: distinct(resources.flatMap(previewed)),
    new: having('new', 'fail').map(({ fingerprint }) => fingerprint),
    newUnknown: having('new', 'unknown').map(({ fingerprint }) => fingerprint),
    fixed,
    unchanged: having('unchanged', 'fail').map(({ fingerprint }) => fingerprint),
    sentences: sentencesOf({
      failing: having('new', 'fail'),
      fixed: fixed.filter(({ fingerprint }) => now.has(fingerprint)),
      // Where nothing was asked of a table, nothing is no longer evaluated.
      gone: before.results.filter(({ resource, status }) => status !== 'not-applicable' && !tables.has(resource.arn)),
      before: ({ fingerprint }) => former.get(fingerprint),
      takenBack: new Set(takenBackBy(changes).map(({ address }) => address)),
      deleted: new Set(resources.flatMap(({ action, address }) => (action === 'delete' ? [address] : []))),
    }),
    notes,
  };
  return { ...after, results, preview };
}

/** Deletions come last, and are not taken back. */
function takenBackBy(changes: readonly Change[]): readonly ResourceChange[] {
  return changes.flatMap(({ rollsBack, resources }) =>
    rollsBack ? resources.filter(({ action }) => action !== 'delete') : [],
  );
}

function changeOf(was: Result | undefined, now: Result): NonNullable<Result['change']> {
  if (isOpen(now)) return was?.status === now.status ? 'unchanged' : 'new';
  return was && isOpen(was) ? 'fixed' : 'unchanged';
}

function isOpen({ status }: Result): boolean {
  return status === 'fail' || status === 'unknown';
}

/** A table stands in several Regions, and is one resource all the same. */
function distinct(changes: readonly PreviewedChange[]): readonly PreviewedChange[] {
  return [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
}

function previewed({ address, type, action, at }: Change['resources'][number]): readonly PreviewedChange[] {
  if (action === 'none') return [];
  const place: { readonly at?: Position } = at ? { at } : {};
  return [{ address, type, action: at ? 'given' : action, ...place }];
}

import { groupBy } from '../model/group-by.ts';
import { compareText } from '../model/order.ts';
import type { Report, Summary } from '../model/report.ts';
import { isAboutTable, type Result, type Status } from '../model/result.ts';
import { firstDifference } from '../model/worst-first.ts';

/** Results that have something in common, such as the owner of their tables, counted. */
export interface Group {
  readonly name: string;
  readonly counts: Summary;
}

/** Groups with most failures first, then most unknown. */
export function groupsBy(results: readonly Result[], nameOf: (result: Result) => string): readonly Group[] {
  return [...groupBy(results, nameOf)]
    .map(([name, same]) => ({ name, counts: countsOf(same) }))
    .toSorted((a, b) =>
      firstDifference(b.counts.fail - a.counts.fail, b.counts.unknown - a.counts.unknown, compareText(a.name, b.name)),
    );
}

function countsOf(results: readonly Result[]): Summary {
  const counts: Record<Status, number> = { pass: 0, fail: 0, unknown: 0, 'not-applicable': 0, waived: 0 };
  const tables = new Set<string>();
  for (const result of results) {
    counts[result.status] += 1;
    if (isAboutTable(result)) tables.add(result.resource.arn);
  }
  const { pass, fail, unknown, waived } = counts;
  return { tables: tables.size, pass, fail, unknown, notApplicable: counts['not-applicable'], waived };
}

/** By the tag that names owners. Tables without it stand together, and with them those whose tags could not be read. */
export function ownersOf({ results, ownerTag }: Report): readonly Group[] {
  if (ownerTag === undefined) return [];
  const nobody = ownerTag.unread === 0 ? `no tag ${ownerTag.key}` : `no tag ${ownerTag.key}, or tags not read`;
  return groupsBy(results, ({ resource }) => resource.owner ?? nobody);
}

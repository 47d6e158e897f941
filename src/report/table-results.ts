import { groupBy } from '../model/group-by.ts';
import { compareText } from '../model/order.ts';
import type { Result, ResultResource, Status } from '../model/result.ts';
import { compareWorstFirst, firstDifference, severityRank } from '../model/worst-first.ts';

/** All results of one table, worst first. */
export interface TableResults {
  readonly resource: ResultResource;
  readonly results: readonly Result[];
}

/** Tables, the one that needs help most first. */
export function groupByTable(results: readonly Result[]): readonly TableResults[] {
  const tables: TableResults[] = [];
  for (const group of groupBy(results, (result) => result.resource.arn).values()) {
    const sorted = group.toSorted(compareWorstFirst);
    const [first] = sorted;
    if (first !== undefined) tables.push({ resource: first.resource, results: sorted });
  }
  return tables.toSorted(compareTables);
}

export function countStatus(results: readonly Result[], status: Status): number {
  return results.filter((result) => result.status === status).length;
}

function compareTables(a: TableResults, b: TableResults): number {
  return firstDifference(
    worstFailure(a) - worstFailure(b),
    countStatus(b.results, 'fail') - countStatus(a.results, 'fail'),
    countStatus(b.results, 'unknown') - countStatus(a.results, 'unknown'),
    compareText(a.resource.name, b.resource.name),
    compareText(a.resource.arn, b.resource.arn),
  );
}

/** 0 is a critical failure; tables without a failure come last. */
function worstFailure(table: TableResults): number {
  const failing = table.results.find((result) => result.status === 'fail');
  return failing === undefined ? Number.MAX_SAFE_INTEGER : severityRank(failing.severity);
}

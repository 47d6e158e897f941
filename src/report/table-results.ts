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
  const tables = [...groupBy(results, ({ resource }) => resource.arn).values()].flatMap((group) => {
    const sorted = group.toSorted(compareWorstFirst);
    const [first] = sorted;
    return first === undefined ? [] : [ranked({ resource: first.resource, results: sorted })];
  });
  return tables.toSorted(compareTables).map(({ table }) => table);
}

export function countStatus(results: readonly Result[], status: Status): number {
  return results.filter((result) => result.status === status).length;
}

interface Ranked {
  readonly table: TableResults;
  /** 0 is a critical failure; tables without a failure come last. */
  readonly worst: number;
  readonly failing: number;
  readonly unknown: number;
}

/** What orders a table is counted once, and not with each comparison. */
function ranked(table: TableResults): Ranked {
  const failing = table.results.find((result) => result.status === 'fail');
  return {
    table,
    worst: failing === undefined ? Number.MAX_SAFE_INTEGER : severityRank(failing.severity),
    failing: countStatus(table.results, 'fail'),
    unknown: countStatus(table.results, 'unknown'),
  };
}

function compareTables(a: Ranked, b: Ranked): number {
  const [own, other] = [a.table.resource, b.table.resource];
  return firstDifference(
    a.worst - b.worst,
    b.failing - a.failing,
    b.unknown - a.unknown,
    compareText(own.name, other.name),
    compareText(own.arn, other.arn),
  );
}

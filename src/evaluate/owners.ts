import type { Estate } from '../estate/estate.ts';
import { restoresOf } from '../estate/restored.ts';
import type { Report } from '../model/report.ts';

/** The report with the owner of each table, as its tag names it. AWS Backup restores no tags: a restored table is its source's owner's. */
export function withOwners(report: Report, estate: Estate, key: string): Report {
  const owners = new Map<string, string>();
  let unread = 0;
  for (const { arn, record } of estate.tables) {
    const owner = record.tags.known ? record.tags.value[key] : undefined;
    if (owner !== undefined) owners.set(arn, owner);
    if (!record.tags.known) unread += 1;
  }
  for (const [source, restored] of restoresOf(estate).restoredFrom) {
    const owner = owners.get(source);
    if (owner === undefined) continue;
    for (const { table } of restored) if (!owners.has(table.arn)) owners.set(table.arn, owner);
  }
  const results = report.results.map((result) => {
    const owner = owners.get(result.resource.arn);
    return owner === undefined ? result : { ...result, resource: { ...result.resource, owner } };
  });
  return { ...report, results, ownerTag: { key, unread } };
}

import { instant, record, reference, span, text } from '../reader.ts';

/** One thing at `creationDate`, or a series: one `every` so long, `for` so long, the newest at `until`. */
export const when = { creationDate: instant(), every: span(), for: span(), until: instant(), takes: span() };

/** Source: Backup developer guide, "AWS Backup quotas": recovery points of a vault. */
const MOST_IN_SERIES = 1_000_000;

/** Why a series cannot be made. */
export function seriesProblem(entry: { readonly every?: number; readonly for?: number }): string | undefined {
  if (entry.every === undefined) return undefined;
  if (entry.every === 0) return 'repeats every 0s; a series needs a duration between its members';
  const count = Math.floor((entry.for ?? 0) / entry.every) + 1;
  return count > MOST_IN_SERIES ? `makes a series of ${count}; at most ${MOST_IN_SERIES} are made` : undefined;
}

/** `tableName` may hold `*`: every table of the Region that matches. */
export const what = { tableName: reference(), resourceArn: text() };

export const createdBy = record({ backupPlanName: reference() }, { ruleName: reference(), backupPlanVersion: text() });

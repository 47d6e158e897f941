import { instant, record, reference, span, text } from '../reader.ts';

/** One thing at `creationDate`, or a series: one `every` so long, `for` so long, the newest at `until`. */
export const when = { creationDate: instant(), every: span(), for: span(), until: instant(), takes: span() };

/** `tableName` may hold `*`: every table of the Region that matches. */
export const what = { tableName: reference(), resourceArn: text() };

export const createdBy = record({ backupPlanName: reference() }, { ruleName: reference() });

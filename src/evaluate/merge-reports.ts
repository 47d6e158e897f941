import { policyCoverage } from '../controls/policy-coverage.ts';
import type { Instant } from '../model/instant.ts';
import { byText } from '../model/order.ts';
import { policyWarnings, type Report, type Shard, type Warning } from '../model/report.ts';
import { isAboutTable, type Result, type Status } from '../model/result.ts';
import { concluded } from './conclusion.ts';
import { fingerprintOf } from './fingerprint.ts';
import { byPlaceThenControl } from './order.ts';

/** Of two answers to the same question the more serious one counts: a merge hides no failure, and nothing that is unknown. */
const GRAVITY = { fail: 4, unknown: 3, waived: 2, pass: 1, 'not-applicable': 0 } as const satisfies Record<
  Status,
  number
>;

/** Reports of several runners or accounts → one. A shard that is missing is an unknown result. */
export function mergeReports(reports: readonly Report[], version: string, allowEmpty = false): Report {
  const results = [
    ...onceEach(
      reports.flatMap((report) => report.results),
      (result) => result.fingerprint,
      (a, b) => GRAVITY[b.status] > GRAVITY[a.status],
    ),
    ...missingShards(reports.map((report) => report.shard)).map(missingShard),
  ].toSorted(byPlaceThenControl);
  // Shards hold nothing against an empty one; all of them together are as one run.
  const nothingJudged = !allowEmpty && !results.some(isAboutTable) ? true : undefined;
  const history = onceEach(
    reports.flatMap((report) => report.history ?? []),
    (read) => JSON.stringify(read),
  );
  const matched = new Set(results.flatMap(({ policy, resource }) => (policy === undefined ? [] : [resource.arn])));
  // The oldest: no fact of the merged report is older than it says.
  const takenAt = oldest(reports.map((report) => report.takenAt));
  const asOf = oldest(reports.map((report) => report.asOf ?? report.takenAt));
  return {
    schema: 'holdfast/report/v1',
    tool: { name: 'holdfast', version },
    takenAt,
    ...(asOf === takenAt ? {} : { asOf }),
    ...concluded(results, nothingJudged),
    ...(nothingJudged ? { nothingJudged } : {}),
    scopes: onceEach(
      reports.flatMap((report) => report.scopes),
      placeOf,
    ).toSorted(byText(placeOf)),
    unmatchedTables: [...new Set(reports.flatMap((report) => report.unmatchedTables))]
      .filter((arn) => !matched.has(arn))
      .toSorted(),
    restores: onceEach(
      reports.flatMap((report) => report.restores),
      (times) => times.table,
      (a, b) => b.samples > a.samples,
    ).toSorted(byText(({ table }) => table)),
    apiCalls: sumOfCalls(reports),
    warnings: onceEach(
      reports.flatMap((report) => report.warnings),
      identityOf,
    ).filter((warning) => !('policy' in warning) || !isReached(warning.policy, reports, results)),
    ...(history.length === 0 ? {} : { history }),
  };
}

/** What a shard says of its tables is not what another says: the policy is the same. */
function identityOf(warning: Warning): string {
  return JSON.stringify('policy' in warning ? [warning.kind, warning.policy, warning.at] : warning);
}

/** A policy that one shard's tables do not match may match another's, and ask nothing there. */
function isReached(policy: string, reports: readonly Report[], results: readonly Result[]): boolean {
  const isSilent = (report: Report) => !policyWarnings(report).some((warning) => warning.policy === policy);
  return (
    results.some((result) => result.policy?.name === policy) ||
    reports.some((report) => report.shard !== undefined && isSilent(report))
  );
}

function oldest(instants: readonly Instant[]): Instant {
  return instants.toSorted()[0] ?? '1970-01-01T00:00:00.000Z';
}

/** Each key once, in the place of its first item. */
function onceEach<T>(items: readonly T[], keyOf: (item: T) => string, replaces: (a: T, b: T) => boolean = () => false) {
  const found = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    const present = found.get(key);
    if (present === undefined || replaces(present, item)) found.set(key, item);
  }
  return [...found.values()];
}

/** Every shard of every split that is known of and did not report. */
function missingShards(shards: readonly (Shard | undefined)[]): readonly Shard[] {
  const known = shards.filter((shard) => shard !== undefined);
  return [...new Set(known.map((shard) => shard.of))].flatMap((of) =>
    Array.from({ length: of }, (_, index) => ({ number: index + 1, of })).filter(
      ({ number }) => !known.some((shard) => shard.of === of && shard.number === number),
    ),
  );
}

function missingShard({ number, of }: Shard): Result {
  const arn = 'arn:aws:dynamodb:*:*:table/*';
  const detail = `the report of shard ${number}/${of} is not among the merged ones; with it this is settled`;
  return {
    control: policyCoverage.id,
    status: 'unknown',
    severity: policyCoverage.severity,
    resource: { type: 'AWS::DynamoDB::Table', arn, name: '*', account: '', region: '' },
    message: `the tables of shard ${number}/${of} were not judged`,
    because: [detail],
    subjects: [],
    unknown: { reason: 'not-collected', detail },
    fingerprint: fingerprintOf(policyCoverage.id, arn, '', `shard ${number}/${of}`),
  };
}

function placeOf({ partition, account, region }: Report['scopes'][number]): string {
  return `${account} ${region} ${partition}`;
}

function sumOfCalls(reports: readonly Report[]): Report['apiCalls'] {
  const byOperation = new Map<string, number>();
  for (const [operation, calls] of reports.flatMap((report) => Object.entries(report.apiCalls.byOperation))) {
    byOperation.set(operation, (byOperation.get(operation) ?? 0) + calls);
  }
  return {
    total: reports.reduce((sum, report) => sum + report.apiCalls.total, 0),
    byOperation: Object.fromEntries([...byOperation].toSorted(byText(([operation]) => operation))),
  };
}

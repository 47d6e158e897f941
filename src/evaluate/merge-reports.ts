import { controls } from '../controls/index.ts';
import { policyCoverage } from '../controls/policy-coverage.ts';
import type { Instant } from '../model/instant.ts';
import { byText } from '../model/order.ts';
import { policyWarnings, type ReportFrame, type Shard, type Warning } from '../model/report.ts';
import type { Result } from '../model/result.ts';
import { Tally } from './conclusion.ts';
import { fingerprintOf } from './fingerprint.ts';
import { mergedPolicyChange, PreviewMerge } from './merge-previews.ts';
import { heldResults, mergedResults, type OrderedResults } from './merged-results.ts';

/** A report that is merged with others. */
export interface ReportPart extends OrderedResults {
  readonly frame: ReportFrame;
}

/** What parts come to together: all but the results, and these as often as they are asked for, one resource at a time. */
export interface MergedReport {
  readonly frame: ReportFrame;
  readonly results: () => AsyncIterable<readonly Result[]>;
}

/**
 * Reports of several runners or accounts → one, in memory that does not grow with their results. A shard that is missing is an
 * unknown result. `each` sees the results of every resource once.
 */
export async function mergeReports(
  parts: readonly ReportPart[],
  version: string,
  allowEmpty = false,
  each: (results: readonly Result[]) => void = () => undefined,
): Promise<MergedReport> {
  const frames = parts.map(({ frame }) => frame);
  const all = [...parts, heldResults(missingShards(frames.map(({ shard }) => shard)))];
  const merge = new FrameMerge(frames);
  for await (const results of mergedResults(all)) {
    merge.take(results);
    each(results);
  }
  return { frame: merge.merged(version, allowEmpty), results: () => mergedResults(all) };
}

/** Controls whose results are about a table because of the policies of its source. */
const OF_RESTORED = new Set<string>(controls.filter(({ judges }) => judges === 'restored-table').map(({ id }) => id));

/** What the frames of parts and the results that stand come to. */
class FrameMerge {
  readonly #frames: readonly ReportFrame[];
  readonly #tally = new Tally();
  readonly #previews: PreviewMerge;
  readonly #unmatched: Set<string>;
  readonly #narrowed: Set<string>;
  readonly #policies = new Set<string>();

  constructor(frames: readonly ReportFrame[]) {
    this.#frames = frames;
    this.#previews = new PreviewMerge(frames);
    this.#unmatched = new Set(frames.flatMap(({ unmatchedTables }) => unmatchedTables));
    this.#narrowed = new Set(frames.flatMap(({ narrowedTables = [] }) => narrowedTables));
    // A policy of that part matches it.
    for (const arn of this.#narrowed) this.#unmatched.delete(arn);
  }

  take(results: readonly Result[]): void {
    this.#tally.take(results);
    this.#previews.take(results);
    for (const { control, policy, resource } of results) {
      if (policy === undefined) continue;
      this.#policies.add(policy.name);
      this.#narrowed.delete(resource.arn);
      if (!OF_RESTORED.has(control)) this.#unmatched.delete(resource.arn);
    }
  }

  merged(version: string, allowEmpty: boolean): ReportFrame {
    const frames = this.#frames;
    // Shards hold nothing against an empty one; all of them together are as one run.
    const nothingJudged = !allowEmpty && this.#tally.tables === 0 ? true : undefined;
    const history = onceEach(
      frames.flatMap((frame) => frame.history ?? []),
      (read) => JSON.stringify(read),
    );
    // The oldest: no fact of the merged report is older than it says.
    const takenAt = oldest(frames.map((frame) => frame.takenAt));
    const asOf = oldest(frames.map((frame) => frame.asOf ?? frame.takenAt));
    return {
      schema: 'holdfast/report/v1',
      tool: { name: 'holdfast', version },
      takenAt,
      ...(asOf === takenAt ? {} : { asOf }),
      ...this.#tally.concluded(nothingJudged),
      ...(nothingJudged ? { nothingJudged } : {}),
      scopes: onceEach(
        frames.flatMap((frame) => frame.scopes),
        placeOf,
      ).toSorted(byText(placeOf)),
      unmatchedTables: [...this.#unmatched].toSorted(),
      ...(this.#narrowed.size === 0 ? {} : { narrowedTables: [...this.#narrowed].toSorted() }),
      restores: onceEach(
        frames.flatMap((frame) => frame.restores),
        (times) => times.table,
        (a, b) => b.samples > a.samples,
      ).toSorted(byText(({ table }) => table)),
      apiCalls: sumOfCalls(frames),
      warnings: onceEach(
        frames.flatMap((frame) => frame.warnings),
        identityOf,
      ).filter((warning) => !('policy' in warning) || !this.#isReached(warning.policy)),
      ...mergedOwnerTag(frames),
      ...(history.length === 0 ? {} : { history }),
      ...this.#previews.merged(),
      ...mergedPolicyChange(frames),
    };
  }

  /** A policy that one shard's tables do not match may match another's, and ask nothing there. */
  #isReached(policy: string): boolean {
    const isSilent = (frame: ReportFrame) => !policyWarnings(frame).some((warning) => warning.policy === policy);
    return this.#policies.has(policy) || this.#frames.some((frame) => frame.shard !== undefined && isSilent(frame));
  }
}

/** Where all group by one tag; owners by different tags are no groups of one kind. */
function mergedOwnerTag(frames: readonly ReportFrame[]): Pick<ReportFrame, 'ownerTag'> {
  const tags = frames.flatMap(({ ownerTag }) => ownerTag ?? []);
  const [first] = tags;
  if (first === undefined || tags.length < frames.length || tags.some(({ key }) => key !== first.key)) return {};
  return { ownerTag: { key: first.key, unread: tags.reduce((sum, { unread }) => sum + unread, 0) } };
}

/** What a shard says of its tables is not what another says: the policy is the same. */
function identityOf(warning: Warning): string {
  return JSON.stringify('policy' in warning ? [warning.kind, warning.policy, warning.at] : warning);
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

/**
 * Every shard of every split that is known of and did not report. What was judged by other policies, or in another scope, is no
 * part of the same run; a shard of an older version does not say what it was asked, so it stands with its own kind alone.
 */
function missingShards(shards: readonly (Shard | undefined)[]): readonly Result[] {
  const known = shards.filter((shard) => shard !== undefined);
  const splits = onceEach(known, ({ question, of }) => `${of} ${question ?? ''}`);
  const isOneQuestion = new Set(known.map(({ question }) => question)).size === 1;
  return splits.flatMap((split) => {
    const present = known.filter(({ question, of }) => of === split.of && question === split.question);
    const numbers = new Set(present.map(({ number }) => number));
    return Array.from({ length: split.of }, (_, index) => index + 1)
      .filter((number) => !numbers.has(number))
      .map((number) => missingShard(`${number}/${split.of}${isOneQuestion ? '' : askedAs(split)}`));
  });
}

/** The words by which shards of different questions differ. */
function askedAs({ question }: Shard): string {
  return question === undefined ? ' of a question that its reports do not name' : ` of the question ${question}`;
}

function missingShard(shard: string): Result {
  const arn = 'arn:aws:dynamodb:*:*:table/*';
  const detail = `the report of shard ${shard} is not among the merged ones; with it this is settled`;
  return {
    control: policyCoverage.id,
    status: 'unknown',
    severity: policyCoverage.severity,
    resource: { type: 'AWS::DynamoDB::Table', arn, name: '*', account: '', region: '' },
    message: `the tables of shard ${shard} were not judged`,
    because: [detail],
    subjects: [],
    unknown: { reason: 'not-collected', detail },
    fingerprint: fingerprintOf(policyCoverage.id, arn, '', `shard ${shard}`),
  };
}

function placeOf({ partition, account, region }: ReportFrame['scopes'][number]): string {
  return `${account} ${region} ${partition}`;
}

function sumOfCalls(reports: readonly ReportFrame[]): ReportFrame['apiCalls'] {
  const byOperation = new Map<string, number>();
  for (const [operation, calls] of reports.flatMap((report) => Object.entries(report.apiCalls.byOperation))) {
    byOperation.set(operation, (byOperation.get(operation) ?? 0) + calls);
  }
  return {
    total: reports.reduce((sum, report) => sum + report.apiCalls.total, 0),
    byOperation: Object.fromEntries([...byOperation].toSorted(byText(([operation]) => operation))),
  };
}

/** Where a framework stands needs every result at once, and of each only what decides. */
export function withoutProse({ expected: _expected, actual: _actual, ...result }: Result): Result {
  return { ...result, message: '', because: [], subjects: [] };
}

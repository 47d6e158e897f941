import { count } from '../model/count.ts';
import type { Result, ResultResource } from '../model/result.ts';
import { type FailOn, isAtLeast } from '../model/severity.ts';
import { escapeTerminal } from './escape.ts';
import { type Folded, foldFollowers, followerLabels } from './followers.ts';
import { evidenceOf, nameOf, positionText, resultCounts, settledBy, whereabouts } from './summary.ts';
import { countStatus, type TableResults } from './table-results.ts';
import { type Paint, type Style, wrap } from './terminal.ts';

export interface TextContext {
  readonly paint: Paint;
  readonly width: number;
  readonly verbose: boolean;
  /** Every table and every name, however many. */
  readonly complete: boolean;
  readonly failOn: FailOn;
  /** What was not so before. */
  readonly isNew: (result: Result) => boolean;
  /** Unknown results that a block of their own tells about. */
  readonly elsewhere: ReadonlySet<Result>;
  /** Table names alone could be mistaken for another account's or Region's. */
  readonly manyScopes: boolean;
}

const WORDS = { fail: 'FAIL', unknown: 'UNKNOWN', waived: 'WAIVED', pass: 'PASS', 'not-applicable': 'N/A' } as const;
const STYLES = {
  fail: ['red', 'bold'],
  unknown: ['yellow', 'bold'],
  waived: ['cyan'],
  pass: ['green'],
  'not-applicable': ['dim'],
} as const satisfies Record<Result['status'], readonly Style[]>;

export function tableHeading(resource: ResultResource, context: TextContext): string {
  const name = nameOf(resource);
  return context.manyScopes ? `${name} (${whereabouts(resource).join(' ')})` : name;
}

/** One table with what must be read about it; nothing when there is nothing. */
export function tableLines(table: TableResults, context: TextContext): readonly string[] {
  const listed = table.results.filter((result) => !context.elsewhere.has(result));
  const fold = context.verbose ? unfolded : foldFollowers;
  const failing = fold(listed.filter((result) => result.status === 'fail'));
  const unknown = fold(listed.filter((result) => result.status === 'unknown'));
  const quiet = context.verbose ? listed.filter(({ status }) => status === 'pass' || status === 'not-applicable') : [];
  const lines = [
    ...failing.flatMap((cause) => causeLines(cause, context)),
    ...unknown.flatMap((cause) => causeLines(cause, context)),
    ...unfolded(quiet).flatMap((cause) => causeLines(cause, context)),
  ];
  if (lines.length === 0) return [];
  const elsewhere = table.results.length - listed.length;
  if (elsewhere > 0)
    lines.push(`  ${context.paint(WORDS.unknown, ...STYLES.unknown)}  ${count(elsewhere, 'result')}, see below`);
  return [heading(table, context), ...lines];
}

function unfolded(results: readonly Result[]): readonly Folded[] {
  return results.map((result) => ({ result, followers: [] }));
}

function heading({ resource, results }: TableResults, context: TextContext): string {
  const counts = resultCounts({
    fail: countStatus(results, 'fail'),
    unknown: countStatus(results, 'unknown'),
    pass: countStatus(results, 'pass'),
    waived: countStatus(results, 'waived'),
    notApplicable: countStatus(results, 'not-applicable'),
  });
  return `${context.paint(escapeTerminal(tableHeading(resource, context)), 'bold')}  ${context.paint(counts, 'dim')}`;
}

function causeLines(cause: Folded, context: TextContext): readonly string[] {
  const { result, followers } = cause;
  const { width, paint } = context;
  const counted = result.status !== 'fail' || isAtLeast(result.severity, context.failOn);
  const word = paint(WORDS[result.status], ...STYLES[result.status]);
  const severity = result.status === 'pass' || result.status === 'not-applicable' ? '' : `  ${result.severity}`;
  const below = counted ? '' : ` (below fail-on ${context.failOn})`;
  return [
    `  ${word}${severity}${below}  ${paint(escapeTerminal(result.control), 'bold')}${context.isNew(result) ? '  new' : ''}`,
    ...wrap(result.message, width, '    '),
    ...whyUnknown(result, width),
    ...evidenceOf(result)
      .flatMap((line) => wrap(line, width, '    ', '- '))
      .map((line) => paint(line, 'dim')),
    ...askedBy(result, context),
    ...(result.follows === undefined ? [] : wrap(`follows from ${result.follows}`, width, '    ')),
    ...(followers.length === 0
      ? []
      : wrap(`also: ${followerLabels(cause)} (follow from ${result.control})`, width, '    ')),
  ];
}

function whyUnknown({ unknown, message }: Result, width: number): readonly string[] {
  if (unknown === undefined) return [];
  const why = message.includes(unknown.detail) ? unknown.reason : `${unknown.reason}: ${unknown.detail}`;
  return [
    ...wrap(`unknown because ${why}`, width, '    '),
    ...settledBy(unknown.permission, why).flatMap((action) =>
      wrap(`settled by the IAM action ${action}`, width, '    '),
    ),
  ];
}

function askedBy({ policy, template }: Result, context: TextContext): readonly string[] {
  const lines = [
    ...(policy === undefined
      ? []
      : wrap(`asked by ${policy.name}, ${positionText(policy)} (${policy.path})`, context.width, '    ')),
    ...(template === undefined ? [] : wrap(`decided at ${positionText(template)}`, context.width, '    ')),
  ];
  return lines.map((line) => context.paint(line, 'dim'));
}

/** The first names, and how many more there are. */
export function listed(names: readonly string[], context: TextContext, most: number): string {
  const shown = context.complete ? names : names.slice(0, most);
  const more = names.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more.toLocaleString('en-US')} more` : '');
}

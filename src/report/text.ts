import { count } from '../model/count.ts';
import type { Report, RestoreTimes } from '../model/report.ts';
import type { FailOn } from '../model/severity.ts';
import { compareWorstFirst } from '../model/worst-first.ts';
import { policyChangeLines } from './policy-change-text.ts';
import { previewLines } from './preview-text.ts';
import { asOf, conclusionSentence, nameOfTable, restoreSentence, resultCounts, warningSentence } from './summary.ts';
import { groupByTable, type TableResults } from './table-results.ts';
import { painter, wrap } from './terminal.ts';
import { type TextContext, tableHeading, tableLines } from './text-table.ts';
import { unknownBlock } from './text-unknown.ts';
import { groupUnknown } from './unknown-groups.ts';

export interface TextOptions {
  readonly colour: boolean;
  /** Columns. Words that are longer overflow. */
  readonly width: number;
  /** Passing and not applicable results too, every name, every operation. */
  readonly verbose?: boolean;
  /** Failing results below it are marked as such. */
  readonly failOn?: FailOn;
}

/** Below this, what an unknown result misses is told under its table; from it on, once for all of them. */
const BLOCK_FROM = 3;
/** Names listed without `verbose`. */
const NAMES = 10;

const CONCLUSION_STYLE = { compliant: 'green', noncompliant: 'red', undetermined: 'yellow' } as const;

/** The report for a person at a terminal: the worst table first, the conclusion last, next to the prompt. */
export function renderText(report: Report, options: TextOptions): string {
  const paint = painter(options.colour);
  const blocks = groupUnknown(report.results).filter((group) => group.results.length >= BLOCK_FROM);
  const context: TextContext = {
    paint,
    width: options.width,
    verbose: options.verbose ?? false,
    failOn: options.failOn ?? 'low',
    elsewhere: new Set(options.verbose ? [] : blocks.flatMap((group) => group.results)),
    manyScopes: countScopes(report) > 1,
  };
  const tables = groupByTable(report.results);
  const sections = [
    header(report, context),
    ...tables.map((table) => tableLines(table, context)),
    ...blocks.map((group) => unknownBlock(group, context)),
    waived(report, context),
    fineTables(tables, context),
    unmatched(report, context),
    restores(report, context),
    warnings(report, context),
    thisChange(report, context),
    changedPolicies(report, context),
    summary(report, context),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function countScopes(report: Report): number {
  const places = [...report.scopes, ...report.results.map((result) => result.resource)];
  return new Set(places.map(({ account, region }) => `${account} ${region}`)).size;
}

function header(report: Report, context: TextContext): readonly string[] {
  const scopes = report.scopes.map((scope) => `${scope.account} ${scope.region}`);
  const where = listed(scopes, context, 4) || 'no account was read';
  const title = `Holdfast ${report.tool.version}, ${asOf(report)}, ${where}`;
  return wrap(title, context.width, '').map((line) => context.paint(line, 'dim'));
}

function waived(report: Report, context: TextContext): readonly string[] {
  const results = report.results.filter((result) => result.status === 'waived').toSorted(compareWorstFirst);
  if (results.length === 0) return [];
  const lines = results.flatMap(({ control, resource, waiver, message }) => {
    const terms = waiver && `until ${waiver.until}, approved by ${waiver.approvedBy}: ${waiver.reason}`;
    const found = terms === undefined || context.verbose ? `; ${message}` : '';
    return wrap(`${tableHeading(resource, context)} ${control} ${terms ?? ''}${found}`, context.width, '  ', '- ');
  });
  return [context.paint(`WAIVED  ${count(results.length, 'result')}`, 'bold', 'cyan'), ...lines];
}

/** Tables with nothing failing, unknown or waived. One to which nothing applied is not called fine. */
function fineTables(tables: readonly TableResults[], context: TextContext): readonly string[] {
  const has = (table: TableResults, ...statuses: readonly string[]) =>
    table.results.some((result) => statuses.includes(result.status));
  const quiet = tables.filter((table) => !has(table, 'fail', 'unknown', 'waived'));
  const fine = quiet.filter((table) => has(table, 'pass'));
  const untouched = quiet.filter((table) => !has(table, 'pass'));
  if (context.verbose) return [];
  return [
    ...nameList('PASS', nounOf(fine), 'all that applies passes', fine, context),
    ...nameList('N/A', nounOf(untouched), 'nothing asked applies', untouched, context),
  ];
}

/** Drift is about plans, vaults and settings, too. */
function nounOf(tables: readonly TableResults[]): string {
  return tables.every(({ resource }) => resource.type === 'AWS::DynamoDB::Table') ? 'table' : 'resource';
}

function nameList(
  word: string,
  noun: string,
  what: string,
  tables: readonly TableResults[],
  context: TextContext,
): readonly string[] {
  if (tables.length === 0) return [];
  const names = tables.map(({ resource }) => tableHeading(resource, context));
  const heading = `${word}  ${count(tables.length, noun)}: ${what}`;
  return [
    context.paint(heading, 'bold', ...(word === 'PASS' ? (['green'] as const) : [])),
    ...wrap(listed(names, context, NAMES), context.width, '  '),
  ];
}

/** A table that already fails `policy-coverage` is not told twice. */
function unmatched(report: Report, context: TextContext): readonly string[] {
  const failing = new Set(
    report.results
      .filter((result) => result.control === 'policy-coverage' && result.status === 'fail')
      .map((result) => result.resource.arn),
  );
  const arns = report.unmatchedTables.filter((arn) => !failing.has(arn));
  if (arns.length === 0) return [];
  const names = arns.map((arn) => (context.manyScopes ? arn : nameOfTable(arn)));
  return [
    context.paint(`NOT JUDGED  ${count(arns.length, 'table')}: no policy matches`, 'bold', 'yellow'),
    ...wrap(listed(names, context, NAMES), context.width, '  '),
  ];
}

/** Those that broke their RTO or came close; `holdfast restores` shows all. */
function restores(report: Report, context: TextContext): readonly string[] {
  if (report.restores.length === 0) return [];
  const shown = context.verbose ? report.restores : report.restores.filter(isNearItsRto);
  const within = report.restores.length - shown.length;
  return [
    context.paint('RESTORE TIMES', 'bold'),
    ...shown.flatMap((times) =>
      wrap(
        `${nameOfTable(times.table)}: ${restoreSentence(times)} (from ${times.samplesFrom.join(', ')})`,
        context.width,
        '  ',
        '- ',
      ),
    ),
    ...(within === 0
      ? []
      : wrap(`${count(within, 'table')}: no restore took more than half of the RTO`, context.width, '  ')),
  ];
}

function isNearItsRto({ maxMinutes, rtoMinutes }: RestoreTimes): boolean {
  return rtoMinutes === undefined || maxMinutes > rtoMinutes / 2;
}

function warnings(report: Report, context: TextContext): readonly string[] {
  if (report.warnings.length === 0) return [];
  const shown = context.verbose ? report.warnings : report.warnings.slice(0, NAMES);
  const more = report.warnings.length - shown.length;
  return [
    context.paint(`WARNINGS  ${count(report.warnings.length, 'thing')} that may not be meant`, 'bold', 'yellow'),
    ...shown.flatMap((warning) => wrap(warningSentence(warning), context.width, '  ', '- ')),
    ...(more > 0 ? wrap(`and ${count(more, 'more')}; the JSON report has all`, context.width, '  ') : []),
  ];
}

function thisChange({ preview }: Report, context: TextContext): readonly string[] {
  if (preview === undefined) return [];
  const { paint, width, verbose } = context;
  return [
    paint('THIS CHANGE', 'bold'),
    ...previewLines(preview, verbose).flatMap((line) => wrap(line, width, '  ', '- ')),
    ...preview.fixed
      .flatMap(({ control, resource, message }) =>
        wrap(`fixed: ${tableHeading(resource, context)} ${control}, before: ${message}`, width, '  ', '- '),
      )
      .slice(0, verbose ? undefined : NAMES),
  ];
}

function changedPolicies({ policyChange }: Report, { paint, width }: TextContext): readonly string[] {
  if (policyChange === undefined || policyChange.requirements.length === 0) return [];
  return [
    paint('CHANGED POLICIES', 'bold'),
    ...policyChangeLines(policyChange).flatMap((line) => wrap(line, width, '  ', '- ')),
  ];
}

function summary(report: Report, context: TextContext): readonly string[] {
  const { paint, width } = context;
  const conclusion = report.conclusion.toUpperCase();
  const [first = '', ...rest] = wrap(conclusionSentence(report, context.failOn), width, '', `${conclusion}  `);
  const operations = Object.entries(report.apiCalls.byOperation)
    .map(([operation, number]) => `${operation} ${number}`)
    .join(', ');
  const calls = count(report.apiCalls.total, 'AWS API call');
  return [
    ...wrap(`${count(report.summary.tables, 'table')}; results: ${resultCounts(report.summary)}`, width, ''),
    ...wrap(context.verbose && operations !== '' ? `${calls}: ${operations}` : calls, width, ''),
    paint(conclusion, 'bold', CONCLUSION_STYLE[report.conclusion]) + first.slice(conclusion.length),
    ...rest,
  ];
}

/** The first names, and how many more there are. */
function listed(names: readonly string[], context: TextContext, most: number): string {
  const shown = context.verbose ? names : names.slice(0, most);
  const more = names.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more.toLocaleString('en-US')} more` : '');
}

import { count } from '../model/count.ts';
import type { Report, RestoreTimes } from '../model/report.ts';
import type { Result } from '../model/result.ts';
import type { FailOn } from '../model/severity.ts';
import { compareWorstFirst } from '../model/worst-first.ts';
import { causeViews } from './cause-view.ts';
import { escapeTerminal } from './escape.ts';
import { frameworkHeading, requirementLines } from './framework-lines.ts';
import { ownersOf } from './groups.ts';
import { type ArgumentsOf, nextSteps } from './next-steps.ts';
import { policyChangeLines } from './policy-change-text.ts';
import { previewLines } from './preview-text.ts';
import { asOf, nameOfTable, restoreSentence, resultCounts, warningSentence } from './summary.ts';
import { groupByTable, type TableResults } from './table-results.ts';
import { painter, wrap } from './terminal.ts';
import { causesBlock, closing } from './text-causes.ts';
import { listed, type TextContext, tableHeading, tableLines } from './text-table.ts';
import { unknownBlock } from './text-unknown.ts';
import { groupUnknown } from './unknown-groups.ts';

export interface TextOptions {
  readonly colour: boolean;
  /** Columns. Words that are longer overflow. */
  readonly width: number;
  /** Passing and not applicable results too, every name, every operation. */
  readonly verbose?: boolean;
  /** Every table that fails or is open and every name, however many; absent: of thousands the worst, and how many more. */
  readonly complete?: boolean;
  /** The conclusion, the worst causes and the next steps alone. */
  readonly summary?: boolean;
  /** Failing results below it are marked as such. */
  readonly failOn?: FailOn;
  /** What was not so before; absent: a preview knows of itself. */
  readonly isNew?: ((result: Result) => boolean) | undefined;
  /** What makes the commands that it proposes look at the same; absent: they cannot. */
  readonly argumentsOf?: ArgumentsOf | undefined;
}

/** Below this, what an unknown result misses is told under its table; from it on, once for all of them. */
const BLOCK_FROM = 3;
/** Names listed where not all are. */
const NAMES = 10;
/** Tables told of where not all are. */
const TABLES = 25;
/** Waived results listed where not all are. */
const WAIVED = 20;

/** The report for a person at a terminal: causes, tables, and what a person needs last, next to the prompt. */
export function renderText(report: Report, options: TextOptions): string {
  const paint = painter(options.colour);
  const blocks = groupUnknown(report.results).filter((group) => group.results.length >= BLOCK_FROM);
  const context: TextContext = {
    paint,
    width: options.width,
    verbose: options.verbose ?? false,
    complete: options.complete ?? options.verbose ?? false,
    failOn: options.failOn ?? 'low',
    isNew: options.isNew ?? (({ change }) => change === 'new'),
    elsewhere: new Set(options.verbose ? [] : blocks.flatMap((group) => group.results)),
    manyScopes: countScopes(report) > 1,
  };
  const causes = causeViews(report);
  const steps = nextSteps(causes, options.argumentsOf);
  if (options.summary) return written(closing(report, causes, steps, context));
  const tables = groupByTable(report.results);
  const told = tables.map((table) => tableLines(table, context)).filter((lines) => lines.length > 0);
  const most = context.complete ? told.length : TABLES;
  const sections = [
    header(report, context),
    causesBlock(causes, context),
    ...told.slice(0, most),
    notShown(told.length - most, context),
    ...blocks.map((group) => unknownBlock(group, context)),
    waived(report, context),
    fineTables(tables, context),
    unmatched(report, context),
    restores(report, context),
    warnings(report, context),
    owners(report, context),
    thisChange(report, context),
    changedPolicies(report, context),
    ...frameworks(report, context),
    ...closing(report, causes, steps, context),
  ];
  return written(sections);
}

function written(sections: readonly (readonly string[])[]): string {
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function frameworks({ frameworks = [] }: Report, context: TextContext): readonly (readonly string[])[] {
  return frameworks.map((framework) => [
    ...wrap(frameworkHeading(framework), context.width, '').map((line) => context.paint(line, 'bold')),
    ...requirementLines(framework).flatMap((line) => wrap(line, context.width, '  ', '- ')),
  ]);
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

/** What of the tables is left out, and how to have it. */
function notShown(more: number, { paint, width }: TextContext): readonly string[] {
  if (more <= 0) return [];
  const text = `NOT SHOWN  ${count(more, 'more table')} with failing or unknown results; --report text=FILE writes all of them`;
  return wrap(text, width, '').map((line) => paint(line, 'bold', 'yellow'));
}

function waived(report: Report, context: TextContext): readonly string[] {
  const results = report.results.filter((result) => result.status === 'waived').toSorted(compareWorstFirst);
  if (results.length === 0) return [];
  const shown = context.complete ? results : results.slice(0, WAIVED);
  const lines = shown.flatMap(({ control, resource, waiver, message }) => {
    const terms = waiver && `until ${waiver.until}, approved by ${waiver.approvedBy}: ${waiver.reason}`;
    const found = terms === undefined || context.verbose ? `; ${message}` : '';
    return wrap(`${tableHeading(resource, context)} ${control} ${terms ?? ''}${found}`, context.width, '  ', '- ');
  });
  return [
    context.paint(`WAIVED  ${count(results.length, 'result')}`, 'bold', 'cyan'),
    ...lines,
    ...andMore(results.length - shown.length, context),
  ];
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
  const told = context.verbose ? report.restores : report.restores.filter(isNearItsRto);
  const within = report.restores.length - told.length;
  const shown = context.complete ? told : told.slice(0, TABLES);
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
    ...andMore(told.length - shown.length, context),
    ...(within === 0
      ? []
      : wrap(`${count(within, 'table')}: no restore took more than half of the RTO`, context.width, '  ')),
  ];
}

function isNearItsRto({ maxMinutes, rtoMinutes }: RestoreTimes): boolean {
  return rtoMinutes === undefined || maxMinutes > rtoMinutes / 2;
}

function owners(report: Report, context: TextContext): readonly string[] {
  const groups = ownersOf(report);
  if (groups.length === 0) return [];
  const shown = context.complete ? groups : groups.slice(0, TABLES);
  return [
    context.paint(`OWNERS  by the tag ${escapeTerminal(report.ownerTag?.key ?? '')}`, 'bold'),
    ...shown.flatMap(({ name, counts }) =>
      wrap(`${name}: ${count(counts.tables, 'table')}; ${resultCounts(counts)}`, context.width, '  ', '- '),
    ),
    ...andMore(groups.length - shown.length, context),
  ];
}

function warnings(report: Report, context: TextContext): readonly string[] {
  if (report.warnings.length === 0) return [];
  const shown = context.complete ? report.warnings : report.warnings.slice(0, NAMES);
  const more = report.warnings.length - shown.length;
  return [
    context.paint(`WARNINGS  ${count(report.warnings.length, 'thing')} that may not be meant`, 'bold', 'yellow'),
    ...shown.flatMap((warning) => wrap(warningSentence(warning), context.width, '  ', '- ')),
    ...andMore(more, context),
  ];
}

function andMore(more: number, { width }: TextContext): readonly string[] {
  return more > 0 ? wrap(`and ${more.toLocaleString('en-US')} more; --report text=FILE writes all`, width, '  ') : [];
}

function thisChange({ preview }: Report, context: TextContext): readonly string[] {
  if (preview === undefined) return [];
  const { paint, width, complete } = context;
  return [
    paint('THIS CHANGE', 'bold'),
    ...previewLines(preview, complete).flatMap((line) => wrap(line, width, '  ', '- ')),
    ...preview.fixed
      .flatMap(({ control, resource, message }) =>
        wrap(`fixed: ${tableHeading(resource, context)} ${control}, before: ${message}`, width, '  ', '- '),
      )
      .slice(0, complete ? undefined : NAMES),
  ];
}

function changedPolicies({ policyChange }: Report, { paint, width }: TextContext): readonly string[] {
  if (policyChange === undefined || policyChange.requirements.length === 0) return [];
  return [
    paint('CHANGED POLICIES', 'bold'),
    ...policyChangeLines(policyChange).flatMap((line) => wrap(line, width, '  ', '- ')),
  ];
}

import { count } from '../model/count.ts';
import type { MeasuredObjective, PolicyTimes, RestoreReport, TableTimes } from '../model/restore-report.ts';
import { columnBars, shareBar } from './bars.ts';
import { escapeMarkdown, escapeMarkdownCode } from './escape.ts';
import {
  askedText,
  backupText,
  drillTexts,
  FOOTNOTES,
  marginText,
  measureText,
  NONE,
  openText,
  restoredText,
  rpoText,
  runningTexts,
  STATISTIC_COLUMNS,
  STATUS_WORDS,
  shortMinutes,
  spreadText,
  trendText,
  uncountedText,
  verdictText,
} from './restore-columns.ts';
import { readableInstant } from './summary.ts';

/** Restore times as GitHub's Markdown: a table for each policy, then what has no RTO. */
export function renderRestoresMarkdown(report: RestoreReport): string {
  const sections = [
    [`## Restore times as of ${readableInstant(report.asOf)}`],
    ...report.policies.flatMap((policy) => policySections(report, policy)),
    ...unaskedSections(report),
    ...report.hidden.map((line) => [`Not all restores are known: ${escapeMarkdown(line)}`]),
    ...(report.tables.length === 0 && report.policies.length === 0
      ? [['No restore is known, and no policy asks for an RTO.']]
      : []),
    [`<sub>${FOOTNOTES.map(escapeMarkdown).join(' ')}</sub>`],
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

interface Row {
  readonly table: TableTimes;
  readonly objective?: MeasuredObjective | undefined;
}

function policySections(report: RestoreReport, policy: PolicyTimes): readonly (readonly string[])[] {
  const rows = report.tables.flatMap((table) => {
    const objective = table.objectives.find((each) => each.policy === policy.policy);
    return objective ? [{ table, objective }] : [];
  });
  const manyPlaces = hasManyPlaces(report);
  const spread = spreadText(policy);
  return [
    [`### ${escapeMarkdown(policy.policy)}`],
    [`${escapeMarkdown(askedText(policy))}. ${verdictText(policy)}.`],
    ...(rows.length > 0 ? [grid(rows, manyPlaces)] : []),
    ...noteSections(rows, manyPlaces),
    ...(spread === undefined ? [] : [[`_${escapeMarkdown(spread)}_`]]),
  ];
}

function unaskedSections(report: RestoreReport): readonly (readonly string[])[] {
  const rows = report.tables.filter(({ objectives }) => objectives.length === 0).map((table) => ({ table }));
  if (rows.length === 0) return [];
  const manyPlaces = hasManyPlaces(report);
  return [
    ['### No RTO asked'],
    [`${count(rows.length, 'table')}.`],
    grid(rows, manyPlaces),
    ...noteSections(rows, manyPlaces),
  ];
}

/** Names alone could be mistaken for another account's or Region's. */
function hasManyPlaces({ tables }: RestoreReport): boolean {
  return new Set(tables.map(({ account, region }) => `${account} ${region}`)).size > 1;
}

function nameOf({ name, account, region, listed }: TableTimes, manyPlaces: boolean): string {
  const place = manyPlaces ? ` (${escapeMarkdown(`${account} ${region}`)})` : '';
  return `${escapeMarkdownCode(name)}${place}${listed ? '' : ' (not listed)'}`;
}

/** What is too long for a cell. */
function noteSections(rows: readonly Row[], manyPlaces: boolean): readonly (readonly string[])[] {
  const lines = rows.flatMap(({ table, objective }) => {
    const open = objective && openText(objective);
    const said = [
      ...runningTexts(table),
      ...(open === undefined ? [] : [open]),
      ...drillTexts(table),
      ...table.testingPlans,
    ];
    return said.map((text) => `- ${nameOf(table, manyPlaces)}: ${escapeMarkdown(text)}`);
  });
  return lines.length === 0 ? [] : [lines];
}

const BAR_CELLS = 10;

function grid(rows: readonly Row[], manyPlaces: boolean): readonly string[] {
  const untilReady = rows.some(({ objective }) => objective?.clock === 'ready');
  const numbers = ['Margin', 'RPO met', 'n', ...STATISTIC_COLUMNS.map((column) => column.head)];
  const head = [
    'Table',
    'Status',
    'Measure',
    ...(untilReady ? ['Restored'] : []),
    'Of RTO',
    ...numbers,
    'Recent',
    'Trend',
    'Latest backup',
    'Not counted',
  ];
  const cells = ({ table, objective }: Row) => [
    nameOf(table, manyPlaces),
    objective ? STATUS_WORDS[objective.status] : NONE,
    objective ? measureText(objective) : NONE,
    ...(untilReady ? [objective ? restoredText(objective) : NONE] : []),
    objective ? barOf(objective) : '',
    objective ? marginText(objective) : NONE,
    rpoText(table),
    String(table.statistics?.samples ?? 0),
    ...STATISTIC_COLUMNS.map(({ of }) => {
      const minutes = of(table);
      return minutes === undefined ? NONE : shortMinutes(minutes);
    }),
    columnBars(table.recentMinutes, true),
    ...[trendText(table), backupText(table), uncountedText(table)].map((text) =>
      text === undefined ? '' : escapeMarkdown(text),
    ),
  ];
  const line = (texts: readonly string[]) => `| ${texts.join(' | ')} |`;
  const rule = head.map((each) => (numbers.includes(each) ? '---:' : '---'));
  return [line(head), line(rule), ...rows.map((row) => line(cells(row)))];
}

function barOf({ measuredMinutes, rtoMinutes }: MeasuredObjective): string {
  return measuredMinutes === undefined ? '' : shareBar(measuredMinutes / rtoMinutes, BAR_CELLS, true).trimEnd();
}

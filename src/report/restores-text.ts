import { count } from '../model/count.ts';
import type { MeasuredObjective, PolicyTimes, RestoreReport, TableTimes } from '../model/restore-report.ts';
import { columnBars, shareBar } from './bars.ts';
import { escapeTerminal } from './escape.ts';
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
  type StatisticHead,
  shortMinutes,
  spreadText,
  trendText,
  uncountedText,
  verdictText,
} from './restore-columns.ts';
import { readableInstant } from './summary.ts';
import { type Paint, painter, type Style, wrap } from './terminal.ts';

export interface RestoresTextOptions {
  readonly colour: boolean;
  readonly width: number;
  /** False: bars of `#`, for terminals that show no block elements. */
  readonly unicode: boolean;
}

interface Row {
  readonly table: TableTimes;
  readonly objective?: MeasuredObjective | undefined;
}

interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
  readonly cell: (row: Row) => string;
  readonly style?: (row: Row) => readonly Style[];
}

/** Restore times for a terminal: a table for each policy, then what has no RTO. */
export function renderRestoresText(report: RestoreReport, options: RestoresTextOptions): string {
  const paint = painter(options.colour);
  const sections = [
    [paint(`Restore times as of ${readableInstant(report.asOf)}`, 'bold')],
    ...report.policies.map((policy) => policySection(report, policy, options, paint)),
    unaskedSection(report, options, paint),
    report.hidden.flatMap((line) => wrap(`not all restores are known: ${line}`, options.width, '')),
    report.tables.length === 0 && report.policies.length === 0
      ? ['no restore is known, and no policy asks for an RTO']
      : [],
    FOOTNOTES.flatMap((line) => wrap(line, options.width, '')).map((line) => paint(line, 'dim')),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function policySection(
  report: RestoreReport,
  policy: PolicyTimes,
  options: RestoresTextOptions,
  paint: Paint,
): readonly string[] {
  const rows = report.tables.flatMap((table) => {
    const objective = table.objectives.find((each) => each.policy === policy.policy);
    return objective ? [{ table, objective }] : [];
  });
  const spread = spreadText(policy);
  return [
    `${paint(escapeTerminal(policy.policy), 'bold')}  ${askedText(policy)}`,
    verdictText(policy),
    ...(rows.length > 0 ? ['', ...grid(rows, askedColumns(policy, options), namer(report), options, paint)] : []),
    ...(spread === undefined ? [] : ['', ...wrap(spread, options.width, '  ')]),
  ];
}

function unaskedSection(report: RestoreReport, options: RestoresTextOptions, paint: Paint): readonly string[] {
  const rows = report.tables.filter(({ objectives }) => objectives.length === 0).map((table) => ({ table }));
  if (rows.length === 0) return [];
  return [
    `${paint('no RTO asked', 'bold')}  ${count(rows.length, 'table')}`,
    '',
    ...grid(rows, [], namer(report), options, paint),
  ];
}

/** Names alone could be mistaken for another account's or Region's. */
function namer({ tables }: RestoreReport): (table: TableTimes) => string {
  const places = new Set(tables.map(({ account, region }) => `${account} ${region}`));
  return ({ name, account, region, listed }) =>
    escapeTerminal(
      [name, ...(places.size > 1 ? [`(${account} ${region})`] : []), ...(listed ? [] : ['(not listed)'])].join(' '),
    );
}

const BAR_CELLS = 10;
/** Of bars where a line is short. */
const NARROW_BAR_CELLS = 5;
const NARROW = 120;

const STATUS_STYLES = {
  pass: ['green'],
  fail: ['red', 'bold'],
  unknown: ['yellow', 'bold'],
  'not-applicable': ['dim'],
} as const satisfies Record<MeasuredObjective['status'], readonly Style[]>;

const RPO_MET: Column = { head: 'RPO met', align: 'right', cell: ({ table }) => rpoText(table) };

function askedColumns({ clock }: PolicyTimes, { unicode, width }: RestoresTextOptions): readonly Column[] {
  const cells = width < NARROW ? NARROW_BAR_CELLS : BAR_CELLS;
  const bar = ({ measuredMinutes, rtoMinutes }: MeasuredObjective) =>
    measuredMinutes === undefined ? NONE : shareBar(measuredMinutes / rtoMinutes, cells, unicode);
  return [
    {
      head: 'status',
      align: 'left',
      cell: ({ objective }) => (objective ? STATUS_WORDS[objective.status] : NONE),
      style: ({ objective }) => (objective ? STATUS_STYLES[objective.status] : []),
    },
    { head: 'of RTO', align: 'left', cell: ({ objective }) => (objective ? bar(objective) : NONE) },
    { head: 'measure', align: 'right', cell: ({ objective }) => (objective ? measureText(objective) : NONE) },
    ...(clock === 'ready'
      ? [
          {
            head: 'restored',
            align: 'right',
            cell: ({ objective }) => (objective ? restoredText(objective) : NONE),
          } as const satisfies Column,
        ]
      : []),
    { head: 'margin', align: 'right', cell: ({ objective }) => (objective ? marginText(objective) : NONE) },
    RPO_MET,
  ];
}

/** What a narrow terminal does without, in this order; then names stand above their rows. */
const DISPENSABLE: readonly StatisticHead[] = ['p99', 'p90', 'mean'];

function grid(
  rows: readonly Row[],
  asked: readonly Column[],
  nameOf: (table: TableTimes) => string,
  options: RestoresTextOptions,
  paint: Paint,
): readonly string[] {
  const name: Column = { head: 'table', align: 'left', cell: ({ table }) => nameOf(table) };
  const number: Column = { head: 'n', align: 'right', cell: ({ table }) => String(table.statistics?.samples ?? 0) };
  const statistics = (left: readonly string[]) =>
    STATISTIC_COLUMNS.filter(({ head }) => !left.includes(head)).map(
      ({ head, of }): Column => ({
        head,
        align: 'right',
        cell: ({ table }) => {
          const minutes = of(table);
          return minutes === undefined ? NONE : shortMinutes(minutes);
        },
      }),
    );
  const without = [0, 1, 2, 3].map((left) => [...asked, number, ...statistics(DISPENSABLE.slice(0, left))]);
  // Of the drills that stand below the row each tells its own.
  without.push([...asked.filter((column) => column !== RPO_MET), number, ...statistics(DISPENSABLE)]);
  const sizes = (columns: readonly Column[]) => ({ columns, widths: columns.map((column) => widthOf(column, rows)) });
  const beside = without.map((columns) => sizes([name, ...columns]));
  const below = without.map(sizes);
  const fits = ({ widths }: { readonly widths: readonly number[] }) => lineWidth(widths) <= options.width;
  const fitting = beside.find(fits) ?? below.find(fits) ?? below.at(-1);
  if (!fitting) return [];
  const { columns, widths } = fitting;
  const line = (cellOf: (column: Column) => string, styleOf: (column: Column) => readonly Style[]) =>
    `  ${columns.map((column, at) => paint(padded(cellOf(column), widths[at] ?? 0, column.align), ...styleOf(column))).join('  ')}`.trimEnd();
  const isBeside = columns[0] === name;
  return [
    line(
      ({ head }) => head,
      () => ['dim'],
    ),
    ...rows.flatMap((row) => [
      ...(isBeside ? [] : [paint(name.cell(row), 'bold')]),
      line(
        ({ cell }) => cell(row),
        ({ style }) => style?.(row) ?? [],
      ),
      ...details(row, options, paint),
    ]),
  ];
}

function widthOf(column: Column, rows: readonly Row[]): number {
  return rows.reduce((most, row) => Math.max(most, column.cell(row).length), column.head.length);
}

function lineWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + 2, 0);
}

function padded(text: string, width: number, align: Column['align']): string {
  return align === 'left' ? text.padEnd(width) : text.padStart(width);
}

/** What a row has no column for. */
function details({ table, objective }: Row, { width, unicode }: RestoresTextOptions, paint: Paint): readonly string[] {
  const bars = table.recentMinutes.length > 1 ? columnBars(table.recentMinutes, unicode) : '';
  const [trend, backup, uncounted] = [trendText(table), backupText(table), uncountedText(table)];
  const facts = [
    ...(bars === '' ? [] : [bars]),
    ...(trend === undefined ? [] : [`trend ${trend}`]),
    ...(backup === undefined ? [] : [`latest backup ${backup}`]),
    ...(uncounted === undefined ? [] : [`not counted: ${uncounted}`]),
  ].join('; ');
  const open = objective && openText(objective);
  return [
    ...(facts === '' ? [] : wrap(facts, width, '      ').map((line) => paint(line, 'dim'))),
    ...runningTexts(table).flatMap((line) => wrap(line, width, '      ')),
    ...(open === undefined ? [] : wrap(open, width, '      ')),
    ...drillTexts(table).flatMap((line) => wrap(line, width, '      ')),
    ...table.testingPlans.flatMap((line) => wrap(line, width, '      ').map((each) => paint(each, 'dim'))),
  ];
}

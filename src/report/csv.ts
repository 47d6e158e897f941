import type { ResultRequirement } from '../model/framework-report.ts';
import { type PolicyWarning, policyWarnings, type Report } from '../model/report.ts';
import type { Result } from '../model/result.ts';
import { escapeCsv } from './escape.ts';

type Cell = string | number | undefined;

/** Head and content of each column, in order. New ones are added at the end: scripts may count. */
const COLUMNS: readonly (readonly [head: string, of: (result: Result, report: Report) => Cell])[] = [
  ['status', ({ status }) => status],
  ['severity', ({ severity }) => severity],
  ['control', ({ control }) => control],
  ['policy', ({ policy }) => policy?.name],
  ['table', ({ resource }) => resource.name],
  ['account', ({ resource }) => resource.account],
  ['region', ({ resource }) => resource.region],
  ['arn', ({ resource }) => resource.arn],
  ['message', ({ message }) => message],
  ['because', ({ because }) => because.join(' | ')],
  ['follows', ({ follows }) => follows],
  ['unknown_reason', ({ unknown }) => unknown?.reason],
  ['unknown_permission', ({ unknown }) => unknown?.permission],
  ['unknown_detail', ({ unknown }) => unknown?.detail],
  ['waived_until', ({ waiver }) => waiver?.until],
  ['waived_by', ({ waiver }) => waiver?.approvedBy],
  ['waiver_reason', ({ waiver }) => waiver?.reason],
  ['file', ({ policy }) => policy?.file],
  ['line', ({ policy }) => policy?.line],
  ['column', ({ policy }) => policy?.column],
  ['path', ({ policy }) => policy?.path],
  ['fingerprint', ({ fingerprint }) => fingerprint],
  ['taken_at', (_, { takenAt }) => takenAt],
  ['requirements', ({ requirements = [] }) => requirements.map(requirementText).join(' | ')],
];

/** One line a result (RFC 4180), safe to open in a spreadsheet; below them the policies that judged nothing. */
export function renderCsv(report: Report): string {
  const head = COLUMNS.map(([name]) => name);
  const rows = report.results.map((result) => COLUMNS.map(([, of]) => of(result, report)));
  const warnings = policyWarnings(report).map((warning) => warningCells(warning, report));
  return [head, ...[...rows, ...warnings].map((cells) => cells.map(cellText))]
    .map((cells) => `${cells.join(',')}\r\n`)
    .join('');
}

function warningCells({ kind, policy, at, detail }: PolicyWarning, { takenAt }: Report): readonly Cell[] {
  const cells: Readonly<Record<string, Cell>> = {
    status: 'warning',
    control: kind,
    policy,
    message: detail,
    file: at.file,
    line: at.line,
    column: at.column,
    taken_at: takenAt,
  };
  return COLUMNS.map(([name]) => cells[name]);
}

function requirementText({ framework, id, extent }: ResultRequirement): string {
  return `${framework} ${id} (${extent})`;
}

function cellText(cell: Cell): string {
  return cell === undefined ? '' : escapeCsv(String(cell));
}

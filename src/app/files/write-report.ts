import type { Policy, Position } from '../../model/policy.ts';
import type { Report, ReportFrame } from '../../model/report.ts';
import type { Result } from '../../model/result.ts';
import type { FailOn } from '../../model/severity.ts';
import { renderAsff } from '../../report/asff.ts';
import { renderCsv } from '../../report/csv.ts';
import type { Delta } from '../../report/delta.ts';
import { escapeTerminal } from '../../report/escape.ts';
import { renderHtml } from '../../report/html.ts';
import { jsonDocument, jsonLines } from '../../report/json.ts';
import { renderJunit } from '../../report/junit.ts';
import { COMMENT_CHARS, type MarkdownOptions, renderMarkdown } from '../../report/markdown.ts';
import type { ArgumentsOf } from '../../report/next-steps.ts';
import { renderOcsf } from '../../report/ocsf.ts';
import { renderOpenMetrics } from '../../report/openmetrics.ts';
import { renderOscal } from '../../report/oscal.ts';
import { renderSarif } from '../../report/sarif.ts';
import { piecesOf, type Streamed, streamedPieces } from '../../report/streamed.ts';
import { conclusionSentence } from '../../report/summary.ts';
import { renderText } from '../../report/text.ts';
import { gathered, type Pieces } from '../../sources/pieces.ts';
import { CONTROL_INFO } from '../catalogue/control-info.ts';
import { columnsOf, type Host, type OutputStream, wantsColour } from '../host/host.ts';
import type { ReportFormat, ReportTarget } from '../options/values.ts';

export interface RenderSettings {
  readonly colour: boolean;
  readonly width: number;
  /** Of text: all tables and names, however many; absent: as many as a person reads at a terminal. */
  readonly complete?: boolean;
  readonly failOn: FailOn;
  /** Of text: the conclusion, the worst causes and the next steps alone. */
  readonly summary?: boolean;
  /** Of text: what makes the commands that it proposes look at the same. */
  readonly argumentsOf?: ArgumentsOf | undefined;
  /** In which file results without a policy are shown: GitHub asks every result for a line of a file that exists. */
  readonly fallback: Position;
  /** What SARIF does with waived results: GitHub opens alerts for suppressed ones all the same. */
  readonly waived: 'suppressed' | 'omitted';
  /** Of SARIF: absent, the upload gives it one. */
  readonly category?: string | undefined;
  /** Of Markdown: whether whoever shows it passes, so that no ❌ stands beside a green check. */
  readonly passes?: boolean;
  /** Of Markdown: what a former report tells apart; absent: there is none. */
  readonly delta?: Delta | undefined;
}

/** What a report is called where the user names only a folder. */
export const REPORT_FILES = {
  text: 'holdfast-report.txt',
  json: 'holdfast-report.json',
  jsonl: 'holdfast-report.jsonl',
  sarif: 'holdfast-report.sarif',
  junit: 'holdfast-report.xml',
  markdown: 'holdfast-report.md',
  html: 'holdfast-report.html',
  csv: 'holdfast-report.csv',
  ocsf: 'holdfast-report.ocsf.json',
  asff: 'holdfast-report.asff.json',
  openmetrics: 'holdfast-report.prom',
  oscal: 'holdfast-report.oscal.json',
} as const satisfies Record<ReportFormat, string>;

/** Those that are written result by result; the others are one text. */
const STREAMED = { json: jsonDocument, jsonl: jsonLines } as const satisfies Partial<Record<ReportFormat, Streamed>>;
type StreamedFormat = keyof typeof STREAMED;

/** A target whose report is written result by result. */
export type StreamedTarget = ReportTarget<StreamedFormat>;

export function streamsAll(targets: readonly ReportTarget[]): targets is readonly StreamedTarget[] {
  return targets.every(({ format }) => isStreamed(format));
}

function isStreamed(format: ReportFormat): format is StreamedFormat {
  return format in STREAMED;
}

function pieces(format: ReportFormat, report: Report, settings: RenderSettings): Pieces {
  return isStreamed(format) ? piecesOf(STREAMED[format], report) : [render(format, report, settings)];
}

function render(format: Exclude<ReportFormat, StreamedFormat>, report: Report, settings: RenderSettings): string {
  switch (format) {
    case 'text':
      return renderText(report, { ...settings, isNew: newIn(settings.delta) });
    case 'sarif':
      return renderSarif(report, {
        controls: CONTROL_INFO,
        fallbackLocation: settings.fallback,
        category: settings.category,
        waived: settings.waived,
      });
    case 'markdown':
      return renderMarkdown(report, markdownOptions(settings));
    case 'junit':
      return renderJunit(report);
    case 'html':
      return renderHtml(report, { failOn: settings.failOn, controls: CONTROL_INFO });
    case 'csv':
      return renderCsv(report);
    case 'ocsf':
      return renderOcsf(report, CONTROL_INFO);
    case 'asff':
      return renderAsff(report, CONTROL_INFO);
    case 'openmetrics':
      return renderOpenMetrics(report);
    case 'oscal':
      return renderOscal(report, CONTROL_INFO);
  }
}

function newIn(delta: Delta | undefined): ((result: Result) => boolean) | undefined {
  if (delta === undefined) return undefined;
  const added = new Set(delta.added.map(({ fingerprint }) => fingerprint));
  return ({ fingerprint }) => added.has(fingerprint);
}

function markdownOptions({ failOn, passes, delta }: RenderSettings): MarkdownOptions {
  return {
    maxChars: COMMENT_CHARS,
    failOn,
    ...(passes === undefined ? {} : { passes }),
    ...(delta === undefined ? {} : { delta }),
  };
}

export function fallbackLocation(policies: readonly Policy[]): Position {
  return policies[0]?.position ?? { file: 'policies', line: 1, column: 1 };
}

/** For a report whose policies are not at hand: the first line that asked for anything. */
export function policyFallback({ results }: Report): Position {
  const asked = results.find(({ policy }) => policy !== undefined)?.policy;
  return asked === undefined ? fallbackLocation([]) : { file: asked.file, line: asked.line, column: asked.column };
}

/** Files hold no colour, and are not as narrow as the terminal happens to be. */
const FILE: OutputStream = { write: () => undefined, isTerminal: false, columns: undefined };

/** Says where a report could not be written, before anything is asked of AWS. */
export function tryReports(targets: readonly ReportTarget<string>[], host: Host): void {
  for (const { file } of targets) if (file !== undefined) host.tryPlace(file);
}

/** Every report that was asked for. Whoever asks for files alone is told the conclusion on stderr, and where they are. */
export async function writeReports(
  targets: readonly ReportTarget[],
  report: Report,
  settings: Omit<RenderSettings, 'colour' | 'width' | 'complete'>,
  host: Host,
): Promise<void> {
  for (const target of targets) await writeReport(target, report, settings, host);
  sayWritten(targets, report, conclusionSentence(report, settings.failOn), host);
}

/** Of a report that is not held: only the formats that are written result by result. */
export async function writeStreamed(
  targets: readonly StreamedTarget[],
  { frame, results }: { readonly frame: ReportFrame; readonly results: () => AsyncIterable<readonly Result[]> },
  sentence: string,
  host: Host,
): Promise<void> {
  for (const { format, file } of targets) await write(file, streamedPieces(STREAMED[format], frame, results()), host);
  sayWritten(targets, frame, sentence, host);
}

function sayWritten(
  targets: readonly ReportTarget<string>[],
  { conclusion }: Pick<Report, 'conclusion'>,
  sentence: string,
  host: Host,
): void {
  const files = targets.flatMap(({ file }) => file ?? []);
  if (files.length < targets.length) return;
  host.stderr.write(
    `${escapeTerminal(`${conclusion.toUpperCase()}  ${sentence}`)}\nwrote ${files.map(escapeTerminal).join(', ')}\n`,
  );
}

export async function writeReport(
  { format, file }: ReportTarget,
  report: Report,
  settings: Omit<RenderSettings, 'colour' | 'width' | 'complete'>,
  host: Host,
): Promise<void> {
  const shown =
    file === undefined
      ? forScreen(settings, host)
      : { ...settings, colour: false, width: columnsOf(FILE), complete: true };
  await write(file, pieces(format, report, shown), host);
}

async function write(file: string | undefined, text: Pieces, host: Host): Promise<void> {
  if (file !== undefined) await host.writePieces(file, text);
  else for await (const piece of gathered(text)) host.stdout.write(piece);
}

/** As the terminal would show it. */
export function textReport(
  report: Report,
  settings: Omit<RenderSettings, 'colour' | 'width' | 'complete'>,
  host: Host,
): string {
  return render('text', report, forScreen(settings, host));
}

function forScreen(
  settings: Omit<RenderSettings, 'colour' | 'width' | 'complete'>,
  { stdout, environment }: Host,
): RenderSettings {
  return { ...settings, colour: wantsColour(stdout, environment), width: columnsOf(stdout) };
}

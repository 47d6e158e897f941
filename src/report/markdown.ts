import { count } from '../model/count.ts';
import type { Conclusion, Report } from '../model/report.ts';
import type { FailOn } from '../model/severity.ts';
import { fillSections, size } from './budget.ts';
import { type Delta, previewDelta } from './delta.ts';
import { escapeHtml, escapeMarkdownCode } from './escape.ts';
import { markdownSections } from './markdown-sections.ts';
import { asOf, conclusionSentence } from './summary.ts';

export interface MarkdownOptions {
  /** UTF-8 bytes, so at most as many characters: 65,536 for a comment, 1,048,576 for a job summary. */
  readonly maxChars?: number;
  readonly failOn?: FailOn;
  /** Tells new failures from those of a former report; absent: there is no former report. */
  readonly delta?: Delta;
  /** Whether the step of the workflow passes that shows it; absent: it does when the report is compliant. */
  readonly passes?: boolean;
  /** A compliant report that takes the place of a failing one says so. */
  readonly resolved?: boolean;
  /** Address of the run that wrote it. */
  readonly runUrl?: string;
}

/** GitHub's limit for a comment. */
export const COMMENT_CHARS = 65_536;

const HEADLINES = {
  compliant: '## ✅ Holdfast: compliant',
  noncompliant: '## ❌ Holdfast: noncompliant',
  undetermined: '## ❔ Holdfast: undetermined',
} as const satisfies Record<Conclusion, string>;

/** What does not fail the step is told, and not as a failure: it is below `fail-on`, stood before, or is allowed to be unknown. */
const PASSED = {
  noncompliant: '## ⚠️ Holdfast: passed, with failures that do not count here',
  undetermined: '## ⚠️ Holdfast: passed, with unknown results that do not count here',
} as const;

const RESOLVED = '## ✅ Holdfast: resolved';

/** Scopes named in the head; an organisation may have thousands. */
const SCOPES = 10;

/** The report for a job summary or a pull request comment. What does not fit is counted. */
export function renderMarkdown(report: Report, given: MarkdownOptions = {}): string {
  const delta = given.delta ?? previewDelta(report);
  const options: MarkdownOptions = delta === undefined ? given : { ...given, delta };
  const most = options.maxChars ?? COMMENT_CHARS;
  const headline = `${titleOf(report.conclusion, options)}\n\n${sentence(report, options)}.\n`;
  const top = `${headline}\n${summaryTable(report)}`;
  const bottom = `\n${footer(report, options.runUrl)}\n`;
  const rest = most - size(top) - size(bottom);
  if (rest < 0) return headline;
  const body = fillSections(markdownSections(report, options.delta), rest);
  return top + body + bottom;
}

function titleOf(conclusion: Conclusion, { passes, resolved }: MarkdownOptions): string {
  if (conclusion === 'compliant') return resolved === true ? RESOLVED : HEADLINES.compliant;
  return passes === true ? PASSED[conclusion] : HEADLINES[conclusion];
}

function sentence(report: Report, options: MarkdownOptions): string {
  const text = conclusionSentence(report, options.failOn);
  const compared = options.delta === undefined ? '' : `; ${deltaSentence(options.delta)}`;
  return text.charAt(0).toUpperCase() + text.slice(1) + compared;
}

/** `2 new, 5 as before, 1 fixed`, and what nobody asks for any more, which fixes nothing. */
function deltaSentence({ added, standing, fixed, unasked }: Delta): string {
  const numbers = [added, standing, fixed, unasked].map((list) => list.length.toLocaleString('en-US'));
  const others = unasked.length === 0 ? '' : `, ${numbers[3]} no longer evaluated`;
  return `${numbers[0]} new, ${numbers[1]} as before, ${numbers[2]} fixed${others}`;
}

function summaryTable({ summary }: Report): string {
  const numbers = [summary.tables, summary.fail, summary.unknown, summary.pass, summary.waived, summary.notApplicable];
  return [
    '| Tables | Fail | Unknown | Pass | Waived | Not applicable |',
    '| ---: | ---: | ---: | ---: | ---: | ---: |',
    `| ${numbers.map((number) => number.toLocaleString('en-US')).join(' | ')} |`,
    '',
  ].join('\n');
}

function footer(report: Report, runUrl: string | undefined): string {
  const scopes = report.scopes
    .slice(0, SCOPES)
    .map(({ account, region }) => escapeMarkdownCode(`${account} ${region}`));
  const more = report.scopes.length - scopes.length;
  const where = scopes.join(', ') + (more > 0 ? ` and ${count(more, 'more place')}` : '');
  const run = runUrl === undefined ? '' : `, <a href="${escapeHtml(runUrl)}">run</a>`;
  return `<sub>Holdfast ${report.tool.version}, ${asOf(report)}${where === '' ? '' : `, ${where}`}; ${count(report.apiCalls.total, 'AWS API call')}${run}</sub>`;
}

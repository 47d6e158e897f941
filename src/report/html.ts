import type { ControlInfo } from '../model/control-info.ts';
import { count } from '../model/count.ts';
import type { Conclusion, Report } from '../model/report.ts';
import type { Result, Status } from '../model/result.ts';
import type { FailOn } from '../model/severity.ts';
import { makeVisible } from '../model/visible.ts';
import { frameworkMarkup } from './framework-markup.ts';
import { restoreTable, STATUS_ORDER, statusBar, statusCounts } from './html-charts.ts';
import { html, type Markup, NOTHING, trusted } from './html-markup.ts';
import { matrix } from './html-matrix.ts';
import { SCRIPT, SCRIPT_HASH } from './html-script.ts';
import { STYLE } from './html-style.ts';
import { topSections } from './html-top.ts';
import { policyChangeLines } from './policy-change-text.ts';
import { previewLines } from './preview-text.ts';
import {
  asOf,
  conclusionSentence,
  evidenceOf,
  nameOf,
  nameOfTable,
  positionText,
  resultCounts,
  settledBy,
  warningSentence,
  whereabouts,
} from './summary.ts';
import { groupByTable, type TableResults } from './table-results.ts';

export interface HtmlOptions {
  readonly failOn: FailOn;
  readonly controls: readonly ControlInfo[];
  /** Characters of results told in full: a browser bears no more. Tables that need help most are told, the rest is counted. */
  readonly most?: number;
}

const MOST_BYTES = 3_000_000;

const WORDS = {
  compliant: '✓ compliant',
  noncompliant: '✗ noncompliant',
  undetermined: '? undetermined',
} as const satisfies Record<Conclusion, string>;
const COLOURS = { compliant: 'pass', noncompliant: 'fail', undetermined: 'unknown' } as const satisfies Record<
  Conclusion,
  Status
>;

/** One file without anything from elsewhere: it can be mailed, archived and printed. Its numbers are of all results. */
export function renderHtml(report: Report, { failOn, controls, most = MOST_BYTES }: HtmlOptions): string {
  const infos = new Map(controls.map((control) => [control.id, control]));
  const grouped = groupByTable(report.results);
  const { tables, leftOut } = fitting(grouped, report.results.length, infos, most);
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="referrer" content="no-referrer">
<title>Holdfast: ${report.conclusion}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
${head(report, failOn)}
${changeSections(report)}
${report.frameworks?.map(frameworkMarkup)}
${topSections(report)}
${matrix(grouped, filters(report))}
<h2>Results</h2>
<p id="left" class="dim" role="status"></p>
${leftOut === 0 ? undefined : html`<p class="dim">${count(leftOut, 'result')} left out here, of the tables that need help least; the matrix above has all tables, the JSON report has all.</p>`}
${tables}
${report.restores.length === 0 ? undefined : html`<h2>Restore times</h2>${restoreTable(report)}`}
${list('Warnings', report.warnings.map(warningSentence))}
${list(
  'No policy matches',
  report.unmatchedTables.map((arn) => `${nameOfTable(arn)} (${arn})`),
)}
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`;
  return page.markup;
}

/** The results of as many tables as there is room for; nothing is cut within a table. */
function fitting(grouped: readonly TableResults[], all: number, infos: ReadonlyMap<string, ControlInfo>, most: number) {
  const tables: Markup[] = [];
  let free = most;
  let shown = 0;
  for (const table of grouped) {
    const told = tableMarkup(table, infos);
    free -= told.markup.length;
    if (free < 0) break;
    tables.push(told);
    shown += table.results.length;
  }
  return { tables, leftOut: all - shown };
}

/** What a previewed change does, and a change of policies, before what is wrong anyway. */
function changeSections({ preview, policyChange }: Report): readonly Markup[] {
  const notes = preview?.notes.map((note) => `note: ${note}`) ?? [];
  return [
    list('This change', preview === undefined ? [] : [...previewLines(preview, true), ...notes]),
    list('Changed policies', policyChange === undefined ? [] : policyChangeLines(policyChange)),
  ];
}

function head(report: Report, failOn: FailOn): Markup {
  const { summary, scopes, tool, apiCalls } = report;
  const places = scopes.map(({ account, region }) => `${account} ${region}`).join(', ');
  const numbers = [
    ['tables', summary.tables, ''],
    ['fail', summary.fail, 'fail'],
    ['unknown', summary.unknown, 'unknown'],
    ['pass', summary.pass, 'pass'],
    ['waived', summary.waived, 'waived'],
    ['not applicable', summary.notApplicable, 'not-applicable'],
  ] as const;
  const tiles = numbers.map(
    ([word, number, status]) => html`<li class="${trusted(status)}"><b>${number}</b> ${word}</li>`,
  );
  return html`<header><h1>Holdfast: <span class="${trusted(COLOURS[report.conclusion])}">${WORDS[report.conclusion]}</span></h1>
<p>${sentenceCase(conclusionSentence(report, failOn))}.</p>
<p class="dim">${sentenceCase(asOf(report))}; Holdfast ${tool.version}; ${count(apiCalls.total, 'AWS API call')}</p>
<details><summary class="dim">${count(scopes.length, 'account Region')}</summary><p class="dim">${places}</p></details>
<ul class="tiles">${tiles}</ul>
${report.results.length === 0 ? undefined : statusBar(statusCounts(report.summary))}</header>`;
}

/** What fails or is unknown is shown first; a report without either shows all. */
function filters({ summary }: Report): Markup {
  const troubled = summary.fail + summary.unknown > 0;
  const boxes = STATUS_ORDER.map((status) => {
    const checked = troubled && status !== 'fail' && status !== 'unknown' ? '' : ' checked';
    return html`<label class="${status}"><input type="checkbox" name="status" value="${status}"${trusted(checked)}> ${status.replace('-', ' ')}</label>`;
  });
  return html`<form hidden>${boxes}<input type="search" placeholder="table, control, severity, owner, plan, policy file, waiver, words of a message" aria-label="Filter"></form>`;
}

function tableMarkup({ resource, results }: TableResults, infos: ReadonlyMap<string, ControlInfo>): Markup {
  const worst = results[0]?.status ?? 'pass';
  const open = worst === 'fail' || worst === 'unknown' ? ' open' : '';
  const tally = (status: Status) => results.filter((result) => result.status === status).length;
  const counts = resultCounts({
    pass: tally('pass'),
    fail: tally('fail'),
    unknown: tally('unknown'),
    waived: tally('waived'),
    notApplicable: tally('not-applicable'),
  });
  const shown = (result: Result) => resultMarkup(result, infos.get(result.control));
  return html`<details class="table" data-name="${[nameOf(resource), resource.account, resource.region].join(' ')}"${trusted(open)}><summary><h3><code>${nameOf(resource)}</code></h3><span class="dim">${whereabouts(resource).join(' ')}</span><span class="${worst}">${counts}</span></summary>${results.filter((result) => !isFollower(result)).map(shown)}${also(results.filter(isFollower).map(shown))}</details>
`;
}

function isFollower({ status, follows }: Result): boolean {
  return status === 'fail' && follows !== undefined;
}

/** One cause is what a reader looks for; what fails because of it can be unfolded. */
function also(followers: readonly Markup[]): Markup {
  if (followers.length === 0) return NOTHING;
  return html`<details class="also"><summary class="fail">${count(followers.length, 'more failing result')} that ${trusted(followers.length === 1 ? 'follows' : 'follow')} from another</summary>${followers}</details>`;
}

function resultMarkup(result: Result, control: ControlInfo | undefined): Markup {
  const { status, severity, message, policy, template, unknown, waiver, follows, change } = result;
  const asked =
    policy && html`<p class="dim">asked by ${policy.name} at <code>${positionText(policy)}</code> (${policy.path})</p>`;
  const decided = template && html`<p class="dim">decided at <code>${positionText(template)}</code></p>`;
  const why =
    unknown &&
    html`<p>${unknown.reason}: ${unknown.detail}${settledBy(unknown.permission, unknown.detail).map((action) => html`; settled by the IAM action <code>${action}</code>`)}</p>`;
  const waived = waiver && html`<p>waived until ${waiver.until} by ${waiver.approvedBy}: ${waiver.reason}</p>`;
  const evidence = evidenceOf(result);
  const because = evidence.length === 0 ? NOTHING : html`<ul>${evidence.map((line) => html`<li>${line}</li>`)}</ul>`;
  const fix =
    status === 'fail' && follows === undefined && control !== undefined
      ? html`<p class="dim">What to do: ${withCode(control.remediation)}</p>`
      : NOTHING;
  return html`<div class="result" data-status="${status}" data-text="${searched(result)}"><p><span class="pill ${status}">${status}</span> <b>${result.control}</b> <span class="severity ${severity}">${severity}</span><span class="dim">${result.failingSince === undefined ? undefined : `, failing since ${result.failingSince.slice(0, 10)}`}${change === 'new' ? ', new' : undefined}${follows === undefined ? undefined : `, follows from ${follows}`}</span></p><p>${message}</p>${why}${waived}${because}${fix}${asked}${decided}</div>`;
}

/** What a reader may look for: control, severity, policy and its file, owner, plan, waiver, and the words of the message. */
function searched({ control, severity, policy, resource, subjects, waiver, message }: Result): string {
  const words = [
    control,
    severity,
    policy?.name,
    policy?.file,
    resource.owner,
    ...subjects.map(({ plan, type, name }) => plan ?? (type === 'plan' ? name : undefined)),
    waiver?.reason,
    waiver?.approvedBy,
    message,
  ];
  return makeVisible([...new Set(words)].filter((word) => word !== undefined).join(' '));
}

/** What stands between backticks is to be typed. */
function withCode(text: string): readonly Markup[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}

function list(title: string, lines: readonly string[]): Markup {
  return lines.length === 0 ? NOTHING : html`<h2>${title}</h2><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

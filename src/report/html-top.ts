import { count } from '../model/count.ts';
import { groupBy } from '../model/group-by.ts';
import type { Report, Summary } from '../model/report.ts';
import { isAboutTable } from '../model/result.ts';
import { type CauseView, causeViews, reachOf, sinceText } from './cause-view.ts';
import { type Group, groupsBy, ownersOf } from './groups.ts';
import { statusBar, statusCounts, trendChart } from './html-charts.ts';
import { html, type Markup, NOTHING } from './html-markup.ts';
import { lineText, nameOf, settledBy, whereabouts } from './summary.ts';
import { groupUnknown } from './unknown-groups.ts';

/** Tables that one cause names; the matrix has all. */
const NAMED = 5;
/** Causes that are seen without a click. */
const FIRST = 10;
/** Of causes and groups: a page is no place for thousands of rows. */
const ROWS = 200;

/** What somebody with five minutes asks: is all covered, what is not, since when, who must act, what is it judged by. */
export function topSections(report: Report): readonly Markup[] {
  return [
    coverage(report),
    causes(report),
    unread(report),
    groups('By owner', `Tag ${report.ownerTag?.key ?? ''}`, ownersOf(report)),
    groups('By policy', 'Policy', policiesOf(report)),
    groups(
      'By control',
      'Control',
      groupsBy(report.results, ({ control }) => control),
    ),
    places(report),
    report.trend === undefined ? NOTHING : html`<h2>Trend</h2>${trendChart(report.trend)}`,
  ];
}

/** A table is fully protected when something passes, and nothing fails, is unknown or is waived. */
function coverage({ results }: Report): Markup {
  const tables = [...groupBy(results.filter(isAboutTable), ({ resource }) => resource.arn).values()];
  if (tables.length === 0) return NOTHING;
  const has = (table: (typeof tables)[number], ...statuses: readonly string[]) =>
    table.some(({ status }) => statuses.includes(status));
  const sound = tables.filter((table) => has(table, 'pass') && !has(table, 'fail', 'unknown'));
  const waived = sound.filter((table) => has(table, 'waived')).length;
  const full = sound.length - waived;
  const more = waived === 0 ? undefined : html`, ${count(waived, 'more')} by a waiver`;
  return html`<p class="lead"><b>${full}</b> of <b>${tables.length}</b> tables ${full === 1 ? 'has' : 'have'} everything that is asked of them${more}.</p>`;
}

function causes(report: Report): Markup {
  const failing = causeViews(report).filter(({ cause }) => cause.status === 'fail');
  if (failing.length === 0) return NOTHING;
  const rest = failing.slice(FIRST, ROWS);
  const more = failing.length - FIRST - rest.length;
  return html`<h2>${count(failing.length, 'cause')} of what fails</h2>
${causesTable(failing.slice(0, FIRST))}
${rest.length === 0 ? undefined : html`<details class="group"><summary>${count(rest.length, 'more cause')}, less severe</summary>${causesTable(rest)}</details>`}
${more <= 0 ? undefined : html`<p class="dim">${count(more, 'more cause')}, the least severe; the JSON report has all.</p>`}`;
}

function causesTable(views: readonly CauseView[]): Markup {
  return html`<div class="wide"><table class="rows causes"><thead><tr><th>Severity</th><th>Control</th><th>Where</th><th>Found and asked</th></tr></thead><tbody>${views.map(causeRow)}</tbody></table></div>`;
}

function causeRow(view: CauseView): Markup {
  const { cause, resources, followers } = view;
  const names = resources.slice(0, NAMED).map(nameOf).join(', ');
  const more = resources.length - NAMED;
  const where =
    resources.length === 1
      ? names
      : `${reachOf(view)}: ${names}${more > 0 ? ` and ${more.toLocaleString('en-US')} more` : ''}`;
  const asked = cause.policy && html`<br><code>${lineText(cause.policy)}</code>`;
  const also =
    followers.length === 0
      ? undefined
      : html`<br><span class="dim">${count(followers.length, 'more result')} ${followers.length === 1 ? 'follows' : 'follow'}</span>`;
  return html`<tr><td><span class="severity ${cause.severity}">${cause.severity}</span></td><td><b>${cause.control}</b></td><td>${where}</td><td>${cause.message}${sinceText(view)}${asked}${also}</td></tr>`;
}

/** What is unknown, by what would settle it. */
function unread(report: Report): Markup {
  const found = groupUnknown(report.results);
  if (found.length === 0) return NOTHING;
  const shown = found.slice(0, ROWS);
  const rows = shown.map(({ title, permission, details, results }) => {
    const [detail = ''] = details;
    const more =
      details.length > 1
        ? html`<br><span class="dim">and ${count(details.length - 1, 'more reason')} of this kind</span>`
        : undefined;
    const settled = settledBy(permission, detail).map(
      (action) => html`; settled by the IAM action <code>${action}</code>`,
    );
    const tables = new Set(results.map(({ resource }) => resource.arn)).size;
    return html`<tr><td><b>${title}</b></td><td class="n">${results.length}</td><td class="n">${tables}</td><td>${detail}${settled}${more}</td></tr>`;
  });
  const left = found.length - shown.length;
  return html`<h2>What could not be decided</h2>
<div class="wide"><table class="rows"><thead><tr><th>Missing</th><th class="n">Results</th><th class="n">Tables</th><th>Why, and what settles it</th></tr></thead><tbody>${rows}</tbody></table></div>
${left === 0 ? undefined : html`<p class="dim">${count(left, 'more reason')} left out; the JSON report has all.</p>`}`;
}

function policiesOf({ results }: Report): readonly Group[] {
  return groupsBy(
    results.filter(({ policy }) => policy !== undefined),
    ({ policy }) => (policy === undefined ? '' : `${policy.name} (${policy.file})`),
  );
}

function places({ results }: Report): Markup {
  const found = groupsBy(results, ({ resource }) => whereabouts(resource).join(' '));
  return found.length < 2 ? NOTHING : groups('By account and Region', 'Place', found);
}

function groups(title: string, head: string, found: readonly Group[]): Markup {
  if (found.length === 0) return NOTHING;
  const shown = found.slice(0, ROWS);
  const left = found.length - shown.length;
  const rows = shown.map(
    ({ name, counts }) =>
      html`<tr><td>${name}</td><td class="n">${counts.tables}</td>${numbers(counts)}<td class="bars">${statusBar(statusCounts(counts))}</td></tr>`,
  );
  const failing = found.filter(({ counts }) => counts.fail > 0).length;
  return html`<details class="group"><summary><h2>${title}</h2> <span class="dim">${failing} of ${found.length} with failures</span></summary>
<div class="wide"><table class="rows"><thead><tr><th>${head}</th><th class="n">Tables</th><th class="n">Fail</th><th class="n">Unknown</th><th class="n">Pass</th><th class="n">Waived</th><th></th></tr></thead><tbody>${rows}</tbody></table></div>
${left === 0 ? undefined : html`<p class="dim">${count(left, 'more row')} left out; the JSON report has all.</p>`}</details>`;
}

function numbers({ fail, unknown, pass, waived }: Summary): readonly Markup[] {
  const cell = (value: number, status: string) => html`<td class="n ${value > 0 ? status : 'dim'}">${value}</td>`;
  return [cell(fail, 'fail'), cell(unknown, 'unknown'), cell(pass, ''), cell(waived, 'waived')];
}

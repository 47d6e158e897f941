import { count } from '../model/count.ts';
import type { Report } from '../model/report.ts';
import type { Result } from '../model/result.ts';
import type { Row, Section } from './budget.ts';
import { type CauseView, causeViews, reachOf, sinceText, viewsOf, weightOf } from './cause-view.ts';
import type { Delta } from './delta.ts';
import { followerLabels } from './followers.ts';
import { cells, code, type Placer, prose, row } from './markdown-cells.ts';
import { lineText, nameOf, positionText } from './summary.ts';

/** Tables that one row names. */
const NAMED = 10;

const HEAD = '| Severity | Control | Where | Found and asked |\n| --- | --- | --- | --- |\n';

/** What explains the failing results, worst first. */
export function causesSection(title: string, report: Report, place: Placer): Section {
  return causesTable(title, failing(report), place);
}

/** Causes of what failed nowhere before; of one that stood before, the tables that are new to it. */
export function newCausesSection(report: Report, { added }: Delta, place: Placer): Section {
  return causesTable('New failures', viewsOf(failing(report), isIn(added)), place);
}

/** Below their title: there for whoever looks for them, and not in the way of what is new. */
export function standingCausesSection(report: Report, { standing }: Delta, place: Placer): Section {
  const table = causesTable('', viewsOf(failing(report), isIn(standing)), place);
  return folded('Failing as before', count(standing.length, 'result'), HEAD, table);
}

/** A section below its title and one line. */
export function folded(title: string, summary: string, head: string, section: Omit<Section, 'heading'>): Section {
  return {
    ...section,
    heading: `\n### ${title}\n\n<details><summary>${summary}</summary>\n\n${head}`,
    ending: '\n</details>\n',
  };
}

function failing(report: Report): readonly CauseView[] {
  return causeViews(report).filter(({ cause }) => cause.status === 'fail');
}

function isIn(results: readonly Result[]): (result: Result) => boolean {
  const prints = new Set(results.map(({ fingerprint }) => fingerprint));
  return ({ fingerprint }) => prints.has(fingerprint);
}

function causesTable(title: string, views: readonly CauseView[], place: Placer): Section {
  return {
    heading: `\n### ${title}\n\n${HEAD}`,
    rows: views.map((view) => causeRow(view, place)),
    leftOut: (weight) => `\n${count(weight, 'more failing result')} left out; the JSON report has all.\n`,
    share: 0.6,
  };
}

function causeRow(view: CauseView, place: Placer): Row {
  const { cause, resources, results, followers } = view;
  const [first = followers[0]] = results;
  const also = first === undefined ? '' : followerLabels({ result: first, followers });
  const names = resources.slice(0, NAMED).map((resource) => code(nameOf(resource)) + place.of(resource));
  const more = resources.length - names.length;
  const listed = names.join(', ') + (more > 0 ? ` and ${more.toLocaleString('en-US')} more` : '');
  const where = resources.length === 1 ? listed : `**${reachOf(view)}**: ${listed}`;
  const said = [
    prose(view.cause.message + sinceText(view)),
    ...(cause.policy === undefined ? [] : [`asked at ${code(lineText(cause.policy))}`]),
    ...(first?.template === undefined ? [] : [`decided at ${code(positionText(first.template))}`]),
    ...(also === '' ? [] : [`also: ${prose(also)}`]),
  ];
  return row(cells(cause.severity, code(cause.control), where, said.join('<br>')), weightOf(view));
}

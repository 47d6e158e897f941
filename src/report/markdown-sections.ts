import { parseArn } from '../model/arn.ts';
import { count } from '../model/count.ts';
import type { Report, RestoreTimes } from '../model/report.ts';
import type { Result, ResultResource } from '../model/result.ts';
import { compareWorstFirst } from '../model/worst-first.ts';
import type { Row, Section } from './budget.ts';
import { type Delta, FIXED_BY, type Fixed, type FormerFailure } from './delta.ts';
import { escapeHtml, escapeMarkdown, escapeMarkdownCode } from './escape.ts';
import { type Folded, foldFollowers, followerLabels } from './followers.ts';
import { policyChangeLines } from './policy-change-text.ts';
import { previewLines } from './preview-text.ts';
import {
  nameOf,
  nameOfTable,
  positionText,
  restoreSentence,
  settledBy,
  warningSentence,
  whereabouts,
} from './summary.ts';
import { groupByTable, type TableResults } from './table-results.ts';
import { groupSameControls, groupUnknown, type UnknownGroup } from './unknown-groups.ts';

/** One row must never be what fills a comment. */
const LONGEST = 600;
const BECAUSE_LINES = 12;
const TABLES = 20;

/** The parts of the report in the order in which they are read; the first get the most room. */
export function markdownSections(report: Report, delta?: Delta): readonly Section[] {
  const failing = report.results.filter((result) => result.status === 'fail');
  const waived = report.results.filter((result) => result.status === 'waived').toSorted(compareWorstFirst);
  const place = placer(report);
  return [
    ...previewSections(report),
    ...policyChangeSections(report),
    ...(delta === undefined
      ? [failures('Failing', failing, place)]
      : [
          failures('New failures', delta.added, place),
          fixedSection(delta.fixed, place),
          unaskedSection(delta.unasked, place),
          standingFailures(delta.standing, place),
        ]),
    {
      heading: '\n### Unknown\n\n',
      rows: groupUnknown(report.results).map((group) => unknownRow(group, place)),
      leftOut: (weight) => `- ${count(weight, 'more unknown result')} left out; the JSON report has all.\n`,
      share: 0.6,
    },
    {
      heading: '\n### Why\n\n',
      rows: groupByTable(failing.filter((result) => result.because.length > 0)).map((table) =>
        detailsRow(table, place),
      ),
      leftOut: (weight) => `Evidence of ${count(weight, 'more failing result')} left out; the JSON report has all.\n`,
      share: 0.7,
    },
    {
      heading: '\n### Waived\n\n| Table | Control | Until | Approved by | Reason |\n| --- | --- | --- | --- | --- |\n',
      rows: waived.map((result) => waivedRow(result, place)),
      leftOut: (weight) => `\n${count(weight, 'more waived result')} left out.\n`,
      share: 0.5,
    },
    {
      heading: '\n### Restore times\n\n',
      rows: report.restores.map(restoreRow),
      leftOut: (weight) => `- ${count(weight, 'more table')} left out.\n`,
      share: 0.7,
    },
    {
      heading: '\n### Warnings\n\n',
      rows: report.warnings.map((warning) => row(`- ${prose(warningSentence(warning))}\n`)),
      leftOut: (weight) => `- ${count(weight, 'more warning')} left out; the JSON report has all.\n`,
      share: 0.5,
    },
    {
      heading: `\n### No policy matches\n\n`,
      rows: report.unmatchedTables.map((arn) => row(`- ${code(nameOfTable(arn))}${place.ofArn(arn)}\n`)),
      leftOut: (weight) => `- ${count(weight, 'more table')} left out.\n`,
      share: 1,
    },
  ];
}

const FAILURE_HEAD = '| Table | Control | Severity | Found and asked |\n| --- | --- | --- | --- |\n';

function failures(title: string, failing: readonly Result[], place: Placer): Section {
  return {
    heading: `\n### ${title}\n\n${FAILURE_HEAD}`,
    rows: foldFollowers(failing).map((cause) => causeRow(cause, place)),
    leftOut: (weight) => `\n${count(weight, 'more failing result')} left out; the JSON report has all.\n`,
    share: 0.6,
  };
}

/** Below their title: there for whoever looks for them, and not in the way of what is new. */
function standingFailures(failing: readonly Result[], place: Placer): Section {
  const summary = `<details><summary>${count(failing.length, 'result')}</summary>`;
  return {
    ...failures('', failing, place),
    heading: `\n### Failing as before\n\n${summary}\n\n${FAILURE_HEAD}`,
    ending: '\n</details>\n',
  };
}

function fixedSection(fixed: readonly Fixed[], place: Placer): Section {
  return {
    heading: '\n### Fixed\n\n| Table | Control | Now |\n| --- | --- | --- |\n',
    rows: fixed.map(({ former: { resource, control }, by }) =>
      row(cells(code(nameOf(resource)) + place.of(resource), code(control), FIXED_BY[by])),
    ),
    leftOut: (weight) => `\n${count(weight, 'more fixed result')} left out.\n`,
    share: 0.3,
  };
}

/** Not fixed: the policies changed. */
function unaskedSection(unasked: readonly FormerFailure[], place: Placer): Section {
  return {
    heading: '\n### No longer evaluated\n\n| Table | Control |\n| --- | --- |\n',
    rows: unasked.map(({ resource, control }) =>
      row(cells(code(nameOf(resource)) + place.of(resource), code(control))),
    ),
    leftOut: (weight) => `\n${count(weight, 'more result')} left out.\n`,
    share: 0.3,
  };
}

/** What a previewed change does, before what is wrong anyway. */
function previewSections({ preview }: Report): readonly Section[] {
  if (preview === undefined) return [];
  const lines = previewLines(preview, true).map((line) => row(`- ${prose(line)}\n`));
  return [
    {
      heading: '\n### This change\n\n',
      rows: [...lines, ...preview.notes.map((note) => row(`- note: ${prose(note)}\n`))],
      leftOut: (weight) => `- ${count(weight, 'more line')} left out; the JSON report has all.\n`,
      share: 0.3,
    },
  ];
}

function policyChangeSections({ policyChange }: Report): readonly Section[] {
  if (policyChange === undefined) return [];
  return [
    {
      heading: '\n### Changed policies\n\n',
      rows: policyChangeLines(policyChange).map((line) => row(`- ${prose(line)}\n`)),
      leftOut: (weight) => `- ${count(weight, 'more line')} left out; the JSON report has all.\n`,
      share: 0.3,
    },
  ];
}

function row(text: string, weight = 1): Row {
  return { text, weight };
}

function cells(...values: readonly string[]): string {
  return `| ${values.join(' | ')} |\n`;
}

function causeRow(cause: Folded, place: Placer): Row {
  const { result, followers } = cause;
  const also = followers.length === 0 ? '' : `<br>also: ${prose(followerLabels(cause))}`;
  const asked = result.policy === undefined ? '' : `<br>asked at ${code(positionText(result.policy))}`;
  const decided = result.template === undefined ? '' : `<br>decided at ${code(positionText(result.template))}`;
  const where = asked + decided;
  const text = cells(
    code(nameOf(result.resource)) + place.of(result.resource),
    code(result.control),
    result.severity,
    prose(result.message) + where + also,
  );
  return row(text, 1 + followers.length);
}

function unknownRow(group: UnknownGroup, place: Placer): Row {
  const tables = new Set(group.results.map((result) => result.resource.arn)).size;
  const [detail = '', ...others] = group.details;
  const more = others.length === 0 ? '' : ` (and ${count(others.length, 'more reason')} of this kind)`;
  const settled = settledBy(group.permission, detail)
    .map((action) => `; settled by the IAM action ${code(action)}`)
    .join('');
  const head = `- **${count(group.results.length, 'result')} on ${count(tables, 'table')}: ${prose(group.title)}**`;
  const lines = groupSameControls(group.results).map((same) => {
    const names = same.tables.slice(0, TABLES).map((table) => code(nameOf(table)) + place.of(table));
    const hidden = same.tables.length - names.length;
    return `  - ${names.join(', ')}${hidden > 0 ? ` and ${count(hidden, 'more table')}` : ''}: ${prose(same.controls)}\n`;
  });
  const kept = lines.slice(0, BECAUSE_LINES);
  const rest = lines.length > kept.length ? `  - and ${count(lines.length - kept.length, 'more line')}\n` : '';
  return row(`${head}<br>${prose(detail)}${more}${settled}\n${kept.join('')}${rest}`, group.results.length);
}

function detailsRow({ resource, results }: TableResults, place: Placer): Row {
  const body = results.map((result) => {
    const kept = result.because.slice(0, BECAUSE_LINES);
    const more = result.because.length - kept.length;
    return [
      `- ${code(result.control)}: ${prose(result.message)}\n`,
      ...kept.map((line) => `  - ${prose(line)}\n`),
      ...(more > 0 ? [`  - and ${count(more, 'more line')}\n`] : []),
    ].join('');
  });
  const title = `<code>${escapeHtml(nameOf(resource))}</code>${place.of(resource)}: ${count(results.length, 'failing result')}`;
  return row(`<details><summary>${title}</summary>\n\n${body.join('')}\n</details>\n`, results.length);
}

function waivedRow({ resource, control, waiver }: Result, place: Placer): Row {
  const terms = [waiver?.until, waiver?.approvedBy, waiver?.reason].map((term) => prose(term ?? ''));
  return row(cells(code(nameOf(resource)) + place.of(resource), code(control), ...terms));
}

function restoreRow(times: RestoreTimes): Row {
  return row(`- ${code(nameOfTable(times.table))}: ${prose(restoreSentence(times))}\n`);
}

/** ARNs are code, so that they can be copied as they are. */
function prose(text: string): string {
  return clip(text)
    .split(/\b(arn:[^\s,;()]+)/)
    .map((part, index) => (index % 2 === 1 ? escapeMarkdownCode(part) : escapeMarkdown(part)))
    .join('');
}

function code(text: string): string {
  return escapeMarkdownCode(clip(text));
}

function clip(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

/** Account and Region after a table's name, where a report has several: names alone could be mistaken. */
interface Placer {
  readonly of: (resource: ResultResource) => string;
  readonly ofArn: (arn: string) => string;
}

function placer(report: Report): Placer {
  const places = [...report.scopes, ...report.results.map((result) => result.resource)];
  const several = new Set(places.map(({ account, region }) => `${account} ${region}`)).size > 1;
  const show = (place: readonly string[]) => (several ? ` (${escapeHtml(place.join(' '))})` : '');
  return {
    of: (resource) => show(whereabouts(resource)),
    ofArn: (arn) => {
      const parsed = parseArn(arn);
      return parsed === undefined ? '' : show([parsed.account, parsed.region]);
    },
  };
}

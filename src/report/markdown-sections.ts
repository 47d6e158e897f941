import { count } from '../model/count.ts';
import type { Report, RestoreTimes, Summary } from '../model/report.ts';
import type { Result } from '../model/result.ts';
import { compareWorstFirst } from '../model/worst-first.ts';
import type { Row, Section } from './budget.ts';
import { type Delta, FIXED_BY, type Fixed, type FormerFailure } from './delta.ts';
import { escapeHtml } from './escape.ts';
import { frameworkSections } from './framework-section.ts';
import { ownersOf } from './groups.ts';
import { causesSection, folded, newCausesSection, standingCausesSection } from './markdown-causes.ts';
import { cells, code, type Placer, placer, prose, row } from './markdown-cells.ts';
import { policyChangeLines } from './policy-change-text.ts';
import { previewLines } from './preview-text.ts';
import { nameOf, nameOfTable, readableInstant, restoreSentence, settledBy, warningSentence } from './summary.ts';
import { groupByTable, type TableResults } from './table-results.ts';
import { groupSameControls, groupUnknown, type UnknownGroup } from './unknown-groups.ts';

const BECAUSE_LINES = 12;
const TABLES = 20;

/** The parts of the report in the order in which they are read; the first get the most room. What is new comes before all else. */
export function markdownSections(report: Report, delta?: Delta): readonly Section[] {
  const place = placer(report);
  const change = [...previewSections(report), ...policyChangeSections(report)];
  return [
    ...frameworkSections(report),
    ...(delta === undefined
      ? [causesSection('Causes', report, place), ...change]
      : [
          newCausesSection(report, delta, place),
          ...change,
          fixedSection(delta.fixed, place),
          unaskedSection(delta.unasked, place),
          standingCausesSection(report, delta, place),
        ]),
    {
      heading: '\n### Unknown\n\n',
      rows: groupUnknown(report.results).map((group) => unknownRow(group, place)),
      leftOut: (weight) => `- ${count(weight, 'more unknown result')} left out; the JSON report has all.\n`,
      share: 0.6,
    },
    evidenceSection(report, delta, place),
    ...groupSections(report),
    ...foldedSections(report, place),
  ];
}

/** Who has to act, and how it went before. */
function groupSections(report: Report): readonly Section[] {
  const owners = ownersOf(report);
  const trend = report.trend ?? [];
  const head = (first: string) =>
    `| ${first} | Tables | Fail | Unknown | Pass |\n| --- | ---: | ---: | ---: | ---: |\n`;
  const counted = (name: string, { tables, fail, unknown, pass }: Summary) =>
    row(cells(name, ...[tables, fail, unknown, pass].map((value) => value.toLocaleString('en-US'))));
  return [
    folded('Owners', prose(`by the tag ${report.ownerTag?.key}`), head('Owner'), {
      rows: owners.map(({ name, counts }) => counted(code(name), counts)),
      leftOut: (weight) => `\n${count(weight, 'more owner')} left out.\n`,
      share: 0.5,
    }),
    folded('Trend', count(trend.length, 'report'), head('As of'), {
      rows: trend.toReversed().map((point) => counted(readableInstant(point.at), point)),
      leftOut: (weight) => `\n${count(weight, 'older report')} left out.\n`,
      share: 0.5,
    }),
  ];
}

/** For whoever looks for them: each below one line. */
function foldedSections(report: Report, place: Placer): readonly Section[] {
  const waived = report.results.filter((result) => result.status === 'waived').toSorted(compareWorstFirst);
  const head = '| Table | Control | Until | Approved by | Reason |\n| --- | --- | --- | --- | --- |\n';
  return [
    folded('Waived', count(waived.length, 'result'), head, {
      rows: waived.map((result) => waivedRow(result, place)),
      leftOut: (weight) => `\n${count(weight, 'more waived result')} left out.\n`,
      share: 0.5,
    }),
    folded('Restore times', count(report.restores.length, 'table'), '', {
      rows: report.restores.map(restoreRow),
      leftOut: (weight) => `- ${count(weight, 'more table')} left out.\n`,
      share: 0.7,
    }),
    folded('Warnings', `${count(report.warnings.length, 'thing')} that may not be meant`, '', {
      rows: report.warnings.map((warning) => row(`- ${prose(warningSentence(warning))}\n`)),
      leftOut: (weight) => `- ${count(weight, 'more warning')} left out; the JSON report has all.\n`,
      share: 0.5,
    }),
    folded('No policy matches', count(report.unmatchedTables.length, 'table'), '', {
      rows: report.unmatchedTables.map((arn) => row(`- ${code(nameOfTable(arn))}${place.ofArn(arn)}\n`)),
      leftOut: (weight) => `- ${count(weight, 'more table')} left out.\n`,
      share: 0.7,
    }),
    folded('Notes', count(report.preview?.notes.length ?? 0, 'note'), '', {
      rows: (report.preview?.notes ?? []).map((note) => row(`- ${prose(note)}\n`)),
      leftOut: (weight) => `- ${count(weight, 'more note')} left out; the JSON report has all.\n`,
      share: 1,
    }),
  ];
}

/** What each failing result stands on, table by table, those with something new first. */
function evidenceSection({ results }: Report, delta: Delta | undefined, place: Placer): Section {
  const tables = groupByTable(results.filter(({ status }) => status === 'fail'));
  const added = new Set(delta?.added.map(({ resource }) => resource.arn));
  const [first, rest] = [true, false].map((isNew) =>
    tables.filter(({ resource }) => added.has(resource.arn) === isNew),
  );
  return folded('Why', `the evidence, ${count(tables.length, 'table')}`, '', {
    rows: [...(first ?? []), ...(rest ?? [])].map((table) => detailsRow(table, place)),
    leftOut: (weight) => `Evidence of ${count(weight, 'more failing result')} left out; the JSON report has all.\n`,
    share: 0.7,
  });
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
      rows: lines,
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

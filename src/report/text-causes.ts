import { count } from '../model/count.ts';
import type { Report } from '../model/report.ts';
import { type CauseView, causeSentence, followersText, reachOf, sinceText, weightOf } from './cause-view.ts';
import type { NextStep } from './next-steps.ts';
import { conclusionSentence, resultCounts } from './summary.ts';
import { wrap } from './terminal.ts';
import { listed, type TextContext, tableHeading } from './text-table.ts';

/** Causes, and tables of one of them, that are written out where not all is. */
const CAUSES = 20;
const NAMES = 3;
/** Of the causes, at the end of all. */
const WORST = 5;

const CONCLUSION_STYLE = { compliant: 'green', noncompliant: 'red', undetermined: 'yellow' } as const;

/** What explains the failing results; what is unknown has blocks of its own, by what would settle it. */
export function causesBlock(views: readonly CauseView[], context: TextContext): readonly string[] {
  const failing = views.filter(({ cause }) => cause.status === 'fail');
  // A few are told at the end, and told once.
  if (failing.length <= WORST) return [];
  const results = failing.reduce((sum, view) => sum + weightOf(view), 0);
  const shown = context.complete ? failing : failing.slice(0, CAUSES);
  const title = `CAUSES  ${count(failing.length, 'cause')} of ${count(results, 'failing result')}`;
  const more = failing.length - shown.length;
  return [
    ...wrap(title, context.width, '').map((line) => context.paint(line, 'bold', 'red')),
    ...shown.flatMap((view) => causeLines(view, context)),
    ...(more > 0 ? wrap(`and ${count(more, 'more cause')}`, context.width, '  ') : []),
  ];
}

/** `critical  copy-coverage  1,000 tables: no rule copies to eu-central-1 (gold.yaml:23): a, b, c and 997 more` */
function causeLines(view: CauseView, context: TextContext, marker = '- '): readonly string[] {
  const { cause, resources, results, followers } = view;
  const added = [...results, ...followers].filter(context.isNew).length;
  const news = added === 0 ? '' : added === weightOf(view) ? ' (new)' : ` (${added.toLocaleString('en-US')} new)`;
  const names = listed(
    resources.map((resource) => tableHeading(resource, context)),
    context,
    NAMES,
  );
  const [who, rest] = resources.length === 1 ? [names, ''] : [reachOf(view), `: ${names}`];
  const severity = cause.status === 'fail' ? cause.severity : `unknown, ${cause.severity}`;
  const text = `${severity}  ${cause.control}  ${who}${news}: ${causeSentence(view)}${rest}${followersText(view)}${sinceText(view)}`;
  const [first = '', ...more] = wrap(text, context.width, '  ', marker);
  const start = 2 + marker.length;
  const end = start + severity.length;
  const style = cause.status === 'fail' ? 'red' : 'yellow';
  return [first.slice(0, start) + context.paint(first.slice(start, end), 'bold', style) + first.slice(end), ...more];
}

/** What a person needs, next to the prompt: the worst causes, what to do next, the conclusion. */
export function closing(
  report: Report,
  views: readonly CauseView[],
  steps: readonly NextStep[],
  context: TextContext,
): readonly (readonly string[])[] {
  return [worstCauses(views, context), next(steps, context), trend(report, context), conclusion(report, context)];
}

function worstCauses(views: readonly CauseView[], context: TextContext): readonly string[] {
  const failing = views.filter(({ cause }) => cause.status === 'fail');
  const ordered = [...failing, ...views.filter(({ cause }) => cause.status !== 'fail')];
  if (ordered.length === 0) return [];
  const shown = ordered.slice(0, WORST);
  const title =
    shown.length < ordered.length ? `WORST ${shown.length} OF ${count(ordered.length, 'CAUSE', 'CAUSES')}` : 'CAUSES';
  const brief = { ...context, complete: false };
  return [context.paint(title, 'bold'), ...shown.flatMap((view, index) => causeLines(view, brief, `${index + 1}. `))];
}

/** Commands are not broken between lines: they are there to be copied. */
function next(steps: readonly NextStep[], { paint }: TextContext): readonly string[] {
  if (steps.length === 0) return [];
  return [
    paint('NEXT', 'bold'),
    ...steps.flatMap(({ command, does }) => [`  ${command}`, paint(`      ${does}`, 'dim')]),
  ];
}

/** The first run of all, the last before this one, and this one. */
function trend({ trend: points }: Report, { paint, width }: TextContext): readonly string[] {
  if (points === undefined) return [];
  const told = [...new Set([points[0], points.at(-2), points.at(-1)])].flatMap((point) => point ?? []);
  const text = told.map(
    ({ at, fail, unknown }) => `${at.slice(0, 10)} ${number(fail)} fail, ${number(unknown)} unknown`,
  );
  return [paint(`TREND  ${count(points.length, 'report')}`, 'bold'), ...wrap(text.join(' → '), width, '  ')];
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function conclusion(report: Report, context: TextContext): readonly string[] {
  const { paint, width } = context;
  const word = report.conclusion.toUpperCase();
  const [first = '', ...rest] = wrap(conclusionSentence(report, context.failOn), width, '', `${word}  `);
  const operations = Object.entries(report.apiCalls.byOperation)
    .map(([operation, number]) => `${operation} ${number}`)
    .join(', ');
  const calls = count(report.apiCalls.total, 'AWS API call');
  return [
    ...wrap(`${count(report.summary.tables, 'table')}; results: ${resultCounts(report.summary)}`, width, ''),
    ...wrap(context.verbose && operations !== '' ? `${calls}: ${operations}` : calls, width, ''),
    paint(word, 'bold', CONCLUSION_STYLE[report.conclusion]) + first.slice(word.length),
    ...rest,
  ];
}

import { count } from '../model/count.ts';
import { groupBy } from '../model/group-by.ts';
import type { Position } from '../model/policy.ts';
import { policyWarnings, type Report } from '../model/report.ts';
import type { Result } from '../model/result.ts';
import { makeVisible } from '../model/visible.ts';
import { severityRank } from '../model/worst-first.ts';
import { checkoutPath } from '../report/checkout-path.ts';
import { countResources, nameOf, positionText, whereabouts } from '../report/summary.ts';
import type { IsChanged } from './changed-lines.ts';

export const LEVELS = ['error', 'warning', 'notice'] as const;
export type Level = (typeof LEVELS)[number];

/** A remark that GitHub shows beside a line of a file. */
export interface Annotation {
  readonly level: Level;
  readonly title: string;
  readonly message: string;
  /** Absent: it belongs to no file of the checkout. */
  readonly at?: Position;
}

export interface Annotations {
  readonly shown: readonly Annotation[];
  /** Failing and unknown results that no shown annotation tells of. */
  readonly leftOut: number;
}

export interface AnnotationLimits {
  /** Of one level. */
  readonly each: number;
  /** Errors that the step writes besides these. */
  readonly otherErrors: number;
  /** Warnings that the step writes besides these. */
  readonly otherWarnings?: number;
}

/** Of each level a step, whatever the user asks for. Source: actions/toolkit, docs/problem-matchers.md, "Limitations". */
export const STEP_LIMIT = 10;

/** Tables told of in one annotation. */
const TABLES = 5;

/**
 * Failing and unknown results at the lines of the policies that ask. Tables that miss the same line by the same control
 * share an annotation: the room is for ten, and an account has hundreds of tables. Lines that a pull request changes come first,
 * then the worst; what only follows from another failure comes last.
 */
export function annotationsOf(
  results: readonly Result[],
  limits: AnnotationLimits,
  isChanged: IsChanged = () => false,
): Annotations {
  const stated = results.filter((result) => result.status === 'fail' || result.status === 'unknown');
  const groups = [...groupBy(stated, groupKey).values()].toSorted(
    (a, b) => elsewhere(a, isChanged) - elsewhere(b, isChanged) || byWeight(a, b),
  );
  const shown: Annotation[] = [];
  let leftOut = 0;
  for (const group of groups) {
    const annotation = annotationOf(group);
    const others = { error: limits.otherErrors, warning: limits.otherWarnings ?? 0, notice: 0 }[annotation.level];
    const most = Math.min(limits.each, STEP_LIMIT - others);
    if (shown.filter((other) => other.level === annotation.level).length < most) shown.push(annotation);
    else leftOut += group.length;
  }
  return { shown, leftOut };
}

/** Policies that judged nothing, at the lines that say which tables they are for. */
export function policyAnnotations(report: Report, most: number): readonly Annotation[] {
  return policyWarnings(report)
    .slice(0, Math.max(0, most))
    .map(({ kind, policy, at, detail }) => ({
      level: 'warning',
      title: `${kind}: ${policy}`,
      ...placed(makeVisible(detail), at),
    }));
}

/** Beside its line, or with the name of a file that is not in the checkout. */
export function placed(message: string, at: Position | undefined): Pick<Annotation, 'message' | 'at'> {
  if (at === undefined) return { message };
  const { line, column } = at;
  const file = checkoutPath(at.file);
  return file === undefined
    ? { message: `${message}\nat ${positionText(at)}` }
    : { message, at: { file, line, column } };
}

function groupKey({ control, status, policy, template }: Result): string {
  return [control, status, policy?.name, policy?.path, template && positionText(template)].join('\n');
}

function elsewhere([first]: readonly Result[], isChanged: IsChanged): number {
  const at = first?.template ?? first?.policy;
  return at !== undefined && isChanged(at) ? 0 : 1;
}

/** Groups are never empty. */
function byWeight(a: readonly Result[], b: readonly Result[]): number {
  return weight(a) - weight(b) || b.length - a.length;
}

function weight(group: readonly Result[]): number {
  const worst = Math.min(...group.map((result) => severityRank(result.severity)));
  const follows = group.every((result) => result.follows !== undefined) ? 100 : 0;
  return follows + (group.some((result) => result.status === 'fail') ? 0 : 10) + worst;
}

function annotationOf(group: readonly Result[]): Annotation {
  const [first] = group;
  const at = first?.template ?? first?.policy;
  const lines = group.slice(0, TABLES).map((result) => makeVisible(`${placeOf(result)}: ${result.message}`));
  const more = group.length - lines.length;
  return {
    level: levelOf(group),
    title: `${first?.control ?? ''}: ${first?.status === 'unknown' ? 'unknown' : 'fails'} for ${countResources(group)}`,
    ...placed([...lines, ...(more > 0 ? [`and ${count(more, 'more table')}`] : [])].join('\n'), at),
  };
}

function placeOf({ resource }: Result): string {
  return `${nameOf(resource)} (${whereabouts(resource).join(' ')})`;
}

function levelOf(group: readonly Result[]): Level {
  if (group.every((result) => result.status === 'unknown')) return 'warning';
  if (group.some(({ severity }) => severity === 'critical' || severity === 'high')) return 'error';
  return group.some(({ severity }) => severity === 'medium') ? 'warning' : 'notice';
}

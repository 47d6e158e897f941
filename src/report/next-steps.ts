import { shellQuoted } from '../model/shell-quoted.ts';
import type { CauseView } from './cause-view.ts';

/** A command that a person may run next, and what it is good for. */
export interface NextStep {
  readonly command: string;
  readonly does: string;
}

/** Arguments that make another command look at what this one looked at; absent: it cannot. */
export type ArgumentsOf = (command: 'explain' | 'fix' | 'permissions') => readonly string[] | undefined;

/** Controls of which `explain TABLE` tells: plan, rule, selection and clause. */
const OF_PLANS = /^(plan|backup|copy|cold|maximum)-/;

/** What to run about the worst of what fails, then about what could not be read. */
export function nextSteps(
  views: readonly CauseView[],
  argumentsOf: ArgumentsOf = () => undefined,
): readonly NextStep[] {
  const failing = views.find(({ cause }) => cause.status === 'fail');
  const denied = views.some(({ results }) => results.some(({ unknown }) => unknown?.permission !== undefined));
  const worst = failing ?? views[0];
  if (worst === undefined) return [];
  const fix = failing && argumentsOf('fix');
  const permissions = denied ? argumentsOf('permissions') : undefined;
  return [
    ...explaining(worst, argumentsOf),
    ...(fix ? [step(['fix', ...fix], 'the change that mends each failing result, where there is one')] : []),
    ...(permissions ? [step(['permissions', ...permissions], 'the IAM policy that lets all of this be read')] : []),
  ];
}

function explaining({ cause, resources }: CauseView, argumentsOf: ArgumentsOf): readonly NextStep[] {
  const [table] = resources;
  const scope = argumentsOf('explain');
  const page = step(['explain', cause.control], 'what the control asks, and what to do');
  if (!scope || !table || !OF_PLANS.test(cause.control) || table.name === '*' || cause.tables === 0) return [page];
  return [step(['explain', table.arn, ...scope], 'why plans cover the first table, or do not'), page];
}

function step(words: readonly string[], does: string): NextStep {
  return { command: ['holdfast', ...words].map(shellQuoted).join(' '), does };
}

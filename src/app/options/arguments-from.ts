import type { ArgumentsOf } from '../../report/next-steps.ts';
import { OPTIONS, type OptionSpec, type Options } from './options.ts';

/** Options of `check` that make another command look at the same place by the same policies. */
const SCOPE = [
  'policies',
  'inventory',
  'regions',
  'profile',
  'role-arn',
  'organization',
  'role-name',
  'exclude-account',
  'ledger',
  'history',
  'now',
] as const;

/**
 * Arguments for the commands that a report proposes. What a change will have made is there for none but `permissions`, which judges
 * nothing.
 */
export function argumentsFrom(options: Options<'check'>): ArgumentsOf {
  const changes = [options['terraform-plan'], options.cloudformation, options['change-set'], options['backup-policy']];
  const isPreview = changes.some((given) => given.length > 0);
  return (command) => {
    if (isPreview && command !== 'permissions') return undefined;
    const takers = SCOPE.filter((key) => OPTIONS[key].takers.some((taker) => taker === command));
    return takers.flatMap((key) => wordsOf(key, options[key]));
  };
}

function wordsOf(
  key: (typeof SCOPE)[number],
  value: string | boolean | readonly string[] | undefined,
): readonly string[] {
  if (value === undefined || value === false) return [];
  if (value === true) return [`--${key}`];
  const spec: OptionSpec<unknown> = OPTIONS[key];
  const words = typeof value === 'string' ? [value] : value;
  if (words.join() === spec.fallback) return [];
  if (spec.many === 'repeated') return words.flatMap((word) => [`--${key}`, word]);
  return words.length === 0 ? [] : [`--${key}`, ...words];
}

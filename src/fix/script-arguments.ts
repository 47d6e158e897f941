import { shellWord } from './shell.ts';

/** A script that ignored its arguments would work on another table than its caller means. */
export function takesNoArguments(instead: string): readonly string[] {
  return [
    'if [ $# -gt 0 ]; then',
    `  printf '%s %q\\n' ${shellWord(`no arguments are taken: ${instead}`)} "$0" >&2`,
    '  exit 2',
    'fi',
  ];
}

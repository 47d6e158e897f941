import { commandLines } from './command.ts';
import type { Step } from './part.ts';
import { shellComment, shellWord } from './shell.ts';
import { partCommands } from './table-commands.ts';

export interface ScriptHead {
  /** What the script is for, a paragraph each. */
  readonly about: readonly string[];
}

const CALLER = 'aws sts get-caller-identity --query Account --output text';

/** Steps as a shell script: comments say why, commands are the AWS CLI's. */
export function renderScript({ about }: ScriptHead, steps: readonly Step[], after: readonly string[]): string {
  const accounts = [...new Set(steps.map(({ account }) => account))].toSorted();
  const lines = [
    '#!/usr/bin/env bash',
    ...about.flatMap((paragraph) => shellComment(paragraph)),
    'set -euo pipefail',
    'export AWS_PAGER=',
    ...(accounts.length > 0 ? ['', `account=$(${CALLER})`] : []),
    ...(accounts.length === 1 ? onlyIn(accounts[0] ?? '') : []),
    ...(accounts.length > 1
      ? accounts.flatMap((account) => [
          '',
          `if [ "$account" = ${shellWord(account)} ]; then`,
          `echo "account ${account}" >&2`,
          ...steps.filter((step) => step.account === account).flatMap(stepLines),
          '',
          'fi',
        ])
      : steps.flatMap(stepLines)),
    ...(after.length === 0 ? [] : ['', ...after.flatMap((paragraph) => shellComment(paragraph))]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Names are the same in every account; the commands are not meant for all of them. */
function onlyIn(account: string): readonly string[] {
  return [
    `if [ "$account" != ${shellWord(account)} ]; then`,
    `  echo "these commands are for account ${account}, not $account" >&2`,
    '  exit 1',
    'fi',
  ];
}

export function stepLines(step: Step): readonly string[] {
  const { title, reasons, notes, parts, place, commands } = step;
  return [
    '',
    ...shellComment(title).map((line) => line.replace(/^# /, '# -- ')),
    ...reasons.flatMap((reason) => shellComment(`why: ${reason}`)),
    ...notes.flatMap((note) => shellComment(`note: ${note}`)),
    ...(place ? parts.flatMap((part) => partCommands(part, place)) : []).flatMap(commandLines),
    ...commands.flatMap(commandLines),
  ];
}

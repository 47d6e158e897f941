import { commandLines } from './command.ts';
import { needsActiveTable, type Part, type Step, type TablePlace } from './part.ts';
import { takesNoArguments } from './script-arguments.ts';
import { shellComment, shellWord } from './shell.ts';
import { partCommands } from './table-commands.ts';
import { UNTIL_ACTIVE, untilActive, untilAllActive } from './until-active.ts';

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
    ...about.map(shellComment),
    ...takesNoArguments(
      'its tables are those that it was written for, and holdfast fix --table TABLE writes one for another; run it as: bash',
    ),
    'set -euo pipefail',
    'export AWS_PAGER=',
    ...(accounts.length > 0 ? ['', `account=$(${CALLER})`] : []),
    ...(accounts.length === 1 ? onlyIn(accounts[0] ?? '') : []),
    ...(steps.some(({ place, parts }) => place && parts.some(needsActiveTable)) ? UNTIL_ACTIVE : []),
    ...(accounts.length > 1
      ? accounts.flatMap((account) => [
          '',
          `if [ "$account" = ${shellWord(account)} ]; then`,
          `echo ${shellWord(`account ${account}`)} >&2`,
          ...allLines(steps.filter((step) => step.account === account)),
          '',
          'fi',
        ])
      : allLines(steps)),
    ...(after.length === 0 ? [] : ['', ...after.map(shellComment)]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Names are the same in every account; the commands are not meant for all of them. */
function onlyIn(account: string): readonly string[] {
  return [
    `if [ "$account" != ${shellWord(account)} ]; then`,
    `  echo ${shellWord(`these commands are for account ${account}, not`)} "$account" >&2`,
    '  exit 1',
    'fi',
  ];
}

function allLines(steps: readonly Step[]): readonly string[] {
  const last = untilAllActive(steps);
  return [...steps.flatMap(stepLines), ...(last.length === 0 ? [] : ['', ...last])];
}

function partLines(part: Part, place: TablePlace): readonly string[] {
  const commands = partCommands(part, place).flatMap(commandLines);
  return needsActiveTable(part) ? [untilActive(place), ...commands] : commands;
}

export function stepLines(step: Step): readonly string[] {
  const { title, reasons, notes, parts, place, commands } = step;
  return [
    '',
    shellComment(`-- ${title}`),
    ...reasons.map((reason) => shellComment(`why: ${reason}`)),
    ...notes.map((note) => shellComment(`note: ${note}`)),
    ...(place ? parts.flatMap((part) => partLines(part, place)) : []),
    ...commands.flatMap(commandLines),
  ];
}

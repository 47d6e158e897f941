import { OUTPUTS } from '../../github/outputs.ts';
import { COMMANDS } from '../commands.ts';
import { EXIT_MEANINGS } from '../exit/exit-codes.ts';
import { type CommandName, type NamedOption, optionsOf, type Taker } from './options.ts';

/** Markdown tables of the documentation, made from the tables that the code runs on. */
export const commandTable = (): string =>
  table(
    ['command', 'does'],
    Object.entries(COMMANDS).map(([name, { summary }]) => [code(name), summary]),
  );

export const optionTable = (taker: Taker): string =>
  table(
    ['option', 'meaning', 'default'],
    optionsOf(taker).map((option) => [code(spelling(option)), option.spec.help, fallback(option)]),
  );

/** A heading and a table for each command that takes options, but for the one that has its own. */
export const otherOptionTables = (but: CommandName): string =>
  (Object.keys(COMMANDS) as CommandName[])
    .filter((name) => name !== but && optionsOf(name).length > 0)
    .map((name) => `### ${name}\n\n${optionTable(name)}`)
    .join('\n');

export const inputTable = (): string =>
  table(
    ['input', 'meaning', 'default'],
    optionsOf('action').map((option) => [code(option.name), option.spec.input ?? option.spec.help, fallback(option)]),
  );

export const outputTable = (): string =>
  table(
    ['output', 'meaning'],
    Object.entries(OUTPUTS).map(([name, { description }]) => [code(name), description]),
  );

export const exitTable = (): string =>
  table(
    ['exit', 'meaning'],
    EXIT_MEANINGS.map(({ code: exit, meaning }) => [String(exit), meaning]),
  );

function spelling({ name, spec }: NamedOption): string {
  const value = spec.value === undefined ? '' : `<${spec.value}${spec.many === 'words' ? '…' : ''}>`;
  return spec.argument === undefined ? `--${name} ${value}`.trimEnd() : value;
}

function fallback({ spec }: NamedOption): string {
  return spec.fallback === undefined ? '' : code(spec.fallback);
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return [head, head.map(() => '---'), ...rows].map(line).join('');
}

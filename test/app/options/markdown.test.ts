import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../src/app/commands.ts';
import { commandTable, exitTable, inputTable, optionTable, outputTable } from '../../../src/app/options/markdown.ts';
import { optionsOf } from '../../../src/app/options/options.ts';

/** Cells of a Markdown table, row by row, head and rule left out. */
function rows(table: string): readonly (readonly string[])[] {
  return table
    .trimEnd()
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

describe('the tables of the documentation', () => {
  test('have every option, with the pipes of a value escaped', () => {
    const table = rows(optionTable('check'));
    expect(table).toHaveLength(optionsOf('check').length);
    expect(table.every((cells) => cells.length === 3)).toBe(true);
    expect(table.map(([name]) => name)).toContain('`--regions <a,b\\|all>`');
    expect(table.find(([name]) => name === '`--fail-on <severity>`')?.[2]).toBe('`low`');
  });

  test('have every command, input, output and exit code', () => {
    expect(rows(commandTable()).map(([name]) => name)).toEqual(Object.keys(COMMANDS).map((name) => `\`${name}\``));
    expect(rows(inputTable()).map(([name]) => name)).toEqual(optionsOf('action').map(({ name }) => `\`${name}\``));
    expect(rows(outputTable()).map(([name]) => name)).toContain('`sarif-file`');
    expect(rows(exitTable()).map(([exit]) => exit)).toEqual(['0', '1', '2', '3', '70']);
  });
});

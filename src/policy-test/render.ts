import { escapeTerminal } from '../report/escape.ts';
import { painter, wrap } from '../report/terminal.ts';
import type { Difference } from './differences.ts';
import type { PolicyTest } from './policy-test.ts';

export interface TestedPolicy {
  readonly test: PolicyTest;
  readonly differences: readonly Difference[];
}

export interface TestRendering {
  readonly colour: boolean;
  readonly width: number;
}

/** One line a test, and below those that fail what came otherwise, with the line that expects it. */
export function renderTest({ test, differences }: TestedPolicy, { colour, width }: TestRendering): string {
  const paint = painter(colour);
  const [word, style] = differences.length === 0 ? (['ok  ', 'green'] as const) : (['FAIL', 'red'] as const);
  const lines = [`${paint(word, style, 'bold')}  ${escapeTerminal(test.position.file)}: ${escapeTerminal(test.name)}`];
  for (const { at, message, because } of differences) {
    lines.push(...wrap(`${at.file}:${at.line}:${at.column} ${message}`, width, '  '));
    for (const each of because) lines.push(...wrap(each, width, '    ', '- '));
  }
  return `${lines.join('\n')}\n`;
}

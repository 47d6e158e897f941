import type { Problem } from './problem.ts';

/** How much of a source line is shown, around the column. */
const MAX_WIDTH = 100;
const BEFORE = 60;
const TAB = '    ';

/** Text of `holdfast validate`: each problem with its line, a caret under the column, and what to write instead. */
export function renderProblems(problems: readonly Problem[]): string {
  return problems.map(renderProblem).join('\n');
}

function renderProblem(found: Problem): string {
  const lines = [`${visible(found.file)}:${found.line}:${found.column}: ${visible(found.message)}`];
  if (found.sourceLine?.trim()) lines.push(...excerpt(found.sourceLine, found.line, found.column));
  if (found.hint !== undefined) lines.push(`  hint: ${visible(found.hint)}`);
  return `${lines.join('\n')}\n`;
}

function excerpt(line: string, number: number, column: number): readonly string[] {
  const gutter = `${number} | `;
  const empty = `${' '.repeat(String(number).length)} | `;
  const start = column - 1 > MAX_WIDTH - 20 ? column - 1 - BEFORE : 0;
  const end = start + MAX_WIDTH;
  const head = start > 0 ? '…' : '';
  const tail = end < line.length ? '…' : '';
  const before = `${head}${visible(line.slice(start, column - 1))}`;
  const after = visible(line.slice(column - 1, end));
  return [`  ${gutter}${before}${after}${tail}`, `  ${empty}${' '.repeat([...before].length)}^`];
}

/**
 * Control, formatting (bidirectional marks, zero-width) and separator characters as `\u{…}`: what a terminal shows is
 * what the file holds, and no file can move its cursor. Half a surrogate pair, left by a cut, likewise.
 */
function visible(text: string): string {
  return text
    .replaceAll('\t', TAB)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

import { describe, expect, it } from 'vitest';
import { renderProblems } from '../../src/policy/render-problems.ts';
import { HEADER, loadOne } from './loading.ts';

const at = { file: 'p.yaml', line: 7, column: 1, message: 'm' };
const caretUnder = (text: string) => {
  const [, line = '', caret = ''] = text.split('\n');
  return line.slice(caret.indexOf('^'));
};

describe('renderProblems', () => {
  it('shows the place, the line, a caret and what to write instead', () => {
    const { problems } = loadOne(`${HEADER}restore:\n  rto: 4 hours\n  testedEvery: 1y\n`);
    expect(renderProblems(problems)).toBe(`p.yaml:5:8: expected a duration such as 4h, found "4 hours"
  5 |   rto: 4 hours
    |        ^
  hint: did you mean \`4h\`?

p.yaml:6:16: expected a duration such as 90d, found "1y"
  6 |   testedEvery: 1y
    |                ^
  hint: months and years have no fixed length: write days, such as 365d
`);
  });

  it('keeps the caret under the column behind tabs', () => {
    expect(caretUnder(renderProblems([{ ...at, column: 4, sourceLine: '\ta:\tx' }]))).toBe('    x');
    expect(caretUnder(renderProblems([{ ...at, column: 5, sourceLine: '\ta:\tx' }]))).toBe('x');
  });

  it('cuts a long line around the column', () => {
    const text = renderProblems([{ ...at, column: 5001, sourceLine: `${'a'.repeat(5000)}X${'b'.repeat(5000)}` }]);
    expect(caretUnder(text).startsWith('Xb')).toBe(true);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(120);
  });

  it('keeps the caret under the column behind characters of two units', () => {
    const [, line = '', caret = ''] = renderProblems([{ ...at, column: 4, sourceLine: '😀: x' }]).split('\n');
    expect([...line].slice(caret.indexOf('^')).join('')).toBe(' x');
  });

  it('shows control and direction characters as what they are', () => {
    const hostile = '\u001b[31m\u202e\u2028\u0007\ud800';
    const text = renderProblems([{ ...at, file: hostile, message: hostile, hint: hostile, sourceLine: hostile }]);
    expect(text.split('\n')).toHaveLength(5);
    expect(text).not.toMatch(/[^\P{C}\n]/u);
    expect(text).toContain('\\u{1b}[31m\\u{202e}\\u{2028}\\u{7}\\u{d800}');
  });

  it('shows no line where there is none to show', () => {
    expect(renderProblems([{ ...at, sourceLine: '' }])).toBe('p.yaml:7:1: m\n');
  });

  it('says nothing of nothing', () => {
    expect(renderProblems([])).toBe('');
  });
});

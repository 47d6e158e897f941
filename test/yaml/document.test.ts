import { describe, expect, test } from 'vitest';
import { YamlDocument } from '../../src/yaml/document.ts';

/** Far above what these take, far below what they would without a bound. */
const BOUND_MS = 10_000;

const mistakes = (text: string) =>
  new YamlDocument(text).mistakes.map(({ line, column, message }) => `${line}:${column} ${message}`);
const BAD_ALIAS = 'an alias stands for nothing, or for too much';

describe('a document', () => {
  test('says what JSON would say', () => {
    const document = new YamlDocument('a: &x { b: [1, null, *y2] }\nc: *x\n__proto__: 1\n'.replace('*y2', '&y2 t'));
    const plain = document.plain(document.contents ?? null);
    expect(JSON.stringify(plain)).toBe('{"a":{"b":[1,null,"t"]},"c":{"b":[1,null,"t"]},"__proto__":1}');
    expect(mistakes('# nothing')).toEqual([]);
  });

  test.each([
    ['brackets', '['.repeat(100_000), '1:201 nested too deep'],
    ['maps', '{a: '.repeat(100_000), expect.stringMatching(/^1:\d+ nested too deep$/)],
    ['lists in lists', '- '.repeat(100_000), expect.stringMatching(/^1:\d+ nested too deep$/)],
    ['an alias of nothing', 'a: *b', `1:4 ${BAD_ALIAS}`],
    ['an alias of itself', 'a: &b [*b]', `1:8 ${BAD_ALIAS}`],
    ['a circle of merges', 'a: &b { <<: *b }', `1:13 ${BAD_ALIAS}`],
    ['a key that stands twice', 'a: 1\nb: { c: 1, c: 2 }', '2:12 Map keys must be unique'],
    ['two documents', 'a: 1\n---\nb: 1\n', '2:1 a second document; the file holds one'],
    ['bad syntax', 'a: [', expect.stringMatching(/^1:5 Flow sequence/)],
    ['too much', 'a'.repeat(5_000_000), '1:1 the file has more than 1048576 characters'],
  ])('of %s is refused with its place', { timeout: BOUND_MS }, (_, text, expected) => {
    expect(mistakes(text)).toEqual([expected]);
  });

  test('is read in time that grows with its length', { timeout: BOUND_MS }, () => {
    expect(mistakes(Array.from({ length: 40_000 }, (_, at) => `k${at}: 1`).join('\n'))).toEqual([]);
    expect(mistakes(`a: &x 1\nb: [${Array(9_000).fill('*x').join()}]`)).toEqual([]);
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let at = 1; at < 40; at += 1)
      bomb.push(
        `a${at}: &a${at} [${Array(10)
          .fill(`*a${at - 1}`)
          .join()}]`,
      );
    expect(mistakes(bomb.join('\n'))).toEqual([expect.stringContaining(BAD_ALIAS)]);
  });
});

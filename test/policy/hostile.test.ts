import { describe, expect, it } from 'vitest';
import { HEADER, listed, loadOne } from './loading.ts';

/** Far above what any of these takes, far below what they take when a bound is missing (minutes, or no memory left). */
const BOUND_MS = 20_000;
const fill = (text: string, length = 300_000) => text.repeat(Math.floor(length / text.length));

describe('a hostile file', () => {
  it.each([
    ['brackets', fill('['), '1:65 nested deeper than 64 levels'],
    ['maps in maps', fill('{a: '), '1:254 nested deeper than 64 levels'],
    ['lists in lists', fill('- '), '1:128 nested deeper than 64 levels'],
    ['keys in keys', fill('? '), '1:128 nested deeper than 64 levels'],
  ])('of nothing but %s is refused where it gets too deep', { timeout: BOUND_MS }, (_name, text, problem) => {
    expect(listed(loadOne(text).problems)).toEqual([problem]);
  });

  it('that is an alias bomb is refused', { timeout: BOUND_MS }, () => {
    const lines = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [before, name] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi', 'ij'].map((pair) => [...pair])) {
      lines.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`);
    }
    expect(listed(loadOne(lines.join('\n')).problems)).toEqual([
      '5:8 the aliases up to here stand for more than 10000 values',
    ]);
  });

  it('that merges a big map again and again is refused', { timeout: BOUND_MS }, () => {
    const keys = Array.from({ length: 5000 }, (_, i) => `k${i}: 1`).join(', ');
    const { problems } = loadOne(`x: &m { ${keys} }\ny: [${Array(5000).fill('{ <<: *m }').join(', ')}]\n`);
    expect(listed(problems)).toEqual(['2:23 the aliases up to here stand for more than 10000 values']);
  });

  it('whose alias stands inside its own anchor is refused', () => {
    expect(listed(loadOne(`${HEADER}tables: &t { except: *t }\n`).problems)).toEqual([
      '4:22 the alias *t stands inside the value that it names',
    ]);
  });

  it('with thousands of unknown keys tells five hundred and counts the rest', { timeout: BOUND_MS }, () => {
    const { problems } = loadOne(HEADER + Array.from({ length: 10_000 }, (_, i) => `k${i}: 1\n`).join(''));
    expect(problems).toHaveLength(501);
    expect(listed(problems)[0]).toBe('1:1 9500 more mistakes in this document are not listed');
  });

  it('with tens of thousands of values is read', { timeout: BOUND_MS }, () => {
    const { policies, problems } = loadOne(`${HEADER}tables:\n  names:\n${'    - n\n'.repeat(40_000)}`);
    expect(problems).toEqual([]);
    expect(policies[0]?.tables.names).toHaveLength(40_000);
  });

  it('above a mebibyte is not read', () => {
    expect(listed(loadOne(new Uint8Array(1024 * 1024 + 1)).problems)).toEqual([
      '1:1 the file has 1048577 bytes; a policy file has at most 1048576 | split it: any number of files can be given',
    ]);
  });

  it('with a NUL byte is refused at that byte', () => {
    expect(listed(loadOne(`${HEADER}descr\u0000iption: x\n`).problems)).toEqual([
      '4:6 control character U+0000 in the file',
    ]);
  });

  it('in UTF-16 is told so', () => {
    expect(listed(loadOne(new Uint8Array([0xff, 0xfe, 0x61, 0x00])).problems)).toEqual([
      '1:1 byte 0xFF is not UTF-8 | the file looks like UTF-16: save it as UTF-8',
    ]);
  });

  it('reaches no prototype', () => {
    loadOne(
      `${HEADER}__proto__: { polluted: yes }\ntables: { tags: { __proto__: [x] } }\nseverity: { constructor: low }\n`,
    );
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

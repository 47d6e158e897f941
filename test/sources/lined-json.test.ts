import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LinedJsonReader, linedJson, TooLong } from '../../src/sources/lined-json.ts';

/** Reads a text that arrives in parts of a few characters. */
function read(text: string, size = 1_000): unknown {
  const reader = new LinedJsonReader();
  for (let at = 0; at < text.length; at += size) reader.take(text.slice(at, at + size));
  return reader.end();
}

function attempt(parse: () => unknown): unknown {
  try {
    return { value: parse() };
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError);
    return 'no JSON';
  }
}

describe('lined JSON', () => {
  test('has a line for each item of a list, and of a list within', () => {
    const document = {
      at: 1,
      regions: [
        { name: 'a', points: { known: true, value: [{ arn: 'p', life: { days: [35] } }, { arn: 'q' }] }, jobs: [] },
      ],
    };
    expect([...linedJson(document)].join('')).toBe(
      [
        '{"at":1,"regions":[',
        '{"name":"a","points":{"known":true,"value":[',
        '{"arn":"p","life":{"days":[35]}},',
        '{"arn":"q"}',
        ']},"jobs":[]}',
        ']}',
        '',
      ].join('\n'),
    );
  });

  test('comes in parts that are read back, however they are cut', () => {
    const list = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })));
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), list), fc.integer({ min: 1, max: 50 }), (value, size) => {
        const text = [...linedJson(value)].join('');
        const plain: unknown = JSON.parse(JSON.stringify(value));
        expect(JSON.parse(text)).toEqual(plain);
        expect(read(text, size)).toEqual(plain);
      }),
    );
  });

  test('is read as JSON.parse reads it, and refused where that refuses it', () => {
    const part = fc.constantFrom(
      '{"a":1}',
      '{"b":[',
      '{"__proto__":',
      '}',
      '[',
      ']',
      ',',
      ',',
      '\n',
      '\n',
      '"a":',
      '1',
    );
    const whole = fc.constantFrom(
      '[\n{"a":1},\n{"a":2}\n]',
      '{"a":1},\n',
      '\n{"a":1}\n',
      '{"b":\n',
      '{"a":1}\n{"a":2}',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(part, whole), { maxLength: 7 }), (parts) => {
        const text = parts.join('');
        expect(attempt(() => read(text))).toEqual(attempt(() => JSON.parse(text)));
      }),
      { numRuns: 5_000 },
    );
  });

  test.each([
    ['objects where one value must be', '{"a":\n{"b":1},\n{"b":2},\n"c":1}'],
    ['an object where a key must be', '{\n{"a":1}\n:1}'],
    ['objects without a comma between them', '[\n{"a":1}\n{"a":2}\n]'],
    ['a comma after the last', '[\n{"a":1},\n]'],
  ])('is refused with %s', (_, text) => {
    expect(() => read(text)).toThrow(SyntaxError);
  });

  test('tells what is wrong on the line where it is', () => {
    const reader = new LinedJsonReader();
    reader.take('[\n{"a":1},\n{"a":2},\n{"a":3},\noops\n]');
    expect(() => reader.end()).toThrow(SyntaxError);
    expect(reader.left.split('\n')[4]).toBe('oops');
  });
});

test.each([
  ['a line without end', ' '.repeat(1_000_000), 135],
  ['lines that are no objects', `${'1'.repeat(999_999)},\n`, 135],
  ['millions of objects', '{},\n'.repeat(100_000), 41],
  ['millions of lines of few values', '1,\n'.repeat(100_000), 81],
])('%s are not held', (_, text, times) => {
  const reader = new LinedJsonReader();
  const all = () => {
    for (let at = 0; at < times; at += 1) reader.take(text);
  };
  expect(all).toThrow(TooLong);
});

test('a line of millions of empty lists is not parsed', () => {
  const reader = new LinedJsonReader();
  for (let at = 0; at < 41; at += 1) reader.take('[],'.repeat(100_000));
  expect(() => reader.take('\n')).toThrow(TooLong);
});

test('a long list of objects is no long line', () => {
  const reader = new LinedJsonReader();
  const line = `{"a":"${'x'.repeat(1_000_000)}"},\n`;
  reader.take('[\n');
  for (let at = 0; at < 300; at += 1) reader.take(line);
  reader.take('1]');
  expect(reader.end()).toHaveLength(301);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonSplitter } from '../../src/sources/json-splitter.ts';

function split(text: string, size: number) {
  const splitter = new JsonSplitter('results');
  const found = { items: [] as unknown[], lines: [] as unknown[] };
  for (let at = 0; at < text.length; at += size) {
    const { items, lines } = splitter.take(text.slice(at, at + size));
    found.items.push(...items.map((item): unknown => JSON.parse(item)));
    found.lines.push(...lines.map((line): unknown => JSON.parse(line)));
  }
  splitter.end();
  const members = [...splitter.members].map(([name, value]): [string, unknown] => [name, JSON.parse(value)]);
  return { ...found, members: new Map(members) };
}

describe('cutting JSON into its values', () => {
  test('gives what JSON.parse gives, however the text is cut and laid out', () => {
    const name = fc.string().filter((each) => each !== 'results');
    const document = fc.record({
      members: fc.dictionary(name, fc.jsonValue(), { noNullPrototype: true }),
      results: fc.array(fc.jsonValue()),
      lines: fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true })),
      space: fc.constantFrom(0, 2),
      size: fc.integer({ min: 1, max: 40 }),
      where: fc.boolean(),
    });
    fc.assert(
      fc.property(document, ({ members, results, lines, space, size, where }) => {
        const whole = where ? { results, ...members } : { ...members, results };
        const text = [whole, ...lines].map((value) => JSON.stringify(value, null, space)).join('\n');
        const found = split(text, size);
        expect(found.items).toEqual(JSON.parse(JSON.stringify(results)));
        expect(found.lines).toEqual(JSON.parse(JSON.stringify(lines)));
        expect(found.members).toEqual(new Map(Object.entries(JSON.parse(JSON.stringify({ ...whole, results: [] })))));
      }),
    );
  });

  test.each([
    '{"a":1,}',
    '{"results":[1,]}',
    '{"a" 1}',
    '{,}',
    '{"a":1}}',
    '{"a":1} x',
    '{"a":1,"a":2}',
    '{"results":[],"results":[]}',
    '{"a":}',
    '[',
    '',
    '{"a":"x',
  ])('refuses %s', (text) => {
    expect(() => split(text, 3)).toThrow(SyntaxError);
  });
});

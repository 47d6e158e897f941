import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RecordFinder } from '../../../src/sources/trail/record-finder.ts';
import { RecordSplitter } from '../../../src/sources/trail/record-splitter.ts';
import { trailRecord } from '../../history/trail-records.ts';

const WANTED = new Set(['UpdateBackupPlan', 'DeleteTable']);

function parse(bytes: Buffer, into: unknown[]): boolean {
  try {
    into.push(JSON.parse(bytes.toString('utf8')));
    return true;
  } catch {
    return false;
  }
}

/** What the finder takes, or undefined when it says that the file is none of its kind. */
function found(chunks: readonly Buffer[]): unknown[] | undefined {
  const taken: unknown[] = [];
  const finder = new RecordFinder(
    (name) => WANTED.has(name),
    (bytes) => parse(bytes, taken),
  );
  return chunks.every((chunk) => finder.push(chunk)) && finder.end() ? taken : undefined;
}

function split(chunks: readonly Buffer[]): { taken: unknown[]; trouble: string | undefined } {
  const taken: unknown[] = [];
  const splitter = new RecordSplitter((bytes) => parse(bytes, taken));
  for (const chunk of chunks) splitter.push(chunk);
  return { taken, trouble: splitter.trouble() };
}

function cut(text: string, cuts: readonly number[]): Buffer[] {
  const bytes = Buffer.from(text);
  const places = [...new Set(cuts.map((at) => at % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((from, index) => bytes.subarray(from, places[index] ?? bytes.length));
}

const isRelevant = (record: unknown) => WANTED.has(String(Reflect.get(Object(record), 'eventName')));

const names = fc.constantFrom('UpdateBackupPlan', 'DeleteTable', 'DescribeTable', 'GetItem', 'Ünïcode', 'a"b\\');
/** Whatever users put into requests: brackets, quotes, whole records, as text and as structure. */
const payload = fc.oneof(
  fc.json(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '}]}',
    '{"eventVersion":"1.11"',
    '"eventName":"DeleteTable"',
    '\\"',
    '\\',
    '{"Records":[{"eventVersion":',
  ),
  names.map((eventName) => ({ eventVersion: '1.0', eventName, deep: [{ eventVersion: 'x' }] })),
);
const record = fc.record({ eventName: names, requestParameters: payload, eventID: fc.uuid() }).map(trailRecord);
const records = fc.array(record, { maxLength: 12 });
const cuts = fc.array(fc.nat(20_000), { maxLength: 12 });
const shape = fc.constantFrom<[number | string | undefined, string]>(
  [undefined, ''],
  [undefined, ' \r\n'],
  [1, '\n'],
  ['\t', ''],
);

describe('the splitter', () => {
  test('gives every record, however the file is laid out and wherever it is cut', () => {
    fc.assert(
      fc.property(records, shape, cuts, fc.boolean(), (Records, [indent, after], where, wrapped) => {
        const whole = wrapped
          ? { note: 'Records', other: [{ a: ['"'] }], Records, end: { Records: [1] } }
          : { Records };
        const text = `${after}${JSON.stringify(whole, null, indent)}${after}`;
        expect(split(cut(text, where))).toEqual({ taken: JSON.parse(JSON.stringify(Records)), trouble: undefined });
      }),
    );
  });

  test('keeps what stands before the place where a file ends too early, and says that it does', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 5 }), fc.nat(), (Records, at) => {
        const text = Buffer.from(JSON.stringify({ Records }));
        const length = 1 + (at % (text.length - 1));
        const { taken, trouble } = split([text.subarray(0, length)]);
        expect(trouble).toBe('it ends in the middle');
        expect(JSON.parse(JSON.stringify(Records)).slice(0, taken.length)).toEqual(taken);
      }),
    );
  });

  test.each([
    ['', 'it holds no "Records" list'],
    ['{}', 'it holds no "Records" list'],
    ['{"Records":{}}', 'it holds no "Records" list'],
    ['{"note":"Records","x":[{"a":1}]}', 'it holds no "Records" list'],
    ['[{"eventName":"x"}]', 'it is no JSON object'],
    ['<html></html>', 'it is no JSON object'],
    ['{"Records":[{"a":1}]}\u0000\u0000', 'something follows its end'],
    ['{"Records":[{"a":1]}]}', 'its brackets do not match'],
    ['{"Records":[{"a":1},null,"x",[2],{"b" 2}]}', '4 of its records cannot be read'],
    ['{"Records":[{"a":1},{"b":"', 'it ends in the middle'],
  ])('says of %j that %s', (text, trouble) => {
    expect(split([Buffer.from(text)]).trouble).toBe(trouble);
  });

  test('goes on into a second file that was appended to the first', () => {
    expect(split([Buffer.from('{"Records":[{"a":1}]}\n{"Records":[{"b":2}]}')])).toEqual({
      taken: [{ a: 1 }, { b: 2 }],
      trouble: undefined,
    });
  });
});

describe('the finder', () => {
  test('finds what the splitter finds, or says that it cannot', () => {
    let usual = 0;
    fc.assert(
      fc.property(records, shape, cuts, (Records, [indent, after], where) => {
        const text = `${after}${JSON.stringify({ Records }, null, indent)}${after}`;
        const taken = found(cut(text, where));
        if (taken === undefined) return;
        usual++;
        const all = split([Buffer.from(text)]).taken;
        // A request may hold such a name; its record is taken too, and sorted out when it is parsed.
        expect(taken.filter(isRelevant)).toEqual(all.filter(isRelevant));
        for (const each of taken) expect(all).toContainEqual(each);
      }),
      { numRuns: 300 },
    );
    expect(usual).toBeGreaterThan(30);
  });

  test('is never at a loss with files as CloudTrail writes them, wherever they are cut', () => {
    const plain = fc
      .record({ eventName: names, requestParameters: fc.dictionary(fc.string(), fc.string()) })
      .map(trailRecord);
    fc.assert(
      fc.property(fc.array(plain, { minLength: 1, maxLength: 12 }), cuts, (Records, where) => {
        expect(found(cut(JSON.stringify({ Records }), where))?.filter(isRelevant)).toEqual(
          JSON.parse(JSON.stringify(Records.filter(isRelevant))),
        );
      }),
    );
  });

  test.each([
    [
      'records that begin with different keys',
      '{"Records":[{"a":1,"eventName":"DeleteTable"},{"b":1,"eventName":"DeleteTable"}]}',
    ],
    ['no records', '{"Records":[]}'],
    ['a file that is cut', '{"Records":[{"a":1,"eventName":"DeleteTable"},{"a":1,'],
    ['another key before the records', '{"x":1,"Records":[{"a":1,"eventName":"DeleteTable"}]}'],
    ['a stray value between records', '{"Records":[{"a":1,"eventName":"DeleteTable"},null,{"a":1}]}'],
    ['two files in one', '{"Records":[{"a":1,"eventName":"DeleteTable"}]}{"Records":[{"a":1}]}'],
  ])('leaves %s to the splitter', (_, text) => {
    expect(found([Buffer.from(text)])).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { jsonLines, renderJson } from '../../src/report/json.ts';
import { piecesOf } from '../../src/report/streamed.ts';
import { HOSTILE, hostileReport, mixedReport, report, result } from './fixtures.ts';
import { expectGolden } from './golden.ts';

/** The same content, every object built in the opposite order. */
function reversed<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toReversed())
      : inner,
  );
}

describe('renderJson', () => {
  it('writes the documented shape', () => {
    expectGolden('mixed.json', renderJson(mixedReport()));
  });

  it('reads back as the report', () => {
    expect(JSON.parse(renderJson(mixedReport()))).toEqual(mixedReport());
    expect(JSON.parse(renderJson(hostileReport()))).toEqual(hostileReport());
  });

  it('keeps the documented order of fields', () => {
    const parsed: Report = JSON.parse(renderJson(mixedReport()));
    expect(Object.keys(parsed)).toEqual([
      'schema',
      'tool',
      'takenAt',
      'conclusion',
      'scopes',
      'summary',
      'causes',
      'results',
      'unmatchedTables',
      'restores',
      'apiCalls',
      'warnings',
    ]);
    expect(Object.keys(parsed.results[0] ?? {})).toEqual([
      'control',
      'status',
      'severity',
      'policy',
      'resource',
      'expected',
      'actual',
      'message',
      'because',
      'subjects',
      'fingerprint',
    ]);
  });

  it('writes the same bytes whatever order objects were built in', () => {
    expect(renderJson(reversed(mixedReport()))).toBe(renderJson(mixedReport()));
  });

  it('sorts nested evidence by key and leaves the order of lists alone', () => {
    const text = renderJson(report([result({ actual: { z: [3, { b: 1, a: 2 }, 1], a: null } })]));
    expect(text.replace(/\s+/g, '')).toContain('"actual":{"a":null,"z":[3,{"a":2,"b":1},1]}');
  });

  it('writes no raw character that a terminal would obey or a reviewer would not see', () => {
    const text = renderJson(report([result({ message: Object.values(HOSTILE).join(' ') })]));
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(text).toContain('orders\\u202e5202');
    expect(text).toContain('\\udb40\\udc41');
  });

  it('is the same as lines: head, results, foot', () => {
    const lines = [...piecesOf(jsonLines, mixedReport())].join('').trimEnd().split('\n');
    const [head, ...rest] = lines.map((line): object => JSON.parse(line));
    const foot = rest.pop();
    expect(Object.keys(head ?? {})).toEqual(['schema', 'tool', 'takenAt', 'scopes']);
    expect(Object.keys(foot ?? {}).slice(0, 2)).toEqual(['summary', 'conclusion']);
    expect({ ...head, results: rest, ...foot }).toEqual(JSON.parse(renderJson(mixedReport())));
  });

  it('has no line more than head, results and foot, whatever results say', () => {
    const text = [...piecesOf(jsonLines, hostileReport())].join('');
    expect(text.split('\n')).toHaveLength(hostileReport().results.length + 3);
  });

  it('ends with one line feed', () => {
    expect(renderJson(report([]))).toMatch(/[^\n]\n$/);
  });
});

import { describe, expect, test } from 'vitest';
import { renderCsv } from '../../src/report/csv.ts';
import { HOSTILE, hostileReport, mixedReport } from './fixtures.ts';

/** RFC 4180, as strictly as it is written. */
function parse(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end !== ',') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

describe('the CSV report', () => {
  test('has a line for each result and a cell for each column', () => {
    const all = mixedReport();
    const [head = [], ...rows] = parse(renderCsv(all));
    expect(rows).toHaveLength(all.results.length);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([head.length]));
    const cell = (name: string) => rows[0]?.[head.indexOf(name)];
    expect(cell('status')).toBe('fail');
    expect(cell('table')).toBe('payments-orders');
    expect(cell('line')).toBe('17');
    expect(cell('taken_at')).toBe('2026-11-22T08:00:00.000Z');
  });

  test('holds nothing that a spreadsheet would run, and no line break in a cell', () => {
    const rows = parse(renderCsv(hostileReport()));
    expect(rows).toHaveLength(1 + 3 * Object.keys(HOSTILE).length);
    expect(rows.flat().filter((cell) => /^\s*[=+@]|^\s*-(?!\d)/.test(cell))).toEqual([]);
    expect(rows.flat().filter((cell) => /[\r\n]/.test(cell))).toEqual([]);
    expect(rows.flat().some((cell) => cell.startsWith("'=HYPERLINK"))).toBe(true);
  });
});

import { describe, expect, test } from 'vitest';
import { renderOpenMetrics } from '../../src/report/openmetrics.ts';
import { hostileReport, mixedReport, report } from './fixtures.ts';

const SAMPLE = /^([a-z_]+)(?:\{((?:[a-z_][a-z0-9_]*="(?:[^"\\]|\\[\\n"])*",?)*)\})? (-?\d+(?:\.\d+)?)$/;

/** Holds every line to the grammar of OpenMetrics 1.0. */
function samplesOf(text: string): ReadonlyMap<string, number> {
  expect(text.endsWith('# EOF\n')).toBe(true);
  const types = new Map<string, string>();
  const samples = new Map<string, number>();
  for (const line of text.slice(0, -'# EOF\n'.length).trimEnd().split('\n')) {
    const [, keyword, name = '', rest = ''] = /^# (TYPE|UNIT|HELP) ([a-z_]+) (.+)$/.exec(line) ?? [];
    if (keyword === 'TYPE') types.set(name, rest);
    if (keyword === 'UNIT') expect(name.endsWith(`_${rest}`)).toBe(true);
    if (keyword !== undefined) continue;
    const match = SAMPLE.exec(line);
    expect(match, line).not.toBeNull();
    const [, sampled = '', labels = '', value] = match ?? [];
    const type = types.get(sampled) ?? types.get(sampled.replace(/_info$/, ''));
    expect(type, line).toBeDefined();
    const key = `${sampled}{${labels}}`;
    expect(samples.has(key), `${key} twice`).toBe(false);
    samples.set(key, Number(value));
  }
  return samples;
}

describe('the OpenMetrics report', () => {
  test('counts what the report counts', () => {
    const all = mixedReport();
    const samples = samplesOf(renderOpenMetrics(all));
    expect(samples.get('holdfast_results{status="fail"}')).toBe(all.summary.fail);
    expect(samples.get('holdfast_results{status="unknown"}')).toBe(all.summary.unknown);
    expect(samples.get('holdfast_tables{}')).toBe(all.summary.tables);
    expect(samples.get('holdfast_conclusion{holdfast_conclusion="noncompliant"}')).toBe(1);
    const stated = [...samples].filter(([name]) => name.startsWith('holdfast_table_results'));
    expect(stated.reduce((sum, [, value]) => sum + value, 0)).toBe(all.summary.fail + all.summary.unknown);
  });

  test('gives restore times and objectives in seconds', () => {
    const samples = samplesOf(renderOpenMetrics(mixedReport()));
    const place = 'table="payments-orders",account="111122223333",region="eu-west-1"';
    expect(samples.get(`holdfast_restore_duration_seconds{${place},statistic="p95"}`)).toBe(14_424);
    expect(samples.get(`holdfast_restore_objective_seconds{${place}}`)).toBe(14_400);
  });

  test('keeps to its grammar with hostile names, and with nothing to say', () => {
    samplesOf(renderOpenMetrics(hostileReport()));
    samplesOf(renderOpenMetrics(report([])));
  });
});

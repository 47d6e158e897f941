import { describe, expect, it } from 'vitest';
import type { RestoreTimes } from '../../src/model/report.ts';
import { asOf, conclusionSentence, exactMinutes, restoreSentence, resultCounts } from '../../src/report/summary.ts';
import { report, result, table } from './fixtures.ts';

const times: RestoreTimes = {
  table: table('orders').arn,
  samples: 1,
  meanMinutes: 31,
  p50Minutes: 31,
  p95Minutes: 31,
  maxMinutes: 31,
  latestMinutes: 31,
  samplesFrom: ['ledger'],
};

describe('exactMinutes', () => {
  it.each([
    [0, '0 min'],
    [0.5, '30 s'],
    [28, '28 min'],
    [31.25, '31 min 15 s'],
    [240, '4 h'],
    [240.4, '4 h 24 s'],
    [59.995, '1 h'],
    [4500.02, '3 d 3 h 1 s'],
  ])('says %f min as %s', (minutes, text) => {
    expect(exactMinutes(minutes)).toBe(text);
  });
});

describe('asOf', () => {
  const takenAt = '2026-11-22T08:00:00.000Z';

  it('says the instant that was judged, and that of the facts where it is another', () => {
    expect(asOf({ takenAt })).toBe('as of 2026-11-22 08:00:00 UTC');
    expect(asOf({ takenAt, asOf: '2026-11-24T08:00:00.000Z' })).toBe(
      'as of 2026-11-24 08:00:00 UTC, by facts of 2026-11-22 08:00:00 UTC',
    );
  });
});

describe('restoreSentence', () => {
  it('says when no RTO was asked', () => {
    expect(restoreSentence(times)).toBe(
      '1 restore: p50 31 min, p95 31 min, max 31 min, mean 31 min, latest 31 min; no RTO asked',
    );
  });

  it('shows no statistics of nothing', () => {
    expect(restoreSentence({ ...times, samples: 0, rtoMinutes: 240 })).toBe('0 restores; RTO 4 h');
  });
});

describe('resultCounts', () => {
  it('always names failures, and the others where there are some', () => {
    expect(resultCounts({ fail: 0, unknown: 0, pass: 1234, waived: 0, notApplicable: 2 })).toBe(
      '0 fail, 1,234 pass, 2 not applicable',
    );
  });
});

describe('conclusionSentence', () => {
  it('counts tables once, however many results fail on them', () => {
    const results = [result({ status: 'fail', severity: 'critical' }), result({ status: 'fail', severity: 'low' })];
    expect(conclusionSentence(report(results))).toBe('2 results failing on 1 table (1 critical, 1 low)');
  });
});

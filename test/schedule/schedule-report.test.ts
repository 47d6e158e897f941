import { describe, expect, it } from 'vitest';
import { scheduleReport } from '../../src/schedule/schedule-report.ts';

const from = '2026-11-22T08:00:00.000Z';

describe('the report of a schedule', () => {
  it('has the keys of the contract, in their order', () => {
    const outcome = scheduleReport('cron(0 5 ? * MON-FRI *)', { from, count: 2 });
    expect(outcome).toEqual({
      ok: true,
      report: {
        expression: 'cron(0 5 ? * MON-FRI *)',
        timezone: 'UTC',
        runs: ['2026-11-23T05:00:00.000Z', '2026-11-24T05:00:00.000Z'],
        longestGapMinutes: 4320,
        gapFrom: '2026-11-27T05:00:00.000Z',
        gapTo: '2026-11-30T05:00:00.000Z',
        worstCaseMinutes: 4800,
      },
      notes: [],
    });
    expect(Object.keys((outcome.ok && outcome.report) || {})).toEqual([
      'expression',
      'timezone',
      'runs',
      'longestGapMinutes',
      'gapFrom',
      'gapTo',
      'worstCaseMinutes',
    ]);
  });

  it('lists ten runs, the first of them at the instant itself', () => {
    const outcome = scheduleReport('0 8 ? * * *', { from });
    expect(outcome.ok && outcome.report.runs).toHaveLength(10);
    expect(outcome.ok && outcome.report.runs[0]).toBe(from);
  });

  it('lists no run where none is asked for', () => {
    const outcome = scheduleReport('0 8 ? * * *', { from, count: 0 });
    expect(outcome.ok && outcome.report.runs).toEqual([]);
  });

  it('counts the start window that is given', () => {
    const outcome = scheduleReport('0 5 ? * * *', { from, startWindowMinutes: 60 });
    expect(outcome.ok && outcome.report.worstCaseMinutes).toBe(1500);
  });

  it('keeps local time, and the offset of an instant', () => {
    const outcome = scheduleReport('0 1 ? * * *', {
      from: '2027-07-01T01:00:00+01:00',
      timezone: 'America/Los_Angeles',
      count: 1,
    });
    expect(outcome.ok && outcome.report.runs).toEqual(['2027-07-01T08:00:00.000Z']);
  });

  it.each(['15 10 ? * 6L 2019-2022', '0 0 31 2 ? *'])('%s never runs: no runs, null gaps', (expression) => {
    expect(scheduleReport(expression, { from })).toEqual({
      ok: true,
      report: {
        expression,
        timezone: 'UTC',
        runs: [],
        longestGapMinutes: null,
        gapFrom: null,
        gapTo: null,
        worstCaseMinutes: null,
      },
      notes: [],
    });
  });

  it.each(['UTC', 'Europe/Berlin'])('begins with 1970 where it is asked for from the year 0 on, in %s', (timezone) => {
    const first = scheduleReport('0 5 ? * * *', { from: '1969-12-31T00:00:00.000Z', timezone });
    expect(first.ok && first.report.runs[0]).toMatch(/^1970-01-01T0[45]:00:00\.000Z$/);
    expect(scheduleReport('0 5 ? * * *', { from: '0000-01-01T00:00:00.000Z', timezone })).toEqual(first);
  });

  it.each([
    ['2199-12-31T00:00:00.000Z', 1],
    ['2200-01-01T00:00:00.000Z', 0],
    ['9999-12-31T23:59:59.999Z', 0],
  ])('says that the years of schedules end where it is asked for from %s on', (late, runs) => {
    const outcome = scheduleReport('0 5 ? * * *', { from: late });
    expect(outcome.ok && outcome.report.runs).toHaveLength(runs);
    expect(outcome.ok && outcome.notes).toEqual(["no run is later: the years of AWS's schedules end with 2199"]);
  });

  it('a single run has no gap', () => {
    const outcome = scheduleReport('0 0 1 1 ? 2030', { from });
    expect(outcome.ok && outcome.report).toMatchObject({
      runs: ['2030-01-01T00:00:00.000Z'],
      longestGapMinutes: null,
      worstCaseMinutes: null,
    });
  });

  it('notes what AWS Backup does not document', () => {
    const outcome = scheduleReport('0/15 * ? * * *', { from });
    expect(outcome.ok && outcome.notes).toEqual([
      'runs are less than an hour apart; the shortest frequency that AWS Backup documents is hourly',
    ]);
  });
});

describe('what AWS would refuse', () => {
  it('names the field', () => {
    expect(scheduleReport('0 25 ? * * *', { from })).toEqual({
      ok: false,
      field: 'hours',
      message: 'hours: found "25", allowed are 0 to 23 with , - * /',
    });
  });

  it.each([
    ['europe/london', 'time zone: found "europe/london", IANA spells it "Europe/London"'],
    ['Mars/Olympus', 'time zone: found "Mars/Olympus", allowed are names of the IANA time zone database'],
  ])('names the time zone %s', (timezone, message) => {
    expect(scheduleReport('0 5 ? * * *', { from, timezone })).toEqual({ ok: false, field: 'timezone', message });
  });
});

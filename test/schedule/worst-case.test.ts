import { describe, expect, it } from 'vitest';
import type { BackupRule } from '../../src/model/plan.ts';
import { scheduleFacts } from '../../src/schedule/worst-case.ts';
import { at, ruleOf } from './schedules.ts';

const FROM = at('2026-11-22 08:00');
const keeps = (days: number) => (rule: BackupRule) => (rule.lifecycle?.deleteAfterDays ?? 1e9) >= days;

const planOf = (name: string, rules: readonly BackupRule[], qualifies = keeps(0)) => ({
  planId: `id-${name}`,
  planName: name,
  rules,
  qualifies,
});
const factsOf = (...rules: readonly BackupRule[]) => scheduleFacts([planOf('daily', rules)], FROM);

describe('gap and worst case', () => {
  it('of weekdays with the default window are 72 h and 80 h', () => {
    expect(factsOf(ruleOf('weekdays', 'cron(0 5 ? * MON-FRI *)', { days: 35 }))).toEqual({
      scheduleGapMinutes: 4320,
      gapFrom: '2026-11-27T05:00:00.000Z',
      gapTo: '2026-11-30T05:00:00.000Z',
      worstCaseMinutes: 4800,
      worstFrom: '2026-11-27T05:00:00.000Z',
      worstTo: '2026-11-30T13:00:00.000Z',
      startWindowMinutes: 480,
      startWindowDefaulted: true,
      best: { gapMinutes: 4320, worstCaseMinutes: 4800, firstRun: '2026-11-23T05:00:00.000Z', endsAt: null },
      firstRun: '2026-11-23T05:00:00.000Z',
      endsAt: null,
      suppressedRuns: [],
      runsPerRule: [{ plan: 'daily', rule: 'weekdays', scheduled: 260, sure: 260 }],
      notes: [],
      undecided: [],
    });
  });

  it("a rule that says nothing runs at AWS's default", () => {
    expect(factsOf(ruleOf('bare', undefined))).toMatchObject({
      scheduleGapMinutes: 1440,
      worstCaseMinutes: 1920,
      startWindowMinutes: 480,
      startWindowDefaulted: true,
      firstRun: '2026-11-23T05:00:00.000Z',
    });
  });

  it('a window that is given is not a default', () => {
    expect(factsOf(ruleOf('given', '0 5 ? * * *', { window: 480 }))).toMatchObject({
      startWindowMinutes: 480,
      startWindowDefaulted: false,
    });
  });

  it('runs of several plans are merged, and plans do not suppress each other', () => {
    const morning = planOf('morning', [ruleOf('a', '0 5 ? * * *', { days: 7, window: 60 })]);
    const evening = planOf('evening', [ruleOf('b', '0 5,17 ? * * *', { days: 90, window: 60 })]);
    expect(scheduleFacts([morning, evening], FROM)).toMatchObject({
      scheduleGapMinutes: 720,
      worstCaseMinutes: 780,
      suppressedRuns: [],
    });
  });

  it('a run that may be late does no harm where a later one is there sooner', () => {
    const hourly = planOf('hourly', [ruleOf('hourly', '0 * ? * * *', { window: 60 })]);
    const slow = planOf('slow', [ruleOf('slow', '30 5 ? * * *', { window: 480 })]);
    const alone = scheduleFacts([hourly], FROM);
    expect(scheduleFacts([hourly, slow], FROM)).toMatchObject({
      scheduleGapMinutes: 60,
      worstCaseMinutes: alone.worstCaseMinutes,
      startWindowMinutes: 60,
    });
    expect(alone.worstCaseMinutes).toBe(120);
  });

  it('of two windows the one that ends the worst case is told', () => {
    const facts = factsOf(
      ruleOf('late', '0 0 ? * * *', { days: 7, window: 300 }),
      ruleOf('soon', '0 12 ? * * *', { days: 7, window: 60 }),
    );
    expect(facts).toMatchObject({ scheduleGapMinutes: 720, worstCaseMinutes: 1020, startWindowMinutes: 300 });
    expect(facts.worstFrom).toBe('2026-11-22T12:00:00.000Z');
    expect(facts.worstTo).toBe('2026-11-23T05:00:00.000Z');
  });

  it('only rules that qualify count', () => {
    const rules = [
      ruleOf('hourly', '0 0-20 ? * * *', { days: 1, window: 60 }),
      ruleOf('nightly', '0 23 ? * * *', { days: 35, window: 60 }),
    ];
    expect(scheduleFacts([planOf('p', rules, keeps(35))], FROM).scheduleGapMinutes).toBe(1440);
    expect(scheduleFacts([planOf('p', rules, keeps(1))], FROM).scheduleGapMinutes).toBe(180);
    expect(scheduleFacts([planOf('p', rules, keeps(36))], FROM)).toMatchObject({
      scheduleGapMinutes: null,
      gapFrom: null,
      worstCaseMinutes: null,
      startWindowMinutes: null,
      runsPerRule: [],
    });
  });

  it('no plan has no run', () => {
    expect(scheduleFacts([], FROM)).toMatchObject({ scheduleGapMinutes: null, undecided: [], notes: [] });
  });

  it('reaches over the years: a gap at the clock change of spring', () => {
    const facts = factsOf(ruleOf('night', '30 2 ? * * *', { zone: 'America/Los_Angeles', window: 60 }));
    expect(facts.scheduleGapMinutes).toBe(47 * 60);
    expect(facts.gapFrom).toBe('2027-03-13T10:30:00.000Z');
    expect(facts.notes).toEqual([
      'plan daily › rule night: clocks in America/Los_Angeles skip or repeat one of its times within the longest gap; AWS documents for EventBridge Scheduler, not for AWS Backup, that a skipped local time does not run and a repeated one runs once',
    ]);
  });
});

it('a clock change that leaves the times of a rule alone is not worth a note', () => {
  const facts = factsOf(ruleOf('morning', '0 5 ? * * *', { zone: 'Europe/London' }));
  expect(facts).toMatchObject({ scheduleGapMinutes: 1500, notes: [] });
  expect(factsOf(ruleOf('hourly', '0 * ? * * *', { zone: 'Europe/London' })).notes).toHaveLength(1);
});

describe('suppression within a plan', () => {
  it("AWS's example leaves 8 of 24 hourly runs", () => {
    const facts = factsOf(
      ruleOf('hourly', '0 * ? * * *', { days: 1, window: 60 }),
      ruleOf('half', '0 0/12 ? * * *', { days: 7, window: 480 }),
    );
    expect(facts).toMatchObject({ scheduleGapMinutes: 480, worstCaseMinutes: 540, startWindowMinutes: 60 });
    expect(facts.suppressedRuns).toEqual([{ plan: 'daily', rule: 'hourly', by: 'half', count: 365 * 16 - 8 }]);
    expect(facts.runsPerRule).toEqual([
      { plan: 'daily', rule: 'hourly', scheduled: 365 * 24 - 8, sure: 365 * 8 },
      { plan: 'daily', rule: 'half', scheduled: 365 * 2 - 1, sure: 365 * 2 - 1 },
    ]);
  });

  it('a rule that does not qualify suppresses all the same', () => {
    const daily = ruleOf('daily', '0 5 ? * * *', { days: 35 });
    const yearly = ruleOf('yearly', '0 3 ? * SUN *', { days: 365 });
    const onlyDaily = (rule: BackupRule) => rule.name === 'daily';
    const facts = scheduleFacts([planOf('p', [daily, yearly], onlyDaily)], FROM);
    expect(facts.scheduleGapMinutes).toBe(2880);
    expect(facts.runsPerRule).toEqual([{ plan: 'p', rule: 'daily', scheduled: 364, sure: 312 }]);
  });

  it('suppression on leap days only is found', () => {
    const facts = factsOf(
      ruleOf('daily', '0 5 ? * * *', { days: 35, window: 60 }),
      ruleOf('leap', '30 5 29 2 ? *', { days: 3650, window: 60 }),
    );
    expect(facts.gapFrom).toBe('2028-02-28T05:00:00.000Z');
    expect(facts.scheduleGapMinutes).toBe(1470);
    expect(facts.suppressedRuns).toEqual([{ plan: 'daily', rule: 'daily', by: 'leap', count: 0 }]);
  });

  it('a rule whose every run is suppressed gives nothing', () => {
    const daily = ruleOf('daily', '0 5 ? * * *', { days: 35 });
    const longer = ruleOf('longer', '0 4 ? * * *', { days: 36 });
    const facts = scheduleFacts([planOf('p', [daily, longer], (rule) => rule === daily)], FROM);
    expect(facts.scheduleGapMinutes).toBeNull();
    expect(facts.runsPerRule).toEqual([{ plan: 'p', rule: 'daily', scheduled: 364, sure: 0 }]);
  });

  it('windows of weeks suppress over weeks', () => {
    const facts = factsOf(
      ruleOf('daily', '0 5 ? * * *', { days: 35, window: 60 }),
      ruleOf('monthly', '0 0 1 * ? *', { days: 365, window: 20 * 1440 }),
    );
    expect(facts.scheduleGapMinutes).toBe(20 * 1440 + 300);
    expect(facts.gapFrom).toBe('2026-12-01T00:00:00.000Z');
    expect(facts.runsPerRule[0]).toEqual({ plan: 'daily', rule: 'daily', scheduled: 364, sure: 364 - 12 * 20 });
  });

  it('equal retention is decided for the longer gap, and noted', () => {
    const sunday = ruleOf('sunday', '0 12 ? * SUN *', { days: 35 });
    const daily = ruleOf('daily', '0 8 ? * * *', { days: 35 });
    for (const rules of [
      [sunday, daily],
      [daily, sunday],
    ]) {
      const facts = factsOf(...rules);
      expect(facts.scheduleGapMinutes).toBe(1680);
      expect(facts.notes).toEqual([
        'plan daily: rules daily and sunday overlap and keep equally long; AWS does not document which of them runs, nor that it is the same one each time, and the worst mixture counts',
      ]);
    }
  });

  it('equal retention without overlap is not worth a note', () => {
    expect(
      factsOf(
        ruleOf('a', '0 8 ? * * *', { days: 35, window: 60 }),
        ruleOf('b', '0 20 ? * * *', { days: 35, window: 60 }),
      ).notes,
    ).toEqual([]);
  });
});

describe('what is not known', () => {
  it('a rule that qualifies and cannot be read leaves the question open', () => {
    const facts = factsOf(ruleOf('odd', '0 5 * * *', { days: 7 }), ruleOf('daily', '0 5 ? * * *', { days: 35 }));
    expect(facts.scheduleGapMinutes).toBe(1440);
    expect(facts.undecided).toEqual([
      { plan: 'daily', rule: 'odd', message: expect.stringMatching(/^its schedule cannot be read: found 5 fields/) },
    ]);
  });

  it('one that neither qualifies nor suppresses is of no interest', () => {
    const rules = [ruleOf('odd', '0 5 * * *', { days: 7 }), ruleOf('daily', '0 5 ? * * *', { days: 35 })];
    expect(scheduleFacts([planOf('p', rules, keeps(35))], FROM).undecided).toEqual([]);
  });

  it('one that may suppress takes the certainty from the others of its plan only', () => {
    const odd = ruleOf('odd', '0/20 5 ? * * *');
    const daily = ruleOf('daily', '0 5 ? * * *', { days: 35 });
    const alone = scheduleFacts([planOf('p', [odd, daily], keeps(35))], FROM);
    expect(alone.scheduleGapMinutes).toBeNull();
    expect(alone.undecided).toEqual([
      {
        plan: 'p',
        rule: 'odd',
        message:
          'cron(0/20 5 ? * * *) runs less than an hour apart; AWS Backup\'s shortest frequency is hourly, and what it does with this is not documented; it keeps at least as long as "daily", whose runs it may therefore suppress',
      },
    ]);
    const beside = scheduleFacts([planOf('p', [odd, daily]), planOf('q', [daily])], FROM);
    expect(beside.scheduleGapMinutes).toBe(1440);
    expect(beside.undecided).toHaveLength(1);
  });

  it('an undocumented reading is noted with its rule', () => {
    expect(factsOf(ruleOf('last', '0 5 LW * ? *')).notes).toEqual([
      'plan daily › rule last: AWS does not document "LW": read as the last weekday of the month',
    ]);
  });
});

describe('schedules that start late or end', () => {
  it('the time before the first run is a gap', () => {
    const facts = factsOf(ruleOf('late', '0 5 ? * * 2028-2199'));
    expect(facts.scheduleGapMinutes).toBe((at('2028-01-01 05:00') - FROM) / 60_000);
    expect(facts.gapFrom).toBe('2026-11-22T08:00:00.000Z');
    expect(facts.worstCaseMinutes).toBe((facts.scheduleGapMinutes ?? 0) + 480);
    expect(facts.notes).toEqual(['the first run is at 2028-01-01T05:00:00.000Z; the time until then counts as a gap']);
  });

  it('no gap is counted after the last run, but it is told', () => {
    const facts = factsOf(ruleOf('ending', '0 5 ? * * 2026-2027'));
    expect(facts.scheduleGapMinutes).toBe(1440);
    expect(facts.endsAt).toBe('2027-12-31T05:00:00.000Z');
    expect(facts.notes).toEqual(['the last run is at 2027-12-31T05:00:00.000Z; no run is scheduled after it']);
  });

  it('one that ends beside one that goes on does not end the schedule', () => {
    const facts = factsOf(ruleOf('ending', '0 5 ? * * 2026-2026'), ruleOf('weekly', '0 12 ? * SUN *', { window: 60 }));
    expect(facts.endsAt).toBeNull();
    expect(facts.scheduleGapMinutes).toBe(10_080);
  });

  it('one run is no gap', () => {
    const facts = factsOf(ruleOf('once', '0 5 1 1 ? 2028'));
    expect(facts.scheduleGapMinutes).toBeNull();
    expect(facts.firstRun).toBe('2028-01-01T05:00:00.000Z');
  });
});

it('100 plans of 10 rules take a second or so, not a minute', () => {
  const schedules = [
    '0 * ? * * *',
    '5 5 ? * * *',
    '0 3 ? * SUN *',
    '0 2 7 * ? *',
    '0 1 L * ? *',
    '0 4 ? * 2#1 *',
    '0 0/12 * * ? *',
    '0 9 ? * MON-FRI *',
    '0 3 1 1 ? *',
    '0 6 15W * ? *',
  ];
  const zones = ['UTC', 'America/New_York', 'Europe/London'];
  const started = performance.now();
  for (let plan = 0; plan < 100; plan++) {
    const rules = schedules.map((schedule, index) =>
      ruleOf(`r${index}`, schedule.replace(/^0/, String(plan % 60)), {
        days: 1 + ((index * 7 + plan) % 10),
        window: index % 2 === 0 ? 60 : 480,
        zone: zones[plan % 3] ?? 'UTC',
      }),
    );
    scheduleFacts([planOf('p', rules)], FROM);
  }
  // Generous: the machines of CI are shared.
  expect(performance.now() - started).toBeLessThan(15_000);
});

import { describe, expect, test } from 'vitest';
import type { MeasuredObjective, PolicyTimes, RestoreReport, TableTimes } from '../../src/model/restore-report.ts';
import { columnBars, shareBar } from '../../src/report/bars.ts';
import { shortMinutes } from '../../src/report/restore-columns.ts';
import { renderRestoresJson } from '../../src/report/restores-json.ts';
import { renderRestoresMarkdown } from '../../src/report/restores-markdown.ts';
import { renderRestoresText } from '../../src/report/restores-text.ts';
import { expectGolden } from './golden.ts';

const STATISTICS = {
  samples: 7,
  meanMinutes: 41,
  p50Minutes: 42,
  p90Minutes: 66,
  p95Minutes: 66.4,
  p99Minutes: 70,
  maxMinutes: 71,
};

function objective(more: Partial<MeasuredObjective> = {}): MeasuredObjective {
  return {
    policy: 'gold',
    rtoMinutes: 240,
    statistic: 'p95',
    clock: 'restored',
    overMinutes: 180 * 1440,
    samplesAsked: 3,
    samples: 7,
    measuredMinutes: 66.4,
    marginMinutes: 173.6,
    status: 'pass',
    message: 'p95 of 7 restores is 1 h 6 min; policy asks for 4 h',
    ...more,
  };
}

function table(name: string, more: Partial<TableTimes> = {}): TableTimes {
  return {
    table: `arn:aws:dynamodb:eu-west-1:111122223333:table/${name}`,
    name,
    account: '111122223333',
    region: 'eu-west-1',
    listed: true,
    statistics: { ...STATISTICS, latestMinutes: 30, latestAt: '2026-11-20T08:00:00.000Z' },
    recentMinutes: [28, 30, 42, 44, 71, 66, 30],
    trend: { earlierMedianMinutes: 30, laterMedianMinutes: 66, changePercent: 120 },
    uncounted: { ABORTED: 1, FAILED: 2 },
    doubtful: 0,
    running: [],
    latestSizeBytes: 13_314_398_618,
    latestCold: false,
    samplesFrom: ['ledger', 'restore-test'],
    objectives: [objective()],
    drills: [
      {
        id: 'job-1',
        status: 'COMPLETED',
        startedAt: '2026-11-13T08:00:00.000Z',
        completedAt: '2026-11-13T08:42:00.000Z',
        minutes: 42,
        validationStatus: 'FAILED',
        good: false,
        followedBy: { id: 'job-2', startedAt: '2026-11-20T07:30:00.000Z' },
        rpoMinutes: 180,
        account: '111122223333',
        region: 'eu-west-1',
        testingPlan: 'arn:aws:backup:eu-west-1:111122223333:restore-testing-plan:weekly',
      },
      {
        id: 'job-2',
        status: 'COMPLETED',
        startedAt: '2026-11-20T07:30:00.000Z',
        completedAt: '2026-11-20T08:00:00.000Z',
        minutes: 30,
        good: true,
        rpoMinutes: 240,
        account: '444455556666',
        region: 'eu-west-1',
      },
    ],
    nextDrills: [{ testingPlan: 'weekly', at: '2026-11-29T05:00:00.000Z' }],
    drillsDue: [
      { policy: 'gold', everyMinutes: 90 * 1440, dueAt: '2027-02-18T08:00:00.000Z', status: 'pass', message: '' },
    ],
    testingPlans: ['restore testing plan weekly › selection all picks the table; the plan last ran 2026-11-15'],
    ...more,
  };
}

/** No restore, so nothing but the objective. */
function bare(name: string, own: MeasuredObjective): TableTimes {
  const { statistics: _, trend, latestSizeBytes, latestCold, ...rest } = table(name);
  expect([trend, latestSizeBytes, latestCold]).not.toContain(undefined);
  return {
    ...rest,
    recentMinutes: [],
    uncounted: {},
    samplesFrom: [],
    testingPlans: [],
    drills: [],
    nextDrills: [],
    drillsDue: [{ policy: 'gold', everyMinutes: 90 * 1440, status: 'fail', message: '' }],
    objectives: [own],
  };
}

const UNPROVEN = 'RTO unproven: no restore measured over 180 d; policy asks for 3';
const {
  measuredMinutes: _,
  marginMinutes: __,
  ...UNMEASURED
} = objective({ samples: 0, status: 'unknown', message: UNPROVEN });

const GOLD: PolicyTimes = {
  policy: 'gold',
  rtoMinutes: 240,
  statistic: 'p95',
  clock: 'restored',
  overMinutes: 180 * 1440,
  samplesAsked: 3,
  tables: 3,
  pass: 1,
  fail: 1,
  unknown: 1,
  spread: { ...STATISTICS, samples: 14, tables: 2, fastestTableP50Minutes: 42, slowestTableP50Minutes: 250 },
};

/** By the clock `ready`: known on both sides, known on one, and running still. */
const READY: PolicyTimes = {
  policy: 'platinum',
  rtoMinutes: 60,
  statistic: 'max',
  clock: 'ready',
  overMinutes: 30 * 1440,
  samplesAsked: 1,
  tables: 3,
  pass: 2,
  fail: 1,
  unknown: 0,
};

function readyTable(name: string, own: Partial<MeasuredObjective>): TableTimes {
  const { rtoMinutes, statistic, clock, samplesAsked } = READY;
  const asked = { policy: 'platinum', rtoMinutes, statistic, clock, samplesAsked, restoredMinutes: 20, samples: 1 };
  return bare(name, objective({ ...asked, ...own }));
}

const REPORT: RestoreReport = {
  schema: 'holdfast/restores/v1',
  tool: { name: 'holdfast', version: '0.1.0' },
  takenAt: '2026-11-22T08:00:00.000Z',
  asOf: '2026-11-22T08:00:00.000Z',
  tables: [
    bare('payments-archive', UNMEASURED),
    table('payments-orders'),
    table('payments-slow', {
      objectives: [objective({ status: 'fail', measuredMinutes: 240.4, marginMinutes: -0.4 })],
      running: [{ id: 'job-1', startedAt: '2026-11-22T02:00:00.000Z', minutes: 360, breach: true }],
      latestCold: true,
      testingPlans: [],
    }),
    readyTable('ready-exactly', {
      ...{ measuredMinutes: 40, readyAtLeastMinutes: 40, readyAtMostMinutes: 40, marginMinutes: 20 },
    }),
    readyTable('ready-in-time', {
      ...{ measuredMinutes: 45, readyAtLeastMinutes: 35, readyAtMostMinutes: 45, marginMinutes: 15 },
    }),
    readyTable('ready-never', {
      ...{ measuredMinutes: 600, readyAtLeastMinutes: 600, marginMinutes: -540, status: 'fail' },
      message: 'drill-7 is not ready 10 h after its restore began: tags not as asked; policy asks for 1 h',
    }),
    table('scratch', { objectives: [], listed: false, testingPlans: [], uncounted: {} }),
  ],
  policies: [GOLD, READY],
  hidden: ['not allowed to call backup:ListRestoreJobs'],
};

const PLAIN = { colour: false, width: 100, unicode: true };
const HOSTILE = '\u001b[31m<img src=x>|`@team\u202e';

describe('restore times', () => {
  test('read well in a terminal', () => {
    expectGolden('restores.txt', renderRestoresText(REPORT, PLAIN));
  });

  test('read well as Markdown', () => {
    expectGolden('restores.md', renderRestoresMarkdown(REPORT));
  });

  test('are the report itself as JSON', () => {
    expect(JSON.parse(renderRestoresJson(REPORT))).toEqual(REPORT);
  });

  test.each([60, 80, 100, 200])('keep the columns that decide at %i columns', (width) => {
    const [head] = renderRestoresText(REPORT, { ...PLAIN, width })
      .split('\n')
      .filter((line) => line.includes('margin'));
    for (const column of ['status', 'of RTO', 'measure', 'margin', 'n', 'p50', 'p95', 'max', 'latest'])
      expect(head).toContain(column);
    expect(head?.includes('p99')).toBe(width === 200);
    if (width >= 80) expect(head?.length).toBeLessThanOrEqual(width);
  });

  test('put a long name above its row where it would push the columns out of the terminal', () => {
    const named = {
      ...REPORT,
      tables: REPORT.tables.map((each) => ({ ...each, name: `${each.name}-${'x'.repeat(60)}` })),
    };
    const lines = renderRestoresText(named, { ...PLAIN, width: 80 }).split('\n');
    const head = lines.find((line) => line.includes('margin')) ?? '';
    expect(head.length).toBeLessThanOrEqual(80);
    expect(head).not.toContain('table');
    const at = lines.findIndex((line) => line.startsWith(`${named.tables[0]?.name}`));
    expect(lines[at + 1]?.length).toBeLessThanOrEqual(80);
  });

  test('let nothing through that a terminal or Markdown would act on', () => {
    const hostile = {
      ...REPORT,
      tables: [table(HOSTILE, { testingPlans: [HOSTILE], objectives: [objective({ policy: HOSTILE })] })],
      policies: [{ ...GOLD, policy: HOSTILE }],
      hidden: [HOSTILE],
    };
    for (const text of [
      renderRestoresText(hostile, PLAIN),
      renderRestoresJson(hostile),
      renderRestoresMarkdown(hostile),
    ])
      expect(['\u001b', '\u202e'].filter((unseen) => text.includes(unseen))).toEqual([]);
    expect(renderRestoresMarkdown(hostile)).not.toMatch(/<img|@team/);
  });

  test('say so when there is nothing to show', () => {
    const empty = { ...REPORT, tables: [], policies: [], hidden: [] };
    expect(renderRestoresText(empty, PLAIN)).toContain('no restore is known, and no policy asks for an RTO');
    expect(renderRestoresMarkdown(empty)).toContain('No restore is known, and no policy asks for an RTO.');
  });

  test('name the place of each table when there are several', () => {
    const two = { ...REPORT, tables: [table('a'), table('a', { region: 'us-east-1' })] };
    expect(renderRestoresText(two, PLAIN)).toContain('a (111122223333 us-east-1)');
    expect(renderRestoresMarkdown(two)).toContain('`a` (111122223333 us-east-1)');
  });
});

describe('a bar', () => {
  test.each([
    [0, '░░░░░░░░░░ ', '.......... '],
    [0.5, '█████░░░░░ ', '#####..... '],
    [0.51, '█████▏░░░░ ', '#####..... '],
    [1, '██████████ ', '########## '],
    [1.001, '██████████▶', '##########>'],
  ])('of %d shows whether it is more than the whole', (share, unicode, ascii) => {
    expect([shareBar(share, 10, true), shareBar(share, 10, false)]).toEqual([unicode, ascii]);
  });

  test('of columns is as high as the greatest allows', () => {
    expect([columnBars([0, 1, 2], true), columnBars([0, 0], true), columnBars([1], false)]).toEqual(['▁▅█', '▁▁', '']);
  });
});

test.each([
  [0.5, '30s'],
  [59.6, '1h00m'],
  [59.4, '59m'],
  [188, '3h08m'],
  [1439.7, '1d00h'],
  [1680, '1d04h'],
])('%d minutes are %s in a column', (minutes, text) => {
  expect(shortMinutes(minutes)).toBe(text);
});

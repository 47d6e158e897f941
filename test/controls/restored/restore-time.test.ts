import { describe, expect, test } from 'vitest';
import {
  ACCOUNT,
  ago,
  denied,
  type ExampleParts,
  type ExampleRestoreJob,
  exampleInventory,
  NOW,
  REGION,
  tableArnOf,
} from '../../../src/controls/example.ts';
import { restoreTime } from '../../../src/controls/restore-time.ts';
import { estateOf } from '../../../src/estate/estate.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { measureRestores } from '../../../src/evaluate/restore-report.ts';
import { type Instant, plusMinutes } from '../../../src/model/instant.ts';
import type { Inventory } from '../../../src/model/inventory.ts';
import type { RestoreJob } from '../../../src/model/job.ts';
import type { RestoreMeasure, Statistic } from '../../../src/model/policy.ts';
import type { RestoreTimes } from '../../../src/model/report.ts';
import { restoreSentence } from '../../../src/report/summary.ts';
import { policiesOf } from '../../aws-meaning/judge.ts';
import { judgeOrders } from './judge.ts';

/** A restore of so many minutes that was completed so many hours ago. */
function took(minutes: number, endedHoursAgo = 10): Partial<RestoreJob> {
  const completedAt = ago(endedHoursAgo);
  return { id: `took-${minutes}`, completedAt, createdAt: plusMinutes(completedAt, -minutes) };
}

function judge(parts: ExampleParts, measure: Partial<RestoreMeasure> = {}, now: Instant = NOW) {
  return judgeInventory(exampleInventory(parts), measure, now);
}

function judgeInventory(inventory: Inventory, measure: Partial<RestoreMeasure> = {}, now: Instant = NOW) {
  const asked = { clock: 'restored', statistic: 'max', overMinutes: 30 * 1440, samples: 1, ...measure } as const;
  return judgeOrders(restoreTime, { rtoMinutes: 60, measure: asked }, inventory, now);
}

describe('restore-time', () => {
  test.each<readonly [Statistic, string, string]>([
    ['mean', 'pass', 'mean of 4 restores is 40 min; policy asks for 1 h'],
    ['p50', 'pass', 'p50 of 4 restores is 35 min; policy asks for 1 h'],
    ['p90', 'fail', 'p90 of 4 restores is 1 h 1 min; policy asks for 1 h'],
    ['max', 'fail', 'max of 4 restores is 1 h 10 min; policy asks for 1 h'],
    ['latest', 'pass', 'latest of 4 restores is 20 min; policy asks for 1 h'],
  ])('by %s: %s', (statistic, status, message) => {
    const restoreJobs = [took(20, 1), took(70, 9), took(30, 5), took(40, 3)];
    expect(judge({ restoreJobs }, { statistic })).toMatchObject({ status, message });
  });

  test('carries every number of the measure', () => {
    expect(judge({ restoreJobs: [took(20, 1), took(70, 9)] }, { statistic: 'p95' })).toMatchObject({
      expected: { rtoMinutes: 60, statistic: 'p95', samples: 1 },
      actual: {
        statistic: 'p95',
        minutes: 67.5,
        samples: 2,
        meanMinutes: 45,
        maxMinutes: 70,
        latestMinutes: 20,
        measuredFrom: ago(9),
        measuredTo: ago(1),
      },
      because: [
        `1 h 10 min: restore job took-70: COMPLETED, ended ${ago(9)}`,
        `20 min: restore job took-20: COMPLETED, ended ${ago(1)}`,
        'p95 interpolates linearly between the two nearest samples (type 7 of Hyndman and Fan)',
      ],
    });
  });

  test('passes a restore that took exactly as long as asked', () => {
    expect(judge({ restoreJobs: [took(60)] }).status).toBe('pass');
    expect(judge({ restoreJobs: [took(60.5)] }).status).toBe('fail');
  });

  test('measures restore tests like other restores', () => {
    const restoreJobs = [
      { ...took(20), createdArn: tableArnOf('awsbackup-restore-test-1'), restoreTestingPlanArn: 'arn' },
    ];
    expect(judge({ restoreJobs }).status).toBe('pass');
  });

  test('does not count what is older than the period, ended later, or is of another table', () => {
    const restoreJobs = [
      took(20, 30 * 24 + 1),
      { ...took(20), sourceArn: tableArnOf('other') },
      { ...took(20, -1), createdAt: ago(1) },
    ];
    expect(judge({ restoreJobs })).toMatchObject({
      status: 'unknown',
      message: 'RTO unproven: no restore measured over 30 d; policy asks for 1',
      actual: { statistic: 'max', samples: 0 },
    });
  });

  test('names failed and aborted restores, and does not count them', () => {
    const restoreJobs = [
      took(20),
      { id: 'bad', status: 'FAILED', statusMessage: 'no permission', createdAt: ago(4), completedAt: ago(2) },
    ];
    const outcome = judge({ restoreJobs });
    expect(outcome.status).toBe('pass');
    expect(outcome.because).toContain(`not counted: restore job bad: FAILED, ended ${ago(2)}, no permission`);
  });

  test('is unknown with too few restores, and says what would settle it', () => {
    expect(judge({ restoreJobs: [took(20)] }, { samples: 3 })).toMatchObject({
      status: 'unknown',
      message: 'RTO unproven: 1 restore measured over 30 d; policy asks for 3',
      unknown: {
        reason: 'too-few-samples',
        detail: '2 more restores within 30 d would settle it; a restore testing plan makes them',
      },
    });
    expect(judge({ restoreJobs: [took(20)] }, { samples: 2, overMinutes: 180 * 1440 }).unknown?.detail).toBe(
      'AWS lists restore jobs of about 30 days; older ones from --ledger or --history, or 1 more restore within 180 d, would settle it',
    );
  });

  test('never passes on too few restores, however fast', () => {
    expect(judge({ restoreJobs: [took(1), took(2)] }, { samples: 3 }).status).toBe('unknown');
  });

  test('fails as soon as a restore runs longer than asked, whatever the statistic and the number', () => {
    const running = { id: 'slow', status: 'RUNNING', createdAt: ago(1.5) };
    expect(judge({ restoreJobs: [running] }, { samples: 3, statistic: 'p50' })).toMatchObject({
      status: 'fail',
      message: 'a restore has been running for 1 h 30 min; policy asks for 1 h',
      actual: { runningMinutes: 90 },
      because: [`restore job slow: RUNNING, started ${ago(1.5)}`],
    });
    expect(judge({ restoreJobs: [{ ...running, status: 'PENDING' }] }).status).toBe('fail');
    expect(judge({ restoreJobs: [{ ...running, createdAt: ago(0.5) }, took(20)] }).status).toBe('pass');
  });

  test('does not let a job run on after the inventory was taken', () => {
    const restoreJobs = [{ status: 'RUNNING', createdAt: ago(0.5) }];
    expect(judge({ restoreJobs }, {}, plusMinutes(NOW, 600)).status).toBe('unknown');
  });

  test('takes a job that ended after the instant judged for a running one', () => {
    expect(judge({ restoreJobs: [took(300, 1)] }, {}, ago(2))).toMatchObject({
      status: 'fail',
      message: 'a restore has been running for 4 h; policy asks for 1 h',
    });
  });

  test('is unknown when restore jobs could not be read', () => {
    expect(judge({ restoreJobs: denied('backup:ListRestoreJobs') })).toMatchObject({
      status: 'unknown',
      unknown: { permission: 'backup:ListRestoreJobs' },
    });
  });

  test('is unknown when AWS does not say which table a job restored, unless a running restore settles it', () => {
    const withNameless = (...jobs: Partial<RestoreJob>[]): Inventory => {
      const nameless: RestoreJob = { id: 'nameless', status: 'COMPLETED', createdAt: ago(5), completedAt: ago(1) };
      const inventory = exampleInventory({ restoreJobs: jobs });
      const regions = inventory.regions.map((region) =>
        region.restoreJobs.known
          ? { ...region, restoreJobs: { ...region.restoreJobs, value: [...region.restoreJobs.value, nameless] } }
          : region,
      );
      return { ...inventory, regions };
    };
    expect(judgeInventory(withNameless(took(20)))).toMatchObject({
      status: 'unknown',
      unknown: {
        reason: 'undocumented',
        detail: 'of 1 restore job, nameless first, AWS does not say which table was restored',
      },
    });
    const running = { status: 'RUNNING', createdAt: ago(3) };
    expect(judgeInventory(withNameless(running)).status).toBe('fail');
  });

  test('by the clock `ready`, is ready when restored where the policy asks for no setting', () => {
    const clock = 'ready';
    expect(judge({ restoreJobs: [took(70)] }, { clock }).status).toBe('fail');
    expect(judge({ restoreJobs: [took(20)] }, { clock })).toMatchObject({
      status: 'pass',
      message: 'max of 1 restore is 20 min until ready, 20 min until restored; policy asks for 1 h',
    });
  });
});

describe('a restore that measures nothing of this table', () => {
  const aged = { table: { description: { createdAt: ago(80) } } };
  const backwards = { id: 'BACK-1', createdAt: ago(20), completedAt: ago(20.2) };

  test('ends before it begins: it is named and not counted', () => {
    expect(judge({ restoreJobs: [took(20), backwards] }, { samples: 2, statistic: 'mean' })).toMatchObject({
      status: 'unknown',
      actual: { samples: 1, maxMinutes: 20 },
      because: expect.arrayContaining([
        `not counted: restore job BACK-1: COMPLETED, ended ${ago(20.2)}: it began ${ago(20)}, after its end`,
      ]),
    });
  });

  test('a restore that failed is a failed one, whenever it says that it ended', () => {
    const { because } = judge({ restoreJobs: [took(20), { ...backwards, status: 'FAILED' }] });
    expect(because).toContain(`not counted: restore job BACK-1: FAILED, ended ${ago(20.2)}`);
  });

  test('is of an earlier table of that name', () => {
    const restoreJobs = [{ ...took(20, 90), id: 'early' }];
    const made = (createdAt: Instant): ExampleParts => ({ restoreJobs, table: { description: { createdAt } } });
    expect(judge(made(ago(100)))).toMatchObject({ status: 'pass' });
    expect(judge(made(ago(80)))).toMatchObject({
      status: 'unknown',
      because: expect.arrayContaining([expect.stringMatching(/^not counted: restore job early.*earlier table/)]),
    });
    // The restore is younger than the table, what it restored is not.
    const older = [{ ...took(20, 70), id: 'old point', recoveryPointCreatedAt: ago(90) }];
    expect(judge({ ...made(ago(80)), restoreJobs: older })).toMatchObject({ status: 'unknown' });
  });

  test('takes the age of the recovery point from the point itself, as long as it is listed', () => {
    const recoveryPointArn = `arn:aws:backup:${REGION}:${ACCOUNT}:recovery-point:00000000`;
    const restoreJobs = [{ ...took(20), recoveryPointArn, recoveryPointCreatedAt: undefined }];
    const of = (createdAt: Instant) => judge({ restoreJobs, points: [{ arn: recoveryPointArn, createdAt }], ...aged });
    expect(of(ago(70))).toMatchObject({ status: 'pass' });
    expect(of(ago(90))).toMatchObject({ status: 'unknown', unknown: { reason: 'too-few-samples' } });
  });

  /** Nothing tells when its point was made. */
  const dateless = (minutes: number) => ({
    ...took(minutes, 12 + minutes / 60),
    id: `dateless-${minutes}`,
    recoveryPointCreatedAt: undefined,
  });
  test.each<readonly [what: string, status: string, measure: Partial<RestoreMeasure>, jobs: ExampleRestoreJob[]]>([
    ['alone, fast', 'unknown', {}, [dateless(20)]],
    ['alone, slow', 'unknown', {}, [dateless(90)]],
    ['fast beside a fast one', 'pass', {}, [dateless(20), took(30)]],
    ['fast beside a slow one, by the slowest', 'fail', {}, [dateless(20), took(90)]],
    ['fast beside a slow one, by the mean', 'unknown', { statistic: 'mean' }, [dateless(20), took(90)]],
    ['slow beside a slow one', 'fail', { statistic: 'mean' }, [dateless(90), took(70)]],
    ['slow beside a fast one', 'unknown', {}, [dateless(90), took(20)]],
    ['slow before a fast one, by the latest', 'pass', { statistic: 'latest' }, [dateless(90), took(20)]],
    ['needed for the number asked', 'unknown', { samples: 2 }, [dateless(20), took(30)]],
    ['still running', 'unknown', {}, [{ ...dateless(20), status: 'RUNNING', createdAt: ago(9) }]],
  ])(
    'may be of an earlier table where nothing tells the age of its point: %s is %s',
    (_, status, measure, restoreJobs) => {
      const outcome = judge({ restoreJobs, ...aged }, measure);
      expect(outcome.status).toBe(status);
      if (status !== 'unknown' || restoreJobs.some((job) => job.status === 'RUNNING')) return;
      expect(outcome.unknown?.detail).toMatch(
        /^nothing tells when the recovery point was made that restore job dateless.*would settle it$/,
      );
    },
  );

  test('which may be of an earlier table is counted apart in the statistics', () => {
    const inventory = exampleInventory({ restoreJobs: [dateless(90), took(30)], ...aged });
    const policies = policiesOf('tables: {}\nrestore: { rto: 1h, measure: { samples: 1, over: 30d } }');
    const now = inventory.takenAt;
    const measured = measureRestores({ policies, inventory, now, version: '0' });
    expect(measured.tables).toMatchObject([
      { name: 'orders', statistics: { samples: 1, maxMinutes: 30 }, recentMinutes: [30], doubtful: 1 },
    ]);
    expect(measured.policies).toMatchObject([{ spread: { samples: 1, maxMinutes: 30 } }]);
    const report = evaluate({ policies, estate: estateOf(inventory, now), requirePolicy: false, version: '0' });
    expect(report.restores).toMatchObject([{ samples: 1, maxMinutes: 30, latestMinutes: 30, doubtful: 1 }]);
    expect(restoreSentence(report.restores[0] as RestoreTimes)).toMatch(
      /; not counted: 1 restore perhaps of an earlier table of the name$/,
    );
  });

  test('may be one of an earlier table where the age of this one is unknown', () => {
    for (const minutes of [20, 300]) {
      const parts = { restoreJobs: [took(minutes)], table: { description: denied('dynamodb:DescribeTable') } };
      expect(judge(parts)).toMatchObject({
        status: 'unknown',
        unknown: { reason: 'denied', permission: 'dynamodb:DescribeTable' },
      });
    }
  });
});

describe('restores whose validation failed', () => {
  const jobs = [
    { createdAt: ago(20), completedAt: ago(19), validationStatus: 'FAILED' },
    { createdAt: ago(40), completedAt: ago(38), validationStatus: 'SUCCESSFUL' },
    { createdAt: ago(60), completedAt: ago(59.5) },
  ];
  const judged = (validated?: boolean) =>
    judgeOrders(
      restoreTime,
      {
        rtoMinutes: 240,
        measure: { clock: 'restored', statistic: 'max', overMinutes: 30 * 1440, samples: 1 },
        ...(validated === undefined ? {} : { validated }),
      },
      exampleInventory({ restoreJobs: jobs }),
      NOW,
    );

  test('are samples without `validated`, and named', () => {
    const { actual, because } = judged();
    expect(actual).toMatchObject({ samples: 3 });
    expect(because).toContain(
      'counted, although its validation is FAILED: restore-0; restore.validated would leave it out',
    );
    expect(judged(false).actual).toMatchObject({ samples: 3 });
  });

  test('are none with it, nor are those that nobody validated', () => {
    const { status, actual, expected, because } = judged(true);
    expect([status, actual?.['samples'], expected?.['validated']]).toEqual(['pass', 1, true]);
    expect(because.filter((line) => line.startsWith('not counted: '))).toEqual([
      expect.stringContaining('its validation is none; policy counts only restore tests'),
      expect.stringContaining('its validation is FAILED; policy counts only restore tests'),
    ]);
  });
});

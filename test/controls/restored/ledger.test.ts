import { describe, expect, test } from 'vitest';
import {
  ago,
  denied,
  type ExampleParts,
  exampleInventory,
  NOW,
  ORDERS,
  tableArnOf,
} from '../../../src/controls/example.ts';
import { restoreTested } from '../../../src/controls/restore-tested.ts';
import { restoreTime } from '../../../src/controls/restore-time.ts';
import { estateOf } from '../../../src/estate/estate.ts';
import { restoresOf } from '../../../src/estate/restored.ts';
import type { LedgerRecord } from '../../../src/history/ledger-line.ts';
import { DAY_MINUTES, type Instant, minutesBetween } from '../../../src/model/instant.ts';
import { judgeOrders } from './judge.ts';

/** A restore that ended so many days ago, after an hour. */
function ended(days: number, more: Partial<LedgerRecord> = {}): LedgerRecord {
  const started = more.started ?? ago(days * 24 + 1);
  const completed = more.completed ?? ago(days * 24);
  return {
    id: `ledger-${days}`,
    source: ORDERS,
    restored: null,
    from: 'restore-job',
    status: 'COMPLETED',
    account: '111122223333',
    region: 'eu-west-1',
    recoveryPointCreated: started,
    ...more,
    started,
    completed,
    minutes: (more.status ?? 'COMPLETED') === 'COMPLETED' ? minutesBetween(started, completed) : null,
  };
}

function tested(days: number, ledger: readonly LedgerRecord[], parts: ExampleParts = { restoreJobs: [] }) {
  return judgeOrders(restoreTested, { testedEveryMinutes: days * DAY_MINUTES }, exampleInventory(parts), NOW, ledger);
}

function timed(ledger: readonly LedgerRecord[], parts: ExampleParts = { restoreJobs: [] }, now: Instant = NOW) {
  const measure = { clock: 'restored', statistic: 'max', overMinutes: 180 * DAY_MINUTES, samples: 2 } as const;
  return judgeOrders(restoreTime, { rtoMinutes: 120, measure }, exampleInventory(parts), now, ledger);
}

describe('restore-tested with a ledger', () => {
  test('passes a restore that AWS has forgotten, and says that the ledger remembers it', () => {
    expect(tested(90, [ended(60)])).toMatchObject({
      status: 'pass',
      message: 'last completed restore 60 d ago; policy asks for one every 90 d',
      because: [`restore job ledger-60 (ledger): COMPLETED, ended ${ago(60 * 24)}, not validated`],
    });
  });

  test.each(['FAILED', 'TIMED_OUT'])('does not count a restore whose validation is %s', (validation) => {
    expect(tested(90, [ended(60, { validation })]).status).not.toBe('pass');
  });

  test('does not count failed restores, or those of another table', () => {
    const ledger = [ended(60, { status: 'FAILED' }), ended(50, { source: tableArnOf('other') })];
    expect(tested(90, ledger).status).toBe('unknown');
  });

  test('is unknown where it tells of no later restore: an update may have been missed', () => {
    const everyWeek = [...Array(20).keys()].map((week) => ended(week * 7 + 1, { source: tableArnOf('other') }));
    for (const ledger of [everyWeek, [ended(95)], [...everyWeek, ended(95)]]) {
      expect(tested(90, ledger)).toMatchObject({
        status: 'unknown',
        unknown: {
          reason: 'not-collected',
          detail:
            'AWS lists restore jobs of about 30 days, and the ledger does not show whether an update was missed; CloudTrail history (--history) that tells of a later one would settle it',
        },
      });
    }
    expect(tested(90, [ended(95)])).toMatchObject({
      message: 'last completed restore 95 d ago; policy asks for one every 90 d',
      actual: { lastRestoreAt: ago(95 * 24) },
    });
  });

  test('fails all the same where the job list reaches far enough', () => {
    expect(tested(30, [ended(31)]).status).toBe('fail');
  });

  test('passes by the ledger even when restore jobs could not be read, and is unknown without', () => {
    const restoreJobs = denied('backup:ListRestoreJobs');
    expect(tested(90, [ended(60)], { restoreJobs }).status).toBe('pass');
    expect(tested(90, [ended(95)], { restoreJobs }).status).toBe('unknown');
  });
});

describe('restore-time with a ledger', () => {
  test('measures what AWS lists and what it has forgotten', () => {
    const outcome = timed([ended(60)], { restoreJobs: [{}] });
    expect(outcome).toMatchObject({ status: 'pass', message: 'max of 2 restores is 1 h; policy asks for 2 h' });
  });

  test('counts a restore that both know once', () => {
    expect(timed([ended(0.4, { id: 'restore-0' })], { restoreJobs: [{}] })).toMatchObject({
      status: 'unknown',
      message: 'RTO unproven: 1 restore measured over 180 d; policy asks for 2',
    });
  });

  test('takes the end of a job that was running when it was listed', () => {
    const running = { id: 'r', status: 'RUNNING', createdAt: ago(3) };
    const known = ended(0, { id: 'r', started: ago(3), completed: ago(1.5) });
    expect(timed([], { restoreJobs: [running, {}, {}] }).status).toBe('fail');
    expect(timed([known], { restoreJobs: [running, {}, {}] }).status).toBe('pass');
  });

  test('takes the source of a job that names none', () => {
    const inventory = exampleInventory({ restoreJobs: [{ recoveryPointArn: 'arn:aws:backup:x:1:recovery-point:y' }] });
    const bare = {
      ...inventory,
      regions: inventory.regions.map((region) => ({
        ...region,
        restoreJobs: region.restoreJobs.known
          ? { ...region.restoreJobs, value: region.restoreJobs.value.map(({ sourceArn: _, ...job }) => job) }
          : region.restoreJobs,
      })),
    };
    const known = ended(0.4, { id: 'restore-0' });
    const measure = { clock: 'restored', statistic: 'max', overMinutes: DAY_MINUTES, samples: 1 } as const;
    const judged = (ledger: readonly LedgerRecord[]) =>
      judgeOrders(restoreTime, { rtoMinutes: 120, measure }, bare, NOW, ledger).status;
    expect([judged([]), judged([known])]).toEqual(['unknown', 'pass']);
  });

  test('does not know what the ledger learned after the instant that is judged', () => {
    const late = ended(0, { started: ago(1), completed: ago(-1) });
    expect(timed([ended(60), ended(50), late]).status).toBe('pass');
    expect(timed([ended(60), ended(50), late], { restoreJobs: [] }, ago(72)).status).toBe('pass');
    expect(timed([late, ended(60)]).status).toBe('unknown');
  });
});

describe('tables restored long ago', () => {
  function restoredFrom(ledger: readonly LedgerRecord[], parts: ExampleParts) {
    const estate = estateOf(exampleInventory({ restoreJobs: [], restored: {}, ...parts }), NOW, ledger);
    return (
      restoresOf(estate)
        .restoredFrom.get(ORDERS)
        ?.map(({ evidence }) => evidence) ?? []
    );
  }
  const made = ended(60, { restored: tableArnOf('orders-restored') });

  test('are known by the ledger', () => {
    const restored = { description: { createdAt: ago(60 * 24 + 1) } };
    expect(restoredFrom([made], { restored })).toEqual([
      `restored from ${ORDERS} by restore job ledger-60, which completed ${ago(60 * 24)}`,
    ]);
  });

  test('are not taken for a later table of the same name, or for one of unknown age', () => {
    expect(restoredFrom([made], { restored: { description: { createdAt: ago(10) } } })).toEqual([]);
    expect(restoredFrom([made], {})).toEqual([]);
  });

  test('of places that were not read are left out', () => {
    const elsewhere = ended(60, { source: tableArnOf('x', 'us-east-1'), restored: null, region: 'us-east-1' });
    const restores = restoresOf(estateOf(exampleInventory(), NOW, [elsewhere]));
    expect([...restores.bySource.keys()]).toEqual([]);
  });
});

import { countedAsked, isInvalid } from '../controls/restored/counted-restores.ts';
import { judgeRestoreTested } from '../controls/restored/newest-restore.ts';
import type { TableRestores } from '../controls/restored/table-restores.ts';
import { testingPlansOf } from '../controls/restored/testing-plans.ts';
import type { Estate, EstateTable } from '../estate/estate.ts';
import type { RestoreRecord } from '../history/restores.ts';
import { roundMinutes } from '../history/statistics.ts';
import { parseArn } from '../model/arn.ts';
import { epochMs, instant, minutesBetween, plusMinutes } from '../model/instant.ts';
import { byText } from '../model/order.ts';
import type { Policy } from '../model/policy.ts';
import type { Drill, DrillDue, NextDrill } from '../model/restore-report.ts';
import { parseCron } from '../schedule/cron.ts';
import { DEFAULT_SCHEDULE, DEFAULT_TIMEZONE } from '../schedule/defaults.ts';
import { nextFireTimes } from '../schedule/fire-times.ts';
import { isKnownZone } from '../schedule/zone.ts';

/** Restores that came to an end, whatever it was, in order of their start. */
export function drillsOf({ completed, failed }: Pick<TableRestores, 'completed' | 'failed'>): readonly Drill[] {
  const ended = [...completed.filter(({ doubt }) => !doubt).map(({ record }) => record), ...failed];
  const ordered = ended.toSorted(
    byText(
      ({ startedAt }) => startedAt,
      ({ id }) => id,
    ),
  );
  return ordered.map((record, index) => drillOf(record, ordered.slice(index + 1)));
}

function drillOf(record: RestoreRecord, later: readonly RestoreRecord[]): Drill {
  const { id, status, startedAt, completedAt, minutes, validationStatus, recoveryPointArn, testingPlanArn } = record;
  const place = parseArn(record.restoredArn ?? '');
  const isGood = (each: RestoreRecord) => each.outcome === 'completed' && !isInvalid({ record: each });
  const followed = isGood(record) ? undefined : later.find(isGood);
  const pointAge = pointAgeOf(record);
  return {
    id,
    status,
    startedAt,
    ...(completedAt === undefined ? {} : { completedAt }),
    ...(minutes === undefined ? {} : { minutes: roundMinutes(minutes) }),
    ...(record.statusMessage === undefined ? {} : { statusMessage: record.statusMessage }),
    ...(validationStatus === undefined ? {} : { validationStatus }),
    good: isGood(record),
    ...(followed ? { followedBy: { id: followed.id, startedAt: followed.startedAt } } : {}),
    ...(recoveryPointArn === undefined ? {} : { recoveryPoint: recoveryPointArn }),
    ...(record.recoveryPointCreatedAt === undefined ? {} : { recoveryPointCreatedAt: record.recoveryPointCreatedAt }),
    ...(pointAge === undefined ? {} : { rpoMinutes: pointAge }),
    ...(testingPlanArn === undefined ? {} : { testingPlan: testingPlanArn }),
    ...(place ? { account: place.account, region: place.region } : {}),
  };
}

/** How far back the restore set the table: from the point that it took to its own start. A point from later is none. */
function pointAgeOf({ recoveryPointCreatedAt, startedAt }: RestoreRecord): number | undefined {
  if (recoveryPointCreatedAt === undefined || recoveryPointCreatedAt > startedAt) return undefined;
  return roundMinutes(minutesBetween(recoveryPointCreatedAt, startedAt));
}

/** When restore testing plans that pick the table for sure run next, the soonest first. */
export function nextDrillsOf(estate: Estate, table: EstateTable): readonly NextDrill[] {
  const found = testingPlansOf(table).flatMap(({ name, scheduleExpression, scheduleTimezone }): NextDrill[] => {
    const zone = scheduleTimezone ?? DEFAULT_TIMEZONE;
    const parsed = parseCron(scheduleExpression ?? DEFAULT_SCHEDULE);
    if (!parsed.ok || !isKnownZone(zone)) return [];
    const [next] = nextFireTimes(parsed.cron, zone, epochMs(estate.now), 1);
    return next === undefined ? [] : [{ testingPlan: name, at: instant(next) }];
  });
  return found.toSorted(byText(({ at }) => at));
}

/** Until when each policy that asks for tests wants the next one, and what `restore-tested` says of it. */
export function drillsDue(estate: Estate, table: EstateTable, policies: readonly Policy[]): readonly DrillDue[] {
  return policies.flatMap((policy) => {
    const testedEveryMinutes = policy.restore?.testedEveryMinutes;
    if (testedEveryMinutes === undefined) return [];
    const asked = { testedEveryMinutes, ...countedAsked(policy) };
    const { status, message, actual } = judgeRestoreTested({ estate, table }, asked);
    const last = actual?.['lastRestoreAt'];
    const dueAt =
      typeof last === 'string' && status !== 'unknown'
        ? plusMinutes(instant(Date.parse(last)), testedEveryMinutes)
        : undefined;
    return [
      {
        policy: policy.name,
        everyMinutes: testedEveryMinutes,
        ...(dueAt === undefined ? {} : { dueAt }),
        status,
        message,
      },
    ];
  });
}

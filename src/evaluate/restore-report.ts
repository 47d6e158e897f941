import { judgeRestoreTime } from '../controls/restored/measured-time.ts';
import { restoreObjective } from '../controls/restored/restore-objective.ts';
import { hiddenRestores, type TableRestores, tableRestores } from '../controls/restored/table-restores.ts';
import { testingPlanLines } from '../controls/restored/testing-plans.ts';
import { type Estate, type EstateTable, estateOf } from '../estate/estate.ts';
import { isRestoreTestTable, restoresOf } from '../estate/restored.ts';
import { historyRead } from '../history/history-read.ts';
import type { LedgerRecord } from '../history/ledger-line.ts';
import { roundMinutes, statisticOf } from '../history/statistics.ts';
import { parseArn, tableNameOf } from '../model/arn.ts';
import type { Instant } from '../model/instant.ts';
import type { Inventory } from '../model/inventory.ts';
import { byText, compareText } from '../model/order.ts';
import type { Policy } from '../model/policy.ts';
import {
  type MeasuredObjective,
  type PolicyTimes,
  RESTORES_SCHEMA,
  type RestoreReport,
  type TableTimes,
  type TimeStatistics,
  type Trend,
} from '../model/restore-report.ts';
import type { JsonObject } from '../model/result.ts';
import type { TrailHistory } from '../model/trail-event.ts';
import { matchTable } from '../policy/match.ts';
import { drillsDue, drillsOf, nextDrillsOf } from './drills.ts';
import { matchable } from './policy-result.ts';

export interface RestoreMeasurement {
  readonly policies: readonly Policy[];
  readonly inventory: Inventory;
  readonly ledger?: readonly LedgerRecord[] | undefined;
  /** Absent: no history was read. */
  readonly history?: TrailHistory | undefined;
  readonly now: Instant;
  readonly version: string;
}

/** How long restores took, beside what policies ask. Pure, as `evaluate` is. */
export function measureRestores({
  policies,
  inventory,
  ledger,
  history,
  now,
  version,
}: RestoreMeasurement): RestoreReport {
  const estate = estateOf(inventory, now, ledger, history);
  const timed = policies.filter((policy) => policy.restore?.rtoMinutes !== undefined);
  const tables = [
    ...estate.tables.filter(({ name }) => !isRestoreTestTable(name)).map((table) => timesOf(estate, table, policies)),
    ...[...restoresOf(estate).bySource.keys()]
      .filter((arn) => !estate.table(arn))
      .map((arn) => timesOfUnlisted(estate, arn)),
  ].filter(isOfInterest);
  return {
    schema: RESTORES_SCHEMA,
    tool: { name: 'holdfast', version },
    takenAt: inventory.takenAt,
    asOf: now,
    tables: tables.toSorted(
      byText(
        ({ account }) => account,
        ({ region }) => region,
        ({ name }) => name,
      ),
    ),
    policies: timed.flatMap((policy) => policyTimes(estate, policy, tables)),
    hidden: [...new Set(hiddenRestores(estate).map(({ detail }) => detail))],
    ...(history ? { history: historyRead(history) } : {}),
  };
}

/** A table that nobody restored and no policy gives an RTO has nothing to show. */
function isOfInterest({ statistics, uncounted, doubtful, running, objectives, drillsDue }: TableTimes): boolean {
  const others = [running, objectives, drillsDue].flat().length;
  return statistics !== undefined || Object.keys(uncounted).length + doubtful + others > 0;
}

function timesOf(estate: Estate, table: EstateTable, policies: readonly Policy[]): TableTimes {
  const objectives = policies.flatMap((policy) => objectiveOf(estate, table, policy));
  const { account, region, name } = table;
  const matching = policies.filter((policy) => matchTable(policy.tables, matchable(table)).match === 'yes');
  const rtos = matching.flatMap((policy) => policy.restore?.rtoMinutes ?? []);
  const strictest = Math.min(...rtos);
  return {
    ...{ table: table.arn, name, account, region, listed: true },
    ...measured(tableRestores(estate, table), strictest),
    objectives,
    testingPlans: testingPlanLines(estate, table),
    nextDrills: nextDrillsOf(estate, table),
    drillsDue: drillsDue(estate, table, matching),
  };
}

/** A source that is gone, or lies outside the inventory: no policy speaks for it. */
function timesOfUnlisted(estate: Estate, arn: string): TableTimes {
  const { account = '', region = '' } = parseArn(arn) ?? {};
  return {
    ...{ table: arn, name: tableNameOf(arn) ?? arn, account, region, listed: false },
    ...measured(tableRestores(estate, { arn }), Number.POSITIVE_INFINITY),
    objectives: [],
    testingPlans: [],
    nextDrills: [],
    drillsDue: [],
  };
}

/** How many restores the small bars show. */
const RECENT = 12;

function measured(restores: TableRestores, rtoMinutes: number) {
  const { completed: all, failed, running } = restores;
  const completed = all.filter(({ doubt }) => !doubt);
  const minutes = completed.map((restore) => restore.minutes);
  const latest = completed.at(-1);
  const trend = trendOf(minutes);
  const uncounted: Record<string, number> = {};
  for (const { status } of failed.toSorted((a, b) => compareText(a.status, b.status)))
    uncounted[status] = (uncounted[status] ?? 0) + 1;
  return {
    ...(latest
      ? {
          statistics: {
            ...statisticsOf(minutes),
            latestMinutes: roundMinutes(latest.minutes),
            latestAt: latest.completedAt,
          },
        }
      : {}),
    recentMinutes: minutes.slice(-RECENT).map(roundMinutes),
    ...(trend ? { trend } : {}),
    uncounted,
    doubtful: all.length - completed.length,
    running: running.map(({ record, minutes: soFar }) => ({
      id: record.id,
      startedAt: record.startedAt,
      minutes: roundMinutes(soFar),
      breach: soFar > rtoMinutes,
    })),
    ...(latest?.record.sizeBytes === undefined ? {} : { latestSizeBytes: latest.record.sizeBytes }),
    ...(latest?.record.cold === undefined ? {} : { latestCold: latest.record.cold }),
    samplesFrom: [...new Set(completed.map(({ record }) => record.from))].toSorted(),
    drills: drillsOf(restores),
  };
}

function statisticsOf(minutes: readonly number[]): TimeStatistics {
  // Sorted once: sorting what is sorted costs little.
  const sorted = minutes.toSorted((a, b) => a - b);
  const of = (statistic: 'mean' | 'p50' | 'p90' | 'p95' | 'p99' | 'max') =>
    roundMinutes(statisticOf(statistic, sorted));
  return {
    samples: minutes.length,
    meanMinutes: of('mean'),
    p50Minutes: of('p50'),
    p90Minutes: of('p90'),
    p95Minutes: of('p95'),
    p99Minutes: of('p99'),
    maxMinutes: of('max'),
  };
}

/** With two restores a half there is a median to speak of. */
const LEAST_FOR_TREND = 4;

function trendOf(minutes: readonly number[]): Trend | undefined {
  if (minutes.length < LEAST_FOR_TREND) return undefined;
  const half = Math.floor(minutes.length / 2);
  const earlier = statisticOf('p50', minutes.slice(0, half));
  const later = statisticOf('p50', minutes.slice(-half));
  if (earlier === 0) return undefined;
  return {
    earlierMedianMinutes: roundMinutes(earlier),
    laterMedianMinutes: roundMinutes(later),
    changePercent: Math.round((later / earlier - 1) * 100),
  };
}

function objectiveOf(estate: Estate, table: EstateTable, policy: Policy): readonly MeasuredObjective[] {
  const objective = restoreObjective(policy);
  if (!objective) return [];
  const { rtoMinutes, measure } = objective;
  const match = matchTable(policy.tables, matchable(table));
  if (match.match === 'no') return [];
  const asked = {
    policy: policy.name,
    rtoMinutes,
    statistic: measure.statistic,
    clock: measure.clock,
    overMinutes: measure.overMinutes,
    samplesAsked: measure.samples,
  };
  if (match.match === 'undecided') {
    const message = `cannot tell whether policy ${policy.name} matches the table: ${match.why.detail}`;
    return [{ ...asked, samples: 0, status: 'unknown', message }];
  }
  const { status, message, actual = {} } = judgeRestoreTime({ estate, table }, objective, policy);
  const numbers = ['samples', 'minutes', 'readyAtLeastMinutes', 'readyAtMostMinutes'] as const;
  const [samples = 0, restored, least, most] = numbers.map((name) => numberIn(actual, name));
  const ready = most ?? (status === 'fail' ? (least ?? restored) : undefined);
  const measured = measure.clock === 'ready' ? ready : restored;
  return [
    {
      ...asked,
      samples,
      ...(measured === undefined
        ? {}
        : { measuredMinutes: measured, marginMinutes: roundMinutes(rtoMinutes - measured) }),
      ...(restored === undefined ? {} : { restoredMinutes: restored }),
      ...(least === undefined ? {} : { readyAtLeastMinutes: least }),
      ...(most === undefined ? {} : { readyAtMostMinutes: most }),
      status,
      message,
    },
  ];
}

function numberIn(actual: JsonObject, name: string): number | undefined {
  const value = actual[name];
  return typeof value === 'number' ? value : undefined;
}

function policyTimes(estate: Estate, policy: Policy, tables: readonly TableTimes[]): readonly PolicyTimes[] {
  const { rtoMinutes, measure } = policy.restore ?? {};
  if (rtoMinutes === undefined || measure === undefined) return [];
  const own = tables.flatMap((table) => {
    const objective = table.objectives.find((each) => each.policy === policy.name);
    return objective ? [{ table, status: objective.status }] : [];
  });
  const having = (status: MeasuredObjective['status']) => own.filter((each) => each.status === status).length;
  const minutes = own.flatMap(({ table }) =>
    tableRestores(estate, { arn: table.table }).completed.flatMap(({ minutes, doubt }) => (doubt ? [] : [minutes])),
  );
  const medians = own.flatMap(({ table }) => table.statistics?.p50Minutes ?? []);
  return [
    {
      policy: policy.name,
      rtoMinutes,
      statistic: measure.statistic,
      clock: measure.clock,
      overMinutes: measure.overMinutes,
      samplesAsked: measure.samples,
      tables: own.length,
      pass: having('pass'),
      fail: having('fail'),
      unknown: having('unknown'),
      ...(minutes.length > 0
        ? {
            spread: {
              tables: medians.length,
              ...statisticsOf(minutes),
              fastestTableP50Minutes: Math.min(...medians),
              slowestTableP50Minutes: Math.max(...medians),
            },
          }
        : {}),
    },
  ];
}

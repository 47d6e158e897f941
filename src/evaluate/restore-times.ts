import type { Restores } from '../estate/restored.ts';
import { roundMinutes, statisticOf } from '../history/statistics.ts';
import type { Instant } from '../model/instant.ts';
import { byText } from '../model/order.ts';
import type { Policy } from '../model/policy.ts';
import type { RestoreTimes } from '../model/report.ts';

/** Restore times of every table that has a completed restore, whatever the window that its policies measure over. */
export function restoreTimesOf(
  restores: Restores,
  policiesOf: (tableArn: string) => readonly Policy[],
  now: Instant,
): readonly RestoreTimes[] {
  const tables: RestoreTimes[] = [];
  for (const [table, records] of restores.bySource) {
    const completed = records
      .flatMap(({ minutes, completedAt, from }) =>
        minutes === undefined || completedAt === undefined || completedAt > now ? [] : [{ minutes, completedAt, from }],
      )
      .toSorted(byText(({ completedAt }) => completedAt));
    if (completed.length === 0) continue;
    const minutes = completed.map((sample) => sample.minutes);
    const rtos = policiesOf(table).flatMap((policy) => policy.restore?.rtoMinutes ?? []);
    tables.push({
      table,
      samples: minutes.length,
      meanMinutes: roundMinutes(statisticOf('mean', minutes)),
      p50Minutes: roundMinutes(statisticOf('p50', minutes)),
      p95Minutes: roundMinutes(statisticOf('p95', minutes)),
      maxMinutes: roundMinutes(statisticOf('max', minutes)),
      latestMinutes: roundMinutes(statisticOf('latest', minutes)),
      ...(rtos.length > 0 ? { rtoMinutes: Math.min(...rtos) } : {}),
      samplesFrom: [...new Set(completed.map((sample) => sample.from))].toSorted(),
    });
  }
  return tables.toSorted(byText(({ table }) => table));
}

import { tableRestores } from '../controls/restored/table-restores.ts';
import type { Estate } from '../estate/estate.ts';
import { restoresOf } from '../estate/restored.ts';
import { roundMinutes, statisticOf } from '../history/statistics.ts';
import { byText } from '../model/order.ts';
import type { Policy } from '../model/policy.ts';
import type { RestoreTimes } from '../model/report.ts';

/**
 * Restore times of every table that has a completed restore, whatever the window that its policies measure over. Those that
 * may have been of an earlier table of the name are counted apart.
 */
export function restoreTimesOf(
  estate: Estate,
  policiesOf: (tableArn: string) => readonly Policy[],
): readonly RestoreTimes[] {
  const tables: RestoreTimes[] = [];
  for (const table of restoresOf(estate).bySource.keys()) {
    const all = tableRestores(estate, { arn: table }).completed;
    const completed = all.filter(({ doubt }) => !doubt);
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
      samplesFrom: [...new Set(completed.map(({ record }) => record.from))].toSorted(),
      ...(completed.length < all.length ? { doubtful: all.length - completed.length } : {}),
    });
  }
  return tables.toSorted(byText(({ table }) => table));
}

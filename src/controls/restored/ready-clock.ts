import { firstSubjects, restoreSubject } from '../../estate/subjects.ts';
import { roundMinutes, statisticOf } from '../../history/statistics.ts';
import { count } from '../../model/count.ts';
import { formatMinutes } from '../../model/duration.ts';
import { unknown } from '../../model/fact.ts';
import type { Outcome } from '../../model/result.ts';
import { type Evidence, fail, pass, undecided } from '../outcome.ts';
import { capped } from './capped.ts';
import { formatSample } from './format-sample.ts';
import type { ReadyTime } from './ready-time.ts';
import type { RestoreObjective } from './restore-objective.ts';
import { describeRestore } from './table-restores.ts';

/** A restored table that has lacked a required setting for longer than the RTO settles it, as a running restore does. */
export function judgeUnready(ready: readonly ReadyTime[], rtoMinutes: number, evidence: Evidence): Outcome | undefined {
  const [slowest] = ready
    .filter(({ missing, atLeastMinutes }) => missing.length > 0 && atLeastMinutes > rtoMinutes)
    .toSorted((a, b) => b.atLeastMinutes - a.atLeastMinutes);
  if (!slowest) return undefined;
  const { missing, atLeastMinutes, name } = slowest;
  return fail(
    `${name} is not ready ${formatSample(atLeastMinutes)} after its restore began: ${capped(missing, 4).join(', ')} not as asked; policy asks for ${formatMinutes(rtoMinutes)}`,
    {
      ...evidence,
      actual: { ...evidence.actual, readyAtLeastMinutes: roundMinutes(atLeastMinutes) },
      because: [lineOf(slowest), ...(evidence.because ?? [])],
      subjects: [restoreSubject(slowest.restore.record), ...evidence.subjects],
    },
  );
}

/** Stands for a time that nothing bounds: longer than any that can be measured, and still a number to reckon with. */
const UNBOUNDED_MINUTES = Number.MAX_SAFE_INTEGER;
const MEASURABLE_MINUTES = 1e9;

/**
 * The statistic of the times until ready. Each time lies between two bounds, and no statistic falls when a time grows: so
 * the statistic of the upper bounds passes, that of the lower ones fails, and between the two nobody knows.
 */
export function judgeReady(
  ready: readonly ReadyTime[],
  { rtoMinutes, measure }: RestoreObjective,
  evidence: Evidence,
): Outcome {
  const { statistic } = measure;
  const slowest = ready.toSorted((a, b) => longest(b) - longest(a));
  const lines = [...capped(slowest.map(lineOf), 5), ...(evidence.because ?? [])];
  const subjects = [...firstSubjects(slowest, ({ restore }) => restoreSubject(restore.record)), ...evidence.subjects];
  if (ready.length < measure.samples) {
    const number = ready.length === 0 ? 'no restore' : count(ready.length, 'restore');
    const detail = 'restore tests are measured until restored only: nobody makes their tables ready';
    return undecided(
      `RTO unproven: ${number} measured until ready over ${formatMinutes(measure.overMinutes)}; policy asks for ${measure.samples}`,
      unknown('too-few-samples', detail),
      { ...evidence, because: [...lines, detail], subjects },
    );
  }
  const least = statisticOf(
    statistic,
    ready.map(({ atLeastMinutes }) => atLeastMinutes),
  );
  const most = statisticOf(statistic, ready.map(longest));
  const isBounded = most < MEASURABLE_MINUTES;
  const described: Evidence = {
    ...evidence,
    actual: {
      ...evidence.actual,
      readySamples: ready.length,
      readyAtLeastMinutes: roundMinutes(least),
      ...(isBounded ? { readyAtMostMinutes: roundMinutes(most) } : {}),
    },
    because: lines,
    subjects,
  };
  const restored = statisticOf(
    statistic,
    ready.map(({ restore }) => restore.minutes),
  );
  const sentence = (minutes: string) =>
    `${statistic} of ${count(ready.length, 'restore')} is ${minutes} until ready, ${formatSample(restored)} until restored; policy asks for ${formatMinutes(rtoMinutes)}`;
  const bounds = [formatSample(least), isBounded ? formatSample(most) : 'unknown'] as const;
  if (least === most)
    return least > rtoMinutes ? fail(sentence(bounds[0]), described) : pass(sentence(bounds[0]), described);
  if (least > rtoMinutes) return fail(sentence(`at least ${bounds[0]}`), described);
  if (most <= rtoMinutes) return pass(sentence(`at most ${bounds[1]}`), described);
  const [open] = slowest;
  const detail = [open?.because ?? '', open?.remedy ?? []].flat().join('; ');
  return undecided(sentence(`between ${bounds[0]} and ${bounds[1]}`), unknown('not-collected', detail), described);
}

function longest({ atMostMinutes }: ReadyTime): number {
  return atMostMinutes ?? UNBOUNDED_MINUTES;
}

/** `50 min until ready, tags: TagResource at …: restore job 0af3: COMPLETED, ended …` */
function lineOf({ atLeastMinutes, atMostMinutes, because, restore }: ReadyTime): string {
  const least = formatSample(atLeastMinutes);
  const minutes =
    atMostMinutes === undefined
      ? `at least ${least}`
      : atMostMinutes === atLeastMinutes
        ? least
        : `${least} to ${formatSample(atMostMinutes)}`;
  return `${minutes} until ready (${because}): ${describeRestore(restore.record)}`;
}

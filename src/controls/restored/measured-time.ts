import type { Estate, EstateTable } from '../../estate/estate.ts';
import { firstSubjects, restoreSubject } from '../../estate/subjects.ts';
import { roundMinutes, statisticOf } from '../../history/statistics.ts';
import { reachOf } from '../../history/trail-hole.ts';
import { count } from '../../model/count.ts';
import { formatMinutes } from '../../model/duration.ts';
import { type Unknown, unknown } from '../../model/fact.ts';
import { plusMinutes } from '../../model/instant.ts';
import type { Policy, RestoreMeasure } from '../../model/policy.ts';
import type { JsonObject, Outcome } from '../../model/result.ts';
import type { Subject } from '../../model/subject.ts';
import type { TableSubject } from '../define.ts';
import { type Evidence, fail, pass, undecided } from '../outcome.ts';
import { capped } from './capped.ts';
import { isInvalid, unvalidated } from './counted-restores.ts';
import { formatSample } from './format-sample.ts';
import { judgeMixtures } from './mixtures.ts';
import { judgeReady, judgeUnready } from './ready-clock.ts';
import { isMadeReady, readyTime } from './ready-time.ts';
import type { RestoreObjective } from './restore-objective.ts';
import { type CompletedRestore, describeRestore, LIST_REACH, listReaches, tableRestores } from './table-restores.ts';

/** Restores of the table against its RTO. A restore that has already run too long settles it, whatever else is known. */
export function judgeRestoreTime(
  { estate, table }: TableSubject,
  objective: RestoreObjective,
  policy: Policy,
): Outcome {
  const { rtoMinutes, measure, settings, validated } = objective;
  const restores = tableRestores(estate, table);
  const asked = `policy asks for ${formatMinutes(rtoMinutes)}`;
  const expected = {
    rtoMinutes,
    statistic: measure.statistic,
    samples: measure.samples,
    ...(validated ? { validated } : {}),
  };
  const since = plusMinutes(estate.now, -measure.overMinutes);
  const inTime = restores.completed.filter(({ completedAt }) => completedAt >= since);
  const samples = validated ? inTime.filter((each) => !unvalidated(each)) : inTime;
  const evidence = {
    expected,
    actual: { statistic: measure.statistic, ...measured(samples, measure) },
    because: [
      ...linesOf(samples, measure),
      ...capped(validationLines(inTime, validated), 5),
      ...capped(
        restores.failed.map((record) => `not counted: ${describeRestore(record)}`),
        5,
      ),
      ...capped(
        restores.unfit.map(({ record, why }) => `not counted: ${describeRestore(record)}: ${why}`),
        5,
      ),
      ...capped(unreadHistory(estate, table), 3),
    ],
    subjects: [
      ...slowestFirst(samples),
      ...firstSubjects([...restores.unfit.map(({ record }) => record), ...restores.failed], restoreSubject),
    ],
  };

  // It may be an earlier table of the name that is being restored.
  const slowest = restores.running.filter(({ doubt }) => !doubt).toSorted((a, b) => b.minutes - a.minutes)[0];
  if (slowest && slowest.minutes > rtoMinutes) {
    return fail(`a restore has been running for ${formatMinutes(slowest.minutes)}; ${asked}`, {
      expected,
      actual: { ...evidence.actual, runningMinutes: roundMinutes(slowest.minutes) },
      because: [describeRestore(slowest.record), ...evidence.because],
      subjects: [restoreSubject(slowest.record), ...evidence.subjects],
    });
  }
  const ready =
    measure.clock === 'ready'
      ? samples.filter(isMadeReady).map((sample) => readyTime(estate, table, sample, settings, policy))
      : [];
  const unready = judgeUnready(
    ready.filter(({ restore }) => !restore.doubt),
    rtoMinutes,
    evidence,
  );
  if (unready) return unready;
  const [hidden] = restores.hidden;
  if (hidden) {
    const because = [...new Set(restores.hidden.map(({ detail }) => detail)), ...evidence.because];
    return undecided('cannot tell how long restores take: not all restore jobs are known', hidden, {
      ...evidence,
      because,
    });
  }
  if (samples.length < measure.samples) return unproven(estate, samples, measure, evidence);
  const restored = judgeMixtures(samples, {
    judge: (mixture) => judgeRestored(estate, mixture, objective, evidence),
    doubtOf: ({ doubt }) => doubt,
    mayBeSlow: ({ minutes }) => minutes > rtoMinutes,
    mayBeFast: ({ minutes }) => minutes <= rtoMinutes,
  });
  if (restored?.status === 'fail') return restored;
  if (!restored || measure.clock === 'restored') return restored ?? doubted(samples, evidence);
  const untilReady = judgeMixtures(ready, {
    judge: (mixture) => judgeReady(mixture, objective, evidence),
    doubtOf: ({ restore }) => restore.doubt,
    mayBeSlow: ({ atMostMinutes = Number.POSITIVE_INFINITY }) => atMostMinutes > rtoMinutes,
    mayBeFast: ({ atLeastMinutes }) => atLeastMinutes <= rtoMinutes,
  });
  return untilReady ?? doubted(samples, evidence);
}

function unproven(
  estate: Estate,
  { length }: readonly CompletedRestore[],
  measure: RestoreMeasure,
  evidence: Evidence,
): Outcome {
  const number = length === 0 ? 'no restore' : count(length, 'restore');
  const found = `RTO unproven: ${number} measured over ${formatMinutes(measure.overMinutes)}`;
  const why = tooFew(length, measure, estate.ledger.length > 0 || listReaches(estate, measure.overMinutes));
  return undecided(`${found}; policy asks for ${measure.samples}`, why, {
    ...evidence,
    because: [...(evidence.because ?? []), why.detail],
  });
}

function judgeRestored(
  estate: Estate,
  samples: readonly CompletedRestore[],
  { rtoMinutes, measure }: RestoreObjective,
  evidence: Evidence,
): Outcome {
  if (samples.length < measure.samples) return unproven(estate, samples, measure, evidence);
  const { statistic } = measure;
  const minutes = statisticOf(
    statistic,
    samples.map((sample) => sample.minutes),
  );
  const found = `${statistic} of ${count(samples.length, 'restore')} is ${formatSample(minutes)}; policy asks for ${formatMinutes(rtoMinutes)}`;
  return minutes > rtoMinutes ? fail(found, evidence) : pass(found, evidence);
}

function doubted(samples: readonly CompletedRestore[], evidence: Evidence): Outcome {
  const [first, ...others] = samples.flatMap(({ doubt }) => doubt ?? []);
  const why = first ?? unknown('not-collected', 'not all restores are known');
  const lines = new Set([why, ...others].map(({ detail }) => detail));
  return undecided('cannot tell whether the restores were of this table, or of an earlier one of its name', why, {
    ...evidence,
    because: [...capped([...lines], 3), ...(evidence.because ?? [])],
  });
}

/** What a validation said of restores that count, or that do not because of it. */
function validationLines(restores: readonly CompletedRestore[], validated: boolean): readonly string[] {
  return restores.flatMap((restore) => {
    const why = unvalidated(restore);
    if (validated) return why === undefined ? [] : [`not counted: ${describeRestore(restore.record)}: ${why}`];
    if (!isInvalid(restore)) return [];
    return [
      `counted, although its validation is ${restore.record.validationStatus}: ${restore.record.id}; restore.validated would leave it out`,
    ];
  });
}

/** History only adds samples: what is missing of it hides some, as does no history at all. */
function unreadHistory({ history }: Estate, table: EstateTable): readonly string[] {
  return reachOf(history.reach, table).flatMap(({ source, gaps }) =>
    gaps.map(({ detail }) => `restores that only ${source} tells of may be missing: ${detail}`),
  );
}

function measured(samples: readonly CompletedRestore[], { statistic }: RestoreMeasure): JsonObject {
  const minutes = samples.map((sample) => sample.minutes);
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last) return { samples: 0 };
  return {
    minutes: roundMinutes(statisticOf(statistic, minutes)),
    samples: minutes.length,
    meanMinutes: roundMinutes(statisticOf('mean', minutes)),
    maxMinutes: roundMinutes(statisticOf('max', minutes)),
    latestMinutes: roundMinutes(last.minutes),
    measuredFrom: first.completedAt,
    measuredTo: last.completedAt,
  };
}

function slowestFirst(samples: readonly CompletedRestore[]): readonly Subject[] {
  return firstSubjects(
    samples.toSorted((a, b) => b.minutes - a.minutes),
    ({ record }) => restoreSubject(record),
  );
}

/** The slowest samples, and how a quantile was taken. */
function linesOf(samples: readonly CompletedRestore[], { statistic }: RestoreMeasure): readonly string[] {
  const slowest = samples.toSorted((a, b) => b.minutes - a.minutes);
  const lines = slowest.map(({ record, minutes }) => `${formatSample(minutes)}: ${describeRestore(record)}`);
  const isQuantile = statistic.startsWith('p') && samples.length > 1;
  return [
    ...capped(lines, 5),
    ...(isQuantile
      ? [`${statistic} interpolates linearly between the two nearest samples (type 7 of Hyndman and Fan)`]
      : []),
  ];
}

function tooFew(found: number, { samples, overMinutes }: RestoreMeasure, listed: boolean): Unknown {
  const more = `${samples - found} more ${samples - found === 1 ? 'restore' : 'restores'}`;
  const detail = listed
    ? `${more} within ${formatMinutes(overMinutes)} would settle it; a restore testing plan makes them`
    : `${LIST_REACH}; older ones from --ledger or --history, or ${more} within ${formatMinutes(overMinutes)}, would settle it`;
  return unknown('too-few-samples', detail);
}

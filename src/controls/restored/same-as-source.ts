import type { EstateTable } from '../../estate/estate.ts';
import type { Fact, Unknown } from '../../model/fact.ts';
import type { RestoreSettings } from '../../model/policy.ts';
import type { Json, JsonObject, Outcome } from '../../model/result.ts';
import type { RestoredSubject } from '../define.ts';
import { fail, pass, undecided } from '../outcome.ts';
import { sourceOf } from './source.ts';

/** A setting as one fact of a table. */
export interface Setting<T> {
  readonly key: keyof RestoreSettings;
  /** As a message calls it: `tags`, `billing mode`. */
  readonly called: string;
  readonly read: (table: EstateTable) => Fact<T>;
}

export const SAME_AS_SOURCE = 'same-as-source';

/** Judges the restored table by itself. */
export function judgeOwn<T>(
  { restored }: RestoredSubject,
  { called, read }: Setting<T>,
  judge: (own: T) => Outcome,
): Outcome {
  const own = read(restored.table);
  if (own.known) return judge(own.value);
  return undecided(`cannot tell the ${called} of ${restored.table.name}`, own, { because: [own.detail] });
}

/** Judges the restored table beside its source. */
export function judgeBesideSource<T>(
  subject: RestoredSubject,
  setting: Setting<T>,
  judge: (own: T, source: T) => Outcome,
): Outcome {
  return judgeOwn(subject, setting, (own) => {
    const source = sourceOf(subject.restored);
    if (!source.known) return withoutSource(setting, source);
    const fact = setting.read(source.value);
    if (!fact.known) return withoutSource(setting, fact, source.value.name);
    return judge(own, fact.value);
  });
}

function withoutSource({ key, called }: Setting<unknown>, why: Unknown, name?: string): Outcome {
  return undecided(`cannot tell the ${called} of the source${name === undefined ? '' : ` ${name}`}`, why, {
    expected: { [key]: SAME_AS_SOURCE },
    because: [why.detail],
  });
}

/** One value of a setting, for people and for machines. */
export interface Told {
  /** `billing mode is PROVISIONED` */
  readonly found: string;
  /** What follows `policy asks for`: `PROVISIONED`. */
  readonly wanted: string;
  readonly json: Json;
  /** What else a reader has to know: a change under way. */
  readonly notes?: readonly string[];
}

/** Two values that either are the same or are not. */
export function judgeValue(key: keyof RestoreSettings, own: Told, wanted: Told, from: 'source' | 'policy'): Outcome {
  const evidence = {
    expected: { [key]: wanted.json },
    actual: { [key]: own.json },
    because: own.notes ?? [],
  };
  const fits = JSON.stringify(own.json) === JSON.stringify(wanted.json);
  return fits
    ? pass(`${own.found}, ${from === 'source' ? 'as on the source' : 'as asked'}`, evidence)
    : fail(`${own.found}; policy asks for ${wanted.wanted}${from === 'source' ? ', as on the source' : ''}`, evidence);
}

/** A pass or fail of a setting with several parts: it passes when no line tells a difference. */
export function judgeDifferences(
  differences: readonly string[],
  sentences: { readonly pass: string; readonly fail: string },
  evidence: { readonly expected: JsonObject; readonly actual: JsonObject; readonly notes?: readonly string[] },
): Outcome {
  const { notes = [], ...values } = evidence;
  const because = [...differences, ...notes];
  return differences.length === 0
    ? pass(sentences.pass, { ...values, because })
    : fail(sentences.fail, { ...values, because });
}

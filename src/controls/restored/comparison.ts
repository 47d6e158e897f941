import type { RestoreSettings } from '../../model/policy.ts';
import type { Json, JsonObject, Outcome } from '../../model/result.ts';
import type { Subject } from '../../model/subject.ts';
import { fail, pass } from '../outcome.ts';

/** One value of a setting, for people and for machines. */
export interface Described {
  /** `billing mode is PROVISIONED` */
  readonly found: string;
  /** What follows `policy asks for`: `PROVISIONED`. */
  readonly wanted: string;
  readonly json: Json;
  /** What else a reader has to know: a change under way. */
  readonly notes?: readonly string[];
}

/** A setting of one value: it either is the same as the source's, or as the one asked for, or it is not. */
export function comparedAsDescribed<T>(key: keyof RestoreSettings, described: (value: T) => Described) {
  return {
    besideSource: (own: T, source: T) => judgeValue(key, described(own), described(source), 'source'),
    asAsked: (own: T, asked: T) => judgeValue(key, described(own), described(asked), 'policy'),
  };
}

function judgeValue(key: keyof RestoreSettings, own: Described, wanted: Described, from: 'source' | 'policy'): Outcome {
  const evidence = {
    expected: { [key]: wanted.json },
    actual: { [key]: own.json },
    because: own.notes ?? [],
    subjects: [],
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
  evidence: {
    readonly expected: JsonObject;
    readonly actual: JsonObject;
    readonly notes?: readonly string[];
    readonly subjects?: readonly Subject[];
  },
): Outcome {
  const { notes = [], subjects = [], ...rest } = evidence;
  const values = { ...rest, subjects };
  const because = [...differences, ...notes];
  return differences.length === 0
    ? pass(sentences.pass, { ...values, because })
    : fail(sentences.fail, { ...values, because });
}

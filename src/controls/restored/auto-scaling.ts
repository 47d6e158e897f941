import { count } from '../../model/count.ts';
import type { CapacityRange } from '../../model/policy.ts';
import type { JsonObject, Outcome } from '../../model/result.ts';
import { fail, notApplicable, pass } from '../outcome.ts';
import { capped } from './capped.ts';
import type { ScaledCapacity, Scaling } from './scaling.ts';

export type AutoScaling = 'on-demand' | readonly ScaledCapacity[];

interface Part {
  readonly fits: boolean;
  readonly line: string;
}

const ON_DEMAND = notApplicable('on demand: no capacity to scale', {
  actual: { autoScaling: 'on-demand' },
  subjects: [],
});

/** Auto scaling of a restored table, part by part, beside its source's. */
export function judgeSameScaling(own: AutoScaling, source: AutoScaling): Outcome {
  if (own === 'on-demand') return ON_DEMAND;
  if (source === 'on-demand') {
    return notApplicable('the source is on demand: no auto scaling to compare', { actual: jsonOf(own), subjects: [] });
  }
  const parts = source.flatMap(({ capacity, scaling }) => {
    const counterpart = own.find((each) => each.capacity.part === capacity.part);
    if (scaling === undefined && counterpart?.scaling === undefined) return [];
    const found = counterpart ? (counterpart.scaling?.text ?? 'none') : 'none, the index is missing';
    const wanted = scaling?.text ?? 'none';
    return [{ fits: found === wanted, line: `${capacity.part}: ${found}; source: ${wanted}` }];
  });
  const added = own.filter(
    ({ capacity, scaling }) => scaling && !source.some((each) => each.capacity.part === capacity.part),
  );
  const all = [
    ...parts,
    ...added.map(({ capacity, scaling }) => ({
      fits: false,
      line: `${capacity.part}: ${scaling?.text}; source: none`,
    })),
  ];
  const kept =
    all.length === 0
      ? 'no auto scaling, as on the source'
      : `auto scaling of ${count(all.length, 'capacity', 'capacities')}, as on the source`;
  return judgeParts(own, all, { pass: kept, asked: 'that of the source' }, jsonOf(source));
}

/** Target tracking on the table and on every global index, reads and writes. */
export function judgeRequiredScaling(own: AutoScaling): Outcome {
  if (own === 'on-demand') return ON_DEMAND;
  const parts = own.map(({ capacity, scaling }) => ({
    fits: scaling?.target !== undefined,
    line: `${capacity.part}: ${scaling?.text ?? 'none'}`,
  }));
  const sentences = {
    pass: `auto scaling of all ${count(own.length, 'capacity', 'capacities')}`,
    asked: 'target tracking of all',
  };
  return judgeParts(own, parts, sentences, { autoScaling: 'required' });
}

/** The bounds and targets that a policy names for the table itself. */
export function judgeNamedScaling(
  own: AutoScaling,
  asked: { readonly read?: CapacityRange; readonly write?: CapacityRange },
): Outcome {
  if (own === 'on-demand') return ON_DEMAND;
  const parts = own
    .filter(({ capacity }) => capacity.index === undefined)
    .flatMap(({ capacity, scaling }) => {
      const range = asked[capacity.side];
      if (!range) return [];
      const fits =
        scaling?.target !== undefined &&
        (range.min ?? scaling.min) === scaling.min &&
        (range.max ?? scaling.max) === scaling.max &&
        (range.target ?? scaling.target) === scaling.target;
      return [{ fits, line: `${capacity.part}: ${scaling?.text ?? 'none'}; asked: ${rangeText(range)}` }];
    });
  const expected = {
    ...(asked.read ? { read: { ...asked.read } } : {}),
    ...(asked.write ? { write: { ...asked.write } } : {}),
  };
  return judgeParts(
    own,
    parts,
    { pass: 'auto scaling as asked', asked: 'the bounds named' },
    { autoScaling: expected },
  );
}

function judgeParts(
  own: readonly ScaledCapacity[],
  parts: readonly Part[],
  sentences: { readonly pass: string; readonly asked: string },
  expected: JsonObject,
): Outcome {
  const failing = parts.filter(({ fits }) => !fits);
  const stale = own.flatMap(({ capacity, scaling }) =>
    scaling?.stale ? [`${capacity.part}: registered before the table was created, for an earlier one of its name`] : [],
  );
  const because = capped([...(failing.length > 0 ? failing : parts).map(({ line }) => line), ...stale]);
  const evidence = { expected, actual: jsonOf(own), because, subjects: [] };
  if (failing.length === 0) return pass(sentences.pass, evidence);
  const shown = capped(
    failing.map(({ line }) => line.split(':')[0] ?? line),
    3,
  ).join(', ');
  return fail(
    `auto scaling differs on ${count(failing.length, 'capacity', 'capacities')} (${shown}); policy asks for ${sentences.asked}`,
    evidence,
  );
}

function rangeText({ min, max, target }: CapacityRange): string {
  return [
    ...(min === undefined ? [] : [`min ${min} units`]),
    ...(max === undefined ? [] : [`max ${max} units`]),
    ...(target === undefined ? [] : [`target ${target} %`]),
  ].join(', ');
}

/** Part → its bounds and target; null where nothing scales it. */
function jsonOf(parts: readonly ScaledCapacity[]): JsonObject {
  return {
    autoScaling: Object.fromEntries(
      parts.map(({ capacity, scaling }) => [capacity.part, scaling ? boundsOf(scaling) : null]),
    ),
  };
}

function boundsOf({ min, max, target }: Scaling): JsonObject {
  return { minUnits: min, maxUnits: max, ...(target === undefined ? {} : { targetPercent: target }) };
}

import { count } from '../../model/count.ts';
import { type Fact, known } from '../../model/fact.ts';
import type { CapacityRange } from '../../model/policy.ts';
import type { JsonObject, Outcome } from '../../model/result.ts';
import { fail, notApplicable, pass, undecided } from '../outcome.ts';
import { capped } from './capped.ts';
import type { AutoScaling, ScaledCapacity, Scaling } from './scaling.ts';
import { type ScheduledScaling, scheduledActionJson } from './scheduled-actions.ts';

type Found = 'on-demand' | AutoScaling;

interface Part {
  readonly fits: boolean;
  readonly line: string;
  /** As a sentence calls it. */
  readonly called: string;
}

const ON_DEMAND = notApplicable('on demand: no capacity to scale', {
  actual: { autoScaling: 'on-demand' },
  subjects: [],
});

/** Auto scaling of a restored table beside its source's: part by part, and each scheduled action. */
export function judgeSameScaling(own: Found, source: Found): Outcome {
  if (own === 'on-demand') return ON_DEMAND;
  const actual = jsonOf(own.capacities, own.scheduled);
  if (source === 'on-demand') {
    return notApplicable('the source is on demand: no auto scaling to compare', { actual, subjects: [] });
  }
  const parts = comparedCapacities(own.capacities, source.capacities);
  const actions = comparedActions(own.scheduled, source.scheduled);
  const kept = [
    ...(parts.length === 0 ? [] : [count(parts.length, 'capacity', 'capacities')]),
    ...(actions.known && actions.value.length > 0 ? [count(actions.value.length, 'scheduled action')] : []),
  ].join(' and ');
  const outcome = judgeParts(
    own.capacities,
    parts,
    {
      pass: kept === '' ? 'no auto scaling, as on the source' : `auto scaling of ${kept}, as on the source`,
      asked: 'that of the source',
    },
    { expected: jsonOf(source.capacities, source.scheduled), actual },
    actions.known ? actions.value : [],
  );
  if (actions.known || outcome.status === 'fail') return outcome;
  const { expected, because } = outcome;
  return undecided('cannot tell the scheduled actions of the table and its source', actions, {
    ...(expected ? { expected } : {}),
    actual,
    because: [...because, actions.detail],
    subjects: [],
  });
}

function comparedCapacities(own: readonly ScaledCapacity[], source: readonly ScaledCapacity[]): readonly Part[] {
  const parts = source.flatMap(({ capacity, scaling }) => {
    const counterpart = own.find((each) => each.capacity.part === capacity.part);
    if (scaling === undefined && counterpart?.scaling === undefined) return [];
    const found = counterpart ? (counterpart.scaling?.text ?? 'none') : 'none, the index is missing';
    const wanted = scaling?.text ?? 'none';
    return [partOf(capacity.part, found === wanted, `${found}; source: ${wanted}`)];
  });
  const added = own.filter(
    ({ capacity, scaling }) => scaling && !source.some((each) => each.capacity.part === capacity.part),
  );
  return [
    ...parts,
    ...added.map(({ capacity, scaling }) => partOf(capacity.part, false, `${scaling?.text}; source: none`)),
  ];
}

/** An action of the source is there when one does the same to the same part at the same times, whatever its name. */
function comparedActions(
  own: Fact<readonly ScheduledScaling[]>,
  source: Fact<readonly ScheduledScaling[]>,
): Fact<readonly Part[]> {
  if (!own.known) return own;
  if (!source.known) return source;
  const isOn = (actions: readonly ScheduledScaling[], { part, text }: ScheduledScaling) =>
    actions.some((each) => each.part === part && each.text === text);
  const lines = [
    ...source.value.map((each) => ({ each, fits: isOn(own.value, each), otherwise: 'only on the source' })),
    ...own.value.flatMap((each) =>
      isOn(source.value, each) ? [] : [{ each, fits: false, otherwise: 'not on the source' }],
    ),
  ];
  return known(
    lines.map(({ each: { part, action, text }, fits, otherwise }) => ({
      fits,
      called: action.name,
      line: `scheduled action ${action.name} (${part}): ${text}; ${fits ? 'on the source, too' : otherwise}`,
    })),
    own.from,
  );
}

function partOf(called: string, fits: boolean, found: string): Part {
  return { called, fits, line: `${called}: ${found}` };
}

/** Target tracking on the table and on every global index, reads and writes. */
export function judgeRequiredScaling(own: Found): Outcome {
  if (own === 'on-demand') return ON_DEMAND;
  const { capacities } = own;
  const parts = capacities.map(({ capacity, scaling }) =>
    partOf(capacity.part, scaling?.target !== undefined, scaling?.text ?? 'none'),
  );
  const sentences = {
    pass: `auto scaling of all ${count(capacities.length, 'capacity', 'capacities')}`,
    asked: 'target tracking of all',
  };
  return judgeParts(capacities, parts, sentences, {
    expected: { autoScaling: 'required' },
    actual: jsonOf(capacities),
  });
}

/** The bounds and targets that a policy names for the table itself. */
export function judgeNamedScaling(
  own: Found,
  asked: { readonly read?: CapacityRange; readonly write?: CapacityRange },
): Outcome {
  if (own === 'on-demand') return ON_DEMAND;
  const { capacities } = own;
  const parts = capacities
    .filter(({ capacity }) => capacity.index === undefined)
    .flatMap(({ capacity, scaling }) => {
      const range = asked[capacity.side];
      if (!range) return [];
      const fits =
        scaling?.target !== undefined &&
        (range.min ?? scaling.min) === scaling.min &&
        (range.max ?? scaling.max) === scaling.max &&
        (range.target ?? scaling.target) === scaling.target;
      return [partOf(capacity.part, fits, `${scaling?.text ?? 'none'}; asked: ${rangeText(range)}`)];
    });
  const expected = {
    ...(asked.read ? { read: { ...asked.read } } : {}),
    ...(asked.write ? { write: { ...asked.write } } : {}),
  };
  return judgeParts(
    capacities,
    parts,
    { pass: 'auto scaling as asked', asked: 'the bounds named' },
    { expected: { autoScaling: expected }, actual: jsonOf(capacities) },
  );
}

function judgeParts(
  own: readonly ScaledCapacity[],
  parts: readonly Part[],
  sentences: { readonly pass: string; readonly asked: string },
  values: { readonly expected: JsonObject; readonly actual: JsonObject },
  actions: readonly Part[] = [],
): Outcome {
  const isWrong = ({ fits }: Part) => !fits;
  const all = [...parts, ...actions];
  const failing = all.filter(isWrong);
  const stale = own.flatMap(({ capacity, scaling }) =>
    scaling?.stale ? [`${capacity.part}: registered before the table was created, for an earlier one of its name`] : [],
  );
  const because = capped([...(failing.length > 0 ? failing : all).map(({ line }) => line), ...stale]);
  const evidence = { ...values, because, subjects: [] };
  if (failing.length === 0) return pass(sentences.pass, evidence);
  const number = [
    ...countOf(parts.filter(isWrong).length, 'capacity', 'capacities'),
    ...countOf(actions.filter(isWrong).length, 'scheduled action'),
  ].join(' and ');
  const shown = capped(
    failing.map(({ called }) => called),
    3,
  ).join(', ');
  return fail(`auto scaling differs on ${number} (${shown}); policy asks for ${sentences.asked}`, evidence);
}

function countOf(number: number, ...words: readonly [one: string, many?: string]): readonly string[] {
  return number === 0 ? [] : [count(number, ...words)];
}

function rangeText({ min, max, target }: CapacityRange): string {
  return [
    ...(min === undefined ? [] : [`min ${min} units`]),
    ...(max === undefined ? [] : [`max ${max} units`]),
    ...(target === undefined ? [] : [`target ${target} %`]),
  ].join(', ');
}

/** Part → its bounds and target, null where nothing scales it; and the scheduled actions, where there are any. */
function jsonOf(parts: readonly ScaledCapacity[], scheduled?: Fact<readonly ScheduledScaling[]>): JsonObject {
  const actions = scheduled?.known ? scheduled.value : [];
  return {
    autoScaling: Object.fromEntries(
      parts.map(({ capacity, scaling }) => [capacity.part, scaling ? boundsOf(scaling) : null]),
    ),
    ...(actions.length === 0
      ? {}
      : {
          scheduledActions: actions.map(({ part, action }) => ({
            name: action.name,
            part,
            ...scheduledActionJson(action),
          })),
        }),
  };
}

function boundsOf({ min, max, target }: Scaling): JsonObject {
  return { minUnits: min, maxUnits: max, ...(target === undefined ? {} : { targetPercent: target }) };
}

import type { Fact } from '../model/fact.ts';
import { isObject } from '../model/json.ts';
import { present } from '../model/present.ts';
import type { Json } from '../model/result.ts';
import type { ScalableTarget, ScalingPolicy, ScheduledAction } from '../model/table.ts';
import { allOf, factOf, numberOf, textOf } from './recorded-facts.ts';

/** Among the parts of a table's auto scaling, the place of its scheduled actions. */
export const SCHEDULED_ACTIONS = 'scheduledActions';

/** Several parts of a table may have an action of one name. */
export function scheduledActionKey(part: string, name: string): string {
  return `${part} › ${name}`;
}

/** Bounds, target and what else the text of auto scaling tells, by part. */
export function scalingIn(value: Json): ScalingByPart | undefined {
  if (!isObject(value)) return undefined;
  const parts = Object.entries(value)
    .filter(([part]) => part !== SCHEDULED_ACTIONS)
    .map(([part, text]) => {
      const scaling = scalingOf(String(text));
      return scaling && ([part, scaling] as const);
    });
  const all = allOf(parts);
  return all && new Map(all);
}

export type ScalingByPart = ReadonlyMap<string, RecordedScaling>;

interface RecordedScaling {
  readonly target: Pick<ScalableTarget, 'minCapacity' | 'maxCapacity'>;
  /** Absent: no target tracking policy. */
  readonly policy?: Omit<ScalingPolicy, 'name' | 'resourceId' | 'dimension' | 'alarmNames'>;
}

const SCALING =
  /^(\d+)–(\d+) units(?:, no target tracking policy| at ([\d.]+) %(?:, scale-in cooldown (\d+) s)?(?:, scale-out cooldown (\d+) s)?(, never scales in)?)$/;

function scalingOf(text: string): RecordedScaling | undefined {
  const [found, min, max, percent, scaleIn, scaleOut, never] = SCALING.exec(text) ?? [];
  if (found === undefined) return undefined;
  const target = { minCapacity: Number(min), maxCapacity: Number(max) };
  if (percent === undefined) return { target };
  const cooldowns = {
    ...(scaleIn === undefined ? {} : { scaleInCooldownSeconds: Number(scaleIn) }),
    ...(scaleOut === undefined ? {} : { scaleOutCooldownSeconds: Number(scaleOut) }),
  };
  return { target, policy: { targetValue: Number(percent), ...cooldowns, disableScaleIn: never !== undefined } };
}

/** The scheduled actions by part; a baseline that an older version recorded holds none. */
export function scheduledActionsIn(value: Json | undefined): Fact<ScheduledByPart> {
  const held = isObject(value) ? value[SCHEDULED_ACTIONS] : undefined;
  return factOf(held, (actions) => {
    if (!isObject(actions)) return undefined;
    return allOf(Object.entries(actions).map(([key, action]) => scheduledActionOf(key, action)));
  });
}

type ScheduledByPart = readonly (readonly [part: string, action: Omit<ScheduledAction, 'resourceId' | 'dimension'>])[];

function scheduledActionOf(key: string, value: Json): ScheduledByPart[number] | undefined {
  const [part = '', ...words] = key.split(' › ');
  if (!isObject(value) || typeof value['schedule'] !== 'string') return undefined;
  const { minCapacity, maxCapacity } = value;
  const action = {
    name: words.join(' › '),
    schedule: value['schedule'],
    ...present({
      timezone: textOf(value['timezone']),
      startAt: textOf(value['startAt']),
      endAt: textOf(value['endAt']),
      minCapacity: numberOf(minCapacity),
      maxCapacity: numberOf(maxCapacity),
    }),
  };
  return [part, action];
}

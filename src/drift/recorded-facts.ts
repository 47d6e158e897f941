import type { Fact, Unknown } from '../model/fact.ts';
import { known, unknown } from '../model/fact.ts';
import { isObject } from '../model/json.ts';
import { present } from '../model/present.ts';
import type { Json } from '../model/result.ts';
import type {
  Alarm,
  BillingMode,
  PointInTimeRecovery,
  SecondaryIndex,
  TableEncryption,
  Throughput,
  TimeToLive,
} from '../model/table.ts';
import { unknownIn } from './recorded.ts';

/*
 * The other way round of what `record-table` writes: each function gives undefined for what that would not have written.
 */

export const MOVED_BY_AUTO_SCALING = 'moved by auto scaling';

const FROM = 'the baseline';

/** A recorded setting as the fact that it was. */
export function factOf<T>(value: Json | undefined, read: (value: Json) => T | undefined): Fact<T> {
  const hidden = unknownIn(value);
  if (hidden) return hidden;
  const found = value === undefined ? undefined : read(value);
  return found === undefined ? NOT_HELD : known(found, FROM);
}

const NOT_HELD: Unknown = unknown(
  'not-collected',
  'the baseline does not hold it; record it again with holdfast baseline',
);

export function textIn(value: Json): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function flagIn(value: Json): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

export function billingModeIn(value: Json): BillingMode | undefined {
  return value === 'PROVISIONED' || value === 'PAY_PER_REQUEST' ? value : undefined;
}

export function indexesIn(value: Json): readonly SecondaryIndex[] | undefined {
  if (!isObject(value)) return undefined;
  const indexes = Object.entries(value).map(([name, index]): SecondaryIndex | undefined => {
    if (!isObject(index) || typeof index['keys'] !== 'string' || typeof index['projection'] !== 'string')
      return undefined;
    const keys = [...index['keys'].matchAll(/(.+?) (HASH|RANGE)(?:, |$)/g)].map(([, attribute = '', type]) => ({
      name: attribute,
      type: type === 'HASH' ? ('HASH' as const) : ('RANGE' as const),
    }));
    return { name, keys, projection: index['projection'], nonKeyAttributes: textsIn(index['nonKeyAttributes']) };
  });
  return allOf(indexes);
}

export function encryptionIn(value: Json): TableEncryption | undefined {
  if (typeof value !== 'string') return undefined;
  return value === 'aws-owned' ? { kind: 'aws-owned' } : { kind: 'kms', keyArn: value, status: 'ENABLED' };
}

export function textMapIn(value: Json): Readonly<Record<string, string>> | undefined {
  if (!isObject(value) || !Object.values(value).every((each) => typeof each === 'string')) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, String(each)]));
}

/** `the table`, `index by-day` → its maximum; those that have none are not held. */
export function maximaIn(value: Json): ReadonlyMap<string, Partial<Throughput>> | undefined {
  if (!isObject(value)) return undefined;
  const maxima = Object.entries(value).map(([part, most]): readonly [string, Partial<Throughput>] | undefined => {
    if (!isObject(most) || !Object.values(most).every((units) => typeof units === 'number')) return undefined;
    return [part, present({ readUnits: numberOf(most['readUnits']), writeUnits: numberOf(most['writeUnits']) })];
  });
  const all = allOf(maxima);
  return all && new Map(all);
}

export function timeToLiveIn(value: Json): TimeToLive | undefined {
  if (value === 'disabled') return { status: 'DISABLED' };
  if (!isObject(value)) return undefined;
  const { attribute } = value;
  return { status: 'ENABLED', ...(typeof attribute === 'string' ? { attribute } : {}) };
}

export function recoveryIn(value: Json): PointInTimeRecovery | undefined {
  if (value === 'disabled') return { enabled: false };
  const days = isObject(value) ? value['windowDays'] : undefined;
  return typeof days === 'number' ? { enabled: true, recoveryPeriodDays: days } : undefined;
}

/** Units of each part; `undefined` stands for those that auto scaling moves. */
export function unitsIn(value: Json): ReadonlyMap<string, number | undefined> | undefined {
  if (!isObject(value)) return undefined;
  const units = Object.entries(value);
  if (!units.every(([, each]) => typeof each === 'number' || each === MOVED_BY_AUTO_SCALING)) return undefined;
  return new Map(units.map(([part, each]) => [part, typeof each === 'number' ? each : undefined]));
}

export function alarmsIn(value: Json): readonly Alarm[] | undefined {
  return isObject(value) ? allOf(Object.entries(value).map(([name, alarm]) => alarmOf(name, alarm))) : undefined;
}

const WATCH = /^(\S+)(?: of (\S+))?(?: index (\S+))?(?: operation (\S+))?$/;

function alarmOf(name: string, alarm: Json): Alarm | undefined {
  if (!isObject(alarm)) return undefined;
  const calls = {
    actionsEnabled: alarm['actionsEnabled'] === true,
    actions: textsIn(alarm['actions']),
    ...present({
      okActions: listIn(alarm['okActions']),
      insufficientDataActions: listIn(alarm['insufficientDataActions']),
    }),
  };
  if (typeof alarm['rule'] === 'string') {
    return { name, kind: 'composite', watches: [], expression: alarm['rule'], ...calls };
  }
  if (!Array.isArray(alarm['watches'])) return undefined;
  const watches = textsIn(alarm['watches']).map((text) => {
    const [found, metric = '', table, index, operation] = WATCH.exec(text) ?? [];
    return found === undefined ? undefined : { metric, ...present({ table, index, operation }) };
  });
  const all = allOf(watches);
  if (!all) return undefined;
  return {
    name,
    kind: 'metric',
    watches: all,
    ...present({
      statistic: textOf(alarm['statistic']),
      comparison: textOf(alarm['comparison']),
      threshold: numberOf(alarm['threshold']),
      periodSeconds: numberOf(alarm['periodSeconds']),
      evaluationPeriods: numberOf(alarm['evaluationPeriods']),
      datapointsToAlarm: numberOf(alarm['datapointsToAlarm']),
      treatMissingData: textOf(alarm['treatMissingData']),
      expression: textOf(alarm['expression']),
    }),
    ...calls,
  };
}

/** Undefined when one of them is. */
export function allOf<T>(values: readonly (T | undefined)[]): readonly T[] | undefined {
  const found = values.filter((value) => value !== undefined);
  return found.length === values.length ? found : undefined;
}

function textsIn(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Undefined for a list that is unknown, or that an older version did not record. */
function listIn(value: Json | undefined): readonly string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined;
}

export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

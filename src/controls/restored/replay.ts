import type { EstateTable } from '../../estate/estate.ts';
import { lenientFlag, lenientList, lenientNumber, lenientObject, lenientText } from '../../history/lenient-values.ts';
import { type Fact, known, mapFact, unknown } from '../../model/fact.ts';
import { isObject } from '../../model/json.ts';
import type { PointInTimeRecovery, TableRecord, Tags, TimeToLive } from '../../model/table.ts';
import type { TrailEvent } from '../../model/trail-event.ts';

type Replay = (record: TableRecord, event: TrailEvent) => Partial<TableRecord>;

/**
 * What a successful call made of a setting that a restore leaves out, by its request. Of these settings a request says all;
 * what it does not say, or CloudTrail left out, makes the setting unknown from there on.
 */
const REPLAYS = {
  tags: ({ tags }, event) => ({ tags: tagsAfter(tags, event) }),
  timeToLive: (_, event) => ({ timeToLive: timeToLiveIn(event) }),
  pointInTimeRecovery: (_, event) => ({ pointInTimeRecovery: recoveryIn(event) }),
  stream: ({ description }, event) => {
    const stream = streamIn(event);
    if (!stream.known) return { description: stream };
    return { description: mapFact(description, (value) => ({ ...value, stream: stream.value })) };
  },
  deletionProtection: ({ description }, event) => {
    const isOn = lenientFlag(event.request?.['deletionProtectionEnabled']);
    if (isOn === undefined) return { description: unresolved(event) };
    return { description: mapFact(description, (value) => ({ ...value, deletionProtection: isOn })) };
  },
} as const satisfies Readonly<Record<string, Replay>>;

export type ReplayedSetting = keyof typeof REPLAYS;

export function isReplayed(key: string): key is ReplayedSetting {
  return Object.hasOwn(REPLAYS, key);
}

/** The table after the call. */
export function replayed(key: ReplayedSetting, table: EstateTable, event: TrailEvent): EstateTable {
  return { ...table, record: { ...table.record, ...REPLAYS[key](table.record, event) } };
}

function tagsAfter(before: Fact<Tags>, event: TrailEvent): Fact<Tags> {
  if (!before.known) return before;
  if (event.name === 'UntagResource') {
    const keys = lenientList(event.request?.['tagKeys']);
    if (!keys) return unresolved(event);
    const kept = Object.entries(before.value).filter(([key]) => !keys.includes(key));
    return known(Object.fromEntries(kept), event.name);
  }
  const tags = lenientList(event.request?.['tags'])?.map((tag) =>
    isObject(tag) ? ([lenientText(tag['key']), lenientText(tag['value']) ?? ''] as const) : ([undefined, ''] as const),
  );
  if (!tags) return unresolved(event);
  const after = new Map(Object.entries(before.value));
  for (const [key, value] of tags) {
    if (key === undefined) return unresolved(event);
    after.set(key, value);
  }
  return known(Object.fromEntries(after), event.name);
}

function timeToLiveIn(event: TrailEvent): Fact<TimeToLive> {
  const asked = lenientObject(event.request?.['timeToLiveSpecification']);
  const [isOn, attribute] = [lenientFlag(asked?.['enabled']), lenientText(asked?.['attributeName'])];
  if (isOn === undefined || (isOn && attribute === undefined)) return unresolved(event);
  return known(
    { status: isOn ? 'ENABLED' : 'DISABLED', ...(attribute === undefined ? {} : { attribute }) },
    event.name,
  );
}

function recoveryIn(event: TrailEvent): Fact<PointInTimeRecovery> {
  const asked = lenientObject(event.request?.['pointInTimeRecoverySpecification']);
  const enabled = lenientFlag(asked?.['pointInTimeRecoveryEnabled']);
  const days = lenientNumber(asked?.['recoveryPeriodInDays']);
  if (enabled === undefined) return unresolved(event);
  return known({ enabled, ...(days === undefined ? {} : { recoveryPeriodDays: days }) }, event.name);
}

function streamIn(event: TrailEvent): Fact<string> {
  const asked = lenientObject(event.request?.['streamSpecification']);
  const isOn = lenientFlag(asked?.['streamEnabled']);
  if (isOn === false) return known('disabled', event.name);
  const type = lenientText(asked?.['streamViewType']);
  return isOn === undefined || type === undefined ? unresolved(event) : known(type, event.name);
}

function unresolved({ name, id }: TrailEvent) {
  return unknown('undocumented', `event ${id} does not tell what ${name} asked for`);
}

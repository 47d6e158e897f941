import { doTheSame } from '../controls/restored/alarm-behaviour.ts';
import { alarmsOf, type TableAlarms, watchesBoth } from '../controls/restored/dynamodb-alarms.ts';
import { isSamePlace } from '../model/inventory.ts';
import { isObject } from '../model/json.ts';
import type { RestoreSettings } from '../model/policy.ts';
import type { Json, JsonObject } from '../model/result.ts';
import type { Alarm } from '../model/table.ts';
import { aws, type Command } from './command.ts';
import { compositeTwins } from './composite-repairs.ts';
import type { Part, Repair } from './part.ts';
import { freeName, isList, movedActions, parsedObject, renamed } from './rename.ts';
import { fromSource, type RepairOrUnknown, type RestoredPair } from './restored-pair.ts';
import { compactJson } from './shell.ts';

export function repairAlarms(pair: RestoredPair, asked: NonNullable<RestoreSettings['alarms']>): RepairOrUnknown {
  const own = alarmsOf(pair.own);
  if (!own.known) return own;
  if (asked === 'same-as-source') {
    return fromSource(pair, alarmsOf, (source) => counterparts(own.value, source));
  }
  const watched = new Set(own.value.alarms.flatMap(({ watches }) => watches.map(({ metric }) => metric)));
  const metrics = asked === 'required' ? ['SystemErrors'] : asked.map(({ metric }) => metric);
  return {
    parts: [],
    proposals: metrics.filter((metric) => !watched.has(metric)).map((metric) => proposed(pair, metric)),
    notes: ['the policy names no threshold and no action: those below are yours to choose'],
  };
}

function counterparts(own: TableAlarms, source: TableAlarms): Repair {
  const candidates = [...own.alarms, ...own.doubtful];
  const twins = new Map(
    source.alarms.flatMap((alarm) => {
      const twin = watchesBoth(alarm, source.table, own.table)
        ? alarm
        : candidates.find((each) => doTheSame(alarm, source.table, each, own.table));
      return twin ? [[alarm.name, twin.name] as const] : [];
    }),
  );
  const missing = source.alarms.filter(({ name }) => !twins.has(name));
  const taken = new Set(
    own.table.regionInventory.alarms.known ? own.table.regionInventory.alarms.value.map(({ name }) => name) : [],
  );
  const parts: Part[] = [];
  const unwritten: string[] = [];
  for (const alarm of missing) {
    const text = alarm.definition ?? standing(alarm, own, source)?.definition;
    const definition = text === undefined ? undefined : parsedObject(text);
    if (!definition) {
      unwritten.push(`not known: all that makes the alarm ${alarm.name}, so not written`);
      continue;
    }
    const name = freeName(renamed(alarm.name, source.table.name, own.table.name), taken);
    taken.add(name);
    twins.set(alarm.name, name);
    parts.push({ kind: 'alarm', definition: definitionFor(definition, name, own, source) });
  }
  const elsewhere = !isSamePlace(source.table, own.table) && parts.length > 0;
  const composites = compositeTwins(own, source, twins);
  return {
    parts: [...parts, ...composites.parts],
    proposals: composites.proposals,
    notes: [
      ...(elsewhere
        ? ['what the alarms call was moved to the Region and account of this table: it has to exist there']
        : []),
      ...unwritten,
      ...source.doubtful.map(({ name }) => `alarm ${name} may be one that auto scaling made, so it is not written`),
    ],
  };
}

/** Alarms outlive their table: one that was recorded only in part may stand as it was. */
function standing(alarm: Alarm, { table: own }: TableAlarms, { table: source }: TableAlarms): Alarm | undefined {
  if (!own.regionInventory.alarms.known || !isSamePlace(own, source)) return undefined;
  return own.regionInventory.alarms.value.find(
    (each) => each.name === alarm.name && doTheSame(alarm, source, each, source),
  );
}

function definitionFor(
  definition: JsonObject,
  AlarmName: string,
  { table: own }: TableAlarms,
  { table: source }: TableAlarms,
): JsonObject {
  const { Dimensions, Metrics } = definition;
  return {
    ...definition,
    AlarmName,
    ...(Dimensions === undefined ? {} : { Dimensions: withTable(Dimensions, source.name, own.name) }),
    ...(Metrics === undefined ? {} : { Metrics: withTable(Metrics, source.name, own.name) }),
    ...movedActions(definition, source, own),
  };
}

/** The table in dimensions, and in the SQL of Metrics Insights, where values stand in single quotes. */
function withTable(value: Json, from: string, to: string): Json {
  if (isList(value)) return value.map((each) => withTable(each, from, to));
  if (!isObject(value)) return value;
  if (value['Name'] === 'TableName' && value['Value'] === from) return { ...value, Value: to };
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === 'Expression' && typeof each === 'string'
        ? each.replaceAll(`'${from}'`, () => `'${to}'`)
        : withTable(each, from, to),
    ]),
  );
}

function proposed({ own }: RestoredPair, metric: string): Command {
  const call = aws('cloudwatch', 'put-metric-alarm', {
    region: own.region,
    'alarm-name': `${own.name}-${metric}`,
    namespace: 'AWS/DynamoDB',
    'metric-name': metric,
    dimensions: compactJson([{ Name: 'TableName', Value: own.name }]),
    statistic: 'Sum',
    period: 300,
    'evaluation-periods': 1,
    threshold: 1,
    'comparison-operator': 'GreaterThanOrEqualToThreshold',
    'alarm-actions': 'TOPIC_ARN',
  });
  return { call, proposed: true };
}

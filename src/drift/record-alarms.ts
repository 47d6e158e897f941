import { alarmsOf } from '../controls/restored/dynamodb-alarms.ts';
import type { EstateTable } from '../estate/estate.ts';
import { unknown } from '../model/fact.ts';
import type { Json, JsonObject } from '../model/result.ts';
import type { Alarm } from '../model/table.ts';
import { asSet, keyed, recorded, recordedUnknown } from './recorded.ts';

/** The alarms that watch a table, but for those of auto scaling: what they watch, when they go off, and what they do. */
export function recordAlarms(table: EstateTable): Json {
  return recorded(alarmsOf(table), ({ alarms, doubtful, doubt, composites }) =>
    keyed([
      ...alarms.map((alarm) => [alarm.name, recordAlarm(alarm)] as const),
      ...doubtful.map((alarm) => [alarm.name, doubt ? recordedUnknown(doubt) : recordAlarm(alarm)] as const),
      ...composites.map(({ alarm }) => [alarm.name, recordComposite(alarm)] as const),
    ]),
  );
}

/** An inventory that an older version saved does not tell them. */
const NOT_KEPT = recordedUnknown(
  unknown('not-collected', 'the inventory was saved by a version that did not keep it; read the account again'),
);

function recordAlarm(alarm: Alarm): JsonObject {
  const watches = alarm.watches.map(({ metric, table, index, operation }) =>
    [
      metric,
      ...(table === undefined ? [] : [`of ${table}`]),
      ...(index === undefined ? [] : [`index ${index}`]),
      ...(operation === undefined ? [] : [`operation ${operation}`]),
    ].join(' '),
  );
  return {
    watches: asSet(watches),
    statistic: alarm.statistic ?? null,
    comparison: alarm.comparison ?? null,
    threshold: alarm.threshold ?? null,
    periodSeconds: alarm.periodSeconds ?? null,
    evaluationPeriods: alarm.evaluationPeriods ?? null,
    expression: alarm.expression ?? null,
    datapointsToAlarm: alarm.datapointsToAlarm ?? (alarm.okActions ? (alarm.evaluationPeriods ?? null) : NOT_KEPT),
    treatMissingData: alarm.treatMissingData ?? NOT_KEPT,
    ...recordActions(alarm),
  };
}

function recordComposite(alarm: Alarm): JsonObject {
  return { rule: alarm.expression ?? '', ...recordActions(alarm) };
}

function recordActions({ actionsEnabled, actions, okActions, insufficientDataActions }: Alarm): JsonObject {
  return {
    actionsEnabled,
    actions: asSet(actions),
    okActions: okActions ? asSet(okActions) : NOT_KEPT,
    insufficientDataActions: insufficientDataActions ? asSet(insufficientDataActions) : NOT_KEPT,
  };
}

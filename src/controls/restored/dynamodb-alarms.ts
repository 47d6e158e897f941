import type { EstateTable } from '../../estate/estate.ts';
import type { Fact, Unknown } from '../../model/fact.ts';
import { known } from '../../model/fact.ts';
import { isSamePlace } from '../../model/inventory.ts';
import type { Alarm } from '../../model/table.ts';
import { hasNameOfAutoScaling } from './alarm-behaviour.ts';
import { type CompositeAlarm, compositesOf } from './composite-alarms.ts';

/** The alarms on one table, those that auto scaling made left out. */
export interface TableAlarms {
  readonly table: EstateTable;
  readonly alarms: readonly Alarm[];
  /** Alarms that auto scaling may have made: which ones it did could not be read. */
  readonly doubtful: readonly Alarm[];
  readonly doubt?: Unknown;
  /** Composite alarms that rest on alarms of the table. */
  readonly composites: readonly CompositeAlarm[];
}

/** Target tracking of DynamoDB watches these alone. Source: DynamoDB Developer Guide, AutoScaling. */
const CAPACITY_METRICS = new Set([
  'ConsumedReadCapacityUnits',
  'ConsumedWriteCapacityUnits',
  'ProvisionedReadCapacityUnits',
  'ProvisionedWriteCapacityUnits',
]);

export function alarmsOf(table: EstateTable): Fact<TableAlarms> {
  const { alarms, scalingPolicies } = table.regionInventory;
  if (!alarms.known) return alarms;
  const made = new Set(scalingPolicies.known ? scalingPolicies.value.flatMap(({ alarmNames }) => alarmNames) : []);
  const watching = alarms.value.filter(
    (alarm) =>
      alarm.watches.some((watch) => watch.table === table.name) &&
      !made.has(alarm.name) &&
      !hasNameOfAutoScaling(alarm.name),
  );
  const isDoubtful = (alarm: Alarm) =>
    !scalingPolicies.known && alarm.watches.every(({ metric }) => CAPACITY_METRICS.has(metric));
  return known(
    {
      table,
      alarms: watching.filter((alarm) => !isDoubtful(alarm)),
      doubtful: watching.filter(isDoubtful),
      ...(scalingPolicies.known ? {} : { doubt: scalingPolicies }),
      composites: compositesOf(alarms.value, table),
    },
    alarms.from,
  );
}

/** One alarm may watch both tables, in math or with a Metrics Insights `IN`. */
export function watchesBoth(alarm: Alarm, source: EstateTable, restored: EstateTable): boolean {
  return (
    isSamePlace(source, restored) &&
    alarm.watches.every(
      (watch) =>
        watch.table !== source.name ||
        alarm.watches.some(
          (other) =>
            other.table === restored.name &&
            other.metric === watch.metric &&
            other.index === watch.index &&
            other.operation === watch.operation,
        ),
    )
  );
}

import type { EstateTable } from '../../estate/estate.ts';
import { parseArn } from '../../model/arn.ts';
import type { Fact, Unknown } from '../../model/fact.ts';
import { known } from '../../model/fact.ts';
import { isSamePlace } from '../../model/inventory.ts';
import type { Alarm } from '../../model/table.ts';
import { count } from './capped.ts';
import { withoutTable } from './table-resource.ts';

/** The alarms on one table, those that auto scaling made left out. */
export interface TableAlarms {
  readonly table: EstateTable;
  readonly alarms: readonly Alarm[];
  /** Alarms that auto scaling may have made: which ones it did could not be read. */
  readonly doubtful: readonly Alarm[];
  readonly doubt?: Unknown;
  /** Composite alarms whose rule names one of these alarms. */
  readonly composites: readonly Alarm[];
}

/** By analogy with the names documented for other services. */
const AUTO_SCALING_NAME = 'TargetTracking-table/';

/** Target tracking of DynamoDB watches these alone. Source: DynamoDB Developer Guide, AutoScaling. */
const CAPACITY_METRICS = new Set([
  'ConsumedReadCapacityUnits',
  'ConsumedWriteCapacityUnits',
  'ProvisionedReadCapacityUnits',
  'ProvisionedWriteCapacityUnits',
]);

export function alarmsOf(table: EstateTable): Fact<TableAlarms> {
  const { alarms, scalingPolicies } = table.home;
  if (!alarms.known) return alarms;
  const made = new Set(scalingPolicies.known ? scalingPolicies.value.flatMap(({ alarmNames }) => alarmNames) : []);
  const watching = alarms.value.filter(
    (alarm) =>
      alarm.watches.some((watch) => watch.table === table.name) &&
      !made.has(alarm.name) &&
      !alarm.name.startsWith(AUTO_SCALING_NAME),
  );
  const isDoubtful = (alarm: Alarm) =>
    !scalingPolicies.known && alarm.watches.every(({ metric }) => CAPACITY_METRICS.has(metric));
  const names = watching.map(({ name }) => name);
  return known(
    {
      table,
      alarms: watching.filter((alarm) => !isDoubtful(alarm)),
      doubtful: watching.filter(isDoubtful),
      ...(scalingPolicies.known ? {} : { doubt: scalingPolicies }),
      composites: alarms.value.filter(
        ({ kind, expression = '' }) => kind === 'composite' && namesOne(expression, names),
      ),
    },
    alarms.from,
  );
}

function namesOne(rule: string, names: readonly string[]): boolean {
  return names.some((name) => rule.includes(`"${name}"`) || rule.includes(`'${name}'`) || rule.includes(`(${name})`));
}

/**
 * All that makes an alarm what it is, with its table's name, and the account and Region of what it calls, left out:
 * two alarms on two tables do the same when these are equal. Their own names differ naturally.
 */
export function behaviourOf(alarm: Alarm, table: EstateTable): string {
  const watches = alarm.watches
    .map(({ metric, table: watched, index, operation }) =>
      JSON.stringify([metric, watched === table.name ? '' : watched, index, operation]),
    )
    .toSorted();
  return JSON.stringify([
    watches,
    alarm.statistic,
    alarm.periodSeconds,
    alarm.evaluationPeriods,
    alarm.threshold,
    alarm.comparison,
    alarm.expression === undefined ? undefined : withoutTable(alarm.expression, table.name),
    alarm.actionsEnabled,
    [...new Set(alarm.actions.map((action) => placeless(action, table)))].toSorted(),
  ]);
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

/** `SystemErrors of operation Scan, Average ≥ 1 over 3 × 60 s` */
export function describeAlarm(alarm: Alarm): string {
  const metrics = alarm.watches.map(({ metric, index, operation }) =>
    [
      metric,
      ...(index === undefined ? [] : [`of index ${index}`]),
      ...(operation === undefined ? [] : [`of operation ${operation}`]),
    ].join(' '),
  );
  const periods =
    alarm.evaluationPeriods === undefined || alarm.periodSeconds === undefined
      ? []
      : [`over ${alarm.evaluationPeriods} × ${alarm.periodSeconds} s`];
  const condition = [alarm.statistic, alarm.comparison, alarm.threshold, ...periods].filter(
    (part) => part !== undefined,
  );
  return [
    [...new Set(metrics)].join(' and '),
    condition.join(' '),
    `${count(alarm.actions.length, 'action')}${alarm.actionsEnabled ? '' : ', switched off'}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** An action in the table's own place: alarms call topics of their own Region. */
function placeless(action: string, { account, region }: EstateTable): string {
  const arn = parseArn(action);
  if (!arn) return action;
  const place = `${arn.region === region ? '' : arn.region}:${arn.account === account ? '' : arn.account}`;
  return `${arn.service}:${place}:${arn.resource}`;
}

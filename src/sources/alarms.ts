import {
  type CompositeAlarm,
  DescribeAlarmsCommand,
  type Dimension,
  type MetricAlarm,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import type { Fact } from '../model/fact.ts';
import { present } from '../model/present.ts';
import type { Alarm } from '../model/table.ts';
import { required, sortedBy, sortedTexts } from './answer.ts';
import { list } from './ask.ts';
import type { Connection } from './connection.ts';
import { watchesOfSql } from './metrics-insights.ts';

const PAGE = 100;
const NAMESPACE = 'AWS/DynamoDB';

type Watch = Alarm['watches'][number];

/** Metric alarms that watch DynamoDB, and all composite alarms: they name others by rule, not by metric. */
export function collectAlarms(connection: Connection): Promise<Fact<readonly Alarm[]>> {
  return list(
    connection,
    'cloudwatch:DescribeAlarms',
    {
      // Without the types AWS returns metric alarms only.
      send: (NextToken) =>
        connection.cloudWatch.send(
          new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], MaxRecords: PAGE, NextToken }),
        ),
      page: (output) => ({
        items: [
          ...(output.MetricAlarms ?? []).flatMap(metricAlarm),
          ...(output.CompositeAlarms ?? []).map(compositeAlarm),
        ],
        next: output.NextToken,
      }),
    },
    (alarms) => sortedBy(alarms, (alarm) => `${alarm.kind} ${alarm.name}`),
  );
}

/** Nothing for an alarm that does not watch DynamoDB. */
function metricAlarm(alarm: MetricAlarm): Alarm[] {
  const queries = alarm.Metrics ?? [];
  const watches = [
    ...watchOf(alarm.Namespace, alarm.MetricName, alarm.Dimensions),
    ...queries.flatMap((query) =>
      watchOf(
        query.MetricStat?.Metric?.Namespace,
        query.MetricStat?.Metric?.MetricName,
        query.MetricStat?.Metric?.Dimensions,
      ),
    ),
    ...queries.flatMap((query) => watchesOfSql(query.Expression ?? '')),
  ];
  const expressions = queries.flatMap((query) => query.Expression ?? []);
  if (watches.length === 0 && !expressions.some((expression) => expression.includes(NAMESPACE))) return [];
  const single = queries.find((query) => query.MetricStat);
  return [
    present({
      name: required(alarm.AlarmName, 'AlarmName'),
      arn: alarm.AlarmArn,
      kind: 'metric' as const,
      watches: sortedBy(watches, (watch) => JSON.stringify([watch.metric, watch.table, watch.index, watch.operation])),
      statistic: alarm.Statistic ?? alarm.ExtendedStatistic ?? single?.MetricStat?.Stat,
      periodSeconds: alarm.Period ?? periodOf(queries),
      evaluationPeriods: alarm.EvaluationPeriods,
      threshold: alarm.Threshold,
      comparison: alarm.ComparisonOperator,
      ...actionsOf(alarm),
      // AWS's defaults written out. Source: CloudWatch API, PutMetricAlarm.
      datapointsToAlarm: alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods,
      treatMissingData: alarm.TreatMissingData ?? 'missing',
      expression: expressions.length === 0 ? undefined : expressions.join('; '),
      definition: definitionOf(alarm),
    }),
  ];
}

function actionsOf(alarm: MetricAlarm | CompositeAlarm) {
  return {
    actions: sortedTexts(alarm.AlarmActions),
    okActions: sortedTexts(alarm.OKActions),
    insufficientDataActions: sortedTexts(alarm.InsufficientDataActions),
    actionsEnabled: alarm.ActionsEnabled ?? true,
  };
}

/** What CloudWatch adds to an alarm; all the rest is what somebody put. Source: CloudWatch API, MetricAlarm, CompositeAlarm. */
const ADDED = /^(AlarmArn|AlarmConfigurationUpdatedTimestamp|EvaluationState|State\w+|ActionsSuppressed\w+)$/;

function definitionOf(alarm: MetricAlarm | CompositeAlarm): string {
  const put = Object.entries(alarm).filter(
    ([member, value]) => !ADDED.test(member) && !(Array.isArray(value) && value.length === 0),
  );
  return JSON.stringify(Object.fromEntries(put));
}

function periodOf(queries: readonly MetricDataQuery[]): number | undefined {
  return queries
    .map((query) => query.MetricStat?.Period ?? query.Period)
    .find((period) => period !== undefined && period !== null);
}

function watchOf(
  namespace: string | undefined,
  metric: string | undefined,
  dimensions: readonly Dimension[] | undefined,
): Watch[] {
  if (namespace !== NAMESPACE || !metric) return [];
  const dimensionOf = (name: string): string | undefined => dimensions?.find(({ Name }) => Name === name)?.Value;
  return [
    present({
      metric,
      table: dimensionOf('TableName'),
      index: dimensionOf('GlobalSecondaryIndexName'),
      operation: dimensionOf('Operation'),
    }),
  ];
}

function compositeAlarm(alarm: CompositeAlarm): Alarm {
  return present({
    name: required(alarm.AlarmName, 'AlarmName'),
    arn: alarm.AlarmArn,
    kind: 'composite' as const,
    watches: [],
    ...actionsOf(alarm),
    expression: alarm.AlarmRule,
    definition: definitionOf(alarm),
  });
}

import { isObject } from '../model/json.ts';
import type { Json, JsonObject } from '../model/result.ts';
import { attributes, type HclItem, spelled } from './hcl.ts';
import { isComposite } from './part.ts';
import { isList } from './rename.ts';
import { snakeName, type WantedTable } from './wanted-table.ts';

/** Composite alarms come after those that they rest on. */
export function alarmItems({ name, alarms }: WantedTable, unique: (name: string) => string): readonly HclItem[] {
  const named = alarms.map((definition) => {
    const type = `aws_cloudwatch_${isComposite(definition) ? 'composite' : 'metric'}_alarm`;
    return { definition, type, label: unique(snakeName(String(definition['AlarmName'] ?? name))) };
  });
  const metric = named
    .filter(({ definition }) => !isComposite(definition))
    .map(({ type, label }) => `${type}.${label}`);
  return named.map(({ definition, type, label }) => ({
    block: 'resource',
    labels: [type, label],
    body: isComposite(definition)
      ? [...compositeBody(definition), { attribute: 'depends_on', reference: `[${metric.join(', ')}]` }]
      : alarmBody(definition),
  }));
}

function compositeBody(definition: JsonObject): readonly HclItem[] {
  const { OKActions, ActionsSuppressor, ActionsSuppressorWaitPeriod, ActionsSuppressorExtensionPeriod, ...rest } =
    definition;
  const plain = Object.entries(rest).map(([member, value]) => [spelled(member), value] as const);
  const suppressor = {
    alarm: ActionsSuppressor,
    extension_period: ActionsSuppressorExtensionPeriod,
    wait_period: ActionsSuppressorWaitPeriod,
  };
  return [
    ...attributes({ ...Object.fromEntries(plain), ok_actions: OKActions }),
    ...(ActionsSuppressor === undefined ? [] : [{ block: 'actions_suppressor', body: attributes(suppressor) }]),
  ];
}

function alarmBody(definition: JsonObject): readonly HclItem[] {
  const { Dimensions, Metrics, EvaluateLowSampleCountPercentile: percentile, OKActions, ...rest } = definition;
  const plain = Object.entries(rest).map(([member, value]) => [spelled(member), value] as const);
  return [
    ...attributes(Object.fromEntries(plain)),
    ...attributes({
      ok_actions: OKActions,
      evaluate_low_sample_count_percentiles: percentile,
      dimensions: Dimensions === undefined ? undefined : dimensionsOf(Dimensions),
    }),
    ...(isList(Metrics) ? Metrics.filter(isObject).map(metricQuery) : []),
  ];
}

/** Terraform takes a query for one that returns no data, CloudWatch for one that does. */
function metricQuery({ MetricStat, ReturnData = true, ...query }: JsonObject): HclItem {
  const rest = { ...query, ReturnData };
  const stat = isObject(MetricStat) ? MetricStat : undefined;
  const metric = stat && isObject(stat['Metric']) ? stat['Metric'] : {};
  return {
    block: 'metric_query',
    body: [
      ...attributes(Object.fromEntries(Object.entries(rest).map(([member, value]) => [spelled(member), value]))),
      ...(stat
        ? [
            {
              block: 'metric',
              body: attributes({
                metric_name: metric['MetricName'],
                namespace: metric['Namespace'],
                period: stat['Period'],
                stat: stat['Stat'],
                unit: stat['Unit'],
                dimensions: metric['Dimensions'] === undefined ? undefined : dimensionsOf(metric['Dimensions']),
              }),
            },
          ]
        : []),
    ],
  };
}

function dimensionsOf(list: Json): Json {
  const pairs = (isList(list) ? list : [])
    .filter(isObject)
    .map(({ Name, Value }) => [String(Name), Value ?? ''] as const);
  return Object.fromEntries(pairs);
}

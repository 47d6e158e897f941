import { ServiceError } from '../error.ts';
import { flag, type Input, inner, inners, integer, needText, number, tagList, text, texts } from '../input.ts';
import { type Call, reads, type Service, writes } from '../operation.ts';
import { paginate } from '../page.ts';
import { refuse } from '../refuse.ts';
import type { CompositeAlarm, MetricAlarm } from '../state.ts';

export const CLOUDWATCH: Service = {
  scope: 'monitoring',
  actions: 'cloudwatch',
  eventSource: 'monitoring.amazonaws.com',
  xmlns: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
  errors: {
    invalid: 'ValidationError',
    missing: 'MissingParameter',
    accessDenied: 'AccessDenied',
    throttled: 'ThrottlingException',
    unavailable: 'InternalServiceFault',
  },
  operations: {
    DescribeAlarms: reads(describeAlarms),
    PutMetricAlarm: writes(putMetricAlarm),
    PutCompositeAlarm: writes(putCompositeAlarm),
    DeleteAlarms: writes(deleteAlarms),
    ListTagsForResource: reads((call) => ({
      Tags: Object.entries(call.region.tags.get(needText(call.input, 'ResourceARN')) ?? {}).map(([Key, Value]) => ({
        Key,
        Value,
      })),
    })),
    TagResource: writes(tagResource),
    UntagResource: writes(untagResource),
  },
};

type AnyAlarm =
  | { readonly kind: 'MetricAlarm'; readonly alarm: MetricAlarm }
  | { readonly kind: 'CompositeAlarm'; readonly alarm: CompositeAlarm };

/** Without `AlarmTypes` only metric alarms come back. Source: CloudWatch API reference, DescribeAlarms. */
function describeAlarms(call: Call): object {
  const { input, region } = call;
  const names = texts(input, 'AlarmNames');
  const prefix = text(input, 'AlarmNamePrefix');
  const types = texts(input, 'AlarmTypes') ?? [];
  const wanted = types.length === 0 ? ['MetricAlarm'] : types;
  const state = text(input, 'StateValue');
  const action = text(input, 'ActionPrefix');
  const all: AnyAlarm[] = [
    ...[...region.metricAlarms.values()].map((alarm) => ({ kind: 'MetricAlarm' as const, alarm })),
    ...[...region.compositeAlarms.values()].map((alarm) => ({ kind: 'CompositeAlarm' as const, alarm })),
  ];
  const { items, next } = paginate(call, all, {
    limit: 'MaxRecords',
    size: 50,
    max: 100,
    badToken: 'InvalidNextToken',
    matches: ({ kind, alarm }) =>
      wanted.includes(kind) &&
      (names === undefined || names.length === 0 || names.includes(alarm.AlarmName)) &&
      (prefix === undefined || alarm.AlarmName.startsWith(prefix)) &&
      (state ?? alarm.StateValue) === alarm.StateValue &&
      (action === undefined || actionsOf(alarm).some((arn) => arn.startsWith(action))),
  });
  return {
    MetricAlarms: items.flatMap((item) => (item.kind === 'MetricAlarm' ? [item.alarm] : [])),
    CompositeAlarms: items.flatMap((item) => (item.kind === 'CompositeAlarm' ? [item.alarm] : [])),
    NextToken: next,
  };
}

function actionsOf(alarm: MetricAlarm | CompositeAlarm): readonly string[] {
  const actions = alarm['AlarmActions'];
  return Array.isArray(actions) ? actions.map(String) : [];
}

export function alarmArn(call: Pick<Call, 'region'>, name: string): string {
  return `arn:${call.region.partition}:cloudwatch:${call.region.name}:${call.region.account}:alarm:${name}`;
}

function putMetricAlarm(call: Call): object {
  const { input } = call;
  const metrics = inners(input, 'Metrics');
  if (metrics === undefined && text(input, 'MetricName') === undefined) {
    throw new ServiceError('MissingParameter', 'MetricName or Metrics is needed');
  }
  const alarm: MetricAlarm = {
    ...shared(call),
    MetricName: text(input, 'MetricName'),
    Namespace: text(input, 'Namespace'),
    Statistic: text(input, 'Statistic'),
    ExtendedStatistic: text(input, 'ExtendedStatistic'),
    // CloudWatch answers an empty list for an alarm on several metrics.
    Dimensions: (inners(input, 'Dimensions') ?? []).map(dimension),
    Period: integer(input, 'Period'),
    Unit: text(input, 'Unit'),
    EvaluationPeriods: integer(input, 'EvaluationPeriods'),
    DatapointsToAlarm: integer(input, 'DatapointsToAlarm'),
    Threshold: number(input, 'Threshold'),
    ComparisonOperator: text(input, 'ComparisonOperator'),
    TreatMissingData: text(input, 'TreatMissingData'),
    EvaluateLowSampleCountPercentile: text(input, 'EvaluateLowSampleCountPercentile'),
    Metrics: metrics?.map(metricQuery),
    ThresholdMetricId: text(input, 'ThresholdMetricId'),
  };
  refuse(call, 'metric-alarm', {
    alarmName: alarm.AlarmName,
    period: integer(input, 'Period'),
    evaluationPeriods: integer(input, 'EvaluationPeriods'),
    datapointsToAlarm: integer(input, 'DatapointsToAlarm'),
    threshold: number(input, 'Threshold'),
    thresholdMetricId: text(input, 'ThresholdMetricId'),
    comparisonOperator: text(input, 'ComparisonOperator'),
    alarmActions: texts(input, 'AlarmActions'),
    okActions: texts(input, 'OKActions'),
    insufficientDataActions: texts(input, 'InsufficientDataActions'),
    dimensions: inners(input, 'Dimensions'),
    metrics: metrics?.map((query) => {
      const stat = inner(query, 'MetricStat');
      return { expression: text(query, 'Expression'), metricStat: stat && { period: integer(stat, 'Period') } };
    }),
  });
  call.region.metricAlarms.set(alarm.AlarmName, alarm);
  return {};
}

function putCompositeAlarm(call: Call): object {
  const alarm: CompositeAlarm = {
    ...shared(call),
    AlarmRule: needText(call.input, 'AlarmRule'),
    ActionsSuppressor: text(call.input, 'ActionsSuppressor'),
    ActionsSuppressorWaitPeriod: integer(call.input, 'ActionsSuppressorWaitPeriod'),
    ActionsSuppressorExtensionPeriod: integer(call.input, 'ActionsSuppressorExtensionPeriod'),
  };
  call.region.compositeAlarms.set(alarm.AlarmName, alarm);
  return {};
}

function shared(call: Call): { AlarmName: string; AlarmArn: string; StateValue: string; [member: string]: unknown } {
  const { input, now } = call;
  const name = needText(input, 'AlarmName');
  const arn = alarmArn(call, name);
  const tags = tagList(input, 'Tags');
  if (tags) call.region.tags.set(arn, tags);
  return {
    AlarmName: name,
    AlarmArn: arn,
    AlarmDescription: text(input, 'AlarmDescription'),
    AlarmConfigurationUpdatedTimestamp: now,
    ActionsEnabled: flag(input, 'ActionsEnabled') ?? true,
    OKActions: texts(input, 'OKActions') ?? [],
    AlarmActions: texts(input, 'AlarmActions') ?? [],
    InsufficientDataActions: texts(input, 'InsufficientDataActions') ?? [],
    StateValue: 'INSUFFICIENT_DATA',
    StateReason: 'Unchecked: Initial alarm creation',
    StateUpdatedTimestamp: now,
  };
}

function dimension(input: Input): object {
  return { Name: needText(input, 'Name'), Value: needText(input, 'Value') };
}

function metricQuery(input: Input): object {
  const stat = inner(input, 'MetricStat');
  const metric = stat && inner(stat, 'Metric');
  return {
    Id: needText(input, 'Id'),
    ...(stat &&
      metric && {
        MetricStat: {
          Metric: {
            Namespace: text(metric, 'Namespace'),
            MetricName: text(metric, 'MetricName'),
            Dimensions: (inners(metric, 'Dimensions') ?? []).map(dimension),
          },
          Period: integer(stat, 'Period'),
          Stat: text(stat, 'Stat'),
          Unit: text(stat, 'Unit'),
        },
      }),
    Expression: text(input, 'Expression'),
    Label: text(input, 'Label'),
    ReturnData: flag(input, 'ReturnData'),
    Period: integer(input, 'Period'),
    AccountId: text(input, 'AccountId'),
  };
}

function deleteAlarms(call: Call): object {
  for (const name of texts(call.input, 'AlarmNames') ?? []) {
    if (!call.region.metricAlarms.delete(name) && !call.region.compositeAlarms.delete(name)) {
      throw new ServiceError('ResourceNotFound', `Alarm ${name} does not exist`, { status: 404 });
    }
    call.region.tags.delete(alarmArn(call, name));
  }
  return {};
}

function tagResource(call: Call): object {
  const arn = needText(call.input, 'ResourceARN');
  call.region.tags.set(arn, { ...call.region.tags.get(arn), ...tagList(call.input, 'Tags') });
  return {};
}

function untagResource(call: Call): object {
  const arn = needText(call.input, 'ResourceARN');
  const gone = new Set(texts(call.input, 'TagKeys') ?? []);
  const tags = Object.entries(call.region.tags.get(arn) ?? {}).filter(([key]) => !gone.has(key));
  call.region.tags.set(arn, Object.fromEntries(tags));
  return {};
}

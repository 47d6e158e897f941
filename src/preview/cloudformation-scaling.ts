import { parseArn } from '../model/arn.ts';
import { known, mapFact, unknown } from '../model/fact.ts';
import { present } from '../model/present.ts';
import type { Alarm, ScalableTarget, ScalingPolicy, ScheduledAction } from '../model/table.ts';
import { type Attributes, settled } from './attributes.ts';
import type { TemplateContext, TemplateResourceReader } from './cloudformation-resource.ts';
import { placeholderName } from './placeholder-name.ts';
import { isValueList, Later, type Value, valueAt } from './value.ts';

const FROM = 'the template';
const NAMESPACE = 'AWS/DynamoDB';

export const CLOUDFORMATION_SCALING = {
  'AWS::ApplicationAutoScaling::ScalableTarget': (properties) =>
    isOfTables(properties.raw('ServiceNamespace'))
      ? [
          { edit: { kind: 'scalable-target', target: settled(FROM, () => scalableTarget(properties)) } },
          {
            edit: {
              kind: 'scheduled-actions',
              target: settled(FROM, () => targetOf(properties)),
              actions: settled(FROM, () => scheduledActions(properties)),
            },
          },
        ]
      : [],
  'AWS::ApplicationAutoScaling::ScalingPolicy': (properties) => {
    const target = properties.raw('ScalingTargetId');
    const namespace = typeof target === 'string' ? target.split('|')[2] : properties.raw('ServiceNamespace');
    return isOfTables(namespace)
      ? [{ edit: { kind: 'scaling-policy', policy: settled(FROM, () => scalingPolicy(properties)) } }]
      : [];
  },
  'AWS::CloudWatch::Alarm': (properties, context) =>
    mayWatchTables(properties)
      ? [{ edit: { kind: 'alarm', alarm: settled(FROM, () => alarm(properties, context)) } }]
      : [{ edit: { kind: 'alarm', alarm: known(undefined, FROM) } }],
  // A key that a template makes changes no other; what uses it tells of it.
  'AWS::KMS::Key': (properties) => {
    const enabled = settled(FROM, () => properties.flag('Enabled') ?? true);
    if (enabled.known && enabled.value) return [];
    const why = enabled.known ? unknown('not-collected', 'the template disables a key') : enabled;
    return [{ edit: { kind: 'touch', touched: ['keys', 'vaults'], why } }];
  },
  'AWS::KMS::Alias': (properties, { target: { partition, region, account } }) => {
    const key = settled(FROM, () => properties.requiredText('TargetKeyId'));
    const name = settled(FROM, () => properties.requiredText('AliasName'));
    if (!name.known) return [{ edit: { kind: 'touch', touched: ['keys'], why: name } }];
    const keyArn = mapFact(key, (id) => (parseArn(id) ? id : `arn:${partition}:kms:${region}:${account}:key/${id}`));
    return [{ edit: { kind: 'key-alias', alias: `arn:${partition}:kms:${region}:${account}:${name.value}`, keyArn } }];
  },
} as const satisfies Record<string, TemplateResourceReader>;

function isOfTables(namespace: Value | undefined): boolean {
  return typeof namespace !== 'string' || namespace === 'dynamodb';
}

function scalableTarget(properties: Attributes): ScalableTarget {
  const suspended = properties.block('SuspendedState');
  return present({
    ...targetOf(properties),
    minCapacity: properties.requiredNumber('MinCapacity'),
    maxCapacity: properties.requiredNumber('MaxCapacity'),
    suspended: Boolean(suspended?.flag('DynamicScalingInSuspended') || suspended?.flag('DynamicScalingOutSuspended')),
    scheduledSuspended: suspended?.flag('ScheduledScalingSuspended') || undefined,
  });
}

function targetOf(properties: Attributes): Pick<ScalableTarget, 'resourceId' | 'dimension'> {
  return {
    resourceId: properties.requiredText('ResourceId'),
    dimension: properties.requiredText('ScalableDimension'),
  };
}

function scheduledActions(properties: Attributes): readonly ScheduledAction[] {
  return properties.blocks('ScheduledActions').map((action) => {
    const units = action.block('ScalableTargetAction');
    return present({
      ...targetOf(properties),
      name: action.requiredText('ScheduledActionName'),
      schedule: action.requiredText('Schedule'),
      timezone: action.text('Timezone'),
      startAt: action.instant('StartTime'),
      endAt: action.instant('EndTime'),
      minCapacity: units?.number('MinCapacity'),
      maxCapacity: units?.number('MaxCapacity'),
    });
  });
}

/** `ScalingTargetId` is what `Ref` of a target gives: its resource, dimension and namespace. */
function scalingPolicy(properties: Attributes): ScalingPolicy {
  const [resourceId, dimension] = properties.text('ScalingTargetId')?.split('|') ?? [];
  const tracking = properties.block('TargetTrackingScalingPolicyConfiguration');
  return present({
    name: properties.requiredText('PolicyName'),
    resourceId: resourceId ?? properties.requiredText('ResourceId'),
    dimension: dimension ?? properties.requiredText('ScalableDimension'),
    targetValue: tracking?.number('TargetValue'),
    scaleInCooldownSeconds: tracking?.number('ScaleInCooldown'),
    scaleOutCooldownSeconds: tracking?.number('ScaleOutCooldown'),
    disableScaleIn: tracking?.flag('DisableScaleIn') ?? false,
    alarmNames: [],
  });
}

/** Alarms of other services are not read any further: what else they leave open is of no matter. */
function mayWatchTables(properties: Attributes): boolean {
  const metrics = properties.raw('Metrics');
  const queries = isValueList(metrics) ? metrics : [metrics];
  const namespaces = queries.map((query) => valueAt(query, ['MetricStat', 'Metric', 'Namespace']));
  return [properties.raw('Namespace'), ...namespaces].some((each) => each === NAMESPACE || each instanceof Later);
}

function alarm(
  properties: Attributes,
  { logicalId, physicalId, target, name: nameOf }: TemplateContext,
): Alarm | undefined {
  const { partition, region, account } = target;
  const stats = properties.blocks('Metrics').flatMap((query) => query.block('MetricStat') ?? []);
  const metrics = [
    ...(properties.text('Namespace') === undefined ? [] : [properties]),
    ...stats.flatMap((stat) => stat.block('Metric') ?? []),
  ];
  const watches = metrics.flatMap((metric) => {
    if (metric.text('Namespace') !== NAMESPACE) return [];
    const dimensions = new Map(
      metric.blocks('Dimensions').map((each) => [each.requiredText('Name'), each.requiredText('Value')]),
    );
    return [
      present({
        metric: metric.requiredText('MetricName'),
        table: dimensions.get('TableName'),
        index: dimensions.get('GlobalSecondaryIndexName'),
        operation: dimensions.get('Operation'),
      }),
    ];
  });
  const given = nameOf('AlarmName');
  // One that the stack has may be the alarm that is there, or another.
  const name =
    typeof given === 'string'
      ? given
      : physicalId === undefined
        ? placeholderName(logicalId)
        : properties.requiredText('AlarmName');
  return present({
    name,
    arn: `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`,
    kind: 'metric' as const,
    watches,
    statistic: properties.text('Statistic') ?? properties.text('ExtendedStatistic') ?? stats[0]?.text('Stat'),
    periodSeconds: properties.number('Period') ?? stats[0]?.number('Period'),
    evaluationPeriods: properties.number('EvaluationPeriods'),
    threshold: properties.number('Threshold'),
    comparison: properties.text('ComparisonOperator'),
    actions: properties.textsOrPlaceholders('AlarmActions').toSorted(),
    actionsEnabled: properties.flag('ActionsEnabled') ?? true,
  });
}

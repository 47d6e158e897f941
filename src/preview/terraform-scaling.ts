import { present } from '../model/present.ts';
import type { Alarm, ScalableTarget, ScalingPolicy, ScheduledAction } from '../model/table.ts';
import { type Attributes, settled } from './attributes.ts';
import type { TerraformContext, TerraformResource } from './terraform-resource.ts';

const FROM = 'the Terraform plan';
const NAMESPACE = 'AWS/DynamoDB';

export const TERRAFORM_SCALING = {
  aws_appautoscaling_target: {
    touches: ['scaling'],
    put: (after) =>
      isOfTables(after) ? [{ kind: 'scalable-target', target: settled(FROM, () => scalableTarget(after)) }] : [],
    gone: (before) =>
      isOfTables(before)
        ? [
            {
              kind: 'scalable-target-gone',
              resourceId: before.requiredText('resource_id'),
              dimension: before.requiredText('scalable_dimension'),
            },
          ]
        : [],
  },
  aws_appautoscaling_policy: {
    touches: ['scaling'],
    put: (after) =>
      isOfTables(after) ? [{ kind: 'scaling-policy', policy: settled(FROM, () => scalingPolicy(after)) }] : [],
    gone: (before) =>
      isOfTables(before)
        ? [
            {
              kind: 'scaling-policy-gone',
              resourceId: before.requiredText('resource_id'),
              dimension: before.requiredText('scalable_dimension'),
              name: before.requiredText('name'),
            },
          ]
        : [],
  },
  aws_appautoscaling_scheduled_action: {
    touches: ['scaling'],
    put: (after) =>
      isOfTables(after) ? [{ kind: 'scheduled-action', action: settled(FROM, () => scheduledAction(after)) }] : [],
    gone: (before) =>
      isOfTables(before)
        ? [
            {
              kind: 'scheduled-action-gone',
              resourceId: before.requiredText('resource_id'),
              dimension: before.requiredText('scalable_dimension'),
              name: before.requiredText('name'),
            },
          ]
        : [],
  },
  aws_cloudwatch_metric_alarm: {
    touches: ['alarms'],
    put: (after, { place }) => {
      const name = settled(FROM, () => after.requiredText('alarm_name'));
      const made = settled(FROM, () => alarm(after, place));
      return [{ kind: 'alarm', ...(name.known ? { name: name.value } : {}), alarm: made }];
    },
    gone: (before) => [{ kind: 'alarm-gone', name: before.requiredText('alarm_name') }],
  },
} as const satisfies Record<string, TerraformResource>;

function isOfTables(attributes: Attributes): boolean {
  const namespace = attributes.raw('service_namespace');
  return namespace === undefined || namespace === 'dynamodb' || typeof namespace !== 'string';
}

function scalableTarget(after: Attributes): ScalableTarget {
  const suspended = after.block('suspended_state');
  return present({
    resourceId: after.requiredText('resource_id'),
    dimension: after.requiredText('scalable_dimension'),
    minCapacity: after.requiredNumber('min_capacity'),
    maxCapacity: after.requiredNumber('max_capacity'),
    suspended: Boolean(
      suspended?.flag('dynamic_scaling_in_suspended') || suspended?.flag('dynamic_scaling_out_suspended'),
    ),
    scheduledSuspended: suspended?.flag('scheduled_scaling_suspended') || undefined,
  });
}

function scalingPolicy(after: Attributes): ScalingPolicy {
  const tracking = after.block('target_tracking_scaling_policy_configuration');
  return present({
    name: after.requiredText('name'),
    resourceId: after.requiredText('resource_id'),
    dimension: after.requiredText('scalable_dimension'),
    targetValue: tracking?.number('target_value'),
    scaleInCooldownSeconds: tracking?.number('scale_in_cooldown'),
    scaleOutCooldownSeconds: tracking?.number('scale_out_cooldown'),
    disableScaleIn: tracking?.flag('disable_scale_in') ?? false,
    alarmNames: [],
  });
}

function scheduledAction(after: Attributes): ScheduledAction {
  const units = after.block('scalable_target_action');
  return present({
    name: after.requiredText('name'),
    resourceId: after.requiredText('resource_id'),
    dimension: after.requiredText('scalable_dimension'),
    schedule: after.requiredText('schedule'),
    timezone: after.text('timezone'),
    startAt: after.instant('start_time'),
    endAt: after.instant('end_time'),
    minCapacity: units?.number('min_capacity'),
    maxCapacity: units?.number('max_capacity'),
  });
}

/** Undefined for an alarm that does not watch DynamoDB. */
function alarm(after: Attributes, { partition, region, account }: TerraformContext['place']): Alarm | undefined {
  const metrics = after.blocks('metric_query').flatMap((query) => query.blocks('metric'));
  const single = after.text('namespace') === undefined ? [] : [after];
  const watches = [...single, ...metrics].flatMap((metric) => {
    if (metric.text('namespace') !== NAMESPACE) return [];
    const dimensions = metric.textMap('dimensions');
    return [
      present({
        metric: metric.requiredText('metric_name'),
        table: dimensions['TableName'],
        index: dimensions['GlobalSecondaryIndexName'],
        operation: dimensions['Operation'],
      }),
    ];
  });
  if (watches.length === 0) return undefined;
  const name = after.requiredText('alarm_name');
  const [query] = metrics;
  return present({
    name,
    arn: `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`,
    kind: 'metric' as const,
    watches,
    statistic: after.text('statistic') ?? after.text('extended_statistic') ?? query?.text('stat'),
    periodSeconds: (after.number('period') || undefined) ?? query?.number('period'),
    evaluationPeriods: after.number('evaluation_periods'),
    threshold: after.number('threshold'),
    comparison: after.text('comparison_operator'),
    // An action of the change has no ARN yet; that there is one counts.
    actions: after.textsOrPlaceholders('alarm_actions').toSorted(),
    actionsEnabled: after.flag('actions_enabled') ?? true,
  });
}

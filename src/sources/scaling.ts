import {
  type ScalingPolicy as AwsPolicy,
  type ScheduledAction as AwsScheduledAction,
  type ScalableTarget as AwsTarget,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  DescribeScheduledActionsCommand,
} from '@aws-sdk/client-application-auto-scaling';
import type { Fact } from '../model/fact.ts';
import { present } from '../model/present.ts';
import type { ScalableTarget, ScalingPolicy, ScheduledAction } from '../model/table.ts';
import { instantOf, required, sortedBy, sortedTexts } from './answer.ts';
import { list } from './ask.ts';
import type { Connection } from './connection.ts';

/** In bulk, tables and indexes alike. The page size is left to AWS: its limit differs between the two operations. */
export function collectScalableTargets(connection: Connection): Promise<Fact<readonly ScalableTarget[]>> {
  return list(
    connection,
    'application-autoscaling:DescribeScalableTargets',
    {
      send: (NextToken) =>
        connection.autoScaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace: 'dynamodb', NextToken })),
      page: (output) => ({ items: output.ScalableTargets, next: output.NextToken }),
    },
    (targets) => sortedBy(targets.map(scalableTarget), (target) => `${target.resourceId} ${target.dimension}`),
  );
}

export function collectScalingPolicies(connection: Connection): Promise<Fact<readonly ScalingPolicy[]>> {
  return list(
    connection,
    'application-autoscaling:DescribeScalingPolicies',
    {
      send: (NextToken) =>
        connection.autoScaling.send(new DescribeScalingPoliciesCommand({ ServiceNamespace: 'dynamodb', NextToken })),
      page: (output) => ({ items: output.ScalingPolicies, next: output.NextToken }),
    },
    (policies) =>
      sortedBy(policies.map(scalingPolicy), (policy) => `${policy.resourceId} ${policy.dimension} ${policy.name}`),
  );
}

export function collectScheduledActions(connection: Connection): Promise<Fact<readonly ScheduledAction[]>> {
  return list(
    connection,
    'application-autoscaling:DescribeScheduledActions',
    {
      send: (NextToken) =>
        connection.autoScaling.send(new DescribeScheduledActionsCommand({ ServiceNamespace: 'dynamodb', NextToken })),
      page: (output) => ({ items: output.ScheduledActions, next: output.NextToken }),
    },
    (actions) =>
      sortedBy(actions.map(scheduledAction), (action) => `${action.resourceId} ${action.dimension} ${action.name}`),
  );
}

function scalableTarget(target: AwsTarget): ScalableTarget {
  const { DynamicScalingInSuspended, DynamicScalingOutSuspended, ScheduledScalingSuspended } =
    target.SuspendedState ?? {};
  return present({
    resourceId: required(target.ResourceId, 'ResourceId'),
    dimension: required(target.ScalableDimension, 'ScalableDimension'),
    minCapacity: required(target.MinCapacity, 'MinCapacity'),
    maxCapacity: required(target.MaxCapacity, 'MaxCapacity'),
    createdAt: instantOf(target.CreationTime),
    // Either direction suspended: the table no longer follows its load.
    suspended: Boolean(DynamicScalingInSuspended || DynamicScalingOutSuspended),
    scheduledSuspended: ScheduledScalingSuspended || undefined,
  });
}

function scalingPolicy(policy: AwsPolicy): ScalingPolicy {
  const tracking = policy.TargetTrackingScalingPolicyConfiguration;
  return present({
    name: required(policy.PolicyName, 'PolicyName'),
    resourceId: required(policy.ResourceId, 'ResourceId'),
    dimension: required(policy.ScalableDimension, 'ScalableDimension'),
    targetValue: tracking?.TargetValue,
    scaleInCooldownSeconds: tracking?.ScaleInCooldown,
    scaleOutCooldownSeconds: tracking?.ScaleOutCooldown,
    disableScaleIn: tracking?.DisableScaleIn ?? false,
    configuration: tracking && JSON.stringify(tracking),
    alarmNames: sortedTexts((policy.Alarms ?? []).map((alarm) => required(alarm.AlarmName, 'AlarmName'))),
  });
}

function scheduledAction(action: AwsScheduledAction): ScheduledAction {
  return present({
    name: required(action.ScheduledActionName, 'ScheduledActionName'),
    resourceId: required(action.ResourceId, 'ResourceId'),
    dimension: required(action.ScalableDimension, 'ScalableDimension'),
    schedule: required(action.Schedule, 'Schedule'),
    timezone: action.Timezone,
    startAt: instantOf(action.StartTime),
    endAt: instantOf(action.EndTime),
    minCapacity: action.ScalableTargetAction?.MinCapacity,
    maxCapacity: action.ScalableTargetAction?.MaxCapacity,
  });
}

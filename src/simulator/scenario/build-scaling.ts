import { serviceRole } from '../services/autoscaling.ts';
import { alarmArn } from '../services/cloudwatch.ts';
import { scheduledActionArn } from '../services/scheduled-actions.ts';
import { addTargetTrackingAlarms } from '../services/target-tracking.ts';
import type { Builder } from './builder.ts';
import type { AlarmEntry, RegionEntry } from './format.ts';
import { pascal } from './pascal.ts';

export function buildScaling(builder: Builder, entry: RegionEntry): void {
  const { world, region, now } = builder;
  for (const target of entry.scalableTargets ?? []) {
    const id = world.ids.hex('scalable-target', 16);
    region.scalableTargets.set(`${target.resourceId} ${target.scalableDimension}`, {
      ServiceNamespace: 'dynamodb',
      ResourceId: target.resourceId,
      ScalableDimension: target.scalableDimension,
      ScalableTargetARN: `arn:${region.partition}:application-autoscaling:${region.name}:${region.account}:scalable-target/${id}`,
      RoleARN: serviceRole(builder),
      CreationTime: target.creationTime ?? now,
      MinCapacity: target.minCapacity,
      MaxCapacity: target.maxCapacity,
      SuspendedState: {
        DynamicScalingInSuspended: false,
        DynamicScalingOutSuspended: false,
        ScheduledScalingSuspended: false,
        ...pascal(target.suspendedState ?? {}),
      },
    });
  }
  buildScheduledActions(builder, entry);
  for (const policy of entry.scalingPolicies ?? []) {
    const { policyName, resourceId, scalableDimension } = policy;
    const created = policy.creationTime ?? now;
    const id = world.ids.uuid('policy');
    const kind = scalableDimension.includes('Read')
      ? 'DynamoDBReadCapacityUtilization'
      : 'DynamoDBWriteCapacityUtilization';
    region.scalingPolicies.set(`${resourceId} ${scalableDimension} ${policyName}`, {
      PolicyARN: `arn:${region.partition}:autoscaling:${region.name}:${region.account}:scalingPolicy:${id}:resource/dynamodb/${resourceId}:policyName/${policyName}`,
      PolicyName: policyName,
      ServiceNamespace: 'dynamodb',
      ResourceId: resourceId,
      ScalableDimension: scalableDimension,
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        PredefinedMetricSpecification: { PredefinedMetricType: kind },
        ...pascal(policy.targetTrackingScalingPolicyConfiguration),
      },
      Alarms: addTargetTrackingAlarms(world, region, resourceId, scalableDimension, created),
      CreationTime: created,
    });
  }
}

function buildScheduledActions({ world, region, now }: Builder, entry: RegionEntry): void {
  for (const action of entry.scheduledActions ?? []) {
    const { scheduledActionName: name, resourceId, scalableDimension, creationTime, scalableTargetAction } = action;
    region.scheduledActions.set(`${resourceId} ${scalableDimension} ${name}`, {
      ...pascal(action),
      ScheduledActionARN: scheduledActionArn(region, world.ids.uuid('scheduled-action'), resourceId, name),
      ServiceNamespace: 'dynamodb',
      ScalableTargetAction: pascal(scalableTargetAction ?? {}),
      CreationTime: creationTime ?? now,
    });
  }
}

export function buildAlarms(builder: Builder, entries: readonly AlarmEntry[]): void {
  const { region, now } = builder;
  for (const entry of entries) {
    const alarm = {
      AlarmConfigurationUpdatedTimestamp: now,
      ActionsEnabled: true,
      AlarmActions: [],
      OKActions: [],
      InsufficientDataActions: [],
      StateValue: 'OK',
      StateReason: 'Threshold not crossed',
      StateUpdatedTimestamp: now,
      AlarmArn: alarmArn(builder, entry.alarmName),
      ...pascal(entry),
    };
    if (entry.alarmRule === undefined) region.metricAlarms.set(entry.alarmName, { Dimensions: [], ...alarm });
    else region.compositeAlarms.set(entry.alarmName, alarm);
  }
}

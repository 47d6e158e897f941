import type { Thing } from '../../constraints/refusals.ts';
import { ServiceError } from '../error.ts';
import { flag, inner, integer, needText, number, oneOf, pick, text, textMap, texts } from '../input.ts';
import { type Call, JSON_ERRORS, reads, type Service, writes } from '../operation.ts';
import { paginate } from '../page.ts';
import { refuse } from '../refuse.ts';
import type { ScalableTarget, ScalingPolicy } from '../state.ts';
import { SCHEDULED_ACTION_OPERATIONS } from './scheduled-actions.ts';
import { addTargetTrackingAlarms } from './target-tracking.ts';

const DIMENSIONS = [
  'dynamodb:table:ReadCapacityUnits',
  'dynamodb:table:WriteCapacityUnits',
  'dynamodb:index:ReadCapacityUnits',
  'dynamodb:index:WriteCapacityUnits',
] as const;

const ACTIVE = {
  DynamicScalingInSuspended: false,
  DynamicScalingOutSuspended: false,
  ScheduledScalingSuspended: false,
};

export const AUTOSCALING: Service = {
  scope: 'application-autoscaling',
  actions: 'application-autoscaling',
  eventSource: 'autoscaling.amazonaws.com',
  errors: { ...JSON_ERRORS, unavailable: 'InternalServiceException' },
  operations: {
    RegisterScalableTarget: writes(registerTarget),
    DeregisterScalableTarget: writes(deregisterTarget),
    DescribeScalableTargets: reads(describeTargets),
    PutScalingPolicy: writes(putPolicy),
    DeleteScalingPolicy: writes(deletePolicy),
    DescribeScalingPolicies: reads(describePolicies),
    ...SCHEDULED_ACTION_OPERATIONS,
    ListTagsForResource: reads((call) => ({ Tags: call.region.tags.get(needText(call.input, 'ResourceARN')) ?? {} })),
    TagResource: writes(tagResource),
    UntagResource: writes(untagResource),
  },
};

export function serviceRole(call: Pick<Call, 'region'>): string {
  const { partition, account } = call.region;
  const path = 'aws-service-role/dynamodb.application-autoscaling.amazonaws.com';
  return `arn:${partition}:iam::${account}:role/${path}/AWSServiceRoleForApplicationAutoScaling_DynamoDBTable`;
}

function registerTarget(call: Call): object {
  const { input, region, now } = call;
  const { resource, dimension, key } = targetKey(call);
  const existing = region.scalableTargets.get(key);
  const min = integer(input, 'MinCapacity') ?? existing?.MinCapacity;
  const max = integer(input, 'MaxCapacity') ?? existing?.MaxCapacity;
  if (min === undefined || max === undefined)
    throw invalid('MinCapacity and MaxCapacity are needed for a new scalable target');
  refuse(call, 'scalable-target', { ...asked(call), minCapacity: min, maxCapacity: max });
  const suspended = inner(input, 'SuspendedState');
  const target: ScalableTarget = existing ?? {
    ServiceNamespace: 'dynamodb',
    ResourceId: resource,
    ScalableDimension: dimension,
    ScalableTargetARN: `arn:${region.partition}:application-autoscaling:${region.name}:${region.account}:scalable-target/${call.world.ids.hex('scalable-target', 16)}`,
    RoleARN: serviceRole(call),
    CreationTime: now,
    MinCapacity: min,
    MaxCapacity: max,
    SuspendedState: ACTIVE,
  };
  target.MinCapacity = min;
  target.MaxCapacity = max;
  if (suspended) {
    target.SuspendedState = {
      DynamicScalingInSuspended: flag(suspended, 'DynamicScalingInSuspended') ?? false,
      DynamicScalingOutSuspended: flag(suspended, 'DynamicScalingOutSuspended') ?? false,
      ScheduledScalingSuspended: flag(suspended, 'ScheduledScalingSuspended') ?? false,
    };
  }
  region.scalableTargets.set(key, target);
  const tags = textMap(input, 'Tags');
  if (tags) region.tags.set(target.ScalableTargetARN, tags);
  return { ScalableTargetARN: target.ScalableTargetARN };
}

function deregisterTarget(call: Call): object {
  const { key } = targetKey(call);
  if (!call.region.scalableTargets.delete(key)) throw notFound(`No scalable target found for ${key}`);
  for (const [name, policy] of call.region.scalingPolicies) {
    if (`${policy.ResourceId} ${policy.ScalableDimension}` === key) removePolicy(call, name, policy);
  }
  for (const [name, action] of call.region.scheduledActions) {
    if (`${action.ResourceId} ${action.ScalableDimension}` === key) call.region.scheduledActions.delete(name);
  }
  return {};
}

function describeTargets(call: Call): object {
  const ids = texts(call.input, 'ResourceIds');
  const dimension = text(call.input, 'ScalableDimension');
  const namespace = needText(call.input, 'ServiceNamespace');
  const { items, next } = paginate(call, [...call.region.scalableTargets.values()], {
    size: 50,
    max: 50,
    badToken: 'InvalidNextTokenException',
    matches: (target) =>
      target.ServiceNamespace === namespace &&
      (ids === undefined || ids.length === 0 || ids.includes(target.ResourceId)) &&
      (dimension ?? target.ScalableDimension) === target.ScalableDimension,
  });
  return { ScalableTargets: items, NextToken: next };
}

function putPolicy(call: Call): object {
  const { input, region, now } = call;
  const { resource, dimension, key } = targetKey(call);
  const type =
    text(input, 'PolicyType') ?? region.scalingPolicies.get(`${key} ${needText(input, 'PolicyName')}`)?.PolicyType;
  refuse(call, 'scaling-policy', { ...asked(call), policyType: type, ...configurations(call) });
  if (!region.scalableTargets.has(key)) {
    const text = `No scalable target registered for service namespace: dynamodb, resource ID: ${resource}, scalable dimension: ${dimension}`;
    throw notFound(text);
  }
  const name = needText(input, 'PolicyName');
  const id = `${key} ${name}`;
  const existing = region.scalingPolicies.get(id);
  if (existing) removeAlarms(call, existing);
  const tracking = inner(input, 'TargetTrackingScalingPolicyConfiguration');
  const policy: ScalingPolicy = {
    PolicyARN:
      existing?.PolicyARN ??
      `arn:${region.partition}:autoscaling:${region.name}:${region.account}:scalingPolicy:${call.world.ids.uuid('policy')}:resource/dynamodb/${resource}:policyName/${name}`,
    PolicyName: name,
    ServiceNamespace: 'dynamodb',
    ResourceId: resource,
    ScalableDimension: dimension,
    PolicyType: type ?? 'StepScaling',
    TargetTrackingScalingPolicyConfiguration: tracking,
    StepScalingPolicyConfiguration: inner(input, 'StepScalingPolicyConfiguration'),
    Alarms: tracking ? addTargetTrackingAlarms(call.world, region, resource, dimension, now) : [],
    CreationTime: existing?.CreationTime ?? now,
  };
  region.scalingPolicies.set(id, policy);
  return pick({ ...policy }, ['PolicyARN', 'Alarms']);
}

function deletePolicy(call: Call): object {
  const { key } = targetKey(call);
  const id = `${key} ${needText(call.input, 'PolicyName')}`;
  const policy = call.region.scalingPolicies.get(id);
  if (!policy) throw notFound(`No scaling policy found for ${id}`);
  removePolicy(call, id, policy);
  return {};
}

function describePolicies(call: Call): object {
  const names = texts(call.input, 'PolicyNames');
  const resource = text(call.input, 'ResourceId');
  const dimension = text(call.input, 'ScalableDimension');
  const namespace = needText(call.input, 'ServiceNamespace');
  const { items, next } = paginate(call, [...call.region.scalingPolicies.values()], {
    size: 10,
    max: 10,
    badToken: 'InvalidNextTokenException',
    matches: (policy) =>
      policy.ServiceNamespace === namespace &&
      (names === undefined || names.length === 0 || names.includes(policy.PolicyName)) &&
      (resource ?? policy.ResourceId) === policy.ResourceId &&
      (dimension ?? policy.ScalableDimension) === policy.ScalableDimension,
  });
  return { ScalingPolicies: items, NextToken: next };
}

function removePolicy(call: Call, id: string, policy: ScalingPolicy): void {
  removeAlarms(call, policy);
  call.region.scalingPolicies.delete(id);
}

function removeAlarms(call: Call, policy: ScalingPolicy): void {
  for (const alarm of policy.Alarms) call.region.metricAlarms.delete(alarm.AlarmName);
}

function tagResource(call: Call): object {
  const arn = needText(call.input, 'ResourceARN');
  call.region.tags.set(arn, { ...call.region.tags.get(arn), ...textMap(call.input, 'Tags') });
  return {};
}

function untagResource(call: Call): object {
  const arn = needText(call.input, 'ResourceARN');
  const gone = new Set(texts(call.input, 'TagKeys') ?? []);
  const tags = Object.entries(call.region.tags.get(arn) ?? {}).filter(([key]) => !gone.has(key));
  call.region.tags.set(arn, Object.fromEntries(tags));
  return {};
}

function asked({ input }: Call): Thing<'scalable-target'> {
  return {
    serviceNamespace: text(input, 'ServiceNamespace'),
    resourceId: text(input, 'ResourceId'),
    scalableDimension: text(input, 'ScalableDimension'),
  };
}

function configurations({ input }: Call): Thing<'scaling-policy'> {
  const tracking = inner(input, 'TargetTrackingScalingPolicyConfiguration');
  const metric = tracking && inner(tracking, 'PredefinedMetricSpecification');
  return {
    stepScalingPolicyConfiguration: inner(input, 'StepScalingPolicyConfiguration'),
    targetTrackingScalingPolicyConfiguration: tracking && {
      targetValue: number(tracking, 'TargetValue'),
      predefinedMetricSpecification: metric && { predefinedMetricType: text(metric, 'PredefinedMetricType') },
      customizedMetricSpecification: inner(tracking, 'CustomizedMetricSpecification'),
    },
  };
}

function targetKey(call: Call): { resource: string; dimension: string; key: string } {
  const namespace = needText(call.input, 'ServiceNamespace');
  if (namespace !== 'dynamodb') throw invalid(`The simulator scales DynamoDB only; found namespace ${namespace}`);
  const resource = needText(call.input, 'ResourceId');
  const dimension = oneOf(call.input, 'ScalableDimension', DIMENSIONS);
  if (dimension === undefined) throw invalid('ScalableDimension is missing');
  return { resource, dimension, key: `${resource} ${dimension}` };
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

function notFound(message: string): ServiceError {
  return new ServiceError('ObjectNotFoundException', message);
}

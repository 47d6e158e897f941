import { lacks } from './breach.ts';
import type { Constraint } from './constraint.ts';
import { given, isAbsent } from './requested.ts';
import type { NewScalableTarget, NewScalingPolicy } from './scaling-things.ts';

const INVALID = 'ValidationException';
const TABLE = /^table\/[^/]+$/;
const INDEX = /^table\/[^/]+\/index\/[^/]+$/;
const DIMENSION = /^dynamodb:(table|index):(Read|Write)CapacityUnits$/;

function dimensionOf({ scalableDimension }: NewScalableTarget | NewScalingPolicy): readonly string[] | undefined {
  return DIMENSION.exec(given(scalableDimension) ?? '')?.slice(1);
}

/** Only targets of DynamoDB are judged. */
function isDynamo({ serviceNamespace }: NewScalableTarget): boolean {
  return given(serviceNamespace) === 'dynamodb';
}

export const SCALABLE_TARGET_CONSTRAINTS: readonly Constraint<NewScalableTarget>[] = [
  {
    id: 'AS2',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@7a5d20e min-capacity-zero-namespace',
    *breaches(target) {
      if (!isDynamo(target) || (given(target.minCapacity) ?? 1) >= 1) return;
      yield { path: 'minCapacity', message: 'Minimum capacity cannot be less than 1' };
    },
  },
  {
    id: 'AS3',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@4ceb0e9 min-max-capacity',
    *breaches({ minCapacity, maxCapacity }) {
      const [min, max] = [given(minCapacity), given(maxCapacity)];
      if (min === undefined || max === undefined || min <= max) return;
      yield { path: 'maxCapacity', message: 'Maximum capacity cannot be less than minimum capacity' };
    },
  },
  {
    id: 'AS4',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@4ceb0e9 resource-id-shape; pulumi/pulumi-policy-aws#11',
    *breaches(target) {
      const id = given(target.resourceId);
      const dimension = dimensionOf(target);
      if (id === undefined || !isDynamo(target)) return;
      const shapes = dimension === undefined ? [TABLE, INDEX] : [dimension[0] === 'table' ? TABLE : INDEX];
      if (shapes.some((shape) => shape.test(id))) return;
      yield { path: 'resourceId', message: 'Unsupported service namespace, resource type or scalable dimension' };
    },
  },
  {
    id: 'AS5',
    grade: 'A',
    code: 'AccessDeniedException',
    quoted: true,
    source: 'cdk-preflight@4ceb0e9 namespace-dimension-match: the message is misleading',
    *breaches({ serviceNamespace, scalableDimension }) {
      const [namespace, dimension] = [given(serviceNamespace), given(scalableDimension)];
      if (namespace === undefined || dimension === undefined || dimension.startsWith(`${namespace}:`)) return;
      yield { path: 'scalableDimension', message: 'Account is not authorized' };
    },
  },
];

/** Of policies for tables and indexes of DynamoDB. Not here: whether their target is registered (AS10). */
export const SCALING_POLICY_CONSTRAINTS: readonly Constraint<NewScalingPolicy>[] = [
  {
    id: 'AS1',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@4ceb0e9 dynamodb-target-value-range',
    *breaches({ targetTrackingScalingPolicyConfiguration }) {
      const tracking = given(targetTrackingScalingPolicyConfiguration);
      const type = given(given(tracking?.predefinedMetricSpecification)?.predefinedMetricType);
      const value = given(tracking?.targetValue);
      if (value === undefined || !type?.startsWith('DynamoDB') || (value >= 10 && value <= 90)) return;
      const said = Number.isInteger(value) ? value.toFixed(1) : String(value);
      const message = `For predefined metric type ${type}, target value must be between '10.0' and '90.0', but was '${said}'.`;
      yield { path: 'targetTrackingScalingPolicyConfiguration.targetValue', message };
    },
  },
  {
    id: 'AS6',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@52d9658 predefined-metric-dimension',
    *breaches(policy) {
      const dimension = given(policy.scalableDimension);
      const way = dimensionOf(policy)?.[1];
      const metric = given(given(policy.targetTrackingScalingPolicyConfiguration)?.predefinedMetricSpecification);
      const type = given(metric?.predefinedMetricType);
      if (type === undefined || way === undefined || type === `DynamoDB${way}CapacityUtilization`) return;
      const message = `Scalable dimension ${dimension} only supports the following predefined metric types: DynamoDB${way}CapacityUtilization`;
      const path = 'targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification.predefinedMetricType';
      yield { path, message };
    },
  },
  {
    id: 'AS7',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@4ceb0e9 customized-metric-unsupported-dimension: of indexes not measured',
    *breaches(policy) {
      const tracking = given(policy.targetTrackingScalingPolicyConfiguration);
      if (dimensionOf(policy)?.[0] !== 'table' || given(tracking?.customizedMetricSpecification) === undefined) return;
      const message = `Scalable dimension ${given(policy.scalableDimension)} does not support CustomizedMetricSpecification.`;
      yield { path: 'targetTrackingScalingPolicyConfiguration.customizedMetricSpecification', message };
    },
  },
  {
    id: 'AS8',
    grade: 'A',
    code: 'AccessDeniedException',
    quoted: true,
    source: 'cdk-preflight@150f205 step-scaling-unsupported-namespace: the message is misleading',
    *breaches(policy) {
      const step = isAbsent(policy.policyType) || given(policy.policyType) === 'StepScaling';
      if (dimensionOf(policy) === undefined || !step) return;
      yield { path: 'policyType', message: 'Account is not authorized' };
    },
  },
  {
    id: 'AS9',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@150f205 policy-type-config-mismatch, @52d9658 tt-metric-spec-missing, -exclusive',
    *breaches({ policyType, targetTrackingScalingPolicyConfiguration, stepScalingPolicyConfiguration }) {
      if (given(policyType) !== 'TargetTrackingScaling') return;
      const path = 'targetTrackingScalingPolicyConfiguration';
      if (given(stepScalingPolicyConfiguration) !== undefined) {
        const message =
          'You must only provide a single scaling policy configuration, which must match the scaling policy type specified.';
        yield { path: 'stepScalingPolicyConfiguration', message };
      }
      yield* lacks(
        path,
        targetTrackingScalingPolicyConfiguration,
        'You must only provide a single scaling policy configuration, which must match the scaling policy type specified.',
      );
      const tracking = given(targetTrackingScalingPolicyConfiguration);
      if (tracking === undefined) return;
      const [ready, own] = [tracking.predefinedMetricSpecification, tracking.customizedMetricSpecification];
      if (isAbsent(ready) && isAbsent(own)) {
        const message =
          'PredefinedMetricSpecification or CustomizedMetricSpecification must be set for target tracking scaling.';
        yield { path, message };
      }
      if (given(ready) !== undefined && given(own) !== undefined) {
        const message = 'Only one of PredefinedMetricSpecification and CustomizedMetricSpecification can be set.';
        yield { path, message };
      }
    },
  },
];

import type { Requested, RequestedList } from './requested.ts';

/* What Application Auto Scaling and CloudWatch are asked to make, by the names of their APIs in camelCase. */

export interface NewScalableTarget {
  readonly serviceNamespace?: Requested<string>;
  readonly resourceId?: Requested<string>;
  readonly scalableDimension?: Requested<string>;
  readonly minCapacity?: Requested<number>;
  readonly maxCapacity?: Requested<number>;
}

export interface NewTargetTracking {
  readonly targetValue?: Requested<number>;
  readonly predefinedMetricSpecification?: Requested<{ readonly predefinedMetricType?: Requested<string> }>;
  readonly customizedMetricSpecification?: Requested<object>;
}

export interface NewScalingPolicy {
  readonly policyType?: Requested<string>;
  readonly resourceId?: Requested<string>;
  readonly scalableDimension?: Requested<string>;
  readonly targetTrackingScalingPolicyConfiguration?: Requested<NewTargetTracking>;
  readonly stepScalingPolicyConfiguration?: Requested<object>;
}

export interface NewMetricAlarm {
  readonly alarmName?: Requested<string>;
  readonly period?: Requested<number>;
  readonly evaluationPeriods?: Requested<number>;
  readonly datapointsToAlarm?: Requested<number>;
  readonly threshold?: Requested<number>;
  readonly thresholdMetricId?: Requested<string>;
  readonly comparisonOperator?: Requested<string>;
  readonly alarmActions?: RequestedList<string>;
  readonly okActions?: RequestedList<string>;
  readonly insufficientDataActions?: RequestedList<string>;
  readonly dimensions?: RequestedList<unknown>;
  readonly metrics?: RequestedList<{
    readonly expression?: Requested<string>;
    readonly metricStat?: Requested<{ readonly period?: Requested<number> }>;
  }>;
}

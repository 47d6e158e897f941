import type { Told, ToldList } from './told.ts';

/* What Application Auto Scaling and CloudWatch are asked to make, by the names of their APIs in camelCase. */

export interface NewScalableTarget {
  readonly serviceNamespace?: Told<string>;
  readonly resourceId?: Told<string>;
  readonly scalableDimension?: Told<string>;
  readonly minCapacity?: Told<number>;
  readonly maxCapacity?: Told<number>;
}

export interface NewTargetTracking {
  readonly targetValue?: Told<number>;
  readonly predefinedMetricSpecification?: Told<{ readonly predefinedMetricType?: Told<string> }>;
  readonly customizedMetricSpecification?: Told<object>;
}

export interface NewScalingPolicy {
  readonly policyType?: Told<string>;
  readonly resourceId?: Told<string>;
  readonly scalableDimension?: Told<string>;
  readonly targetTrackingScalingPolicyConfiguration?: Told<NewTargetTracking>;
  readonly stepScalingPolicyConfiguration?: Told<object>;
}

export interface NewMetricAlarm {
  readonly alarmName?: Told<string>;
  readonly period?: Told<number>;
  readonly evaluationPeriods?: Told<number>;
  readonly datapointsToAlarm?: Told<number>;
  readonly threshold?: Told<number>;
  readonly thresholdMetricId?: Told<string>;
  readonly comparisonOperator?: Told<string>;
  readonly alarmActions?: ToldList<string>;
  readonly okActions?: ToldList<string>;
  readonly insufficientDataActions?: ToldList<string>;
  readonly dimensions?: ToldList<unknown>;
  readonly metrics?: ToldList<{
    readonly expression?: Told<string>;
    readonly metricStat?: Told<{ readonly period?: Told<number> }>;
  }>;
}

export interface ScalableTarget {
  readonly ServiceNamespace: string;
  readonly ResourceId: string;
  readonly ScalableDimension: string;
  readonly ScalableTargetARN: string;
  readonly RoleARN: string;
  readonly CreationTime: Date;
  MinCapacity: number;
  MaxCapacity: number;
  SuspendedState: {
    readonly DynamicScalingInSuspended: boolean;
    readonly DynamicScalingOutSuspended: boolean;
    readonly ScheduledScalingSuspended: boolean;
  };
}

export interface ScalingPolicy {
  readonly PolicyARN: string;
  readonly PolicyName: string;
  readonly ServiceNamespace: string;
  readonly ResourceId: string;
  readonly ScalableDimension: string;
  readonly PolicyType: string;
  readonly TargetTrackingScalingPolicyConfiguration?: Readonly<Record<string, unknown>> | undefined;
  readonly StepScalingPolicyConfiguration?: Readonly<Record<string, unknown>> | undefined;
  readonly Alarms: readonly { readonly AlarmName: string; readonly AlarmARN: string }[];
  readonly CreationTime: Date;
}

export interface ScheduledAction {
  readonly ScheduledActionName: string;
  readonly ScheduledActionARN: string;
  readonly ServiceNamespace: string;
  readonly ResourceId: string;
  readonly ScalableDimension: string;
  readonly Schedule: string;
  readonly Timezone?: string | undefined;
  readonly StartTime?: Date | undefined;
  readonly EndTime?: Date | undefined;
  readonly ScalableTargetAction: {
    readonly MinCapacity?: number | undefined;
    readonly MaxCapacity?: number | undefined;
  };
  readonly CreationTime: Date;
}

/** Kept as it was put, plus what CloudWatch adds. */
export interface MetricAlarm {
  readonly AlarmName: string;
  readonly AlarmArn: string;
  readonly StateValue: string;
  readonly [member: string]: unknown;
}

export interface CompositeAlarm {
  readonly AlarmName: string;
  readonly AlarmArn: string;
  readonly StateValue: string;
  readonly [member: string]: unknown;
}

import type { Tags } from './tags.ts';

export interface RestoreTestingPlan {
  readonly RestoreTestingPlanName: string;
  readonly RestoreTestingPlanArn: string;
  readonly CreationTime: Date;
  readonly CreatorRequestId?: string | undefined;
  LastExecutionTime?: Date | undefined;
  LastUpdateTime?: Date | undefined;
  ScheduleExpression: string;
  ScheduleExpressionTimezone: string;
  StartWindowHours: number;
  RecoveryPointSelection: {
    readonly Algorithm: string;
    readonly IncludeVaults: readonly string[];
    readonly ExcludeVaults: readonly string[];
    readonly RecoveryPointTypes: readonly string[];
    readonly SelectionWindowDays: number;
  };
  readonly selections: Map<string, RestoreTestingSelection>;
}

export interface KeyValue {
  readonly Key: string;
  readonly Value: string;
}

export interface RestoreTestingSelection {
  readonly RestoreTestingSelectionName: string;
  readonly RestoreTestingPlanName: string;
  readonly CreationTime: Date;
  readonly CreatorRequestId?: string | undefined;
  readonly IamRoleArn: string;
  readonly ProtectedResourceType: string;
  readonly ProtectedResourceArns: readonly string[];
  readonly ProtectedResourceConditions: {
    readonly StringEquals: readonly KeyValue[];
    readonly StringNotEquals: readonly KeyValue[];
  };
  readonly RestoreMetadataOverrides: Tags;
  readonly ValidationWindowHours: number;
}

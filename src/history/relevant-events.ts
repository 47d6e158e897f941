import type { TrailEvent } from '../model/trail-event.ts';

/** One kind of event that Holdfast wants, by its service and name. */
export interface RelevantEvent {
  readonly source: string;
  readonly name: string;
  /** What it tells of: a restore, a change to what protects tables, or both. */
  readonly for: 'restores' | 'changes' | 'both';
}

export const BACKUP_SOURCE = 'backup.amazonaws.com';
export const DYNAMODB_SOURCE = 'dynamodb.amazonaws.com';
/** Application Auto Scaling writes its events so. Source: its User Guide, "Events for API calls via CloudTrail". */
export const SCALING_SOURCE = 'autoscaling.amazonaws.com';
export const ALARMS_SOURCE = 'monitoring.amazonaws.com';
export const IAM_SOURCE = 'iam.amazonaws.com';

/** Where events of IAM, which belongs to no Region, are written, by the Region's partition. */
export function globalRegionOf(region: string): string {
  if (region.startsWith('cn-')) return 'cn-north-1';
  return region.startsWith('us-gov-') ? 'us-gov-west-1' : 'us-east-1';
}

const wanted = (source: string, of: RelevantEvent['for'], names: readonly string[]): readonly RelevantEvent[] =>
  names.map((name) => ({ source, name, for: of }));

/**
 * The events that Holdfast reads, and no others. Sources: AWS Backup Developer Guide and Amazon DynamoDB Developer Guide,
 * "Logging … with AWS CloudTrail"; both call every write of their API an event. Those of DynamoDB that its page leaves out
 * (point-in-time recovery, resource policies) are asked for too, and nothing depends on them.
 */
export const RELEVANT_EVENTS: readonly RelevantEvent[] = [
  ...wanted(BACKUP_SOURCE, 'both', ['StartRestoreJob', 'RestoreStarted', 'RestoreCompleted']),
  ...wanted(BACKUP_SOURCE, 'changes', [
    'CreateBackupPlan',
    'UpdateBackupPlan',
    'DeleteBackupPlan',
    'CreateBackupSelection',
    'DeleteBackupSelection',
    'BackupSelectionDeletedDueToSLRDeletion',
    'CreateOrganizationalBackupPlan',
    'UpdateOrganizationalBackupPlan',
    'DeleteOrganizationalBackupPlan',
    'InvalidOrganizationBackupPlan',
    'UpdateRegionSettings',
    'UpdateGlobalSettings',
    'CreateBackupVault',
    'CreateLogicallyAirGappedBackupVault',
    'DeleteBackupVault',
    'PutBackupVaultAccessPolicy',
    'DeleteBackupVaultAccessPolicy',
    'PutBackupVaultLockConfiguration',
    'DeleteBackupVaultLockConfiguration',
    'DeleteRecoveryPoint',
    'DisassociateRecoveryPoint',
    'UpdateRecoveryPointLifecycle',
    'BackupDeleted',
    'StopBackupJob',
    'CreateRestoreTestingPlan',
    'UpdateRestoreTestingPlan',
    'DeleteRestoreTestingPlan',
    'CreateRestoreTestingSelection',
    'UpdateRestoreTestingSelection',
    'DeleteRestoreTestingSelection',
    'TagResource',
    'UntagResource',
  ]),
  ...wanted(DYNAMODB_SOURCE, 'both', ['RestoreTableFromBackup', 'RestoreTableToPointInTime']),
  ...wanted(DYNAMODB_SOURCE, 'changes', [
    'CreateTable',
    'UpdateTable',
    'DeleteTable',
    'DeleteBackup',
    'UpdateContinuousBackups',
    'UpdateTimeToLive',
    'TagResource',
    'UntagResource',
    'PutResourcePolicy',
    'DeleteResourcePolicy',
  ]),
  ...wanted(SCALING_SOURCE, 'changes', [
    'RegisterScalableTarget',
    'DeregisterScalableTarget',
    'PutScalingPolicy',
    'DeleteScalingPolicy',
    'PutScheduledAction',
    'DeleteScheduledAction',
  ]),
  ...wanted(ALARMS_SOURCE, 'changes', [
    'PutMetricAlarm',
    'PutCompositeAlarm',
    'DeleteAlarms',
    'DisableAlarmActions',
    'EnableAlarmActions',
  ]),
  ...wanted(IAM_SOURCE, 'changes', [
    'PutRolePolicy',
    'DeleteRolePolicy',
    'AttachRolePolicy',
    'DetachRolePolicy',
    'PutUserPolicy',
    'DeleteUserPolicy',
    'AttachUserPolicy',
    'DetachUserPolicy',
    'PutGroupPolicy',
    'DeleteGroupPolicy',
    'AttachGroupPolicy',
    'DetachGroupPolicy',
    'CreatePolicyVersion',
    'DeletePolicyVersion',
    'SetDefaultPolicyVersion',
    'DeletePolicy',
    'DeleteRole',
    'UpdateAssumeRolePolicy',
  ]),
];

/** The calls that change what may be carried over of a table, or make it one of several that are changed elsewhere. */
const CARRIED_OVER: readonly RelevantEvent[] = wanted(DYNAMODB_SOURCE, 'changes', [
  'UpdateTimeToLive',
  'UpdateTable',
  'CreateGlobalTable',
  'UpdateGlobalTable',
]);

/** What is asked may be narrowed: restores alone need five names. */
export type HistoryAim = 'restores' | 'carried-over' | 'everything';

export function wantedFor(aim: HistoryAim): readonly RelevantEvent[] {
  if (aim === 'carried-over') return CARRIED_OVER;
  return aim === 'everything' ? RELEVANT_EVENTS : RELEVANT_EVENTS.filter((each) => each.for === 'both');
}

const KEYS = new Set(RELEVANT_EVENTS.map(({ source, name }) => `${source} ${name}`));

export function isRelevant({ source, name }: Pick<TrailEvent, 'source' | 'name'>): boolean {
  return KEYS.has(`${source} ${name}`);
}

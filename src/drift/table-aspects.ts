import type { RESTORE_SETTINGS } from '../model/policy.ts';
import { COVERAGE } from './affected.ts';
import type { ApiCall, Aspect } from './aspect.ts';
import {
  type Judge,
  lostWhenGone,
  moreProtects,
  neutral,
  ownKeyStrengthens,
  protectsWhileOn,
  protectsWhileThere,
} from './direction.ts';
import { SELECTION_CHANGED } from './plan-aspects.ts';
import { OPT_IN } from './settings-aspects.ts';

/** A table that was deleted and made again has lost its settings. */
const TABLE_MADE: readonly ApiCall[] = [
  ['CreateTable'],
  ['DeleteTable'],
  ['RestoreTableFromBackup'],
  ['RestoreTableToPointInTime'],
  ['StartRestoreJob'],
];
const updateTable = (...members: readonly string[]): readonly ApiCall[] => [['UpdateTable', ...members], ...TABLE_MADE];
const TAGGED: readonly ApiCall[] = [['TagResource'], ['UntagResource']];
const IDENTITY: readonly ApiCall[] = [
  ['PutRolePolicy'],
  ['DeleteRolePolicy'],
  ['AttachRolePolicy'],
  ['DetachRolePolicy'],
  ['PutUserPolicy'],
  ['DeleteUserPolicy'],
  ['AttachUserPolicy'],
  ['DetachUserPolicy'],
  ['PutGroupPolicy'],
  ['DeleteGroupPolicy'],
  ['AttachGroupPolicy'],
  ['DetachGroupPolicy'],
  ['CreatePolicyVersion'],
  ['DeletePolicyVersion'],
  ['SetDefaultPolicyVersion'],
  ['DeletePolicy'],
];

const noProtection = (noun: string): Judge => neutral(`${noun} does not decide whether the table comes back`);

interface SettingMeaning {
  readonly controls: readonly string[];
  readonly calls: readonly ApiCall[];
  readonly judge: Judge;
}

const SETTINGS: Readonly<Record<(typeof RESTORE_SETTINGS)[number], SettingMeaning>> = {
  globalSecondaryIndexes: {
    controls: ['restored-global-secondary-indexes'],
    calls: updateTable('globalSecondaryIndexUpdates'),
    judge: noProtection('an index'),
  },
  localSecondaryIndexes: {
    controls: ['restored-local-secondary-indexes'],
    calls: TABLE_MADE,
    judge: noProtection('an index'),
  },
  billingMode: {
    controls: ['restored-billing-mode'],
    calls: updateTable('billingMode'),
    judge: noProtection('the billing mode'),
  },
  provisionedThroughput: {
    controls: ['restored-provisioned-throughput'],
    calls: [
      ...updateTable('provisionedThroughput', 'globalSecondaryIndexUpdates', 'billingMode'),
      ['RegisterScalableTarget'],
      ['DeregisterScalableTarget'],
    ],
    judge: noProtection('throughput'),
  },
  encryption: {
    controls: ['restored-encryption'],
    calls: updateTable('sseSpecification', 'sSESpecification'),
    judge: ownKeyStrengthens,
  },
  autoScaling: {
    controls: ['restored-auto-scaling'],
    calls: [
      ['RegisterScalableTarget'],
      ['DeregisterScalableTarget'],
      ['PutScalingPolicy'],
      ['DeleteScalingPolicy'],
      ...updateTable('billingMode', 'globalSecondaryIndexUpdates'),
    ],
    judge: noProtection('auto scaling'),
  },
  iamPolicies: {
    controls: ['restored-iam-policies'],
    calls: [...IDENTITY, ['PutResourcePolicy'], ['DeleteResourcePolicy'], ...TABLE_MADE],
    judge: noProtection('who may use the table'),
  },
  alarms: {
    controls: ['restored-alarms'],
    calls: [['PutMetricAlarm'], ['DeleteAlarms'], ['DisableAlarmActions'], ['EnableAlarmActions']],
    judge: noProtection('an alarm'),
  },
  tags: {
    controls: ['restored-tags', 'plan-coverage'],
    calls: [...TAGGED, ...TABLE_MADE],
    judge: neutral('what a tag selects is judged where selections are'),
  },
  stream: {
    controls: ['restored-stream'],
    calls: updateTable('streamSpecification'),
    judge: noProtection('the stream'),
  },
  timeToLive: {
    controls: ['restored-time-to-live'],
    calls: [['UpdateTimeToLive'], ...TABLE_MADE],
    judge: noProtection('time to live'),
  },
  deletionProtection: {
    controls: ['restored-deletion-protection'],
    calls: updateTable('deletionProtectionEnabled'),
    judge: protectsWhileOn('deletion protection'),
  },
  pointInTimeRecovery: {
    controls: ['point-in-time-recovery', 'restored-point-in-time-recovery'],
    calls: [['UpdateContinuousBackups'], ...TABLE_MADE],
    judge: protectsWhileOn('point-in-time recovery'),
  },
};

export const TABLE_ASPECTS: readonly Aspect[] = [
  {
    path: '',
    controls: ['plan-coverage', 'point-in-time-recovery'],
    calls: TABLE_MADE,
    judge: lostWhenGone('the table'),
  },
  {
    path: 'selectedBy',
    controls: COVERAGE,
    calls: [...SELECTION_CHANGED, ...TAGGED, ['UpdateRegionSettings', OPT_IN], ...TABLE_MADE],
    judge: protectsWhileThere('a selection that takes the table'),
  },
  ...Object.entries(SETTINGS).map(([path, meaning]) => ({ path, ...meaning })),
  {
    path: 'iamPolicies/identityPolicies',
    ...SETTINGS.iamPolicies,
    calls: IDENTITY,
  },
  {
    path: 'iamPolicies/resourcePolicy',
    ...SETTINGS.iamPolicies,
    calls: [['PutResourcePolicy'], ['DeleteResourcePolicy'], ...TABLE_MADE],
  },
  {
    path: 'pointInTimeRecovery/windowDays',
    ...SETTINGS.pointInTimeRecovery,
    judge: moreProtects('the window of point-in-time recovery'),
  },
];

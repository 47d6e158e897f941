import { isObject } from '../model/json.ts';
import type { RESTORE_SETTINGS } from '../model/policy.ts';
import type { TrailEvent } from '../model/trail-event.ts';

/** A name of the API; with members of its request of which one must be there, where the request is there at all. */
export type ApiCall = readonly [name: string, ...members: readonly string[]];

export const IDENTITY_POLICY_CALLS: readonly ApiCall[] = [
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

export const RESOURCE_POLICY_CALLS: readonly ApiCall[] = [['PutResourcePolicy'], ['DeleteResourcePolicy']];

export const SCHEDULED_ACTION_CALLS: readonly ApiCall[] = [['PutScheduledAction'], ['DeleteScheduledAction']];

/** The calls that change each of the thirteen settings of a table that exists. Source: the APIs of the services. */
export const SETTING_CALLS: Readonly<Record<(typeof RESTORE_SETTINGS)[number], readonly ApiCall[]>> = {
  globalSecondaryIndexes: [['UpdateTable', 'globalSecondaryIndexUpdates']],
  localSecondaryIndexes: [],
  billingMode: [['UpdateTable', 'billingMode']],
  provisionedThroughput: [
    ['UpdateTable', 'provisionedThroughput', 'globalSecondaryIndexUpdates', 'billingMode'],
    ['RegisterScalableTarget'],
    ['DeregisterScalableTarget'],
  ],
  encryption: [['UpdateTable', 'sseSpecification', 'sSESpecification']],
  autoScaling: [
    ['RegisterScalableTarget'],
    ['DeregisterScalableTarget'],
    ['PutScalingPolicy'],
    ['DeleteScalingPolicy'],
    ...SCHEDULED_ACTION_CALLS,
    ['UpdateTable', 'billingMode', 'globalSecondaryIndexUpdates'],
  ],
  iamPolicies: [...IDENTITY_POLICY_CALLS, ...RESOURCE_POLICY_CALLS],
  alarms: [
    ['PutMetricAlarm'],
    ['PutCompositeAlarm'],
    ['DeleteAlarms'],
    ['DisableAlarmActions'],
    ['EnableAlarmActions'],
  ],
  tags: [['TagResource'], ['UntagResource']],
  stream: [['UpdateTable', 'streamSpecification']],
  timeToLive: [['UpdateTimeToLive']],
  deletionProtection: [['UpdateTable', 'deletionProtectionEnabled']],
  pointInTimeRecovery: [['UpdateContinuousBackups']],
};

/** Is the event such a call? A request that is there and changes something else is none. */
export function isCall({ name, request }: TrailEvent, [called, ...members]: ApiCall): boolean {
  if (name !== called) return false;
  if (members.length === 0 || !isObject(request)) return true;
  const there = Object.entries(request).flatMap(([key, value]) => (value === null ? [] : [key.toLowerCase()]));
  return members.some((member) => there.includes(member.toLowerCase()));
}

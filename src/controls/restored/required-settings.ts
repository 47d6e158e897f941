import { type Policy, RESTORE_SETTINGS } from '../../model/policy.ts';
import type { Control, RestoredTableControl } from '../define.ts';
import { restoredAlarms } from '../restored-alarms.ts';
import { restoredAutoScaling } from '../restored-auto-scaling.ts';
import { restoredBillingMode } from '../restored-billing-mode.ts';
import { restoredDeletionProtection } from '../restored-deletion-protection.ts';
import { restoredEncryption } from '../restored-encryption.ts';
import { restoredGlobalSecondaryIndexes } from '../restored-global-secondary-indexes.ts';
import { restoredIamPolicies } from '../restored-iam-policies.ts';
import { restoredLocalSecondaryIndexes } from '../restored-local-secondary-indexes.ts';
import { restoredPointInTimeRecovery } from '../restored-point-in-time-recovery.ts';
import { restoredProvisionedThroughput } from '../restored-provisioned-throughput.ts';
import { restoredStream } from '../restored-stream.ts';
import { restoredTags } from '../restored-tags.ts';
import { restoredTimeToLive } from '../restored-time-to-live.ts';
import type { SettingKey } from './setting-control.ts';

/** A setting that a policy asks for, with the control that judges it. */
export interface RequiredSetting {
  readonly key: SettingKey;
  readonly control: RestoredTableControl<unknown>;
  readonly asked: unknown;
}

const CONTROLS: Readonly<Record<SettingKey, Control>> = {
  globalSecondaryIndexes: restoredGlobalSecondaryIndexes,
  localSecondaryIndexes: restoredLocalSecondaryIndexes,
  billingMode: restoredBillingMode,
  provisionedThroughput: restoredProvisionedThroughput,
  encryption: restoredEncryption,
  autoScaling: restoredAutoScaling,
  iamPolicies: restoredIamPolicies,
  alarms: restoredAlarms,
  tags: restoredTags,
  stream: restoredStream,
  timeToLive: restoredTimeToLive,
  deletionProtection: restoredDeletionProtection,
  pointInTimeRecovery: restoredPointInTimeRecovery,
};

export function requiredSettings(policy: Policy): readonly RequiredSetting[] {
  return RESTORE_SETTINGS.flatMap((key) => {
    const control = CONTROLS[key];
    const asked = policy.restore?.settings[key];
    return asked === undefined || control.judges !== 'restored-table' ? [] : [{ key, control, asked }];
  });
}

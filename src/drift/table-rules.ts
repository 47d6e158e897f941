import {
  type ApiCall,
  IDENTITY_POLICY_CALLS,
  RESOURCE_POLICY_CALLS,
  SCHEDULED_ACTION_CALLS,
  SETTING_CALLS,
} from '../history/setting-calls.ts';
import type { ControlId } from '../model/control-id.ts';
import { RESTORE_SETTINGS } from '../model/policy.ts';
import { affectedBy } from './affected.ts';
import {
  type Judge,
  lostWhenGone,
  moreProtects,
  neutral,
  ownKeyStrengthens,
  protectsWhileOn,
  protectsWhileThere,
  weakens,
} from './direction.ts';
import type { DriftRule } from './drift-rule.ts';
import { SELECTION_CHANGED } from './plan-rules.ts';
import { SCHEDULED_ACTIONS } from './recorded-scaling.ts';
import { OPT_IN } from './settings-rules.ts';

/** A table that was deleted and made again has lost its settings. */
const TABLE_MADE: readonly ApiCall[] = [
  ['CreateTable'],
  ['DeleteTable'],
  ['RestoreTableFromBackup'],
  ['RestoreTableToPointInTime'],
  ['StartRestoreJob'],
];

const noProtection = (noun: string): Judge => neutral(`${noun} does not decide whether the table comes back`);

/** Backups, restores and point-in-time recovery are those of the table that bore the name before. */
const anotherTable: Judge = () =>
  weakens('the table was deleted, and one of its name made: what was backed up is another table');

interface SettingMeaning {
  readonly controls: readonly ControlId[];
  readonly judge: Judge;
}

const SETTINGS: Readonly<Record<(typeof RESTORE_SETTINGS)[number], SettingMeaning>> = {
  globalSecondaryIndexes: {
    controls: ['restored-global-secondary-indexes'],
    judge: noProtection('an index'),
  },
  localSecondaryIndexes: {
    controls: ['restored-local-secondary-indexes'],
    judge: noProtection('an index'),
  },
  billingMode: {
    controls: ['restored-billing-mode'],
    judge: noProtection('the billing mode'),
  },
  provisionedThroughput: {
    controls: ['restored-provisioned-throughput'],
    judge: noProtection('throughput'),
  },
  encryption: {
    controls: ['restored-encryption'],
    judge: ownKeyStrengthens,
  },
  autoScaling: {
    controls: ['restored-auto-scaling'],
    judge: noProtection('auto scaling'),
  },
  iamPolicies: {
    controls: ['restored-iam-policies'],
    judge: noProtection('who may use the table'),
  },
  alarms: {
    controls: ['restored-alarms'],
    judge: noProtection('an alarm'),
  },
  tags: {
    controls: ['restored-tags', 'plan-coverage'],
    judge: neutral('what a tag selects is judged where selections are'),
  },
  stream: {
    controls: ['restored-stream'],
    judge: noProtection('the stream'),
  },
  timeToLive: {
    controls: ['restored-time-to-live'],
    judge: noProtection('time to live'),
  },
  deletionProtection: {
    controls: ['restored-deletion-protection'],
    judge: protectsWhileOn('deletion protection'),
  },
  pointInTimeRecovery: {
    controls: ['point-in-time-recovery', 'restored-point-in-time-recovery'],
    judge: protectsWhileOn('point-in-time recovery'),
  },
};

/** An alarm outlives its table. */
function callsOf(setting: (typeof RESTORE_SETTINGS)[number]): readonly ApiCall[] {
  return setting === 'alarms' ? SETTING_CALLS.alarms : [...SETTING_CALLS[setting], ...TABLE_MADE];
}

export const TABLE_DRIFT_RULES: readonly DriftRule[] = [
  {
    path: '',
    controls: affectedBy('table'),
    calls: TABLE_MADE,
    judge: lostWhenGone('the table'),
  },
  {
    path: 'id',
    controls: affectedBy('table-id'),
    calls: TABLE_MADE,
    judge: anotherTable,
  },
  {
    path: 'selectedBy',
    controls: affectedBy('selection'),
    calls: [...SELECTION_CHANGED, ...SETTING_CALLS.tags, ['UpdateRegionSettings', OPT_IN], ...TABLE_MADE],
    judge: protectsWhileThere('a selection that takes the table'),
  },
  {
    path: 'keyTypes',
    controls: ['restored-global-secondary-indexes', 'restored-local-secondary-indexes'],
    calls: [['UpdateTable', 'attributeDefinitions'], ...TABLE_MADE],
    judge: noProtection('the type of a key'),
  },
  {
    path: 'onDemandMaximum',
    controls: ['restored-provisioned-throughput'],
    calls: [['UpdateTable', 'onDemandThroughput', 'globalSecondaryIndexUpdates', 'billingMode'], ...TABLE_MADE],
    judge: noProtection('a maximum on demand'),
  },
  ...RESTORE_SETTINGS.map((path) => ({ path, ...SETTINGS[path], calls: callsOf(path) })),
  {
    path: `autoScaling/${SCHEDULED_ACTIONS}`,
    ...SETTINGS.autoScaling,
    calls: [...SCHEDULED_ACTION_CALLS, ['DeregisterScalableTarget'], ...TABLE_MADE],
  },
  {
    path: 'iamPolicies/identityPolicies',
    ...SETTINGS.iamPolicies,
    calls: IDENTITY_POLICY_CALLS,
  },
  {
    path: 'iamPolicies/resourcePolicy',
    ...SETTINGS.iamPolicies,
    calls: [...RESOURCE_POLICY_CALLS, ...TABLE_MADE],
  },
  {
    path: 'pointInTimeRecovery/windowDays',
    ...SETTINGS.pointInTimeRecovery,
    calls: callsOf('pointInTimeRecovery'),
    judge: moreProtects('the window of point-in-time recovery'),
  },
];

import {
  type ApiCall,
  IDENTITY_POLICY_CALLS,
  RESOURCE_POLICY_CALLS,
  SCHEDULED_ACTION_CALLS,
  SETTING_CALLS,
} from '../history/setting-calls.ts';
import type { ControlId } from '../model/control-id.ts';
import { RESTORE_SETTINGS } from '../model/policy.ts';
import { settings, tableSettings } from '../model/policy-keys/settings.ts';
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
  /** Beside those of the setting itself. */
  readonly others?: readonly ControlId[];
  readonly judge: Judge;
}

type SettingKey = (typeof RESTORE_SETTINGS)[number];

const MEANINGS: Readonly<Record<SettingKey, SettingMeaning>> = {
  globalSecondaryIndexes: { judge: noProtection('an index') },
  localSecondaryIndexes: { judge: noProtection('an index') },
  billingMode: { judge: noProtection('the billing mode') },
  provisionedThroughput: { judge: noProtection('throughput') },
  encryption: { judge: ownKeyStrengthens },
  autoScaling: { judge: noProtection('auto scaling') },
  iamPolicies: { judge: noProtection('who may use the table') },
  alarms: { judge: noProtection('an alarm') },
  tags: {
    others: ['plan-coverage'],
    judge: neutral('what a tag selects is judged where selections are'),
  },
  stream: { judge: noProtection('the stream') },
  timeToLive: { judge: noProtection('time to live') },
  deletionProtection: { judge: protectsWhileOn('deletion protection') },
  pointInTimeRecovery: {
    others: ['point-in-time-recovery'],
    judge: protectsWhileOn('point-in-time recovery'),
  },
};

/** What a setting means, to the controls of restored tables and to those of the table itself. */
function meaningOf(setting: SettingKey): Pick<DriftRule, 'controls' | 'judge'> {
  const { others = [], judge } = MEANINGS[setting];
  return { controls: [...settings.keys[setting].asks, ...tableSettings.keys[setting].asks, ...others], judge };
}

/** An alarm outlives its table. */
function callsOf(setting: SettingKey): readonly ApiCall[] {
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
    controls: ['restored-provisioned-throughput', 'table-provisioned-throughput'],
    calls: [['UpdateTable', 'onDemandThroughput', 'globalSecondaryIndexUpdates', 'billingMode'], ...TABLE_MADE],
    judge: noProtection('a maximum on demand'),
  },
  ...RESTORE_SETTINGS.map((path) => ({ path, ...meaningOf(path), calls: callsOf(path) })),
  {
    path: `autoScaling/${SCHEDULED_ACTIONS}`,
    ...meaningOf('autoScaling'),
    calls: [...SCHEDULED_ACTION_CALLS, ['DeregisterScalableTarget'], ...TABLE_MADE],
  },
  {
    path: 'iamPolicies/identityPolicies',
    ...meaningOf('iamPolicies'),
    calls: IDENTITY_POLICY_CALLS,
  },
  {
    path: 'iamPolicies/resourcePolicy',
    ...meaningOf('iamPolicies'),
    calls: [...RESOURCE_POLICY_CALLS, ...TABLE_MADE],
  },
  {
    path: 'pointInTimeRecovery/windowDays',
    ...meaningOf('pointInTimeRecovery'),
    calls: callsOf('pointInTimeRecovery'),
    judge: moreProtects('the window of point-in-time recovery'),
  },
];

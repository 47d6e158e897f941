import { affectedBy } from './affected.ts';
import { neutral, protectsWhileOn } from './direction.ts';
import type { DriftRule } from './drift-rule.ts';

/** Members of the request that names services as switched on. */
export const OPT_IN = 'resourceTypeOptInPreference';
const MANAGEMENT = 'resourceTypeManagementPreference';

export const REGION_SETTINGS_DRIFT_RULES: readonly DriftRule[] = [
  { path: '', controls: [], calls: [['UpdateRegionSettings']], judge: neutral('the settings differ') },
  {
    path: 'optIn',
    controls: [],
    calls: [['UpdateRegionSettings', OPT_IN]],
    judge: neutral('it concerns no DynamoDB table'),
  },
  {
    path: 'optIn/DynamoDB',
    controls: affectedBy('selection'),
    calls: [['UpdateRegionSettings', OPT_IN]],
    judge: protectsWhileOn('backup of DynamoDB'),
  },
  {
    path: 'management',
    controls: [],
    calls: [['UpdateRegionSettings', MANAGEMENT]],
    judge: neutral('it concerns no DynamoDB table'),
  },
  {
    path: 'management/DynamoDB',
    controls: affectedBy('advanced-backup'),
    calls: [['UpdateRegionSettings', MANAGEMENT]],
    judge: protectsWhileOn('advanced DynamoDB backup'),
  },
];

export const GLOBAL_SETTINGS_DRIFT_RULES: readonly DriftRule[] = [
  { path: '', controls: [], calls: [['UpdateGlobalSettings']], judge: neutral('no copy depends on it') },
  {
    path: 'isCrossAccountBackupEnabled',
    controls: affectedBy('cross-account-backup'),
    calls: [['UpdateGlobalSettings']],
    judge: protectsWhileOn('copying to other accounts'),
  },
];

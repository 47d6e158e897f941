import type { RESTORE_SETTINGS } from '../model/policy.ts';
import {
  airGapStrengthens,
  complianceStrengthens,
  excludesWhileThere,
  type Judge,
  lessProtects,
  longerGapWeakens,
  lostWhenGone,
  moreProtects,
  neutral,
  ownKeyStrengthens,
  protectsWhileOn,
  protectsWhileThere,
} from './direction.ts';
import { policyDenials, statementDenials } from './policy-direction.ts';

/** A name of the API; with members of its request of which one must be there, where the request is there at all. */
export type ApiCall = readonly [name: string, ...members: readonly string[]];

/** What a difference at a path means. */
export interface Aspect {
  /** Segments within the subject, `*` for any one; what is below belongs to it unless it has a row of its own. */
  readonly path: string;
  readonly controls: readonly string[];
  readonly calls: readonly ApiCall[];
  readonly judge: Judge;
}

const SCHEDULE = ['backup-frequency', 'backup-rpo', 'copy-frequency', 'copy-rpo'];
const COPY = ['copy-coverage', 'copy-frequency', 'copy-rpo', 'copy-retention'];
const COVERAGE = ['plan-coverage', 'backup-frequency', 'backup-rpo', 'backup-retention', ...COPY];
const RULE = [...COVERAGE, 'cold-storage', 'maximum-retention'];
const VAULTS = ['vault-lock', 'vault-encryption', 'vault-deletion', 'vault-air-gap'];

const PLAN_MADE: readonly ApiCall[] = [['CreateBackupPlan'], ['CreateOrganizationalBackupPlan']];
const PLAN_GONE: readonly ApiCall[] = [['DeleteBackupPlan'], ['DeleteOrganizationalBackupPlan']];
const PLAN_CHANGED: readonly ApiCall[] = [
  ['UpdateBackupPlan'],
  ['UpdateOrganizationalBackupPlan'],
  ...PLAN_MADE,
  ...PLAN_GONE,
];
/** There is no call that changes a selection: it is deleted and made again. */
const SELECTION_CHANGED: readonly ApiCall[] = [
  ['CreateBackupSelection'],
  ['DeleteBackupSelection'],
  ['BackupSelectionDeletedDueToSLRDeletion'],
  ...PLAN_MADE,
  ...PLAN_GONE,
];

const assigns = protectsWhileThere('what the selection assigns');
const leavesOut = excludesWhileThere('what the selection leaves out');

export const PLAN_ASPECTS: readonly Aspect[] = [
  { path: '', controls: RULE, calls: [...PLAN_MADE, ...PLAN_GONE], judge: protectsWhileThere('the plan') },
  {
    path: 'id',
    controls: [],
    calls: [...PLAN_MADE, ...PLAN_GONE],
    judge: neutral('the plan was deleted, and one of its name made'),
  },
  { path: 'rules', controls: RULE, calls: PLAN_CHANGED, judge: neutral('the rules are others') },
  { path: 'rules/*', controls: RULE, calls: PLAN_CHANGED, judge: protectsWhileThere('the rule') },
  { path: 'rules/*/schedule', controls: SCHEDULE, calls: PLAN_CHANGED, judge: longerGapWeakens },
  { path: 'rules/*/timezone', controls: SCHEDULE, calls: PLAN_CHANGED, judge: longerGapWeakens },
  {
    path: 'rules/*/startWindowMinutes',
    controls: ['backup-rpo', 'copy-rpo'],
    calls: PLAN_CHANGED,
    judge: lessProtects('the time by which a run may be late'),
  },
  {
    path: 'rules/*/completionWindowMinutes',
    controls: ['backup-jobs'],
    calls: PLAN_CHANGED,
    judge: neutral('no schedule, retention or copy changes with it'),
  },
  { path: 'rules/*/vault', controls: VAULTS, calls: PLAN_CHANGED, judge: neutral('the vault is another') },
  {
    path: 'rules/*/airGappedVault',
    controls: ['vault-air-gap'],
    calls: PLAN_CHANGED,
    judge: protectsWhileOn('the backup into an air-gapped vault'),
  },
  {
    path: 'rules/*/retentionDays',
    controls: ['backup-retention', 'backup-frequency', 'maximum-retention'],
    calls: PLAN_CHANGED,
    judge: moreProtects('retention'),
  },
  {
    path: 'rules/*/coldAfterDays',
    controls: ['cold-storage'],
    calls: PLAN_CHANGED,
    judge: neutral('cold or warm, the points stay'),
  },
  { path: 'rules/*/copies', controls: COPY, calls: PLAN_CHANGED, judge: neutral('the copies are others') },
  { path: 'rules/*/copies/*', controls: COPY, calls: PLAN_CHANGED, judge: protectsWhileThere('the copy') },
  {
    path: 'rules/*/copies/*/retentionDays',
    controls: ['copy-retention', 'copy-frequency', 'maximum-retention'],
    calls: PLAN_CHANGED,
    judge: moreProtects('retention of the copy'),
  },
  {
    path: 'rules/*/copies/*/coldAfterDays',
    controls: [],
    calls: PLAN_CHANGED,
    judge: neutral('cold or warm, the copies stay'),
  },
  { path: 'selections', controls: COVERAGE, calls: SELECTION_CHANGED, judge: neutral('the selections are others') },
  { path: 'selections/*', controls: COVERAGE, calls: SELECTION_CHANGED, judge: protectsWhileThere('the selection') },
  {
    path: 'selections/*/id',
    controls: [],
    calls: SELECTION_CHANGED,
    judge: neutral('the selection was deleted, and one of its name made'),
  },
  {
    path: 'selections/*/role',
    controls: ['backup-jobs'],
    calls: SELECTION_CHANGED,
    judge: neutral('backups run with another role'),
  },
  { path: 'selections/*/resources', controls: COVERAGE, calls: SELECTION_CHANGED, judge: assigns },
  { path: 'selections/*/tags', controls: COVERAGE, calls: SELECTION_CHANGED, judge: assigns },
  { path: 'selections/*/notResources', controls: COVERAGE, calls: SELECTION_CHANGED, judge: leavesOut },
  { path: 'selections/*/conditions', controls: COVERAGE, calls: SELECTION_CHANGED, judge: leavesOut },
];

const VAULT_MADE: readonly ApiCall[] = [
  ['CreateBackupVault'],
  ['CreateLogicallyAirGappedBackupVault'],
  ['DeleteBackupVault'],
];
const LOCK: readonly ApiCall[] = [
  ['PutBackupVaultLockConfiguration'],
  ['DeleteBackupVaultLockConfiguration'],
  ...VAULT_MADE,
];
const ACCESS: readonly ApiCall[] = [['PutBackupVaultAccessPolicy'], ['DeleteBackupVaultAccessPolicy'], ...VAULT_MADE];

export const VAULT_ASPECTS: readonly Aspect[] = [
  { path: '', controls: [...VAULTS, 'copy-coverage'], calls: VAULT_MADE, judge: lostWhenGone('the vault') },
  { path: 'type', controls: ['vault-air-gap'], calls: VAULT_MADE, judge: airGapStrengthens },
  { path: 'encryptionKey', controls: ['vault-encryption'], calls: VAULT_MADE, judge: ownKeyStrengthens },
  { path: 'lock', controls: ['vault-lock'], calls: LOCK, judge: protectsWhileOn('the lock') },
  { path: 'lock/mode', controls: ['vault-lock'], calls: LOCK, judge: complianceStrengthens },
  {
    path: 'lock/lockDate',
    controls: ['vault-lock'],
    calls: LOCK,
    judge: neutral('the lock becomes final at another time'),
  },
  {
    path: 'lock/minRetentionDays',
    controls: ['vault-lock', 'copy-coverage'],
    calls: LOCK,
    judge: moreProtects('the least retention that the lock demands'),
  },
  {
    path: 'lock/maxRetentionDays',
    controls: ['vault-lock', 'copy-coverage', 'backup-jobs'],
    calls: LOCK,
    judge: neutral('the longest retention that the lock allows is another'),
  },
  { path: 'accessPolicy', controls: ['vault-deletion', 'copy-coverage'], calls: ACCESS, judge: policyDenials },
  {
    path: 'accessPolicy/Statement',
    controls: ['vault-deletion', 'copy-coverage'],
    calls: ACCESS,
    judge: statementDenials,
  },
  { path: 'accessPolicy/Version', controls: ['vault-deletion'], calls: ACCESS, judge: neutral('no statement changes') },
];

const OPT_IN = 'resourceTypeOptInPreference';
const MANAGEMENT = 'resourceTypeManagementPreference';

export const REGION_SETTINGS_ASPECTS: readonly Aspect[] = [
  { path: '', controls: [], calls: [['UpdateRegionSettings']], judge: neutral('the settings are others') },
  {
    path: 'optIn',
    controls: [],
    calls: [['UpdateRegionSettings', OPT_IN]],
    judge: neutral('it concerns no DynamoDB table'),
  },
  {
    path: 'optIn/DynamoDB',
    controls: COVERAGE,
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
    controls: ['copy-coverage', 'cold-storage', 'recovery-point-encryption'],
    calls: [['UpdateRegionSettings', MANAGEMENT]],
    judge: protectsWhileOn('advanced DynamoDB backup'),
  },
];

export const GLOBAL_SETTINGS_ASPECTS: readonly Aspect[] = [
  { path: '', controls: [], calls: [['UpdateGlobalSettings']], judge: neutral('no copy depends on it') },
  {
    path: 'isCrossAccountBackupEnabled',
    controls: ['copy-coverage'],
    calls: [['UpdateGlobalSettings']],
    judge: protectsWhileOn('copying to other accounts'),
  },
];

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

/** The row whose path is the longest that leads to the place. */
export function aspectAt(aspects: readonly Aspect[], at: readonly string[]): Aspect | undefined {
  const fitting = aspects.filter(({ path }) => {
    const wanted = segments(path);
    return wanted.length <= at.length && wanted.every((segment, index) => segment === '*' || segment === at[index]);
  });
  return fitting.toSorted((a, b) => segments(b.path).length - segments(a.path).length)[0];
}

function segments(path: string): readonly string[] {
  return path === '' ? [] : path.split('/');
}

import type { Need } from '../../model/need.ts';
import type { Operation } from '../../sources/rates.ts';

/** Asked whatever the policies are. `sts:GetCallerIdentity` needs no permission. */
export const ALWAYS: readonly Operation[] = ['dynamodb:ListTables'];

/** Asked of each stack of `--stack`. */
export const STACK_OPERATIONS: readonly Operation[] = [
  'cloudformation:DescribeStacks',
  'cloudformation:GetTemplate',
  'cloudformation:ListStackResources',
];

/** The tree of an organization and its backup policies; the first is asked in each account, of itself. */
export const ORGANIZATION_OPERATIONS: readonly Operation[] = [
  'organizations:DescribeEffectivePolicy',
  'organizations:DescribePolicy',
  'organizations:ListAccountsForParent',
  'organizations:ListAccountsWithInvalidEffectivePolicy',
  'organizations:ListEffectivePolicyValidationErrors',
  'organizations:ListOrganizationalUnitsForParent',
  'organizations:ListPolicies',
  'organizations:ListRoots',
  'organizations:ListTargetsForPolicy',
];

/** Need → the operations that bring it. Each operation's name is its IAM action. */
const NEED_ACTIONS = {
  'region-settings': ['backup:DescribeRegionSettings'],
  plans: ['backup:ListBackupPlans', 'backup:GetBackupPlan', 'backup:ListBackupSelections', 'backup:GetBackupSelection'],
  'plan-versions': ['backup:ListBackupPlanVersions', 'backup:GetBackupPlan'],
  vaults: ['backup:ListBackupVaults', 'kms:DescribeKey'],
  'vault-policies': ['backup:ListBackupVaults', 'backup:GetBackupVaultAccessPolicy'],
  'recovery-points': ['backup:ListBackupVaults', 'backup:ListRecoveryPointsByBackupVault'],
  'backup-jobs': ['backup:ListBackupJobs'],
  'copy-jobs': ['backup:ListCopyJobs'],
  'restore-jobs': ['backup:ListRestoreJobs'],
  'native-backups': ['dynamodb:DescribeBackup'],
  'unlisted-settings': ['dynamodb:DescribeContributorInsights', 'dynamodb:DescribeKinesisStreamingDestination'],
  'restore-testing': [
    'backup:ListRestoreTestingPlans',
    'backup:GetRestoreTestingPlan',
    'backup:ListRestoreTestingSelections',
    'backup:GetRestoreTestingSelection',
  ],
  tags: ['tag:GetResources'],
  'auto-scaling': [
    'application-autoscaling:DescribeScalableTargets',
    'application-autoscaling:DescribeScalingPolicies',
    'application-autoscaling:DescribeScheduledActions',
  ],
  alarms: ['cloudwatch:DescribeAlarms'],
  keys: ['kms:DescribeKey'],
  'key-aliases': ['kms:DescribeKey', 'kms:ListAliases'],
  'key-policies': ['kms:DescribeKey', 'kms:GetKeyPolicy'],
  'global-settings': ['backup:DescribeGlobalSettings'],
  'identity-policies': ['iam:GetAccountAuthorizationDetails'],
  'backup-roles': ['iam:GetAccountAuthorizationDetails'],
  description: ['dynamodb:DescribeTable'],
  'time-to-live': ['dynamodb:DescribeTimeToLive'],
  'point-in-time-recovery': ['dynamodb:DescribeContinuousBackups'],
  'resource-policy': ['dynamodb:GetResourcePolicy'],
} as const satisfies Readonly<Record<Need, readonly Operation[]>>;

export function actionsFor(needs: Iterable<Need>): readonly Operation[] {
  return [...new Set([...needs].flatMap((need): readonly Operation[] => NEED_ACTIONS[need]))].toSorted();
}

/**
 * How often AWS lets an account call an operation in one Region, by default. Not the account's own quota: where that was
 * raised Holdfast is slower than it could be, where it was lowered the retries wait.
 */
export interface Rate {
  readonly perSecond: number;
  /** The page that the number comes from, or why there is none. */
  readonly source: string;
}

const ATHENA = 'https://docs.aws.amazon.com/athena/latest/ug/service-limits.html';
const BACKUP = 'https://docs.aws.amazon.com/general/latest/gr/bk.html';
const DYNAMODB = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html';
const DYNAMODB_CONTROL = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-control-plane.html';
const CLOUDTRAIL = 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html';
const CLOUDWATCH = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html';
const ORGANIZATIONS = 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html';
const S3 = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html';
const TAGGING = 'https://docs.aws.amazon.com/tag-editor/latest/userguide/reference.html';
const UNPUBLISHED = 'AWS publishes no number';

/**
 * Every operation that Holdfast calls. All of them only read (a query of Athena is a SELECT, and its result file goes where
 * the workgroup says); each is also the name of its IAM action, but for `s3:ListObjectsV2`, which is `s3:ListBucket`.
 */
export const RATES = {
  'account:ListRegions': { perSecond: 5, source: UNPUBLISHED },
  'application-autoscaling:DescribeScalableTargets': { perSecond: 10, source: UNPUBLISHED },
  'application-autoscaling:DescribeScalingPolicies': { perSecond: 10, source: UNPUBLISHED },
  'application-autoscaling:DescribeScheduledActions': { perSecond: 10, source: UNPUBLISHED },
  'athena:GetQueryExecution': { perSecond: 100, source: ATHENA },
  'athena:GetQueryResults': { perSecond: 100, source: ATHENA },
  'athena:GetTableMetadata': { perSecond: 5, source: UNPUBLISHED },
  'athena:StartQueryExecution': { perSecond: 20, source: ATHENA },
  'athena:StopQueryExecution': { perSecond: 20, source: ATHENA },
  'backup:DescribeGlobalSettings': { perSecond: 5, source: UNPUBLISHED },
  'backup:DescribeRegionSettings': { perSecond: 5, source: UNPUBLISHED },
  'backup:GetBackupPlan': { perSecond: 15, source: BACKUP },
  'backup:GetBackupSelection': { perSecond: 15, source: BACKUP },
  'backup:GetBackupVaultAccessPolicy': { perSecond: 15, source: BACKUP },
  'backup:GetRestoreTestingPlan': { perSecond: 10, source: UNPUBLISHED },
  'backup:GetRestoreTestingSelection': { perSecond: 10, source: UNPUBLISHED },
  'backup:ListBackupJobs': { perSecond: 20, source: BACKUP },
  'backup:ListBackupPlanVersions': { perSecond: 20, source: BACKUP },
  'backup:ListBackupPlans': { perSecond: 20, source: BACKUP },
  'backup:ListBackupSelections': { perSecond: 20, source: BACKUP },
  'backup:ListBackupVaults': { perSecond: 20, source: BACKUP },
  'backup:ListCopyJobs': { perSecond: 10, source: UNPUBLISHED },
  'backup:ListRecoveryPointsByBackupVault': { perSecond: 20, source: BACKUP },
  'backup:ListRestoreJobs': { perSecond: 20, source: BACKUP },
  'backup:ListRestoreTestingPlans': { perSecond: 10, source: UNPUBLISHED },
  'backup:ListRestoreTestingSelections': { perSecond: 10, source: UNPUBLISHED },
  'cloudformation:DescribeStacks': { perSecond: 5, source: UNPUBLISHED },
  'cloudformation:GetTemplate': { perSecond: 5, source: UNPUBLISHED },
  'cloudformation:ListStackResources': { perSecond: 5, source: UNPUBLISHED },
  'cloudtrail:LookupEvents': { perSecond: 2, source: CLOUDTRAIL },
  'cloudwatch:DescribeAlarms': { perSecond: 9, source: CLOUDWATCH },
  'dynamodb:DescribeBackup': { perSecond: 10, source: DYNAMODB },
  'dynamodb:DescribeContinuousBackups': { perSecond: 10, source: DYNAMODB },
  'dynamodb:DescribeContributorInsights': { perSecond: 10, source: UNPUBLISHED },
  'dynamodb:DescribeKinesisStreamingDestination': { perSecond: 10, source: UNPUBLISHED },
  'dynamodb:DescribeTable': { perSecond: 2_000, source: DYNAMODB_CONTROL },
  'dynamodb:DescribeTimeToLive': { perSecond: 2_000, source: DYNAMODB_CONTROL },
  'dynamodb:GetResourcePolicy': { perSecond: 2_000, source: DYNAMODB_CONTROL },
  'dynamodb:ListTables': { perSecond: 2_000, source: DYNAMODB_CONTROL },
  'iam:GetAccountAuthorizationDetails': { perSecond: 5, source: UNPUBLISHED },
  'kms:DescribeKey': { perSecond: 20, source: UNPUBLISHED },
  'kms:GetKeyPolicy': { perSecond: 20, source: UNPUBLISHED },
  'kms:ListAliases': { perSecond: 20, source: UNPUBLISHED },
  'organizations:DescribeEffectivePolicy': { perSecond: 5, source: UNPUBLISHED },
  'organizations:DescribePolicy': { perSecond: 2, source: ORGANIZATIONS },
  'organizations:ListAccounts': { perSecond: 8, source: ORGANIZATIONS },
  'organizations:ListAccountsForParent': { perSecond: 5, source: ORGANIZATIONS },
  'organizations:ListAccountsWithInvalidEffectivePolicy': { perSecond: 5, source: UNPUBLISHED },
  'organizations:ListEffectivePolicyValidationErrors': { perSecond: 5, source: UNPUBLISHED },
  'organizations:ListOrganizationalUnitsForParent': { perSecond: 5, source: ORGANIZATIONS },
  'organizations:ListPolicies': { perSecond: 5, source: ORGANIZATIONS },
  'organizations:ListRoots': { perSecond: 1, source: ORGANIZATIONS },
  'organizations:ListTargetsForPolicy': { perSecond: 5, source: ORGANIZATIONS },
  // 5,500 for each prefix of a bucket; the processor is slower than that.
  's3:GetObject': { perSecond: 1_000, source: S3 },
  's3:ListObjectsV2': { perSecond: 200, source: S3 },
  'sts:AssumeRole': { perSecond: 20, source: UNPUBLISHED },
  'sts:GetCallerIdentity': { perSecond: 20, source: UNPUBLISHED },
  'tag:GetResources': { perSecond: 15, source: TAGGING },
} as const satisfies Readonly<Record<string, Rate>>;

export type Operation = keyof typeof RATES;

/** What all operations of one service share, per account and Region, and how many of them are under way at once. */
export interface ServiceRate extends Rate {
  readonly inFlight: number;
}

export const SERVICE_RATES = {
  backup: { perSecond: 50, inFlight: 50, source: BACKUP },
  // 2,500 for the whole account; a fifth is left to its own work.
  dynamodb: { perSecond: 2_000, inFlight: 64, source: DYNAMODB_CONTROL },
  s3: { perSecond: 1_000, inFlight: 64, source: S3 },
} as const satisfies Readonly<Record<string, ServiceRate>>;

export const OTHER_SERVICES: ServiceRate = { perSecond: 50, inFlight: 16, source: UNPUBLISHED };
/** For what the SDK sends on its own, such as a hidden redirect. */
export const OTHER_OPERATIONS: Rate = { perSecond: 5, source: UNPUBLISHED };

/** Calls under way at once over all accounts and Regions: beyond this the processor, not the network, sets the pace. */
export const RUN_IN_FLIGHT = 128;

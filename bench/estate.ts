import type { Operation } from '../src/sources/rates.ts';

export const ACCOUNT = '111122223333';
/** Where the copies go. None of the tables live there, so it is read for its vaults and points only. */
export const COPY_REGION = 'eu-central-1';
/** Where the account as a whole is asked about. */
const HOME_REGION = 'eu-west-1';

/** AWS allows 2,500 tables in a Region unless asked; a large estate is spread over several. */
const TABLES_PER_REGION = 500;
const REGIONS = [
  HOME_REGION,
  'eu-west-2',
  'eu-west-3',
  'eu-north-1',
  'us-east-1',
  'us-east-2',
  'us-west-2',
  'ap-south-1',
  'ap-southeast-2',
  'ap-northeast-1',
] as const;

/** Of each table, one a day. */
const POINTS = 35;
/** Kept by the job list of AWS Backup for 30 days; the newest point is three hours old. */
const JOBS = 30;
/** Of each table, by the restore testing plan. */
const RESTORES = 3;
/** Of each Region. */
const RESTORED_TABLES = 5;
const PROVISIONED_TABLES = 10;
const PLANS = 3;

export interface BenchEstate {
  readonly tables: number;
  readonly regions: readonly string[];
  readonly scenario: string;
  /** Region → operation → the least calls that bring what the policy needs. The home Region has the account's too. */
  readonly least: ReadonlyMap<string, ReadonlyMap<Operation, number>>;
}

/** An estate of so many tables, spread evenly, all of them asked for by `policy.yaml`. */
export function benchEstate(tables: number): BenchEstate {
  const regions = REGIONS.slice(0, Math.max(1, Math.min(REGIONS.length, Math.ceil(tables / TABLES_PER_REGION))));
  const each = Math.floor(tables / regions.length);
  return {
    tables: each * regions.length,
    regions,
    scenario: scenarioOf(regions, each),
    least: new Map([
      ...regions.map((region) => [region, leastOfRegion(each, region === HOME_REGION)] as const),
      [COPY_REGION, leastOfCopyRegion(each * regions.length)] as const,
    ]),
  };
}

/** Pages of a list; an empty list is asked for once. */
function pages(items: number, size: number): number {
  return Math.max(1, Math.ceil(items / size));
}

/** Calls that nobody could save: each list to its end at AWS's largest page, each fact without a list once. */
function leastOfRegion(tables: number, isHome: boolean): ReadonlyMap<Operation, number> {
  const sources = tables - RESTORED_TABLES;
  const compared = 2 * RESTORED_TABLES;
  const policies = 2 * PROVISIONED_TABLES;
  const calls: readonly (readonly [Operation, number])[] = [
    ...(isHome
      ? ([
          ['sts:GetCallerIdentity', 1],
          ['iam:GetAccountAuthorizationDetails', 1],
        ] as const)
      : []),
    ['dynamodb:ListTables', pages(tables, 100)],
    // Only a description tells of a native or point-in-time restore, and no list holds it.
    ['dynamodb:DescribeTable', tables],
    // Of the tables with the tag, and of restored ones and their sources, which are compared.
    ['dynamodb:DescribeContinuousBackups', sources + RESTORED_TABLES],
    ['dynamodb:DescribeTimeToLive', compared],
    ['dynamodb:GetResourcePolicy', compared],
    ['dynamodb:DescribeContributorInsights', compared],
    ['dynamodb:DescribeKinesisStreamingDestination', compared],
    ['tag:GetResources', pages(sources, 100)],
    ['backup:DescribeRegionSettings', 1],
    ['backup:ListBackupPlans', 1],
    ['backup:GetBackupPlan', PLANS],
    ['backup:ListBackupSelections', PLANS],
    ['backup:GetBackupSelection', PLANS],
    ['backup:ListBackupVaults', 1],
    ['backup:GetBackupVaultAccessPolicy', 1],
    ['backup:ListRecoveryPointsByBackupVault', pages(sources * POINTS, 1_000)],
    ['backup:ListBackupJobs', pages(sources * JOBS, 1_000)],
    // Evidence for copies that did not arrive.
    ['backup:ListCopyJobs', pages(sources * JOBS, 1_000)],
    ['backup:ListRestoreJobs', pages(sources * RESTORES + RESTORED_TABLES, 1_000)],
    ['backup:ListRestoreTestingPlans', 1],
    ['backup:GetRestoreTestingPlan', 1],
    ['backup:ListRestoreTestingSelections', 1],
    ['backup:GetRestoreTestingSelection', 1],
    ['application-autoscaling:DescribeScalableTargets', pages(policies, 50)],
    // AWS gives ten at a time.
    ['application-autoscaling:DescribeScalingPolicies', pages(policies, 10)],
    ['application-autoscaling:DescribeScheduledActions', 1],
    // Target tracking makes an alarm for high and one for low load.
    ['cloudwatch:DescribeAlarms', pages(2 * policies, 100)],
    ['kms:DescribeKey', 1],
  ];
  return new Map(calls);
}

function leastOfCopyRegion(tables: number): ReadonlyMap<Operation, number> {
  const copies = (tables - RESTORED_TABLES * regionsOf(tables)) * POINTS;
  return new Map<Operation, number>([
    ['backup:ListBackupVaults', 1],
    ['backup:GetBackupVaultAccessPolicy', 1],
    ['backup:ListRecoveryPointsByBackupVault', pages(copies, 1_000)],
    ['kms:DescribeKey', 1],
  ]);
}

function regionsOf(tables: number): number {
  return Math.max(1, Math.min(REGIONS.length, Math.ceil(tables / TABLES_PER_REGION)));
}

function scenarioOf(regions: readonly string[], tables: number): string {
  const lines = [
    `defaultAccount: "${ACCOUNT}"`,
    `defaultRegion: ${HOME_REGION}`,
    'accounts:',
    `  "${ACCOUNT}":`,
    '    regions:',
    ...regions.flatMap((region) => regionLines(region, tables)),
    `      ${COPY_REGION}:`,
    '        vaults: [{ backupVaultName: copies }]',
  ];
  return `${lines.join('\n')}\n`;
}

function regionLines(region: string, tables: number): readonly string[] {
  const key = `arn:aws:kms:${region}:${ACCOUNT}:key/11111111-1111-1111-1111-111111111111`;
  const copies = `arn:aws:backup:${COPY_REGION}:${ACCOUNT}:backup-vault:copies`;
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  return [
    `      ${region}:`,
    '        settings: { resourceTypeOptInPreference: { DynamoDB: true }, resourceTypeManagementPreference: { DynamoDB: true } }',
    '        keys: [{ keyId: 11111111-1111-1111-1111-111111111111 }]',
    `        vaults: [{ backupVaultName: main, encryptionKeyArn: "${key}", locked: true, lockDate: -30d, accessPolicy: { Version: "2012-10-17", Statement: [{ Effect: Deny, Principal: "*", Action: "backup:DeleteRecoveryPoint", Resource: "*" }] } }]`,
    '        plans:',
    ...['daily', 'monthly', 'spare']
      .slice(0, PLANS)
      .flatMap((name, index) => [
        `          - backupPlanName: ${name}`,
        `            rules: [{ ruleName: run, targetBackupVaultName: main, scheduleExpression: "${index === 1 ? 'cron(0 5 1 * ? *)' : 'cron(0 5 ? * * *)'}", startWindowMinutes: 60, lifecycle: { deleteAfterDays: ${index === 1 ? 365 : 35} }, copyActions: [{ destinationBackupVaultArn: "${copies}", lifecycle: { deleteAfterDays: 35 } }] }]`,
        `            selections: [{ selectionName: one, listOfTags: [{ conditionKey: tier, conditionValue: ${index === 2 ? 'none' : 'gold'} }] }]`,
      ]),
    '        tables:',
    `          - { tableName: "orders-{n}", count: ${tables - RESTORED_TABLES - PROVISIONED_TABLES}, tags: { tier: gold, team: payments }, pointInTimeRecovery: { enabled: true } }`,
    `          - { tableName: "orders-provisioned-{n}", count: ${PROVISIONED_TABLES}, billingMode: PROVISIONED, tags: { tier: gold, team: payments }, pointInTimeRecovery: { enabled: true } }`,
    `          - { tableName: "restored-{n}", count: ${RESTORED_TABLES}, creationDateTime: -1d }`,
    '        recoveryPoints:',
    `          - { tableName: "orders-*", backupVaultName: main, createdBy: { backupPlanName: daily }, every: 24h, for: ${POINTS - 1}d, until: -3h, copies: [{ destinationBackupVaultArn: "${copies}", lifecycle: { deleteAfterDays: 35 } }] }`,
    '        restoreTestingPlans:',
    '          - { restoreTestingPlanName: weekly, scheduleExpression: "cron(0 9 ? * MON *)", selections: [{ restoreTestingSelectionName: gold }] }',
    '        restoreJobs:',
    `          - { tableName: "orders-*", status: COMPLETED, restoreTestingPlanName: weekly, every: 7d, for: ${(RESTORES - 1) * 7}d, until: -2d, takes: 40m }`,
    ...numbers(RESTORED_TABLES).map(
      (n) =>
        `          - { tableName: orders-provisioned-${n}, status: COMPLETED, createdTableName: restored-${n}, creationDate: -1d, takes: 42m }`,
    ),
    '        scalableTargets:',
    ...scaled(numbers(PROVISIONED_TABLES), 'minCapacity: 5, maxCapacity: 100'),
    '        scalingPolicies:',
    ...scaled(
      numbers(PROVISIONED_TABLES),
      'policyName: track, targetTrackingScalingPolicyConfiguration: { targetValue: 70 }',
    ),
  ];
}

function scaled(numbers: readonly number[], rest: string): readonly string[] {
  return numbers.flatMap((n) =>
    ['Read', 'Write'].map(
      (kind) =>
        `          - { resourceId: table/orders-provisioned-${n}, scalableDimension: "dynamodb:table:${kind}CapacityUnits", ${rest} }`,
    ),
  );
}

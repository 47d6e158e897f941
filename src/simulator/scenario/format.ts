import {
  flag,
  instant,
  json,
  list,
  mapOf,
  number,
  type Out,
  oneOf,
  policyDocument,
  record,
  reference,
  span,
  text,
} from './reader.ts';

/*
 * The scenario format, as readers. docs/simulator.md is its reference for people. Names are AWS's own, in camelCase;
 * what AWS has no name for (`every`, `for`, `takes`, `count` …) is short.
 */

const tags = mapOf(text());

const lifecycle = record(
  {},
  { moveToColdStorageAfterDays: number(1), deleteAfterDays: number(1), optInToArchiveForSupportedResources: flag() },
);

const copyAction = record({ destinationBackupVaultArn: text() }, { lifecycle });

const rule = record(
  { ruleName: text(), targetBackupVaultName: text() },
  {
    ruleId: text(),
    targetLogicallyAirGappedBackupVaultArn: text(),
    scheduleExpression: text(),
    scheduleExpressionTimezone: text(),
    startWindowMinutes: number(0),
    completionWindowMinutes: number(0),
    lifecycle,
    recoveryPointTags: tags,
    copyActions: list(copyAction),
    enableContinuousBackup: flag(),
  },
);

const condition = record({ conditionKey: text(), conditionValue: text() }, {});

const selection = record(
  { selectionName: text() },
  {
    selectionId: text(),
    iamRoleArn: text(),
    creationDate: instant(),
    resources: list(text()),
    notResources: list(text()),
    listOfTags: list(
      record({ conditionKey: text(), conditionValue: text() }, { conditionType: oneOf('STRINGEQUALS') }),
    ),
    conditions: record(
      {},
      {
        stringEquals: list(condition),
        stringNotEquals: list(condition),
        stringLike: list(condition),
        stringNotLike: list(condition),
      },
    ),
  },
);

const plan = record(
  { backupPlanName: text(), rules: list(rule) },
  {
    backupPlanId: text(),
    creationDate: instant(),
    deletionDate: instant(),
    lastExecutionDate: instant(),
    advancedBackupSettings: list(record({ resourceType: text(), backupOptions: tags }, {})),
    selections: list(selection),
    tags,
  },
);

const vault = record(
  { backupVaultName: text() },
  {
    vaultType: oneOf('BACKUP_VAULT', 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT'),
    encryptionKeyArn: text(),
    creationDate: instant(),
    locked: flag(),
    minRetentionDays: number(1),
    maxRetentionDays: number(1),
    lockDate: instant(),
    accessPolicy: policyDocument(),
    tags,
  },
);

const keySchema = list(record({ attributeName: text(), keyType: oneOf('HASH', 'RANGE') }, {}));
const projection = record({ projectionType: oneOf('ALL', 'KEYS_ONLY', 'INCLUDE') }, { nonKeyAttributes: list(text()) });
const throughput = record({ readCapacityUnits: number(0), writeCapacityUnits: number(0) }, {});
const onDemandThroughput = record({}, { maxReadRequestUnits: number(-1), maxWriteRequestUnits: number(-1) });

const table = record(
  { tableName: text() },
  {
    /** Makes this many tables; `{n}` in the name is the number, from 1. */
    count: number(1),
    tableId: text(),
    tableStatus: oneOf(
      'CREATING',
      'UPDATING',
      'DELETING',
      'ACTIVE',
      'INACCESSIBLE_ENCRYPTION_CREDENTIALS',
      'ARCHIVING',
      'ARCHIVED',
    ),
    creationDateTime: instant(),
    attributeDefinitions: list(record({ attributeName: text(), attributeType: oneOf('S', 'N', 'B') }, {})),
    keySchema,
    billingMode: oneOf('PROVISIONED', 'PAY_PER_REQUEST'),
    provisionedThroughput: throughput,
    onDemandThroughput,
    globalSecondaryIndexes: list(
      record(
        { indexName: text(), keySchema },
        {
          projection,
          provisionedThroughput: throughput,
          onDemandThroughput,
          indexStatus: oneOf('CREATING', 'UPDATING', 'DELETING', 'ACTIVE'),
        },
      ),
    ),
    localSecondaryIndexes: list(record({ indexName: text(), keySchema }, { projection })),
    streamSpecification: record(
      { streamViewType: oneOf('NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY') },
      { streamEnabled: flag() },
    ),
    sseSpecification: record({}, { enabled: flag(), kmsMasterKeyId: text() }),
    timeToLive: record(
      { attributeName: text() },
      { timeToLiveStatus: oneOf('ENABLED', 'DISABLED', 'ENABLING', 'DISABLING') },
    ),
    pointInTimeRecovery: record({}, { enabled: flag(), recoveryPeriodInDays: number(1), since: instant() }),
    deletionProtectionEnabled: flag(),
    tableClass: oneOf('STANDARD', 'STANDARD_INFREQUENT_ACCESS'),
    itemCount: number(0),
    tableSizeBytes: number(0),
    replicas: list(text()),
    tags,
    resourcePolicy: policyDocument(),
    restoreSummary: record(
      { restoreDateTime: instant() },
      { sourceBackupArn: text(), sourceTableArn: text(), restoreInProgress: flag() },
    ),
  },
);

/** One thing at `creationDate`, or a series: one `every` so long, `for` so long, the newest at `until`. */
const when = { creationDate: instant(), every: span(), for: span(), until: instant(), takes: span() };
/** `tableName` may hold `*`: every table of the Region that matches. */
const what = { tableName: reference(), resourceArn: text() };
const createdBy = record({ backupPlanName: reference() }, { ruleName: reference() });

const recoveryPoint = record(
  { backupVaultName: reference() },
  {
    ...what,
    ...when,
    recoveryPointArn: text(),
    sourceBackupVaultArn: text(),
    createdBy,
    lifecycle,
    status: oneOf('COMPLETED', 'PARTIAL', 'DELETING', 'EXPIRED', 'AVAILABLE', 'STOPPED', 'CREATING'),
    statusMessage: text(),
    backupSizeInBytes: number(0),
    isEncrypted: flag(),
    encryptionKeyArn: text(),
    iamRoleArn: text(),
    /** False leaves out the backup and copy jobs that made the points. */
    jobs: flag(),
    copies: list(record({ destinationBackupVaultArn: reference() }, { lifecycle, after: span(), takes: span() })),
  },
);

const backupJob = record(
  {
    backupVaultName: text(),
    state: oneOf('CREATED', 'PENDING', 'RUNNING', 'ABORTING', 'ABORTED', 'COMPLETED', 'FAILED', 'EXPIRED', 'PARTIAL'),
  },
  {
    ...what,
    ...when,
    backupJobId: text(),
    startBy: instant(),
    startWindowMinutes: number(0),
    statusMessage: text(),
    messageCategory: text(),
    createdBy,
    recoveryPointArn: text(),
    lifecycle,
    backupSizeInBytes: number(0),
    iamRoleArn: text(),
    resourceType: text(),
  },
);

const copyJob = record(
  { destinationBackupVaultArn: text(), state: oneOf('CREATED', 'RUNNING', 'COMPLETED', 'FAILED', 'PARTIAL') },
  {
    ...what,
    ...when,
    copyJobId: text(),
    sourceBackupVaultName: text(),
    sourceRecoveryPointArn: text(),
    destinationRecoveryPointArn: text(),
    lifecycle,
    statusMessage: text(),
    messageCategory: text(),
    createdBy,
    backupSizeInBytes: number(0),
    iamRoleArn: text(),
  },
);

const restoreJob = record(
  { status: oneOf('PENDING', 'RUNNING', 'COMPLETED', 'ABORTED', 'FAILED') },
  {
    ...what,
    ...when,
    restoreJobId: text(),
    recoveryPointArn: text(),
    recoveryPointCreationDate: instant(),
    backupVaultName: text(),
    createdTableName: text(),
    createdResourceArn: text(),
    restoreTestingPlanName: reference(),
    statusMessage: text(),
    validationStatus: oneOf('FAILED', 'SUCCESSFUL', 'TIMED_OUT', 'VALIDATING'),
    validationStatusMessage: text(),
    deletionStatus: oneOf('DELETING', 'FAILED', 'SUCCESSFUL'),
    backupSizeInBytes: number(0),
    iamRoleArn: text(),
  },
);

const keyValue = record({ key: text(), value: text() }, {});

const restoreTestingPlan = record(
  { restoreTestingPlanName: text(), scheduleExpression: text() },
  {
    scheduleExpressionTimezone: text(),
    startWindowHours: number(1),
    creationTime: instant(),
    lastExecutionTime: instant(),
    recoveryPointSelection: record(
      {},
      {
        algorithm: oneOf('LATEST_WITHIN_WINDOW', 'RANDOM_WITHIN_WINDOW'),
        includeVaults: list(text()),
        excludeVaults: list(text()),
        recoveryPointTypes: list(oneOf('SNAPSHOT', 'CONTINUOUS')),
        selectionWindowDays: number(1),
      },
    ),
    selections: list(
      record(
        { restoreTestingSelectionName: text() },
        {
          iamRoleArn: text(),
          protectedResourceType: text(),
          protectedResourceArns: list(text()),
          protectedResourceConditions: record({}, { stringEquals: list(keyValue), stringNotEquals: list(keyValue) }),
          restoreMetadataOverrides: tags,
          validationWindowHours: number(1),
        },
      ),
    ),
    tags,
  },
);

const dimension = oneOf(
  'dynamodb:table:ReadCapacityUnits',
  'dynamodb:table:WriteCapacityUnits',
  'dynamodb:index:ReadCapacityUnits',
  'dynamodb:index:WriteCapacityUnits',
);

const scalableTarget = record(
  { resourceId: text(), scalableDimension: dimension, minCapacity: number(1), maxCapacity: number(1) },
  {
    creationTime: instant(),
    suspendedState: record(
      {},
      { dynamicScalingInSuspended: flag(), dynamicScalingOutSuspended: flag(), scheduledScalingSuspended: flag() },
    ),
  },
);

const scalingPolicy = record(
  {
    policyName: text(),
    resourceId: text(),
    scalableDimension: dimension,
    targetTrackingScalingPolicyConfiguration: record(
      { targetValue: number(0) },
      { scaleInCooldown: number(0), scaleOutCooldown: number(0), disableScaleIn: flag() },
    ),
  },
  { creationTime: instant() },
);

const metricDimension = record({ name: text(), value: text() }, {});

const alarm = record(
  { alarmName: text() },
  {
    alarmDescription: text(),
    actionsEnabled: flag(),
    alarmActions: list(text()),
    oKActions: list(text()),
    insufficientDataActions: list(text()),
    stateValue: oneOf('OK', 'ALARM', 'INSUFFICIENT_DATA'),
    metricName: text(),
    namespace: text(),
    statistic: oneOf('SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'),
    extendedStatistic: text(),
    dimensions: list(metricDimension),
    period: number(1),
    evaluationPeriods: number(1),
    datapointsToAlarm: number(1),
    threshold: number(),
    comparisonOperator: text(),
    treatMissingData: text(),
    metrics: list(
      record(
        { id: text() },
        {
          metricStat: record(
            {
              metric: record({ metricName: text() }, { namespace: text(), dimensions: list(metricDimension) }),
              period: number(1),
              stat: text(),
            },
            {},
          ),
          expression: text(),
          label: text(),
          returnData: flag(),
          period: number(1),
        },
      ),
    ),
    /** Makes it a composite alarm. */
    alarmRule: text(),
  },
);

const key = record(
  {},
  {
    keyId: text(),
    aliases: list(text()),
    description: text(),
    keyManager: oneOf('AWS', 'CUSTOMER'),
    multiRegion: flag(),
    policy: policyDocument(),
    tags,
  },
);

const nativeBackup = record(
  { tableName: reference(), backupName: text() },
  {
    backupType: oneOf('USER', 'SYSTEM', 'AWS_BACKUP'),
    backupStatus: oneOf('CREATING', 'AVAILABLE', 'DELETED'),
    backupCreationDateTime: instant(),
    backupExpiryDateTime: instant(),
  },
);

const event = record(
  { eventName: text(), eventTime: instant() },
  {
    eventSource: text(),
    actor: reference(),
    requestParameters: json(),
    responseElements: json(),
    /** Makes it an event that AWS Backup writes itself. */
    serviceEventDetails: json(),
    errorCode: text(),
    errorMessage: text(),
    readOnly: flag(),
    resources: list(record({ resourceType: text(), resourceName: text() }, {})),
  },
);

const region = record(
  {},
  {
    settings: record(
      {},
      { resourceTypeOptInPreference: mapOf(flag()), resourceTypeManagementPreference: mapOf(flag()) },
    ),
    keys: list(key),
    vaults: list(vault),
    plans: list(plan),
    tables: list(table),
    nativeBackups: list(nativeBackup),
    recoveryPoints: list(recoveryPoint),
    backupJobs: list(backupJob),
    copyJobs: list(copyJob),
    restoreJobs: list(restoreJob),
    restoreTestingPlans: list(restoreTestingPlan),
    scalableTargets: list(scalableTarget),
    scalingPolicies: list(scalingPolicy),
    alarms: list(alarm),
    events: list(event),
  },
);

const holder = {
  path: text(),
  policies: list(record({ policyName: text(), policyDocument: policyDocument() }, {})),
  attachedPolicies: list(text()),
};

const account = record(
  {},
  {
    name: text(),
    partition: oneOf('aws', 'aws-cn', 'aws-us-gov'),
    enabledRegions: list(text()),
    globalSettings: tags,
    actors: list(
      record(
        { name: text() },
        {
          type: oneOf('IAMUser', 'AssumedRole', 'SSO', 'Root'),
          roleName: text(),
          permissionSet: text(),
          sourceIpAddress: text(),
          userAgent: text(),
        },
      ),
    ),
    roles: list(
      record(
        { roleName: text() },
        { ...holder, assumeRolePolicyDocument: policyDocument(), description: text(), tags },
      ),
    ),
    users: list(record({ userName: text() }, holder)),
    policies: list(
      record({ policyName: text(), policyDocument: policyDocument() }, { path: text(), description: text() }),
    ),
    regions: mapOf(region),
  },
);

const fault = record(
  { kind: oneOf('deny', 'throttle', 'error', 'cut', 'delay') },
  {
    service: text(),
    operation: text(),
    region: text(),
    account: text(),
    every: number(1),
    times: number(1),
    delayMs: number(0),
  },
);

export const scenario = record(
  {},
  {
    defaultAccount: text(),
    defaultRegion: text(),
    pageSize: number(1),
    jobDurations: record({}, { backup: span(), copy: span(), restore: span() }),
    organization: record({ managementAccount: text() }, { id: text() }),
    faults: list(fault),
    accounts: mapOf(account),
  },
);

export type Scenario = Out<typeof scenario>;
export type AccountEntry = Out<typeof account>;
export type RegionEntry = Out<typeof region>;
export type PlanEntry = Out<typeof plan>;
export type VaultEntry = Out<typeof vault>;
export type TableEntry = Out<typeof table>;
export type RecoveryPointEntry = Out<typeof recoveryPoint>;
export type BackupJobEntry = Out<typeof backupJob>;
export type CopyJobEntry = Out<typeof copyJob>;
export type RestoreJobEntry = Out<typeof restoreJob>;
export type RestoreTestingPlanEntry = Out<typeof restoreTestingPlan>;
export type AlarmEntry = Out<typeof alarm>;
export type EventEntry = Out<typeof event>;

import { INVENTORY_SCHEMA } from '../model/inventory.ts';

type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: 'string' };
const name: Schema = { type: 'string', minLength: 1 };
const flag: Schema = { type: 'boolean' };
const count: Schema = { type: 'number' };
const instant: Schema = {
  type: 'string',
  pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}Z$',
};
const account: Schema = { type: 'string', pattern: '^\\d{12}$' };

function oneOf(...values: readonly string[]): Schema {
  return { enum: values };
}

function listOf(items: Schema): Schema {
  return { type: 'array', items };
}

function mapOf(values: Schema): Schema {
  return { type: 'object', additionalProperties: values };
}

/** Fields that a later version adds do not make a file unreadable. */
function record(
  requiredFields: Readonly<Record<string, Schema>>,
  optionalFields: Readonly<Record<string, Schema>> = {},
): Schema {
  return {
    type: 'object',
    required: Object.keys(requiredFields),
    properties: { ...requiredFields, ...optionalFields },
  };
}

const unknownFact = record(
  {
    known: { const: false },
    reason: oneOf('denied', 'throttled', 'not-collected', 'undocumented', 'too-few-samples', 'unreachable'),
    detail: text,
  },
  { permission: text },
);

/** Told apart by `known`, so that a problem is reported where it is and not once for each kind. */
function fact(value: Schema): Schema {
  return {
    type: 'object',
    required: ['known'],
    properties: { known: flag },
    if: { properties: { known: { const: true } } },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    then: { required: ['value', 'from'], properties: { value, from: text, asOf: instant } },
    else: unknownFact,
  };
}

const lifecycle = record({}, { moveToColdStorageAfterDays: count, deleteAfterDays: count });
const keyValue = record({ key: text, value: text });
const throughput = record({ readUnits: count, writeUnits: count });
const keys = listOf(record({ name, type: oneOf('HASH', 'RANGE') }));
const creator = record({}, { planId: text, planName: text, planVersion: text, ruleId: text, ruleName: text });

const rule = record(
  { name, vaultName: name, copyActions: listOf(record({ destinationVaultArn: name }, { lifecycle })) },
  {
    id: text,
    airGappedVaultArn: text,
    scheduleExpression: text,
    scheduleTimezone: text,
    startWindowMinutes: count,
    completionWindowMinutes: count,
    lifecycle,
  },
);

const selectionBody = record({
  roleArn: text,
  resources: listOf(text),
  notResources: listOf(text),
  listOfTags: listOf(keyValue),
  conditions: record({
    stringEquals: listOf(keyValue),
    stringNotEquals: listOf(keyValue),
    stringLike: listOf(keyValue),
    stringNotLike: listOf(keyValue),
  }),
});

const selection = record({ id: name, name, body: fact(selectionBody) }, { createdAt: instant });

const planVersion = record({ id: name, rules: fact(listOf(rule)) }, { createdAt: instant });

const plan = record(
  {
    id: name,
    arn: name,
    name,
    body: fact(
      record(
        { rules: listOf(rule), preview: listOf(record({ at: instant }, { ruleId: text })) },
        { document: text, versionId: text },
      ),
    ),
    selections: fact(listOf(selection)),
  },
  { createdAt: instant, lastExecutedAt: instant, versions: fact(listOf(planVersion)) },
);

const vault = record(
  { name, arn: name, type: text, locked: flag, accessPolicy: fact({ type: ['string', 'null'] }) },
  {
    encryptionKeyArn: text,
    encryptionKeyType: text,
    minRetentionDays: count,
    maxRetentionDays: count,
    lockDate: instant,
  },
);

const recoveryPoint = record(
  { arn: name, vaultName: name, resourceArn: name, status: text, createdAt: instant },
  {
    sourceVaultArn: text,
    resourceName: text,
    initiatedAt: instant,
    completedAt: instant,
    sizeBytes: count,
    lifecycle,
    deleteAt: instant,
    moveToColdStorageAt: instant,
    encrypted: flag,
    encryptionKeyArn: text,
    planId: text,
    planVersion: text,
    ruleId: text,
    vaultType: text,
  },
);

const backupJob = record(
  { id: name, resourceArn: name, state: text, createdAt: instant },
  {
    vaultName: text,
    vaultArn: text,
    statusMessage: text,
    messageCategory: text,
    startBy: instant,
    completedAt: instant,
    expectedCompletionAt: instant,
    recoveryPointArn: text,
    sizeBytes: count,
    createdBy: creator,
  },
);

const copyJob = record(
  { id: name, resourceArn: name, destinationVaultArn: name, state: text, createdAt: instant },
  {
    sourceRecoveryPointArn: text,
    destinationRecoveryPointArn: text,
    destinationLifecycle: lifecycle,
    statusMessage: text,
    messageCategory: text,
    completedAt: instant,
    createdBy: creator,
  },
);

const restoreJob = record(
  { id: name, status: text, createdAt: instant },
  {
    recoveryPointArn: text,
    sourceArn: text,
    createdArn: text,
    vaultArn: text,
    statusMessage: text,
    completedAt: instant,
    recoveryPointCreatedAt: instant,
    sizeBytes: count,
    restoreTestingPlanArn: text,
    validationStatus: text,
  },
);

const restoreTestingPlan = record(
  {
    name,
    arn: name,
    includeVaults: listOf(text),
    excludeVaults: listOf(text),
    selections: listOf(
      record(
        {
          name,
          resourceType: text,
          resourceArns: listOf(text),
          conditions: record({ stringEquals: listOf(keyValue), stringNotEquals: listOf(keyValue) }),
        },
        { validationWindowHours: count },
      ),
    ),
  },
  {
    scheduleExpression: text,
    scheduleTimezone: text,
    lastExecutedAt: instant,
    pointTypes: listOf(text),
    selectionWindowDays: count,
  },
);

const key = record(
  { arn: name, manager: fact(oneOf('AWS', 'CUSTOMER')), aliases: fact(listOf(text)) },
  { state: fact(record({ name }, { deletionDate: instant })), policy: fact(text) },
);
const onDemandThroughput = record({}, { readUnits: count, writeUnits: count });

const index = record(
  { name, keys, projection: text, nonKeyAttributes: listOf(text) },
  { throughput, onDemandThroughput, status: text },
);

const encryption: Schema = {
  type: 'object',
  required: ['kind'],
  properties: { kind: oneOf('aws-owned', 'kms') },
  if: { properties: { kind: { const: 'kms' } } },
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
  then: { required: ['keyArn', 'status'], properties: { keyArn: name, status: text } },
};

const billingMode = oneOf('PROVISIONED', 'PAY_PER_REQUEST');

const tableDescription = record(
  {
    status: text,
    keys,
    billingMode,
    throughput,
    globalIndexes: listOf(index),
    localIndexes: listOf(index),
    encryption,
    stream: text,
    deletionProtection: flag,
    tableClass: text,
    replicaRegions: listOf(text),
  },
  {
    id: text,
    createdAt: instant,
    attributeTypes: mapOf(text),
    replicaAccounts: listOf(text),
    witnessRegions: listOf(text),
    multiRegionConsistency: text,
    vectorIndexes: listOf(text),
    onDemandThroughput,
    warmThroughput: throughput,
    sizeBytes: count,
    itemCount: count,
    restore: record({ restoredTo: instant, inProgress: flag }, { sourceBackupArn: text, sourceTableArn: text }),
  },
);

const timeToLive = record({ status: oneOf('ENABLED', 'ENABLING', 'DISABLED', 'DISABLING') }, { attribute: text });

const nativeBackup = record({
  createdAt: instant,
  tableArn: name,
  table: record(
    {
      keys,
      billingMode,
      throughput,
      globalIndexes: listOf(index),
      localIndexes: listOf(index),
      encryption,
      stream: text,
    },
    { onDemandThroughput },
  ),
  timeToLive,
});

const table = record(
  {
    arn: name,
    name,
    tags: fact(mapOf(text)),
    description: fact(tableDescription),
    timeToLive: fact(timeToLive),
    pointInTimeRecovery: fact(
      record(
        { enabled: flag },
        { recoveryPeriodDays: count, earliestRestorableAt: instant, latestRestorableAt: instant },
      ),
    ),
    resourcePolicy: fact({ type: ['string', 'null'] }),
  },
  { unlisted: record({ kinesisStreams: fact(listOf(text)), contributorInsights: fact(flag) }) },
);

const scalableTarget = record(
  { resourceId: name, dimension: name, minCapacity: count, maxCapacity: count, suspended: flag },
  { createdAt: instant, scheduledSuspended: flag },
);

const scheduledAction = record(
  { name, resourceId: name, dimension: name, schedule: text },
  { timezone: text, startAt: instant, endAt: instant, minCapacity: count, maxCapacity: count },
);

const scalingPolicy = record(
  { name, resourceId: name, dimension: name, disableScaleIn: flag, alarmNames: listOf(text) },
  { targetValue: count, scaleInCooldownSeconds: count, scaleOutCooldownSeconds: count, configuration: text },
);

const alarm = record(
  {
    name,
    kind: oneOf('metric', 'composite'),
    watches: listOf(record({ metric: text }, { table: text, index: text, operation: text })),
    actions: listOf(text),
    actionsEnabled: flag,
  },
  {
    arn: text,
    statistic: text,
    periodSeconds: count,
    evaluationPeriods: count,
    okActions: listOf(text),
    insufficientDataActions: listOf(text),
    datapointsToAlarm: count,
    treatMissingData: text,
    threshold: count,
    comparison: text,
    expression: text,
    definition: text,
  },
);

const deployedStack = record({
  id: name,
  status: name,
  parameters: mapOf(text),
  tags: mapOf(text),
  template: text,
  resources: listOf(record({ logicalId: name, type: name, status: name }, { physicalId: name })),
});

const region = record(
  {
    partition: name,
    account,
    region: name,
    inScope: flag,
    settings: fact(record({ optIn: mapOf(flag), management: mapOf(flag) })),
    plans: fact(listOf(plan)),
    vaults: fact(listOf(vault)),
    recoveryPoints: fact(listOf(record({ vaultName: name, points: fact(listOf(recoveryPoint)) }))),
    backupJobs: fact(listOf(backupJob)),
    copyJobs: fact(listOf(copyJob)),
    restoreJobs: fact(listOf(restoreJob)),
    restoreTestingPlans: fact(listOf(restoreTestingPlan)),
    tables: fact(listOf(table)),
    scalableTargets: fact(listOf(scalableTarget)),
    scalingPolicies: fact(listOf(scalingPolicy)),
    alarms: fact(listOf(alarm)),
    keys: listOf(key),
  },
  {
    scheduledActions: fact(listOf(scheduledAction)),
    recoveryPointsSince: instant,
    nativeBackups: listOf(record({ arn: name, body: fact(nativeBackup) })),
    managementSettings: fact(record({ optIn: mapOf(flag), management: mapOf(flag) })),
    stacks: listOf(record({ name, stack: fact({ anyOf: [{ type: 'null' }, deployedStack] }) })),
  },
);

const backupRole = record(
  { arn: name },
  { body: record({ trustPolicy: text, policies: listOf(record({ id: name }, { document: text })) }) },
);

const organization = record({
  tree: fact(
    record({
      managementAccount: text,
      enabled: flag,
      nodes: listOf(
        record(
          { id: name, kind: oneOf('root', 'unit', 'account'), name: text, policies: listOf(name) },
          { parent: name },
        ),
      ),
      policies: listOf(record({ id: name, name: text, content: fact(text) })),
    }),
  ),
  invalid: fact(
    listOf(
      record({
        account,
        errors: fact(listOf(record({ code: text, message: text, policies: listOf(text) }, { path: text }))),
      }),
    ),
  ),
});

/** The JSON Schema of a saved inventory: deep enough that a cut or edited file does not reach the controls. */
export const inventorySchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Holdfast inventory',
  ...record(
    {
      schema: { const: INVENTORY_SCHEMA },
      takenAt: instant,
      accounts: listOf(
        record(
          {
            partition: name,
            account,
            globalSettings: fact(mapOf(text)),
            identityPolicies: fact(listOf(record({ id: name, attachedTo: listOf(text), document: text }))),
          },
          {
            readBy: text,
            backupRoles: fact(listOf(backupRole)),
            effectiveBackupPolicy: fact({ type: ['string', 'null'] }),
          },
        ),
      ),
      regions: listOf(region),
      unread: listOf(record({ region: name, why: unknownFact }, { account: text, roleArn: text })),
      apiCalls: record({ total: count, byOperation: mapOf(count) }),
    },
    { organization },
  ),
};

import { ServiceError } from '../../error.ts';
import { flag, type Input, inner, inners, integer, needText, oneOf, tagList, text } from '../../input.ts';
import { type Call, type Operation, reads, writes } from '../../operation.ts';
import { refuse } from '../../refuse.ts';
import type { GlobalIndex, Table } from '../../state.ts';
import { askedTable, updatedTable } from './asked.ts';
import { describeTable } from './description.ts';
import { dynamoArn, invalid, notFound, tableOf } from './lookup.ts';
import { changeReplica } from './replicas.ts';
import { snapshotOf } from './snapshot.ts';
import {
  readAttributes,
  readBillingMode,
  readEncryption,
  readGlobalIndex,
  readKeys,
  readLocalIndex,
  readOnDemand,
  readStream,
  readThroughput,
} from './specification.ts';

export const TABLE_OPERATIONS = {
  CreateTable: writes(createTable),
  UpdateTable: writes(updateTable),
  DeleteTable: writes(deleteTable),
  DescribeTable: reads((call) => ({ Table: describeTable(tableOf(call)) })),
  ListTables: reads(listTables),
} satisfies Record<string, Operation>;

const CLASSES = ['STANDARD', 'STANDARD_INFREQUENT_ACCESS'] as const;

function createTable(call: Call): object {
  const { input, region, world, now } = call;
  const name = needText(input, 'TableName');
  if (region.tables.has(name)) throw new ServiceError('ResourceInUseException', `Table already exists: ${name}`);
  const billingMode = readBillingMode(input) ?? 'PROVISIONED';
  const stream = readStream(input) ?? 'off';
  const encryption = readEncryption(world, region, input) ?? 'off';
  const table: Table = {
    name,
    arn: dynamoArn(region, `table/${name}`),
    id: world.ids.uuid('table'),
    created: now,
    status: 'ACTIVE',
    attributes: readAttributes(input) ?? [],
    keys: readKeys(input),
    billingMode,
    onDemandSince: billingMode === 'PAY_PER_REQUEST' ? now : undefined,
    throughput: readThroughput(input, billingMode),
    onDemandThroughput: readOnDemand(input),
    globalIndexes: (inners(input, 'GlobalSecondaryIndexes') ?? []).map((index) => readGlobalIndex(index, billingMode)),
    localIndexes: (inners(input, 'LocalSecondaryIndexes') ?? []).map(readLocalIndex),
    encryption: encryption === 'off' ? undefined : encryption,
    stream: stream === 'off' ? undefined : stream,
    streamLabel: stream === 'off' ? undefined : streamLabel(now),
    deletionProtection: flag(input, 'DeletionProtectionEnabled') ?? false,
    tableClass: oneOf(input, 'TableClass', CLASSES) ?? 'STANDARD',
    warmThroughput: undefined,
    kinesisStreams: [],
    contributorInsights: false,
    itemCount: 0,
    sizeBytes: 0,
    replicas: [],
    multiRegionConsistency: undefined,
    witnesses: [],
    vectorIndexes: [],
    inaccessibleSince: undefined,
    restore: undefined,
    tags: tagList(input, 'Tags') ?? {},
    timeToLive: { status: 'DISABLED', attribute: undefined },
    pointInTimeRecovery: { enabled: false, days: 35, since: now },
    resourcePolicy: undefined,
  };
  refuse(call, 'table', askedTable(input));
  const policy = text(input, 'ResourcePolicy');
  if (policy !== undefined) table.resourcePolicy = { document: policy, revision: String(now.getTime()) };
  region.tables.set(name, table);
  return { TableDescription: describeTable(table) };
}

/** Source: DynamoDB API reference, UpdateTable. Nothing is changed where anything is refused. */
function updateTable(call: Call): object {
  const { input, region, world, now } = call;
  const table = tableOf(call);
  const billingMode = readBillingMode(input) ?? table.billingMode;
  const stream = readStream(input);
  const encryption = readEncryption(world, region, input);
  const tableClass = oneOf(input, 'TableClass', CLASSES);
  const indexes = (inners(input, 'GlobalSecondaryIndexUpdates') ?? []).reduce(
    (list, change) => changedIndexes(list, change, billingMode),
    billingMode === table.billingMode ? table.globalIndexes : table.globalIndexes.map(withoutUnits),
  );
  refuse(call, 'table', updatedTable(table, input, billingMode));
  refuse(call, 'table-change', {
    before: { globalSecondaryIndexNames: namesOf(table.globalIndexes) },
    after: { globalSecondaryIndexNames: namesOf(indexes) },
  });
  refuseStream(table, stream, input['ProvisionedThroughput'] !== undefined);
  if (billingMode !== table.billingMode || input['ProvisionedThroughput'] !== undefined) {
    table.throughput = readThroughput(input, billingMode);
  }
  if (billingMode === 'PAY_PER_REQUEST' && table.billingMode !== billingMode) table.onDemandSince = now;
  table.billingMode = billingMode;
  table.globalIndexes = indexes;
  // An update names what it adds; AWS keeps the definitions that there are.
  const given = readAttributes(input) ?? [];
  const kept = table.attributes.filter(
    ({ AttributeName }) => !given.some((one) => one.AttributeName === AttributeName),
  );
  table.attributes = [...kept, ...given];
  table.onDemandThroughput = readOnDemand(input) ?? table.onDemandThroughput;
  if (stream === 'off') table.stream = undefined;
  else if (stream !== undefined) {
    table.stream = stream;
    table.streamLabel = streamLabel(now);
  }
  if (encryption !== undefined) table.encryption = encryption === 'off' ? undefined : encryption;
  table.tableClass = tableClass ?? table.tableClass;
  table.deletionProtection = flag(input, 'DeletionProtectionEnabled') ?? table.deletionProtection;
  for (const change of inners(input, 'ReplicaUpdates') ?? []) changeReplica(call, table, change);
  return { TableDescription: describeTable(table) };
}

/** DT9 as calls meet it. Sources: hashicorp/terraform-provider-aws#18402, #1134. */
function refuseStream(table: Table, asked: string | undefined, withThroughput: boolean): void {
  if (asked === undefined) return;
  if (withThroughput) throw invalid('You cannot modify stream status while updating table IOPS');
  if (asked !== 'off' && table.stream !== undefined) {
    throw invalid(`Table already has an enabled stream: TableName: ${table.name}`);
  }
}

function namesOf(indexes: readonly GlobalIndex[]): readonly string[] {
  return indexes.map(({ IndexName }) => IndexName);
}

function withoutUnits(index: GlobalIndex): GlobalIndex {
  return { ...index, throughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 } };
}

function changedIndexes(
  indexes: readonly GlobalIndex[],
  change: Input,
  billingMode: Table['billingMode'],
): readonly GlobalIndex[] {
  const create = inner(change, 'Create');
  const update = inner(change, 'Update');
  const remove = inner(change, 'Delete');
  let changed = indexes;
  if (create) {
    const index = readGlobalIndex(create, billingMode);
    if (namesOf(changed).includes(index.IndexName)) {
      throw invalid(`Attempting to create an index which already exists: ${index.IndexName}`);
    }
    changed = [...changed, index];
  }
  if (update) {
    const name = existingIndex(changed, update);
    const given = update['ProvisionedThroughput'] !== undefined;
    changed = changed.map((index) =>
      index.IndexName === name
        ? {
            ...index,
            throughput: given ? readThroughput(update, billingMode) : index.throughput,
            OnDemandThroughput: readOnDemand(update) ?? index.OnDemandThroughput,
          }
        : index,
    );
  }
  if (remove) {
    const name = existingIndex(changed, remove);
    changed = changed.filter((index) => index.IndexName !== name);
  }
  return changed;
}

function existingIndex(indexes: readonly GlobalIndex[], input: Input): string {
  const name = needText(input, 'IndexName');
  if (!namesOf(indexes).includes(name)) throw notFound(`Requested resource not found: Index: ${name} not found`);
  return name;
}

/**
 * The scalable targets of a table outlive it, as do its alarms. With PITR on, DynamoDB keeps a last backup for 35 days.
 * Source: DynamoDB developer guide, "Point-in-time recovery".
 */
function deleteTable(call: Call): object {
  const { region, world, now } = call;
  const table = tableOf(call);
  refuse(call, 'table-deletion', { deletionProtectionEnabled: table.deletionProtection });
  region.tables.delete(table.name);
  if (table.pointInTimeRecovery.enabled) {
    const arn = `${table.arn}/backup/${now.getTime()}-${world.ids.hex('native-backup', 8)}`;
    region.nativeBackups.set(arn, {
      BackupArn: arn,
      BackupName: `${table.name}$DeletedTableBackup`,
      BackupType: 'SYSTEM',
      BackupStatus: 'AVAILABLE',
      BackupCreationDateTime: now,
      BackupExpiryDateTime: new Date(now.getTime() + 35 * 86_400_000),
      snapshot: snapshotOf(table),
    });
  }
  return { TableDescription: describeTable({ ...table, status: 'DELETING' }) };
}

function listTables(call: Call): object {
  const asked = integer(call.input, 'Limit');
  if (asked !== undefined && (asked < 1 || asked > 100))
    throw invalid(`Limit is ${asked}; it must be between 1 and 100`);
  const limit = Math.min(asked ?? 100, call.world.pageSize ?? 100);
  const after = text(call.input, 'ExclusiveStartTableName');
  const names = [...call.region.tables.keys()].sort().filter((name) => after === undefined || name > after);
  const page = names.slice(0, limit);
  return { TableNames: page, LastEvaluatedTableName: names.length > limit ? page.at(-1) : undefined };
}

export function streamLabel(at: Date): string {
  return at.toISOString().slice(0, 23);
}

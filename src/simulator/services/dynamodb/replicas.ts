import { type Input, inner, needText, text } from '../../input.ts';
import type { Call } from '../../operation.ts';
import type { Region, Replica, Table, World } from '../../state.ts';
import { regionOf } from '../../world.ts';
import { awsManagedKey, keyArn } from '../key.ts';
import { dynamoArn, invalid } from './lookup.ts';

export function changeReplica(call: Call, table: Table, change: Input): void {
  const create = inner(change, 'Create');
  const remove = inner(change, 'Delete');
  if (create) {
    const RegionName = needText(create, 'RegionName');
    if (table.replicas.some((replica) => replica.RegionName === RegionName)) {
      throw invalid(
        `Failed to create a the new replica of table with name: '${table.name}' because one exists already`,
      );
    }
    addReplica(call.world, call.region, table, {
      RegionName,
      ReplicaStatus: 'ACTIVE',
      KMSMasterKeyId: text(create, 'KMSMasterKeyId'),
    });
  }
  if (remove) dropReplica(call, table, needText(remove, 'RegionName'));
}

/**
 * Makes the table of the other Region too: the same keys, indexes, items and time to live, with settings of its own where
 * DynamoDB does not keep them in step. Source: DynamoDB developer guide, "Global tables: how it works".
 */
export function addReplica(world: World, region: Region, table: Table, replica: Replica): void {
  const others = [...table.replicas, replica];
  table.replicas = others;
  if (replica.ReplicaArn !== undefined) return;
  const elsewhere = regionOf(world, region.account, replica.RegionName);
  if (elsewhere.tables.has(table.name)) return;
  elsewhere.tables.set(table.name, {
    ...table,
    arn: dynamoArn(elsewhere, `table/${table.name}`),
    id: world.ids.uuid('table'),
    encryption: table.encryption && {
      ...table.encryption,
      KMSMasterKeyArn:
        replica.KMSMasterKeyId === undefined
          ? awsManagedKey(world, elsewhere, 'dynamodb').Arn
          : keyArn(world, elsewhere, replica.KMSMasterKeyId),
    },
    replicas: [
      { RegionName: region.name, ReplicaStatus: 'ACTIVE' },
      ...others.filter(({ RegionName }) => RegionName !== replica.RegionName),
    ],
    tags: {},
    deletionProtection: false,
    pointInTimeRecovery: { enabled: false, days: 35, since: table.created },
    resourcePolicy: undefined,
    restore: undefined,
  });
  // The replicas that were there know of the new one.
  for (const { RegionName } of table.replicas) {
    const twin =
      RegionName === replica.RegionName
        ? undefined
        : regionOf(world, region.account, RegionName).tables.get(table.name);
    if (twin) twin.replicas = [...twin.replicas, { RegionName: replica.RegionName, ReplicaStatus: 'ACTIVE' }];
  }
}

function dropReplica({ world, region }: Call, table: Table, name: string): void {
  const gone = ({ RegionName }: Replica): boolean => RegionName === name;
  if (!table.replicas.some(gone)) throw invalid(`Table '${table.name}' has no replica in ${name}`);
  for (const { RegionName } of table.replicas) {
    const elsewhere = regionOf(world, region.account, RegionName);
    const twin = elsewhere.tables.get(table.name);
    if (RegionName === name) elsewhere.tables.delete(table.name);
    else if (twin) twin.replicas = twin.replicas.filter((replica) => !gone(replica));
  }
  table.replicas = table.replicas.filter((replica) => !gone(replica));
}

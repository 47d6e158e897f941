import type { GlobalIndex, LocalIndex, Table } from '../../state.ts';

/** A table as `DescribeTable` shows it. What DynamoDB leaves out when it is off is left out. */
export function describeTable(table: Table): object {
  const onDemand = table.billingMode === 'PAY_PER_REQUEST';
  return {
    AttributeDefinitions: table.attributes,
    TableName: table.name,
    KeySchema: table.keys,
    TableStatus: table.status,
    CreationDateTime: table.created,
    ProvisionedThroughput: { NumberOfDecreasesToday: 0, ...table.throughput },
    TableSizeBytes: table.sizeBytes,
    ItemCount: table.itemCount,
    TableArn: table.arn,
    TableId: table.id,
    // A table that was never on demand has no summary.
    ...(onDemand && {
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST', LastUpdateToPayPerRequestDateTime: table.onDemandSince },
    }),
    ...(!onDemand &&
      table.onDemandSince && {
        BillingModeSummary: { BillingMode: 'PROVISIONED', LastUpdateToPayPerRequestDateTime: table.onDemandSince },
      }),
    ...(table.localIndexes.length > 0 && {
      LocalSecondaryIndexes: table.localIndexes.map((index) => describeLocal(table, index)),
    }),
    ...(table.globalIndexes.length > 0 && {
      GlobalSecondaryIndexes: table.globalIndexes.map((index) => describeGlobal(table, index)),
    }),
    ...(table.stream !== undefined && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: table.stream },
    }),
    ...(table.streamLabel !== undefined && {
      LatestStreamLabel: table.streamLabel,
      LatestStreamArn: `${table.arn}/stream/${table.streamLabel}`,
    }),
    ...(table.replicas.length > 0 && {
      GlobalTableVersion: '2019.11.21',
      Replicas: table.replicas,
      MultiRegionConsistency: table.multiRegionConsistency ?? 'EVENTUAL',
    }),
    ...(table.witnesses.length > 0 && {
      GlobalTableWitnesses: table.witnesses.map((RegionName) => ({ RegionName, WitnessStatus: 'ACTIVE' })),
    }),
    ...(table.vectorIndexes.length > 0 && { VectorIndexes: table.vectorIndexes }),
    RestoreSummary: table.restore,
    SSEDescription: table.encryption && {
      ...table.encryption,
      InaccessibleEncryptionDateTime: table.inaccessibleSince,
    },
    ...(table.tableClass !== 'STANDARD' && { TableClassSummary: { TableClass: table.tableClass } }),
    DeletionProtectionEnabled: table.deletionProtection,
    OnDemandThroughput: table.onDemandThroughput,
    WarmThroughput: table.warmThroughput && { Status: 'ACTIVE', ...table.warmThroughput },
  };
}

function describeGlobal(table: Table, index: GlobalIndex): object {
  return {
    IndexName: index.IndexName,
    KeySchema: index.KeySchema,
    Projection: index.Projection,
    IndexStatus: index.status,
    ProvisionedThroughput: { NumberOfDecreasesToday: 0, ...index.throughput },
    IndexSizeBytes: table.sizeBytes,
    ItemCount: table.itemCount,
    IndexArn: `${table.arn}/index/${index.IndexName}`,
    OnDemandThroughput: index.OnDemandThroughput,
  };
}

function describeLocal(table: Table, index: LocalIndex): object {
  return {
    IndexName: index.IndexName,
    KeySchema: index.KeySchema,
    Projection: index.Projection,
    IndexSizeBytes: table.sizeBytes,
    ItemCount: table.itemCount,
    IndexArn: `${table.arn}/index/${index.IndexName}`,
  };
}

import type { Thing } from '../../../constraints/refusals.ts';
import { camel } from '../../camel.ts';
import { flag, type Input, inner, inners, text } from '../../input.ts';
import type { GlobalIndex, Table, TableSnapshot } from '../../state.ts';

type NewTable = Thing<'table'>;
type NewThroughput = NewTable['provisionedThroughput'];

/** What `CreateTable` is asked for, in the words of the constraints. The readers of specification.ts have seen the types. */
export function askedTable(input: Input): NewTable {
  const sse = inner(input, 'SSESpecification');
  return {
    attributeDefinitions: [],
    ...camel(input),
    sseSpecification: sse && { enabled: flag(sse, 'Enabled'), sseType: text(sse, 'SSEType') },
  };
}

/** The table that a restore makes. Its attributes are the backup's: those of indexes that are left out are let go. */
export function restoredTableOf(name: string, table: TableSnapshot): NewTable {
  return {
    tableName: name,
    billingMode: table.billingMode,
    provisionedThroughput: units(table.billingMode, table.throughput),
    keySchema: camel(table.keys),
    globalSecondaryIndexes: table.globalIndexes.map((index) => existing(index, table.billingMode)),
    localSecondaryIndexes: camel(table.localIndexes),
  };
}

/** The table as it will be after `UpdateTable`. What the request does not say stays, but units of another billing mode. */
export function updatedTable(table: Table, input: Input, billingMode: Table['billingMode']): NewTable {
  const sse = inner(input, 'SSESpecification');
  const stays = billingMode === table.billingMode;
  const changes = inners(input, 'GlobalSecondaryIndexUpdates') ?? [];
  const named = (kind: string): ReadonlyMap<string, Input> =>
    new Map(
      changes.flatMap((change) => {
        const index = inner(change, kind);
        return index ? [[text(index, 'IndexName') ?? '', index] as const] : [];
      }),
    );
  const [created, updated, deleted] = [named('Create'), named('Update'), named('Delete')];
  const kept = table.globalIndexes
    .filter((index) => !deleted.has(index.IndexName))
    .map((index) => ({
      ...existing(index, stays ? billingMode : 'PAY_PER_REQUEST'),
      ...camel(updated.get(index.IndexName) ?? {}),
    }));
  return {
    billingMode,
    provisionedThroughput: stays ? units(billingMode, table.throughput) : undefined,
    keySchema: camel(table.keys),
    localSecondaryIndexes: camel(table.localIndexes),
    ...asked(input),
    globalSecondaryIndexes: [...kept, ...[...created.values()].map((index) => camel(index))],
    sseSpecification: sse && { enabled: flag(sse, 'Enabled'), sseType: text(sse, 'SSEType') },
  };
}

function asked(input: Input): NewTable {
  const members = ['ProvisionedThroughput', 'OnDemandThroughput', 'TableClass', 'WarmThroughput'];
  return camel(Object.fromEntries(Object.entries(input).filter(([name]) => members.includes(name))));
}

function existing(index: GlobalIndex, billingMode: Table['billingMode']): NonNullable<ReturnType<typeof globalIndex>> {
  return globalIndex(index, units(billingMode, index.throughput));
}

function globalIndex({ IndexName, KeySchema, Projection }: GlobalIndex, provisionedThroughput: NewThroughput) {
  return {
    indexName: IndexName,
    keySchema: camel(KeySchema),
    projection: camel(Projection),
    provisionedThroughput,
  };
}

function units(billingMode: Table['billingMode'], throughput: Table['throughput']): NewThroughput {
  return billingMode === 'PROVISIONED' ? camel(throughput) : undefined;
}

import type { EstateTable } from '../estate/estate.ts';
import { known, mapFact } from '../model/fact.ts';
import type { SecondaryIndex, TableDescription, TableRecord, Throughput } from '../model/table.ts';
import type { Part } from './part.ts';

/** The table once these parts are in place: what comes after them is written for the mode and the indexes of then. */
export function tableAfter(table: EstateTable, parts: readonly Part[]): EstateTable {
  return parts.length === 0 ? table : { ...table, record: parts.reduce(recordAfter, table.record) };
}

function recordAfter(record: TableRecord, part: Part): TableRecord {
  switch (part.kind) {
    case 'time-to-live':
      return { ...record, timeToLive: known({ status: 'ENABLED', attribute: part.attribute }, 'a fix') };
    case 'point-in-time-recovery': {
      const recoveryPeriodDays = part.days;
      const recovery = { enabled: true, ...(recoveryPeriodDays === undefined ? {} : { recoveryPeriodDays }) };
      return { ...record, pointInTimeRecovery: known(recovery, 'a fix') };
    }
    case 'tags':
      return { ...record, tags: mapFact(record.tags, (tags) => ({ ...tags, ...part.tags })) };
    case 'resource-policy':
      return { ...record, resourcePolicy: known(JSON.stringify(part.document), 'a fix') };
    default:
      return { ...record, description: mapFact(record.description, (before) => descriptionAfter(before, part)) };
  }
}

function descriptionAfter(before: TableDescription, part: Part): TableDescription {
  switch (part.kind) {
    case 'stream':
      return { ...before, stream: part.view };
    case 'deletion-protection':
      return { ...before, deletionProtection: true };
    case 'billing-mode':
      return billedBy(before, part);
    case 'throughput':
      return { ...before, throughput: part.throughput };
    case 'index-throughput':
      return withUnits(before, new Map([[part.index, part.throughput]]));
    case 'on-demand-throughput':
      return { ...before, onDemandThroughput: { ...before.onDemandThroughput, ...part.most } };
    case 'index':
      return {
        ...before,
        attributeTypes: { ...before.attributeTypes, ...typesOfKeys(part) },
        globalIndexes: [
          ...before.globalIndexes.filter(({ name }) => name !== part.index.name),
          { ...part.index, status: 'ACTIVE' },
        ],
      };
    default:
      return before;
  }
}

/** A maximum of request units belongs to tables on demand, units to provisioned ones. */
function billedBy(before: TableDescription, part: Extract<Part, { kind: 'billing-mode' }>): TableDescription {
  const { onDemandThroughput, ...rest } = before;
  const billed = { ...rest, billingMode: part.mode, throughput: part.throughput ?? { readUnits: 0, writeUnits: 0 } };
  if (part.mode === 'PROVISIONED') {
    return withUnits(billed, new Map(part.indexes.map(({ index, throughput }) => [index, throughput])));
  }
  return { ...billed, globalIndexes: before.globalIndexes.map(({ throughput: _units, ...index }) => index) };
}

function withUnits(before: TableDescription, units: ReadonlyMap<string, Throughput>): TableDescription {
  const globalIndexes = before.globalIndexes.map((index): SecondaryIndex => {
    const throughput = units.get(index.name) ?? index.throughput;
    return throughput ? { ...index, throughput } : index;
  });
  return { ...before, globalIndexes };
}

function typesOfKeys({ index, types }: Extract<Part, { kind: 'index' }>): Readonly<Record<string, string>> {
  const keys = new Set(index.keys.map(({ name }) => name));
  return Object.fromEntries(Object.entries(types).filter(([name]) => keys.has(name)));
}

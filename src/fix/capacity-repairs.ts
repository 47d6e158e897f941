import { capacitiesOf } from '../controls/restored/capacity.ts';
import { compareMaxima } from '../controls/restored/on-demand-maximum.ts';
import { boundsOf } from '../controls/restored/scaling.ts';
import type { AskedSettings, RestoreSettings } from '../model/policy.ts';
import type { TableDescription, Throughput } from '../model/table.ts';
import { NO_REPAIR, type Part, type Repair, remark, repairWith } from './part.ts';
import { fromSource, type RepairOrUnknown, type RestoredPair } from './restored-pair.ts';

const SLOW = 'takes minutes, on large tables longer; the commands wait';

export function repairBillingMode(
  { own, source }: RestoredPair,
  asked: NonNullable<RestoreSettings['billingMode']>,
  { provisionedThroughput }: AskedSettings,
): RepairOrUnknown {
  const description = own.record.description;
  if (!description.known) return description;
  const model = source.known ? source.value.record.description : source;
  if (asked === 'same-as-source' && !model.known) return model;
  const mode = asked === 'same-as-source' && model.known ? model.value.billingMode : asked;
  if (mode === description.value.billingMode || mode === 'same-as-source') return NO_REPAIR;
  if (mode === 'PAY_PER_REQUEST') {
    return repairWith({ kind: 'billing-mode', mode, indexes: [] }, SLOW);
  }
  const units = unitsFor(model.known ? model.value : undefined, provisionedThroughput);
  if (!units) {
    return remark(
      'not known: how many units the table is to have, so not written: `aws dynamodb update-table --billing-mode PROVISIONED` needs them for the table and for each global index',
    );
  }
  // One that is being deleted is gone by the time of the change.
  const present = description.value.globalIndexes.filter(({ status }) => status !== 'DELETING');
  const indexes = present.flatMap(({ name }) => {
    const throughput = units.indexes.get(name);
    return throughput ? [{ index: name, throughput }] : [];
  });
  if (indexes.length < present.length) {
    return remark('not known: the units of a global index that the source has not, so not written');
  }
  return repairWith(
    { kind: 'billing-mode', mode, throughput: units.table, indexes },
    SLOW,
    'AWS allows the way back to on demand a few times a day only',
  );
}

/** Those of the source; where it has none, those that the policy names, which are of the table alone. */
function unitsFor(
  source: TableDescription | undefined,
  asked: RestoreSettings['provisionedThroughput'],
): { readonly table: Throughput; readonly indexes: ReadonlyMap<string, Throughput> } | undefined {
  if (source?.billingMode === 'PROVISIONED') return { table: source.throughput, indexes: indexUnitsOf(source) };
  if (typeof asked !== 'object' || asked.readAtLeast === undefined || asked.writeAtLeast === undefined)
    return undefined;
  return { table: { readUnits: asked.readAtLeast, writeUnits: asked.writeAtLeast }, indexes: new Map() };
}

export function repairThroughput(
  pair: RestoredPair,
  asked: NonNullable<RestoreSettings['provisionedThroughput']>,
): RepairOrUnknown {
  const description = pair.own.record.description;
  if (!description.known) return description;
  const own = description.value;
  if (asked !== 'same-as-source') {
    return own.billingMode === 'PROVISIONED' ? raisedUnits(own, asked) : raisedMaximum(own, asked);
  }
  return fromSource(
    pair,
    ({ record }) => record.description,
    (source, table) => {
      if (source.billingMode !== own.billingMode)
        return remark('the two are billed differently: fix the billing mode first');
      if (own.billingMode !== 'PROVISIONED') return maximumOfSource(own, source);
      const parts = differingUnits(pair, source, (capacity) => boundsOf(table.regionInventory, capacity));
      const notes = parts.length === 0 ? [] : [SLOW, 'these are the units of the source as it is now'];
      return { ...NO_REPAIR, parts, notes };
    },
  );
}

type Floor = Exclude<NonNullable<RestoreSettings['provisionedThroughput']>, 'same-as-source'>;

function raisedUnits({ throughput: own }: TableDescription, { readAtLeast = 0, writeAtLeast = 0 }: Floor): Repair {
  const throughput = {
    readUnits: Math.max(own.readUnits, readAtLeast),
    writeUnits: Math.max(own.writeUnits, writeAtLeast),
  };
  const isEnough = throughput.readUnits === own.readUnits && throughput.writeUnits === own.writeUnits;
  return isEnough ? NO_REPAIR : repairWith({ kind: 'throughput', throughput }, SLOW);
}

/** On demand a table serves what is asked of it, up to a maximum where one is set. */
function raisedMaximum({ onDemandThroughput: own }: TableDescription, { readAtLeast, writeAtLeast }: Floor): Repair {
  const below = (most: number | undefined, least: number | undefined) =>
    most !== undefined && least !== undefined && most < least;
  const most = {
    ...(below(own?.readUnits, readAtLeast) ? { readUnits: readAtLeast } : {}),
    ...(below(own?.writeUnits, writeAtLeast) ? { writeUnits: writeAtLeast } : {}),
  };
  return Object.keys(most).length === 0
    ? NO_REPAIR
    : repairWith({ kind: 'on-demand-throughput', most }, 'raises the most that the table may cost');
}

/** A maximum that the source has is set; taking one away, and those of indexes, are left to whoever pays for what follows. */
function maximumOfSource(own: TableDescription, source: TableDescription): Repair {
  const { isTableAnother, indexes } = compareMaxima(own, source);
  const { readUnits, writeUnits } = own.onDemandThroughput ?? {};
  const most = source.onDemandThroughput ?? {};
  const isCapped =
    (readUnits !== undefined && most.readUnits === undefined) ||
    (writeUnits !== undefined && most.writeUnits === undefined);
  const notes = [
    ...(isTableAnother && isCapped
      ? [
          'not written: the table has a maximum on demand where the source has none; --on-demand-throughput with -1 takes it away',
        ]
      : []),
    ...indexes.map((line) => `not written: the maximum on demand of ${line}`),
  ];
  const parts: readonly Part[] =
    isTableAnother && Object.keys(most).length > 0 ? [{ kind: 'on-demand-throughput', most }] : [];
  return { ...NO_REPAIR, parts, notes };
}

/** Units outside the bounds of the source's auto scaling; within them, any number is as good as another. */
function differingUnits(
  { own }: RestoredPair,
  source: TableDescription,
  bounds: (capacity: ReturnType<typeof capacitiesOf>[number]) => ReturnType<typeof boundsOf>,
): readonly Part[] {
  const { description } = own.record;
  const found = description.known ? capacitiesOf(own.name, description.value) : [];
  const differing = capacitiesOf(own.name, source).filter((wanted) => {
    const units = found.find(({ part }) => part === wanted.part)?.units;
    if (units === undefined || units === wanted.units) return false;
    const limits = bounds(wanted);
    const range = limits.known ? limits.value : undefined;
    return !range || units < range.minCapacity || units > range.maxCapacity;
  });
  const units = indexUnitsOf(source);
  return [...new Set(differing.map(({ index }) => index))].flatMap((index): Part[] => {
    if (index === undefined) return [{ kind: 'throughput', throughput: source.throughput }];
    const throughput = units.get(index);
    return throughput ? [{ kind: 'index-throughput', index, throughput }] : [];
  });
}

function indexUnitsOf({ globalIndexes }: TableDescription): ReadonlyMap<string, Throughput> {
  return new Map(globalIndexes.flatMap(({ name, throughput }) => (throughput ? [[name, throughput] as const] : [])));
}

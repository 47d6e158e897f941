import { capacitiesOf } from '../controls/restored/capacity.ts';
import { boundsOf } from '../controls/restored/scaling.ts';
import type { RestoreSettings } from '../model/policy.ts';
import type { TableDescription } from '../model/table.ts';
import { type IndexThroughput, NO_REPAIR, type Repair, remark, repairWith } from './part.ts';
import { fromSource, type RepairOrUnknown, type RestoredPair } from './restored-pair.ts';

const SLOW = 'takes minutes, on large tables longer; the commands wait';

export function repairBillingMode(
  { own, source }: RestoredPair,
  asked: NonNullable<RestoreSettings['billingMode']>,
): RepairOrUnknown {
  const description = own.record.description;
  if (!description.known) return description;
  const model = source.known ? source.value.record.description : source;
  if (asked === 'same-as-source' && !model.known) return model;
  const mode = asked === 'same-as-source' && model.known ? model.value.billingMode : asked;
  if (mode === description.value.billingMode || mode === 'same-as-source') return NO_REPAIR;
  if (mode === 'PAY_PER_REQUEST') {
    return repairWith(
      { kind: 'billing-mode', mode, indexes: [] },
      SLOW,
      'AWS allows this switch a few times a day only',
    );
  }
  if (!model.known || model.value.billingMode !== 'PROVISIONED') {
    return remark(
      'not known: how many units the table is to have, so not written: `aws dynamodb update-table --billing-mode PROVISIONED` needs them for the table and for each global index',
    );
  }
  const units = unitsOf(model.value);
  const indexes = description.value.globalIndexes.flatMap(({ name }) => {
    const throughput = units.indexes.get(name);
    return throughput ? [{ index: name, throughput }] : [];
  });
  if (indexes.length < description.value.globalIndexes.length) {
    return remark('not known: the units of a global index that the source has not, so not written');
  }
  return repairWith(
    { kind: 'billing-mode', mode, throughput: model.value.throughput, indexes },
    SLOW,
    'run fix again afterwards: auto scaling of a table on demand cannot be compared',
  );
}

export function repairThroughput(
  pair: RestoredPair,
  asked: NonNullable<RestoreSettings['provisionedThroughput']>,
): RepairOrUnknown {
  const description = pair.own.record.description;
  if (!description.known) return description;
  const own = description.value;
  if (asked !== 'same-as-source') {
    if (own.billingMode !== 'PROVISIONED') return NO_REPAIR;
    const throughput = {
      readUnits: Math.max(own.throughput.readUnits, asked.readAtLeast ?? 0),
      writeUnits: Math.max(own.throughput.writeUnits, asked.writeAtLeast ?? 0),
    };
    const enough =
      throughput.readUnits === own.throughput.readUnits && throughput.writeUnits === own.throughput.writeUnits;
    return enough ? NO_REPAIR : repairWith({ kind: 'throughput', throughput, indexes: [] }, SLOW);
  }
  return fromSource(
    pair,
    ({ record }) => record.description,
    (source, table) => {
      if (source.billingMode !== own.billingMode) return remark('the two are billed differently: fix the billing mode');
      if (own.billingMode !== 'PROVISIONED') return NO_REPAIR;
      const differing = differingUnits(pair, source, (capacity) => boundsOf(table.home, capacity));
      return differing.throughput || differing.indexes.length > 0
        ? repairWith({ kind: 'throughput', ...differing }, SLOW, 'these are the units of the source as it is now')
        : NO_REPAIR;
    },
  );
}

/** Units outside the bounds of the source's auto scaling; within them, any number is as good as another. */
function differingUnits(
  { own }: RestoredPair,
  source: TableDescription,
  bounds: (capacity: ReturnType<typeof capacitiesOf>[number]) => ReturnType<typeof boundsOf>,
): Pick<Extract<Repair['parts'][number], { kind: 'throughput' }>, 'throughput' | 'indexes'> {
  const { description } = own.record;
  const found = description.known ? capacitiesOf(own.name, description.value) : [];
  const differing = capacitiesOf(own.name, source).filter((wanted) => {
    const units = found.find(({ part }) => part === wanted.part)?.units;
    if (units === undefined || units === wanted.units) return false;
    const limits = bounds(wanted);
    const range = limits.known ? limits.value : undefined;
    return !range || units < range.minCapacity || units > range.maxCapacity;
  });
  const units = unitsOf(source);
  const indexes = [...new Set(differing.flatMap(({ index }) => index ?? []))].flatMap((index): IndexThroughput[] => {
    const throughput = units.indexes.get(index);
    return throughput ? [{ index, throughput }] : [];
  });
  return {
    ...(differing.some(({ index }) => index === undefined) ? { throughput: source.throughput } : {}),
    indexes,
  };
}

function unitsOf({ globalIndexes }: TableDescription) {
  return {
    indexes: new Map(
      globalIndexes.flatMap(({ name, throughput }) => (throughput ? [[name, throughput] as const] : [])),
    ),
  };
}

import type { EstateTable } from '../../estate/estate.ts';
import type { ControlId } from '../../model/control-id.ts';
import type { Fact, Unknown } from '../../model/fact.ts';
import type { NativeBackup } from '../../model/native-backup.ts';
import type { Policy } from '../../model/policy.ts';
import type { Json, JsonObject, Outcome } from '../../model/result.ts';
import type { TableDescription, Throughput } from '../../model/table.ts';
import { type Evidence, fail, notApplicable, pass, undecided } from '../outcome.ts';
import { type Capacity, capacitiesOf } from './capacity.ts';
import { capped } from './capped.ts';
import { keptBy } from './fallback-source.ts';
import { compareMaxima, maximumText } from './on-demand-maximum.ts';
import { boundsOf } from './scaling.ts';

export interface DescribedTable {
  readonly table: EstateTable;
  readonly description: TableDescription;
}

const INDEX_CONTROL: ControlId = 'restored-global-secondary-indexes';

/**
 * Units of a restored table and its global indexes beside its source's: as they are or, since a restore brings those
 * back, as they were at the time of the backup where that tells them.
 */
export function judgeThroughput(
  own: DescribedTable,
  source: DescribedTable,
  backup: Fact<NativeBackup> | undefined,
  policy: Policy,
): Outcome {
  const now = compare(own, source, policy);
  if (now.status === 'pass' || now.status === 'not-applicable' || !backup) return now;
  if (!backup.known) return now.status === 'unknown' ? now : unknownThen(own, backup);
  const { onDemandThroughput: _, ...description } = source.description;
  const then = { ...source, description: { ...description, ...keptBy(backup.value) } };
  const before = compare(own, then, policy);
  if (before.status === 'unknown' && now.status === 'fail') return before;
  if (before.status !== 'pass' && before.status !== 'not-applicable') return now;
  const changed = `the source had these units when it was backed up, ${backup.value.createdAt}; now it has ${wantedOf(source)}`;
  return { ...before, because: [...before.because, changed] };
}

function unknownThen({ description }: DescribedTable, why: Unknown): Outcome {
  const message = `cannot tell whether the source had ${described(description)} when it was backed up`;
  return undecided(message, why, { because: [why.detail], subjects: [] });
}

function compare(own: DescribedTable, source: DescribedTable, policy: Policy): Outcome {
  const evidence = {
    expected: { provisionedThroughput: jsonOf(source.description) },
    actual: { provisionedThroughput: jsonOf(own.description) },
    subjects: [],
  };
  const [found, wanted] = [described(own.description), wantedOf(source)];
  const asked = `policy asks for ${wanted}, as on the source`;
  if (isOnDemand(source.description) && isOnDemand(own.description)) return compareMaximum(own, source, evidence);
  if (isOnDemand(source.description) || isOnDemand(own.description)) return fail(`${found}; ${asked}`, evidence);

  const parts = capacitiesOf(source.table.name, source.description).map((capacity) =>
    comparePart(capacity, capacitiesOf(own.table.name, own.description), source),
  );
  const because = capped(parts.flatMap(({ line }) => line ?? []));
  const failing = parts.filter(({ fits }) => fits === 'no');
  if (failing.length > 0) {
    const tableFails = failing.some(({ capacity }) => capacity.index === undefined);
    const indexes = new Set(failing.flatMap(({ capacity }) => capacity.index ?? [])).size;
    const where =
      indexes === 0 ? '' : tableFails ? `, indexes too (${indexes} differ)` : `, but ${indexes} differing on indexes`;
    const follows = failing.every(({ missing }) => missing) && policy.restore?.settings.globalSecondaryIndexes;
    return fail(`${found}${where}; ${asked}`, { ...evidence, because, ...(follows ? { follows: INDEX_CONTROL } : {}) });
  }
  const hidden = parts.find(({ why }) => why)?.why;
  if (hidden) {
    return undecided(`cannot tell whether auto scaling of the source explains ${found}`, hidden, {
      ...evidence,
      because: [...because, hidden.detail],
    });
  }
  const scaled = parts.some(({ line }) => line !== undefined);
  return pass(`${found}, ${scaled ? 'within the bounds of auto scaling of the source' : 'as on the source'}`, {
    ...evidence,
    because,
  });
}

/** What a table on demand and its indexes may use at most: without a maximum there is nothing to compare. */
function compareMaximum(own: DescribedTable, source: DescribedTable, evidence: Evidence): Outcome {
  const [found, wanted] = [described(own.description), described(source.description)];
  const { indexes, isTableAnother, hidden, isUnlimited } = compareMaxima(own.description, source.description);
  const shown = { ...evidence, because: capped(indexes) };
  if (isTableAnother || indexes.length > 0) {
    const where =
      indexes.length === 0 ? '' : `, ${isTableAnother ? 'and' : 'but'} ${indexes.length} differing on indexes`;
    return fail(`${found}${where}; policy asks for ${wanted}, as on the source`, shown);
  }
  const [why] = hidden;
  if (why) {
    const message = `cannot tell the most that the source served on demand; the table: ${found}`;
    return undecided(message, why, { ...shown, because: [why.detail] });
  }
  if (isUnlimited) return notApplicable('on demand, as the source: no capacity to compare', shown);
  return pass(`${found}, as on the source`, shown);
}

interface ComparedPart {
  readonly capacity: Capacity;
  readonly fits: 'yes' | 'no' | 'undecided';
  readonly line?: string;
  readonly missing?: boolean;
  readonly why?: Unknown;
}

function comparePart(capacity: Capacity, own: readonly Capacity[], source: DescribedTable): ComparedPart {
  const { part, units } = capacity;
  const counterpart = own.find((each) => each.part === part);
  if (!counterpart)
    return { capacity, fits: 'no', missing: true, line: `${part}: the index is missing; source: ${units} units` };
  if (counterpart.units === units) return { capacity, fits: 'yes' };
  const found = `${part}: ${counterpart.units} units`;
  const bounds = boundsOf(source.table.regionInventory, capacity);
  if (!bounds.known) return { capacity, fits: 'undecided', line: `${found}; source: ${units} units`, why: bounds };
  if (!bounds.value) return { capacity, fits: 'no', line: `${found}; source: ${units} units` };
  const { minCapacity, maxCapacity } = bounds.value;
  return {
    capacity,
    fits: counterpart.units >= minCapacity && counterpart.units <= maxCapacity ? 'yes' : 'no',
    line: `${found}; auto scaling moves those of the source between ${minCapacity} and ${maxCapacity}`,
  };
}

/** Units of the table itself against the least that a policy names. */
export function judgeLeastThroughput(
  { description }: DescribedTable,
  asked: { readonly readAtLeast?: number; readonly writeAtLeast?: number },
): Outcome {
  const { readAtLeast, writeAtLeast } = asked;
  const wanted = [
    ...(readAtLeast === undefined ? [] : [`${readAtLeast} read`]),
    ...(writeAtLeast === undefined ? [] : [`${writeAtLeast} write`]),
  ].join(' and ');
  const evidence = {
    expected: { provisionedThroughput: { ...asked } },
    actual: { provisionedThroughput: jsonOf(description) },
    subjects: [],
  };
  const { readUnits, writeUnits } = mostUnits(description);
  const fits = readUnits >= (readAtLeast ?? 0) && writeUnits >= (writeAtLeast ?? 0);
  const message = `${described(description)}; policy asks for at least ${wanted} units`;
  return fits ? pass(message, evidence) : fail(message, evidence);
}

/** What the table gives at most: on demand no more than its maximum, and without one whatever is asked. */
function mostUnits({ billingMode, throughput, onDemandThroughput = {} }: TableDescription): Throughput {
  if (billingMode !== 'PAY_PER_REQUEST') return throughput;
  const { readUnits = Number.POSITIVE_INFINITY, writeUnits = Number.POSITIVE_INFINITY } = onDemandThroughput;
  return { readUnits, writeUnits };
}

function isOnDemand({ billingMode }: TableDescription): boolean {
  return billingMode === 'PAY_PER_REQUEST';
}

/** Where auto scaling moves the source's units, they are asked for within its bounds. */
function wantedOf({ table, description }: DescribedTable): string {
  if (isOnDemand(description)) return described(description);
  const [read = '', write = ''] = capacitiesOf(table.name, description).map((capacity) => {
    const bounds = boundsOf(table.regionInventory, capacity);
    const range = bounds.known ? bounds.value : undefined;
    return range ? `${range.minCapacity} to ${range.maxCapacity}` : String(capacity.units);
  });
  return `${read} read and ${write} write units`;
}

function described(description: TableDescription): string {
  if (isOnDemand(description)) return `on demand, ${maximumText(description.onDemandThroughput ?? {})}`;
  const { readUnits, writeUnits } = description.throughput;
  return `${readUnits} read and ${writeUnits} write units`;
}

function jsonOf(description: TableDescription): Json {
  if (isOnDemand(description)) {
    const { onDemandThroughput: most, globalIndexes } = description;
    const indexes = globalIndexes.filter(({ onDemandThroughput = {} }) => Object.keys(onDemandThroughput).length > 0);
    if (!most && indexes.length === 0) return 'on-demand';
    const ofIndexes = Object.fromEntries(indexes.map((index) => [index.name, { ...index.onDemandThroughput }]));
    return { onDemandAtMost: { ...most, ...(indexes.length === 0 ? {} : { indexes: ofIndexes }) } };
  }
  const indexes: JsonObject = Object.fromEntries(
    description.globalIndexes.map(({ name, throughput }) => [
      name,
      { readUnits: throughput?.readUnits ?? 0, writeUnits: throughput?.writeUnits ?? 0 },
    ]),
  );
  const { readUnits, writeUnits } = description.throughput;
  return { readUnits, writeUnits, indexes };
}

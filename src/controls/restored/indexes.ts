import { count } from '../../model/count.ts';
import { unknown } from '../../model/fact.ts';
import type { JsonObject, Outcome } from '../../model/result.ts';
import type { SecondaryIndex, TableDescription } from '../../model/table.ts';
import { undecided } from '../outcome.ts';
import { capped } from './capped.ts';
import { judgeDifferences } from './comparison.ts';
import type { SettingKey } from './setting-control.ts';

/** Indexes of one kind, with what their description tells of the attributes that are their keys. */
export interface TableIndexes {
  readonly table: TableDescription;
  readonly indexes: readonly SecondaryIndex[];
}

/**
 * Judges the indexes of a restored table against its source's: names, keys and their types, projection. Nothing may be
 * missing or added. An index holds no item whose key attribute is of another type than its own.
 */
export function judgeIndexes(key: SettingKey, called: string, own: TableIndexes, source: TableIndexes): Outcome {
  const wanted = source.indexes.filter(isStaying);
  const pairs = wanted.flatMap((index): IndexPair[] => {
    const other = named(own.indexes, index.name);
    return other ? [{ source: index, own: other, unresolved: unresolvedTypes(other, own.table, source.table) }] : [];
  });
  const shown = (index: SecondaryIndex, { table }: TableIndexes) => shapeOf(index, table.attributeTypes);
  const isDifferent = ({ source: there, own: here, unresolved }: IndexPair) => {
    const [typesHere, typesThere] = [own, source].map(({ table }) => without(table.attributeTypes, unresolved));
    return shapeOf(there, typesThere) !== shapeOf(here, typesHere);
  };
  const missing = wanted.filter((index) => !named(own.indexes, index.name));
  const different = pairs.filter(isDifferent);
  const alike = pairs.filter((pair) => !isDifferent(pair));
  const unready = alike.filter(({ own: { status } }) => status === 'CREATING' || status === 'DELETING');
  const added = own.indexes.filter((index) => !named(source.indexes, index.name));
  const lines = [
    ...missing.map((index) => `index ${index.name} is missing: ${shown(index, source)}`),
    ...different.map(
      (pair) => `index ${pair.own.name} has ${shown(pair.own, own)}; the source's has ${shown(pair.source, source)}`,
    ),
    ...unready.map(({ own: { name, status } }) => `index ${name} is ${status}, so not in place`),
    ...added.map((index) => `index ${index.name} is not on the source: ${shown(index, own)}`),
  ];
  const parts = [
    ...tally(missing, 'missing'),
    ...tally(different, 'different'),
    ...tally(unready, 'not active'),
    ...tally(added, 'not on the source'),
  ];
  const all = wanted.length === 0 ? `no ${called}` : count(wanted.length, called, `${called}es`);
  const evidence = {
    expected: { [key]: wanted.map((index) => jsonOf(index, source)) },
    actual: { [key]: own.indexes.map((index) => jsonOf(index, own)) },
  };
  const unresolved = new Set(alike.flatMap((pair) => pair.unresolved).filter((name) => !isKeyOfItems(name, own)));
  if (lines.length === 0 && unresolved.size > 0) {
    const detail = `nothing tells the type of ${[...unresolved].join(', ')} on both tables, and an index with a key of another type holds none of the items`;
    const why = unknown('not-collected', `${detail}; an inventory of before (--former) would settle it`);
    return undecided(`cannot tell whether the keys of the ${called}es are of the same types`, why, {
      ...evidence,
      because: [why.detail],
      subjects: [],
    });
  }
  return judgeDifferences(
    capped(lines),
    {
      pass: `${all}, as on the source`,
      fail: `${called}es: ${parts.join(', ')}; policy asks for ${all}, as on the source`,
    },
    evidence,
  );
}

/** Judges whether the indexes that a policy names are there, and ready to be queried; more of them are fine. */
export function judgeNamedIndexes(
  key: SettingKey,
  called: string,
  own: readonly SecondaryIndex[],
  names: readonly string[],
): Outcome {
  const lines = names.flatMap((name) => {
    const status = named(own, name)?.status;
    if (!named(own, name)) return [`index ${name} is missing`];
    return status === 'CREATING' || status === 'DELETING' ? [`index ${name} is ${status}, so not in place`] : [];
  });
  const all = count(names.length, called, `${called}es`);
  return judgeDifferences(
    capped(lines),
    { pass: `has the ${all} asked for`, fail: `lacks ${lines.length} of the ${all} asked for` },
    { expected: { [key]: names }, actual: { [key]: own.map(({ name }) => name).toSorted() } },
  );
}

/** An index of the restored table, and the one of that name on the source. */
interface IndexPair {
  readonly source: SecondaryIndex;
  readonly own: SecondaryIndex;
  /** Key attributes whose types are not known on both sides. */
  readonly unresolved: readonly string[];
}

/** A native backup keeps no types. Source: DynamoDB API, SourceTableFeatureDetails. */
function unresolvedTypes({ keys }: SecondaryIndex, own: TableDescription, source: TableDescription): readonly string[] {
  return keys.flatMap(({ name }) =>
    [own, source].every(({ attributeTypes }) => attributeTypes?.[name] !== undefined) ? [] : [name],
  );
}

/** The keys of the items are as the restore brought them, so of the same type. */
function isKeyOfItems(name: string, { table }: TableIndexes): boolean {
  return table.keys.some((key) => key.name === name);
}

/** An index that is being deleted on the source is neither asked for nor in the way. */
function isStaying({ status }: SecondaryIndex): boolean {
  return status !== 'DELETING';
}

function named(indexes: readonly SecondaryIndex[], name: string): SecondaryIndex | undefined {
  return indexes.find((index) => index.name === name);
}

/** `keys customer (S) HASH, day (N) RANGE, projection INCLUDE of a, b` */
function shapeOf(
  { keys, projection, nonKeyAttributes }: SecondaryIndex,
  types: Readonly<Record<string, string>> = {},
): string {
  const attributes = nonKeyAttributes.length > 0 ? ` of ${nonKeyAttributes.toSorted().join(', ')}` : '';
  const keyTexts = keys.map(({ name, type }) => [name, ...(types[name] ? [`(${types[name]})`] : []), type].join(' '));
  return `keys ${keyTexts.join(', ')}, projection ${projection}${attributes}`;
}

function without(types: Readonly<Record<string, string>> = {}, names: readonly string[]) {
  return Object.fromEntries(Object.entries(types).filter(([name]) => !names.includes(name)));
}

function tally(indexes: readonly unknown[], what: string): readonly string[] {
  return indexes.length === 0 ? [] : [`${indexes.length} ${what}`];
}

function jsonOf(
  { name, keys, projection, nonKeyAttributes, status }: SecondaryIndex,
  { table: { attributeTypes = {} } }: TableIndexes,
): JsonObject {
  return {
    name,
    keys: keys.map((key) => {
      const attributeType = attributeTypes[key.name];
      return { name: key.name, type: key.type, ...(attributeType === undefined ? {} : { attributeType }) };
    }),
    projection,
    nonKeyAttributes: nonKeyAttributes.toSorted(),
    ...(status === undefined ? {} : { status }),
  };
}

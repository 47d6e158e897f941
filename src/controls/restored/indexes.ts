import { count } from '../../model/count.ts';
import type { RestoreSettings } from '../../model/policy.ts';
import type { JsonObject, Outcome } from '../../model/result.ts';
import type { SecondaryIndex } from '../../model/table.ts';
import { capped } from './capped.ts';
import { judgeDifferences } from './comparison.ts';

/** Judges the indexes of a restored table against its source's: names, keys, projection. Nothing may be missing or added. */
export function judgeIndexes(
  key: keyof RestoreSettings,
  called: string,
  own: readonly SecondaryIndex[],
  source: readonly SecondaryIndex[],
): Outcome {
  const wanted = source.filter(isStaying);
  const missing = wanted.filter((index) => !named(own, index.name));
  const different = wanted.filter((index) => isDifferent(index, named(own, index.name)));
  const unready = wanted.filter((index) => isUnready(index, named(own, index.name)));
  const added = own.filter((index) => !named(source, index.name));
  const lines = [
    ...missing.map((index) => `index ${index.name} is missing: ${shapeOf(index)}`),
    ...different.map((index) => differenceOf(index, named(own, index.name))),
    ...unready.map((index) => `index ${index.name} is ${named(own, index.name)?.status}, so not in place`),
    ...added.map((index) => `index ${index.name} is not on the source: ${shapeOf(index)}`),
  ];
  const parts = [
    ...tally(missing, 'missing'),
    ...tally(different, 'different'),
    ...tally(unready, 'not active'),
    ...tally(added, 'not on the source'),
  ];
  const all = wanted.length === 0 ? `no ${called}` : count(wanted.length, called, `${called}es`);
  return judgeDifferences(
    capped(lines),
    {
      pass: `${all}, as on the source`,
      fail: `${called}es: ${parts.join(', ')}; policy asks for ${all}, as on the source`,
    },
    { expected: { [key]: wanted.map(jsonOf) }, actual: { [key]: own.map(jsonOf) } },
  );
}

/** An index that is being deleted on the source is neither asked for nor in the way. */
function isStaying({ status }: SecondaryIndex): boolean {
  return status !== 'DELETING';
}

function named(indexes: readonly SecondaryIndex[], name: string): SecondaryIndex | undefined {
  return indexes.find((index) => index.name === name);
}

function isDifferent(source: SecondaryIndex, own: SecondaryIndex | undefined): boolean {
  return own !== undefined && shapeOf(source) !== shapeOf(own);
}

/** An index cannot be queried while it is CREATING; UPDATING leaves it usable. Source: DynamoDB API, IndexStatus. */
function isUnready(source: SecondaryIndex, own: SecondaryIndex | undefined): boolean {
  return own !== undefined && !isDifferent(source, own) && (own.status === 'CREATING' || own.status === 'DELETING');
}

function differenceOf(source: SecondaryIndex, own: SecondaryIndex | undefined): string {
  return `index ${source.name} has ${own ? shapeOf(own) : 'no shape'}; the source's has ${shapeOf(source)}`;
}

/** `keys customer HASH, day RANGE, projection INCLUDE of a, b` */
function shapeOf({ keys, projection, nonKeyAttributes }: SecondaryIndex): string {
  const attributes = nonKeyAttributes.length > 0 ? ` of ${nonKeyAttributes.toSorted().join(', ')}` : '';
  return `keys ${keys.map(({ name, type }) => `${name} ${type}`).join(', ')}, projection ${projection}${attributes}`;
}

function tally(indexes: readonly SecondaryIndex[], what: string): readonly string[] {
  return indexes.length === 0 ? [] : [`${indexes.length} ${what}`];
}

function jsonOf({ name, keys, projection, nonKeyAttributes, status }: SecondaryIndex): JsonObject {
  return {
    name,
    keys: keys.map((key) => ({ name: key.name, type: key.type })),
    projection,
    nonKeyAttributes: nonKeyAttributes.toSorted(),
    ...(status === undefined ? {} : { status }),
  };
}

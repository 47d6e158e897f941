import type { TableDescription, Throughput } from '../../model/table.ts';

/** One number of provisioned capacity: reads or writes of a table or of one of its global indexes. */
export interface Capacity {
  /** `read of the table`, `write of index by-day`: the same on a table and on its source. */
  readonly part: string;
  readonly side: 'read' | 'write';
  readonly index?: string;
  readonly units: number;
  /** How Application Auto Scaling calls it. Source: its API, RegisterScalableTarget. */
  readonly resourceId: string;
  readonly dimension: string;
}

/** Every number of capacity that a provisioned table has. Local indexes use the table's. */
export function capacitiesOf(name: string, { throughput, globalIndexes }: TableDescription): readonly Capacity[] {
  return [
    ...bothSides(`table/${name}`, throughput),
    ...globalIndexes.flatMap((index) =>
      bothSides(`table/${name}/index/${index.name}`, index.throughput ?? { readUnits: 0, writeUnits: 0 }, index.name),
    ),
  ];
}

function bothSides(resourceId: string, throughput: Throughput, index?: string): readonly Capacity[] {
  const owner = index === undefined ? 'the table' : `index ${index}`;
  const kind = index === undefined ? 'table' : 'index';
  const common = index === undefined ? { resourceId } : { resourceId, index };
  return [
    {
      ...common,
      part: `read of ${owner}`,
      side: 'read',
      units: throughput.readUnits,
      dimension: `dynamodb:${kind}:ReadCapacityUnits`,
    },
    {
      ...common,
      part: `write of ${owner}`,
      side: 'write',
      units: throughput.writeUnits,
      dimension: `dynamodb:${kind}:WriteCapacityUnits`,
    },
  ];
}

const PLACE = /^table\/([^/]+)(?:\/index\/([^/]+))?$/;
const DIMENSION = /^dynamodb:(?:table|index):(Read|Write)CapacityUnits$/;

/** Which part of a table Application Auto Scaling means, whether or not the index is there; undefined: none of this table. */
export function partOf(
  table: string,
  { resourceId, dimension }: { readonly resourceId: string; readonly dimension: string },
): string | undefined {
  const [, name, index] = PLACE.exec(resourceId) ?? [];
  const [, side] = DIMENSION.exec(dimension) ?? [];
  if (name !== table || side === undefined) return undefined;
  return `${side.toLowerCase()} of ${index === undefined ? 'the table' : `index ${index}`}`;
}

/** The other way round. */
export function placeOfPart(table: string, part: string): Pick<Capacity, 'resourceId' | 'dimension'> {
  const [, side, index] = /^(read|write) of (?:the table|index (.+))$/.exec(part) ?? [];
  const units = side === 'write' ? 'WriteCapacityUnits' : 'ReadCapacityUnits';
  return index === undefined
    ? { resourceId: `table/${table}`, dimension: `dynamodb:table:${units}` }
    : { resourceId: `table/${table}/index/${index}`, dimension: `dynamodb:index:${units}` };
}

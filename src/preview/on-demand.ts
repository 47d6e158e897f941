import { present } from '../model/present.ts';
import type { TableDescription } from '../model/table.ts';

/** The most request units that a table serves; -1 and 0 stand for no maximum. Source: DynamoDB API, OnDemandThroughput. */
export function onDemandMaximum(
  read: number | undefined,
  write: number | undefined,
): Pick<TableDescription, 'onDemandThroughput'> {
  const set = (units: number | undefined) => (units !== undefined && units > 0 ? units : undefined);
  const found = present({ readUnits: set(read), writeUnits: set(write) });
  return Object.keys(found).length === 0 ? {} : { onDemandThroughput: found };
}

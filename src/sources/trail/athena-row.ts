import type { Row } from '@aws-sdk/client-athena';
import type { TrailQuery } from './athena-query.ts';

/** A row as the record that it was made from. */
export function recordOf(
  { Data }: Row,
  columns: readonly string[],
  paths: TrailQuery['paths'],
): Readonly<Record<string, unknown>> {
  const record: Nested = {};
  for (const [at, column] of columns.entries()) {
    const value = Data?.[at]?.VarCharValue;
    const path = paths.get(column);
    if (value !== undefined && path) plant(record, path, value);
  }
  return record;
}

interface Nested {
  [key: string]: Nested | string;
}

function plant(record: Nested, [head = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    record[head] = value;
    return;
  }
  const present = record[head];
  const below: Nested = typeof present === 'object' ? present : {};
  record[head] = below;
  plant(below, rest, value);
}

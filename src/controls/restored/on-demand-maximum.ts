import { type Fact, known, type Unknown, unknown } from '../../model/fact.ts';
import type { TableDescription, Throughput } from '../../model/table.ts';

/** The most request units that a table on demand, or one of its global indexes, serves; empty: as many as are asked for. */
export type Maximum = Partial<Throughput>;

const UNRESOLVED = unknown(
  'not-collected',
  'an older version did not keep the maximum of the index; read the account again',
);

/** `the table`, `index by-day` → its maximum, of a table on demand. */
export function maximaOf(description: TableDescription): ReadonlyMap<string, Fact<Maximum>> {
  const { onDemandThroughput: most = {}, onDemandUnknown, globalIndexes } = description;
  return new Map([
    ['the table', onDemandUnknown ?? known(most, 'dynamodb:DescribeTable')],
    ...globalIndexes.map(({ name, onDemandThroughput }): [string, Fact<Maximum>] => [
      `index ${name}`,
      onDemandThroughput ? known(onDemandThroughput, 'dynamodb:DescribeTable') : (onDemandUnknown ?? UNRESOLVED),
    ]),
  ]);
}

export interface ComparedMaxima {
  /** A clause for each index whose maximum is another than on the source. */
  readonly indexes: readonly string[];
  readonly isTableAnother: boolean;
  /** Why it is not known of a part whether they are the same. */
  readonly hidden: readonly Unknown[];
  /** Neither has any. */
  readonly isUnlimited: boolean;
}

/** The maxima of what both tables have: an index that is missing has no capacity to compare. */
export function compareMaxima(own: TableDescription, source: TableDescription): ComparedMaxima {
  const [here, there] = [maximaOf(own), maximaOf(source)];
  const indexes: string[] = [];
  const hidden: Unknown[] = [];
  let isTableAnother = false;
  let isUnlimited = true;
  for (const [part, found] of here) {
    const wanted = there.get(part);
    if (!wanted) continue;
    if (!found.known || !wanted.known) {
      hidden.push(...[found, wanted].filter((fact) => !fact.known));
      continue;
    }
    const [is, was] = [maximumText(found.value), maximumText(wanted.value)];
    if (is !== NONE || was !== NONE) isUnlimited = false;
    if (is === was) continue;
    if (part === 'the table') isTableAnother = true;
    else indexes.push(`${part}: ${is}; source: ${was}`);
  }
  return { indexes, isTableAnother, hidden, isUnlimited };
}

const NONE = 'no maximum';

/** `at most 40 read units`, `no maximum` */
export function maximumText({ readUnits, writeUnits }: Maximum): string {
  const sides = [
    ...(readUnits === undefined ? [] : [`${readUnits} read`]),
    ...(writeUnits === undefined ? [] : [`${writeUnits} write`]),
  ];
  return sides.length === 0 ? NONE : `at most ${sides.join(' and ')} units`;
}

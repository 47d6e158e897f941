import type { EstateTable } from '../estate/estate.ts';
import { isRestoreTestTable, type Restores } from '../estate/restored.ts';
import { tableArn } from '../model/arn.ts';
import { append } from '../model/group-by.ts';
import { restoredSubjects } from './restored-results.ts';

/** A table that results are about. */
export interface JudgedTable {
  readonly table: EstateTable;
  /** The records that tell of it: several where it may be in several places. */
  readonly records: readonly EstateTable[];
}

/** A table that is in one place of several is judged once, and not in each of them: its results name what is known of its place. */
export function judgedTables(tables: readonly EstateTable[]): readonly JudgedTable[] {
  const judged: JudgedTable[] = [];
  const spread = new Map<string, EstateTable[]>();
  for (const table of tables) {
    if (isRestoreTestTable(table.name)) continue;
    if (table.record.perhapsAbsent?.place) append(spread, placeless(table).arn, table);
    else judged.push({ table, records: [table] });
  }
  return [
    ...judged,
    ...[...spread.values()].flatMap((records) =>
      records.slice(0, 1).map((one) => ({ table: placeless(one), records })),
    ),
  ];
}

/** How many tables there are: one that is in one place of several counts once. */
export function countTables(tables: readonly EstateTable[]): number {
  return new Set(tables.map((table) => (table.record.perhapsAbsent?.place ? placeless(table).arn : table.arn))).size;
}

function placeless(table: EstateTable): EstateTable {
  const open = table.record.perhapsAbsent?.place;
  const account = open?.account ? '' : table.account;
  const region = open?.region ? '' : table.region;
  return { ...table, account, region, arn: tableArn(table.partition, region, account, table.name) };
}

/** What the policies of a judged table are asked of, as the source of restored ones. */
export function restoredFrom({ table, records }: JudgedTable, restores: Restores): readonly EstateTable[] {
  const found = records.flatMap((source) =>
    restoredSubjects(restores, source).map((each) => (each === source ? table : each)),
  );
  return [...new Set(found)];
}

import { parseArn } from '../model/arn.ts';
import { known, NOT_COLLECTED } from '../model/fact.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { TableNeed } from '../model/need.ts';
import type { TableRecord } from '../model/table.ts';
import type { Connection } from './connection.ts';
import { collectNativeBackups } from './native-backups.ts';
import type { LateNeeds } from './request.ts';
import { TableFacts } from './tables.ts';
import { collectUnlisted } from './unlisted-settings.ts';

/** A Region with what was found to be needed of it when all Regions were read. */
export async function withLateFacts(
  region: RegionInventory,
  needs: LateNeeds,
  connect: (region: string) => Connection,
): Promise<RegionInventory> {
  const backups = [...needs.backups].filter((arn) => {
    const place = parseArn(arn);
    return place?.account === region.account && place.region === region.region;
  });
  const { tables } = region;
  const wanted = tables.known ? tables.value.filter(({ arn }) => needs.tables.has(arn) || needs.unlisted.has(arn)) : [];
  if (backups.length === 0 && wanted.length === 0) return region;
  const connection = connect(region.region);
  const [nativeBackups, records] = await Promise.all([
    collectNativeBackups(connection, backups),
    Promise.all(wanted.map((table) => completed(table, needs, connection))),
  ]);
  const byArn = new Map(records.map((table) => [table.arn, table]));
  return {
    ...region,
    ...(nativeBackups.length === 0 ? {} : { nativeBackups }),
    tables: tables.known
      ? known(
          tables.value.map((table) => byArn.get(table.arn) ?? table),
          tables.from,
        )
      : tables,
  };
}

async function completed(table: TableRecord, needs: LateNeeds, connection: Connection): Promise<TableRecord> {
  const [record, unlisted] = await Promise.all([
    withNeeds(table, needs.tables.get(table.arn) ?? new Set(), connection),
    needs.unlisted.has(table.arn) ? collectUnlisted(connection, table.name) : undefined,
  ]);
  return unlisted ? { ...record, unlisted } : record;
}

const FIELDS = {
  description: 'description',
  'time-to-live': 'timeToLive',
  'point-in-time-recovery': 'pointInTimeRecovery',
  'resource-policy': 'resourcePolicy',
} as const satisfies Record<TableNeed, keyof TableRecord>;

/** Nothing is asked twice; a table that is gone since it was listed stays as it was found. */
async function withNeeds(
  table: TableRecord,
  needs: ReadonlySet<TableNeed>,
  connection: Connection,
): Promise<TableRecord> {
  const open = [...needs].filter((need) => table[FIELDS[need]] === NOT_COLLECTED);
  if (open.length === 0) return table;
  const facts = new TableFacts(connection, table.arn, table.name);
  for (const need of open) facts.want(need);
  const found = await facts.complete(table.tags);
  return found ? { ...table, ...Object.fromEntries(open.map((need) => [FIELDS[need], found[FIELDS[need]]])) } : table;
}

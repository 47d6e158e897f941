import { parseArn } from '../model/arn.ts';
import { type Fact, mapFact, NOT_COLLECTED } from '../model/fact.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { TableNeed } from '../model/need.ts';
import type { TableRecord } from '../model/table.ts';
import type { Connection } from './connection.ts';
import { collectNativeBackups } from './native-backups.ts';
import { withVersions } from './plan-versions.ts';
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
  const { plans } = region;
  const changed = plans.known ? plans.value.filter(({ arn }) => needs.planVersions.has(arn)) : [];
  if (backups.length === 0 && wanted.length === 0 && changed.length === 0) return region;
  const connection = connect(region.region);
  const [nativeBackups, records, dated] = await Promise.all([
    collectNativeBackups(connection, backups),
    Promise.all(wanted.map((table) => completed(table, needs, connection))),
    Promise.all(changed.map((plan) => withVersions(plan, needs.planVersions.get(plan.arn), connection))),
  ]);
  return {
    ...region,
    ...(nativeBackups.length === 0 ? {} : { nativeBackups }),
    tables: replaced(tables, records),
    plans: replaced(plans, dated),
  };
}

function replaced<T extends { readonly arn: string }>(all: Fact<readonly T[]>, made: readonly T[]): Fact<readonly T[]> {
  const byArn = new Map(made.map((each) => [each.arn, each]));
  return mapFact(all, (items) => items.map((each) => byArn.get(each.arn) ?? each));
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

/** Also of a table that was kept in a file. */
function isNotCollected(fact: Fact<unknown>): boolean {
  return !fact.known && fact.reason === NOT_COLLECTED.reason && fact.detail === NOT_COLLECTED.detail;
}

/** Nothing is asked twice; a table that is gone since it was listed stays as it was found. */
async function withNeeds(
  table: TableRecord,
  needs: ReadonlySet<TableNeed>,
  connection: Connection,
): Promise<TableRecord> {
  const open = [...needs].filter((need) => isNotCollected(table[FIELDS[need]]));
  if (open.length === 0) return table;
  const facts = new TableFacts(connection, table.arn, table.name);
  facts.want(new Set(open));
  const found = await facts.complete(table.tags);
  return found ? { ...table, ...Object.fromEntries(open.map((need) => [FIELDS[need], found[FIELDS[need]]])) } : table;
}

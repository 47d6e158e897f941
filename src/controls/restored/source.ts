import type { Estate, EstateTable } from '../../estate/estate.ts';
import type { RestoredTable } from '../../estate/restored.ts';
import { parseArn, tableNameOf } from '../../model/arn.ts';
import { type Fact, known, unknown } from '../../model/fact.ts';
import { type Instant, minutesBetween } from '../../model/instant.ts';
import { fallbackFor } from './fallback-source.ts';

/** Backups carry whole seconds, tables milliseconds. */
const CLOCK_TOLERANCE_MINUTES = 1;

const REMEDY = 'write the value into the policy, or name with --former a baseline or inventory of before';

/** What `same-as-source` compares with. */
export interface Source {
  readonly table: EstateTable;
  /** Why the table is not the source as it is now, but what was recorded of it; each of its facts says from where. */
  readonly gone?: string;
}

/**
 * The source of a restored table or, where it is gone, what was recorded of it. A table that took the source's name after
 * the backup is not it: the restored table itself may have done so, and would then always equal its source. So a source
 * whose description could not be read is not compared with.
 */
export function sourceOf(estate: Estate, restored: RestoredTable): Fact<Source> {
  const live = liveSource(estate, restored);
  if (typeof live !== 'string') return live.known ? known({ table: live.value }, live.from) : live;
  const backedUpAt = backupTime(restored);
  const { table, refused, unread } = fallbackFor(estate, restored, (created) => existedAt(created, backedUpAt));
  if (table) return known({ table, gone: live }, 'what was recorded of the source');
  if (unread) return { ...unread, detail: [live, ...refused, unread.detail].join('; ') };
  return unknown('not-collected', [live, ...refused, REMEDY].join('; '));
}

/** A text where the source is gone. */
function liveSource(estate: Estate, restored: RestoredTable): Fact<EstateTable> | string {
  const { table, source, sourceArn } = restored;
  const name = tableNameOf(sourceArn) ?? sourceArn;
  if (sourceArn === table.arn) return `the table was restored under the name of its source ${name}, which is gone`;
  if (!source) {
    const place = parseArn(sourceArn);
    const regionInventory = place && estate.region(place.account, place.region);
    return regionInventory?.inScope && !regionInventory.tables.known
      ? regionInventory.tables
      : `the source ${sourceArn} is gone or outside the scope`;
  }
  const { description } = source.record;
  if (!description.known) return description;
  const { createdAt } = description.value;
  const backedUpAt = backupTime(restored);
  if (createdAt === undefined) return unknown('undocumented', `DynamoDB does not tell when today's ${name} was made`);
  const [what, latest] = backedUpAt === undefined ? ['restore', restored.restore?.startedAt] : ['backup', backedUpAt];
  if (latest !== undefined && !existedAt(createdAt, latest)) {
    return `the source is gone: today's ${name} was created ${createdAt}, after the ${what} of ${latest}`;
  }
  if (backedUpAt === undefined) {
    const unresolved = `nothing tells when the backup was made that ${table.name} was restored from`;
    return unknown('not-collected', `${unresolved}, so today's ${name}, created ${createdAt}, may be a later table`);
  }
  return known(source, description.from);
}

function existedAt(createdAt: Instant, backedUpAt: Instant | undefined): boolean {
  return backedUpAt !== undefined && minutesBetween(backedUpAt, createdAt) <= CLOCK_TOLERANCE_MINUTES;
}

/** Not later than this; undefined where only the start of the restore is told, which any backup may long precede. */
function backupTime({ restore, table }: RestoredTable): Instant | undefined {
  const restoredTo = table.record.description.known ? table.record.description.value.restore?.restoredTo : undefined;
  const described = [restore?.recoveryPointCreatedAt, restoredTo].filter((at) => at !== undefined);
  return described.length === 0
    ? undefined
    : [...described, restore?.startedAt].filter((at) => at !== undefined).toSorted()[0];
}

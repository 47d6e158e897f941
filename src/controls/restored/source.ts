import type { EstateTable } from '../../estate/estate.ts';
import type { RestoredTable } from '../../estate/restored.ts';
import { tableNameOf } from '../../model/arn.ts';
import { type Fact, known, type Unknown, unknown } from '../../model/fact.ts';
import { type Instant, minutesBetween } from '../../model/instant.ts';

/** Backups carry whole seconds, tables milliseconds. */
const CLOCK_TOLERANCE_MINUTES = 1;

const REMEDY = 'write the value into the policy, or judge with a saved inventory';

/**
 * The table that `same-as-source` compares with. A table that took the source's name after the backup is not it: the
 * restored table itself may have done so, and would then always equal its source. So a source whose description could
 * not be read is not compared with.
 */
export function sourceOf({ table, source, sourceArn, restore }: RestoredTable): Fact<EstateTable> {
  const name = tableNameOf(sourceArn) ?? sourceArn;
  if (sourceArn === table.arn)
    return gone(`the table was restored under the name of its source ${name}, which is gone`);
  if (!source) return gone(`the source ${sourceArn} is gone or outside the scope`);
  const { description } = source.record;
  if (!description.known) return description;
  const { createdAt } = description.value;
  const backedUpAt = earliest([restore?.recoveryPointCreatedAt, restore?.startedAt, restoredTo(table)]);
  if (createdAt !== undefined && backedUpAt !== undefined && isLater(createdAt, backedUpAt)) {
    return gone(`the source is gone: today's ${name} was created ${createdAt}, after the backup of ${backedUpAt}`);
  }
  return known(source, description.from);
}

function gone(what: string): Unknown {
  return unknown('not-collected', `${what}; ${REMEDY}`);
}

function restoredTo(table: EstateTable): Instant | undefined {
  return table.record.description.known ? table.record.description.value.restore?.restoredTo : undefined;
}

function earliest(instants: readonly (Instant | undefined)[]): Instant | undefined {
  return instants.filter((at) => at !== undefined).toSorted()[0];
}

function isLater(at: Instant, than: Instant): boolean {
  return minutesBetween(than, at) > CLOCK_TOLERANCE_MINUTES;
}

import type { RestoreRecord } from '../history/restores.ts';
import { type Unknown, unknown } from '../model/fact.ts';
import { type Instant, minutesBetween } from '../model/instant.ts';
import type { EstateTable } from './estate.ts';

export function createdAtOf({ record: { description } }: EstateTable): Instant | undefined {
  return description.known ? description.value.createdAt : undefined;
}

/**
 * Whether a restore was of the table that is there now, or of an earlier one of the name: what was backed up, or restored,
 * before the table was made was not of it. A restore that is younger than the table proves nothing by itself, since the
 * recovery point may be older: where nothing tells when that was made, nobody knows. A table that is gone has no age, and
 * no namesake to be told from.
 */
export function ofPresentTable(
  source: EstateTable | undefined,
  { id, startedAt, recoveryPointCreatedAt }: RestoreRecord,
): 'yes' | 'no' | Unknown {
  if (!source) return 'yes';
  const { description } = source.record;
  if (!description.known) {
    return { ...description, detail: `when the table was made is unknown: ${description.detail}` };
  }
  const { createdAt } = description.value;
  if (createdAt === undefined) return unknown('undocumented', 'DynamoDB does not tell when the table was made');
  // Backups carry whole seconds, tables milliseconds.
  const isBefore = (at: Instant) => minutesBetween(at, createdAt) > 1;
  if (isBefore(startedAt)) return 'no';
  if (recoveryPointCreatedAt !== undefined) return isBefore(recoveryPointCreatedAt) ? 'no' : 'yes';
  return unknown(
    'not-collected',
    `nothing tells when the recovery point was made that restore job ${id} restored; the table was made ${createdAt}: the list of the vault that holds the point, as long as it is there, or another restore, of a point made since, would settle it`,
  );
}

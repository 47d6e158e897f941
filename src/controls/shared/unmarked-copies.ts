import type { EstateTable } from '../../estate/estate.ts';
import { count } from '../../model/count.ts';
import { type Unknown, unknown } from '../../model/fact.ts';

/** Why it is not known whether points are copies. */
export function unmarkedCopies({ regionInventory: { copyJobs } }: EstateTable, points: number): Unknown {
  if (!copyJobs.known) return copyJobs;
  return unknown(
    'not-collected',
    `AWS Backup names no source vault for ${count(points, 'point')} of the table in the destination, and no completed job of the last 30 days tells whether ${points === 1 ? 'it is a copy' : 'they are copies'}`,
  );
}

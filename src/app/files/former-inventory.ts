import { BASELINE_SCHEMA } from '../../drift/baseline.ts';
import { readBaseline } from '../../drift/read-baseline.ts';
import { inventoryOf } from '../../drift/recorded-inventory.ts';
import type { FormerInventory } from '../../estate/estate.ts';
import { UserError } from '../../model/user-error.ts';
import type { Host } from '../host/host.ts';
import { namedFile, savedInventory } from './named-file.ts';

/** Both kinds of file say what they are at their very beginning. */
const BEGINNING_BYTES = 200;

/** What a baseline or a saved inventory tells of another time. */
export async function formerAt(file: string, host: Host): Promise<FormerInventory> {
  const bytes = namedFile(file, host);
  if (!bytes) throw new UserError(`no such file: ${file}`, 'name what holdfast baseline or holdfast collect wrote');
  const beginning = new TextDecoder().decode(bytes.subarray(0, BEGINNING_BYTES));
  const inventory = beginning.includes(BASELINE_SCHEMA)
    ? inventoryOf(readBaseline(bytes, file))
    : await savedInventory(file, host);
  return { file, inventory };
}

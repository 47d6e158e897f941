import type { Inventory } from '../../model/inventory.ts';
import { readInventory } from '../../sources/inventory-file.ts';
import type { Host } from '../host/host.ts';
import { refuseLinkAway } from './allowed-folders.ts';

/** The door for every file that the caller names; undefined where there is none. A link that came with the repository leads nowhere else. */
export function namedFile(path: string, host: Host): Uint8Array | undefined {
  const { kind } = host.look(path);
  if (kind === 'absent' || kind === 'folder') return undefined;
  refuseLinkAway(path, host);
  return host.readFile(path);
}

/** The same for what `collect` saved, which is read piece by piece. */
export function savedInventory(path: string, host: Host): Promise<Inventory> {
  refuseLinkAway(path, host);
  return readInventory(path);
}

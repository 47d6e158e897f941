import type { Inventory } from '../model/inventory.ts';
import { frozen } from '../sources/frozen.ts';
import type { CollectionRequest } from '../sources/request.ts';
import type { Host } from './host.ts';
import { progressLine } from './progress-line.ts';

/** Reads AWS. The clients are loaded here and only now: commands that need none start faster. */
export async function collectLive(request: CollectionRequest, host: Host): Promise<Inventory> {
  const { collect } = await import('../sources/collect.ts');
  const progress = progressLine(host);
  try {
    return plain(await collect(request, { now: host.now(), environment: host.environment, progress: progress.show }));
  } finally {
    progress.clear();
  }
}

/** What a live run judges is what a saved inventory would hold, to the last byte. */
function plain(inventory: Inventory): Inventory {
  return frozen(JSON.parse(JSON.stringify(inventory)) as Inventory);
}

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

/**
 * What a live run judges is what a saved inventory would hold, to the last byte. Region by Region, because the text of a
 * large estate is longer than JavaScript's strings may be.
 */
function plain(inventory: Inventory): Inventory {
  return frozen({ ...asSaved({ ...inventory, regions: [] }), regions: inventory.regions.map(asSaved) });
}

function asSaved<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

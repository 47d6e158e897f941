import { count } from '../../model/count.ts';
import { secondsBetween } from '../../model/instant.ts';
import type { ApiCalls, Inventory } from '../../model/inventory.ts';
import type { CollectionRequest } from '../../sources/request.ts';
import type { Host } from '../host/host.ts';
import { progressLine } from '../host/progress-line.ts';

/** Reads AWS. The clients are loaded here and only now: commands that need none start faster. */
export async function collectLive(request: CollectionRequest, host: Host): Promise<Inventory> {
  const { collect } = await import('../../sources/collect.ts');
  const progress = progressLine(host);
  const start = host.now();
  try {
    const collected = await collect(request, { now: start, environment: host.environment, progress: progress.show });
    host.debug?.(callsLine(collected.apiCalls, secondsBetween(start, host.now())));
    return collected;
  } finally {
    progress.clear();
  }
}

function callsLine({ total, byOperation }: ApiCalls, seconds: number): string {
  const operations = Object.entries(byOperation).map(([operation, calls]) => `${operation} ${calls}`);
  return `AWS was read in ${seconds} s with ${count(total, 'call')}: ${operations.join(', ')}`;
}

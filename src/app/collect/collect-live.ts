import { count } from '../../model/count.ts';
import type { UnknownReason } from '../../model/fact.ts';
import { secondsBetween } from '../../model/instant.ts';
import type { ApiCalls, Inventory } from '../../model/inventory.ts';
import { nothingRead, type UnreadFact } from '../../model/unread-facts.ts';
import { NothingRead } from '../../model/user-error.ts';
import type { CollectionRequest } from '../../sources/request.ts';
import type { Host } from '../host/host.ts';
import { progressLine } from '../host/progress-line.ts';
import { requireRegion } from '../options/region.ts';
import type { ResumableRun } from './resume.ts';

/** Reads AWS; where it gives nothing at all, or what `require` refuses, that ends the run before anything is judged or written. */
export async function collectLive(
  request: CollectionRequest,
  host: Host,
  run?: ResumableRun,
  require?: (inventory: Inventory) => void,
): Promise<Inventory> {
  const inventory = await readAws(request, host, run);
  const nothing = nothingRead(inventory);
  if (nothing) throw noAccess(nothing);
  require?.(inventory);
  run?.finish();
  return inventory;
}

function noAccess({ place, why }: UnreadFact): NothingRead {
  return new NothingRead(
    `nothing of AWS could be read (${place}): ${why.detail}`,
    `${WAY_OUT[why.reason]}; nothing was judged, and nothing was written`,
  );
}

const WAY_OUT: Readonly<Record<UnknownReason, string>> = {
  denied: 'sign in again or name other credentials with AWS_PROFILE, or allow what was denied',
  throttled: 'run it again later',
  unreachable: 'look at the network, the proxy settings and AWS_ENDPOINT_URL',
  'not-collected': 'run it again',
  undocumented: 'run it again',
  'too-few-samples': 'run it again',
};

/** The clients are loaded here and only now: commands that need none start faster. */
export async function readAws(request: CollectionRequest, host: Host, run?: ResumableRun): Promise<Inventory> {
  const { collect } = await import('../../sources/collect.ts');
  const progress = progressLine(host);
  const start = host.now();
  try {
    const collected = await collect(request, {
      now: run?.takenAt ?? start,
      ...(run ? { places: run.places } : {}),
      environment: host.environment,
      progress: progress.show,
      requireRegion: (name) => requireRegion(name, "the Region of AWS's settings"),
    });
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

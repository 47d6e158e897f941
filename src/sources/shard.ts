import { createHash } from 'node:crypto';
import type { Shard } from '../model/report.ts';

/** Whether a place belongs to a shard. The same place falls into the same shard on every machine and in every version. */
export function isInShard(account: string, region: string, shard: Shard | undefined): boolean {
  if (shard === undefined) return true;
  const hash = createHash('sha256').update(`${account} ${region}`).digest();
  return hash.readUInt32BE(0) % shard.of === shard.number - 1;
}

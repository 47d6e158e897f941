import { createHash } from 'node:crypto';
import type { FrameworkId } from '../../model/framework-id.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Policy } from '../../model/policy.ts';
import type { Shard } from '../../model/report.ts';
import type { ScopeOptions } from '../collect/collection.ts';
import type { Host } from '../host/host.ts';
import type { PreviewOptions } from './changes.ts';

/** What decides which tables are asked what. */
interface AskedOptions extends ScopeOptions {
  readonly inventory: string | undefined;
  readonly requirePolicy: boolean;
  readonly frameworks?: readonly FrameworkId[] | undefined;
  readonly preview?: PreviewOptions | undefined;
}

/** A shard that says of what it is one: `merge` takes as one run only what was asked the same of the same whole. */
export function askedShard(
  shard: Shard,
  options: AskedOptions,
  policies: readonly Policy[],
  inventory: Inventory,
  { environment }: Host,
): Shard {
  // A pack that is judged again names fewer options than the run had.
  if (shard.question !== undefined) return shard;
  const { regions, profile, roleArns, organization, frameworks = [], requirePolicy, preview } = options;
  const scope =
    options.inventory === undefined
      ? [
          regions,
          regions.length > 0 ? [] : [environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION']],
          profile,
          roleArns,
          organization,
        ]
      : [inventory.takenAt];
  const asked = [policies, scope, frameworks, requirePolicy, preview];
  return { ...shard, question: createHash('sha256').update(JSON.stringify(asked, withoutFile)).digest('hex') };
}

/** Runners may have the same policies in different folders. */
function withoutFile(key: string, value: unknown): unknown {
  return key === 'file' ? undefined : value;
}

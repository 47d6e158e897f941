import { withLastChanges } from '../drift/last-change.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import type { LedgerRecord } from '../history/ledger-line.ts';
import type { Instant } from '../model/instant.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Policy } from '../model/policy.ts';
import type { Report, Shard } from '../model/report.ts';
import type { TrailHistory } from '../model/trail-event.ts';
import { NotConfigured } from '../model/user-error.ts';
import { emptyInventory } from '../preview/empty-inventory.ts';
import { readInventory } from '../sources/inventory-file.ts';
import { isInShard } from '../sources/shard.ts';
import { collectLive } from './collect-live.ts';
import { collectionRequest, type ScopeOptions } from './collection.ts';
import { historyAt } from './history.ts';
import type { Host } from './host.ts';
import { ledgerAt } from './ledger.ts';
import { policiesAt } from './policy-files.ts';
import { isPreview, type PreviewOptions, previewReport } from './preview.ts';
import { VERSION } from './version.ts';

export interface JudgeOptions extends ScopeOptions {
  readonly policies: readonly string[];
  /** A saved inventory; absent: AWS is read. */
  readonly inventory: string | undefined;
  /** Restores that `history update` recorded; absent: only those that AWS lists count. */
  readonly ledger: string | undefined;
  /** Where CloudTrail history comes from; absent or `none`: none is read. */
  readonly history?: readonly string[] | undefined;
  /** Absent: the instant at which the inventory was taken. */
  readonly now: Instant | undefined;
  readonly requirePolicy: boolean;
  /** A change that is judged before it is made; absent: the account is judged as it is. */
  readonly preview?: PreviewOptions | undefined;
}

export interface Judged {
  readonly policies: readonly Policy[];
  readonly report: Report;
  /** What was judged, and as of when. */
  readonly inventory: Inventory;
  readonly ledger: readonly LedgerRecord[] | undefined;
  /** Undefined when none was asked for. */
  readonly history: TrailHistory | undefined;
  readonly now: Instant;
}

/** The main job, but for what is written where. */
export async function judge(options: JudgeOptions, host: Host): Promise<Judged> {
  const policies = policiesAt(options.policies, host);
  const ledger = options.ledger === undefined ? undefined : ledgerAt(options.ledger, host);
  const preview = options.preview && isPreview(options.preview) ? options.preview : undefined;
  const found = await read(policies, options, ledger, preview !== undefined, host);
  const inventory = found ?? emptyInventory([], options.now ?? host.now());
  const now = options.now ?? inventory.takenAt;
  const history = await historyAt(options.history ?? [], policies, inventory, options, options.now, host);
  const judgeOne = (side: Inventory): Report => {
    const evaluated = evaluate({
      policies,
      inventory: side,
      ledger,
      trail: history?.events,
      now,
      requirePolicy: options.requirePolicy,
      version: VERSION,
    });
    return withLastChanges(evaluated, side, history?.events ?? [], now);
  };
  const { report, after } = preview
    ? previewReport(preview, found, now, host, judgeOne)
    : { report: judgeOne(inventory), after: inventory };
  const told = options.shard === undefined ? report : { ...report, shard: options.shard };
  return { policies, report: told, inventory: after, ledger, history, now };
}

/** Undefined where a preview has no AWS to read, and the user named none: it then judges the change alone. */
async function read(
  policies: readonly Policy[],
  options: JudgeOptions,
  ledger: readonly LedgerRecord[] | undefined,
  isForPreview: boolean,
  host: Host,
): Promise<Inventory | undefined> {
  if (options.inventory !== undefined) return inShard(await readInventory(options.inventory), options.shard);
  try {
    return await collectLive(collectionRequest(policies, options, host.now(), ledger), host);
  } catch (error) {
    const named = options.profile !== undefined || options.roleArns.length > 0 || options.organization !== undefined;
    if (isForPreview && error instanceof NotConfigured && !named) return undefined;
    throw error;
  }
}

/** Facts about other shards' places stay, as copies and restores may need them; only this shard's tables are judged. */
function inShard(inventory: Inventory, shard: Shard | undefined): Inventory {
  if (shard === undefined) return inventory;
  const regions = inventory.regions.map((place) => ({
    ...place,
    inScope: place.inScope && isInShard(place.account, place.region, shard),
  }));
  return { ...inventory, regions };
}

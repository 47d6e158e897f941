import { evaluate } from '../evaluate/evaluate.ts';
import type { LedgerRecord } from '../history/ledger-line.ts';
import type { Instant } from '../model/instant.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Policy } from '../model/policy.ts';
import type { Report } from '../model/report.ts';
import { readInventory } from '../sources/inventory-file.ts';
import { collectLive } from './collect-live.ts';
import { collectionRequest, type ScopeOptions } from './collection.ts';
import type { Host } from './host.ts';
import { ledgerAt } from './ledger.ts';
import { policiesAt } from './policy-files.ts';
import { VERSION } from './version.ts';

export interface JudgeOptions extends ScopeOptions {
  readonly policies: readonly string[];
  /** A saved inventory; absent: AWS is read. */
  readonly inventory: string | undefined;
  /** Restores that `history update` recorded; absent: only those that AWS lists count. */
  readonly ledger: string | undefined;
  /** Absent: the instant at which the inventory was taken. */
  readonly now: Instant | undefined;
  readonly requirePolicy: boolean;
}

export interface Judged {
  readonly policies: readonly Policy[];
  readonly report: Report;
  /** What was judged, and as of when. */
  readonly inventory: Inventory;
  readonly ledger: readonly LedgerRecord[] | undefined;
  readonly now: Instant;
}

/** The main job, but for what is written where. */
export async function judge(options: JudgeOptions, host: Host): Promise<Judged> {
  const policies = policiesAt(options.policies, host);
  const ledger = options.ledger === undefined ? undefined : ledgerAt(options.ledger, host);
  const inventory =
    options.inventory === undefined
      ? await collectLive(collectionRequest(policies, options, host.now(), ledger), host)
      : await readInventory(options.inventory);
  const now = options.now ?? inventory.takenAt;
  const report = evaluate({
    policies,
    inventory,
    ledger,
    now,
    requirePolicy: options.requirePolicy,
    version: VERSION,
  });
  return { policies, report, inventory, ledger, now };
}

import { withLastChanges } from '../../drift/last-change.ts';
import { inventoryOf } from '../../drift/recorded-inventory.ts';
import type { FormerInventory } from '../../estate/estate.ts';
import { evaluate } from '../../evaluate/evaluate.ts';
import { policyChangeOf } from '../../evaluate/policy-change.ts';
import { historyRead } from '../../history/history-read.ts';
import type { LedgerRecord } from '../../history/ledger-line.ts';
import type { Instant } from '../../model/instant.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Policy } from '../../model/policy.ts';
import type { Report, Shard } from '../../model/report.ts';
import type { TrailHistory } from '../../model/trail-event.ts';
import { NotConfigured } from '../../model/user-error.ts';
import { emptyInventory } from '../../preview/empty-inventory.ts';
import { readInventory } from '../../sources/inventory-file.ts';
import { isInShard } from '../../sources/shard.ts';
import { baselineRequest } from '../collect/baseline-request.ts';
import { collectLive } from '../collect/collect-live.ts';
import { collectionRequest, type ScopeOptions } from '../collect/collection.ts';
import { historyAt } from '../collect/history.ts';
import { type BaselineFile, baselineAt, regionsOf, tablesOf } from '../files/baseline-file.ts';
import { formerAt } from '../files/former-inventory.ts';
import { ledgerAt } from '../files/ledger.ts';
import { basePoliciesAt, policiesAt } from '../files/policy-files.ts';
import type { Host } from '../host/host.ts';
import { VERSION } from '../version.ts';
import { both, notComparable, withDrift } from './baseline-comparison.ts';
import { isPreview, type PreviewOptions, previewReport } from './preview.ts';

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
  /** What `holdfast baseline` recorded; absent: the account is compared with none. */
  readonly baseline?: string | undefined;
  /** Baselines and saved inventories of before; with `baseline`, that one too. */
  readonly former?: readonly string[] | undefined;
  /** Former policies, whose place the policies take; absent or empty: they are compared with none. */
  readonly basePolicies?: readonly string[] | undefined;
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
  readonly former: readonly FormerInventory[];
  readonly now: Instant;
}

/** The main job, but for what is written where. */
export async function judge(given: JudgeOptions, host: Host): Promise<Judged> {
  const policies = policiesAt(given.policies, host);
  const base = given.basePolicies ?? [];
  const formerPolicies = basePoliciesAt(base, host);
  const baseline = given.baseline === undefined ? undefined : baselineAt(given.baseline, host);
  const options = baseline && given.regions.length === 0 ? { ...given, regions: regionsOf(baseline.recorded) } : given;
  if (baseline && options.shard !== undefined) throw notComparable('shard');
  if (baseline && options.preview && isPreview(options.preview)) throw notComparable('preview');
  const ledger = options.ledger === undefined ? undefined : ledgerAt(options.ledger, host);
  const preview = options.preview && isPreview(options.preview) ? options.preview : undefined;
  const found = await read([...policies, ...formerPolicies], options, ledger, baseline, preview !== undefined, host);
  const inventory = found ?? emptyInventory([], options.now ?? host.now());
  const now = options.now ?? inventory.takenAt;
  const sources = options.history ?? [];
  const since = baseline?.recorded.takenAt;
  const history = await historyAt({ sources, policies, inventory, scope: options, since, until: options.now }, host);
  const former = [
    ...(await Promise.all((options.former ?? []).map((file) => formerAt(file, host)))),
    ...(baseline ? [{ file: baseline.file, inventory: inventoryOf(baseline.recorded) }] : []),
  ];
  const judgeBy = (judging: readonly Policy[], side: Inventory): Report => {
    const evaluated = evaluate({
      policies: judging,
      inventory: side,
      ledger,
      history,
      former,
      now,
      requirePolicy: options.requirePolicy,
      version: VERSION,
    });
    return history ? withLastChanges(evaluated, side, history, now) : evaluated;
  };
  const judgeOne = (side: Inventory): Report => judgeBy(policies, side);
  const { report, after } = preview
    ? previewReport(preview, found, now, host, judgeOne)
    : { report: judgeOne(inventory), after: inventory };
  const compared =
    baseline === undefined ? report : withDrift(report, baseline, { policies, inventory, history, sources, now }, host);
  const policyChange =
    base.length === 0
      ? undefined
      : policyChangeOf({
          base,
          former: formerPolicies,
          policies,
          inventory: after,
          now,
          formerReport: judgeBy(formerPolicies, inventory),
        });
  const told: Report = {
    ...compared,
    ...(policyChange ? { policyChange } : {}),
    ...(history ? { history: historyRead(history) } : {}),
    ...(options.shard === undefined ? {} : { shard: options.shard }),
  };
  return { policies, report: told, inventory: after, ledger, history, former, now };
}

/** Undefined where a preview has no AWS to read, and the user named none: it then judges the change alone. */
async function read(
  policies: readonly Policy[],
  options: JudgeOptions,
  ledger: readonly LedgerRecord[] | undefined,
  baseline: BaselineFile | undefined,
  isForPreview: boolean,
  host: Host,
): Promise<Inventory | undefined> {
  if (options.inventory !== undefined) return inShard(await readInventory(options.inventory), options.shard);
  try {
    const asked = collectionRequest(policies, options, host.now(), ledger);
    if (baseline === undefined) return await collectLive(asked, host);
    const recorded = baselineRequest(policies, options, host.now(), tablesOf(baseline.recorded));
    return await collectLive(both(asked, recorded), host);
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

import { withLastChanges } from '../../drift/last-change.ts';
import { inventoryOf } from '../../drift/recorded-inventory.ts';
import { type Estate, estateOf, type FormerInventory } from '../../estate/estate.ts';
import { evaluate } from '../../evaluate/evaluate.ts';
import { withOwners } from '../../evaluate/owners.ts';
import { policyChangeOf } from '../../evaluate/policy-change.ts';
import { speaking, withFrameworks } from '../../evaluate/spoken-frameworks.ts';
import { historyRead } from '../../history/history-read.ts';
import type { LedgerRecord } from '../../history/ledger-line.ts';
import type { FrameworkId } from '../../model/framework-id.ts';
import type { Instant } from '../../model/instant.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Policy } from '../../model/policy.ts';
import type { Report, Shard } from '../../model/report.ts';
import type { TrailHistory } from '../../model/trail-event.ts';
import { NotConfigured, UserError } from '../../model/user-error.ts';
import { emptyInventory } from '../../preview/empty-inventory.ts';
import { isInShard } from '../../sources/shard.ts';
import { CONTROL_INFO } from '../catalogue/control-info.ts';
import { baselineRequest } from '../collect/baseline-request.ts';
import { collectLive } from '../collect/collect-live.ts';
import { collectionRequest, type ScopeOptions } from '../collect/collection.ts';
import { historyAt, requireLogs } from '../collect/history.ts';
import { carriedFrom, type Previous, previousAt, requireSamePlaces } from '../collect/previous.ts';
import { resumableRun } from '../collect/resume.ts';
import { type BaselineFile, baselineAt, regionsOf, tablesOf } from '../files/baseline-file.ts';
import { configAt } from '../files/config-file.ts';
import { formerAt } from '../files/former-inventory.ts';
import { ledgerAt } from '../files/ledger.ts';
import { savedInventory } from '../files/named-file.ts';
import { basePoliciesAt, policiesAt } from '../files/policy-files.ts';
import type { Host } from '../host/host.ts';
import type { ConfigFile } from '../options/values.ts';
import { VERSION } from '../version.ts';
import { both, notComparable, withDrift } from './baseline-comparison.ts';
import { type PreviewOptions, stackNamesOf } from './changes.ts';
import { isPreview, previewReport, requireChange } from './preview.ts';
import { askedShard } from './shard-question.ts';

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
  /** A folder in which what is collected stays, so that a cut run is taken up; absent: nothing is kept. */
  readonly resume?: string | undefined;
  /** A former inventory, from which is carried over what nothing has changed since; absent: everything is read. */
  readonly previous?: string | undefined;
  readonly requirePolicy: boolean;
  readonly allowEmpty?: boolean;
  /** What `holdfast baseline` recorded; absent: the account is compared with none. */
  readonly baseline?: string | undefined;
  /** Settings of the repository. */
  readonly config: ConfigFile;
  /** Baselines and saved inventories of before; with `baseline`, that one too. */
  readonly former?: readonly string[] | undefined;
  /** Former policies, whose place the policies take; absent or empty: they are compared with none. */
  readonly basePolicies?: readonly string[] | undefined;
  /** Frameworks that the report is narrowed to and grouped by; absent or empty: it is not. */
  readonly frameworks?: readonly FrameworkId[] | undefined;
  /** What an earlier run collected: nothing is read again. */
  readonly recorded?: RecordedFacts | undefined;
  /** A change that is judged before it is made; absent: the account is judged as it is. */
  readonly preview?: PreviewOptions | undefined;
}

/** Of a run that is judged again. */
export interface RecordedFacts {
  /** Undefined: it judged a change alone. */
  readonly inventory: Inventory | undefined;
  readonly history: TrailHistory | undefined;
}

export interface Judged {
  /** What was read, before any change; undefined: a change alone was judged. */
  readonly collected: Inventory | undefined;
  readonly policies: readonly Policy[];
  readonly report: Report;
  /** What was judged, and as of when: in a preview, as it will be. */
  readonly estate: Estate;
  /** Undefined when none was asked for. */
  readonly history: TrailHistory | undefined;
}

/** The main job, but for what is written where. */
export async function judge(options: JudgeOptions, host: Host): Promise<Judged> {
  const question = await questionOf(options, host);
  const { policies, preview } = question;
  const named = options.frameworks ?? [];
  const found = await read(question, host);
  const inventory = found ?? emptyInventory([], options.now ?? host.now());
  const facts = await factsBeside(inventory, question, host);
  const estateWith = estates(facts);
  const judgeBy = (judging: readonly Policy[], side: Inventory): Report => {
    const { requirePolicy, allowEmpty = false } = options;
    const estate = estateWith(side);
    const report = evaluate({ policies: judging, estate, requirePolicy, allowEmpty, version: VERSION });
    const dated = facts.history ? withLastChanges(report, side, facts.history, facts.now) : report;
    return speaking(dated, { policies: judging, named, allowEmpty, controls: CONTROL_INFO });
  };
  const judgeSide = (side: Inventory): Report => judgeBy(policies, side);
  const { report, after } = preview
    ? previewReport(preview, found, facts.now, host, judgeSide)
    : { report: judgeSide(inventory), after: inventory };
  const drifted = question.baseline
    ? withDrift(
        report,
        question.baseline,
        { ...facts, policies, inventory, sources: question.sources, config: options.config },
        host,
      )
    : report;
  const owned = options.ownerTag === undefined ? drifted : withOwners(drifted, estateWith(after), options.ownerTag);
  return {
    collected: found,
    policies,
    report: {
      ...withFrameworks(owned, { policies, named, allowEmpty: true, controls: CONTROL_INFO }),
      ...policyChange(question, after, facts.now, () => judgeBy(question.formerPolicies, inventory)),
      ...(facts.history ? { history: historyRead(facts.history) } : {}),
      ...(options.shard === undefined ? {} : { shard: askedShard(options.shard, options, policies, inventory, host) }),
    },
    estate: estateWith(after),
    history: facts.history,
  };
}

/** What the user asks, with the files that the options name read. */
interface Question {
  readonly options: JudgeOptions;
  readonly policies: readonly Policy[];
  readonly formerPolicies: readonly Policy[];
  readonly baseline: BaselineFile | undefined;
  readonly ledger: readonly LedgerRecord[] | undefined;
  readonly preview: PreviewOptions | undefined;
  /** Where CloudTrail history comes from. */
  readonly sources: readonly string[];
  /** What tables were. */
  readonly former: readonly FormerInventory[];
  readonly previous: Previous | undefined;
}

/** Whatever is wrong in a file that was named is found here, before AWS is asked. */
async function questionOf(options: JudgeOptions, host: Host): Promise<Question> {
  const policies = policiesAt(options.policies, host);
  const formerPolicies = basePoliciesAt(options.basePolicies ?? [], host);
  const baseline = options.baseline === undefined ? undefined : baselineAt(options.baseline, host);
  const preview = options.preview && isPreview(options.preview) ? options.preview : undefined;
  if (baseline && options.shard !== undefined) throw notComparable('shard');
  if (baseline && preview) throw notComparable('preview');
  for (const option of ['resume', 'previous'] as const) {
    if (options[option] === undefined || options.inventory === undefined) continue;
    throw new UserError(
      'a saved inventory is judged, and nothing is collected',
      `leave --${option} or --inventory out`,
    );
  }
  if (baseline || options.config.isNamed) configAt(options.config, host);
  if (preview && options.inventory === undefined) requireChange(preview, host);
  if (options.recorded === undefined) await requireLogs(options.history ?? [], host);
  return {
    options: baseline && options.regions.length === 0 ? { ...options, regions: regionsOf(baseline.recorded) } : options,
    policies,
    formerPolicies,
    baseline,
    ledger: options.ledger === undefined ? undefined : ledgerAt(options.ledger, host),
    preview,
    sources: options.history ?? [],
    former: await Promise.all((options.former ?? []).map((file) => formerAt(file, host))),
    previous: options.previous === undefined ? undefined : await previousAt(options.previous, host),
  };
}

/** Undefined where a preview has no AWS to read, and the user named none: it then judges the change alone. */
async function read(question: Question, host: Host): Promise<Inventory | undefined> {
  const { options, preview } = question;
  if (options.recorded) return options.recorded.inventory && inShard(options.recorded.inventory, options.shard);
  if (options.inventory !== undefined) return inShard(await savedInventory(options.inventory, host), options.shard);
  try {
    return await readLive(question, host);
  } catch (error) {
    const named = options.profile !== undefined || options.roleArns.length > 0 || options.organization !== undefined;
    if (preview && error instanceof NotConfigured && !named) return undefined;
    throw error;
  }
}

async function readLive(
  { options, policies, formerPolicies, baseline, ledger, preview, previous }: Question,
  host: Host,
): Promise<Inventory> {
  const all = [...policies, ...formerPolicies];
  const stacks = [...(options.stacks ?? []), ...(preview ? stackNamesOf(preview, host) : [])];
  const { inventory: _none, resume, ...scope } = options;
  const question = [all, scope, stacks, ledger, baseline];
  const run = resume === undefined ? undefined : resumableRun(resume, question, host);
  const now = run?.takenAt ?? host.now();
  const asked = collectionRequest(all, { ...options, stacks }, now, ledger);
  const recorded = baseline && baselineRequest(all, options, now, tablesOf(baseline.recorded));
  const request = recorded ? both(asked, recorded) : asked;
  if (!previous) return collectLive(request, host, run);
  const carryOver = await carriedFrom(previous, options, host);
  return collectLive({ ...request, carryOver }, host, run, (read) => requireSamePlaces(previous, read));
}

/** What is known beside an inventory, and the instant as of which all of it is judged. */
interface FactsBeside {
  readonly now: Instant;
  readonly ledger: readonly LedgerRecord[] | undefined;
  readonly history: TrailHistory | undefined;
  readonly former: readonly FormerInventory[];
}

async function factsBeside(
  inventory: Inventory,
  { options, policies, baseline, ledger, sources, former }: Question,
  host: Host,
): Promise<FactsBeside> {
  const since = baseline?.recorded.takenAt;
  const history = options.recorded
    ? options.recorded.history
    : await historyAt({ sources, policies, inventory, scope: options, since, until: options.now }, host);
  return {
    now: options.now ?? inventory.takenAt,
    ledger,
    history,
    former: baseline ? [...former, { file: baseline.file, inventory: inventoryOf(baseline.recorded) }] : former,
  };
}

/** One estate for each inventory, whoever judges it: what its indexes found stays found. */
function estates({ now, ledger, history, former }: FactsBeside): (inventory: Inventory) => Estate {
  const built = new Map<Inventory, Estate>();
  return (inventory) => {
    const estate = built.get(inventory) ?? estateOf(inventory, now, ledger, history, former);
    built.set(inventory, estate);
    return estate;
  };
}

function policyChange(
  { options, policies, formerPolicies }: Question,
  inventory: Inventory,
  now: Instant,
  formerReport: () => Report,
): Pick<Report, 'policyChange'> {
  const base = options.basePolicies ?? [];
  if (base.length === 0) return {};
  const comparison = { base, former: formerPolicies, policies, inventory, now, formerReport: formerReport() };
  return { policyChange: policyChangeOf(comparison) };
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

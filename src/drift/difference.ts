import type { ApiCall } from '../history/setting-calls.ts';
import type { ControlId } from '../model/control-id.ts';
import type { Direction } from '../model/drift.ts';
import { type Unknown, unknown } from '../model/fact.ts';
import type { Json } from '../model/result.ts';
import type { AccountBaseline, Baseline, RegionBaseline } from './baseline.ts';
import type { Judgement } from './direction.ts';
import { type DriftRule, driftRuleAt } from './drift-rule.ts';
import {
  type Pair,
  type Place,
  planPairs,
  restoreTestingPairs,
  settingsPair,
  tablePairs,
  togglesOf,
  vaultPairs,
} from './pairs.ts';
import { union, unknownIn } from './recorded.ts';
import { GLOBAL_SETTINGS_DRIFT_RULES } from './settings-rules.ts';
import { NO_REGION, resourceOf, type Subject } from './subject.ts';
import { isUnresolved, type TreeFinding, treeDifferences, valueAt } from './tree-difference.ts';

/** What is recorded and what is there, where the two are not the same. */
export interface Difference {
  readonly subject: Subject;
  /** All that an event may name: the plan, and the selection within it. */
  readonly subjects: readonly Subject[];
  readonly path: string;
  /** The same, within what the subject is recorded as. */
  readonly at: readonly string[];
  readonly change: 'changed' | 'added' | 'removed';
  readonly before?: Json;
  readonly after?: Json;
  readonly direction: Direction;
  /** How the direction was decided. */
  readonly why: string;
  readonly controls: readonly ControlId[];
  readonly calls: readonly ApiCall[];
}

/** Where it cannot be told whether the two are the same. */
export interface Undecided {
  readonly subject: Subject;
  readonly path: string;
  readonly why: Unknown;
  /** `direction`: that they differ is known, and not what the difference does. */
  readonly side: 'baseline' | 'now' | 'direction';
  readonly controls: readonly ControlId[];
}

export interface Comparison {
  /** Everything that was looked at, whatever came of it. */
  readonly compared: readonly Subject[];
  readonly differences: readonly Difference[];
  readonly undecided: readonly Undecided[];
}

/** Every difference between a recorded baseline and one that was made of the facts of now. */
export function compareBaselines(before: Baseline, now: Baseline): Comparison {
  const accounts = union(before.accounts, now.accounts);
  const parts = accounts.map((account) =>
    compareAccounts(account, before.accounts[account], now.accounts[account], now.takenAt),
  );
  return {
    compared: parts.flatMap(({ compared }) => compared),
    differences: parts.flatMap(({ differences }) => differences),
    undecided: onceEach([...unreadPlaces(before, now), ...parts.flatMap(({ undecided }) => undecided)]),
  };
}

/** Why a place could not be read says more than that it was not. */
function onceEach(undecided: readonly Undecided[]): readonly Undecided[] {
  const byPlace = new Map<string, Undecided>();
  for (const each of undecided) {
    const key = `${resourceOf(each.subject).arn} ${each.path}`;
    if (!byPlace.has(key)) byPlace.set(key, each);
  }
  return [...byPlace.values()];
}

function compareAccounts(
  account: string,
  before: AccountBaseline | undefined,
  after: AccountBaseline | undefined,
  takenAt: string,
): Comparison {
  const regions = union(before?.regions ?? {}, after?.regions ?? {});
  const parts = regions.map((region) =>
    compareRegions({ account, region }, before?.regions[region], after?.regions[region], takenAt),
  );
  const [first] = [...Object.values(after?.regions ?? {}), ...Object.values(before?.regions ?? {})];
  if (before && after && first) {
    const { partition } = first;
    const subject: Subject = {
      kind: 'global-settings',
      name: 'global settings',
      partition,
      account,
      region: NO_REGION,
    };
    const [was, is] = togglesOf(before.globalSettings, after.globalSettings);
    const pair = { subject, path: ['globalSettings'], driftRules: GLOBAL_SETTINGS_DRIFT_RULES, before: was, after: is };
    parts.push(comparePairs([pair], takenAt));
  }
  return joined(parts);
}

function compareRegions(
  { account, region }: Pick<Place, 'account' | 'region'>,
  before: RegionBaseline | undefined,
  after: RegionBaseline | undefined,
  takenAt: string,
): Comparison {
  const place = { partition: (after ?? before)?.partition ?? 'aws', account, region };
  if (!before) return unseen(place, 'baseline', `the baseline holds nothing of ${region} of account ${account}`);
  if (!after) return unseen(place, 'now', `${region} of account ${account} was not read`);
  const parts = [comparePairs(vaultPairs(place, before.vaults, after.vaults), takenAt)];
  if (before.plans !== undefined && after.plans !== undefined) {
    parts.push(comparePairs([settingsPair(place, before, after), ...planPairs(place, before, after)], takenAt));
    parts.push(comparePairs(restoreTestingPairs(place, before.restoreTesting, after.restoreTesting), takenAt));
    parts.push(comparePairs(tablePairs(place, before, after), takenAt));
  } else if (before.plans !== undefined) {
    parts.push(unseen(place, 'now', `${region} of account ${account} was read for its vaults only`));
  } else if (after.plans !== undefined) {
    parts.push(unseen(place, 'baseline', `the baseline holds only vaults of ${region} of account ${account}`));
  }
  return joined(parts);
}

function unseen(place: Place, side: Undecided['side'], detail: string): Comparison {
  const subject: Subject = { kind: 'table', name: '*', ...place };
  const why = unknown('not-collected', detail);
  return { compared: [], differences: [], undecided: [{ subject, path: '*', why, side, controls: [] }] };
}

/** Places that gave not even an account: nothing of them can be compared. */
function unreadPlaces(before: Baseline, now: Baseline): readonly Undecided[] {
  const of = (baseline: Baseline, side: Undecided['side']) =>
    baseline.unread.flatMap(({ region, roleArn = '', why }): readonly Undecided[] => {
      const [, partition = 'aws', , , account = ''] = roleArn.split(':');
      const reason = unknownIn(why) ?? unknown('not-collected', `${region} was not read`);
      const subject: Subject = { kind: 'table', name: '*', partition, account, region };
      return [{ subject, path: side === 'now' ? '*' : '* (baseline)', why: reason, side, controls: [] }];
    });
  return [...of(now, 'now'), ...of(before, 'baseline')];
}

function comparePairs(pairs: readonly Pair[], now: string): Comparison {
  const differences: Difference[] = [];
  const undecided: Undecided[] = [];
  for (const pair of pairs) {
    for (const finding of treeDifferences(pair.before, pair.after)) {
      const driftRule = driftRuleAt(pair.driftRules, finding.at);
      const path = pathText([...pair.path, ...finding.at]);
      const common = { subject: pair.subject, path, controls: driftRule?.controls ?? [] };
      if (isUnresolved(finding)) {
        undecided.push({ ...common, why: finding.why, side: finding.side });
        continue;
      }
      if (driftRule?.same?.(finding.before, finding.after)) continue;
      const { unresolved: why, ...difference } = judged(pair, finding, driftRule, now);
      differences.push({ ...common, ...difference });
      if (why) undecided.push({ ...common, path: `${path} (direction)`, why, side: 'direction' });
    }
  }
  return { compared: pairs.map(({ subject }) => subject), differences, undecided };
}

function judged(
  pair: Pair,
  { at, change, before, after }: Exclude<TreeFinding, { readonly why: Unknown }>,
  driftRule: DriftRule | undefined,
  now: string,
): Omit<Difference, 'subject' | 'path' | 'controls'> & Pick<Judgement, 'unresolved'> {
  const values = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
  const holderBefore = valueAt(pair.before, at.slice(0, -1));
  const holderAfter = valueAt(pair.after, at.slice(0, -1));
  const judgement: Judgement = driftRule?.judge({
    change,
    ...values,
    ...(holderBefore === undefined ? {} : { holderBefore }),
    ...(holderAfter === undefined ? {} : { holderAfter }),
    ...pair.vaults,
    now,
  }) ?? { direction: 'neutral', why: 'what it does is unknown' };
  const subjects = [pair.subject, ...(pair.more?.(at) ?? [])];
  return { subjects, at, change, ...values, ...judgement, calls: driftRule?.calls ?? [] };
}

/** `plans.daily.rules.nightly.retentionDays`, `tables.orders.alarms["read errors"]` */
export function pathText(segments: readonly string[]): string {
  return segments
    .map((segment, index) => {
      if (!/^[\w-]+$/.test(segment)) return `[${JSON.stringify(segment)}]`;
      return index === 0 ? segment : `.${segment}`;
    })
    .join('');
}

function joined(parts: readonly Comparison[]): Comparison {
  return {
    compared: parts.flatMap(({ compared }) => compared),
    differences: parts.flatMap(({ differences }) => differences),
    undecided: parts.flatMap(({ undecided }) => undecided),
  };
}

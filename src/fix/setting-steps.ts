import { controls } from '../controls/index.ts';
import { sourceOf } from '../controls/restored/source.ts';
import type { Estate, EstateTable } from '../estate/estate.ts';
import { type RestoredTable, restoresOf } from '../estate/restored.ts';
import { parseArn } from '../model/arn.ts';
import { mapFact, NOT_COLLECTED, unknown } from '../model/fact.ts';
import { type Policy, RESTORE_SETTINGS } from '../model/policy.ts';
import type { Result } from '../model/result.ts';
import { joined, type Repair, remark, type SettingKey, type Step } from './part.ts';
import { reasonsOf } from './reasons.ts';
import { placeOf, type RepairOrUnknown, type RestoredPair } from './restored-pair.ts';
import { REPAIR_ORDER, repairSetting } from './setting-repairs.ts';
import { tableAfter } from './table-after.ts';

/** Results about settings of tables, restored or not → a step a setting, table by table. */
export function settingSteps(estate: Estate, policies: readonly Policy[], results: readonly Result[]): readonly Step[] {
  const settled = results.flatMap((result) => {
    const setting = settingOf(result);
    return setting === undefined ? [] : [{ result, setting }];
  });
  const restored = new Map(restoresIn(estate).map((each) => [each.table.arn, each]));
  const arns = new Set(settled.map(({ result }) => result.resource.arn));
  return [...arns].toSorted().flatMap((arn) => {
    const own = settled.filter(({ result }) => result.resource.arn === arn);
    const table = estate.table(arn);
    const made = restored.get(arn);
    const pair = made ? pairOf(estate, made) : table && withoutSource(table);
    return pair ? stepsFor(pair, own, policies) : [];
  });
}

interface Settled {
  readonly result: Result;
  readonly setting: SettingKey;
}

/** Each step is written for the table that the steps before it leave. */
function stepsFor(pair: RestoredPair, settled: readonly Settled[], policies: readonly Policy[]): readonly Step[] {
  const steps: Step[] = [];
  let { own } = pair;
  for (const setting of REPAIR_ORDER) {
    const rebilled = billingModeOf(own) !== billingModeOf(pair.own);
    const about = settled
      // What does not apply on demand applies once the table is provisioned.
      .filter(({ result, setting: each }) => each === setting && (result.status !== 'not-applicable' || rebilled))
      .map(({ result }) => result);
    if (about.length === 0) continue;
    const step = stepFor({ ...pair, own }, setting, about, policies);
    own = tableAfter(own, step.parts);
    if (step.parts.length > 0 || about.some(({ status }) => status !== 'not-applicable')) steps.push(step);
  }
  return steps;
}

function billingModeOf({ record }: RestoredPair['own']): string | undefined {
  return record.description.known ? record.description.value.billingMode : undefined;
}

const OF_RESTORED = /^restore\.settings\./;

/** `restore.settings.timeToLive`, `settings.timeToLive` → `timeToLive`. */
export function settingOf({ policy }: Result): SettingKey | undefined {
  const word = policy?.path.replace(/^(?:restore\.)?settings\./, '');
  return RESTORE_SETTINGS.find((setting) => setting === word);
}

export function isOfRestored({ policy }: Result): boolean {
  return policy !== undefined && OF_RESTORED.test(policy.path);
}

function restoresIn(estate: Estate): readonly RestoredTable[] {
  return [...restoresOf(estate).restoredFrom.values()].flat();
}

function withoutSource(own: EstateTable): RestoredPair {
  const none = unknown('not-collected', `${own.name} was not made by a restore`);
  return { own, source: none, identityPolicies: none };
}

function pairOf(estate: Estate, restored: RestoredTable): RestoredPair {
  const account = parseArn(restored.sourceArn)?.account ?? restored.table.account;
  const source = sourceOf(estate, restored);
  const gone = source.known ? source.value.gone : undefined;
  return {
    own: restored.table,
    source: mapFact(source, ({ table }) => table),
    ...(gone === undefined ? {} : { gone }),
    identityPolicies: estate.account(account)?.identityPolicies ?? NOT_COLLECTED,
  };
}

function stepFor(
  pair: RestoredPair,
  setting: SettingKey,
  results: readonly Result[],
  policies: readonly Policy[],
): Step {
  const { own, gone } = pair;
  const repairs = results.map((result) => repairFor(pair, setting, result, policies));
  const { parts, proposals, notes } = joined(distinct(repairs));
  const isEmpty = parts.length + proposals.length + notes.length === 0;
  return {
    title: `${sentenceOf(setting)} of ${own.name}`,
    place: placeOf(own),
    account: own.account,
    region: own.region,
    reasons: reasonsOf(results),
    notes: [
      ...(gone === undefined ? [] : [`${gone}: what it had is taken from what was recorded of it`]),
      ...notes,
      ...(isEmpty ? advice(results) : []),
    ],
    parts,
    commands: proposals,
  };
}

/** Where no change is known that would do, what the control itself advises. */
function advice(results: readonly Result[]): readonly string[] {
  const ids = new Set(results.map(({ control }) => control));
  return controls.flatMap(({ id, remediation }) => (ids.has(id) ? [remediation] : []));
}

function repairFor(pair: RestoredPair, setting: SettingKey, result: Result, policies: readonly Policy[]): Repair {
  if (result.status === 'unknown') return remark(`not known: ${result.unknown?.detail}, so not written`);
  const policy = policies.find(({ name }) => name === result.policy?.name);
  const settings = isOfRestored(result) ? policy?.restore?.settings : policy?.settings;
  return noted(repairSetting(pair, setting, settings ?? {}));
}

export function noted(repair: RepairOrUnknown): Repair {
  return 'known' in repair ? remark(`not known: ${repair.detail}, so not written`) : repair;
}

/** Two policies may ask for the same. */
function distinct(repairs: readonly Repair[]): readonly Repair[] {
  return [...new Map(repairs.map((repair) => [JSON.stringify(repair), repair])).values()];
}

/** `pointInTimeRecovery` → `point in time recovery`. */
export function sentenceOf(setting: SettingKey): string {
  return setting.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

import { unknown } from '../model/fact.ts';
import { isObject } from '../model/json.ts';
import type { Json, JsonObject } from '../model/result.ts';
import type { RegionBaseline } from './baseline.ts';
import type { DriftRule } from './drift-rule.ts';
import { type PlanPair, pairedPlans } from './plan-pairs.ts';
import { PLAN_DRIFT_RULES } from './plan-rules.ts';
import { own, recordedUnknown, UNRECORDED, union, unknownIn } from './recorded.ts';
import { RESTORE_TESTING_DRIFT_RULES } from './restore-testing-rules.ts';
import { scalingPair } from './scaling-pair.ts';
import { REGION_SETTINGS_DRIFT_RULES } from './settings-rules.ts';
import type { Subject } from './subject.ts';
import { TABLE_DRIFT_RULES } from './table-rules.ts';
import { VAULT_DRIFT_RULES } from './vault-rules.ts';

export type Place = Pick<Subject, 'partition' | 'account' | 'region'>;

/** One thing as recorded and as found. */
export interface Pair {
  readonly subject: Subject;
  readonly path: readonly string[];
  readonly driftRules: readonly DriftRule[];
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  /** The vaults of the place, for what names one. */
  readonly vaults?: { readonly vaultsBefore: Json; readonly vaultsAfter: Json };
  /** More that events may name, for what differs at a place. */
  readonly more?: (at: readonly string[]) => readonly Subject[];
}

/** Switches that AWS does not name are off: it names new ones as they come. */
export function togglesOf(before: Json, after: Json): readonly [Json, Json] {
  if (!isObject(before) || !isObject(after) || unknownIn(before) || unknownIn(after)) return [before, after];
  const off = Object.fromEntries(union(before, after).map((name) => [name, 'false']));
  return [
    { ...off, ...before },
    { ...off, ...after },
  ];
}

export function settingsPair(place: Place, before: RegionBaseline, after: RegionBaseline): Pair {
  const subject: Subject = { kind: 'region-settings', name: 'region settings', ...place };
  const [was, is] = [before.settings, after.settings];
  const known = isObject(was) && isObject(is) && !unknownIn(was) && !unknownIn(is);
  return {
    subject,
    path: ['settings'],
    driftRules: REGION_SETTINGS_DRIFT_RULES,
    before: known ? withNamedServices(was, is) : was,
    after: known ? withNamedServices(is, was) : is,
  };
}

const UNNAMED = recordedUnknown(
  unknown('undocumented', 'AWS Backup named DynamoDB in only one of the two readings of the Region settings'),
);

/** A service that only one side names came to AWS Backup, or left it: nobody changed a setting. */
function withNamedServices(settings: JsonObject, other: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(settings).map(([group, services]) => {
      const others = other[group];
      if (!isObject(services) || !isObject(others)) return [group, services];
      const shared = Object.entries(services).filter(([name]) => Object.hasOwn(others, name));
      const lost = Object.hasOwn(services, 'DynamoDB') !== Object.hasOwn(others, 'DynamoDB');
      return [group, Object.fromEntries(lost ? [...shared, ['DynamoDB', UNNAMED] as const] : shared)];
    }),
  );
}

export function planPairs(place: Place, former: RegionBaseline, found: RegionBaseline): readonly Pair[] {
  const [before, after] = [former.plans ?? [], found.plans ?? []];
  const listed = pairedPlans(before, after);
  if ('why' in listed) {
    const subject: Subject = { kind: 'plan', name: '*', ids: [], ...place };
    return [{ subject, path: ['plans'], driftRules: PLAN_DRIFT_RULES, before, after }];
  }
  return listed.pairs.map(({ name, ids, before: was, after: is }): Pair => {
    const subject: Subject = { kind: 'plan', name, ids, ...place };
    return {
      subject,
      path: ['plans', name],
      driftRules: PLAN_DRIFT_RULES,
      before: was,
      after: is,
      vaults: { vaultsBefore: former.vaults, vaultsAfter: found.vaults },
      more: ([part, selection]) =>
        part === 'selections' && selection !== undefined
          ? [selectionSubject(place, { ids, before: was, after: is }, selection)]
          : [],
    };
  });
}

function selectionSubject(place: Place, plan: Omit<PlanPair, 'name'>, key: string): Subject {
  const ids = [plan.before, plan.after].flatMap((side) => {
    const selections = isObject(side) ? side['selections'] : undefined;
    const selection = isObject(selections) ? own(selections, key) : undefined;
    return isObject(selection) && typeof selection['id'] === 'string' ? [selection['id']] : [];
  });
  return { kind: 'selection', name: bareName(key), ids, planIds: plan.ids, ...place };
}

export function vaultPairs(place: Place, before: Json, after: Json): readonly Pair[] {
  return namedPairs(before, after, (name): Pair => {
    const subject: Subject = { kind: 'vault', name, ...place };
    return { subject, path: ['vaults', ...(name === '*' ? [] : [name])], driftRules: VAULT_DRIFT_RULES, before, after };
  });
}

/** A baseline of a version that did not record them says nothing of them. */
export function restoreTestingPairs(place: Place, before: Json | undefined, after: Json | undefined): readonly Pair[] {
  if (before === undefined || after === undefined) return [];
  return namedPairs(before, after, (name): Pair => {
    const subject: Subject = { kind: 'restore-testing-plan', name, ...place };
    const path = ['restoreTesting', ...(name === '*' ? [] : [name])];
    return { subject, path, driftRules: RESTORE_TESTING_DRIFT_RULES, before, after };
  });
}

export function tablePairs(place: Place, before: RegionBaseline, after: RegionBaseline): readonly Pair[] {
  const plans = pairedPlans(before.plans ?? [], after.plans ?? []);
  const region: Subject = { kind: 'region-settings', name: 'region settings', ...place };
  const selecting = (label: string): readonly Subject[] => {
    const [planName, selection = ''] = label.split(' › ');
    const named = 'pairs' in plans ? plans.pairs.filter(({ name }) => name === planName) : [];
    return [
      region,
      ...named.flatMap((plan): readonly Subject[] => [
        { kind: 'plan', name: plan.name, ids: plan.ids, ...place },
        selectionSubject(place, plan, selection),
      ]),
    ];
  };
  const pairs = namedPairs(before.tables ?? {}, after.tables ?? {}, (name): Pair => {
    const subject: Subject = { kind: 'table', name, ...place };
    return {
      subject,
      path: ['tables', ...(name === '*' ? [] : [name])],
      driftRules: TABLE_DRIFT_RULES,
      before: before.tables,
      after: after.tables,
      more: ([part, second, third]) => {
        if (part === 'selectedBy' && second !== undefined) return selecting(second);
        if (part === 'alarms' && second !== undefined) return [{ kind: 'alarm', name: bareName(second), ...place }];
        return third === undefined || second !== 'identityPolicies'
          ? []
          : [{ kind: 'identity-policy', name: bareName(third), ...place }];
      },
    };
  });
  return pairs.map((pair) => {
    const [before, after] = withComparableScaling(pair.before, pair.after);
    return {
      ...pair,
      before: withUnrecorded(withSharedTypes(withUnlisted(before, after), after), after),
      after: withSharedTypes(withUnlisted(after, before), before),
    };
  });
}

function withComparableScaling(
  before: Json | undefined,
  after: Json | undefined,
): readonly [Json | undefined, Json | undefined] {
  if (!isObject(before) || !isObject(after) || unknownIn(before) || unknownIn(after)) return [before, after];
  const [was, is] = scalingPair(before['autoScaling'], after['autoScaling']);
  return [
    was === undefined ? before : { ...before, autoScaling: was },
    is === undefined ? after : { ...after, autoScaling: is },
  ];
}

/** A key attribute comes and goes with its index, which is told; one that only one side has is no difference of its own. */
function withSharedTypes(table: Json | undefined, other: Json | undefined): Json | undefined {
  if (!isObject(table) || !isObject(other)) return table;
  const [held, others] = [table['keyTypes'], other['keyTypes']];
  if (!isObject(held) || !isObject(others) || unknownIn(held) || unknownIn(others)) return table;
  return {
    ...table,
    keyTypes: Object.fromEntries(Object.entries(held).filter(([name]) => Object.hasOwn(others, name))),
  };
}

/** What an older version did not record of a table or of an alarm is unknown, and no difference. */
function withUnrecorded(before: Json | undefined, after: Json | undefined): Json | undefined {
  if (!isObject(before) || !isObject(after) || unknownIn(before) || unknownIn(after)) return before;
  const [were, are] = [before['alarms'], after['alarms']];
  const alarms =
    isObject(were) && isObject(are)
      ? {
          alarms: Object.fromEntries(
            Object.entries(were).map(([name, alarm]) => [name, filled(alarm, own(are, name))]),
          ),
        }
      : {};
  return filled({ ...before, ...alarms }, after);
}

function filled(before: Json, after: Json | undefined): Json {
  if (!isObject(before) || !isObject(after) || unknownIn(before) || unknownIn(after)) return before;
  const added = Object.keys(after).filter((key) => !Object.hasOwn(before, key));
  return added.length === 0 ? before : { ...before, ...Object.fromEntries(added.map((key) => [key, UNRECORDED])) };
}

/** `plan › *` stands for the selections of a plan that could not be listed: whichever the other side names may be among them. */
function withUnlisted(table: Json | undefined, other: Json | undefined): Json | undefined {
  const [held, others] = [selectedBy(table), selectedBy(other)];
  const unlisted = Object.entries(held).filter(([label, value]) => label.endsWith(' › *') && unknownIn(value));
  if (!isObject(table) || unlisted.length === 0) return table;
  const hidden = Object.keys(others).flatMap((label) =>
    unlisted.filter(([all]) => label.startsWith(all.slice(0, -1))).map(([, why]) => [label, why] as const),
  );
  return { ...table, selectedBy: { ...Object.fromEntries(hidden), ...held } };
}

function selectedBy(table: Json | undefined): JsonObject {
  const value = isObject(table) ? table['selectedBy'] : undefined;
  return isObject(value) && !unknownIn(value) ? value : {};
}

/** One pair a name; one for all, `*`, where a side could not be listed. */
function namedPairs(before: Json, after: Json, pairOf: (name: string) => Pair): readonly Pair[] {
  if (!isObject(before) || !isObject(after) || unknownIn(before) || unknownIn(after)) return [pairOf('*')];
  return union(before, after).map((name) => ({ ...pairOf(name), before: own(before, name), after: own(after, name) }));
}

/** Without the number that tells two of one name apart. */
function bareName(key: string): string {
  return key.replace(/ #\d+$/, '');
}

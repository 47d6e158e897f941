import { isObject } from '../model/json.ts';
import type { Json, JsonObject } from '../model/result.ts';
import type { TrailEvent } from '../model/trail-event.ts';
import type { Baseline, RegionBaseline } from './baseline.ts';
import { unknownIn } from './recorded.ts';

/** What a baseline says of everything that can be switched off. */
export interface Protections {
  /** False also for what is not there; undefined when it is not known. */
  readonly isOn: (key: string) => boolean | undefined;
  /** The place of an event, when the baseline holds it. */
  readonly place: (event: Pick<TrailEvent, 'account' | 'region'>) => { readonly partition: string } | undefined;
  readonly tables: ReadonlySet<string>;
  readonly vaults: ReadonlySet<string>;
  /** `account region id` → name. */
  readonly planNames: ReadonlyMap<string, string>;
  /** Key of a plan → its id. */
  readonly planIds: ReadonlyMap<string, string>;
  /** `account region plan-id selection-id` → name. */
  readonly selectionNames: ReadonlyMap<string, string>;
}

export function keyOf(what: string, { account, region }: Pick<TrailEvent, 'account' | 'region'>, name: string): string {
  return `${what} ${account} ${region} ${name}`;
}

export function protectionsOf(baseline: Baseline): Protections {
  const places = new Map<string, RegionBaseline>();
  const states = new Map<string, boolean>();
  /** `pitr 111122223333 eu-west-1`: all of that kind are known there, so that what is not among them does not exist. */
  const complete = new Set<string>();
  const tables = new Set<string>();
  const vaults = new Set<string>();
  const planNames = new Map<string, string>();
  const planIds = new Map<string, string>();
  const selectionNames = new Map<string, string>();
  const unknowns = new Set<string>();
  const set = (key: string, state: boolean | undefined) => {
    if (state === undefined) unknowns.add(key);
    else states.set(key, state);
  };
  for (const [account, { globalSettings, regions }] of Object.entries(baseline.accounts)) {
    const crossAccount = member(globalSettings, 'isCrossAccountBackupEnabled');
    if (!unknownIn(globalSettings)) set(`cross-account ${account}`, crossAccount === 'true');
    for (const [region, held] of Object.entries(regions)) {
      const place = { account, region };
      places.set(`${account} ${region}`, held);
      set(keyOf('opt-in', place, 'DynamoDB'), flag(member(member(held.settings, 'optIn'), 'DynamoDB')));
      set(keyOf('management', place, 'DynamoDB'), flag(member(member(held.settings, 'management'), 'DynamoDB')));
      for (const kind of completeKinds(held)) complete.add(`${kind} ${account} ${region}`);
      for (const [name, vault] of entries(held.vaults)) {
        vaults.add(keyOf('vault', place, name));
        for (const setting of ['lock', 'accessPolicy']) set(keyOf(setting, place, name), flag(member(vault, setting)));
      }
      for (const [name, table] of entries(held.tables)) {
        tables.add(keyOf('table', place, name));
        set(keyOf('pitr', place, name), flag(member(table, 'pointInTimeRecovery')));
        set(keyOf('deletion-protection', place, name), flag(member(table, 'deletionProtection')));
      }
      for (const plan of plansIn(held.plans)) {
        const [name, id] = [String(plan['name']), String(plan['id'])];
        planNames.set(`${account} ${region} ${id}`, name);
        planIds.set(keyOf('plan', place, name), id);
        set(keyOf('plan', place, name), true);
        for (const [selection, body] of entries(plan['selections'])) {
          const selectionId = member(body, 'id');
          selectionNames.set(`${account} ${region} ${id} ${String(selectionId)}`, selection);
          set(keyOf('selection', place, `${name} › ${selection}`), true);
        }
      }
    }
  }
  return {
    isOn: (key) => {
      const [kind, account, region] = key.split(' ', 3);
      const absent = complete.has(`${kind} ${account} ${region}`) && !unknowns.has(key) ? false : undefined;
      return states.get(key) ?? absent;
    },
    place: ({ account, region }) => places.get(`${account} ${region}`),
    tables,
    vaults,
    planNames,
    planIds,
    selectionNames,
  };
}

function completeKinds({ plans, vaults, tables }: RegionBaseline): readonly string[] {
  const isList = (value: Json | undefined) => value !== undefined && !unknownIn(value);
  const selections = plansIn(plans).every((plan) => isList(plan['selections']));
  return [
    ...(isList(plans) ? ['plan'] : []),
    ...(isList(plans) && selections ? ['selection'] : []),
    ...(isList(vaults) ? ['lock', 'accessPolicy'] : []),
    ...(isList(tables) ? ['pitr', 'deletion-protection'] : []),
  ];
}

function plansIn(plans: Json | undefined): readonly JsonObject[] {
  return Array.isArray(plans) ? plans.filter(isObject) : [];
}

function entries(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isObject(value) && !unknownIn(value) ? Object.entries(value) : [];
}

function member(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Undefined for what is unknown or not there. */
function flag(value: Json | undefined): boolean | undefined {
  if (value === undefined || unknownIn(value)) return undefined;
  return value !== null && value !== false && value !== 'disabled';
}

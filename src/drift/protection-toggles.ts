import { lenientFlag } from '../history/lenient-values.ts';
import { tableNameOf } from '../model/arn.ts';
import type { ControlId } from '../model/control-id.ts';
import type { TrailEvent } from '../model/trail-event.ts';
import { eventNames } from './event-subject.ts';
import { memberAt, sentMember } from './member.ts';
import { keyOf, type Protections } from './protections.ts';
import { NO_REGION, type Subject } from './subject.ts';

/** One event that switched a protection off, or on. */
export interface ProtectionToggle {
  readonly event: TrailEvent;
  /** The same for all switches of one thing. */
  readonly key: string;
  /** Unresolved: the event does not say which. */
  readonly on: boolean | 'unresolved';
  readonly subject: Subject;
  readonly path: readonly string[];
  readonly noun: string;
  readonly controls: readonly ControlId[];
  /** What being off has left behind, to be said after the time. */
  readonly after: string;
}

/** The switches among events that are in order of time. What neither side knows of is nobody's concern. */
export function togglesIn(
  events: readonly TrailEvent[],
  was: Protections,
  is: Protections,
): readonly ProtectionToggle[] {
  const names = new Names(was, is);
  return events.flatMap((event) => {
    const place = is.place(event) ?? was.place(event);
    if (!place) return [];
    names.learn(event);
    return read(event, { account: event.account, region: event.region, partition: place.partition }, names, [was, is]);
  });
}

type Place = Pick<Subject, 'account' | 'region' | 'partition'>;

function read(
  event: TrailEvent,
  place: Place,
  names: Names,
  sides: readonly Protections[],
): readonly ProtectionToggle[] {
  switch (event.name) {
    case 'PutBackupVaultLockConfiguration':
    case 'DeleteBackupVaultLockConfiguration':
      return vaultSwitch(event, place, sides, { setting: 'lock', noun: 'the lock', controls: ['vault-lock'] });
    case 'PutBackupVaultAccessPolicy':
    case 'DeleteBackupVaultAccessPolicy':
      return vaultSwitch(event, place, sides, {
        setting: 'accessPolicy',
        noun: 'the access policy',
        controls: ['vault-deletion', 'copy-coverage'],
      });
    case 'UpdateRegionSettings':
      return SERVICE_SWITCHES.flatMap((each) => serviceSwitch(event, place, each));
    case 'UpdateGlobalSettings':
      return switched(event, 'globalSettings', 'isCrossAccountBackupEnabled').map((on) => ({
        event,
        key: `cross-account ${place.account}`,
        on,
        subject: { kind: 'global-settings', name: 'global settings', ...place, region: NO_REGION },
        path: ['globalSettings', 'isCrossAccountBackupEnabled'],
        noun: 'copying to other accounts',
        controls: ['copy-coverage'],
        after: '',
      }));
    case 'UpdateContinuousBackups':
      return tableSwitch(event, place, sides, {
        what: 'pitr',
        member: ['pointInTimeRecoverySpecification', 'pointInTimeRecoveryEnabled'],
        setting: 'pointInTimeRecovery',
        noun: 'point-in-time recovery',
        controls: ['point-in-time-recovery', 'table-point-in-time-recovery'],
        after: ', and nothing before its end can be restored to',
      });
    case 'UpdateTable':
      return tableSwitch(event, place, sides, {
        what: 'deletion-protection',
        member: ['deletionProtectionEnabled'],
        setting: 'deletionProtection',
        noun: 'deletion protection',
        controls: ['restored-deletion-protection', 'table-deletion-protection'],
        after: '',
      });
    case 'CreateBackupPlan':
    case 'DeleteBackupPlan':
      return planSwitch(event, place, names);
    case 'CreateBackupSelection':
    case 'DeleteBackupSelection':
      return selectionSwitch(event, place, names);
    default:
      return [];
  }
}

const SERVICE_SWITCHES = [
  {
    what: 'opt-in',
    member: 'resourceTypeOptInPreference',
    setting: 'optIn',
    noun: 'the opt-in of DynamoDB',
    controls: ['plan-coverage'],
    after: '',
  },
  {
    what: 'management',
    member: 'resourceTypeManagementPreference',
    setting: 'management',
    noun: 'advanced features of DynamoDB backups',
    controls: ['copy-coverage', 'cold-storage', 'recovery-point-encryption'],
    after: ', and backups made meanwhile stay without them',
  },
] as const;

function serviceSwitch(
  event: TrailEvent,
  place: Place,
  { what, member, setting, noun, controls, after }: (typeof SERVICE_SWITCHES)[number],
): readonly ProtectionToggle[] {
  return switched(event, member, 'DynamoDB').map((on) => ({
    event,
    key: keyOf(what, place, 'DynamoDB'),
    on,
    subject: { kind: 'region-settings', name: 'region settings', ...place },
    path: ['settings', setting, 'DynamoDB'],
    noun,
    controls,
    after,
  }));
}

interface VaultSwitch {
  readonly setting: 'lock' | 'accessPolicy';
  readonly noun: string;
  readonly controls: readonly ControlId[];
}

function vaultSwitch(
  event: TrailEvent,
  place: Place,
  sides: readonly Protections[],
  { setting, noun, controls }: VaultSwitch,
): readonly ProtectionToggle[] {
  const { vaults, silent } = eventNames(event);
  const named = new Set(silent ? namesAt('vaults', place, sides) : vaults.slice(0, 1));
  return namesAt('vaults', place, sides).flatMap((name): readonly ProtectionToggle[] => {
    if (!named.has(name)) return [];
    const subject: Subject = { kind: 'vault', name, ...place };
    const on = silent ? 'unresolved' : event.name.startsWith('Put');
    const path = ['vaults', name, setting];
    return [{ event, key: keyOf(setting, place, name), on, subject, path, noun, controls, after: '' }];
  });
}

interface TableSwitch {
  readonly what: string;
  /** Where a request says it. */
  readonly member: readonly string[];
  readonly setting: string;
  readonly noun: string;
  readonly controls: readonly ControlId[];
  readonly after: string;
}

function tableSwitch(
  event: TrailEvent,
  place: Place,
  sides: readonly Protections[],
  { what, member, setting, noun, controls, after }: TableSwitch,
): readonly ProtectionToggle[] {
  const { tables, silent } = eventNames(event);
  const named = new Set(tables.slice(0, 1).map((text) => tableNameOf(text) ?? text));
  return namesAt('tables', place, sides).flatMap((name) => {
    if (!silent && !named.has(name)) return [];
    const subject: Subject = { kind: 'table', name, ...place };
    const path = ['tables', name, setting];
    return switched(event, ...member).map((on) => ({
      event,
      key: keyOf(what, place, name),
      on,
      subject,
      path,
      noun,
      controls,
      after,
    }));
  });
}

/** What either side holds in a place: an event that names nothing may be about any of it. */
function namesAt(of: 'tables' | 'vaults', place: Place, sides: readonly Protections[]): readonly string[] {
  const start = keyOf(of === 'tables' ? 'table' : 'vault', place, '');
  const keys = new Set(sides.flatMap((side) => [...side[of]]));
  return [...keys].flatMap((key) => (key.startsWith(start) ? [key.slice(start.length)] : []));
}

function planSwitch(event: TrailEvent, place: Place, names: Names): readonly ProtectionToggle[] {
  const [id = ''] = eventNames(event).planIds;
  const name = names.plan(event, id);
  if (name === undefined) return [];
  return [
    {
      event,
      key: keyOf('plan', place, name),
      on: event.name.startsWith('Create'),
      subject: { kind: 'plan', name, ids: [names.planId(place, name) ?? bareId(id)], ...place },
      path: ['plans', name],
      noun: 'the plan',
      controls: ['plan-coverage', 'backup-frequency'],
      after: '',
    },
  ];
}

function selectionSwitch(event: TrailEvent, place: Place, names: Names): readonly ProtectionToggle[] {
  const [id = ''] = eventNames(event).planIds;
  const plan = names.plan(event, id);
  const selection = names.selection(event, id);
  if (plan === undefined || selection === undefined) return [];
  return [
    {
      event,
      key: keyOf('selection', place, `${plan} › ${selection}`),
      on: event.name.startsWith('Create'),
      subject: { kind: 'plan', name: plan, ids: [names.planId(place, plan) ?? bareId(id)], ...place },
      path: ['plans', plan, 'selections', selection],
      noun: `the selection ${selection}`,
      controls: ['plan-coverage', 'backup-frequency'],
      after: '',
    },
  ];
}

/** Deletions name ids only; what they stood for was written when it was made, or recorded. */
class Names {
  readonly #plans: Map<string, string>;
  readonly #selections: Map<string, string>;
  readonly #planIds: ReadonlyMap<string, string>;

  constructor(was: Protections, is: Protections) {
    this.#plans = new Map([...is.planNames, ...was.planNames]);
    this.#planIds = is.planIds;
    this.#selections = new Map([...is.selectionNames, ...was.selectionNames]);
  }

  learn(event: TrailEvent): void {
    const { planIds, planNames, selections } = eventNames(event);
    const [id] = planIds;
    if (id === undefined) return;
    const [name] = planNames;
    if (event.name === 'CreateBackupPlan' && name !== undefined) this.#plans.set(planKey(event, id), name);
    if (event.name !== 'CreateBackupSelection') return;
    const selectionId = memberAt(event.response, 'selectionId');
    const selection = selections.find((text) => text !== selectionId);
    if (typeof selectionId === 'string' && selection !== undefined) {
      this.#selections.set(`${planKey(event, id)} ${selectionId}`, selection);
    }
  }

  /** Of the plan that is there now. */
  planId(place: Place, name: string): string | undefined {
    return this.#planIds.get(keyOf('plan', place, name));
  }

  plan(event: TrailEvent, id: string): string | undefined {
    return this.#plans.get(planKey(event, id));
  }

  selection(event: TrailEvent, planId: string): string | undefined {
    const { selections } = eventNames(event);
    const found = selections.flatMap((text) => this.#selections.get(`${planKey(event, planId)} ${text}`) ?? []);
    return found[0];
  }
}

function planKey({ account, region }: TrailEvent, id: string): string {
  return `${account} ${region} ${bareId(id)}`;
}

function bareId(id: string): string {
  return id.slice(id.lastIndexOf(':') + 1);
}

/** What an event switches at a place of its request, which it may leave alone. */
function switched({ request }: TrailEvent, ...path: readonly string[]): readonly ProtectionToggle['on'][] {
  const sent = sentMember(request, ...path);
  if (sent === 'untouched') return [];
  return [sent === 'unresolved' ? sent : (lenientFlag(sent.value) ?? 'unresolved')];
}

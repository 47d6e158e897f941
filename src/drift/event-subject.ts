import { TABLE_MEMBERS, tableNamed, textsNamed } from '../history/event-names.ts';
import { tableNameOf, vaultNameOf } from '../model/arn.ts';
import type { TrailEvent } from '../model/trail-event.ts';
import type { Subject, SubjectKind } from './subject.ts';

/** What the calls of a name are about; those that are not here are about tables. */
const ABOUT: readonly (readonly [RegExp, SubjectKind])[] = [
  [/BackupSelection/, 'selection'],
  [/BackupPlan/, 'plan'],
  [/RestoreTesting/, 'restore-testing-plan'],
  [/BackupVault|RecoveryPoint/, 'vault'],
  [/^UpdateRegionSettings$/, 'region-settings'],
  [/^UpdateGlobalSettings$/, 'global-settings'],
  [/Alarm/, 'alarm'],
  [/(Role|User|Group)Policy$|PolicyVersion$|^DeletePolicy$/, 'identity-policy'],
];

function subjectKindOf(eventName: string): SubjectKind {
  return ABOUT.find(([pattern]) => pattern.test(eventName))?.[1] ?? 'table';
}

/** The resources that an event names. */
export interface EventNames {
  readonly kind: SubjectKind;
  /** Request, response and details are all absent: CloudTrail leaves out what is larger than 100 KB. */
  readonly silent: boolean;
  readonly planIds: readonly string[];
  readonly planNames: readonly string[];
  /** Ids and names. */
  readonly selections: readonly string[];
  readonly vaults: readonly string[];
  readonly testingPlans: readonly string[];
  /** Names, or ARNs. */
  readonly tables: readonly string[];
  readonly alarms: readonly string[];
  /** As inventories call them: ARNs of managed policies, `role/app/tables` for the others. */
  readonly policies: readonly string[];
}

const cache = new WeakMap<TrailEvent, EventNames>();

/** Every difference looks at every event of its kind, so each event is read once. */
export function eventNames(event: TrailEvent): EventNames {
  const found = cache.get(event) ?? readNames(event);
  cache.set(event, found);
  return found;
}

function readNames(event: TrailEvent): EventNames {
  const named = (...keys: readonly string[]) => textsNamed(event, keys);
  return {
    kind: subjectKindOf(event.name),
    silent: [event.request, event.response, event.serviceDetails].every((part) => part === undefined),
    planIds: named('backupPlanId', 'backupPlanArn'),
    planNames: named('backupPlanName'),
    selections: named('selectionId', 'selectionName'),
    vaults: named('backupVaultName', 'backupVaultArn').map((text) => vaultNameOf(text) ?? text),
    testingPlans: named('restoreTestingPlanName'),
    tables: named(...TABLE_MEMBERS),
    alarms: named('alarmName', 'alarmNames'),
    policies: [...named('policyArn'), ...inlineNames(named)],
  };
}

function inlineNames(named: (...keys: readonly string[]) => readonly string[]): readonly string[] {
  const policies = named('policyName');
  return (['role', 'user', 'group'] as const).flatMap((kind) =>
    named(`${kind}Name`).flatMap((holder) => policies.map((policy) => `${kind}/${holder}/${policy}`)),
  );
}

/** What stands for every event that names nothing, and for settings, of which a place has one. */
const ANY = '*';

/** Under which words an event is found: one of them is among `wordsFor` of every subject that it may be about. */
export function wordsOf(event: TrailEvent): readonly string[] {
  const names = eventNames(event);
  if (names.silent || names.kind === 'region-settings' || names.kind === 'global-settings') return [ANY];
  const tables = names.tables.map((text) => tableNameOf(text) ?? /^table\/([^/]+)/.exec(text)?.[1] ?? text);
  const plans = names.planIds.map(lastPart);
  return [
    ...new Set([
      ...tables,
      ...plans,
      ...names.planNames,
      ...names.vaults,
      ...names.testingPlans,
      ...names.alarms,
      ...names.policies,
    ]),
  ];
}

export function wordsFor(subject: Subject): readonly string[] {
  switch (subject.kind) {
    case 'plan':
      return [ANY, subject.name, ...subject.ids.map(lastPart)];
    case 'selection':
      return [ANY, ...subject.planIds.map(lastPart)];
    default:
      return [ANY, subject.name];
  }
}

function lastPart(id: string): string {
  return id.slice(id.lastIndexOf(':') + 1);
}

/** Is the event about the subject? An event that names nothing at all may be. */
export function isAbout(event: TrailEvent, subject: Subject): boolean {
  const names = eventNames(event);
  if (names.kind !== subject.kind) return false;
  if (names.silent) return true;
  switch (subject.kind) {
    case 'plan':
      return names.planIds.some((text) => isId(text, subject.ids)) || names.planNames.includes(subject.name);
    case 'selection':
      return (
        names.planIds.some((text) => isId(text, subject.planIds)) &&
        (names.selections.length === 0 ||
          names.selections.some((text) => text === subject.name || subject.ids.includes(text)))
      );
    case 'vault':
      return names.vaults.includes(subject.name);
    case 'restore-testing-plan':
      return names.testingPlans.includes(subject.name);
    case 'table':
      return names.tables.some((text) => tableNamed(text, subject) === subject.name);
    case 'alarm':
      return names.alarms.includes(subject.name);
    case 'identity-policy':
      return names.policies.includes(subject.name);
    case 'region-settings':
    case 'global-settings':
      return true;
  }
}

/** ARNs of plans are written `…:plan:ID` and `…:backup-plan:ID`. */
function isId(text: string, ids: readonly string[]): boolean {
  return ids.some((id) => text === id || text.endsWith(`:${id}`));
}

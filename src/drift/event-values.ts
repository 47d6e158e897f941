import { lenientFlag, lenientList, lenientNumber, lenientObject, lenientText } from '../history/lenient-values.ts';
import { isObject } from '../model/json.ts';
import type { BackupRule, CopyAction, Lifecycle } from '../model/plan.ts';
import type { Json } from '../model/result.ts';
import type { TrailEvent } from '../model/trail-event.ts';
import { memberAt, sentMember } from './member.ts';
import { recordRules } from './record-plans.ts';
import { recordPolicy } from './record-policy.ts';
import { asSet } from './recorded.ts';
import { SCHEDULED_ACTIONS } from './recorded-scaling.ts';
import { scheduledActionDeleted, scheduledActionPut } from './scheduled-action-calls.ts';
import type { Sent } from './sent.ts';
import type { SubjectKind } from './subject.ts';
import { valueAt } from './tree-difference.ts';

type Read = (request: Json, at: readonly string[]) => Sent;

interface Row {
  readonly calls: readonly string[];
  readonly of: SubjectKind;
  /** Segments within what is recorded, `*` for any one: what the call sends stands there, whole. */
  readonly at: readonly string[];
  readonly read: Read;
}

/** Whether such a call can set the place at all, as far as is known here. */
export function carries(event: TrailEvent, of: SubjectKind, at: readonly string[]): boolean {
  return rowOf(event, of, at) !== undefined;
}

function rowOf({ name }: TrailEvent, of: SubjectKind, at: readonly string[]): Row | undefined {
  return ROWS.find(
    (each) =>
      each.calls.includes(name) &&
      each.of === of &&
      each.at.length <= at.length &&
      each.at.every((segment, index) => segment === '*' || segment === at[index]),
  );
}

/** What an event says of a place within a subject that it is about. */
export function sentBy(event: TrailEvent, of: SubjectKind, at: readonly string[]): Sent {
  const row = rowOf(event, of, at);
  if (!row || event.request === undefined) return 'unresolved';
  const sent = row.read(event.request, at);
  return typeof sent === 'string' ? sent : { value: valueAt(sent.value, at.slice(row.at.length)) };
}

const nothing: Read = () => ({ value: null });

/** A member of the request, as it is recorded; undefined: it cannot be read. */
function member(path: readonly string[], write: (value: Json) => Json | undefined): Read {
  return (request) => {
    const value = memberAt(request, ...path);
    const written = value === undefined || value === null ? undefined : write(value);
    return written === undefined ? 'unresolved' : { value: written };
  };
}

/** Where a member that is not sent has AWS's default. */
function memberOr(
  name: string,
  fallback: Json | ((request: Json) => Json | undefined),
  write: (value: Json) => Json | undefined,
): Read {
  return (request) => {
    const value = memberAt(request, name);
    if (value !== undefined && value !== null) return member([name], write)(request, []);
    const found = typeof fallback === 'function' ? fallback(request) : fallback;
    return found === undefined ? 'unresolved' : { value: found };
  };
}

/** A map of which a call sends what it changes. */
function entryOf(path: readonly string[], write: (value: Json) => Json | undefined): Read {
  return (request, at) => {
    const value = sentMember(request, ...path, at.at(-1) ?? '');
    if (typeof value === 'string') return value;
    const written = write(value.value);
    return written === undefined ? 'unresolved' : { value: written };
  };
}

const texts = (value: Json): Json | undefined => {
  const list = lenientList(value);
  return list && asSet(list.map(String));
};
const policy = (value: Json): Json | undefined => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return recordPolicy(text);
};

const ROWS: readonly Row[] = [
  {
    calls: ['UpdateBackupPlan', 'CreateBackupPlan'],
    of: 'plan',
    at: ['rules'],
    read: member(['backupPlan', 'rules'], rulesIn),
  },
  {
    calls: ['PutBackupVaultLockConfiguration'],
    of: 'vault',
    at: ['lock', 'minRetentionDays'],
    read: memberOr('minRetentionDays', null, lenientNumber),
  },
  {
    calls: ['PutBackupVaultLockConfiguration'],
    of: 'vault',
    at: ['lock', 'maxRetentionDays'],
    read: memberOr('maxRetentionDays', null, lenientNumber),
  },
  { calls: ['DeleteBackupVaultLockConfiguration'], of: 'vault', at: ['lock'], read: nothing },
  { calls: ['PutBackupVaultAccessPolicy'], of: 'vault', at: ['accessPolicy'], read: member(['policy'], policy) },
  { calls: ['DeleteBackupVaultAccessPolicy'], of: 'vault', at: ['accessPolicy'], read: nothing },
  {
    calls: ['UpdateRegionSettings'],
    of: 'region-settings',
    at: ['optIn', '*'],
    read: entryOf(['resourceTypeOptInPreference'], lenientFlag),
  },
  {
    calls: ['UpdateRegionSettings'],
    of: 'region-settings',
    at: ['management', '*'],
    read: entryOf(['resourceTypeManagementPreference'], lenientFlag),
  },
  { calls: ['UpdateGlobalSettings'], of: 'global-settings', at: ['*'], read: entryOf(['globalSettings'], String) },
  {
    calls: ['UpdateTable'],
    of: 'table',
    at: ['deletionProtection'],
    read: member(['deletionProtectionEnabled'], lenientFlag),
  },
  { calls: ['UpdateTable'], of: 'table', at: ['billingMode'], read: member(['billingMode'], lenientText) },
  {
    calls: ['UpdateContinuousBackups'],
    of: 'table',
    at: ['pointInTimeRecovery'],
    read: member(['pointInTimeRecoverySpecification'], recoveryIn),
  },
  {
    calls: ['UpdateTimeToLive'],
    of: 'table',
    at: ['timeToLive'],
    read: member(['timeToLiveSpecification'], timeToLiveIn),
  },
  {
    calls: ['PutResourcePolicy'],
    of: 'table',
    at: ['iamPolicies', 'resourcePolicy'],
    read: member(['policy'], policy),
  },
  { calls: ['DeleteResourcePolicy'], of: 'table', at: ['iamPolicies', 'resourcePolicy'], read: nothing },
  { calls: ['TagResource'], of: 'table', at: ['tags', '*'], read: tagIn },
  { calls: ['UntagResource'], of: 'table', at: ['tags', '*'], read: untaggedIn },
  ...alarmRows(),
  { calls: ['PutScheduledAction'], of: 'table', at: ['autoScaling', SCHEDULED_ACTIONS, '*'], read: scheduledActionPut },
  {
    calls: ['DeleteScheduledAction'],
    of: 'table',
    at: ['autoScaling', SCHEDULED_ACTIONS, '*'],
    read: scheduledActionDeleted,
  },
];

/** The members of an alarm that are recorded as they are sent; the others say nothing. */
function alarmRows(): readonly Row[] {
  const of = { calls: ['PutMetricAlarm'], of: 'table' } as const;
  return [
    { ...of, at: ['alarms', '*', 'threshold'], read: memberOr('threshold', null, lenientNumber) },
    { ...of, at: ['alarms', '*', 'periodSeconds'], read: member(['period'], lenientNumber) },
    { ...of, at: ['alarms', '*', 'evaluationPeriods'], read: member(['evaluationPeriods'], lenientNumber) },
    {
      ...of,
      at: ['alarms', '*', 'datapointsToAlarm'],
      read: memberOr('datapointsToAlarm', (request) => memberAt(request, 'evaluationPeriods'), lenientNumber),
    },
    { ...of, at: ['alarms', '*', 'treatMissingData'], read: memberOr('treatMissingData', 'missing', lenientText) },
    { ...of, at: ['alarms', '*', 'comparison'], read: member(['comparisonOperator'], lenientText) },
    { ...of, at: ['alarms', '*', 'actionsEnabled'], read: memberOr('actionsEnabled', true, lenientFlag) },
    { ...of, at: ['alarms', '*', 'actions'], read: memberOr('alarmActions', [], texts) },
    { ...of, at: ['alarms', '*', 'okActions'], read: memberOr('oKActions', [], texts) },
    {
      ...of,
      at: ['alarms', '*', 'insufficientDataActions'],
      read: memberOr('insufficientDataActions', [], texts),
    },
    {
      calls: ['EnableAlarmActions'],
      of: 'table',
      at: ['alarms', '*', 'actionsEnabled'],
      read: () => ({ value: true }),
    },
    {
      calls: ['DisableAlarmActions'],
      of: 'table',
      at: ['alarms', '*', 'actionsEnabled'],
      read: () => ({ value: false }),
    },
  ];
}

/** Undefined as soon as one rule cannot be read: it may be the one in question. */
function rulesIn(value: Json): Json | undefined {
  const rules = lenientList(value)?.map(ruleIn);
  return rules?.every((rule) => rule !== undefined) ? recordRules(rules) : undefined;
}

function ruleIn(value: Json): BackupRule | undefined {
  const name = lenientText(memberAt(value, 'ruleName'));
  const vaultName = lenientText(memberAt(value, 'targetBackupVaultName'));
  const copies = (lenientList(memberAt(value, 'copyActions') ?? []) ?? [undefined]).map(copyIn);
  if (name === undefined || vaultName === undefined || !copies.every((copy) => copy !== undefined)) return undefined;
  if (!READERS.every(([member, read]) => isReadable(memberAt(value, member), read))) return undefined;
  return {
    name,
    vaultName,
    copyActions: copies,
    ...present('airGappedVaultArn', lenientText(memberAt(value, 'targetLogicallyAirGappedBackupVaultArn'))),
    ...present('scheduleExpression', lenientText(memberAt(value, 'scheduleExpression'))),
    ...present('scheduleTimezone', lenientText(memberAt(value, 'scheduleExpressionTimezone'))),
    ...present('startWindowMinutes', lenientNumber(memberAt(value, 'startWindowMinutes'))),
    ...present('completionWindowMinutes', lenientNumber(memberAt(value, 'completionWindowMinutes'))),
    ...present('lifecycle', lifecycleIn(value)),
  };
}

/** Members of a rule that may be left out. One that is there and cannot be read is not left out. */
const READERS = [
  ['targetLogicallyAirGappedBackupVaultArn', lenientText],
  ['scheduleExpression', lenientText],
  ['scheduleExpressionTimezone', lenientText],
  ['startWindowMinutes', lenientNumber],
  ['completionWindowMinutes', lenientNumber],
  ['lifecycle', looseLifecycle],
] as const;

function isReadable(value: Json | undefined, read: (value: Json) => unknown): boolean {
  return value === undefined || value === null || read(value) !== undefined;
}

function looseLifecycle(value: Json): true | undefined {
  const days = ['moveToColdStorageAfterDays', 'deleteAfterDays'].map((name) => memberAt(value, name));
  return isObject(value) && days.every((each) => isReadable(each, lenientNumber)) ? true : undefined;
}

function copyIn(value: Json | undefined): CopyAction | undefined {
  const destinationVaultArn = lenientText(memberAt(value, 'destinationBackupVaultArn'));
  if (destinationVaultArn === undefined || !isReadable(memberAt(value, 'lifecycle'), looseLifecycle)) return undefined;
  return { destinationVaultArn, ...present('lifecycle', lifecycleIn(value)) };
}

/** AWS says "never" as an absent number and as -1. */
function lifecycleIn(value: Json | undefined): Lifecycle | undefined {
  const days = (name: string) => {
    const number = lenientNumber(memberAt(value, 'lifecycle', name));
    return number === undefined || number < 0 ? undefined : number;
  };
  const [cold, end] = [days('moveToColdStorageAfterDays'), days('deleteAfterDays')];
  if (cold === undefined && end === undefined) return undefined;
  return { ...present('moveToColdStorageAfterDays', cold), ...present('deleteAfterDays', end) };
}

function present<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: T });
}

/** What the window becomes where a call does not name it is not documented. */
function recoveryIn(value: Json): Json | undefined {
  const enabled = lenientFlag(memberAt(value, 'pointInTimeRecoveryEnabled'));
  if (enabled === false) return 'disabled';
  const days = lenientNumber(memberAt(value, 'recoveryPeriodInDays'));
  return enabled && days !== undefined ? { windowDays: days } : undefined;
}

function timeToLiveIn(value: Json): Json | undefined {
  const enabled = lenientFlag(memberAt(value, 'enabled'));
  if (enabled === false) return 'disabled';
  const attribute = lenientText(memberAt(value, 'attributeName'));
  return enabled && attribute !== undefined ? { attribute } : undefined;
}

function tagIn(request: Json, at: readonly string[]): Sent {
  const tags = lenientList(memberAt(request, 'tags'));
  if (!tags) return 'unresolved';
  const read = tags.map((each) => lenientObject(each));
  const tag = read.find((each) => each && memberAt(each, 'key') === at[1]);
  if (!tag) return read.every((each) => typeof memberAt(each, 'key') === 'string') ? 'untouched' : 'unresolved';
  const value = memberAt(tag, 'value');
  return typeof value === 'string' ? { value } : 'unresolved';
}

function untaggedIn(request: Json, at: readonly string[]): Sent {
  const keys = lenientList(memberAt(request, 'tagKeys'));
  if (!keys?.every((key) => typeof key === 'string')) return 'unresolved';
  return at[1] !== undefined && keys.includes(at[1]) ? { value: undefined } : 'untouched';
}

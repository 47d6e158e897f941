import { alarmChanges, identityChanges, tableChanges } from '../../estate/changes.ts';
import type { Estate, EstateTable } from '../../estate/estate.ts';
import type { RestoredTable } from '../../estate/restored.ts';
import { textsNamed } from '../../history/event-names.ts';
import { DYNAMODB_SOURCE } from '../../history/interesting.ts';
import { isCall, SETTING_CALLS } from '../../history/setting-calls.ts';
import { epochMs, type Instant, instant } from '../../model/instant.ts';
import type { Policy } from '../../model/policy.ts';
import type { Outcome } from '../../model/result.ts';
import type { TrailEvent } from '../../model/trail-event.ts';
import { alarmsOf } from './dynamodb-alarms.ts';
import { isReplayed, type ReplayedSetting, replayed } from './replay.ts';
import type { RequiredSetting } from './required-settings.ts';
import type { SettingKey } from './setting-control.ts';

/** A restore that was completed, and what is known of the table that it made. */
export interface RestoreSubject {
  readonly estate: Estate;
  readonly policy: Policy;
  /** Where the table is gone, what its source has stands for what the restore brought. */
  readonly restored: RestoredTable;
  readonly isGone: boolean;
  /** The table as the restore left it. */
  readonly left: EstateTable;
  readonly startedAt: Instant;
  readonly completedAt: Instant;
  /** Calls after this are about another table of the name, or were not made yet. */
  readonly until: Instant;
  /** Whether the history tells of everything that happened since the restore began. */
  readonly tellsAll: boolean;
}

/** When a setting was first in place: not before one instant, and, where something proves it, not after another. */
export interface ReadySpan {
  readonly earliest: Instant;
  readonly latest?: Instant;
  /** The table lacks the setting, and nothing tells that it ever had it. */
  readonly isMissing: boolean;
  /** What follows the name of the setting. */
  readonly because: string;
}

type State = 'in place' | 'not in place' | 'unknown';

/** What AWS Backup restores. Source: DynamoDB Developer Guide, GettingStartedBackupsAWS. */
const RESTORED: ReadonlySet<SettingKey> = new Set([
  'globalSecondaryIndexes',
  'localSecondaryIndexes',
  'billingMode',
  'provisionedThroughput',
  'encryption',
]);

/**
 * When one required setting was first in place on a restored table. Each state that the table is known to have had is
 * judged by the control of the setting: as the restore left it, after each call that changed it, and now. What nothing
 * proves has no latest instant, and so is never taken for sooner than it was.
 */
export function settingReady(subject: RestoreSubject, setting: RequiredSetting): ReadySpan {
  const { key } = setting;
  const left = stateOf(subject, setting, subject.left);
  // Identity policies may have been rewritten since; whatever else a restore leaves out was not there.
  if (left === 'in place' && !RESTORED.has(key) && key !== 'iamPolicies') return asLeft(subject);
  if (!subject.tellsAll && SETTING_CALLS[key].length > 0) {
    return byState(subject, setting, false, 'the history does not tell when');
  }
  const changes = changesOf(subject, key, subject.restored.table);
  return isReplayed(key)
    ? byReplay(subject, setting, key, left, changes)
    : byLastChange(subject, setting, left, changes);
}

/** Settings of which a request says all: every state since the restore is known. */
function byReplay(
  subject: RestoreSubject,
  setting: RequiredSetting,
  key: ReplayedSetting,
  left: State,
  changes: readonly TrailEvent[],
): ReadySpan {
  const { completedAt } = subject;
  let table = subject.left;
  const states = [{ at: completedAt, state: left, because: '' }];
  for (const event of changes) {
    table = replayed(key, table, event);
    const at = notBefore(completedAt, event.at);
    states.push({ at, state: stateOf(subject, setting, table), because: describeCall(event) });
  }
  const hasMoved = isMoved(subject, setting);
  const possible = states.find(({ state }) => state !== 'not in place');
  const proven = states.find(({ state }) => state === 'in place');
  const earliest = hasMoved ? completedAt : possible?.at;
  if (proven) return { earliest: earliest ?? proven.at, latest: proven.at, isMissing: false, because: proven.because };
  const span = byState(subject, setting, hasMoved || possible !== undefined, 'no call is known that did');
  return possible && earliest !== undefined ? { ...span, earliest } : span;
}

/** Settings that requests tell of in part: after the last change all was as it is now. */
function byLastChange(
  subject: RestoreSubject,
  setting: RequiredSetting,
  left: State,
  changes: readonly TrailEvent[],
): ReadySpan {
  const { isGone, completedAt } = subject;
  const last = changes.at(-1);
  const now = nowOf(subject, setting);
  // The key is chosen with the restore, so that the source's says nothing of a table that is gone.
  const isAsLeft = isGone ? setting.key !== 'encryption' : now === 'in place';
  if (!last && left === 'in place' && isAsLeft) return asLeft(subject);
  // Changes of what is restored (an index, the billing mode) take their time, and no event tells when they are done.
  if (last && now === 'in place' && !RESTORED.has(setting.key)) {
    const latest = notBefore(completedAt, last.at);
    return { earliest: completedAt, latest, isMissing: false, because: describeCall(last) };
  }
  const mayHaveBeen = last !== undefined || isMoved(subject, setting);
  return byState(
    subject,
    setting,
    mayHaveBeen,
    last ? 'calls that changed it do not tell when' : 'no call is known that did',
  );
}

function asLeft({ completedAt }: RestoreSubject): ReadySpan {
  return { earliest: completedAt, latest: completedAt, isMissing: false, because: 'as the restore left it' };
}

/** What the state of now proves, and nothing else does. */
function byState(subject: RestoreSubject, setting: RequiredSetting, mayHaveBeen: boolean, because: string): ReadySpan {
  const { completedAt, estate } = subject;
  const { takenAt } = estate.inventory;
  const now = nowOf(subject, setting);
  if (now === 'in place') return { earliest: completedAt, latest: takenAt, isMissing: false, because };
  const isMissing = now === 'not in place' && !mayHaveBeen;
  return { earliest: isMissing ? earlier(takenAt, estate.now) : completedAt, isMissing, because };
}

function nowOf(subject: RestoreSubject, setting: RequiredSetting): State {
  return subject.isGone ? 'unknown' : stateOf(subject, setting, subject.restored.table);
}

function stateOf(
  { estate, policy, restored }: RestoreSubject,
  { control, asked }: RequiredSetting,
  table: EstateTable,
) {
  const { status } = control.evaluate({ estate, restored: { ...restored, table } }, asked, policy);
  return STATES[status];
}

/** A setting that the source does not have either needs nothing. */
const STATES = {
  pass: 'in place',
  'not-applicable': 'in place',
  fail: 'not in place',
  unknown: 'unknown',
} as const satisfies Record<Outcome['status'], State>;

/** What is like the source today need not have been so before the source changed, and the other way round. */
function isMoved(subject: RestoreSubject, { key, asked }: RequiredSetting): boolean {
  const { source } = subject.restored;
  return asked === 'same-as-source' && source !== undefined && changesOf(subject, key, source).length > 0;
}

/** Calls since the restore began that changed a setting of a table, or may have. */
function changesOf(
  { estate, startedAt, until }: RestoreSubject,
  key: SettingKey,
  table: EstateTable,
): readonly TrailEvent[] {
  // CloudTrail writes whole seconds.
  const since = instant(Math.floor(epochMs(startedAt) / 1000) * 1000);
  return callsAbout(estate, key, table).filter(
    (event) => event.at >= since && event.at <= until && SETTING_CALLS[key].some((call) => isCall(event, call)),
  );
}

function callsAbout(estate: Estate, key: SettingKey, table: EstateTable): readonly TrailEvent[] {
  const own = tableChanges(estate, table);
  if (RESTORED.has(key)) return own.filter((event) => event.source === DYNAMODB_SOURCE && !isByAutoScaling(event));
  if (key === 'iamPolicies') return [...own, ...identityChanges(estate, table)].toSorted(byTime);
  if (key !== 'alarms') return own;
  const alarms = alarmsOf(table);
  const names = new Set(alarms.known ? [...alarms.value.alarms, ...alarms.value.doubtful].map(({ name }) => name) : []);
  // Of an alarm that is gone nobody knows what it watched.
  return alarmChanges(estate, table).filter(
    (event) =>
      event.name === 'DeleteAlarms' || textsNamed(event, ['alarmName', 'alarmNames']).some((name) => names.has(name)),
  );
}

/** Units that auto scaling moves are no setting. */
function isByAutoScaling({ actor }: TrailEvent): boolean {
  return [actor.name, actor.invokedBy].some((name) => name?.includes('application-autoscaling'));
}

function describeCall({ name, at, id }: TrailEvent): string {
  return `${name} at ${at}, event ${id}`;
}

function byTime(a: TrailEvent, b: TrailEvent): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : 0;
}

function notBefore(least: Instant, at: Instant): Instant {
  return at < least ? least : at;
}

function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b;
}

import { alarmChanges, identityChanges, tableChanges, tellsAllOfIdentitiesSince } from '../../estate/changes.ts';
import type { Estate, EstateTable } from '../../estate/estate.ts';
import type { RestoredTable } from '../../estate/restored.ts';
import { textsNamed } from '../../history/event-names.ts';
import { DYNAMODB_SOURCE } from '../../history/relevant-events.ts';
import { isCall, SETTING_CALLS } from '../../history/setting-calls.ts';
import { epochMs, type Instant, instant } from '../../model/instant.ts';
import { byText } from '../../model/order.ts';
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

/**
 * From when on a setting was in place, and stayed so: not before one instant, and, where something proves it, not after
 * another.
 */
export interface ReadySpan {
  readonly earliest: Instant;
  readonly latest?: Instant;
  /** The setting is not as asked now. */
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
 * From when on one required setting was in place on a restored table. Each state that the table is known to have had is
 * judged by the control of the setting: as the restore left it, after each call that changed it, and now. What was in place
 * and taken away again counts from when it came back: so the last of all settings is the first instant from which they are
 * in place together. Where it is not as asked now the table is not ready, whatever it had in between. What nothing proves
 * has no latest instant, and so is never taken for sooner than it was.
 */
export function settingReady(subject: RestoreSubject, setting: RequiredSetting): ReadySpan {
  const { key } = setting;
  const { estate, restored, isGone, tellsAll } = subject;
  const now = isGone ? 'unknown' : stateOf(subject, setting, restored.table);
  if (now === 'not in place') {
    const earliest = [estate.inventory.takenAt, estate.now].toSorted()[0] ?? estate.now;
    return { earliest, isMissing: true, because: 'not as asked now' };
  }
  // Identity policies may have been rewritten since; whatever else a restore leaves out was not there.
  const isLeftOut = !RESTORED.has(key) && key !== 'iamPolicies';
  const isStated =
    SETTING_CALLS[key].length === 0 || (tellsAll && (key !== 'iamPolicies' || tellsOfIdentities(subject)));
  const left = isLeftOut || isStated ? stateOf(subject, setting, subject.left) : 'unknown';
  // Where no tag at all is as asked, no other tags are less: nothing could have changed it.
  if (left === 'in place' && key === 'tags') return asLeft(subject);
  if (!isStated) return byState(subject, now, whyUnresolved(estate));
  const changes = changesOf(subject, key, restored.table);
  if (left === 'in place' && isLeftOut && changes.length === 0) return asLeft(subject);
  return isReplayed(key)
    ? byReplay(subject, setting, key, [left, now], changes)
    : byLastChange(subject, setting, [left, now], changes);
}

/** Settings of which a request says all: every state since the restore is known. */
function byReplay(
  subject: RestoreSubject,
  setting: RequiredSetting,
  key: ReplayedSetting,
  [left, now]: readonly [State, State],
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
  const lasting = states.slice(0, lastingEnd(subject, key, states));
  const [proven] = lasting.slice(lasting.findLastIndex(({ state }) => state !== 'in place') + 1);
  const [possible] = lasting.slice(lasting.findLastIndex(({ state }) => state === 'not in place') + 1);
  const span = proven
    ? { latest: proven.at, isMissing: false, because: proven.because }
    : byState(subject, now, 'no call is known that did');
  return { ...span, earliest: possible && !isMoved(subject, setting) ? possible.at : completedAt };
}

/** AWS deletes no table that is protected, so that protection is taken off before. Source: DynamoDB API, DeleteTable. */
function lastingEnd({ isGone }: RestoreSubject, key: ReplayedSetting, states: readonly { readonly state: State }[]) {
  if (!isGone || key !== 'deletionProtection') return states.length;
  return states.findLastIndex(({ state }) => state !== 'not in place') + 1;
}

/** Settings that requests tell of in part: after the last change all was as it is now. */
function byLastChange(
  subject: RestoreSubject,
  { key }: RequiredSetting,
  [left, now]: readonly [State, State],
  changes: readonly TrailEvent[],
): ReadySpan {
  const { isGone, completedAt } = subject;
  const last = changes.at(-1);
  if (!last) {
    // The key is chosen with the restore, so that the source's says nothing of a table that is gone.
    const isSame = left === 'in place' && (isGone ? key !== 'encryption' : now === 'in place');
    return isSame ? asLeft(subject) : byState(subject, now, 'no call is known that did');
  }
  // Changes of what is restored (an index, the billing mode) take their time, and no event tells when they are done.
  if (now !== 'in place' || RESTORED.has(key)) return byState(subject, now, 'calls that changed it do not tell when');
  const latest = notBefore(completedAt, last.at);
  return { earliest: completedAt, latest, isMissing: false, because: describeCall(last) };
}

/** Facts of one instant and a history that ends at another leave open what happened between. */
function whyUnresolved({ now, inventory: { takenAt } }: Estate): string {
  return now < takenAt
    ? `the facts are of ${takenAt}, and the history is read until ${now} (--now): what happened between is not known; judged as of now it may be`
    : 'the history does not tell when';
}

function asLeft({ completedAt }: RestoreSubject): ReadySpan {
  return { earliest: completedAt, latest: completedAt, isMissing: false, because: 'as the restore left it' };
}

/** What the state of now proves, and nothing else does. */
function byState({ completedAt, estate }: RestoreSubject, now: State, because: string): ReadySpan {
  const latest = now === 'in place' ? { latest: estate.inventory.takenAt } : {};
  return { earliest: completedAt, ...latest, isMissing: false, because };
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

function tellsOfIdentities({ estate, restored, startedAt }: RestoreSubject): boolean {
  return tellsAllOfIdentitiesSince(estate, restored.table, startedAt);
}

function callsAbout(estate: Estate, key: SettingKey, table: EstateTable): readonly TrailEvent[] {
  const own = tableChanges(estate, table);
  if (RESTORED.has(key)) return own.filter((event) => event.source === DYNAMODB_SOURCE && !isByAutoScaling(event));
  if (key === 'iamPolicies') return [...own, ...identityChanges(estate, table)].toSorted(byText(({ at }) => at));
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

function notBefore(least: Instant, at: Instant): Instant {
  return at < least ? least : at;
}

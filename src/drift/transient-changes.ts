import { isRelevant } from '../history/relevant-events.ts';
import { formatMinutes } from '../model/duration.ts';
import { append } from '../model/group-by.ts';
import { type Instant, minutesBetween } from '../model/instant.ts';
import type { TrailEvent } from '../model/trail-event.ts';
import { newestFirst, wholeSecond } from './attribute.ts';
import type { Baseline } from './baseline.ts';
import { pathText } from './difference.ts';
import { eventNames } from './event-subject.ts';
import { type ProtectionToggle, togglesIn } from './protection-toggles.ts';
import { type Protections, protectionsOf } from './protections.ts';
import { type Doubt, doubtful, type TransientChange } from './transient-change.ts';
import { changedBack } from './transient-values.ts';

/**
 * What the events since an instant tell that the present state does not: recovery points deleted by hand, and what was
 * switched off and on again, or changed and changed back. What is off now is a difference, or was off in the baseline.
 */
export function transientChangesIn(
  events: readonly TrailEvent[],
  since: Instant,
  before: Baseline,
  now: Baseline,
): readonly TransientChange[] {
  const [was, is] = [protectionsOf(before), protectionsOf(now)];
  const from = wholeSecond(since);
  const reported = events
    .filter((event) => event.errorCode === undefined && isRelevant(event) && event.at >= from)
    .toSorted((a, b) => newestFirst(b, a));
  const takenAt = wholeSecond(before.takenAt);
  return [
    ...switchedOff(reported, takenAt, was, is),
    ...changedBack(reported, takenAt, before, now),
    ...deletedPoints(reported, is),
  ];
}

function switchedOff(
  events: readonly TrailEvent[],
  takenAt: Instant,
  was: Protections,
  is: Protections,
): readonly TransientChange[] {
  const bySubject = new Map<string, ProtectionToggle[]>();
  for (const each of togglesIn(events, was, is)) append(bySubject, each.key, each);
  return [...bySubject.values()].flatMap((toggles): readonly TransientChange[] => {
    const { periods, doubts } = periodsOff(toggles, takenAt, was, is);
    const [first] = toggles;
    if (!first) return [];
    const { subject, noun, controls } = first;
    const of = { subject, path: pathText(first.path), controls };
    if (periods.length === 0) return doubts.length === 0 ? [] : [{ ...of, ...doubtful(`${noun} was off`, doubts) }];
    const message = `${noun} was off ${periods.map(({ text }) => text).join(', and ')}`;
    const made = periods.flatMap((period) => period.events).toSorted(newestFirst);
    return [{ ...of, message, events: made }];
  });
}

interface Period {
  readonly text: string;
  readonly events: readonly TrailEvent[];
}

function periodsOff(
  toggles: readonly ProtectionToggle[],
  takenAt: Instant,
  was: Protections,
  is: Protections,
): { readonly periods: readonly Period[]; readonly doubts: readonly Doubt[] } {
  const periods: Period[] = [];
  const doubts: Doubt[] = [];
  let off: ProtectionToggle | undefined;
  let previous: ProtectionToggle | undefined;
  for (const each of toggles) {
    // What was off already was not switched off.
    const before = each.event.at >= takenAt ? was.isOn(each.key) : undefined;
    const state = previous ? previous.on : before;
    if (state === 'unresolved' && previous) doubts.push({ event: previous.event, until: each.event.at });
    if (each.on === false && state !== false) off ??= each;
    if (each.on === true && off) {
      const { at } = each.event;
      const minutes = minutesBetween(off.event.at, at);
      periods.push({
        text: `from ${off.event.at} to ${at} (${formatMinutes(minutes)})${each.after}`,
        events: [off.event, each.event],
      });
      off = undefined;
    }
    previous = each;
  }
  const [first] = toggles;
  if (off && first && is.isOn(first.key) !== false) {
    periods.push({ text: `from ${off.event.at}; no event tells when it was switched on again`, events: [off.event] });
  }
  return { periods, doubts };
}

/** AWS Backup deletes what has expired by itself; whoever else deletes does so by hand. */
function deletedPoints(events: readonly TrailEvent[], is: Protections): readonly TransientChange[] {
  const byVault = new Map<string, TrailEvent[]>();
  for (const event of events) {
    if (event.name !== 'DeleteRecoveryPoint' || isService(event) || !is.place(event)) continue;
    append(byVault, `${event.account} ${event.region} ${eventNames(event).vaults[0] ?? '*'}`, event);
  }
  return [...byVault].flatMap(([key, deletions]): readonly TransientChange[] => {
    const [account = '', region = '', ...words] = key.split(' ');
    const name = words.join(' ');
    const [first] = deletions;
    const place = first && is.place(first);
    if (!place) return [];
    const number = deletions.length === 1 ? '1 recovery point was' : `${deletions.length} recovery points were`;
    return [
      {
        subject: { kind: 'vault', name, partition: place.partition, account, region },
        path: pathText(['vaults', name, 'recoveryPoints']),
        message: `${number} deleted by hand`,
        controls: ['recovery-point-gap', 'recovery-point-age', 'recovery-point-objective', 'vault-deletion'],
        events: deletions.toSorted(newestFirst),
      },
    ];
  });
}

function isService({ actor }: TrailEvent): boolean {
  return actor.kind === 'service' || actor.invokedBy === 'backup.amazonaws.com';
}

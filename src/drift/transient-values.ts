import type { ControlId } from '../model/control-id.ts';
import { formatMinutes } from '../model/duration.ts';
import { append } from '../model/group-by.ts';
import { type Instant, minutesBetween } from '../model/instant.ts';
import { isObject } from '../model/json.ts';
import type { Json } from '../model/result.ts';
import type { TrailEvent } from '../model/trail-event.ts';
import { newestFirst } from './attribute.ts';
import type { Baseline, RegionBaseline } from './baseline.ts';
import { pathText } from './difference.ts';
import { isAbout, wordsFor, wordsOf } from './event-subject.ts';
import { carries, sentBy } from './event-values.ts';
import { own, unknownIn } from './recorded.ts';
import type { Subject } from './subject.ts';
import { type Doubt, doubtful, type TransientChange } from './transient-change.ts';
import { canonical } from './tree-difference.ts';

/** A value that is now what it was. */
interface Kept {
  readonly subject: Subject;
  /** Within what is recorded of the subject. */
  readonly at: readonly string[];
  readonly path: readonly string[];
  readonly value: Json | undefined;
  readonly noun: string;
  readonly controls: readonly ControlId[];
}

/**
 * Values that were changed and changed back, which the present state does not show: the rules of a plan, what guards a vault,
 * the tags by which a selection may take a table. `events`: oldest first. What was removed for a while is told as off.
 */
export function changedBack(
  events: readonly TrailEvent[],
  takenAt: Instant,
  before: Baseline,
  now: Baseline,
): readonly TransientChange[] {
  const index = new Map<string, TrailEvent[]>();
  for (const event of events) {
    if (event.at < takenAt) continue;
    for (const word of wordsOf(event)) append(index, word, event);
  }
  return keptIn(before, now).flatMap((kept) => {
    const { subject, path, noun, controls } = kept;
    const own = [...new Set(wordsFor(subject).flatMap((word) => index.get(word) ?? []))].filter(
      (event) => event.account === subject.account && event.region === subject.region && isAbout(event, subject),
    );
    const { periods, doubts } = periodsOf(kept, own.toSorted(newestFirst).toReversed());
    const of = { subject, path: pathText(path), controls };
    if (periods.length === 0) return doubts.length === 0 ? [] : [{ ...of, ...doubtful(`${noun} changed`, doubts) }];
    const message = `${noun} changed ${periods.map(({ text }) => text).join(', and ')}`;
    const made = periods.flatMap((period) => period.events).toSorted(newestFirst);
    return [{ ...of, message, events: made }];
  });
}

/** What the last event set is what is there now, told or not. */
function periodsOf({ subject, at, value }: Kept, events: readonly TrailEvent[]) {
  const periods: { readonly text: string; readonly events: readonly TrailEvent[] }[] = [];
  const doubts: Doubt[] = [];
  let changed: TrailEvent | undefined;
  let unresolved: TrailEvent | undefined;
  for (const event of events) {
    const sent = carries(event, subject.kind, at) ? sentBy(event, subject.kind, at) : 'untouched';
    if (sent === 'untouched') continue;
    if (unresolved) doubts.push({ event: unresolved, until: event.at });
    unresolved = sent === 'unresolved' ? event : undefined;
    if (sent === 'unresolved' || isRemoval(subject, at, sent.value)) continue;
    if (canonical(sent.value) !== canonical(value)) {
      changed ??= event;
    } else if (changed) {
      const minutes = formatMinutes(minutesBetween(changed.at, event.at));
      periods.push({ text: `at ${changed.at} and back at ${event.at} (${minutes})`, events: [changed, event] });
      changed = undefined;
    }
  }
  if (changed) {
    periods.push({ text: `at ${changed.at}; no event tells when it was changed back`, events: [changed] });
  }
  return { periods, doubts };
}

/** A policy or a lock that was taken away was off. */
function isRemoval({ kind }: Subject, [setting]: readonly string[], value: Json | undefined): boolean {
  return kind === 'vault' && (value === undefined || (setting === 'accessPolicy' && value === null));
}

function keptIn(before: Baseline, now: Baseline): readonly Kept[] {
  return Object.entries(now.accounts).flatMap(([account, { regions }]) =>
    Object.entries(regions).flatMap(([region, is]) => {
      const was = before.accounts[account]?.regions[region];
      if (!was) return [];
      const place = { partition: is.partition, account, region };
      return [...plansKept(place, was, is), ...vaultsKept(place, was, is), ...tagsKept(place, was, is)];
    }),
  );
}

type Place = Pick<Subject, 'partition' | 'account' | 'region'>;

function plansKept(place: Place, was: RegionBaseline, is: RegionBaseline): readonly Kept[] {
  return plansIn(is).flatMap((plan) => {
    const former = plansIn(was).find((each) => each['id'] === plan['id']);
    const [name, id] = [String(plan['name']), String(plan['id'])];
    const rules = former && kept(former['rules'], plan['rules']);
    if (!rules) return [];
    return [
      {
        subject: { kind: 'plan', name, ids: [id], ...place },
        at: ['rules'],
        path: ['plans', name, 'rules'],
        ...rules,
        noun: 'the rules',
        controls: ['backup-frequency', 'backup-retention', 'copy-coverage'],
      },
    ];
  });
}

const GUARDS = [
  { at: ['accessPolicy'], noun: 'the access policy', controls: ['vault-deletion', 'copy-coverage'] },
  { at: ['lock', 'minRetentionDays'], noun: 'the shortest retention of the lock', controls: ['vault-lock'] },
  { at: ['lock', 'maxRetentionDays'], noun: 'the longest retention of the lock', controls: ['vault-lock'] },
] as const satisfies readonly Pick<Kept, 'at' | 'noun' | 'controls'>[];

function vaultsKept(place: Place, was: RegionBaseline, is: RegionBaseline): readonly Kept[] {
  return names(was.vaults, is.vaults).flatMap((name) =>
    GUARDS.flatMap(({ at, noun, controls }) => {
      const value = kept(at.reduce(member, member(was.vaults, name)), at.reduce(member, member(is.vaults, name)));
      if (!value) return [];
      return [
        {
          subject: { kind: 'vault' as const, name, ...place },
          at,
          path: ['vaults', name, ...at],
          ...value,
          noun,
          controls,
        },
      ];
    }),
  );
}

/** Tags that the selections of the Region name; others select nothing. */
function tagsKept(place: Place, was: RegionBaseline, is: RegionBaseline): readonly Kept[] {
  const selecting = JSON.stringify(
    [was, is].flatMap((side) => plansIn(side).map(({ selections }) => selections ?? null)),
  );
  return names(was.tables, is.tables).flatMap((name) => {
    const [before, after] = [member(member(was.tables, name), 'tags'), member(member(is.tables, name), 'tags')];
    return names(before, after).flatMap((key): readonly Kept[] => {
      const value = kept(member(before, key), member(after, key));
      if (!value || !selecting.includes(JSON.stringify(key).slice(1, -1))) return [];
      const subject = { kind: 'table' as const, name, ...place };
      const path = ['tables', name, 'tags', key];
      return [{ subject, at: ['tags', key], path, ...value, noun: `the tag ${key}`, controls: ['plan-coverage'] }];
    });
  });
}

function plansIn({ plans }: RegionBaseline) {
  return Array.isArray(plans) ? plans.filter(isObject) : [];
}

function member(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && !unknownIn(value) ? own(value, key) : undefined;
}

function names(one: Json | undefined, other: Json | undefined): readonly string[] {
  if (!isObject(one) || !isObject(other) || unknownIn(one) || unknownIn(other)) return [];
  return Object.keys(one).filter((name) => Object.hasOwn(other, name));
}

/** The value of both, where it is one and known. */
function kept(before: Json | undefined, after: Json | undefined): Pick<Kept, 'value'> | undefined {
  if (before === undefined || unknownIn(before) || canonical(before) !== canonical(after)) return undefined;
  return { value: after };
}

import { isRelevant } from '../history/relevant-events.ts';
import { isCall } from '../history/setting-calls.ts';
import type { DriftEvent } from '../model/drift.ts';
import { append } from '../model/group-by.ts';
import { epochMs, type Instant, instant } from '../model/instant.ts';
import type { Json } from '../model/result.ts';
import type { TrailEvent } from '../model/trail-event.ts';
import { isExpected } from './actor-text.ts';
import type { Difference } from './difference.ts';
import { sameSpelling } from './direction.ts';
import { isAbout, wordsFor, wordsOf } from './event-subject.ts';
import { sentBy } from './event-values.ts';
import { NO_REGION, type Subject } from './subject.ts';
import { canonical } from './tree-difference.ts';

/** Events of these services are written in one Region, whatever they are about. Source: CloudTrail User Guide, global service events. */
const GLOBAL_SOURCES = new Set(['iam.amazonaws.com']);

/**
 * Finds the events that made a difference since an instant, newest first: the one that set the value which is there now, and
 * those that may have, because nothing tells what they sent.
 */
export function attribution(
  events: readonly TrailEvent[],
  since: Instant,
): (difference: Difference) => readonly TrailEvent[] {
  const from = epochMs(wholeSecond(since));
  const index = new Map<string, TrailEvent[]>();
  for (const event of events) {
    if (event.errorCode !== undefined || !isRelevant(event) || epochMs(event.at) < from) continue;
    for (const word of wordsOf(event)) append(index, `${event.name} ${word}`, event);
  }
  return (difference) => {
    const { calls, subject, subjects } = difference;
    const found = new Set(
      calls.flatMap((call) =>
        subjects.flatMap((each) =>
          wordsFor(each)
            .flatMap((word) => index.get(`${call[0]} ${word}`) ?? [])
            .filter((event) => isAtPlace(event, subject) && isCall(event, call) && isAbout(event, each)),
        ),
      ),
    );
    return settersOf(difference, [...found].toSorted(newestFirst).toReversed()).toReversed();
  };
}

/** CloudTrail writes whole seconds: what happened in an instant's own second may have come after it. */
export function wholeSecond(at: Instant): Instant {
  return instant(Math.floor(epochMs(at) / 1000) * 1000);
}

/**
 * Many calls carry a whole plan, policy or alarm, so that to have sent a value is not to have set it: that is the call before
 * which it was another. `events`: oldest first.
 */
function settersOf({ subject, at, before, after }: Difference, events: readonly TrailEvent[]): readonly TrailEvent[] {
  let setters: TrailEvent[] = [];
  let value = before;
  for (const event of events) {
    const sent = sentBy(event, subject.kind, at);
    if (sent === 'untouched') continue;
    if (sent === 'unresolved') {
      setters.push(event);
      continue;
    }
    if (!isSame(sent.value, after)) setters = [];
    else if (!isSame(value, after)) setters.push(event);
    value = sent.value;
  }
  return setters;
}

function isSame(a: Json | undefined, b: Json | undefined): boolean {
  return canonical(a) === canonical(b) || sameSpelling(a, b);
}

export function newestFirst(a: TrailEvent, b: TrailEvent): number {
  return a.at < b.at ? 1 : a.at > b.at ? -1 : a.id < b.id ? -1 : 1;
}

function isAtPlace(event: TrailEvent, { account, region }: Subject): boolean {
  if (event.account !== account) return false;
  return region === NO_REGION || event.region === region || GLOBAL_SOURCES.has(event.source);
}

/** What a report tells of an event. */
export function driftEvent(event: TrailEvent, expectedActors: readonly string[]): DriftEvent {
  const { id, at, source, name, region, actor, sourceIp, userAgent, fromConsole } = event;
  return {
    id,
    at,
    source,
    name,
    region,
    actor,
    ...(sourceIp === undefined ? {} : { sourceIp }),
    ...(userAgent === undefined ? {} : { userAgent }),
    fromConsole,
    ...(expectedActors.length === 0 ? {} : { expected: isExpected(actor, expectedActors) }),
  };
}

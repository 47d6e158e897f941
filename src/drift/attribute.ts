import { isWanted } from '../history/interesting.ts';
import { isCall } from '../history/setting-calls.ts';
import type { DriftEvent } from '../model/drift.ts';
import { append } from '../model/group-by.ts';
import { epochMs, type Instant } from '../model/instant.ts';
import type { TrailEvent } from '../model/trail-event.ts';
import { isExpected } from './actor-text.ts';
import type { Difference } from './difference.ts';
import { isAbout, wordsFor, wordsOf } from './event-subject.ts';
import { NO_REGION, type Subject } from './subject.ts';

/** Events of these services are written in one Region, whatever they are about. Source: CloudTrail User Guide, global service events. */
const GLOBAL_SOURCES = new Set(['iam.amazonaws.com']);

/** Finds the events that could have made a difference since an instant, newest first. */
export function attribution(
  events: readonly TrailEvent[],
  since: Instant,
): (difference: Pick<Difference, 'calls' | 'subject' | 'subjects'>) => readonly TrailEvent[] {
  // CloudTrail writes whole seconds: what happened in the baseline's own second may have come after it.
  const from = Math.floor(epochMs(since) / 1000) * 1000;
  const index = new Map<string, TrailEvent[]>();
  for (const event of events) {
    if (event.errorCode !== undefined || !isWanted(event) || epochMs(event.at) < from) continue;
    for (const word of wordsOf(event)) append(index, `${event.name} ${word}`, event);
  }
  return ({ calls, subject, subjects }) => {
    const found = new Set(
      calls.flatMap((call) =>
        subjects.flatMap((each) =>
          wordsFor(each)
            .flatMap((word) => index.get(`${call[0]} ${word}`) ?? [])
            .filter((event) => isAtPlace(event, subject) && isCall(event, call) && isAbout(event, each)),
        ),
      ),
    );
    return [...found].toSorted(newestFirst);
  };
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

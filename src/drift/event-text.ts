import type { DriftEvent } from '../model/drift.ts';
import type { Instant } from '../model/instant.ts';
import type { TrailReach } from '../model/trail-event.ts';
import { actorText } from './actor-text.ts';

/** Lines of evidence; the report's `drift` has all events. */
const EVENTS_SHOWN = 8;
const PLACES_SHOWN = 4;

/** The end of a message: whose work it is, as far as that is known. */
export function madeBy(events: readonly DriftEvent[]): string {
  const [newest] = events;
  if (!newest) return 'no event was found';
  const whom = `${actorText(newest.actor)}${expectation(newest)}`;
  return events.length === 1 ? `made by ${whom}` : `${events.length} events could have made it, the newest by ${whom}`;
}

/** Each candidate; or where they were looked for. */
export function eventLines(
  events: readonly DriftEvent[],
  reach: readonly TrailReach[],
  since: Instant,
): readonly string[] {
  if (events.length === 0) return noEventLines(reach, since);
  const more = events.length - EVENTS_SHOWN;
  return [...events.slice(0, EVENTS_SHOWN).map(eventLine), ...(more > 0 ? [`and ${more} more events`] : [])];
}

function eventLine(event: DriftEvent): string {
  const { at, name, region, sourceIp, userAgent, fromConsole, id } = event;
  const from = sourceIp === undefined ? '' : ` from ${sourceIp}`;
  const way = fromConsole ? ' in the console' : userAgent === undefined ? '' : ` with ${userAgent}`;
  return `${at} ${name} in ${region} by ${actorText(event.actor)}${expectation(event)}${from}${way}, event ${id}`;
}

function expectation({ expected }: DriftEvent): string {
  if (expected === undefined) return '';
  return expected ? ', an expected actor' : ', NOT an expected actor';
}

function noEventLines(reach: readonly TrailReach[], since: Instant): readonly string[] {
  if (reach.length === 0) return ['no event was looked for: history is none (--history)'];
  const more = reach.length - PLACES_SHOWN;
  return [
    'no event was found that could have made it; looked in:',
    ...reach.slice(0, PLACES_SHOWN).map((place) => placeLine(place, since)),
    ...(more > 0 ? [`and ${more} more places`] : []),
  ];
}

function placeLine({ source, from, to, gaps }: TrailReach, since: Instant): string {
  const late = from > since ? `, so nothing from ${since} on until then` : '';
  const holes =
    gaps.length === 0
      ? ''
      : `; not read: ${gaps
          .slice(0, 2)
          .map(({ detail }) => detail)
          .join('; ')}${gaps.length > 2 ? ` and ${gaps.length - 2} more gaps` : ''}`;
  return `${source}, from ${from} until ${to}${late}${holes}`;
}

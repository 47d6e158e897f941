import { Temporal } from 'temporal-polyfill';

/** A stretch of time in which a zone keeps one offset from UTC. It may be cut where the cache is. */
export interface ZoneSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly offsetMs: number;
}

/** No zone was ever further from UTC than this, and no clock change was longer. */
const FAR_MS = 24 * 3_600_000;

/** Eight years: asking Temporal for clock changes is slow, and few questions reach further than some blocks. */
const BLOCK_MS = 8 * 365.25 * 86_400_000;

/** Clock changes never differ between two calls in one process, so that remembering them keeps the functions pure. */
const blocks = new Map<string, Map<number, readonly ZoneSpan[]>>();
const spelling = new Map<string, string | undefined>();

/** An IANA time zone name, in IANA's spelling. `+01:00` is none. */
export function isKnownZone(name: string): boolean {
  return zoneSpelling(name) === name;
}

/** The name as IANA spells it (`europe/london` → `Europe/London`); undefined when there is no such zone. */
export function zoneSpelling(name: string): string | undefined {
  if (!spelling.has(name)) spelling.set(name, lookUp(name));
  return spelling.get(name);
}

function lookUp(name: string): string | undefined {
  if (!/^[A-Za-z]/.test(name)) return undefined;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The span that holds the instant. */
export function zoneSpan(zone: string, atMs: number): ZoneSpan {
  for (const span of zoneBlock(zone, Math.floor(atMs / BLOCK_MS))) if (atMs < span.toMs) return span;
  throw new RangeError(`no offset of ${zone} at ${atMs}`);
}

/** What to add to UTC to get local time. */
export function offsetAt(zone: string, atMs: number): number {
  return zoneSpan(zone, atMs).offsetMs;
}

/**
 * The first instant at which clocks in the zone show the local time (given as if it were UTC); undefined when they
 * never do, because they were put forward over it.
 */
export function firstInstant(zone: string, localMs: number): number | undefined {
  let first: number | undefined;
  for (let at = localMs - FAR_MS; at < localMs + FAR_MS; ) {
    const span = zoneSpan(zone, at);
    const candidate = localMs - span.offsetMs;
    if (candidate >= span.fromMs && candidate < span.toMs && (first === undefined || candidate < first)) {
      first = candidate;
    }
    at = span.toMs;
  }
  return first;
}

function zoneBlock(zone: string, index: number): readonly ZoneSpan[] {
  let ofZone = blocks.get(zone);
  if (!ofZone) {
    ofZone = new Map();
    blocks.set(zone, ofZone);
  }
  let spans = ofZone.get(index);
  if (!spans) {
    spans = readSpans(zone, index * BLOCK_MS, (index + 1) * BLOCK_MS);
    ofZone.set(index, spans);
  }
  return spans;
}

function readSpans(zone: string, fromMs: number, toMs: number): readonly ZoneSpan[] {
  const spans: ZoneSpan[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO(zone);
  let start = fromMs;
  while (start < toMs) {
    const next = at.getTimeZoneTransition('next');
    const end = next === null ? toMs : Math.min(next.epochMilliseconds, toMs);
    spans.push({ fromMs: start, toMs: end, offsetMs: at.offsetNanoseconds / 1_000_000 });
    if (next === null) break;
    at = next;
    start = end;
  }
  return spans;
}

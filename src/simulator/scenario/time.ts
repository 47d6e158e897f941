const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const;
/** Longer ones lead to instants that no calendar has. */
const MOST_MS = 36_500 * 86_400_000;
const SPAN = /^(?:\d+[smhdw])+$/;

/** `24h`, `1d12h` → milliseconds; a hundred years at most. */
export function parseSpan(text: string): number | undefined {
  if (!SPAN.test(text)) return undefined;
  let ms = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)([smhdw])/g)) {
    ms += Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS];
  }
  return ms <= MOST_MS ? ms : undefined;
}

/** `now`, `-3d`, `+1h30m`, or ISO 8601 with a zone. */
export function parseInstant(text: string, now: number): Date | undefined {
  if (text === 'now') return new Date(now);
  const sign = text.startsWith('-') ? -1 : text.startsWith('+') ? 1 : 0;
  if (sign !== 0) {
    const ms = parseSpan(text.slice(1));
    return ms === undefined ? undefined : new Date(now + sign * ms);
  }
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : new Date(at);
}

/** The instants of a series, oldest first: every `every` ms, the last at `until`, reaching back `for` ms. */
export function series(every: number, over: number, until: Date): Date[] {
  const count = Math.floor(over / every) + 1;
  return Array.from({ length: count }, (_, index) => new Date(until.getTime() - (count - 1 - index) * every));
}

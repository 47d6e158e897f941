import { instant, MINUTE_MS } from '../model/instant.ts';
import type { PlacedRule } from './place-rules.ts';
import type { Gap } from './stretch-summary.ts';
import type { TimelineResult } from './timeline.ts';
import { zoneSpan } from './zone.ts';

const DAY_MS = 86_400_000;

/** Readings that were chosen where AWS is silent, as far as they matter for these rules. */
export function notesOf(rules: readonly PlacedRule[], readings: readonly TimelineResult[], gap: Gap | null): string[] {
  const notes: string[] = [];
  for (const rule of rules) {
    const name = `plan ${rule.planName} › rule ${rule.schedule.rule.name}`;
    notes.push(...rule.cron.notes.map((note) => `${name}: ${note}`));
    if (rule.counted && gap && isSkippedOrRepeated(rule, gap)) {
      notes.push(
        `${name}: clocks in ${rule.zone} skip or repeat one of its times within the longest gap; AWS documents for EventBridge Scheduler, not for AWS Backup, that a skipped local time does not run and a repeated one runs once`,
      );
    }
  }
  for (const { suppressed } of readings) {
    for (const key of suppressed.keys()) {
      const [rule, rival] = [rules[Math.floor(key / rules.length)], rules[key % rules.length]];
      if (!rule || !rival || rule.retentionDays !== rival.retentionDays) continue;
      const [first, second] = [rule.schedule.rule.name, rival.schedule.rule.name].sort();
      notes.push(
        `plan ${rule.planName}: rules ${first} and ${second} overlap and keep equally long; AWS does not document which of them runs, nor that it is the same one each time, and the worst mixture counts`,
      );
    }
  }
  return notes;
}

/** Where the numbers do not show that a schedule starts late or ends. */
export function edgeNotes(
  shown: TimelineResult | undefined,
  gap: Gap | null,
  ends: number | undefined,
  fromMs: number,
): string[] {
  const notes: string[] = [];
  if (gap && gap.fromMs === fromMs && shown?.firstMs === gap.toMs) {
    notes.push(`the first run is at ${instant(gap.toMs)}; the time until then counts as a gap`);
  }
  if (ends !== undefined) notes.push(`the last run is at ${instant(ends)}; no run is scheduled after it`);
  return notes;
}

/** Whether a clock change in the gap makes a time of day of the rule not exist, or come twice. */
function isSkippedOrRepeated({ cron, zone }: PlacedRule, gap: Gap): boolean {
  let span = zoneSpan(zone, gap.fromMs);
  while (span.toMs < gap.toMs) {
    const next = zoneSpan(zone, span.toMs);
    const fromMs = span.toMs + Math.min(span.offsetMs, next.offsetMs);
    const toMs = span.toMs + Math.max(span.offsetMs, next.offsetMs);
    const touched = cron.timesOfDay.some((minutes) => {
      const sameDay = Math.floor(fromMs / DAY_MS) * DAY_MS + minutes * MINUTE_MS;
      return (sameDay < fromMs ? sameDay + DAY_MS : sameDay) < toMs;
    });
    if (touched) return true;
    span = next;
  }
  return false;
}

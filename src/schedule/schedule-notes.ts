import { instant } from '../model/instant.ts';
import type { PlacedRule } from './place-rules.ts';
import type { Gap } from './stretch-summary.ts';
import type { TimelineResult } from './timeline.ts';
import { offsetAt } from './zone.ts';

/** Readings that were chosen where AWS is silent, as far as they matter for these rules. */
export function notesOf(rules: readonly PlacedRule[], readings: readonly TimelineResult[], gap: Gap | null): string[] {
  const notes: string[] = [];
  for (const rule of rules) {
    const name = `plan ${rule.planName} › rule ${rule.schedule.rule.name}`;
    notes.push(...rule.cron.notes.map((note) => `${name}: ${note}`));
    if (rule.counted && gap && offsetAt(rule.zone, gap.fromMs) !== offsetAt(rule.zone, gap.toMs)) {
      notes.push(
        `${name}: clocks in ${rule.zone} change within the longest gap; AWS documents for EventBridge Scheduler, not for AWS Backup, that a skipped local time does not run and a repeated one runs once`,
      );
    }
  }
  for (const { suppressed } of readings) {
    for (const key of suppressed.keys()) {
      const [rule, rival] = [rules[Math.floor(key / rules.length)], rules[key % rules.length]];
      if (!rule || !rival || rule.retentionDays !== rival.retentionDays) continue;
      const [first, second] = [rule.schedule.rule.name, rival.schedule.rule.name].sort();
      notes.push(
        `plan ${rule.planName}: rules ${first} and ${second} overlap and keep equally long; AWS does not document which of them runs, and the reading with the longer gap counts`,
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

import type { BackupRule } from '../src/model/plan.ts';
import { parseCron } from '../src/schedule/cron.ts';
import { fireTimes } from '../src/schedule/fire-times.ts';
import { scheduleFacts } from '../src/schedule/worst-case.ts';
import { NOW_MS } from './instant.ts';
import { type Row, row } from './row.ts';
import { median, timed } from './timed.ts';

const YEAR_MS = 366 * 86_400_000;
const HOURLY = 'cron(0 * ? * * *)';
const REPEATS = 9;

/** Hourly runs where the clocks change: the dearest of the everyday schedules. */
export function measureSchedules(): readonly Row[] {
  const zone = 'America/New_York';
  const parsed = parseCron(HOURLY);
  if (!parsed.ok) throw new Error(parsed.message);
  const rule: BackupRule = {
    name: 'hourly',
    vaultName: 'main',
    scheduleExpression: HOURLY,
    scheduleTimezone: zone,
    startWindowMinutes: 60,
    copyActions: [],
  };
  const plans = () => [{ planId: 'p', planName: 'p', rules: [{ ...rule }], qualifies: () => true }];
  const listing = ofSeveral(() => fireTimes(parsed.cron, zone, NOW_MS, NOW_MS + YEAR_MS).length);
  const gap = ofSeveral(() => scheduleFacts(plans(), NOW_MS));
  return [
    row('a year of hourly runs in New York, listed', `${listing.ms.toFixed(1)} ms`, { note: `${listing.value} runs` }),
    row('the same: longest gap and worst case, over 28 years', `${gap.ms.toFixed(1)} ms`, {
      note: `gap ${gap.value.scheduleGapMinutes} min, worst case ${gap.value.worstCaseMinutes} min`,
    }),
  ];
}

/** The median, after a first run that pays for compiling. */
function ofSeveral<T>(act: () => T): { readonly value: T; readonly ms: number } {
  const { value } = timed(act);
  return { value, ms: median(Array.from({ length: REPEATS }, () => timed(act).ms)) };
}

import type { BackupRule } from '../model/plan.ts';
import { fireTimes } from './fire-times.ts';
import { rivals, suppressors, type TieReading } from './overlap.ts';
import { keepsDays, type RuleSchedule, ruleSchedule } from './rule-schedule.ts';

export interface PlanRun {
  readonly rule: BackupRule;
  readonly atMs: number;
}

export interface SuppressedRun extends PlanRun {
  /** The rule that keeps longer, and whose start window overlaps. */
  readonly by: BackupRule;
}

export interface PlanRuns {
  /** Runs that are sure to happen, ascending. */
  readonly runs: readonly PlanRun[];
  readonly suppressed: readonly SuppressedRun[];
  /** Rules whose runs are not known. */
  readonly unparsed: readonly { readonly rule: BackupRule; readonly message: string }[];
  /** Rules whose runs are known but not sure: one that is not known keeps at least as long and may suppress them. */
  readonly unsure: readonly BackupRule[];
  readonly notes: readonly string[];
}

/** The runs of one plan in `[fromMs, toMs)`, the suppression of overlapping rules applied. */
export function planRuns(rules: readonly BackupRule[], fromMs: number, toMs: number): PlanRuns {
  const schedules: RuleSchedule[] = [];
  const unparsed: { rule: BackupRule; message: string }[] = [];
  for (const rule of rules) {
    const read = ruleSchedule(rule);
    if (read.ok) schedules.push(read.schedule);
    else unparsed.push({ rule, message: read.message });
  }
  const longestUnknown = Math.max(...unparsed.map(({ rule }) => keepsDays(rule)));
  const unsure = schedules.filter((schedule) => schedule.retentionDays <= longestUnknown).map(({ rule }) => rule);
  const earlier = settled(schedules, fromMs, toMs, 'earlier-wins', unsure);
  const later = settled(schedules, fromMs, toMs, 'later-wins', unsure);
  const worse = longestPause(later.runs) > longestPause(earlier.runs) ? later : earlier;
  const tied = [...earlier.suppressed, ...later.suppressed].some(({ rule, by }) => keepsDays(rule) === keepsDays(by));
  const notes = schedules.flatMap(({ rule, cron }) => cron.notes.map((note) => `rule ${rule.name}: ${note}`));
  if (tied) {
    notes.push(
      'rules that keep equally long overlap; AWS does not document which of them runs, and the reading with the longer gap counts',
    );
  }
  return { ...worse, unparsed, unsure, notes };
}

function settled(
  schedules: readonly RuleSchedule[],
  fromMs: number,
  toMs: number,
  tie: TieReading,
  unsure: readonly BackupRule[],
): Pick<PlanRuns, 'runs' | 'suppressed'> {
  const contenders = schedules.map((schedule) => ({ ...schedule, plan: 0 }));
  const rivalsOf = rivals(contenders, tie);
  const reachMs = contenders.reduce((longest, { startWindowMs }) => Math.max(longest, startWindowMs), 0);
  const times = schedules.map(({ cron, zone }) => fireTimes(cron, zone, fromMs - reachMs, toMs + reachMs));
  const runs: PlanRun[] = [];
  const suppressed: SuppressedRun[] = [];
  schedules.forEach(({ rule }, index) => {
    if (unsure.includes(rule)) return;
    const by = suppressors(contenders, times, index, rivalsOf[index] ?? []);
    (times[index] ?? []).forEach((atMs, run) => {
      if (atMs < fromMs || atMs >= toMs) return;
      const rival = schedules[by[run] ?? -1];
      if (rival) suppressed.push({ rule, atMs, by: rival.rule });
      else runs.push({ rule, atMs });
    });
  });
  return { runs: runs.sort((a, b) => a.atMs - b.atMs), suppressed };
}

/** Fewer than two runs are the longest pause of all. */
function longestPause(runs: readonly PlanRun[]): number {
  if (runs.length < 2) return Number.POSITIVE_INFINITY;
  return runs.reduce((longest, run, index) => Math.max(longest, run.atMs - (runs[index - 1] ?? run).atMs), 0);
}

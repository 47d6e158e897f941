import { type Unknown, unknown } from '../model/fact.ts';
import { epochMs, type Instant, instant, MINUTE_MS } from '../model/instant.ts';
import type { BackupRule, PlanRecord } from '../model/plan.ts';
import { planRuns } from '../schedule/plan-runs.ts';
import { keepsDays } from '../schedule/rule-schedule.ts';
import type { CoveringPlan } from '../selection/coverage.ts';

/** Clocks differ, and the plan is read a little after the inventory's instant: runs this close to it are not compared. */
const MARGIN_MS = 10 * MINUTE_MS;

const SHOWN = 5;

/**
 * AWS's own next runs of a plan against Holdfast's: `MaxScheduledRunsPreview` of GetBackupPlan. They agree, or one of the
 * two is wrong about the schedule, and then no gap of that plan is known. Where rules tie, either may run, so a run that
 * Holdfast does not count on is no disagreement; a run that it knows nothing of is one, and so is a sure one that AWS
 * does not list.
 */
export function previewDisagreement(
  covering: readonly CoveringPlan[],
  qualifies: (rule: BackupRule) => boolean,
  takenAt: Instant,
): Unknown | undefined {
  for (const { plan, rules } of covering) {
    if (!rules.some(qualifies)) continue;
    const found = disagreementOf(plan, rules, takenAt);
    if (found) return found;
  }
  return undefined;
}

const cache = new WeakMap<PlanRecord, { readonly takenAt: Instant; readonly found: Unknown | undefined }>();

function disagreementOf(plan: PlanRecord, rules: readonly BackupRule[], takenAt: Instant): Unknown | undefined {
  const before = cache.get(plan);
  if (before?.takenAt === takenAt) return before.found;
  const found = compare(plan, rules, takenAt);
  cache.set(plan, { takenAt, found });
  return found;
}

function compare(plan: PlanRecord, rules: readonly BackupRule[], takenAt: Instant): Unknown | undefined {
  const from = epochMs(takenAt) + MARGIN_MS;
  const theirs = (plan.body.known ? plan.body.value.preview : [])
    .map((run) => epochMs(run.at))
    .filter((at) => at >= from);
  const last = Math.max(...theirs);
  if (theirs.length === 0) return undefined;
  const ours = planRuns(rules, from, last + 1);
  if (ours.unparsed.length > 0) return undefined;
  const sure = ours.runs.map((run) => run.atMs);
  const conceivable = new Set([...sure, ...ours.suppressed.map((run) => run.atMs)]);
  const listed = new Set(theirs);
  const tied = ours.suppressed.some(({ rule, by }) => keepsDays(rule) === keepsDays(by));
  const agree = theirs.every((at) => conceivable.has(at)) && (tied || sure.every((at) => listed.has(at)));
  if (agree) return undefined;
  return unknown(
    'undocumented',
    `AWS's own preview of plan ${plan.name} disagrees: AWS lists ${textOf(theirs)}; Holdfast expects ${textOf(sure)}`,
  );
}

function textOf(runs: readonly number[]): string {
  const shown = [...new Set(runs)]
    .toSorted((a, b) => a - b)
    .slice(0, SHOWN)
    .map(instant);
  return shown.length === 0 ? 'no run' : shown.join(', ');
}

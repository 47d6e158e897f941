import type { ControlId } from '../../model/control-id.ts';
import { formatMinutes } from '../../model/duration.ts';
import type { Unknown } from '../../model/fact.ts';
import { append } from '../../model/group-by.ts';
import type { JsonObject, Outcome } from '../../model/result.ts';
import type { Subject } from '../../model/subject.ts';
import type { ScheduleFacts, SuppressedRuns } from '../../schedule/worst-case.ts';
import { fail, pass, undecided } from '../outcome.ts';
import type { StartWindow } from './observed-limit.ts';
import { undecidedRule } from './undecided-rule.ts';

/** What a schedule is held to: the gap between runs, or the gap and the start window together. */
export interface ScheduleAsk {
  readonly limitMinutes: number;
  readonly measure: 'gap' | 'worst-case';
  /** `backups`, or `copies to eu-central-1`. */
  readonly of: string;
}

export interface ScheduleEvidence {
  readonly schedule: ScheduleFacts;
  readonly startWindow: StartWindow;
  /** How many rules the schedule is made of. */
  readonly qualifying: number;
  /** What could not be read and might bring more runs. */
  readonly hidden: readonly Unknown[];
  readonly because: readonly string[];
  /** The rules or copies that it is made of first, then what falls short. */
  readonly subjects: readonly Subject[];
  /** AWS's own preview of the next runs says otherwise: then no gap is known. */
  readonly disagreement: Unknown | undefined;
  /** The control that explains why no rule qualifies. */
  readonly cause: ControlId;
  /** Said when no rule qualifies: `no rule that selects the table keeps points for 35 d`. */
  readonly none: string;
}

/**
 * Runs that are sure to happen and are close enough pass, whatever else is unknown: more runs only shorten the gap. Too
 * wide a gap fails only when nothing is hidden that might close it.
 */
export function judgeSchedule(ask: ScheduleAsk, evidence: ScheduleEvidence): Outcome {
  const { schedule, hidden } = evidence;
  const found = ask.measure === 'gap' ? schedule.scheduleGapMinutes : schedule.worstCaseMinutes;
  const because = [
    ...evidence.because,
    ...suppressions(schedule),
    ...schedule.notes,
    ...schedule.undecided.map(({ plan, rule, message }) => `plan ${plan} › rule ${rule}: ${message}`),
  ];
  const shown = { expected: expectedOf(ask), actual: actualOf(schedule), because, subjects: evidence.subjects };

  if (evidence.disagreement) {
    return undecided('AWS’s own preview of the next runs disagrees with the schedule', evidence.disagreement, {
      ...shown,
      because: [...because, evidence.disagreement.detail],
    });
  }
  if (found !== null && found <= ask.limitMinutes) return pass(messageOf(ask, schedule, found), shown);
  const why = hidden[0] ?? undecidedRule(schedule);
  if (why) {
    const known = found === null ? 'no run is sure' : messageOf(ask, schedule, found);
    return undecided(`${known}, but not every rule could be judged`, why, {
      ...shown,
      because: [...because, ...hidden.map((each) => each.detail)],
    });
  }
  if (evidence.qualifying === 0) return fail(evidence.none, { ...shown, follows: evidence.cause });
  if (found === null)
    return fail(`the rules of ${ask.of} do not run twice; policy asks for ${formatMinutes(ask.limitMinutes)}`, shown);
  return fail(messageOf(ask, schedule, found), shown);
}

function messageOf(ask: ScheduleAsk, schedule: ScheduleFacts, found: number): string {
  const asked = `policy asks for ${formatMinutes(ask.limitMinutes)}`;
  return ask.measure === 'gap'
    ? `longest gap between scheduled ${ask.of} is ${formatMinutes(found)}; ${asked}`
    : `worst-case RPO of ${ask.of} is ${formatMinutes(found)}, a start window of ${schedule.startWindowMinutes} min counted in; ${asked}`;
}

/** Why a rule that seems to run often enough does not: without these lines the gap cannot be found in the plan. */
function suppressions({ suppressedRuns, gapFrom, gapTo }: ScheduleFacts): readonly string[] {
  const byRule = new Map<string, SuppressedRuns[]>();
  for (const each of suppressedRuns) append(byRule, `plan ${each.plan} › rule ${each.rule}`, each);
  const lines = [...byRule].map(([name, rivals]) => `${name}: ${givesWay(rivals)}`);
  return lines.length > 0 && gapFrom && gapTo
    ? [...lines, `longest gap of what is left: ${gapFrom} → ${gapTo}`]
    : lines;
}

/** `in a year 63 runs give way to rules that keep at least as long and whose start windows overlap: weekly 51, monthly 12` */
function givesWay(rivals: readonly SuppressedRuns[]): string {
  const total = rivals.reduce((sum, { count }) => sum + count, 0);
  const [only] = rivals;
  const runs =
    total === 0
      ? 'some runs, the first in more than a year, give'
      : `in a year ${total} ${total === 1 ? 'run gives' : 'runs give'}`;
  if (only && rivals.length === 1)
    return `${runs} way to rule ${only.by}, which keeps at least as long and whose start window overlaps`;
  const shares = rivals
    .filter(({ count }) => count > 0 || total === 0)
    .map(({ by, count }) => `${by} ${count}`)
    .join(', ');
  return `${runs} way to rules that keep at least as long and whose start windows overlap: ${shares}`;
}

function expectedOf(ask: ScheduleAsk): JsonObject {
  return ask.measure === 'gap' ? { frequencyMinutes: ask.limitMinutes } : { rpoMinutes: ask.limitMinutes };
}

/** Contract §5: every result about a schedule carries the three. */
function actualOf(schedule: ScheduleFacts): JsonObject {
  return {
    scheduleGapMinutes: schedule.scheduleGapMinutes,
    startWindowMinutes: schedule.startWindowMinutes,
    worstCaseMinutes: schedule.worstCaseMinutes,
  };
}

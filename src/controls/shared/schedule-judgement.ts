import type { ControlId } from '../../model/control-id.ts';
import { formatMinutes } from '../../model/duration.ts';
import { type Unknown, unknown } from '../../model/fact.ts';
import { append } from '../../model/group-by.ts';
import { DAY_MINUTES, type Instant, plusMinutes } from '../../model/instant.ts';
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
  readonly now: Instant;
  /** What is sure to run. */
  readonly schedule: ScheduleFacts;
  /** What would run if all that is open turned out well. */
  readonly hopeful: ScheduleFacts;
  readonly startWindow: StartWindow;
  /** How many rules that select the table the hopeful schedule is made of. */
  readonly qualifying: number;
  /** What could not be read, so that nothing is known of the runs that it might bring. */
  readonly blind: readonly Unknown[];
  /** Why what `hopeful` has more than `schedule` is not sure. */
  readonly open: readonly Unknown[];
  /** Rules that would count if their jobs did not fail, a clause each. */
  readonly faulty: readonly string[];
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

/** A schedule that ends sooner than this is no plan for the time to come. */
const ENDS_WITHIN_MINUTES = 366 * DAY_MINUTES;

/**
 * Runs that are sure to happen and are close enough pass, whatever else is unknown: more runs only shorten the gap. Too
 * wide a gap fails only when nothing that is open or could not be read might close it.
 */
export function judgeSchedule(ask: ScheduleAsk, evidence: ScheduleEvidence): Outcome {
  const { schedule, hopeful, blind, open, now } = evidence;
  const found = ask.measure === 'gap' ? schedule.scheduleGapMinutes : schedule.worstCaseMinutes;
  const best = ask.measure === 'gap' ? hopeful.best.gapMinutes : hopeful.best.worstCaseMinutes;
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
  const message = foundMessage(ask, schedule, found, now);
  if (isMet(found, ask, schedule, now)) return pass(message, shown);
  const unread = blind[0] ?? undecidedRule(hopeful);
  const why = unread ?? (isMet(best, ask, hopeful.best, now) ? (open[0] ?? choiceOf(best)) : undefined);
  if (why) {
    const ending = open.length === 0 && !unread ? 'AWS may choose better' : 'not every rule could be judged';
    return undecided(`${found === null ? 'no run is sure' : message}, but ${ending}`, why, {
      ...shown,
      because: [...because, ...[...blind, ...open].map((each) => each.detail)],
    });
  }
  const reasons = evidence.faulty.length === 0 ? '' : `; ${evidence.faulty.join('; ')}`;
  if (evidence.qualifying === 0) return fail(evidence.none + reasons, { ...shown, follows: evidence.cause });
  return fail(message + reasons, shown);
}

function isMet(found: number | null, ask: ScheduleAsk, schedule: Ending, now: Instant): boolean {
  return found !== null && found <= ask.limitMinutes && !endsSoon(schedule, now);
}

/** Said of rules whose runs are all displaced, or over. */
export const NEVER_RUNS = 'its rule has no run to come that does not give way to another rule';

/** Why it is open whether there is ever a run that is sure; undefined where there is one, and where there can be none. */
export function openRuns({ schedule, hopeful, blind, open }: ScheduleEvidence): Unknown | undefined {
  if (schedule.firstRun !== null) return undefined;
  return blind[0] ?? undecidedRule(hopeful) ?? (hopeful.best.firstRun === null ? undefined : (open[0] ?? displaced()));
}

function displaced(): Unknown {
  return unknown(
    'undocumented',
    'rules that keep equally long overlap, and AWS does not document which of them runs: none is sure to; start windows that do not overlap would settle it',
  );
}

type Ending = Pick<ScheduleFacts, 'endsAt'>;

/** Whether a schedule, close as its runs may be, has its last one within the next 366 days. */
export function endsSoon({ endsAt }: Ending, now: Instant): boolean {
  return endsAt !== null && endsAt <= plusMinutes(now, ENDS_WITHIN_MINUTES);
}

/** AWS may choose between rules, and at the best it comes to so much. */
export function choiceOf(leastMinutes: number | null): Unknown {
  return unknown(
    'undocumented',
    `rules that keep equally long overlap, and AWS does not document which of them runs: at the best it comes to ${formatMinutes(leastMinutes ?? 0)}; start windows that do not overlap would settle it`,
  );
}

function foundMessage(ask: ScheduleAsk, schedule: ScheduleFacts, found: number | null, now: Instant): string {
  const asked = `policy asks for ${formatMinutes(ask.limitMinutes)}`;
  if (schedule.endsAt !== null && endsSoon(schedule, now))
    return `the last of the scheduled ${ask.of} runs at ${schedule.endsAt}, and none comes after it; ${asked}`;
  return found === null ? `the rules of ${ask.of} do not run twice; ${asked}` : messageOf(ask, schedule, found);
}

function messageOf(ask: ScheduleAsk, schedule: ScheduleFacts, found: number): string {
  const asked = `policy asks for ${formatMinutes(ask.limitMinutes)}`;
  return ask.measure === 'gap'
    ? `longest gap between scheduled ${ask.of} is ${formatMinutes(found)}; ${asked}`
    : `worst-case RPO of ${ask.of} is ${formatMinutes(found)}, a start window of ${schedule.startWindowMinutes} min counted in; ${asked}`;
}

/** Why a rule that seems to run often enough does not: without these lines the gap cannot be found in the plan. */
export function suppressions({ suppressedRuns, gapFrom, gapTo }: ScheduleFacts): readonly string[] {
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

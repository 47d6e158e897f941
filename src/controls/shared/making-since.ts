import { type ConfiguredCopy, copiesOfRules, copiesTo, possibleCopiesTo, unseenCopies } from '../../estate/copies.ts';
import type { EstateTable } from '../../estate/estate.ts';
import { backupJobsOf } from '../../estate/jobs.ts';
import { ownPoints } from '../../estate/points.ts';
import { daysOf, keepsAtLeast, rulesOf } from '../../estate/rules.ts';
import { mayRun, ruleFault } from '../../estate/sure-rules.ts';
import type { Instant } from '../../model/instant.ts';
import type { BackupJob, JobCreator } from '../../model/job.ts';
import type { BackupRule, PlanRecord } from '../../model/plan.ts';
import type { CopyRequirement, Objective } from '../../model/policy.ts';
import type { SelectionBody, SelectionRecord } from '../../model/selection.ts';
import type { CoveringPlan } from '../../selection/coverage.ts';
import type { TableSubject } from '../define.ts';
import { type MakingSince, type Promised, planSince } from './plan-since.ts';

/**
 * The bounds, and the plans that they rest on. A plan tells when it was made, its versions what it was since, and its selections
 * since when they name the table; points and jobs of the table tell which version of a plan made them.
 */
export interface RulesSince extends MakingSince {
  readonly plans: readonly PlanRecord[];
}

interface Makers {
  /** Plans with a rule that counts for sure. */
  readonly sure: readonly Pick<CoveringPlan, 'plan' | 'selections'>[];
  /** Plans that may have one, or that had one before it was hindered. */
  readonly possible: readonly PlanRecord[];
  /** Not every plan could be seen. */
  readonly isBlind: boolean;
  /** Rules that the plan has or had, of those that keep long enough: for sure, or perhaps. */
  readonly counting: (plan: PlanRecord, rules: readonly BackupRule[]) => Counting;
}

interface Counting {
  readonly sure: readonly BackupRule[];
  readonly possible: readonly BackupRule[];
}

/** The rules that keep long enough for the objective. */
export function rulesSince({ estate, table }: TableSubject, { retentionMinutes }: Objective): RulesSince {
  const { coverage } = rulesOf(estate, table);
  const keeps = (rule: BackupRule) => keepsAtLeast(rule, retentionMinutes);
  const isSure = (rule: BackupRule) =>
    keeps(rule) && mayRun(estate, table, rule) && ruleFault(estate, table, rule).known;
  return makingSince(table, {
    sure: coverage.covering.filter(({ rules }) => rules.some(isSure)),
    possible: [...coverage.covering, ...coverage.possible].flatMap(({ plan, rules }) =>
      rules === undefined || rules.some(keeps) ? [plan] : [],
    ),
    isBlind: coverage.unread.length > 0,
    counting: (_, rules) => ({ sure: rules.filter(isSure), possible: rules.filter(keeps) }),
  });
}

/** The rules whose copies go where asked and are kept long enough. */
export function copiesSince({ estate, table }: TableSubject, asked: CopyRequirement): RulesSince {
  const { coverage } = rulesOf(estate, table);
  const keeps = ({ retentionDays }: ConfiguredCopy) => retentionDays >= daysOf(asked.retentionMinutes ?? 0);
  const kept = copiesTo(estate, table, asked).filter(keeps);
  const canWork = ({ obstacles, doubts }: ConfiguredCopy) => obstacles.length === 0 && doubts.length === 0;
  const working = new Set(kept.filter(canWork).map(({ plan }) => plan));
  const rulesOfCopies = (copies: readonly ConfiguredCopy[]) => [...new Set(copies.map(({ rule }) => rule))];
  return makingSince(table, {
    sure: coverage.covering.filter(({ plan }) => working.has(plan)),
    possible: [
      ...kept.map(({ plan }) => plan),
      ...possibleCopiesTo(estate, table, asked).flatMap(({ plan, copies }) => (copies.some(keeps) ? [plan] : [])),
    ],
    isBlind: unseenCopies(estate, table).length > 0,
    counting: (plan, rules) => {
      const copies = copiesOfRules(estate, table, { plan, rules }, asked).filter(keeps);
      return { sure: rulesOfCopies(copies.filter(canWork)), possible: rulesOfCopies(copies) };
    },
  });
}

function makingSince(table: EstateTable, { sure, possible, isBlind, counting }: Makers): RulesSince {
  if (sure.length === 0) return { plans: [] };
  const plans = [...new Set([...sure.map(({ plan }) => plan), ...possible])];
  const bounds = new Map(plans.map((plan) => [plan, planSince(plan, promisedBy(plan, counting))]));
  const made = [...bounds.values()].flatMap(({ atMost }) => atMost ?? []);
  const atMost = isBlind || made.length < plans.length ? undefined : earliest(made);
  const atLeast = earliest(
    sure.flatMap(({ plan, selections }) => [
      ...bothSince(bounds.get(plan)?.atLeast, tableSince(table, plan, selections)),
      ...optional(madeSince(table, plan, 'present version')),
    ]),
  );
  return {
    plans,
    ...(atMost === undefined ? {} : { atMost }),
    ...(atLeast === undefined ? {} : { atLeast }),
  };
}

/** Since when the plan has taken the table in for sure. */
function tableSince(table: EstateTable, plan: PlanRecord, selections: CoveringPlan['selections']): Instant | undefined {
  const selected = selectedSince(selections.map(({ selection }) => selection));
  return earliest([...optional(selected), ...optional(madeSince(table, plan))]);
}

/** The later of two instants; nothing where one of them is not known. */
function bothSince(one: Instant | undefined, other: Instant | undefined): readonly Instant[] {
  return one === undefined || other === undefined ? [] : [one < other ? other : one];
}

function optional(at: Instant | undefined): readonly Instant[] {
  return at === undefined ? [] : [at];
}

/** A version promises the same where its rules run whenever those of now do, and nothing where none keeps long enough. */
function promisedBy(plan: PlanRecord, counting: Makers['counting']): (rules: readonly BackupRule[]) => Promised {
  const ofNow = plan.body.known ? schedulesOf(counting(plan, plan.body.value.rules).sure) : new Set<string>();
  return (rules) => {
    const { sure, possible } = counting(plan, rules);
    const then = schedulesOf(sure);
    if (ofNow.size > 0 && [...ofNow].every((schedule) => then.has(schedule))) return 'the same';
    return possible.length > 0 ? 'maybe' : 'nothing';
  };
}

function schedulesOf(rules: readonly BackupRule[]): ReadonlySet<string> {
  return new Set(
    rules.map(({ scheduleExpression, scheduleTimezone, startWindowMinutes }) =>
      JSON.stringify([scheduleExpression, scheduleTimezone, startWindowMinutes]),
    ),
  );
}

/** Since when selections that ask for no tag have taken the table in; one that asks for tags may have found them yesterday. */
function selectedSince(selections: readonly SelectionRecord[]): Instant | undefined {
  return earliest(
    selections.flatMap(({ body, createdAt }) => (body.known && !asksForTags(body.value) ? (createdAt ?? []) : [])),
  );
}

function asksForTags({ listOfTags, conditions }: SelectionBody): boolean {
  return listOfTags.length > 0 || Object.values(conditions).some((tags) => tags.length > 0);
}

/** The first point or job of the table that the plan made, in whatever version or in the present one. */
function madeSince(table: EstateTable, { id, body }: PlanRecord, only?: 'present version'): Instant | undefined {
  const version = body.known ? body.value.versionId : undefined;
  const isMaker = ({ planId, planVersion }: JobCreator) =>
    only ? version !== undefined && planVersion === version : planId === id;
  const { points, born } = ownPoints(table);
  const isOwn = ({ createdAt }: BackupJob) => !born.known || createdAt >= born.value;
  return earliest([
    ...points.flatMap((point) => (isMaker(point) ? [point.createdAt] : [])),
    ...backupJobsOf(table).flatMap((job) => (isOwn(job) && isMaker(job.createdBy ?? {}) ? [job.createdAt] : [])),
  ]);
}

function earliest(instants: readonly Instant[]): Instant | undefined {
  return instants.reduce<Instant | undefined>(
    (first, at) => (first === undefined || at < first ? at : first),
    undefined,
  );
}

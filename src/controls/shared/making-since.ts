import { type ConfiguredCopy, copiesTo, possibleCopiesTo, unseenCopies } from '../../estate/copies.ts';
import type { EstateTable } from '../../estate/estate.ts';
import { backupJobsOf } from '../../estate/jobs.ts';
import { ownPoints } from '../../estate/points.ts';
import { daysOf, keepsAtLeast, rulesOf } from '../../estate/rules.ts';
import { mayRun, ruleFault } from '../../estate/sure-rules.ts';
import type { Instant } from '../../model/instant.ts';
import type { BackupJob } from '../../model/job.ts';
import type { BackupRule, PlanRecord } from '../../model/plan.ts';
import type { CopyRequirement, Objective } from '../../model/policy.ts';
import type { TableSubject } from '../define.ts';

/**
 * How long the rules that make points have existed, between two bounds. A plan tells when it was made, and not when a rule was
 * added to it or a table came under it; points and jobs of the table tell which version of the plan made them, and a version has
 * one set of rules.
 */
export interface MakingSince {
  /** Not before this; absent: as long as anybody may ask. */
  readonly atMost?: Instant;
  /** Since then for sure; absent: nothing tells. */
  readonly atLeast?: Instant;
}

interface Makers {
  /** Plans with a rule that counts for sure. */
  readonly sure: readonly PlanRecord[];
  /** Plans that may have one, or that had one before it was hindered. */
  readonly possible: readonly PlanRecord[];
  /** Not every plan could be seen. */
  readonly isBlind: boolean;
}

/** The rules that keep long enough for the objective. */
export function rulesSince({ estate, table }: TableSubject, { retentionMinutes }: Objective): MakingSince {
  const { coverage } = rulesOf(estate, table);
  const keeps = (rule: BackupRule) => keepsAtLeast(rule, retentionMinutes);
  const isSure = (rule: BackupRule) =>
    keeps(rule) && mayRun(estate, table, rule) && ruleFault(estate, table, rule).known;
  return makingSince(table, {
    sure: coverage.covering.flatMap(({ plan, rules }) => (rules.some(isSure) ? [plan] : [])),
    possible: [...coverage.covering, ...coverage.possible].flatMap(({ plan, rules }) =>
      rules === undefined || rules.some(keeps) ? [plan] : [],
    ),
    isBlind: coverage.unread.length > 0,
  });
}

/** The rules whose copies go where asked and are kept long enough. */
export function copiesSince({ estate, table }: TableSubject, asked: CopyRequirement): MakingSince {
  const keeps = ({ retentionDays }: ConfiguredCopy) => retentionDays >= daysOf(asked.retentionMinutes ?? 0);
  const kept = copiesTo(estate, table, asked).filter(keeps);
  const canWork = ({ obstacles, doubts }: ConfiguredCopy) => obstacles.length === 0 && doubts.length === 0;
  return makingSince(table, {
    sure: kept.filter(canWork).map(({ plan }) => plan),
    possible: [
      ...kept.map(({ plan }) => plan),
      ...possibleCopiesTo(estate, table, asked).flatMap(({ plan, copies }) => (copies.some(keeps) ? [plan] : [])),
    ],
    isBlind: unseenCopies(estate, table).length > 0,
  });
}

function makingSince(table: EstateTable, { sure, possible, isBlind }: Makers): MakingSince {
  if (sure.length === 0) return {};
  const made = [...sure, ...possible].map(({ createdAt }) => createdAt);
  const atMost = isBlind ? undefined : earliest(made);
  const versions = new Set(sure.flatMap(({ body }) => (body.known ? (body.value.versionId ?? []) : [])));
  const isPresent = (version: string | undefined) => version !== undefined && versions.has(version);
  const { points, born } = ownPoints(table);
  const isOwn = ({ createdAt }: BackupJob) => !born.known || createdAt >= born.value;
  const atLeast = earliest([
    ...points.flatMap((point) => (isPresent(point.planVersion) ? [point.createdAt] : [])),
    ...backupJobsOf(table).flatMap((job) =>
      isOwn(job) && isPresent(job.createdBy?.planVersion) ? [job.createdAt] : [],
    ),
  ]);
  return { ...(atMost === undefined ? {} : { atMost }), ...(atLeast === undefined ? {} : { atLeast }) };
}

/** Undefined where one of them is, or there is none. */
function earliest(instants: readonly (Instant | undefined)[]): Instant | undefined {
  return instants.reduce(
    (first, at) => (first === undefined || at === undefined ? undefined : at < first ? at : first),
    instants[0],
  );
}

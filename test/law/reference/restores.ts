import type { RestoreJob } from '../../../src/model/job.ts';
import type { Asked } from '../policies.ts';
import type { Home } from './estate.ts';
import { DAY, MINUTE, stated, type Verdict } from './stated.ts';

type Restore = NonNullable<Asked['restore']>;

/** Restores of the present table: what was backed up before it was made was an earlier one of that name. */
function restoresOf(home: Home): readonly RestoreJob[] {
  return stated(home.region.restoreJobs).filter(
    ({ sourceArn, recoveryPointCreatedAt = '' }) =>
      sourceArn === home.table.arn && Date.parse(recoveryPointCreatedAt) >= home.createdAt,
  );
}

const completed = ({ status, completedAt }: RestoreJob) => status === 'COMPLETED' && completedAt !== undefined;

const took = ({ createdAt, completedAt = createdAt }: RestoreJob) =>
  (Date.parse(completedAt) - Date.parse(createdAt)) / MINUTE;

export function restoreTime(home: Home, { rtoMinutes, statistic, overDays, samples }: Restore): Verdict {
  const jobs = restoresOf(home);
  const running = jobs.filter(({ status }) => status === 'RUNNING' || status === 'PENDING');
  if (running.some(({ createdAt }) => home.now - Date.parse(createdAt) > rtoMinutes * MINUTE)) return ['fail'];
  const counted = jobs
    .filter(completed)
    .filter(({ completedAt = '' }) => Date.parse(completedAt) >= home.now - overDays * DAY)
    .sort((a, b) => Date.parse(a.completedAt ?? '') - Date.parse(b.completedAt ?? ''));
  if (counted.length < samples) return ['unknown'];
  return statisticOf(statistic, counted.map(took)) <= rtoMinutes ? ['pass'] : ['fail'];
}

function statisticOf(statistic: Restore['statistic'], minutes: readonly number[]): number {
  const sorted = [...minutes].sort((a, b) => a - b);
  const quantile = (part: number) => {
    const rank = (sorted.length - 1) * part;
    const below = sorted[Math.floor(rank)] ?? 0;
    return below + ((sorted[Math.ceil(rank)] ?? below) - below) * (rank - Math.floor(rank));
  };
  switch (statistic) {
    case 'max':
      return Math.max(...minutes);
    case 'mean':
      return minutes.reduce((sum, each) => sum + each, 0) / minutes.length;
    case 'p50':
      return quantile(0.5);
    case 'p95':
      return quantile(0.95);
    default:
      return minutes.at(-1) ?? 0;
  }
}

/** How far AWS's list of restore jobs reaches, at least. */
const LIST_DAYS = 30;

/** A restore whose validation failed shows that the table did not come back. */
export function restoreTested(home: Home, { testedEveryDays }: Restore): Verdict {
  const good = restoresOf(home)
    .filter(completed)
    .filter(({ validationStatus }) => validationStatus !== 'FAILED' && validationStatus !== 'TIMED_OUT')
    .some(({ completedAt = '' }) => Date.parse(completedAt) >= home.now - testedEveryDays * DAY);
  if (good) return ['pass'];
  return testedEveryDays <= LIST_DAYS ? ['fail'] : ['unknown', 'fail'];
}

const TROUBLE = ['FAILED', 'EXPIRED', 'ABORTED', 'PARTIAL'];

export function backupJobs(home: Home): Verdict {
  const jobs = stated(home.region.backupJobs).filter(
    ({ resourceArn, createdAt }) => resourceArn === home.table.arn && Date.parse(createdAt) >= home.now - 30 * DAY,
  );
  const inTrouble = jobs.some(({ state, startBy, createdAt }) => {
    if (TROUBLE.includes(state)) return true;
    if (state === 'CREATED') return startBy !== undefined && Date.parse(startBy) < home.now;
    return state === 'RUNNING' && home.now - Date.parse(createdAt) > 7 * DAY;
  });
  return inTrouble ? ['fail'] : ['pass'];
}

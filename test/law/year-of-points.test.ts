import { expect, test } from 'vitest';
import { exampleInventory, exampleRule } from '../../src/controls/example.ts';
import { recoveryPointObjective } from '../../src/controls/recovery-point-objective.ts';
import { estateOf } from '../../src/estate/estate.ts';
import { known } from '../../src/model/fact.ts';
import { type Instant, instant } from '../../src/model/instant.ts';
import type { BackupRule } from '../../src/model/plan.ts';
import type { Outcome } from '../../src/model/result.ts';

/*
 * A year and a bit of a table under one plan, dailies for 35 days and monthlies for a year, in which all happens that happens.
 * On every day the verdict on each objective is held to a plain replay, hour by hour: could a point of every age that was
 * promised be restored?
 */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BEGIN = Date.UTC(2026, 0, 1);
const DAYS = 420;
/** All days, where one has the time. */
const EVERY_DAY = process.env['HOLDFAST_EVERY_DAY'] === '1';

const OBJECTIVES = [
  { name: 'daily', frequencyMinutes: 24 * 60, retentionMinutes: 35 * 24 * 60 },
  { name: 'monthly', frequencyMinutes: 31 * 24 * 60, retentionMinutes: 365 * 24 * 60 },
] as const;

interface Point {
  readonly at: number;
  readonly version: string;
  readonly rule: string;
  days: number;
}

/** All that there is, and all that ever was. */
interface Account {
  version: number;
  born: number;
  /** Rule → days that it keeps; one that is paused is not in the plan. */
  rules: Map<string, number>;
  /** Objective → since when a rule of the plan has kept long enough. */
  readonly since: Map<string, number>;
  points: Point[];
  readonly jobs: Omit<Point, 'days'>[];
  /** Oldest first. */
  readonly versions: { readonly at: number; readonly rules: ReadonlyMap<string, number> }[];
}

/** What happens at midnight of which day. */
const EVENTS: Readonly<Record<number, (account: Account) => void>> = {
  60: (account) => change(account, 'daily', 10),
  75: (account) => change(account, 'daily', 35),
  130: (account) => change(account, 'daily', undefined),
  138: (account) => change(account, 'daily', 35),
  // Somebody deletes what was made in three nights.
  190: (account) => drop(account, (age) => age > 4 * DAY && age < 7 * DAY),
  // Somebody shortens the lives of a week.
  240: ({ points }) => {
    for (const point of points.filter(({ rule }) => rule === 'daily').slice(-7)) point.days = 9;
  },
  290: (account) => {
    account.born = BEGIN + 290 * DAY;
  },
  // A monthly goes.
  400: (account) => drop(account, (age, { rule }) => rule === 'monthly' && age < 40 * DAY),
};

/** Hours that the daily run of a day starts late; undefined: it never did, and the job expired. */
const LATE: Readonly<Record<number, number | undefined>> = { 40: 1, 41: 0, 90: undefined, 335: 1, 350: undefined };

function change(account: Account, rule: string, days: number | undefined): void {
  if (days === undefined) account.rules.delete(rule);
  else account.rules.set(rule, days);
  account.version += 1;
}

function drop(account: Account, goes: (ageMs: number, point: Point) => boolean): void {
  const newest = Math.max(...account.points.map(({ at }) => at));
  account.points = account.points.filter((point) => !goes(newest - point.at, point));
}

/** Else every other week, and the days after something happened. */
function isJudged(day: number): boolean {
  return (
    EVERY_DAY ||
    day % 14 === 0 ||
    [...Object.keys(EVENTS), ...Object.keys(LATE)].some((at) => day - Number(at) === 0 || day - Number(at) === 1)
  );
}

/** From midnight to 08:00 of a day. */
function live(account: Account, day: number): void {
  const midnight = BEGIN + day * DAY;
  EVENTS[day]?.(account);
  if (account.versions.length < account.version) account.versions.push({ at: midnight, rules: new Map(account.rules) });
  for (const { name, retentionMinutes } of OBJECTIVES) {
    const isKept = [...account.rules.values()].some((days) => days * 24 * 60 >= retentionMinutes);
    if (!isKept) account.since.delete(name);
    else if (!account.since.has(name)) account.since.set(name, midnight);
  }
  for (const [rule, days] of account.rules) {
    if (rule === 'monthly' && new Date(midnight).getUTCDate() !== 1) continue;
    const late = rule === 'daily' && day in LATE ? LATE[day] : 0;
    const job = {
      at: midnight + (rule === 'daily' ? 5 : 1) * HOUR + (late ?? 0) * HOUR,
      version: `v${account.version}`,
      rule,
    };
    account.jobs.push(job);
    if (late !== undefined) account.points.push({ ...job, days });
  }
  // AWS deletes within 8 hours after the end.
  const now = midnight + 8 * HOUR;
  account.points = account.points.filter(({ at, days }) => at + days * DAY + (day % 8) * HOUR > now);
}

const SCHEDULES: Readonly<Record<string, string>> = { daily: 'cron(0 5 ? * * *)', monthly: 'cron(0 1 1 * ? *)' };

function rulesIn(rules: ReadonlyMap<string, number>): readonly BackupRule[] {
  return [...rules].map(([name, days]) =>
    exampleRule({
      name,
      id: name,
      scheduleExpression: SCHEDULES[name] ?? '',
      lifecycle: { deleteAfterDays: days },
      copyActions: [],
    }),
  );
}

/** What AWS tells of what the plan was before: versions with dates of their own, or with that of the plan, or none. */
const TOLD = ['versions', 'nothing', 'one date'] as const;
type Told = (typeof TOLD)[number];

function inventoryOf({ version, born, rules, points, jobs, versions }: Account, now: number, told: Told) {
  const at = (ms: number): Instant => instant(ms);
  const former = versions.map((each, index) => ({
    id: `v${index + 1}`,
    createdAt: at(told === 'versions' ? each.at : BEGIN),
    rules: known(rulesIn(each.rules), 'backup:GetBackupPlan'),
  }));
  const made = exampleInventory({
    rules: rulesIn(rules),
    plan: {
      createdAt: at(BEGIN),
      versionId: `v${version}`,
      ...(told === 'nothing' ? {} : { versions: known(former.toReversed(), 'backup:ListBackupPlanVersions') }),
    },
    selectedAt: at(BEGIN),
    table: { description: { createdAt: at(born) } },
    points: points
      .toSorted((a, b) => a.at - b.at)
      .map((point) => ({
        createdAt: at(point.at),
        lifecycle: { deleteAfterDays: point.days },
        planVersion: point.version,
        ruleId: point.rule,
      })),
    backupJobs: jobs
      .filter((job) => now - job.at < 30 * DAY)
      .map((job) => ({ createdAt: at(job.at), createdBy: { planVersion: job.version, ruleId: job.rule } })),
  });
  return { ...made, takenAt: at(now) };
}

/** Could a point of every age that was promised since then be restored? Every hour is asked. */
function replay(points: readonly number[], promisedSince: number, limit: number, now: number): boolean {
  let newest = -1;
  for (let hour = promisedSince; hour < now; hour += HOUR) {
    while ((points[newest + 1] ?? now) <= hour) newest += 1;
    const restored = points[newest] ?? promisedSince;
    if (hour + HOUR - Math.max(restored, promisedSince) > limit) return false;
  }
  return true;
}

type Objective = (typeof OBJECTIVES)[number];

function expected(account: Account, { name, frequencyMinutes, retentionMinutes }: Objective, now: number) {
  const kept = account.points
    .filter(({ at, days }) => at >= account.born && days * 24 * 60 >= retentionMinutes)
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  const limit = frequencyMinutes * 60_000 + HOUR;
  const reach = Math.max(now - retentionMinutes * 60_000, account.born);
  const since = account.since.get(name);
  const met = (from: number) => replay(kept, Math.max(reach, from), limit, now);
  // AWS tells when the plan was made, and by which version what there is was made.
  const witnesses = [...account.points, ...account.jobs.filter(({ at }) => now - at < 30 * DAY)]
    .filter(({ version, at }) => version === `v${account.version}` && at >= account.born)
    .map(({ at }) => at);
  const stated = since === undefined ? reach : Math.min(now, ...witnesses);
  const between = (longest: number, shortest: number) =>
    met(longest) ? 'pass' : met(shortest) ? ('unknown' as const) : 'fail';
  return {
    nothing: between(since === undefined ? reach : BEGIN, stated),
    // A rule of that retention was there all along, and not always those of now.
    versions: between(since ?? reach, since === undefined ? reach : sameSince(account, retentionMinutes)),
    truth: met(since ?? reach) ? 'pass' : 'fail',
  };
}

/** Since when all rules of now that keep so long have been there without a break. */
function sameSince({ rules, versions }: Account, retentionMinutes: number): number {
  const keeping = (all: ReadonlyMap<string, number>) =>
    [...all].flatMap(([rule, days]) => (days * 24 * 60 >= retentionMinutes ? [rule] : []));
  const same = versions.toReversed().findIndex((version) => {
    const then = keeping(version.rules);
    return !keeping(rules).every((rule) => then.includes(rule));
  });
  return versions.at(same < 0 ? 0 : versions.length - same)?.at ?? BEGIN;
}

test('on every day of a year the verdict is that of a plain replay, and never belies the truth', () => {
  const account: Account = {
    version: 1,
    born: BEGIN - 100 * DAY,
    rules: new Map([
      ['daily', 35],
      ['monthly', 365],
    ]),
    since: new Map(),
    points: [],
    jobs: [],
    versions: [],
  };
  const wrong: string[] = [];
  const seen = new Set<string>();
  for (let day = 0; day < DAYS; day += 1) {
    live(account, day);
    if (!isJudged(day)) continue;
    const now = BEGIN + day * DAY + 8 * HOUR;
    for (const told of day % 28 === 0 ? TOLD : TOLD.slice(0, 2)) {
      const estate = estateOf(inventoryOf(account, now, told), instant(now));
      const [table] = estate.tables;
      for (const objective of OBJECTIVES) {
        const replayed = expected(account, objective, now);
        const { status, message } = judge({ estate, table }, objective);
        seen.add(`${told}: ${objective.name} ${status}`);
        const isRight = told === 'one date' || status === replayed[told];
        if (!isRight || (status !== 'unknown' && status !== replayed.truth))
          wrong.push(`day ${day} ${objective.name}: ${status}, and not ${JSON.stringify(replayed)}: ${message}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  const judged = ['daily fail', 'daily pass', 'daily unknown', 'monthly fail', 'monthly pass'];
  expect([...seen].filter((each) => !each.startsWith('one date')).sort()).toEqual(
    ['nothing', 'versions'].flatMap((told) => judged.map((each) => `${told}: ${each}`)),
  );
});

function judge(subject: object, objective: Objective): Outcome {
  const { evaluate } = recoveryPointObjective as { evaluate: (...args: unknown[]) => Outcome };
  return evaluate(subject, objective, undefined);
}

import type { RecoveryPoint } from '../../../src/model/recovery-point.ts';
import type { Asked } from '../policies.ts';
import { type Home, isUsable } from './estate.ts';
import { keptDays, windowOf } from './schedule.ts';
import { DAY, HOUR, stated, type Verdict } from './stated.ts';

const ANY: Verdict = ['pass', 'fail', 'unknown'];

/** A limit that the start window of some rule is added to: which rule's, the contract leaves open where they differ, and where none counts: no less than the 60 minutes that AWS allows. */
export function limits(home: Home, rpoHours: number | undefined, frequencyHours: number): readonly [number, number] {
  if (rpoHours !== undefined) return [rpoHours * HOUR, rpoHours * HOUR];
  const windows = [60 * 60_000, 480 * 60_000, ...home.rules.map(({ rule }) => windowOf(rule))];
  return [frequencyHours * HOUR + Math.min(...windows), frequencyHours * HOUR + Math.max(...windows)];
}

function newest(home: Home, points: readonly RecoveryPoint[]): number {
  return Math.min(...points.filter(isUsable).map(({ createdAt }) => home.now - Date.parse(createdAt)));
}

export function recoveryPointAge(home: Home, withinHours: number): Verdict {
  return newest(home, home.points) <= withinHours * HOUR ? ['pass'] : ['fail'];
}

export function copyAge(home: Home, copy: Asked['copies'][number]): Verdict {
  const region = home.inventory.regions.find((each) => each.region === copy.region);
  if (!region) return ['unknown'];
  const age = newest(home, home.ownIn(region));
  if (copy.rpoHours === undefined && copy.frequencyHours === undefined) {
    return Number.isFinite(age) ? ['pass'] : ['fail'];
  }
  const [least, most] = limits(home, copy.rpoHours, copy.frequencyHours ?? 0);
  if (age <= least) return ['pass'];
  return age > most && !home.isOpen ? ['fail'] : ANY;
}

/** The largest gap seen in the window, between points, or completed jobs where points may be gone by now. */
export function recoveryPointGap(
  home: Home,
  observedOverDays: number,
  objective: Asked['objectives'][number],
): Verdict {
  const [least, most] = limits(home, objective.rpoHours, objective.frequencyHours);
  const start = Math.max(home.now - observedOverDays * DAY, home.createdAt);
  const at = home.points
    .filter(isUsable)
    .map(({ createdAt }) => Date.parse(createdAt))
    .sort((a, b) => a - b);
  const inWindow = at.filter((each) => each >= start);
  const isOld = home.createdAt <= home.now - observedOverDays * DAY;
  if (inWindow.length === 0 && isOld) return ['fail'];

  const shortest = Math.min(
    ...home.rules.filter(({ selected }) => selected !== 'no').map(({ rule }) => keptDays(rule)),
    ...home.points.map((point) => home.daysOf(point)),
  );
  const edge = Math.max(start, home.now - shortest * DAY);
  if (inWindow.length === 0) return home.now - edge > most && !home.isOpen ? ['fail'] : ANY;
  const seen = largest([edge, ...at.filter((each) => each >= edge), home.now]);
  // The stretch that the edge cuts is seen in part alone.
  if (seen > most) return ['fail'];
  if (edge > start) {
    const jobs = stated(home.region.backupJobs)
      .filter(({ state, resourceArn }) => state === 'COMPLETED' && resourceArn === home.table.arn)
      .map(({ createdAt }) => Date.parse(createdAt));
    const all = [...at, ...jobs].filter((each) => each >= start).sort((a, b) => a - b);
    return largest([start, ...all, home.now]) <= least ? ['pass', 'unknown'] : ['unknown', 'fail'];
  }
  return seen <= least ? ['pass'] : ANY;
}

export function largest(sorted: readonly number[]): number {
  return Math.max(...sorted.slice(1).map((at, index) => at - (sorted[index] ?? at)));
}

export function recoveryPointEncryption(home: Home): Verdict {
  const judge = (points: readonly RecoveryPoint[]): Verdict => {
    if (points.length === 0) return ['not-applicable'];
    if (points.some(({ encrypted }) => encrypted === false)) return ['fail'];
    return points.some(({ encrypted }) => encrypted === undefined) ? ['unknown'] : ['pass'];
  };
  // Whether a namesake's points are the table's to encrypt, the contract does not say.
  return [...judge(home.points), ...judge(home.pointsIn(home.region))];
}

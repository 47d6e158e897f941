import type { BackupRule } from '../../../src/model/plan.ts';
import type { RecoveryPoint } from '../../../src/model/recovery-point.ts';
import type { Asked } from '../policies.ts';
import { copyDays, type Home, isUsable, refuses, type Taken } from './estate.ts';
import { largest, limits } from './points.ts';
import { keptDays } from './schedule.ts';
import { DAY, type Holds, stated, type Verdict } from './stated.ts';

type Copy = Asked['copies'][number];
type Promise = Copy & { readonly retentionDays: number };

const ANY: Verdict = ['pass', 'fail', 'unknown'];

export function isPromise(copy: Copy): copy is Promise {
  return copy.retentionDays !== undefined && (copy.rpoHours ?? copy.frequencyHours) !== undefined;
}

export function ofObjective(home: Home, objective: Asked['objectives'][number]): Verdict {
  const { retentionDays, rpoHours, frequencyHours } = objective;
  const works = (rule: BackupRule): Holds => (keptDays(rule) < retentionDays ? 'no' : 'yes');
  const kept = home.points.filter((point) => isUsable(point) && home.daysOf(point) >= retentionDays);
  return judge(home, kept, retentionDays, limits(home, rpoHours, frequencyHours), works);
}

/** A copy without an end lives as long as its source, of which nothing is known here. */
export function ofCopy(home: Home, copy: Promise): Verdict {
  const { retentionDays, rpoHours, frequencyHours } = copy;
  const region = home.inventory.regions.find((each) => each.region === copy.region);
  if (!region) return ['unknown'];
  const points = home.ownIn(region).filter((point) => isUsable(point) && home.daysOf(point) >= retentionDays);
  if (points.some(({ lifecycle }) => lifecycle === undefined)) return ANY;
  const works = (rule: BackupRule): Holds => {
    const good = rule.copyActions.filter((action) => copyDays(rule, action) >= retentionDays);
    const able = good.some((action) => {
      const vault = stated(region.vaults).find(({ arn }) => arn === action.destinationVaultArn);
      return vault && !refuses(vault, copyDays(rule, action));
    });
    return able ? home.advanced : 'no';
  };
  return judge(home, points, retentionDays, limits(home, rpoHours, frequencyHours ?? 0), works);
}

/** Is there a point of every age that was promised? */
function judge(
  home: Home,
  kept: readonly RecoveryPoint[],
  retentionDays: number,
  [least, most]: readonly [number, number],
  works: (rule: BackupRule) => Holds,
): Verdict {
  const at = kept.map(({ createdAt }) => Date.parse(createdAt)).sort((a, b) => a - b);
  const windowStart = home.now - retentionDays * DAY;
  const gapSince = (start: number) => {
    const inside = at.filter((each) => each >= start);
    return inside.length === 0 && start <= windowStart
      ? Number.POSITIVE_INFINITY
      : largest([start, ...inside, home.now]);
  };
  const full = Math.max(windowStart, home.createdAt);
  if (gapSince(full) <= least) return ['pass'];

  const makers = home.rules.filter(({ selected, rule }) => selected !== 'no' && works(rule) !== 'no');
  const isSure = ({ selected, broken, rule }: Taken) => selected === 'yes' && !broken && works(rule) === 'yes';
  const sure = makers.filter(isSure);
  const isOpen = home.isOpen || makers.some((maker) => !maker.broken && works(maker.rule) === 'open');
  if (sure.length === 0) return isOpen ? ['unknown', 'fail'] : gapSince(full) > most ? ['fail'] : ANY;

  // A plan tells when it was made, and not when a rule was added to it.
  const made = Math.max(full, Math.min(...makers.map(({ plan }) => Date.parse(plan.createdAt ?? '') || 0)));
  if (gapSince(made) <= least) return ['pass', 'unknown'];
  const versions = sure.map(({ plan }) => stated(plan.body).versionId);
  const witnesses = home.points
    .filter(({ planVersion }) => planVersion !== undefined && versions.includes(planVersion))
    .map(({ createdAt }) => Date.parse(createdAt));
  const since = Math.max(full, Math.min(home.now, ...witnesses));
  if (gapSince(since) > most) return isOpen ? ['unknown', 'fail'] : ['fail'];
  // Between the shortest start window that may count and the longest, it is left to the judge.
  if (gapSince(since) > least && gapSince(made) > most) return ['unknown', 'fail'];
  return gapSince(made) > most ? ['unknown'] : ANY;
}

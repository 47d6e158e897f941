import type { BackupRule } from '../../../src/model/plan.ts';
import type { Asked } from '../policies.ts';
import { copyDays, type Home, refuses, type Taken } from './estate.ts';
import { type Bounds, keptDays, type Measured, measure } from './schedule.ts';
import { all, any } from './selection.ts';
import { between, HOUR, type Holds, stated, type Verdict } from './stated.ts';

type Objective = Asked['objectives'][number];
type Copy = Asked['copies'][number];

export function planCoverage({ rules }: Home): Verdict {
  const holds = any(rules.map(({ selected }) => selected));
  return between(holds === 'yes', holds !== 'no');
}

/** Is what the rules do within the limit, in every way that it may go, in none, or is it open? */
function within({ least, most }: Bounds, hours: number): boolean | undefined {
  if (most <= hours * HOUR) return true;
  return least > hours * HOUR ? false : undefined;
}

/** The schedule of rules: of those taken for sure, and of those that may be. */
function measured(home: Home, counts: (taken: Taken) => Holds, holds: (measured: Measured) => boolean | undefined) {
  const of = (enough: readonly Holds[]) => {
    const taken = home.rules.filter(({ selected }) => enough.includes(selected));
    const chosen = new Set<BackupRule>(taken.filter((each) => enough.includes(counts(each))).map(({ rule }) => rule));
    const entries = home.entries(taken, (rule) => chosen.has(rule));
    return holds(measure(entries, home.now));
  };
  return follows(home, between(of(['yes']), of(['yes', 'open'])));
}

/** The same against a limit. */
function scheduled(home: Home, what: 'gap' | 'worst', hours: number, counts: (taken: Taken) => Holds): Verdict {
  return measured(home, counts, (found) => within(found[what], hours));
}

/** A rule that never has its turn does nothing. */
function everRuns(home: Home, counts: (taken: Taken) => Holds): Verdict {
  return measured(home, counts, ({ runs }) => runs);
}

/** Where it is open whether a plan takes the table in, what follows from that may be left open, too. */
function follows({ rules }: Home, verdict: Verdict): Verdict {
  const isSure = rules.some(({ selected }) => selected === 'yes');
  const isOpen = rules.some(({ selected }) => selected === 'open');
  return isOpen && !isSure ? [...verdict, 'unknown'] : verdict;
}

const keeps =
  (days: number) =>
  (taken: Taken): Holds =>
    keptDays(taken.rule) >= days ? 'yes' : 'no';

export function backupFrequency(home: Home, { frequencyHours, retentionDays }: Objective): Verdict {
  return scheduled(home, 'gap', frequencyHours, keeps(retentionDays));
}

export function backupRpo(home: Home, { rpoHours, retentionDays }: Objective): Verdict {
  return scheduled(home, 'worst', rpoHours ?? 0, keeps(retentionDays));
}

export function backupRetention(home: Home, { retentionDays }: Objective): Verdict {
  return everRuns(home, keeps(retentionDays));
}

/** Rules that keep long enough all go cold after so many days, or those that do run often enough by themselves. */
export function coldStorage(home: Home, objective: Objective): Verdict {
  if (home.advanced === 'no') return ['fail'];
  const good = home.rules.filter(({ rule }) => keptDays(rule) >= objective.retentionDays);
  const goesCold = ({ rule }: Taken) => rule.lifecycle?.moveToColdStorageAfterDays === objective.coldAfterDays;
  const alone = scheduled(home, 'gap', objective.frequencyHours, (taken) =>
    all([keeps(objective.retentionDays)(taken), goesCold(taken) ? 'yes' : 'no']),
  );
  const taken = good.filter(({ selected }) => selected === 'yes');
  const every = taken.length > 0 && taken.every(goesCold);
  const open = home.advanced === 'open' || home.rules.some(({ selected }) => selected === 'open');
  // What may come to warm points beside does not mend them; where what goes cold by itself is not enough, in no way, it fails.
  const isSettled = home.advanced === 'yes' && !home.rules.some(({ broken }) => broken);
  if (isSettled && taken.length > 0 && !every && alone.every((status) => status === 'fail')) return ['fail'];
  // Broken rules go cold as little as they back up: what they count as here is left to the judge.
  if (open || home.rules.some(({ broken }) => broken)) return ['pass', 'fail', 'unknown'];
  if (!every) return alone;
  return everRuns(home, keeps(objective.retentionDays));
}

export function maximumRetention(home: Home, days: number): Verdict {
  const tooLong = (rule: BackupRule) =>
    keptDays(rule) > days || rule.copyActions.some((copy) => copyDays(rule, copy) > days);
  const stored = home.pointsIn(home.region).filter((point) => {
    const age = home.hoursSince(point.createdAt) / 24;
    const end = home.daysOf(point);
    // AWS deletes within 8 hours after the end; what is there later has been kept until now.
    const overdue = age > end + 8 / 24 || point.status === 'EXPIRED';
    return end > days || (overdue && age > days);
  });
  if (stored.some(({ status }) => status !== 'CREATING')) return ['fail'];
  // Whether a point is kept that is still being made is left to the judge.
  if (stored.length > 0) return ['pass', 'fail', 'unknown'];
  const rules = home.rules.filter(({ rule }) => tooLong(rule));
  const works = rules.filter(({ broken }) => !broken);
  // A rule whose jobs fail keeps nothing; that it would is no promise either.
  const failsWith = (of: readonly Taken[], holds: readonly Holds[]) =>
    of.some(({ selected }) => holds.includes(selected));
  if (failsWith(works, ['yes'])) return ['fail'];
  if (failsWith(rules, ['yes'])) return ['pass', 'fail', 'unknown'];
  if (failsWith(rules, ['open'])) return ['unknown'];
  return home.rules.some(({ selected }) => selected === 'open') ? ['unknown', 'pass'] : ['pass'];
}

/** Can a copy action of the rule to the place work, and do its copies live so long? */
function copyWorks(home: Home, { region }: Copy, { rule, broken }: Taken, days: number, apart = false): Holds {
  return any(
    rule.copyActions.map((copy): Holds => {
      const [, , , place, account, , name] = copy.destinationVaultArn.split(':');
      const destination = home.inventory.regions.find((each) => each.account === account && each.region === place);
      if (place !== region || account !== home.region.account || !destination) return 'no';
      const vault = stated(destination.vaults).find((each) => each.name === name);
      if (!vault || refuses(vault, copyDays(rule, copy)) || broken) return 'no';
      // All copies stay in the account: its people can delete what is in no air-gapped vault.
      if (apart && vault.type !== 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT') return 'no';
      return copyDays(rule, copy) < days ? 'no' : home.advanced;
    }),
  );
}

function copied(home: Home, copy: Copy, days: number): Verdict {
  return everRuns(home, (taken) => copyWorks(home, copy, taken, days));
}

export function copyCoverage(home: Home, copy: Copy): Verdict {
  return copied(home, copy, 0);
}

export function copyRetention(home: Home, copy: Copy): Verdict {
  return copied(home, copy, copy.retentionDays ?? 0);
}

export function copyFrequency(home: Home, copy: Copy): Verdict {
  return scheduled(home, 'gap', copy.frequencyHours ?? 0, (taken) =>
    copyWorks(home, copy, taken, copy.retentionDays ?? 0),
  );
}

export function copyRpo(home: Home, copy: Copy): Verdict {
  return scheduled(home, 'worst', copy.rpoHours ?? 0, (taken) => copyWorks(home, copy, taken, copy.retentionDays ?? 0));
}

export function copySeparation(home: Home, copy: Copy): Verdict {
  const { frequencyHours, rpoHours, retentionDays = 0 } = copy;
  const apart = (taken: Taken) => copyWorks(home, copy, taken, retentionDays, true);
  if (frequencyHours !== undefined) return scheduled(home, 'gap', frequencyHours, apart);
  return rpoHours === undefined ? everRuns(home, apart) : scheduled(home, 'worst', rpoHours, apart);
}

import type { Unknown } from '../../model/fact.ts';
import type { Outcome } from '../../model/result.ts';
import type { Alarm } from '../../model/table.ts';
import { fail, pass, undecided } from '../outcome.ts';
import { capped, count } from './capped.ts';
import { behaviourOf, describeAlarm, type TableAlarms, watchesBoth } from './dynamodb-alarms.ts';

/** For every alarm on the source, one on the restored table that does the same. */
export function judgeSameAlarms(own: TableAlarms, source: TableAlarms): Outcome {
  const candidates = [...own.alarms, ...own.doubtful];
  const behaviours = new Set(candidates.map((alarm) => behaviourOf(alarm, own.table)));
  const lacks = (alarm: Alarm) =>
    !behaviours.has(behaviourOf(alarm, source.table)) && !watchesBoth(alarm, source.table, own.table);
  const missing = source.alarms.filter(lacks);
  const doubtful = source.doubtful.filter(lacks);
  const notes = source.composites.map(
    ({ name }) => `composite alarm ${name} rests on one of these and was not compared`,
  );
  const evidence = {
    expected: { alarms: source.alarms.map(({ name }) => name) },
    actual: { alarms: namesOf(own) },
  };
  const lines = missing.map((alarm) => lineOf(alarm, candidates));
  const all = count(source.alarms.length, 'alarm');
  if (missing.length > 0) {
    return fail(
      `${missing.length} of the source’s ${all} ${missing.length === 1 ? 'has' : 'have'} no counterpart: ${capped(
        missing.map(({ name }) => name),
        3,
      ).join(', ')}; policy asks for all of them`,
      { ...evidence, because: [...capped(lines), ...notes] },
    );
  }
  if (doubtful.length > 0 && source.doubt) {
    return undecided(...doubtOf(doubtful, source.doubt), { ...evidence, because: [source.doubt.detail, ...notes] });
  }
  if (source.alarms.length === 0) return pass('no alarms, as on the source', { ...evidence, because: notes });
  return pass(`${source.alarms.length === 1 ? '' : 'each of '}the source’s ${all} has a counterpart`, {
    ...evidence,
    because: notes,
  });
}

/** At least one alarm that somebody made. */
export function judgeAnyAlarm(own: TableAlarms): Outcome {
  const evidence = { expected: { alarms: 'required' }, actual: { alarms: namesOf(own) } };
  const because = capped(own.alarms.map((alarm) => `alarm ${alarm.name}: ${describeAlarm(alarm)}`));
  if (own.alarms.length > 0)
    return pass(`${count(own.alarms.length, 'alarm')} on the table, as asked`, { ...evidence, because });
  if (own.doubtful.length > 0 && own.doubt) {
    return undecided(...doubtOf(own.doubtful, own.doubt), { ...evidence, because: [own.doubt.detail] });
  }
  return fail('no alarm on the table but those of auto scaling; policy asks for at least one', evidence);
}

/** An alarm on each metric that the policy names. */
export function judgeMetrics(own: TableAlarms, asked: readonly { readonly metric: string }[]): Outcome {
  const metrics = asked.map(({ metric }) => metric);
  const evidence = {
    expected: { metrics },
    actual: { metrics: [...new Set(own.alarms.flatMap((alarm) => watched(alarm, own)))].toSorted() },
  };
  const lacking = metrics.filter((metric) => !own.alarms.some((alarm) => watched(alarm, own).includes(metric)));
  const decided = lacking.filter((metric) => !own.doubtful.some((alarm) => watched(alarm, own).includes(metric)));
  if (decided.length > 0) {
    const because = decided.map((metric) => `no alarm watches ${metric} of the table`);
    return fail(`no alarm on ${decided.join(', ')}; policy asks for one on each of ${metrics.join(', ')}`, {
      ...evidence,
      because,
    });
  }
  if (lacking.length > 0 && own.doubt) {
    return undecided(...doubtOf(own.doubtful, own.doubt), { ...evidence, because: [own.doubt.detail] });
  }
  return pass(`an alarm on each of ${metrics.join(', ')}, as asked`, evidence);
}

function watched(alarm: Alarm, { table }: TableAlarms): readonly string[] {
  return alarm.watches.flatMap((watch) => (watch.table === table.name ? [watch.metric] : []));
}

function doubtOf(alarms: readonly Alarm[], doubt: Unknown): readonly [string, Unknown] {
  const names = capped(
    alarms.map(({ name }) => name),
    3,
  ).join(', ');
  return [`cannot tell whether auto scaling made the alarms ${names}`, doubt];
}

function namesOf({ alarms, doubtful }: TableAlarms): readonly string[] {
  return [...alarms, ...doubtful].map(({ name }) => name).toSorted();
}

function lineOf(alarm: Alarm, candidates: readonly Alarm[]): string {
  const metrics = new Set(alarm.watches.map(({ metric }) => metric));
  const near = candidates.find(({ watches }) => watches.some(({ metric }) => metrics.has(metric)));
  const nearest = near ? `; nearest is ${near.name}: ${describeAlarm(near)}` : '';
  return `alarm ${alarm.name} has no counterpart: ${describeAlarm(alarm)}${nearest}`;
}

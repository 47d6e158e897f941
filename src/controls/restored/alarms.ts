import { firstSubjects } from '../../estate/subjects.ts';
import { count } from '../../model/count.ts';
import { type Unknown, unknown } from '../../model/fact.ts';
import { isSamePlace } from '../../model/inventory.ts';
import type { Outcome } from '../../model/result.ts';
import type { Subject } from '../../model/subject.ts';
import type { Alarm } from '../../model/table.ts';
import { fail, pass, undecided } from '../outcome.ts';
import { callTheSame, describeAlarm, doTheSame, isWhollyKnown, tellsSomebody } from './alarm-behaviour.ts';
import { capped } from './capped.ts';
import type { CompositeAlarm } from './composite-alarms.ts';
import { type TableAlarms, watchesBoth } from './dynamodb-alarms.ts';

/** For every alarm on the source, one on the restored table that does the same. */
export function judgeSameAlarms(own: TableAlarms, source: TableAlarms): Outcome {
  const candidates = [...own.alarms, ...own.doubtful];
  const lacks = (alarm: Alarm) =>
    !candidates.some((each) => doTheSame(alarm, source.table, each, own.table)) &&
    !watchesBoth(alarm, source.table, own.table);
  const unresolved = source.alarms.filter((alarm) => {
    const alike = candidates.filter((each) => doTheSame(alarm, source.table, each, own.table));
    return alike.length > 0 && !alike.some((each) => isWhollyKnown(alarm) && isWhollyKnown(each));
  });
  const composites = source.composites.map((composite) => ({ composite, ...counterpartOf(composite, own, source) }));
  const unproven = [...unresolved.map(notKept), ...composites.flatMap(({ why }) => why ?? [])];
  const missing = [
    ...source.alarms.filter(lacks).map((alarm) => ({ name: alarm.name, line: lineOf(alarm, candidates) })),
    ...composites.flatMap(({ composite: { alarm }, isMissing }) =>
      isMissing
        ? [{ name: alarm.name, line: `composite alarm ${alarm.name} has no counterpart: ${alarm.expression}` }]
        : [],
    ),
  ];
  const doubtful = source.doubtful.filter(lacks);
  const wanted = [...source.alarms, ...source.composites.map(({ alarm }) => alarm)];
  const evidence = {
    expected: { alarms: wanted.map(({ name }) => name) },
    actual: { alarms: namesOf(own) },
    subjects: alarmSubjects([
      ...missing,
      ...doubtful,
      ...composites.map(({ composite }) => composite.alarm),
      ...source.alarms,
    ]),
  };
  const all = count(wanted.length, 'alarm');
  if (missing.length > 0) {
    return fail(
      `${missing.length} of the source’s ${all} ${missing.length === 1 ? 'has' : 'have'} no counterpart: ${capped(
        missing.map(({ name }) => name),
        3,
      ).join(', ')}; policy asks for all of them`,
      { ...evidence, because: [...capped(missing.map(({ line }) => line)), ...unproven.map(({ detail }) => detail)] },
    );
  }
  if (doubtful.length > 0 && source.doubt) {
    return undecided(...doubtOf(doubtful, source.doubt), { ...evidence, because: [source.doubt.detail] });
  }
  const [why] = unproven;
  if (why) {
    const because = unproven.map(({ detail }) => detail);
    return undecided('cannot tell whether each alarm of the source has a counterpart', why, {
      ...evidence,
      because,
    });
  }
  if (wanted.length === 0) return pass('no alarms, as on the source', evidence);
  return pass(`${wanted.length === 1 ? '' : 'each of '}the source’s ${all} has a counterpart`, evidence);
}

function notKept({ name }: Alarm): Unknown {
  return unknown(
    'not-collected',
    `of alarm ${name} was not recorded what it calls at OK and without data, and how it takes missing data`,
  );
}

/** Whether rules that are written differently mean the same is not worked out. */
export function counterpartOf(
  { alarm, rule }: CompositeAlarm,
  own: TableAlarms,
  source: TableAlarms,
): { isMissing: boolean; why?: Unknown } {
  const unproven = (what: string) => ({
    isMissing: false,
    why: unknown(
      'undocumented',
      `composite alarm ${alarm.name} ${what}, so it cannot be proven that the restored table has a counterpart`,
    ),
  });
  if (!rule) return unproven('rests on alarms of auto scaling, or holds more than states, AND, OR and NOT');
  if (isSamePlace(own.table, source.table) && own.composites.some((each) => each.alarm.name === alarm.name)) {
    return unproven('rests on alarms of both tables');
  }
  const alike = own.composites.filter((each) => callTheSame(alarm, source.table, each.alarm, own.table));
  const same = alike.filter((each) => each.rule?.text === rule.text);
  if (same.some((each) => isWhollyKnown(alarm) && isWhollyKnown(each.alarm))) return { isMissing: false };
  if (same.length > 0) return { isMissing: false, why: notKept(alarm) };
  const conditions = JSON.stringify(rule.conditions);
  const near = alike.find((each) => !each.rule || JSON.stringify(each.rule.conditions) === conditions);
  return near
    ? unproven(`rests on the same states as ${near.alarm.name}, in another order or form`)
    : { isMissing: true };
}

/** At least one alarm that somebody made, and that tells somebody. */
export function judgeAnyAlarm(own: TableAlarms): Outcome {
  const telling = own.alarms.filter((alarm) => isHeard(alarm, own));
  const evidence = {
    expected: { alarms: 'required' },
    actual: { alarms: namesOf(own), tellingSomebody: telling.map(({ name }) => name).toSorted() },
    subjects: alarmSubjects([...telling, ...own.alarms, ...own.doubtful]),
  };
  const because = capped(own.alarms.map((alarm) => `alarm ${alarm.name}: ${describeAlarm(alarm)}`));
  if (telling.length > 0) {
    return pass(`${count(telling.length, 'alarm')} on the table, as asked`, { ...evidence, because });
  }
  if (own.doubtful.some((alarm) => isHeard(alarm, own)) && own.doubt) {
    return undecided(...doubtOf(own.doubtful, own.doubt), { ...evidence, because: [own.doubt.detail] });
  }
  const found =
    own.alarms.length === 0
      ? 'no alarm on the table but those of auto scaling'
      : `${count(own.alarms.length, 'alarm')} on the table, and none tells anybody: without actions, or with its actions switched off`;
  return fail(`${found}; policy asks for at least one`, { ...evidence, because });
}

/** By itself, or through a composite alarm that rests on it. */
function isHeard(alarm: Alarm, { composites }: TableAlarms): boolean {
  const above = composites.filter(({ restsOn }) => restsOn.includes(alarm.name)).map((each) => each.alarm);
  return [alarm, ...above].some(tellsSomebody);
}

/** An alarm on each metric that the policy names, that tells somebody. */
export function judgeMetrics(own: TableAlarms, asked: readonly { readonly metric: string }[]): Outcome {
  const metrics = asked.map(({ metric }) => metric);
  const heard = (alarms: readonly Alarm[]) => alarms.filter((alarm) => isHeard(alarm, own));
  const isOn = (alarms: readonly Alarm[], metric: string) =>
    alarms.some((alarm) => watched(alarm, own).includes(metric));
  const telling = heard(own.alarms);
  const evidence = {
    expected: { metrics },
    actual: { metrics: [...new Set(telling.flatMap((alarm) => watched(alarm, own)))].toSorted() },
    subjects: alarmSubjects([...own.alarms, ...own.doubtful]),
  };
  const lacking = metrics.filter((metric) => !isOn(telling, metric));
  const decided = lacking.filter((metric) => !isOn(heard(own.doubtful), metric));
  if (decided.length > 0) {
    const because = decided.map((metric) =>
      isOn(own.alarms, metric)
        ? `no alarm on ${metric} of the table tells anybody: without actions, or with its actions switched off`
        : `no alarm watches ${metric} of the table`,
    );
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

function alarmSubjects(alarms: readonly { readonly name: string }[]): readonly Subject[] {
  return firstSubjects(alarms, ({ name }) => ({ type: 'alarm', name }));
}

function namesOf({ alarms, doubtful, composites }: TableAlarms): readonly string[] {
  return [...alarms, ...doubtful, ...composites.map(({ alarm }) => alarm)].map(({ name }) => name).toSorted();
}

function lineOf(alarm: Alarm, candidates: readonly Alarm[]): string {
  const metrics = new Set(alarm.watches.map(({ metric }) => metric));
  const near = candidates.find(({ watches }) => watches.some(({ metric }) => metrics.has(metric)));
  const nearest = near ? `; nearest is ${near.name}: ${describeAlarm(near)}` : '';
  return `alarm ${alarm.name} has no counterpart: ${describeAlarm(alarm)}${nearest}`;
}

import { parseDuration } from '../model/duration.ts';
import { DAY_MINUTES } from '../model/instant.ts';
import type { Position } from '../model/policy.ts';
import { REGION } from '../model/policy-keys/texts.ts';
import { REGIONS } from '../model/regions.ts';
import { didYouMean } from './nearest.ts';
import { itemsOf, type MapNode, type Node, nodeAt, numberOf, textOf } from './node.ts';
import { type Problem, problem } from './problem.ts';

/**
 * Requirements that are well written and that nothing can meet. Works on whatever part of a policy is readable: what is
 * missing or has the wrong form was told by the schema.
 */
export function checkMeaning(policy: MapNode): readonly Problem[] {
  const backup = nodeAt(policy, 'backup');
  const settings = [nodeAt(policy, 'restore', 'settings'), nodeAt(policy, 'settings')];
  const objectives = itemsOf(nodeAt(backup, 'objectives'));
  const copies = itemsOf(nodeAt(backup, 'copies'));
  return [
    ...[...objectives, ...copies].flatMap(checkTimes),
    ...copies.flatMap(checkRegion),
    ...objectives.flatMap(checkColdStorage),
    ...checkMaximum(nodeAt(backup, 'maximumRetention'), [...objectives, ...copies]),
    ...checkWindow(nodeAt(backup, 'pointInTimeRecovery', 'window')),
    ...settings.flatMap((each) => [
      ...checkWindow(nodeAt(each, 'pointInTimeRecovery', 'window')),
      ...checkRange(nodeAt(each, 'autoScaling', 'read')),
      ...checkRange(nodeAt(each, 'autoScaling', 'write')),
    ]),
  ];
}

/** No vault lies there, so that the copy would be asked for in vain, and AWS asked at an address that is none. */
function checkRegion(copy: Node): readonly Problem[] {
  const written = nodeAt(copy, 'region');
  const name = textOf(written);
  if (!written || name === undefined || !IS_REGION.test(name) || REGIONS.includes(name)) return [];
  return [problem(written.at, `${name} is not the name of a Region`, didYouMean(name, REGIONS))];
}

const IS_REGION = new RegExp(`^${REGION}$`);

interface Written {
  readonly minutes: number;
  readonly text: string;
  readonly at: Position;
}

function durationAt(node: Node | undefined, ...path: readonly string[]): Written | undefined {
  const written = nodeAt(node, ...path);
  const text = textOf(written);
  const minutes = text === undefined ? undefined : parseDuration(text);
  return written && text !== undefined && minutes !== undefined ? { minutes, text, at: written.at } : undefined;
}

function checkTimes(item: Node): readonly Problem[] {
  const frequency = durationAt(item, 'frequency');
  const rpo = durationAt(item, 'rpo');
  const retention = durationAt(item, 'retention');
  const problems = [...wholeDays(retention, 'retention')];
  if (frequency && rpo && rpo.minutes < frequency.minutes) {
    const message = `rpo ${rpo.text} is shorter than the frequency ${frequency.text}: backups that are on time would breach it`;
    problems.push(problem(rpo.at, message, 'the RPO is the frequency and the time a run may start late'));
  }
  if (frequency && retention && retention.minutes < frequency.minutes) {
    const message = `retention ${retention.text} is shorter than the frequency ${frequency.text}: there would be times without any backup`;
    problems.push(problem(retention.at, message));
  }
  return problems;
}

/** AWS refuses `DeleteAfterDays` below `MoveToColdStorageAfterDays` + 90 (AWS Backup API: Lifecycle). */
const COLD_DAYS = 90;

function checkColdStorage(objective: Node): readonly Problem[] {
  const cold = durationAt(objective, 'coldAfter');
  const retention = durationAt(objective, 'retention');
  const problems = [...wholeDays(cold, 'coldAfter')];
  if (cold && retention && cold.minutes + COLD_DAYS * DAY_MINUTES > retention.minutes) {
    const needed = Math.ceil(cold.minutes / DAY_MINUTES) + COLD_DAYS;
    const message = `coldAfter ${cold.text} needs a retention of ${needed}d or more, found ${retention.text}`;
    problems.push(problem(cold.at, message, 'AWS Backup keeps what it moved to cold storage for at least 90 days'));
  }
  return problems;
}

function wholeDays(written: Written | undefined, key: string): readonly Problem[] {
  if (written === undefined || written.minutes % DAY_MINUTES === 0) return [];
  return [problem(written.at, `AWS Backup counts ${key} in whole days, found ${written.text}`)];
}

function checkMaximum(node: Node | undefined, keeping: readonly Node[]): readonly Problem[] {
  const maximum = durationAt(node);
  const longest = keeping
    .flatMap((item) => durationAt(item, 'retention') ?? [])
    .reduce<Written | undefined>((most, next) => (most && most.minutes >= next.minutes ? most : next), undefined);
  if (!maximum || !longest || maximum.minutes >= longest.minutes) return [];
  const message = `maximumRetention ${maximum.text} is shorter than the retention ${longest.text} that the policy asks for`;
  return [problem(maximum.at, message)];
}

/** DynamoDB: `RecoveryPeriodInDays` is 1 to 35 (API: PointInTimeRecoverySpecification). */
const MAX_WINDOW_DAYS = 35;

function checkWindow(node: Node | undefined): readonly Problem[] {
  const window = durationAt(node);
  if (window === undefined) return [];
  const days = window.minutes / DAY_MINUTES;
  if (Number.isInteger(days) && days <= MAX_WINDOW_DAYS) return [];
  return [problem(window.at, `expected a window of 1 to ${MAX_WINDOW_DAYS} whole days, found ${window.text}`)];
}

function checkRange(range: Node | undefined): readonly Problem[] {
  const max = nodeAt(range, 'max');
  const least = numberOf(nodeAt(range, 'min'));
  const most = numberOf(max);
  if (!max || least === undefined || most === undefined || least <= most) return [];
  return [problem(max.at, `expected a max of at least the min ${least}, found ${most}`)];
}

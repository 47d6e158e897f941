import { type Ask, duration, type Imported, objective, recovery, type Source, wholeNumber } from './draft.ts';
import { placeOf } from './rule-sets.ts';
import type { Template } from './template.ts';
import { at, either, type Tree } from './tree.ts';

const UNTOLD = 'which tables: a policy of Resilience Hub hangs on applications; every table is asked until you say';

/** A resiliency policy of AWS Resilience Hub, as its API, CloudFormation or Terraform writes it. */
export function resiliencePolicy(template: Template, tree: Tree, id: string): Source {
  const name = template.text(either(tree, 'policyName', 'PolicyName', 'name', 'Name')) ?? id;
  const levels = either(tree, 'policy', 'Policy') ?? tree;
  const software = either(levels, 'Software', 'software');
  const region = either(levels, 'Region', 'region', 'multiRegion', 'MultiRegion');
  const rules = [
    ...(software ? [ofSoftware(template, software)] : []),
    ...(region ? [ofRegion(region)] : []),
    ...between(template, tree),
  ];
  const losses = [
    { ...placeOf(tree), what: name, why: UNTOLD },
    ...[
      'tier',
      'Tier',
      'dataLocationConstraint',
      'DataLocationConstraint',
      'availabilitySlo',
      'AvailabilitySlo',
    ].flatMap((key) => {
      const found = at(tree, key);
      return found ? [{ ...placeOf(found), what: key, why: 'no key of a policy asks for it' }] : [];
    }),
    ...['AZ', 'az', 'Hardware', 'hardware', 'multiAz', 'MultiAz'].flatMap((key) => {
      const found = at(levels, key);
      return found
        ? [{ ...placeOf(found), what: key, why: 'DynamoDB spans zones by itself; backups answer other losses' }]
        : [];
    }),
  ];
  return { name, description: `Resiliency policy ${name} of AWS Resilience Hub`, rules, losses };
}

/** Loss by a fault or a deletion is what backups answer. */
function ofSoftware(template: Template, tree: Tree): Imported {
  const asks: Ask[] = [];
  const losses: string[] = [];
  const rpo = minutesIn(template, either(tree, 'RpoInSecs', 'rpoInSecs', 'rpo'));
  if (rpo !== undefined && rpo >= 60) {
    const made = objective(rpo, undefined, 'the gap of schedules alone must keep the RPO');
    if (made.ask) {
      const { objective: _, ...ask } = made.ask;
      asks.push({ ...ask, value: ask.value.replace(',', `, rpo: ${duration(rpo)},`) });
    }
  } else if (rpo !== undefined) {
    asks.push({ ...recovery(undefined), note: 'an RPO below an hour is its work' });
    losses.push(
      'an RPO below an hour: no schedule of AWS Backup keeps it, so that point-in-time recovery is asked for',
    );
  }
  const rto = minutesIn(template, either(tree, 'RtoInSecs', 'rtoInSecs', 'rto'));
  if (rto !== undefined && rto >= 1) {
    const note = 'the source compares an estimate, a policy what was measured';
    asks.push({ path: 'restore.rto', value: duration(rto), stricter: 'smaller', amount: rto, note });
  } else if (rto !== undefined) losses.push('an RTO below a minute: no restore keeps it');
  if (rpo === undefined && rto === undefined) losses.push('its RPO and RTO are no numbers that are known');
  return { ...placeOf(tree), what: 'Software', scope: {}, asks, losses };
}

function ofRegion(tree: Tree): Imported {
  const why = 'no Region is named, and a policy names the Region of a copy; its RTO has no key in a policy';
  return { ...placeOf(tree), what: 'Region', scope: {}, asks: [], losses: [why] };
}

function between(template: Template, tree: Tree): readonly Imported[] {
  const recovery = either(tree, 'dataRecovery', 'DataRecovery');
  const written = either(recovery, 'timeBetweenBackupsInMinutes', 'TimeBetweenBackupsInMinutes');
  if (!written) return [];
  const minutes = wholeNumber(template.text(written), 10_000_000);
  const { ask } = minutes === undefined ? {} : objective(minutes, undefined);
  const losses = ask ? [] : ['the time between backups is no number that is known'];
  return [{ ...placeOf(written), what: 'timeBetweenBackupsInMinutes', scope: {}, asks: ask ? [ask] : [], losses }];
}

/** Seconds, or a text of Terraform such as `24h`, `1h30m0s`. Part of a minute is not given away. */
function minutesIn(template: Template, tree: Tree | undefined): number | undefined {
  const text = template.text(tree);
  if (text === undefined || text === '') return undefined;
  if (/^[0-9]{1,9}$/.test(text)) return Math.floor(Number(text) / 60);
  const [whole, hours, minutes, seconds] = /^(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,9})s)?$/.exec(text) ?? [];
  if (whole === undefined || whole === '') return undefined;
  return Number(hours ?? 0) * 60 + Number(minutes ?? 0) + Math.floor(Number(seconds ?? 0) / 60);
}

export function isResiliencePolicy(tree: Tree | undefined): boolean {
  const levels = either(tree, 'policy', 'Policy');
  return (
    either(levels, 'Software', 'software') !== undefined ||
    either(
      either(tree, 'dataRecovery', 'DataRecovery'),
      'timeBetweenBackupsInMinutes',
      'TimeBetweenBackupsInMinutes',
    ) !== undefined
  );
}

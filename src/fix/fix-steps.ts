import { controls } from '../controls/index.ts';
import type { Estate, EstateTable } from '../estate/estate.ts';
import type { ControlId } from '../model/control-id.ts';
import { DAY_MINUTES } from '../model/instant.ts';
import type { Policy } from '../model/policy.ts';
import type { Result, ResultControl } from '../model/result.ts';
import { coverageStep } from './coverage-steps.ts';
import { joined, NO_REPAIR, type Repair, type Step } from './part.ts';
import { planSteps } from './plan-steps.ts';
import { reasonsOf } from './reasons.ts';
import { placeOf } from './restored-pair.ts';
import { ruleFaults } from './rule-faults.ts';
import { enabledRecovery } from './setting-repairs.ts';
import { settingOf, settingSteps } from './setting-steps.ts';
import { vaultSteps } from './vault-steps.ts';

const PLAN_CONTROLS: ReadonlySet<ResultControl> = new Set<ControlId>([
  'backup-frequency',
  'backup-rpo',
  'backup-retention',
  'cold-storage',
  'copy-coverage',
  'copy-frequency',
  'copy-rpo',
  'copy-retention',
]);
const VAULT_CONTROLS: ReadonlySet<ResultControl> = new Set<ControlId>(['vault-lock', 'vault-deletion']);

/** What follows from a plan's other fault may need a change of its own; what follows from no plan at all does not. */
function isAboutPlan(follows: Result['follows']): boolean {
  return follows === undefined || PLAN_CONTROLS.has(follows);
}

function causesFirst(one: Result, other: Result): number {
  return Number(one.follows !== undefined) - Number(other.follows !== undefined);
}

/** Results that ask for a change, and those of settings that are not known → steps, table by table and then plan and vault. */
export function fixSteps(estate: Estate, policies: readonly Policy[], results: readonly Result[]): readonly Step[] {
  const failing = results.filter(({ status }) => status === 'fail');
  const settings = results.filter((result) => settingOf(result) !== undefined);
  const causes = failing.filter((result) => settingOf(result) === undefined && result.follows === undefined);
  const ofPlans = planSteps(
    estate,
    policies,
    failing.filter(({ control, follows }) => PLAN_CONTROLS.has(control) && isAboutPlan(follows)).toSorted(causesFirst),
  );
  const ofTables = causes.filter(({ control }) => !PLAN_CONTROLS.has(control) && !VAULT_CONTROLS.has(control));
  return [
    ...settingSteps(estate, policies, settings),
    ...tableSteps(estate, policies, [...ofTables, ...ofPlans.rest], failing),
    ...ofPlans.steps,
    ...vaultSteps(
      estate,
      policies,
      causes.filter(({ control }) => VAULT_CONTROLS.has(control)),
    ),
  ];
}

function tableSteps(
  estate: Estate,
  policies: readonly Policy[],
  results: readonly Result[],
  failing: readonly Result[],
): readonly Step[] {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const key = `${result.resource.arn} ${result.control}`;
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const table = estate.table(first.resource.arn);
    const followers = failing.filter(
      ({ follows, resource }) => follows === first.control && resource.arn === first.resource.arn,
    );
    const step = table ? tableStep(estate, policies, table, first.control, group) : adviceStep(first.control, group);
    const names = [...new Set(followers.map(({ control }) => control))];
    return [
      names.length === 0 ? step : { ...step, notes: [...step.notes, `these follow from it: ${names.join(', ')}`] },
    ];
  });
}

function tableStep(
  estate: Estate,
  policies: readonly Policy[],
  table: EstateTable,
  control: ResultControl,
  results: readonly Result[],
): Step {
  switch (control) {
    case 'plan-coverage':
      return coverageStep(estate, table, results);
    case 'point-in-time-recovery':
      return recoveryStep(policies, table, results);
    default:
      return adviceStep(control, results, PLAN_CONTROLS.has(control) ? ruleFaults(estate, table) : NO_REPAIR);
  }
}

function recoveryStep(policies: readonly Policy[], table: EstateTable, results: readonly Result[]): Step {
  const own = table.record.pointInTimeRecovery;
  const windows = results.map(
    ({ policy }) => policies.find(({ name }) => name === policy?.name)?.backup?.pointInTimeRecovery?.windowMinutes ?? 0,
  );
  const days = Math.ceil(Math.max(...windows) / DAY_MINUTES);
  const repair = own.known ? joined([enabledRecovery(own.value, days === 0 ? undefined : days)]) : joined([]);
  return {
    title: `point in time recovery of ${table.name}`,
    place: placeOf(table),
    account: table.account,
    region: table.region,
    reasons: reasonsOf(results),
    notes: repair.notes,
    parts: repair.parts,
    commands: [],
  };
}

/** Where no change is safe to make by rote, what the control itself advises. */
function adviceStep(control: ResultControl, results: readonly Result[], faults: Repair = NO_REPAIR): Step {
  const remediation = controls.find(({ id }) => id === control)?.remediation;
  const [first] = results;
  return {
    title: `${control} of ${first?.resource.name ?? ''}`,
    account: first?.resource.account ?? '',
    region: first?.resource.region ?? '',
    reasons: reasonsOf(results),
    notes: [...faults.notes, remediation ?? 'see `holdfast explain` for it'],
    parts: [],
    commands: faults.proposals,
  };
}

import { type Fact, unknown } from '../model/fact.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { ScheduledAction } from '../model/table.ts';
import type { Edit } from './change.ts';
import { putFact, without } from './fact-list.ts';

interface Target {
  readonly resourceId: string;
  readonly dimension: string;
}

/** What a change of auto scaling makes of the Region; undefined when it is about something else. */
export function editScaling(regionInventory: RegionInventory, edit: Edit): RegionInventory | undefined {
  switch (edit.kind) {
    case 'scalable-target':
      return { ...regionInventory, scalableTargets: putFact(regionInventory.scalableTargets, edit.target, targetName) };
    case 'scalable-target-gone':
      return withScheduledActions(
        {
          ...regionInventory,
          scalableTargets: without(regionInventory.scalableTargets, (target) => isSameTarget(target, edit)),
        },
        // Its actions go with it. Source: Application Auto Scaling API, DeregisterScalableTarget.
        (actions) => without(actions, (action) => isSameTarget(action, edit)),
      );
    case 'scaling-policy':
      return {
        ...regionInventory,
        scalingPolicies: putFact(regionInventory.scalingPolicies, edit.policy, nameOnTarget),
      };
    case 'scaling-policy-gone':
      return {
        ...regionInventory,
        scalingPolicies: without(regionInventory.scalingPolicies, (policy) => isSame(policy, edit)),
      };
    case 'scheduled-action':
      return withScheduledActions(regionInventory, (actions) => putFact(actions, edit.action, nameOnTarget));
    case 'scheduled-action-gone':
      return withScheduledActions(regionInventory, (actions) => without(actions, (action) => isSame(action, edit)));
    case 'scheduled-actions':
      return withScheduledActions(regionInventory, (actions) => listed(actions, edit));
    default:
      return undefined;
  }
}

/** Where they were not read, they stay so. */
function withScheduledActions(
  regionInventory: RegionInventory,
  change: (actions: Fact<readonly ScheduledAction[]>) => Fact<readonly ScheduledAction[]>,
): RegionInventory {
  return regionInventory.scheduledActions
    ? { ...regionInventory, scheduledActions: change(regionInventory.scheduledActions) }
    : regionInventory;
}

/** AWS does not say what an update of the stack makes of an action that is there and not listed. */
function listed(
  before: Fact<readonly ScheduledAction[]>,
  { target, actions }: Extract<Edit, { readonly kind: 'scheduled-actions' }>,
): Fact<readonly ScheduledAction[]> {
  if (!before.known) return before;
  if (!actions.known) return actions;
  if (!target.known) return actions.value.length === 0 && before.value.length === 0 ? before : target;
  const { value } = target;
  const names = new Set(actions.value.map(({ name }) => name));
  const other = before.value.find((action) => isSameTarget(action, value) && !names.has(action.name));
  if (other) {
    return unknown(
      'undocumented',
      `the template does not list the scheduled action ${other.name} of ${value.resourceId}, and AWS does not say whether an update of the stack keeps it`,
    );
  }
  return actions.value.reduce<Fact<readonly ScheduledAction[]>>(
    (all, action) => putFact(all, { ...actions, value: action }, nameOnTarget),
    before,
  );
}

function targetName({ resourceId, dimension }: Target): string {
  return `${resourceId} ${dimension}`;
}

function nameOnTarget(each: Target & { readonly name: string }): string {
  return `${targetName(each)} ${each.name}`;
}

function isSameTarget(one: Target, other: Target): boolean {
  return targetName(one) === targetName(other);
}

function isSame(one: Target & { readonly name: string }, other: Target & { readonly name: string }): boolean {
  return nameOnTarget(one) === nameOnTarget(other);
}

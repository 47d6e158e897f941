import type { EstateTable } from '../../estate/estate.ts';
import { type Fact, known, mapFact } from '../../model/fact.ts';
import { minutesBetween } from '../../model/instant.ts';
import type { RegionInventory } from '../../model/inventory.ts';
import type { ScalableTarget, ScalingPolicy, TableDescription } from '../../model/table.ts';
import { type Capacity, capacitiesOf } from './capacity.ts';
import { type ScheduledScaling, scheduledActionsOf, scheduledScaling } from './scheduled-actions.ts';

/** How auto scaling treats one number of capacity. */
export interface Scaling {
  readonly min: number;
  readonly max: number;
  /** Target utilisation in percent; absent when no target tracking policy moves the capacity. */
  readonly target?: number;
  /** All of it, so that two are equal when their texts are: `5–100 units at 70 %`. */
  readonly text: string;
  /** The target was registered for an earlier table of the same name: registrations outlive their table. */
  readonly stale: boolean;
}

export interface ScaledCapacity {
  readonly capacity: Capacity;
  readonly scaling?: Scaling;
}

export interface AutoScaling {
  readonly capacities: readonly ScaledCapacity[];
  /** Apart, for they decide only beside a source. */
  readonly scheduled: Fact<readonly ScheduledScaling[]>;
}

/** The auto scaling of a provisioned table; `on-demand` has nothing to scale. */
export function autoScalingOf({ name, record, regionInventory }: EstateTable): Fact<'on-demand' | AutoScaling> {
  const { description } = record;
  const { scalableTargets, scalingPolicies } = regionInventory;
  if (!description.known) return description;
  if (description.value.billingMode === 'PAY_PER_REQUEST') return known('on-demand', description.from);
  if (!scalableTargets.known) return scalableTargets;
  if (!scalingPolicies.known) return scalingPolicies;
  const capacities = capacitiesOf(name, description.value).map((capacity) => {
    const target = scalableTargets.value.find((each) => isFor(each, capacity) && !each.suspended);
    if (!target) return { capacity };
    const policy = scalingPolicies.value.find((each) => isFor(each, capacity) && each.targetValue !== undefined);
    return { capacity, scaling: scalingOf(target, policy, description.value) };
  });
  const stopped = scalableTargets.value.filter((each) => each.scheduledSuspended);
  const scheduled = mapFact(scheduledActionsOf(regionInventory), (all) =>
    scheduledScaling(all, name, (action) => stopped.some((each) => isFor(each, action))),
  );
  return known({ capacities, scheduled }, scalableTargets.from);
}

/** The bounds within which auto scaling moves a number of capacity; absent when it leaves it alone. */
export function boundsOf(regionInventory: RegionInventory, capacity: Capacity): Fact<ScalableTarget | undefined> {
  if (!regionInventory.scalableTargets.known) return regionInventory.scalableTargets;
  const target = regionInventory.scalableTargets.value.find((each) => isFor(each, capacity) && !each.suspended);
  return known(target, regionInventory.scalableTargets.from);
}

function isFor(
  each: Pick<Capacity, 'resourceId' | 'dimension'>,
  capacity: Pick<Capacity, 'resourceId' | 'dimension'>,
): boolean {
  return each.resourceId === capacity.resourceId && each.dimension === capacity.dimension;
}

function scalingOf(
  { minCapacity: min, maxCapacity: max, createdAt }: ScalableTarget,
  policy: ScalingPolicy | undefined,
  table: TableDescription,
): Scaling {
  const stale =
    createdAt !== undefined && table.createdAt !== undefined && minutesBetween(createdAt, table.createdAt) > 1;
  const bounds = `${min}–${max} units`;
  if (policy?.targetValue === undefined) return { min, max, text: `${bounds}, no target tracking policy`, stale };
  return {
    min,
    max,
    target: policy.targetValue,
    text: `${bounds} at ${policy.targetValue} %${extrasOf(policy)}`,
    stale,
  };
}

/** Cooldowns of DynamoDB are 0 s unless set. Source: Application Auto Scaling User Guide, Define cooldown periods. */
function extrasOf({ scaleInCooldownSeconds = 0, scaleOutCooldownSeconds = 0, disableScaleIn }: ScalingPolicy): string {
  return [
    scaleInCooldownSeconds === 0 ? '' : `, scale-in cooldown ${scaleInCooldownSeconds} s`,
    scaleOutCooldownSeconds === 0 ? '' : `, scale-out cooldown ${scaleOutCooldownSeconds} s`,
    disableScaleIn ? ', never scales in' : '',
  ].join('');
}

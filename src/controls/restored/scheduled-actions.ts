import { type Fact, unknown } from '../../model/fact.ts';
import type { RegionInventory } from '../../model/inventory.ts';
import type { JsonObject } from '../../model/result.ts';
import type { ScheduledAction } from '../../model/table.ts';
import { partOf } from './capacity.ts';

/** A scheduled action of a table, comparable with that of another table. */
export interface ScheduledScaling {
  /** `write of the table`: the same on a table and on its source. */
  readonly part: string;
  readonly action: ScheduledAction;
  /** What it does and when, so that two are equal when their texts are; what it is called does not count. */
  readonly text: string;
}

const NOT_HELD = unknown(
  'not-collected',
  'this inventory does not hold scheduled actions; collect it again with holdfast collect',
);

/** All of a Region; an inventory that an older version saved does not tell. */
export function scheduledActionsOf({ scheduledActions }: RegionInventory): Fact<readonly ScheduledAction[]> {
  return scheduledActions ?? NOT_HELD;
}

/** Those of a table and its indexes that run, in the order of their parts and names; those of a suspended target do not. */
export function scheduledScaling(
  actions: readonly ScheduledAction[],
  table: string,
  isSuspended: (action: ScheduledAction) => boolean,
): readonly ScheduledScaling[] {
  return actions.flatMap((action) => {
    const part = partOf(table, action);
    if (part === undefined || isSuspended(action)) return [];
    return [{ part, action, text: textOf(action) }];
  });
}

function textOf({ schedule, timezone, startAt, endAt, minCapacity, maxCapacity }: ScheduledAction): string {
  const units = [
    ...(minCapacity === undefined ? [] : [`min ${minCapacity}`]),
    ...(maxCapacity === undefined ? [] : [`max ${maxCapacity}`]),
  ];
  return [
    `${schedule} ${zoneOf(timezone)} → ${units.length === 0 ? 'no change' : `${units.join(', ')} units`}`,
    ...(startAt === undefined ? [] : [`from ${startAt}`]),
    ...(endAt === undefined ? [] : [`until ${endAt}`]),
  ].join(', ');
}

/** Source: Application Auto Scaling API, PutScheduledAction: UTC unless set. */
function zoneOf(timezone: string | undefined): string {
  return timezone === undefined || timezone === 'Etc/UTC' ? 'UTC' : timezone;
}

/** A scheduled action as a report and a baseline write it. */
export function scheduledActionJson(action: ScheduledAction): JsonObject {
  const { schedule, timezone, startAt, endAt, minCapacity, maxCapacity } = action;
  return {
    schedule,
    timezone: zoneOf(timezone),
    ...(startAt === undefined ? {} : { startAt }),
    ...(endAt === undefined ? {} : { endAt }),
    ...(minCapacity === undefined ? {} : { minCapacity }),
    ...(maxCapacity === undefined ? {} : { maxCapacity }),
  };
}

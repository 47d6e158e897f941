import type { Capacity } from '../controls/restored/capacity.ts';
import { type AutoScaling, autoScalingOf, type ScaledCapacity } from '../controls/restored/scaling.ts';
import type { ScheduledScaling } from '../controls/restored/scheduled-actions.ts';
import type { EstateTable } from '../estate/estate.ts';
import type { CapacityRange, RestoreSettings } from '../model/policy.ts';
import type { JsonObject } from '../model/result.ts';
import type { ScalingPolicy } from '../model/table.ts';
import { aws, type Command } from './command.ts';
import { NO_REPAIR, type Repair, remark, type ScaledPart } from './part.ts';
import { mapTexts, parsedObject, renamed } from './rename.ts';
import { fromSource, placeOf, type RepairOrUnknown, type RestoredPair } from './restored-pair.ts';
import { partCommands } from './table-commands.ts';

export function repairAutoScaling(
  pair: RestoredPair,
  asked: NonNullable<RestoreSettings['autoScaling']>,
): RepairOrUnknown {
  const scaling = autoScalingOf(pair.own);
  if (!scaling.known) return scaling;
  const own = scaling.value;
  if (own === 'on-demand') return NO_REPAIR;
  if (asked === 'required') return required(pair.own, own.capacities);
  if (asked !== 'same-as-source') return rangesAsked(pair.own, own.capacities, asked);
  return fromSource(pair, autoScalingOf, (source, table) =>
    source === 'on-demand' ? NO_REPAIR : asOnSource(pair.own, own, table, source),
  );
}

function asOnSource(
  table: EstateTable,
  { capacities: own, scheduled: ownActions }: AutoScaling,
  sourceTable: EstateTable,
  { capacities: source, scheduled: sourceActions }: AutoScaling,
): Repair {
  const targets: ScaledPart[] = [];
  const proposals: Command[] = [];
  const notes: string[] = [];
  const [here, there] = [actionsIn(ownActions, notes), actionsIn(sourceActions, notes)];
  const missing = ownActions.known ? there.filter((each) => !isAmong(here, each)) : [];
  const added = sourceActions.known ? here.filter((each) => !isAmong(there, each)) : [];
  for (const { capacity, scaling } of own) {
    const model = source.find((each) => each.capacity.part === capacity.part);
    const actions = missing.filter(({ part }) => part === capacity.part).map(({ action }) => action);
    if ((model?.scaling?.text ?? 'none') === (scaling?.text ?? 'none') && actions.length === 0) continue;
    if (!model?.scaling && !scaling) {
      notes.push(`${capacity.part}: scheduled actions need a scalable target, and neither table has one`);
      continue;
    }
    if (!model?.scaling) {
      proposals.push({ call: deregister(table, capacity), proposed: true });
      notes.push(`${capacity.part} is scaled here and not on the source; ending that is not run`);
      continue;
    }
    const policy = policyOf(sourceTable, model.capacity);
    targets.push({
      resourceId: capacity.resourceId,
      dimension: capacity.dimension,
      minCapacity: model.scaling.min,
      maxCapacity: model.scaling.max,
      resume: isSuspended(table, capacity),
      actions: actions.map((action) => ({ ...action, name: renamed(action.name, sourceTable.name, table.name) })),
      ...(policy
        ? {
            policy: {
              name: policyOf(table, capacity)?.name ?? renamed(policy.name, sourceTable.name, table.name),
              configuration: configurationOf(policy, capacity, sourceTable.name, table.name),
            },
          }
        : {}),
    });
  }
  const wanted = [...source.flatMap(({ capacity, scaling }) => (scaling ? [capacity] : [])), ...missing];
  const lost = new Set(
    wanted.flatMap(({ part }) => (own.some(({ capacity }) => capacity.part === part) ? [] : [part])),
  );
  return {
    parts: targets.length === 0 ? [] : [{ kind: 'auto-scaling', targets }],
    proposals,
    notes: [
      ...notes,
      ...(targets.length === 0
        ? []
        : ['auto scaling makes alarms of its own and may change the units within a minute']),
      ...added.map(
        ({ part, action }) =>
          `the scheduled action ${action.name} (${part}) is here and not on the source; ending that is not run`,
      ),
      ...[...lost].map((part) => `${part}: the index is missing here, so run fix again when it is there`),
    ],
  };
}

function actionsIn(actions: AutoScaling['scheduled'], notes: string[]): readonly ScheduledScaling[] {
  if (actions.known) return actions.value;
  notes.push(`scheduled actions are left as they are: ${actions.detail}`);
  return [];
}

function isAmong(actions: readonly ScheduledScaling[], { part, text }: ScheduledScaling): boolean {
  return actions.some((each) => each.part === part && each.text === text);
}

/** Nobody has said within which bounds, so the call is shown for the reader to complete. */
function required(table: EstateTable, own: readonly ScaledCapacity[]): Repair {
  const lacking = own.filter(({ scaling }) => scaling?.target === undefined);
  const targets = lacking.map(({ capacity, scaling }) =>
    tracked(table, capacity, { min: scaling?.min ?? capacity.units, max: scaling?.max ?? capacity.units * 10 }),
  );
  return {
    ...NO_REPAIR,
    proposals: targets
      .flatMap((target) => partCommands({ kind: 'auto-scaling', targets: [target] }, placeOf(table)))
      .map((command) => ({ ...command, proposed: true })),
    notes: [
      'the policy names no bounds: those below start at the units of now, reach ten times as far, and are yours to choose',
    ],
  };
}

function rangesAsked(
  table: EstateTable,
  own: readonly ScaledCapacity[],
  asked: { readonly read?: CapacityRange; readonly write?: CapacityRange },
): Repair {
  const targets: ScaledPart[] = [];
  for (const { capacity, scaling } of own) {
    const range = asked[capacity.side];
    if (!range || capacity.index !== undefined) continue;
    const min = range.min ?? scaling?.min ?? Math.max(1, capacity.units);
    targets.push(
      tracked(table, capacity, {
        min,
        max: Math.max(min, range.max ?? scaling?.max ?? capacity.units),
        ...(range.target === undefined ? {} : { target: range.target }),
      }),
    );
  }
  if (targets.length === 0) return remark();
  return {
    parts: [{ kind: 'auto-scaling', targets }],
    proposals: [],
    notes: ['bounds that the policy does not name are those of now, a target that it does not name is 70 %'],
  };
}

/** What the console of DynamoDB proposes. Source: DynamoDB Developer Guide, AutoScaling.Console. */
const USUAL_TARGET_PERCENT = 70;

function tracked(
  table: EstateTable,
  capacity: Capacity,
  range: { readonly min: number; readonly max: number; readonly target?: number },
): ScaledPart {
  const existing = policyOf(table, capacity);
  const target = range.target ?? existing?.targetValue ?? USUAL_TARGET_PERCENT;
  return {
    resourceId: capacity.resourceId,
    dimension: capacity.dimension,
    minCapacity: range.min,
    maxCapacity: range.max,
    resume: isSuspended(table, capacity),
    actions: [],
    policy: {
      name: existing?.name ?? `${capacity.resourceId}-${capacity.side}`,
      configuration: existing
        ? { ...configurationOf(existing, capacity, table.name, table.name), TargetValue: target }
        : { TargetValue: target, ...usualMetric(capacity) },
    },
  };
}

function usualMetric({ side }: Capacity): JsonObject {
  const metric = side === 'read' ? 'DynamoDBReadCapacityUtilization' : 'DynamoDBWriteCapacityUtilization';
  return { PredefinedMetricSpecification: { PredefinedMetricType: metric } };
}

/** The whole configuration where the inventory has it; a metric of the customer's own may name the table. */
function configurationOf(policy: ScalingPolicy, capacity: Capacity, from: string, to: string): JsonObject {
  const whole = policy.configuration === undefined ? undefined : parsedObject(policy.configuration);
  const { targetValue, scaleInCooldownSeconds, scaleOutCooldownSeconds, disableScaleIn } = policy;
  if (!whole) {
    return {
      ...(targetValue === undefined ? {} : { TargetValue: targetValue }),
      ...usualMetric(capacity),
      ...(scaleInCooldownSeconds === undefined ? {} : { ScaleInCooldown: scaleInCooldownSeconds }),
      ...(scaleOutCooldownSeconds === undefined ? {} : { ScaleOutCooldown: scaleOutCooldownSeconds }),
      ...(disableScaleIn ? { DisableScaleIn: true } : {}),
    };
  }
  const { CustomizedMetricSpecification: custom, ...rest } = whole;
  if (custom === undefined) return { ...usualMetric(capacity), ...whole };
  return { ...rest, CustomizedMetricSpecification: mapTexts(custom, (text) => (text === from ? to : text)) };
}

function policyOf({ regionInventory }: EstateTable, capacity: Capacity): ScalingPolicy | undefined {
  if (!regionInventory.scalingPolicies.known) return undefined;
  return regionInventory.scalingPolicies.value.find(
    (each) =>
      each.resourceId === capacity.resourceId &&
      each.dimension === capacity.dimension &&
      each.targetValue !== undefined,
  );
}

function isSuspended({ regionInventory }: EstateTable, capacity: Capacity): boolean {
  if (!regionInventory.scalableTargets.known) return false;
  return regionInventory.scalableTargets.value.some(
    (each) =>
      each.resourceId === capacity.resourceId &&
      each.dimension === capacity.dimension &&
      (each.suspended || each.scheduledSuspended === true),
  );
}

function deregister({ region }: EstateTable, { resourceId, dimension }: Capacity) {
  return aws('application-autoscaling', 'deregister-scalable-target', {
    region,
    'service-namespace': 'dynamodb',
    'resource-id': resourceId,
    'scalable-dimension': dimension,
  });
}

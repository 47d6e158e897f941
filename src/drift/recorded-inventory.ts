import { capacitiesOf, placeOfPart } from '../controls/restored/capacity.ts';
import { tableArn } from '../model/arn.ts';
import { type Fact, known, mapFact, NOT_COLLECTED } from '../model/fact.ts';
import { INVENTORY_SCHEMA, type Inventory, type RegionInventory, type Scope } from '../model/inventory.ts';
import { isObject } from '../model/json.ts';
import type { Json, JsonObject } from '../model/result.ts';
import type {
  Alarm,
  ScalableTarget,
  ScalingPolicy,
  ScheduledAction,
  TableDescription,
  TableRecord,
  Throughput,
} from '../model/table.ts';
import { uncollectedRegion } from '../model/uncollected-region.ts';
import { type Baseline, type RegionBaseline, tableNames } from './baseline.ts';
import { own, unknownIn } from './recorded.ts';
import {
  alarmsIn,
  billingModeIn,
  encryptionIn,
  factOf,
  flagIn,
  indexesIn,
  maximaIn,
  recoveryIn,
  textIn,
  textMapIn,
  timeToLiveIn,
  unitsIn,
} from './recorded-facts.ts';
import { type ScalingByPart, scalingIn, scheduledActionsIn } from './recorded-scaling.ts';

/** What a baseline holds of tables, as the facts that it was written from; nothing else is taken to be collected. */
export function inventoryOf({ takenAt, accounts }: Baseline): Inventory {
  return {
    schema: INVENTORY_SCHEMA,
    takenAt,
    accounts: [],
    regions: Object.entries(accounts).flatMap(([account, { regions }]) =>
      Object.entries(regions).map(([region, held]) => regionOf({ partition: held.partition, account, region }, held)),
    ),
    unread: [],
    apiCalls: { total: 0, byOperation: {} },
  };
}

interface RecordedTable {
  readonly record: TableRecord;
  readonly alarms: Fact<readonly Alarm[]>;
  readonly targets: Fact<readonly ScalableTarget[]>;
  readonly policies: Fact<readonly ScalingPolicy[]>;
  readonly actions: Fact<readonly ScheduledAction[]>;
}

function regionOf(scope: Scope, held: RegionBaseline): RegionInventory {
  const tables = tableNames(held).map((name) =>
    tableOf(scope, name, isObject(held.tables) ? own(held.tables, name) : {}),
  );
  return {
    ...uncollectedRegion(scope),
    inScope: held.tables !== undefined,
    tables:
      unknownIn(held.tables) ??
      known(
        tables.map(({ record }) => record),
        'the baseline',
      ),
    scalableTargets: joined(tables.map(({ targets }) => targets)),
    scalingPolicies: joined(tables.map(({ policies }) => policies)),
    scheduledActions: joined(tables.map(({ actions }) => actions)),
    alarms: joined(tables.map(({ alarms }) => alarms)),
  };
}

function tableOf({ partition, account, region }: Scope, name: string, held: Json | undefined): RecordedTable {
  const settings: JsonObject = isObject(held) ? held : {};
  const scaling = factOf(settings['autoScaling'], scalingIn);
  const description = descriptionOf(settings, scaling);
  const policies = isObject(settings['iamPolicies']) ? settings['iamPolicies'] : {};
  return {
    record: {
      arn: tableArn(partition, region, account, name),
      name,
      tags: factOf(settings['tags'], textMapIn),
      description,
      timeToLive: factOf(settings['timeToLive'], timeToLiveIn),
      pointInTimeRecovery: factOf(settings['pointInTimeRecovery'], recoveryIn),
      resourcePolicy: factOf(policies['resourcePolicy'], (policy) => (policy === null ? null : JSON.stringify(policy))),
    },
    alarms: factOf(settings['alarms'], alarmsIn),
    ...scaled(name, description, scaling),
    actions: actionsOf(name, settings['autoScaling'], scaling, description),
  };
}

/** Keys, class and replicas are not recorded, and no setting asks for them. */
function descriptionOf(settings: JsonObject, scaling: Fact<ScalingByPart>): Fact<TableDescription> {
  const billingMode = factOf(settings['billingMode'], billingModeIn);
  const globalIndexes = factOf(settings['globalSecondaryIndexes'], indexesIn);
  const localIndexes = factOf(settings['localSecondaryIndexes'], indexesIn);
  const units = factOf(settings['provisionedThroughput'], unitsIn);
  const encryption = factOf(settings['encryption'], encryptionIn);
  const stream = factOf(settings['stream'], textIn);
  const deletionProtection = factOf(settings['deletionProtection'], flagIn);
  const types = factOf(settings['keyTypes'], textMapIn);
  const maxima = factOf(settings['onDemandMaximum'], maximaIn);
  if (!billingMode.known) return billingMode;
  if (!globalIndexes.known) return globalIndexes;
  if (!localIndexes.known) return localIndexes;
  if (!units.known) return units;
  if (!encryption.known) return encryption;
  if (!stream.known) return stream;
  if (!deletionProtection.known) return deletionProtection;
  if (!scaling.known && [...units.value.values()].includes(undefined)) return scaling;
  const isProvisioned = billingMode.value === 'PROVISIONED';
  // Where auto scaling moves the units, any number within its bounds will do.
  const of = (part: string): number =>
    units.value.get(part) ?? (scaling.known ? scaling.value.get(part)?.target.minCapacity : undefined) ?? 0;
  const throughput = (owner: string) => ({ readUnits: of(`read of ${owner}`), writeUnits: of(`write of ${owner}`) });
  return known(
    {
      status: 'ACTIVE',
      ...(typeof settings['id'] === 'string' ? { id: settings['id'] } : {}),
      keys: [],
      billingMode: billingMode.value,
      throughput: throughput('the table'),
      ...(types.known ? { attributeTypes: types.value } : {}),
      globalIndexes: globalIndexes.value.map((index) => ({
        ...index,
        ...(isProvisioned ? { throughput: throughput(`index ${index.name}`) } : {}),
        ...(!isProvisioned && maxima.known
          ? { onDemandThroughput: maxima.value.get(`index ${index.name}`) ?? {} }
          : {}),
      })),
      localIndexes: localIndexes.value,
      encryption: encryption.value,
      stream: stream.value,
      deletionProtection: deletionProtection.value,
      tableClass: 'STANDARD',
      replicaRegions: [],
      ...(isProvisioned ? {} : maximumOf(maxima)),
    },
    billingMode.from,
  );
}

function maximumOf(maxima: Fact<ReadonlyMap<string, Partial<Throughput>>>) {
  if (!maxima.known) return { onDemandUnknown: maxima };
  const most = maxima.value.get('the table');
  return most ? { onDemandThroughput: most } : {};
}

function scaled(
  name: string,
  description: Fact<TableDescription>,
  scaling: Fact<ScalingByPart>,
): Pick<RecordedTable, 'targets' | 'policies'> {
  const hidden = !description.known ? description : !scaling.known ? scaling : undefined;
  if (hidden || !description.known || !scaling.known)
    return { targets: hidden ?? NOT_COLLECTED, policies: hidden ?? NOT_COLLECTED };
  const parts = capacitiesOf(name, description.value).flatMap(({ part, side, resourceId, dimension }) => {
    const found = scaling.value.get(part);
    return found ? [{ ...found, place: { resourceId, dimension }, name: `${resourceId}-${side}` }] : [];
  });
  const targets = parts.map(({ target, place }) => ({ ...place, ...target, suspended: false }));
  const policies = parts.flatMap(({ policy, place, name }) =>
    policy ? [{ ...place, ...policy, name, alarmNames: [] }] : [],
  );
  return { targets: known(targets, scaling.from), policies: known(policies, scaling.from) };
}

/** A table on demand has none; an index of an action may be gone. */
function actionsOf(
  name: string,
  held: Json | undefined,
  scaling: Fact<ScalingByPart>,
  description: Fact<TableDescription>,
): Fact<readonly ScheduledAction[]> {
  if (!scaling.known) return scaling;
  if (description.known && description.value.billingMode === 'PAY_PER_REQUEST') return known([], scaling.from);
  return mapFact(scheduledActionsIn(held), (actions) =>
    actions.map(([part, action]) => ({ ...placeOfPart(name, part), ...action })),
  );
}

/** The list of a Region from those of its tables; an alarm may watch several. */
function joined<T>(facts: readonly Fact<readonly T[]>[]): Fact<readonly T[]> {
  const hidden = facts.find((fact) => !fact.known);
  if (hidden) return hidden;
  const all = facts.flatMap((fact) => (fact.known ? fact.value : []));
  return known([...new Map(all.map((each) => [JSON.stringify(each), each])).values()], 'the baseline');
}

import { capacitiesOf } from '../controls/restored/capacity.ts';
import { maximaOf } from '../controls/restored/on-demand-maximum.ts';
import { autoScalingOf, boundsOf } from '../controls/restored/scaling.ts';
import { type ScheduledScaling, scheduledActionJson } from '../controls/restored/scheduled-actions.ts';
import type { Estate, EstateTable } from '../estate/estate.ts';
import { unknown } from '../model/fact.ts';
import type { RESTORE_SETTINGS } from '../model/policy.ts';
import type { Json, JsonObject } from '../model/result.ts';
import type { PointInTimeRecovery, SecondaryIndex, TableDescription, Tags, TimeToLive } from '../model/table.ts';
import type { Coverage } from '../selection/coverage.ts';
import { recordAlarms } from './record-alarms.ts';
import { recordIdentityPolicies } from './record-identity-policies.ts';
import { recordPolicy } from './record-policy.ts';
import { asSet, keyed, recorded, recordedUnknown } from './recorded.ts';
import { MOVED_BY_AUTO_SCALING } from './recorded-facts.ts';
import { SCHEDULED_ACTIONS, scheduledActionKey } from './recorded-scaling.ts';

/** What DynamoDB keeps for point-in-time recovery unless told otherwise. Source: DynamoDB API, RecoveryPeriodInDays. */
const DEFAULT_WINDOW_DAYS = 35;

const DISABLED = 'disabled';

/** An inventory that an older version saved does not tell it. */
const NO_ID = unknown('not-collected', 'nothing tells the id of the table; read the account again');

const NO_TYPES = unknown('not-collected', 'nothing tells the types of the keys; read the account again');

type Setting = (typeof RESTORE_SETTINGS)[number];

/** The id of a table, its thirteen settings and what belongs to them, and which selections of which plans take it. */
export function recordTable(estate: Estate, table: EstateTable): JsonObject {
  const { description, tags, timeToLive, pointInTimeRecovery } = table.record;
  const described = (write: (value: TableDescription) => Json) => recorded(description, write);
  const settings = {
    globalSecondaryIndexes: described(({ globalIndexes }) => recordIndexes(globalIndexes)),
    localSecondaryIndexes: described(({ localIndexes }) => recordIndexes(localIndexes)),
    billingMode: described(({ billingMode }) => billingMode),
    provisionedThroughput: described((value) => recordThroughput(table, value)),
    encryption: described(({ encryption }) => (encryption.kind === 'kms' ? encryption.keyArn : encryption.kind)),
    autoScaling: recordScaling(table),
    iamPolicies: {
      resourcePolicy: recorded(table.record.resourcePolicy, (text) => (text === null ? null : recordPolicy(text))),
      identityPolicies: recordIdentityPolicies(estate, table),
    },
    alarms: recordAlarms(table),
    tags: recorded(tags, recordTags),
    stream: described(({ stream }) => stream),
    timeToLive: recorded(timeToLive, recordTimeToLive),
    deletionProtection: described(({ deletionProtection = null }) => deletionProtection),
    pointInTimeRecovery: recorded(pointInTimeRecovery, recordRecovery),
  } satisfies Record<Setting, Json>;
  return {
    id: described(({ id }) => id ?? recordedUnknown(NO_ID)),
    selectedBy: recordCoverage(estate.coverage(table)),
    keyTypes: described(({ attributeTypes }) => attributeTypes ?? recordedUnknown(NO_TYPES)),
    onDemandMaximum: described(recordMaxima),
    ...settings,
  };
}

function recordIndexes(indexes: readonly SecondaryIndex[]): JsonObject {
  return keyed(
    indexes.map(({ name, keys, projection, nonKeyAttributes }) => [
      name,
      {
        keys: keys.map((key) => `${key.name} ${key.type}`).join(', '),
        projection,
        nonKeyAttributes: asSet(nonKeyAttributes),
      },
    ]),
  );
}

/** Units that auto scaling moves are no setting: they are another number every few minutes. */
function recordThroughput(table: EstateTable, description: TableDescription): JsonObject {
  if (description.billingMode === 'PAY_PER_REQUEST') return {};
  return keyed(
    capacitiesOf(table.name, description).map((capacity) => [
      capacity.part,
      recorded(boundsOf(table.regionInventory, capacity), (target) =>
        target ? MOVED_BY_AUTO_SCALING : capacity.units,
      ),
    ]),
  );
}

/** Parts without a maximum are left out. */
function recordMaxima(description: TableDescription): JsonObject {
  if (description.billingMode !== 'PAY_PER_REQUEST') return {};
  return keyed(
    [...maximaOf(description)].flatMap(([part, most]) =>
      most.known && Object.keys(most.value).length === 0
        ? []
        : [[part, recorded(most, (units) => ({ ...units }))] as const],
    ),
  );
}

function recordScaling(table: EstateTable): Json {
  return recorded(autoScalingOf(table), (scaling) =>
    scaling === 'on-demand'
      ? {}
      : {
          ...keyed(
            scaling.capacities.flatMap(({ capacity, scaling: found }) =>
              found ? [[capacity.part, found.text] as const] : [],
            ),
          ),
          [SCHEDULED_ACTIONS]: recorded(scaling.scheduled, recordScheduledActions),
        },
  );
}

function recordScheduledActions(actions: readonly ScheduledScaling[]): JsonObject {
  return keyed(actions.map(({ part, action }) => [scheduledActionKey(part, action.name), scheduledActionJson(action)]));
}

/** `aws:` tags belong to AWS services. Source: DynamoDB Developer Guide, Tagging. */
function recordTags(tags: Tags): JsonObject {
  return keyed(Object.entries(tags).filter(([key]) => !key.startsWith('aws:')));
}

/** A change takes up to an hour; what was asked for is the setting. Source: DynamoDB API, UpdateTimeToLive. */
function recordTimeToLive({ status, attribute }: TimeToLive): Json {
  return status === 'ENABLED' || status === 'ENABLING' ? { attribute: attribute ?? null } : DISABLED;
}

function recordRecovery({ enabled, recoveryPeriodDays }: PointInTimeRecovery): Json {
  return enabled ? { windowDays: recoveryPeriodDays ?? DEFAULT_WINDOW_DAYS } : DISABLED;
}

/** `plan › selection` → true, for what selects the table for sure; what may select it is unknown. */
function recordCoverage({ covering, possible, unread }: Coverage): Json {
  const [hidden] = unread;
  if (hidden) return recordedUnknown(hidden);
  return keyed([
    ...covering.flatMap(({ plan, selections }) =>
      selections.map(({ selection }) => [`${plan.name} › ${selection.name}`, true] as const),
    ),
    ...possible.flatMap(({ plan, why, selections }) =>
      selections.length === 0
        ? [[`${plan.name} › *`, recordedUnknown(why)] as const]
        : selections.map(
            (each) =>
              [
                `${plan.name} › ${each.selection.name}`,
                each.clause !== undefined && each.why === undefined ? true : recordedUnknown(each.why ?? why),
              ] as const,
          ),
    ),
  ]);
}

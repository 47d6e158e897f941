import { DAY_MINUTES } from '../model/instant.ts';
import { type AskedSettings, RESTORE_SETTINGS, type RestoreSettings } from '../model/policy.ts';
import type { PointInTimeRecovery, Tags, TimeToLive } from '../model/table.ts';
import { repairAlarms } from './alarm-repairs.ts';
import { repairAutoScaling } from './auto-scaling-repairs.ts';
import { repairBillingMode, repairThroughput } from './capacity-repairs.ts';
import { aws } from './command.ts';
import { repairGlobalIndexes, repairLocalIndexes } from './index-repairs.ts';
import { repairEncryption } from './key-repairs.ts';
import { NO_REPAIR, type Repair, remark, repairWith } from './part.ts';
import { repairPolicies } from './policy-repairs.ts';
import { fromSource, placeOf, type RepairOrUnknown, type RestoredPair } from './restored-pair.ts';
import { compactJson } from './shell.ts';
import { updateTable } from './table-commands.ts';

type SettingRepair = (pair: RestoredPair, settings: AskedSettings) => RepairOrUnknown;

/** In the order in which a table is best put right: what is quick first, and what others wait for before them. */
const REPAIRS: Readonly<Record<keyof RestoreSettings, SettingRepair>> = {
  timeToLive: asked('timeToLive', repairTimeToLive),
  stream: asked('stream', repairStream),
  deletionProtection: asked('deletionProtection', repairDeletionProtection),
  pointInTimeRecovery: asked('pointInTimeRecovery', repairPointInTimeRecovery),
  tags: asked('tags', repairTags),
  encryption: asked('encryption', repairEncryption),
  billingMode: asked('billingMode', repairBillingMode),
  provisionedThroughput: asked('provisionedThroughput', repairThroughput),
  globalSecondaryIndexes: asked('globalSecondaryIndexes', ofSource(repairGlobalIndexes)),
  localSecondaryIndexes: asked('localSecondaryIndexes', ofSource(repairLocalIndexes)),
  autoScaling: asked('autoScaling', repairAutoScaling),
  alarms: asked('alarms', repairAlarms),
  iamPolicies: asked('iamPolicies', ofSource(repairPolicies)),
};

export const REPAIR_ORDER = RESTORE_SETTINGS.toSorted(byPlaceIn(Object.keys(REPAIRS)));

/** What puts one setting of a table as it is asked for; nothing where nobody asks. */
export function repairSetting(
  pair: RestoredPair,
  key: keyof RestoreSettings,
  settings: AskedSettings,
): RepairOrUnknown {
  return REPAIRS[key](pair, settings);
}

function asked<K extends keyof RestoreSettings>(
  key: K,
  repair: (pair: RestoredPair, value: NonNullable<AskedSettings[K]>, settings: AskedSettings) => RepairOrUnknown,
): SettingRepair {
  return (pair, settings) => {
    const value = settings[key];
    return value === undefined ? NO_REPAIR : repair(pair, value, settings);
  };
}

/** A name alone does not tell how the thing is made, so only the source's can be. */
function ofSource(repair: (pair: RestoredPair) => RepairOrUnknown) {
  return (pair: RestoredPair, value: unknown) => (value === 'same-as-source' ? repair(pair) : NO_REPAIR);
}

function byPlaceIn(order: readonly string[]) {
  return (one: string, other: string) => order.indexOf(one) - order.indexOf(other);
}

function repairTimeToLive(pair: RestoredPair, asked: NonNullable<RestoreSettings['timeToLive']>): RepairOrUnknown {
  if (asked === 'same-as-source')
    return fromSource(
      pair,
      ({ record }) => record.timeToLive,
      (source) => ttl(pair, source),
    );
  return ttl(pair, asked === 'disabled' ? { status: 'DISABLED' } : { status: 'ENABLED', ...asked });
}

function ttl(pair: RestoredPair, { status, attribute }: TimeToLive): RepairOrUnknown {
  const own = pair.own.record.timeToLive;
  if (!own.known) return own;
  const { name, region } = pair.own;
  const isOn = own.value.status === 'ENABLED' || own.value.status === 'ENABLING';
  const wanted = status === 'ENABLED' || status === 'ENABLING' ? attribute : undefined;
  if (wanted === (isOn ? own.value.attribute : undefined)) return NO_REPAIR;
  if (wanted !== undefined && !isOn) {
    return repairWith(
      { kind: 'time-to-live', attribute: wanted },
      `may take an hour; items whose ${wanted} has passed, those of the time since the backup too, are deleted from then on`,
      ...(own.value.status === 'DISABLING' ? ['time to live is being switched off: run this when it is DISABLED'] : []),
    );
  }
  const off = aws('dynamodb', 'update-time-to-live', {
    region,
    'table-name': name,
    'time-to-live-specification': compactJson({ Enabled: false, AttributeName: own.value.attribute ?? '' }),
  });
  const then = wanted === undefined ? '' : `; an hour later, run fix again for the attribute ${wanted}`;
  return {
    ...NO_REPAIR,
    proposals: [{ call: off, proposed: true }],
    notes: [`time to live is on for the attribute ${own.value.attribute ?? 'unknown'}: switch it off first${then}`],
  };
}

const READERS = 'the new stream has a new ARN: attach its readers, Lambda event source mappings among them, again';

function repairStream(pair: RestoredPair, asked: NonNullable<RestoreSettings['stream']>): RepairOrUnknown {
  const description = pair.own.record.description;
  if (!description.known) return description;
  const own = description.value.stream;
  const to = (wanted: string): Repair => {
    if (wanted === own) return NO_REPAIR;
    if (own === 'disabled') return repairWith({ kind: 'stream', view: wanted }, READERS);
    const off = updateTable(placeOf(pair.own), { 'stream-specification': compactJson({ StreamEnabled: false }) });
    const then = wanted === 'disabled' ? '' : `; then run fix again for ${wanted}`;
    return {
      ...NO_REPAIR,
      proposals: [{ call: off, proposed: true }],
      notes: [`the stream shows ${own} and must be switched off first, which its readers notice${then}`],
    };
  };
  if (asked !== 'same-as-source') return to(asked);
  return fromSource(
    pair,
    ({ record }) => record.description,
    ({ stream }) => to(stream),
  );
}

function repairDeletionProtection(
  pair: RestoredPair,
  asked: NonNullable<RestoreSettings['deletionProtection']>,
): RepairOrUnknown {
  const description = pair.own.record.description;
  if (!description.known) return description;
  const to = (wanted: boolean): Repair => {
    if (wanted === description.value.deletionProtection) return NO_REPAIR;
    if (wanted) return repairWith({ kind: 'deletion-protection' });
    return {
      ...NO_REPAIR,
      proposals: [{ call: updateTable(placeOf(pair.own), { 'no-deletion-protection-enabled': true }), proposed: true }],
      notes: ['takes protection away, so it is not run'],
    };
  };
  if (asked !== 'same-as-source') return to(asked === 'enabled');
  return fromSource(
    pair,
    ({ record }) => record.description,
    (source) => (source.deletionProtection === undefined ? NO_REPAIR : to(source.deletionProtection)),
  );
}

function repairPointInTimeRecovery(
  pair: RestoredPair,
  asked: NonNullable<RestoreSettings['pointInTimeRecovery']>,
): RepairOrUnknown {
  const own = pair.own.record.pointInTimeRecovery;
  if (!own.known) return own;
  const to = (wanted: PointInTimeRecovery): Repair => {
    if (wanted.enabled) return enabledRecovery(own.value, wanted.recoveryPeriodDays);
    if (!own.value.enabled) return NO_REPAIR;
    const off = aws('dynamodb', 'update-continuous-backups', {
      region: pair.own.region,
      'table-name': pair.own.name,
      'point-in-time-recovery-specification': compactJson({ PointInTimeRecoveryEnabled: false }),
    });
    return {
      ...NO_REPAIR,
      proposals: [{ call: off, proposed: true }],
      notes: ['throws away the points in time that exist, so it is not run'],
    };
  };
  if (asked === 'same-as-source') {
    return fromSource(
      pair,
      ({ record }) => record.pointInTimeRecovery,
      (source) => to({ ...source, recoveryPeriodDays: source.recoveryPeriodDays ?? LONGEST_WINDOW_DAYS }),
    );
  }
  if (typeof asked !== 'object') return to({ enabled: asked === 'enabled' });
  return to({ enabled: true, recoveryPeriodDays: Math.ceil(asked.windowMinutes / DAY_MINUTES) });
}

/** The longest window, and AWS's own where none is set. Source: DynamoDB API, PointInTimeRecoverySpecification. */
const LONGEST_WINDOW_DAYS = 35;

export function enabledRecovery(own: PointInTimeRecovery, days: number | undefined): Repair {
  if (own.enabled && (own.recoveryPeriodDays ?? LONGEST_WINDOW_DAYS) >= (days ?? 1)) return NO_REPAIR;
  if (days !== undefined && days > LONGEST_WINDOW_DAYS) {
    return remark(`AWS keeps at most ${LONGEST_WINDOW_DAYS} days of points in time, so ${days} cannot be had`);
  }
  return repairWith(
    { kind: 'point-in-time-recovery', ...(days === undefined ? {} : { days }) },
    'the table can be set back to instants from now on, not to earlier ones',
  );
}

function repairTags(pair: RestoredPair, asked: NonNullable<RestoreSettings['tags']>): RepairOrUnknown {
  const own = pair.own.record.tags;
  if (!own.known) return own;
  const to = (wanted: Tags): RepairOrUnknown => {
    const missing = Object.entries(wanted).filter(([key, value]) => own.value[key] !== value);
    if (missing.length === 0) return NO_REPAIR;
    const replaced = missing.flatMap(([key]) => (own.value[key] === undefined ? [] : [`${key}=${own.value[key]}`]));
    return repairWith(
      { kind: 'tags', tags: Object.fromEntries(missing) },
      ...(replaced.length === 0 ? [] : [`replaces ${replaced.join(', ')}`]),
      'tags decide in which backup plans the table is, and in IAM conditions: they may take a minute to count',
    );
  };
  if (asked !== 'same-as-source') return to(asked);
  return fromSource(
    pair,
    ({ record }) => record.tags,
    (tags) => to(settable(tags)),
  );
}

/** AWS sets tags of its own and lets nobody else set them. */
function settable(tags: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith('aws:')));
}

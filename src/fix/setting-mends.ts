import { DAY_MINUTES } from '../model/instant.ts';
import { RESTORE_SETTINGS, type RestoreSettings } from '../model/policy.ts';
import type { PointInTimeRecovery, Tags, TimeToLive } from '../model/table.ts';
import { mendAlarms } from './alarm-mends.ts';
import { mendAutoScaling } from './auto-scaling-mends.ts';
import { mendBillingMode, mendThroughput } from './capacity-mends.ts';
import { aws } from './command.ts';
import { mendGlobalIndexes, mendLocalIndexes } from './index-mends.ts';
import { mendEncryption } from './key-mends.ts';
import { type Mend, mendWith, NO_MEND, remark } from './part.ts';
import { mendPolicies } from './policy-mends.ts';
import { fromSource, type MendOrUnknown, placeOf, type RestoredPair } from './restored-pair.ts';
import { compactJson } from './shell.ts';
import { updateTable } from './table-commands.ts';

type Mender = (pair: RestoredPair, settings: RestoreSettings) => MendOrUnknown;

/** In the order in which a restored table is best put right: what is quick first, and what others wait for before them. */
const MENDERS: Readonly<Record<keyof RestoreSettings, Mender>> = {
  timeToLive: asked('timeToLive', mendTimeToLive),
  stream: asked('stream', mendStream),
  deletionProtection: asked('deletionProtection', mendDeletionProtection),
  pointInTimeRecovery: asked('pointInTimeRecovery', mendPointInTimeRecovery),
  tags: asked('tags', mendTags),
  encryption: asked('encryption', mendEncryption),
  billingMode: asked('billingMode', mendBillingMode),
  provisionedThroughput: asked('provisionedThroughput', mendThroughput),
  globalSecondaryIndexes: asked('globalSecondaryIndexes', mendGlobalIndexes),
  localSecondaryIndexes: asked('localSecondaryIndexes', mendLocalIndexes),
  autoScaling: asked('autoScaling', mendAutoScaling),
  alarms: asked('alarms', mendAlarms),
  iamPolicies: asked('iamPolicies', mendPolicies),
};

export const MEND_ORDER = RESTORE_SETTINGS.toSorted(byPlaceIn(Object.keys(MENDERS)));

/** What puts one setting of a restored table as it is asked for; nothing where nobody asks. */
export function mendSetting(pair: RestoredPair, key: keyof RestoreSettings, settings: RestoreSettings): MendOrUnknown {
  return MENDERS[key](pair, settings);
}

function asked<K extends keyof RestoreSettings>(
  key: K,
  mend: (pair: RestoredPair, value: NonNullable<RestoreSettings[K]>) => MendOrUnknown,
): Mender {
  return (pair, settings) => {
    const value = settings[key];
    return value === undefined ? NO_MEND : mend(pair, value);
  };
}

function byPlaceIn(order: readonly string[]) {
  return (one: string, other: string) => order.indexOf(one) - order.indexOf(other);
}

function mendTimeToLive(pair: RestoredPair, asked: NonNullable<RestoreSettings['timeToLive']>): MendOrUnknown {
  if (asked === 'same-as-source')
    return fromSource(
      pair,
      ({ record }) => record.timeToLive,
      (source) => ttl(pair, source),
    );
  return ttl(pair, asked === 'disabled' ? { status: 'DISABLED' } : { status: 'ENABLED', ...asked });
}

function ttl(pair: RestoredPair, { status, attribute }: TimeToLive): MendOrUnknown {
  const own = pair.own.record.timeToLive;
  if (!own.known) return own;
  const { name, region } = pair.own;
  const isOn = own.value.status === 'ENABLED' || own.value.status === 'ENABLING';
  const wanted = status === 'ENABLED' || status === 'ENABLING' ? attribute : undefined;
  if (wanted === (isOn ? own.value.attribute : undefined)) return NO_MEND;
  if (wanted !== undefined && !isOn) {
    return mendWith(
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
    ...NO_MEND,
    offers: [{ call: off, offered: true }],
    notes: [`time to live is on for the attribute ${own.value.attribute ?? 'unknown'}: switch it off first${then}`],
  };
}

const READERS = 'the new stream has a new ARN: attach its readers, Lambda event source mappings among them, again';

function mendStream(pair: RestoredPair, asked: NonNullable<RestoreSettings['stream']>): MendOrUnknown {
  const description = pair.own.record.description;
  if (!description.known) return description;
  const own = description.value.stream;
  const to = (wanted: string): Mend => {
    if (wanted === own) return NO_MEND;
    if (own === 'disabled') return mendWith({ kind: 'stream', view: wanted }, READERS);
    const off = updateTable(placeOf(pair.own), { 'stream-specification': compactJson({ StreamEnabled: false }) });
    const then = wanted === 'disabled' ? '' : `; then run fix again for ${wanted}`;
    return {
      ...NO_MEND,
      offers: [{ call: off, offered: true }],
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

function mendDeletionProtection(
  pair: RestoredPair,
  asked: NonNullable<RestoreSettings['deletionProtection']>,
): MendOrUnknown {
  const description = pair.own.record.description;
  if (!description.known) return description;
  const to = (wanted: boolean): Mend => {
    if (wanted === description.value.deletionProtection) return NO_MEND;
    if (wanted) return mendWith({ kind: 'deletion-protection' });
    return {
      ...NO_MEND,
      offers: [{ call: updateTable(placeOf(pair.own), { 'no-deletion-protection-enabled': true }), offered: true }],
      notes: ['takes protection away, so it is not run'],
    };
  };
  if (asked !== 'same-as-source') return to(asked === 'enabled');
  return fromSource(
    pair,
    ({ record }) => record.description,
    (source) => (source.deletionProtection === undefined ? NO_MEND : to(source.deletionProtection)),
  );
}

function mendPointInTimeRecovery(
  pair: RestoredPair,
  asked: NonNullable<RestoreSettings['pointInTimeRecovery']>,
): MendOrUnknown {
  const own = pair.own.record.pointInTimeRecovery;
  if (!own.known) return own;
  const to = (wanted: PointInTimeRecovery): Mend => {
    if (wanted.enabled) return enabledRecovery(own.value, wanted.recoveryPeriodDays);
    if (!own.value.enabled) return NO_MEND;
    const off = aws('dynamodb', 'update-continuous-backups', {
      region: pair.own.region,
      'table-name': pair.own.name,
      'point-in-time-recovery-specification': compactJson({ PointInTimeRecoveryEnabled: false }),
    });
    return {
      ...NO_MEND,
      offers: [{ call: off, offered: true }],
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

export function enabledRecovery(own: PointInTimeRecovery, days: number | undefined): Mend {
  if (own.enabled && (own.recoveryPeriodDays ?? LONGEST_WINDOW_DAYS) >= (days ?? 1)) return NO_MEND;
  if (days !== undefined && days > LONGEST_WINDOW_DAYS) {
    return remark(`AWS keeps at most ${LONGEST_WINDOW_DAYS} days of points in time, so ${days} cannot be had`);
  }
  return mendWith(
    { kind: 'point-in-time-recovery', ...(days === undefined ? {} : { days }) },
    'the table can be set back to instants from now on, not to earlier ones',
  );
}

function mendTags(pair: RestoredPair, asked: NonNullable<RestoreSettings['tags']>): MendOrUnknown {
  const own = pair.own.record.tags;
  if (!own.known) return own;
  const to = (wanted: Tags): MendOrUnknown => {
    const missing = Object.entries(wanted).filter(([key, value]) => own.value[key] !== value);
    if (missing.length === 0) return NO_MEND;
    const replaced = missing.flatMap(([key]) => (own.value[key] === undefined ? [] : [`${key}=${own.value[key]}`]));
    return mendWith(
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

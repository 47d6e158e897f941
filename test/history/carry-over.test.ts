import { describe, expect, test } from 'vitest';
import { ACCOUNT, exampleInventory, NOW, ORDERS, REGION } from '../../src/controls/example.ts';
import { carryOver, neededSince } from '../../src/history/carry-over.ts';
import { readTrailRecord } from '../../src/history/trail-record.ts';
import { type Known, known, unknown } from '../../src/model/fact.ts';
import { type Instant, plusMinutes } from '../../src/model/instant.ts';
import type { TableDescription, TimeToLive } from '../../src/model/table.ts';
import type { TrailEvent, TrailReach } from '../../src/model/trail-event.ts';
import { trailRecord } from './trail-records.ts';

const DAY = 24 * 60;
const ON: Known<TimeToLive> = known({ status: 'ENABLED', attribute: 'expiresAt' }, 'dynamodb:DescribeTimeToLive');
const ALONE: Partial<TableDescription> = {
  id: 'one',
  replicaRegions: [],
  replicaAccounts: [],
  witnessRegions: [],
  multiRegionConsistency: 'none',
};

interface Case {
  readonly before?: Partial<TableDescription>;
  readonly now?: Partial<TableDescription>;
  readonly timeToLive?: Known<TimeToLive>;
  readonly events?: readonly TrailEvent[];
  readonly reach?: Partial<TrailReach>;
  /** Minutes from the former inventory. */
  readonly until?: number;
}

/** The former inventory is of `NOW`. */
function carried({ before = {}, now = {}, timeToLive = ON, events = [], reach = {}, until = DAY }: Case) {
  const described = (more: Partial<TableDescription>) =>
    exampleInventory({ table: { description: { ...ALONE, ...more }, timeToLive } });
  const [former, current] = [described(before), described(now)];
  const to = plusMinutes(NOW, until);
  const whole: TrailReach = {
    source: 'lookup',
    places: [{ account: ACCOUNT, region: REGION }],
    from: neededSince(former),
    to,
    gaps: [],
    ...reach,
  };
  const tables = current.regions[0]?.tables;
  const table = tables?.known ? tables.value.find(({ arn }) => arn === ORDERS) : undefined;
  if (!table?.description.known) throw new Error('the example has no such table');
  return carryOver({ former, history: { events, reach: [whole] }, until: to })(ORDERS, table.description.value);
}

const event = (minutes: number, requestParameters: unknown, fields: Readonly<Record<string, unknown>> = {}) => {
  const eventTime = plusMinutes(NOW, minutes);
  const record = { eventSource: 'dynamodb.amazonaws.com', eventName: 'UpdateTimeToLive', eventTime };
  const read = readTrailRecord(trailRecord({ responseElements: null, ...record, requestParameters, ...fields }));
  if (!read.ok) throw new Error(read.reason);
  return read.event;
};

describe('the time to live of a table', () => {
  const asOf = (until: number): Instant => plusMinutes(NOW, until - 30);

  test('is carried over where nothing changed it, as of a time before now', () => {
    expect(carried({})).toEqual({ ...ON, asOf: asOf(DAY) });
    expect(carried({ events: [event(5, { tableName: 'other' })] })).toEqual({ ...ON, asOf: asOf(DAY) });
    expect(carried({ events: [event(-61, { tableName: 'orders' })] })).toBeDefined();
  });

  test.each<readonly [what: string, Case]>([
    ['an event names it', { events: [event(5, { tableName: 'orders' })] }],
    ['an event names its ARN', { events: [event(5, { tableName: ORDERS })] }],
    [
      'the answer alone names it',
      { events: [event(5, null, { responseElements: { tableDescription: { tableName: 'orders' } } })] },
    ],
    ['a call was refused', { events: [event(5, { tableName: 'orders' }, { errorCode: 'ValidationException' })] }],
    ['an event came shortly before it was read', { events: [event(-59, { tableName: 'orders' })] }],
    ['an event came in the last minutes', { events: [event(DAY - 1, { tableName: 'orders' })] }],
    ['an event names nothing', { events: [event(5, null)] }],
    [
      'an event names a table of another place',
      { events: [event(5, { tableName: ORDERS.replace(REGION, 'eu-north-1') })] },
    ],
    ['the history has a gap', { reach: { gaps: [unknown('denied', 'denied')] } }],
    ['the history begins too late', { reach: { from: NOW } }],
    ['the history ends too early', { reach: { to: plusMinutes(NOW, DAY - 1) } }],
    ['the history is of another place', { reach: { places: [{ account: ACCOUNT, region: 'eu-north-1' }] } }],
    ['the inventory is as young as events may be late', { until: 30 }],
    ['the inventory is older than the history', { until: 90 * DAY }],
    ['it is another table', { now: { id: 'two' } }],
    ['it was made at another time', { now: { createdAt: NOW } }],
    ['it has a replica', { now: { replicaRegions: ['eu-central-1'] } }],
    ['it had a replica', { before: { replicaRegions: ['eu-central-1'] } }],
    ['it has a replica in another account', { now: { replicaAccounts: ['eu-central-1 of 444455556666'] } }],
    ['it is on its way', { timeToLive: known({ status: 'ENABLING', attribute: 'expiresAt' }, ON.from) }],
  ])('is not where %s', (_, given) => {
    expect(carried(given)).toBeUndefined();
  });

  test('that was carried over before is carried on from there, not from when the inventory was taken', () => {
    const timeToLive = { ...ON, asOf: plusMinutes(NOW, -30) };
    expect(carried({ timeToLive })).toEqual({ ...ON, asOf: asOf(DAY) });
    expect(carried({ timeToLive, events: [event(-10, { tableName: 'orders' })] })).toBeUndefined();
    expect(carried({ timeToLive, events: [event(-89, { tableName: 'orders' })] })).toBeUndefined();
  });
});

import { describe } from 'vitest';
import type { NewTable } from '../../src/constraints/table-things.ts';
import { OPEN, rows } from './rows.ts';

const hash = (attributeName: string) => [{ attributeName, keyType: 'HASH' }];
const both = (first: string, second: string) => [...hash(first), { attributeName: second, keyType: 'RANGE' }];
const defined = (...names: string[]) => names.map((attributeName) => ({ attributeName, attributeType: 'S' }));
const ALL = { projectionType: 'ALL' };
const UNITS = { readCapacityUnits: 3, writeCapacityUnits: 2 };

const ON_DEMAND: NewTable = {
  tableName: 'meter-readings',
  billingMode: 'PAY_PER_REQUEST',
  keySchema: both('meter', 'at'),
  attributeDefinitions: defined('meter', 'at'),
};
const PROVISIONED: NewTable = { ...ON_DEMAND, billingMode: undefined, provisionedThroughput: UNITS };

describe('a table', () => {
  rows('table', [
    ['on demand', ON_DEMAND, []],
    ['with units', PROVISIONED, []],
    ['with a name of two letters', { ...ON_DEMAND, tableName: 'ab' }, ['DT1 tableName']],
    ['with a slash in its name', { ...ON_DEMAND, tableName: 'a/bc' }, ['DT1 tableName']],
    ['that lives with one', { ...ON_DEMAND, tableName: 'ab' }, [], { forNew: false }],
    ['of no known billing', { ...PROVISIONED, billingMode: OPEN }, []],
    ['without units', { ...PROVISIONED, provisionedThroughput: undefined }, ['DT2 provisionedThroughput']],
    ['with open units', { ...PROVISIONED, provisionedThroughput: OPEN }, []],
    [
      'with no units',
      { ...PROVISIONED, provisionedThroughput: { readCapacityUnits: 0, writeCapacityUnits: 5 } },
      ['DT2 provisionedThroughput'],
    ],
    ['on demand with units', { ...ON_DEMAND, provisionedThroughput: UNITS }, ['DT2 provisionedThroughput']],
    [
      'on demand with 0 units',
      { ...ON_DEMAND, provisionedThroughput: { readCapacityUnits: 0, writeCapacityUnits: 0 } },
      [],
    ],
    ['on demand with a maximum', { ...ON_DEMAND, onDemandThroughput: { maxReadRequestUnits: 9 } }, []],
    [
      'with units and a maximum',
      { ...PROVISIONED, onDemandThroughput: { maxReadRequestUnits: 9 } },
      ['DT3 onDemandThroughput'],
    ],
    ['in another class', { ...ON_DEMAND, tableClass: 'GLACIER' }, ['DT17 tableClass']],
    ['warmed', { ...ON_DEMAND, warmThroughput: { readUnitsPerSecond: 12_000, writeUnitsPerSecond: 4_000 } }, []],
    [
      'half warm',
      { ...ON_DEMAND, warmThroughput: { readUnitsPerSecond: 11_999 } },
      ['DT17 warmThroughput.readUnitsPerSecond'],
    ],
    ['with a key of its own', { ...ON_DEMAND, sseSpecification: { enabled: true, sseType: 'KMS' } }, []],
    [
      'with AES256',
      { ...ON_DEMAND, sseSpecification: { enabled: true, sseType: 'AES256' } },
      ['DT8 sseSpecification.sseType'],
    ],
    [
      'with KMS switched off',
      { ...ON_DEMAND, sseSpecification: { enabled: false, sseType: 'KMS' } },
      ['DT8 sseSpecification.sseType'],
    ],
    [
      'with a stream of Kinesis elsewhere',
      { ...ON_DEMAND, kinesisStreamArns: ['arn:aws:kinesis:us-west-1:555566667777:stream/s'] },
      ['DT19 kinesisStreamArns[0]'],
    ],
    [
      'with a policy for nobody',
      {
        ...ON_DEMAND,
        resourcePolicy: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }),
      },
      ['DT18 resourcePolicy'],
    ],
    [
      'with a policy for somebody',
      { ...ON_DEMAND, resourcePolicy: JSON.stringify({ Statement: { Effect: 'Allow', Principal: '*' } }) },
      [],
    ],
    ['with a policy of 20 KiB and more', { ...ON_DEMAND, resourcePolicy: ' '.repeat(20_481) }, ['DT18 resourcePolicy']],
  ]);
});

describe('time to live and point-in-time recovery', () => {
  const live = (timeToLive: NewTable['timeToLive']): NewTable => ({ ...ON_DEMAND, timeToLive });
  const back = (pointInTimeRecovery: NewTable['pointInTimeRecovery']): NewTable => ({
    ...ON_DEMAND,
    pointInTimeRecovery,
  });
  rows('table', [
    ['on, by an attribute', live({ enabled: true, attributeName: 'until' }), []],
    ['on, by none', live({ enabled: true }), ['DT4 timeToLive.attributeName']],
    ['on, by an open one', live({ enabled: true, attributeName: OPEN }), []],
    ['off, by none', live({ enabled: false }), []],
    ['back 35 days', back({ pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 }), []],
    [
      'back 36 days',
      back({ pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 36 }),
      ['DT7 pointInTimeRecovery.recoveryPeriodInDays'],
    ],
    [
      'back a week, and off',
      back({ pointInTimeRecoveryEnabled: false, recoveryPeriodInDays: 7 }),
      ['DT6 pointInTimeRecovery.recoveryPeriodInDays'],
    ],
    ['back a week, and open', back({ pointInTimeRecoveryEnabled: OPEN, recoveryPeriodInDays: 7 }), []],
  ]);
});

describe('an index', () => {
  const by = (index: NonNullable<unknown>, table: NewTable = ON_DEMAND, ...names: string[]): NewTable => ({
    ...table,
    attributeDefinitions: defined('meter', 'at', ...names),
    globalSecondaryIndexes: [{ indexName: 'by-site', keySchema: hash('site'), projection: ALL, ...index }],
  });
  const local = (keySchema: NewTable['keySchema'], table: NewTable = ON_DEMAND): NewTable => ({
    ...table,
    attributeDefinitions: undefined,
    localSecondaryIndexes: [{ indexName: 'by-day', keySchema, projection: ALL }],
  });
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ indexName: `index-${index}`, keySchema: both('meter', 'day') }));
  rows('table', [
    ['on demand', by({}, ON_DEMAND, 'site'), []],
    [
      'with units, on demand',
      by({ provisionedThroughput: UNITS }, ON_DEMAND, 'site'),
      ['DT2 globalSecondaryIndexes[0].provisionedThroughput'],
    ],
    ['with units', by({ provisionedThroughput: UNITS }, PROVISIONED, 'site'), []],
    ['without units', by({}, PROVISIONED, 'site'), ['DT2 globalSecondaryIndexes[0].provisionedThroughput']],
    ['whose key is not defined', by({}), ['DT13 attributeDefinitions']],
    ['beside an attribute that is no key', by({}, ON_DEMAND, 'site', 'colour'), ['DT13 attributeDefinitions']],
    ['beside one that is open', { ...by({}), attributeDefinitions: [...defined('meter', 'at'), OPEN] }, []],
    ['of which there may be more', { ...by({}, ON_DEMAND, 'site', 'colour'), globalSecondaryIndexes: [OPEN] }, []],
    ['by two attributes each', by({ keySchema: [...hash('site'), ...both('meter', 'at')] }, ON_DEMAND, 'site'), []],
    [
      'whose sort key comes first',
      by({ keySchema: both('site', 'at').reverse() }, ON_DEMAND, 'site'),
      ['DT13 globalSecondaryIndexes[0].keySchema'],
    ],
    [
      'that includes nothing',
      by({ projection: { projectionType: 'INCLUDE' } }, ON_DEMAND, 'site'),
      ['DT14 globalSecondaryIndexes[0].projection'],
    ],
    [
      'that includes all and something',
      by({ projection: { projectionType: 'ALL', nonKeyAttributes: ['x'] } }, ON_DEMAND, 'site'),
      ['DT14 globalSecondaryIndexes[0].projection'],
    ],
    [
      'with a name of two letters',
      by({ indexName: 'ab' }, ON_DEMAND, 'site'),
      ['DT1 globalSecondaryIndexes[0].indexName'],
    ],
    ['of 20', { ...ON_DEMAND, attributeDefinitions: undefined, globalSecondaryIndexes: many(20) }, []],
    [
      'of 21',
      { ...ON_DEMAND, attributeDefinitions: undefined, globalSecondaryIndexes: many(21) },
      ['DT11 globalSecondaryIndexes'],
    ],
    [
      'of 6 local ones',
      { ...ON_DEMAND, attributeDefinitions: undefined, localSecondaryIndexes: many(6) },
      ['DT11 localSecondaryIndexes'],
    ],
    ['that is local', local(both('meter', 'day')), []],
    ['that is local, without a sort key', local(hash('meter')), ['DT12 localSecondaryIndexes[0].keySchema']],
    ['that is local, with another hash key', local(both('site', 'day')), ['DT12 localSecondaryIndexes[0].keySchema']],
    [
      'that is local, of a table without a sort key',
      local(both('meter', 'day'), { ...ON_DEMAND, keySchema: hash('meter') }),
      ['DT12 localSecondaryIndexes'],
    ],
    [
      'named as another',
      { ...local(both('meter', 'day')), globalSecondaryIndexes: [{ indexName: 'by-day', keySchema: hash('site') }] },
      ['DT14 localSecondaryIndexes[0].indexName'],
    ],
    [
      'over an attribute defined twice',
      { ...ON_DEMAND, attributeDefinitions: defined('meter', 'at', 'at') },
      ['DT13 attributeDefinitions[2]'],
    ],
    [
      'over a truth value',
      { ...ON_DEMAND, attributeDefinitions: [...defined('meter'), { attributeName: 'at', attributeType: 'BOOL' }] },
      ['DT13 attributeDefinitions[1].attributeType'],
    ],
  ]);
});

describe('a change of a table', () => {
  const indexes = (...globalSecondaryIndexNames: string[]) => ({ globalSecondaryIndexNames });
  const ttl = (timeToLiveAttribute?: string) => ({ timeToLiveAttribute });
  const stream = (streamViewType?: string) => ({ streamViewType });
  rows('table-change', [
    ['of the attribute of TTL', { before: ttl('until'), after: ttl('expires') }, ['DT5 timeToLiveAttribute']],
    ['of TTL to off', { before: ttl('until'), after: ttl() }, []],
    ['of TTL to on', { before: ttl(), after: ttl('until') }, []],
    ['of the view of a stream', { before: stream('KEYS_ONLY'), after: stream('NEW_IMAGE') }, ['DT9 streamViewType']],
    [
      'of the same by Terraform',
      { before: stream('KEYS_ONLY'), after: stream('NEW_IMAGE') },
      [],
      { through: 'terraform' },
    ],
    ['of a stream to off', { before: stream('KEYS_ONLY'), after: stream() }, []],
    ['by one index', { before: indexes('a'), after: indexes('a', 'b') }, []],
    ['of one index into another', { before: indexes('a'), after: indexes('b') }, ['DT10 globalSecondaryIndexNames']],
    ['by two indexes', { before: indexes(), after: indexes('a', 'b') }, ['DT10 globalSecondaryIndexNames']],
    ['of open indexes', { before: { globalSecondaryIndexNames: OPEN }, after: indexes('a', 'b') }, []],
  ]);
});

describe('the deletion of a table', () => {
  rows('table-deletion', [
    ['that is protected', { deletionProtectionEnabled: true }, ['DT16 deletionProtectionEnabled']],
    ['that is not', { deletionProtectionEnabled: false }, []],
    ['that may be', { deletionProtectionEnabled: OPEN }, []],
  ]);
});

describe('a global table', () => {
  const at = (...names: string[]) => names.map((regionName) => ({ regionName }));
  const strong = { multiRegionConsistency: 'STRONG' };
  const key = (region: string) => `arn:aws:kms:${region}:555566667777:key/1`;
  rows('global-table', [
    ['without its own Region', { replicas: at('us-east-1') }, ['GT1 replicas'], { through: 'cloudformation' }],
    [
      'without a stream',
      { replicas: at('ap-southeast-2', 'us-east-1') },
      ['GT2 streamSpecification'],
      { through: 'cloudformation' },
    ],
    ['of open replicas', { replicas: [...at('us-east-1'), OPEN] }, [], { through: 'cloudformation' }],
    ['strong in Europe', { ...strong, replicas: at('eu-west-1', 'eu-west-2'), witnessRegions: ['eu-west-3'] }, []],
    ['strong in two Regions', { ...strong, replicas: at('eu-west-1', 'eu-west-2') }, ['GT3 replicas']],
    ['strong over an ocean', { ...strong, replicas: at('eu-west-1', 'eu-west-2', 'us-east-1') }, ['GT3 replicas']],
    [
      'strong with TTL and a local index',
      {
        ...strong,
        replicas: at('us-east-1', 'us-east-2', 'us-west-2'),
        timeToLive: { enabled: true, attributeName: 'until' },
        localSecondaryIndexes: [{ indexName: 'by-day' }],
      },
      ['GT3 timeToLive', 'GT3 localSecondaryIndexes'],
    ],
    [
      'with a key for one replica',
      { replicas: [{ regionName: 'us-east-1', kmsMasterKeyId: key('us-east-1') }, ...at('us-east-2')] },
      ['GT4 replicas[1].kmsMasterKeyId'],
    ],
    [
      'with a key of another Region',
      { replicas: [{ regionName: 'us-east-1', kmsMasterKeyId: key('us-west-2') }] },
      ['GT4 replicas[0].kmsMasterKeyId'],
    ],
    [
      'with an index of a replica alone',
      {
        replicas: [{ regionName: 'us-east-1', globalSecondaryIndexNames: ['by-site'] }],
        globalSecondaryIndexNames: [],
      },
      ['GT4 replicas[0].globalSecondaryIndexNames[0]'],
    ],
  ]);
});

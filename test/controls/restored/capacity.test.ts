import { describe, expect, test } from 'vitest';
import {
  ago,
  denied,
  type ExampleParts,
  type ExampleTable,
  exampleInventory,
  ORDERS,
} from '../../../src/controls/example.ts';
import { restoredAutoScaling } from '../../../src/controls/restored-auto-scaling.ts';
import { restoredProvisionedThroughput } from '../../../src/controls/restored-provisioned-throughput.ts';
import { known } from '../../../src/model/fact.ts';
import type { NativeBackup } from '../../../src/model/native-backup.ts';
import type { RestoreSettings } from '../../../src/model/policy.ts';
import type {
  ScalableTarget,
  ScalingPolicy,
  SecondaryIndex,
  TableDescription,
  Throughput,
} from '../../../src/model/table.ts';
import { judgeInventory, judgeSetting } from './judge.ts';

const READ = 'dynamodb:table:ReadCapacityUnits';
const WRITE = 'dynamodb:table:WriteCapacityUnits';
const INDEX_READ = 'dynamodb:index:ReadCapacityUnits';
const INDEX_WRITE = 'dynamodb:index:WriteCapacityUnits';

function index(readUnits: number, writeUnits: number): SecondaryIndex {
  return {
    name: 'by-day',
    keys: [{ name: 'day', type: 'HASH' }],
    projection: 'ALL',
    nonKeyAttributes: [],
    throughput: { readUnits, writeUnits },
  };
}

function provisioned(readUnits: number, writeUnits: number, ...globalIndexes: SecondaryIndex[]) {
  const description: Partial<TableDescription> = {
    billingMode: 'PROVISIONED',
    throughput: { readUnits, writeUnits },
    globalIndexes,
  };
  return { description };
}

describe('restored-provisioned-throughput', () => {
  const same = (parts: ExampleParts, settings: RestoreSettings = {}) =>
    judgeSetting(restoredProvisionedThroughput, { ...settings, provisionedThroughput: 'same-as-source' }, parts);

  test('passes equal units of table and indexes, without asking for auto scaling', () => {
    const outcome = same({
      table: provisioned(10, 5, index(3, 2)),
      restored: provisioned(10, 5, index(3, 2)),
      scalableTargets: denied('application-autoscaling:DescribeScalableTargets'),
    });
    expect(outcome).toMatchObject({
      status: 'pass',
      message: '10 read and 5 write units, as on the source',
      actual: {
        provisionedThroughput: { readUnits: 10, writeUnits: 5, indexes: { 'by-day': { readUnits: 3, writeUnits: 2 } } },
      },
    });
  });

  test('fails when an index has fewer units', () => {
    const outcome = same({ table: provisioned(10, 5, index(3, 2)), restored: provisioned(10, 5, index(1, 2)) });
    expect(outcome).toMatchObject({
      status: 'fail',
      message:
        '10 read and 5 write units, but 1 differing on indexes; policy asks for 10 read and 5 write units, as on the source',
      because: ['read of index by-day: 1 units; source: 3 units'],
    });
    expect(outcome.follows).toBeUndefined();
  });

  test('follows the control of the indexes when only a missing index differs and the policy asks for indexes', () => {
    const parts = { table: provisioned(10, 5, index(3, 2)), restored: provisioned(10, 5) };
    expect(same(parts).follows).toBeUndefined();
    const outcome = same(parts, { globalSecondaryIndexes: 'same-as-source' });
    expect(outcome).toMatchObject({ status: 'fail', follows: 'restored-global-secondary-indexes' });
  });

  test('passes any units within the bounds of the source’s auto scaling, and says so', () => {
    const outcome = same({
      table: provisioned(40, 5),
      restored: provisioned(7, 5),
      scalableTargets: [{ minCapacity: 5, maxCapacity: 50 }],
    });
    expect(outcome).toMatchObject({
      status: 'pass',
      message: '7 read and 5 write units, within the bounds of auto scaling of the source',
      because: ['read of the table: 7 units; auto scaling moves those of the source between 5 and 50'],
    });
  });

  test('fails units outside those bounds', () => {
    const parts = { table: provisioned(40, 5), restored: provisioned(4, 5) };
    expect(same({ ...parts, scalableTargets: [{ minCapacity: 5, maxCapacity: 50 }] })).toMatchObject({
      status: 'fail',
      message: '4 read and 5 write units; policy asks for 5 to 50 read and 5 write units, as on the source',
    });
  });

  describe('with a native backup that tells what the source had', () => {
    const backupArn = `${ORDERS}/backup/01489602797149-73d8d5bc`;
    const beside = (before: ExampleTable, parts: ExampleParts, maximum?: 'untold' | 'denied') => {
      const restore = { sourceTableArn: ORDERS, sourceBackupArn: backupArn, restoredTo: ago(30), inProgress: false };
      const restored = { description: { ...parts.restored?.description, restore } };
      const inventory = exampleInventory({ restoreJobs: [], ...parts, restored });
      const [then] = exampleInventory({ table: before }).regions;
      const table = then?.tables.known ? then.tables.value[0] : undefined;
      if (!table?.description.known || !table.timeToLive.known) throw new Error('the example world has tables');
      const body: NativeBackup = {
        createdAt: ago(30),
        tableArn: ORDERS,
        table: {
          onDemandThroughput: {},
          ...table.description.value,
          ...(maximum === 'untold' ? { onDemandThroughput: undefined } : {}),
        },
        timeToLive: table.timeToLive.value,
      } as NativeBackup;
      const stated = maximum === 'denied' ? denied('dynamodb:DescribeBackup') : known(body, 'dynamodb:DescribeBackup');
      const regions = inventory.regions.map((region) => ({
        ...region,
        nativeBackups: [{ arn: backupArn, body: stated }],
      }));
      const settings = { provisionedThroughput: 'same-as-source' } as const;
      return judgeInventory(restoredProvisionedThroughput, settings, { ...inventory, regions });
    };

    test('passes the units of then, although the source has others now', () => {
      expect(beside(provisioned(10, 5), { table: provisioned(80, 5), restored: provisioned(10, 5) })).toMatchObject({
        status: 'pass',
        message: '10 read and 5 write units, as on the source',
        because: [`the source had these units when it was backed up, ${ago(30)}; now it has 80 read and 5 write units`],
      });
    });

    test('passes the units of now, too, and fails what are neither', () => {
      expect(beside(provisioned(10, 5), { table: provisioned(80, 5), restored: provisioned(80, 5) }).status).toBe(
        'pass',
      );
      expect(beside(provisioned(10, 5), { table: provisioned(80, 5), restored: provisioned(9, 5) })).toMatchObject({
        status: 'fail',
        message: '9 read and 5 write units; policy asks for 80 read and 5 write units, as on the source',
      });
    });

    test('has nothing to compare when the source was on demand then, as the restored table is', () => {
      expect(beside({}, { table: provisioned(80, 5), restored: {} }).status).toBe('not-applicable');
    });

    const most = (readUnits: number) => ({ description: { onDemandThroughput: { readUnits } } });
    test.each<readonly [string, ExampleTable, ExampleTable, ExampleTable]>([
      ['pass', most(40), most(90), most(40)],
      ['fail', most(40), most(90), {}],
      ['pass', most(40), {}, most(40)],
      ['fail', {}, most(90), most(40)],
      ['not-applicable', {}, most(90), {}],
      ['pass', most(40), provisioned(80, 5), most(40)],
      ['fail', most(40), provisioned(80, 5), {}],
    ])('%s: the maximum on demand of then or now is the one of the table', (status, before, table, restored) => {
      expect(beside(before, { table, restored }).status).toBe(status);
    });

    test.each(['untold', 'denied'] as const)(
      'is unknown where the maximum of then is %s and that of now another',
      (maximum) => {
        for (const restored of [most(40), {}]) {
          expect(beside(most(40), { table: most(90), restored }, maximum).status).toBe('unknown');
        }
        expect(beside(most(40), { table: most(90), restored: most(90) }, maximum).status).toBe('pass');
      },
    );

    test('decides where the auto scaling that might explain other units could not be read', () => {
      const scalableTargets = denied('application-autoscaling:DescribeScalableTargets');
      const parts = { table: provisioned(80, 5), restored: provisioned(10, 5), scalableTargets };
      expect(beside(provisioned(20, 5), parts).status).toBe('unknown');
      expect(beside(provisioned(10, 5), parts).status).toBe('pass');
    });
  });

  test('takes no bounds from a suspended target, from another table or from the other side', () => {
    const parts = { table: provisioned(40, 5), restored: provisioned(7, 5) };
    for (const target of [{ suspended: true }, { resourceId: 'table/orders-restored' }, { dimension: WRITE }]) {
      expect(same({ ...parts, scalableTargets: [target] }).status).toBe('fail');
    }
  });

  test('is not applicable when both tables are on demand', () => {
    expect(same({})).toMatchObject({
      status: 'not-applicable',
      message: 'on demand, as the source: no capacity to compare',
    });
  });

  describe('a maximum on demand', () => {
    const atMost = (readUnits?: number, writeUnits?: number) => ({
      description: {
        onDemandThroughput: {
          ...(readUnits === undefined ? {} : { readUnits }),
          ...(writeUnits === undefined ? {} : { writeUnits }),
        },
      },
    });

    test.each([
      [
        atMost(700, 20),
        'fail',
        'on demand, at most 700 read and 20 write units; policy asks for at least 701 read units',
      ],
      [atMost(701), 'pass', 'on demand, at most 701 read units; policy asks for at least 701 read units'],
      [atMost(undefined, 20), 'pass', 'on demand, at most 20 write units; policy asks for at least 701 read units'],
      [{}, 'pass', 'on demand, no maximum; policy asks for at least 701 read units'],
    ] as const)('%# is a limit to what is asked for at least', (restored, status, message) => {
      const asked = { provisionedThroughput: { readAtLeast: 701 } };
      expect(judgeSetting(restoredProvisionedThroughput, asked, { restored })).toMatchObject({ status, message });
    });

    test('is that of the source, or fails', () => {
      expect(same({ table: atMost(40), restored: atMost(40) }).status).toBe('pass');
      expect(same({ table: atMost(40), restored: atMost(30) })).toMatchObject({
        status: 'fail',
        message: 'on demand, at most 30 read units; policy asks for on demand, at most 40 read units, as on the source',
        actual: { provisionedThroughput: { onDemandAtMost: { readUnits: 30 } } },
      });
      expect(same({ restored: atMost(30) }).status).toBe('fail');
      expect(same({ table: atMost(40) }).status).toBe('fail');
    });

    test('of an index is that of the source’s, or fails', () => {
      const most = (onDemandThroughput?: Partial<Throughput>): ExampleTable => {
        const { throughput: _, ...byDay } = index(1, 1);
        return {
          description: { globalIndexes: [{ ...byDay, ...(onDemandThroughput ? { onDemandThroughput } : {}) }] },
        };
      };
      const [forty, four, none, unresolved] = [most({ readUnits: 40 }), most({ readUnits: 4 }), most({}), most()];
      expect(same({ table: forty, restored: forty })).toMatchObject({
        status: 'pass',
        actual: { provisionedThroughput: { onDemandAtMost: { indexes: { 'by-day': { readUnits: 40 } } } } },
      });
      expect(same({ table: none, restored: none }).status).toBe('not-applicable');
      expect(same({ table: forty, restored: four })).toMatchObject({
        status: 'fail',
        message:
          'on demand, no maximum, but 1 differing on indexes; policy asks for on demand, no maximum, as on the source',
        because: ['index by-day: at most 4 read units; source: at most 40 read units'],
      });
      expect(same({ table: none, restored: four }).status).toBe('fail');
      // An inventory of an older version.
      expect(same({ table: unresolved, restored: four }).status).toBe('unknown');
      expect(same({ table: forty, restored: unresolved }).status).toBe('unknown');
    });

    test('of a table that is provisioned does not count', () => {
      const restored = { description: { ...provisioned(900, 5).description, onDemandThroughput: { readUnits: 1 } } };
      const asked = { provisionedThroughput: { readAtLeast: 701 } };
      expect(judgeSetting(restoredProvisionedThroughput, asked, { restored }).status).toBe('pass');
    });
  });

  test('fails when only one of them is on demand', () => {
    expect(same({ restored: provisioned(5, 5) })).toMatchObject({
      status: 'fail',
      message: '5 read and 5 write units; policy asks for on demand, no maximum, as on the source',
    });
    expect(same({ table: provisioned(5, 5) }).status).toBe('fail');
  });

  test.each([
    [
      { readAtLeast: 10, writeAtLeast: 5 },
      'pass',
      '10 read and 5 write units; policy asks for at least 10 read and 5 write units',
    ],
    [{ readAtLeast: 11 }, 'fail', '10 read and 5 write units; policy asks for at least 11 read units'],
    [{ writeAtLeast: 6 }, 'fail', '10 read and 5 write units; policy asks for at least 6 write units'],
    [{ writeAtLeast: 4 }, 'pass', '10 read and 5 write units; policy asks for at least 4 write units'],
  ])('asked for %j: %s', (provisionedThroughput, status, message) => {
    const parts = { restored: provisioned(10, 5) };
    expect(judgeSetting(restoredProvisionedThroughput, { provisionedThroughput }, parts)).toMatchObject({
      status,
      message,
    });
  });

  test('needs auto scaling only to compare with the source', () => {
    expect(restoredProvisionedThroughput.needs('same-as-source')).toContain('auto-scaling');
    expect(restoredProvisionedThroughput.needs({ readAtLeast: 1 })).not.toContain('auto-scaling');
  });
});

describe('restored-auto-scaling', () => {
  type Scaled = Partial<ScalableTarget> & Partial<Omit<ScalingPolicy, 'resourceId' | 'dimension'>>;

  /** Targets with a policy each. */
  function scaled(...targets: Scaled[]): ExampleParts {
    return { scalableTargets: targets, scalingPolicies: targets };
  }
  const restoredTarget = { resourceId: 'table/orders-restored' };
  const tables = { table: provisioned(5, 5), restored: provisioned(5, 5) };
  const same = (parts: ExampleParts) => judgeSetting(restoredAutoScaling, { autoScaling: 'same-as-source' }, parts);

  test('passes the same bounds and targets', () => {
    const outcome = same({ ...tables, ...scaled({ dimension: READ }, { ...restoredTarget, dimension: READ }) });
    expect(outcome).toMatchObject({
      status: 'pass',
      message: 'auto scaling of 1 capacity, as on the source',
      actual: {
        autoScaling: {
          'read of the table': { minUnits: 5, maxUnits: 100, targetPercent: 70 },
          'write of the table': null,
        },
      },
    });
  });

  test('passes two tables without any', () => {
    expect(same(tables)).toMatchObject({ status: 'pass', message: 'no auto scaling, as on the source' });
  });

  test.each<readonly [string, Scaled, string]>([
    ['minimum', { minCapacity: 1 }, '1–100 units at 70 %'],
    ['maximum', { maxCapacity: 50 }, '5–50 units at 70 %'],
    ['target', { targetValue: 80 }, '5–100 units at 80 %'],
    ['scale-in cooldown', { scaleInCooldownSeconds: 60 }, '5–100 units at 70 %, scale-in cooldown 60 s'],
    ['scale-out cooldown', { scaleOutCooldownSeconds: 60 }, '5–100 units at 70 %, scale-out cooldown 60 s'],
    ['scale-in', { disableScaleIn: true }, '5–100 units at 70 %, never scales in'],
    ['suspension', { suspended: true }, 'none'],
    ['table', { resourceId: 'table/other' }, 'none'],
  ])('fails another %s', (_, part, found) => {
    expect(same({ ...tables, ...scaled({}, { ...restoredTarget, ...part }) })).toMatchObject({
      status: 'fail',
      message: 'auto scaling differs on 1 capacity (read of the table); policy asks for that of the source',
      because: [`read of the table: ${found}; source: 5–100 units at 70 %`],
    });
  });

  test('takes a cooldown of 0 s for the default', () => {
    const outcome = same({ ...tables, ...scaled({ scaleInCooldownSeconds: 0 }, restoredTarget) });
    expect(outcome.status).toBe('pass');
  });

  test('fails a target that has lost its policy', () => {
    const outcome = same({ ...tables, scalableTargets: [{}, restoredTarget], scalingPolicies: [{}] });
    expect(outcome.because).toEqual([
      'read of the table: 5–100 units, no target tracking policy; source: 5–100 units at 70 %',
    ]);
  });

  test('fails auto scaling that the source has not', () => {
    expect(same({ ...tables, ...scaled(restoredTarget) }).because).toEqual([
      'read of the table: 5–100 units at 70 %; source: none',
    ]);
  });

  test('compares indexes too', () => {
    const parts = {
      table: provisioned(5, 5, index(5, 5)),
      ...scaled({ resourceId: 'table/orders/index/by-day', dimension: INDEX_WRITE }),
    };
    expect(same({ ...parts, restored: provisioned(5, 5, index(5, 5)) }).because).toEqual([
      'write of index by-day: none; source: 5–100 units at 70 %',
    ]);
    expect(same({ ...parts, restored: provisioned(5, 5) }).because).toEqual([
      'write of index by-day: none, the index is missing; source: 5–100 units at 70 %',
    ]);
  });

  test('names a target that was registered for an earlier table of the name', () => {
    const restored = { description: { ...provisioned(5, 5).description, createdAt: ago(10) } };
    const outcome = same({ ...tables, restored, ...scaled({}, { ...restoredTarget, createdAt: ago(900) }) });
    expect(outcome.status).toBe('pass');
    expect(outcome.because).toContain(
      'read of the table: registered before the table was created, for an earlier one of its name',
    );
  });

  test('is not applicable when either table is on demand', () => {
    expect(same({ ...tables, restored: {} })).toMatchObject({
      status: 'not-applicable',
      message: 'on demand: no capacity to scale',
    });
    expect(same({ ...tables, table: {} })).toMatchObject({
      status: 'not-applicable',
      message: 'the source is on demand: no auto scaling to compare',
    });
  });

  test('is unknown when scaling policies could not be read', () => {
    const permission = 'application-autoscaling:DescribeScalingPolicies';
    expect(same({ ...tables, scalingPolicies: denied(permission) })).toMatchObject({
      status: 'unknown',
      unknown: { permission },
    });
  });

  test('needs no auto scaling facts of an on-demand table', () => {
    const parts = { scalableTargets: denied('application-autoscaling:DescribeScalableTargets') };
    expect(judgeSetting(restoredAutoScaling, { autoScaling: 'required' }, parts).status).toBe('not-applicable');
  });

  test('required asks for target tracking of reads and writes, of the table and of every index', () => {
    const required = (parts: ExampleParts) => judgeSetting(restoredAutoScaling, { autoScaling: 'required' }, parts);
    const restored = provisioned(5, 5, index(5, 5));
    const indexTarget = { resourceId: 'table/orders-restored/index/by-day' };
    const all = [
      { ...restoredTarget, dimension: READ },
      { ...restoredTarget, dimension: WRITE },
      { ...indexTarget, dimension: INDEX_READ },
      { ...indexTarget, dimension: INDEX_WRITE },
    ];
    expect(required({ restored, ...scaled(...all) }).message).toBe('auto scaling of all 4 capacities');
    expect(required({ restored, ...scaled(...all.slice(1)) })).toMatchObject({
      status: 'fail',
      because: ['read of the table: none'],
    });
    expect(required({ restored, scalableTargets: all, scalingPolicies: all.slice(1) }).status).toBe('fail');
  });

  test('numbers in the policy are held to the table itself, exactly', () => {
    const named = (parts: ExampleParts, read: { min?: number; max?: number; target?: number }) =>
      judgeSetting(restoredAutoScaling, { autoScaling: { read } }, parts);
    const parts = { restored: provisioned(5, 5, index(5, 5)), ...scaled(restoredTarget) };
    expect(named(parts, { min: 5, max: 100, target: 70 })).toMatchObject({
      status: 'pass',
      message: 'auto scaling as asked',
      expected: { autoScaling: { read: { min: 5, max: 100, target: 70 } } },
    });
    expect(named(parts, { max: 100 }).status).toBe('pass');
    expect(named(parts, { min: 4 })).toMatchObject({
      status: 'fail',
      because: ['read of the table: 5–100 units at 70 %; asked: min 4 units'],
    });
    expect(named(parts, { target: 50 }).status).toBe('fail');
    expect(named({ ...parts, scalingPolicies: [] }, { min: 5 }).status).toBe('fail');
    expect(named({ restored: provisioned(5, 5) }, { min: 5 }).status).toBe('fail');
  });
});

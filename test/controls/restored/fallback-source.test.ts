import { describe, expect, test } from 'vitest';
import type { Control } from '../../../src/controls/define.ts';
import {
  ACCOUNT,
  ago,
  denied,
  type ExampleParts,
  type ExampleTable,
  exampleInventory,
  ORDERS,
} from '../../../src/controls/example.ts';
import { restoredAlarms } from '../../../src/controls/restored-alarms.ts';
import { restoredBillingMode } from '../../../src/controls/restored-billing-mode.ts';
import { restoredDeletionProtection } from '../../../src/controls/restored-deletion-protection.ts';
import { restoredEncryption } from '../../../src/controls/restored-encryption.ts';
import { restoredGlobalSecondaryIndexes } from '../../../src/controls/restored-global-secondary-indexes.ts';
import { restoredIamPolicies } from '../../../src/controls/restored-iam-policies.ts';
import { restoredProvisionedThroughput } from '../../../src/controls/restored-provisioned-throughput.ts';
import { restoredStream } from '../../../src/controls/restored-stream.ts';
import { restoredTags } from '../../../src/controls/restored-tags.ts';
import { restoredTimeToLive } from '../../../src/controls/restored-time-to-live.ts';
import type { FormerInventory } from '../../../src/estate/estate.ts';
import { known } from '../../../src/model/fact.ts';
import type { Instant } from '../../../src/model/instant.ts';
import type { Inventory } from '../../../src/model/inventory.ts';
import type { NativeBackup } from '../../../src/model/native-backup.ts';
import type { RestoreSettings } from '../../../src/model/policy.ts';
import { judgeInventory } from './judge.ts';

/** `orders` was backed up 30 hours ago, restored and deleted. */
function gone(parts: ExampleParts = {}): Inventory {
  const inventory = exampleInventory({
    restored: {},
    restoreJobs: [{ recoveryPointCreatedAt: ago(30) }],
    ...parts,
  });
  return {
    ...inventory,
    regions: inventory.regions.map((region) =>
      region.tables.known
        ? { ...region, tables: { ...region.tables, value: region.tables.value.filter(({ arn }) => arn !== ORDERS) } }
        : region,
    ),
  };
}

/** What a file of that instant holds of `orders`. */
function recorded(
  table: ExampleTable,
  takenAt: Instant,
  parts: ExampleParts = {},
  file = 'before.json',
): FormerInventory {
  return { file, inventory: { ...exampleInventory({ ...parts, table }), takenAt } };
}

const created = { createdAt: ago(500) };

describe('a source that is gone', () => {
  const judge = (control: Control, settings: RestoreSettings, ...former: readonly FormerInventory[]) =>
    judgeInventory(control, settings, gone(), former);
  const tags = { tags: 'same-as-source' } as const;
  const stream = { stream: 'same-as-source' } as const;

  test('is what an inventory of before holds of it, and the result says which one and of when', () => {
    const outcome = judge(restoredTags, tags, recorded({ tags: { team: 'a' }, description: created }, ago(40)));
    expect(outcome).toMatchObject({ status: 'fail', message: 'lacks 1 of the 1 tag of the source: team' });
    expect(outcome.because).toContain(`the source ${ORDERS} is gone or outside the scope`);
    expect(outcome.because).toContain(`tags: taken from before.json of ${ago(40)}`);
    const streaming = recorded({ description: { ...created, stream: 'NEW_IMAGE' } }, ago(40));
    expect(judge(restoredStream, stream, streaming).status).toBe('fail');
    expect(judge(restoredStream, stream, recorded({ description: created }, ago(40))).status).toBe('pass');
  });

  test('may be told of after the backup too, as long as the table told of is that old', () => {
    expect(judge(restoredStream, stream, recorded({ description: created }, ago(1))).status).toBe('pass');
    const later = judge(restoredStream, stream, recorded({ description: { createdAt: ago(20) } }, ago(1)));
    expect(later.status).toBe('unknown');
    expect(later.unknown?.detail).toContain(`the orders recorded ${ago(1)} may be a later table of that name`);
  });

  test('is not told of by what was recorded after the backup and does not hold its age', () => {
    const { createdAt: _, ...ageless } = { ...created, stream: 'disabled' };
    const at = (takenAt: Instant) => {
      const { file, inventory } = recorded({ description: ageless }, takenAt);
      const regions = inventory.regions.map((region) => ({
        ...region,
        tables: region.tables.known
          ? known(
              region.tables.value.map((table) => {
                if (!table.description.known) return table;
                const { createdAt: _created, ...description } = table.description.value;
                return { ...table, description: known(description, 'a baseline') };
              }),
              'a baseline',
            )
          : region.tables,
      }));
      return { file, inventory: { ...inventory, regions } };
    };
    expect(judge(restoredStream, stream, at(ago(31))).status).toBe('pass');
    expect(judge(restoredStream, stream, at(ago(29))).status).toBe('unknown');
  });

  test('is told of by the youngest file that knows, setting by setting', () => {
    const old = recorded({ tags: { team: 'a' }, description: created }, ago(100), {}, 'old.json');
    const { known: _, ...denied } = {
      known: true,
      reason: 'denied',
      detail: 'no',
      permission: 'tag:GetResources',
    } as const;
    const young = recorded(
      { tags: { ...denied, known: false }, description: { ...created, stream: 'NEW_IMAGE' } },
      ago(40),
      {},
      'young.json',
    );
    expect(judge(restoredTags, tags, old, young).because).toContain(`tags: taken from old.json of ${ago(100)}`);
    expect(judge(restoredStream, stream, old, young).because).toContain(`stream: taken from young.json of ${ago(40)}`);
  });

  test('has the alarms that were recorded, as the restored table has them now', () => {
    const of = (watched: string) => ({ watches: [{ metric: 'SystemErrors', table: watched }] });
    const before = recorded({ description: created }, ago(40), { alarms: [of('orders')] });
    const judgeNow = (alarms: ExampleParts['alarms']) =>
      judgeInventory(restoredAlarms, { alarms: 'same-as-source' }, gone({ alarms: alarms ?? [] }), [before]);
    expect(judgeNow([of('orders-restored')]).status).toBe('pass');
    expect(judgeNow([of('orders')]).status).toBe('fail');
  });

  test('has the resource policy that was recorded, and the identity policies of now', () => {
    const statement = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: ORDERS };
    const before = recorded({ description: created }, ago(40));
    const judgeNow = (document: object) =>
      judgeInventory(
        restoredIamPolicies,
        { iamPolicies: 'same-as-source' },
        gone({
          identityPolicies: [{ id: 'role/app/x', attachedTo: ['role/app'], document: JSON.stringify(document) }],
        }),
        [before],
      );
    expect(judgeNow({ Statement: [statement] }).status).toBe('fail');
    expect(judgeNow({ Statement: [{ ...statement, Resource: '*' }] }).status).toBe('pass');
  });
});

describe('a source that is gone, restored from a native backup', () => {
  const backupArn = `${ORDERS}/backup/01489602797149-73d8d5bc`;
  const backup: NativeBackup = {
    createdAt: ago(30),
    tableArn: ORDERS,
    table: {
      keys: [{ name: 'id', type: 'HASH' }],
      billingMode: 'PAY_PER_REQUEST',
      throughput: { readUnits: 0, writeUnits: 0 },
      globalIndexes: [],
      localIndexes: [],
      encryption: { kind: 'aws-owned' },
      stream: 'KEYS_ONLY',
    },
    timeToLive: { status: 'ENABLED', attribute: 'expiresAt' },
  };
  const withBackup = (of: NativeBackup = backup, parts: ExampleParts = {}): Inventory => {
    const restore = { sourceTableArn: ORDERS, sourceBackupArn: backupArn, restoredTo: ago(30), inProgress: false };
    const inventory = gone({ restored: { description: { restore } }, restoreJobs: [], ...parts });
    const nativeBackups = [{ arn: backupArn, body: known(of, 'dynamodb:DescribeBackup') }];
    return { ...inventory, regions: inventory.regions.map((region) => ({ ...region, nativeBackups })) };
  };
  const same = <K extends keyof RestoreSettings>(key: K): RestoreSettings => ({ [key]: 'same-as-source' });

  test('is what the backup keeps of it', () => {
    const of = (control: Control, key: keyof RestoreSettings) => judgeInventory(control, same(key), withBackup());
    expect(of(restoredBillingMode, 'billingMode').status).toBe('pass');
    expect(of(restoredEncryption, 'encryption').status).toBe('pass');
    expect(of(restoredGlobalSecondaryIndexes, 'globalSecondaryIndexes').status).toBe('pass');
    expect(of(restoredTimeToLive, 'timeToLive').status).toBe('fail');
    const stream = of(restoredStream, 'stream');
    expect(stream).toMatchObject({
      status: 'fail',
      message: 'no stream; policy asks for a stream of KEYS_ONLY, as on the source',
    });
    expect(stream.because).toContain(`stream: taken from the backup ${backupArn} of ${ago(30)}`);
  });

  test.each([
    ['pass', { readUnits: 40 }],
    ['fail', {}],
    ['unknown', undefined],
  ])('%s: its maximum on demand, which inventories of older versions do not tell', (status, onDemandThroughput) => {
    const table = { ...backup.table, ...(onDemandThroughput ? { onDemandThroughput } : {}) };
    const restore = { sourceTableArn: ORDERS, sourceBackupArn: backupArn, restoredTo: ago(30), inProgress: false };
    const restored = { description: { restore, onDemandThroughput: { readUnits: 40 } } };
    const inventory = withBackup({ ...backup, table }, { restored });
    expect(judgeInventory(restoredProvisionedThroughput, same('provisionedThroughput'), inventory).status).toBe(status);
  });

  test('stays unknown where the backup keeps nothing: tags, deletion protection, alarms', () => {
    for (const [control, key] of [
      [restoredTags, 'tags'],
      [restoredDeletionProtection, 'deletionProtection'],
      [restoredAlarms, 'alarms'],
    ] as const) {
      const outcome = judgeInventory(control, same(key), withBackup());
      expect(outcome.status).toBe('unknown');
      expect(outcome.unknown?.detail).toBe(`the backup ${backupArn} of ${ago(30)} does not keep it`);
    }
  });

  test('stays unknown, with the permission that would settle it, when nobody may read the backup', () => {
    const inventory = withBackup();
    const nativeBackups = [{ arn: backupArn, body: denied('dynamodb:DescribeBackup') }];
    const regions = inventory.regions.map((region) => ({ ...region, nativeBackups }));
    expect(judgeInventory(restoredStream, same('stream'), { ...inventory, regions })).toMatchObject({
      status: 'unknown',
      unknown: { reason: 'denied', permission: 'dynamodb:DescribeBackup' },
    });
  });

  test('stays unknown when the backup is of another table', () => {
    const other = { ...backup, tableArn: `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/other` };
    expect(judgeInventory(restoredStream, same('stream'), withBackup(other)).status).toBe('unknown');
  });

  test('is told of by a younger inventory first, and by the backup where that knows nothing', () => {
    const young = recorded({ tags: { team: 'a' }, description: { ...created, deletionProtection: true } }, ago(10));
    const of = (control: Control, key: keyof RestoreSettings) =>
      judgeInventory(control, same(key), withBackup(), [young]);
    expect(of(restoredStream, 'stream').status).toBe('pass');
    expect(of(restoredDeletionProtection, 'deletionProtection').status).toBe('fail');
    expect(of(restoredTags, 'tags').status).toBe('fail');
  });
});

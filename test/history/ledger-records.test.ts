import { describe, expect, test } from 'vitest';
import {
  ACCOUNT,
  ago,
  denied,
  type ExampleParts,
  exampleInventory,
  ORDERS,
  REGION,
} from '../../src/controls/example.ts';
import { ledgerRecords, restoreOfRecord } from '../../src/history/ledger-records.ts';
import { record } from './ledger-fixtures.ts';

function recordable(parts: ExampleParts) {
  return ledgerRecords(exampleInventory(parts));
}

const POINT = `arn:aws:backup:${REGION}:${ACCOUNT}:recovery-point:00000000`;

describe('what goes into the ledger', () => {
  test('is each restore that is over, with where it ran', () => {
    const restoreJobs = [
      { sizeBytes: 7, recoveryPointCreatedAt: ago(48) },
      { status: 'FAILED', completedAt: ago(1) },
    ];
    const { records } = recordable({ restoreJobs });
    expect(records).toEqual([
      {
        id: 'restore-0',
        source: ORDERS,
        restored: `${ORDERS}-restored`,
        from: 'restore-job',
        started: ago(10),
        completed: ago(9.5),
        minutes: 30,
        status: 'COMPLETED',
        sizeBytes: 7,
        recoveryPointCreated: ago(48),
        account: ACCOUNT,
        region: REGION,
      },
      expect.objectContaining({ id: 'restore-1', status: 'FAILED', minutes: null, completed: ago(1) }),
    ]);
  });

  test('is none that ends before it begins, whatever became of it', () => {
    const restoreJobs = ['COMPLETED', 'FAILED'].map((status) => ({
      id: `odd-${status}`,
      status,
      createdAt: ago(4),
      completedAt: ago(4.1),
    }));
    expect(recordable({ restoreJobs })).toMatchObject({
      records: [],
      contradictory: [{ id: 'odd-COMPLETED' }, { id: 'odd-FAILED' }],
    });
  });

  test.each([
    ['cold', { moveToColdStorageAt: ago(11) }, true],
    ['still warm', { moveToColdStorageAt: ago(9) }, false],
    ['never cold', {}, false],
    ['cold one day, nobody knows when', { lifecycle: { moveToColdStorageAfterDays: 30 } }, undefined],
  ])('says that the recovery point was %s as the restore began', (_, point, cold) => {
    const [found] = recordable({ points: [point], restoreJobs: [{ recoveryPointArn: POINT }] }).records;
    expect(found?.cold).toBe(cold);
  });

  test('takes the source from the recovery point where the job does not name it', () => {
    const inventory = exampleInventory({ points: [{}], restoreJobs: [{ recoveryPointArn: POINT }] });
    const bare = {
      ...inventory,
      regions: inventory.regions.map((region) =>
        region.restoreJobs.known
          ? {
              ...region,
              restoreJobs: {
                ...region.restoreJobs,
                value: region.restoreJobs.value.map(({ sourceArn: _, ...rest }) => rest),
              },
            }
          : region,
      ),
    };
    expect(ledgerRecords(bare).records).toMatchObject([{ source: ORDERS }]);
    const noPoints = { ...bare, regions: bare.regions.map((region) => ({ ...region, recoveryPoints: denied('x:Y') })) };
    expect(ledgerRecords(noPoints)).toMatchObject({ records: [], unresolved: [{ id: 'restore-0' }] });
  });

  test('leaves running restores for another day', () => {
    const restoreJobs = [{ status: 'RUNNING' }, { status: 'PENDING' }, { validationStatus: 'VALIDATING' }];
    expect(recordable({ restoreJobs })).toMatchObject({ records: [], running: [{}, {}, {}] });
  });

  test('waits for a validation no longer than AWS does', () => {
    const old = { createdAt: ago(24 * 9), completedAt: ago(24 * 8), validationStatus: 'VALIDATING' };
    const { records } = recordable({ restoreJobs: [old, { validationStatus: 'FAILED' }] });
    expect(records.map(({ validation }) => validation)).toEqual([undefined, 'FAILED']);
  });

  test('has no end that AWS did not give', () => {
    const { records, unresolved } = recordable({ restoreJobs: [{ status: 'FAILED' }] });
    expect({ records, unresolved }).toMatchObject({ records: [{ completed: null, minutes: null }], unresolved: [] });
  });

  test('names places that could not be read', () => {
    const why = denied('backup:ListRestoreJobs');
    expect(recordable({ restoreJobs: why }).unread).toEqual([{ account: ACCOUNT, region: REGION, why }]);
  });
});

describe('a line as a restore', () => {
  test('has its duration to the millisecond', () => {
    const completed = '2026-01-06T00:30:00.001Z';
    expect(restoreOfRecord(record('a', 1, { completed }))).toMatchObject({
      outcome: 'completed',
      from: 'ledger',
      minutes: 30 + 1 / 60_000,
    });
  });

  test('has none when it failed', () => {
    expect(restoreOfRecord(record('a', 1, { status: 'ABORTED', minutes: null }))).not.toHaveProperty('minutes');
  });
});

import { describe, expect, test } from 'vitest';
import { readTrailRecord } from '../../src/history/trail-record.ts';
import { restoresOfTrail } from '../../src/history/trail-restores.ts';
import type { TrailEvent } from '../../src/model/trail-event.ts';
import { serviceRecord, trailRecord } from './trail-records.ts';

const ORDERS = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';
const POINT = `${ORDERS}/backup/01700000000000-abcdef01`;
const ADVANCED = 'arn:aws:backup:eu-west-1:111122223333:recovery-point:0af3';

function events(...records: readonly Record<string, unknown>[]): readonly TrailEvent[] {
  return records.map((record, at) => {
    const reading = readTrailRecord({ ...record, eventID: `event-${at}` });
    if (!reading.ok) throw new Error(reading.reason);
    return reading.event;
  });
}

const started = (fields: Readonly<Record<string, unknown>> = {}) =>
  trailRecord({
    eventName: 'StartRestoreJob',
    eventTime: '2026-11-20T10:00:00Z',
    requestParameters: {
      recoveryPointArn: POINT,
      resourceType: 'DynamoDB',
      metadata: { targetTableName: 'orders-back' },
    },
    responseElements: { restoreJobId: 'JOB-1' },
    ...fields,
  });
const completed = (details: Readonly<Record<string, unknown>> = {}, time = '2026-11-20T10:45:03Z') =>
  serviceRecord('RestoreCompleted', { restoreJobId: 'job-1', status: 'COMPLETED', ...details }, { eventTime: time });

describe('a restore', () => {
  test('is joined from its call and its end, whatever the case of its id', () => {
    expect(restoresOfTrail(events(started(), completed()))).toEqual({
      restores: [
        {
          id: 'JOB-1',
          outcome: 'completed',
          status: 'COMPLETED',
          startedAt: '2026-11-20T10:00:00.000Z',
          completedAt: '2026-11-20T10:45:03.000Z',
          minutes: 45.05,
          from: 'cloudtrail',
          sourceArn: ORDERS,
          restoredArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders-back',
          recoveryPointArn: POINT,
          account: '111122223333',
          region: 'eu-west-1',
        },
      ],
      unmeasured: [],
    });
  });

  test.each([
    [{ creationDate: { seconds: 1_795_168_800, nanos: 0 }, completionDate: { seconds: 1_795_171_500, nanos: 0 } }],
    [{ creationDate: '2026-11-20T10:00:00.000Z', completionDate: '2026-11-20T10:45:00.000Z' }],
    [{ creationDate: 'Nov 20, 2026 10:00:00 AM', completionDate: 'Nov 20, 2026 10:45:00 AM' }],
  ])('takes its times from the details, %j', (dates) => {
    const [restore] = restoresOfTrail(events(completed({ ...dates, sourceResourceArn: ORDERS }))).restores;
    expect(restore?.minutes).toBe(45);
  });

  test.each([['state'], ['status']])('takes its status from `%s`', (key) => {
    const details = { status: undefined, [key]: 'FAILED', statusMessage: 'no' };
    const [restore] = restoresOfTrail(events(started(), completed(details))).restores;
    expect(restore).toMatchObject({ outcome: 'failed', status: 'FAILED', statusMessage: 'no' });
    expect(restore?.minutes).toBeUndefined();
  });

  test('of an advanced backup names its recovery point, which may name the table', () => {
    const request = { requestParameters: { recoveryPointArn: ADVANCED, resourceType: 'DynamoDB.FullyManaged' } };
    const [restore] = restoresOfTrail(events(started(request), completed())).restores;
    expect(restore).toMatchObject({ recoveryPointArn: ADVANCED });
    expect(restore?.sourceArn).toBeUndefined();
  });

  test.each([
    ['that has not ended', [started()], 'no event tells that it ended'],
    ['whose beginning is not told', [completed({ sourceResourceArn: ORDERS })], 'no event tells when it began'],
    ['without a status', [started(), completed({ status: undefined })], 'its end says nothing of its status'],
    ['that still runs at its end', [started(), completed({ status: 'RUNNING' })], 'its end says RUNNING of its status'],
    [
      'that ends before it begins',
      [started(), completed({}, '2026-11-20T09:00:00Z')],
      'it ends at 2026-11-20T09:00:00.000Z, before it began',
    ],
    ['without a job', [started({ responseElements: null })], 'StartRestoreJob names no job'],
    [
      'that DynamoDB makes itself',
      [trailRecord({ eventSource: 'dynamodb.amazonaws.com', eventName: 'RestoreTableToPointInTime' })],
      'RestoreTableToPointInTime tells when a restore began, and nothing when it ended',
    ],
  ])('%s is no sample, and is named', (_, records, detail) => {
    const { restores, unmeasured } = restoresOfTrail(events(...records));
    expect(restores).toEqual([]);
    expect(unmeasured.map((each) => each.detail)).toEqual([detail]);
  });

  test.each([
    [
      'of a volume',
      [
        started({
          requestParameters: { recoveryPointArn: 'arn:aws:ec2:eu-west-1::snapshot/snap-1', resourceType: 'EBS' },
        }),
        completed(),
      ],
    ],
    ['of a database without a type', [completed({ createdResourceArn: 'arn:aws:rds:eu-west-1:111122223333:db:x' })]],
    ['that was refused', [started({ errorCode: 'AccessDenied' })]],
    [
      'that AWS Backup makes through DynamoDB',
      [
        trailRecord({
          eventSource: 'dynamodb.amazonaws.com',
          eventName: 'RestoreTableFromBackup',
          userIdentity: { type: 'AssumedRole', invokedBy: 'backup.amazonaws.com' },
        }),
      ],
    ],
  ])('%s is not looked at', (_, records) => {
    expect(restoresOfTrail(events(...records))).toEqual({ restores: [], unmeasured: [] });
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TrailHistory } from '../../../src/model/trail-event.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/server.ts';
import { readHistory } from '../../../src/sources/trail/history.ts';
import { trailRecord } from '../../history/trail-records.ts';
import { logTree } from './log-tree.ts';

const WINDOW = { from: '2026-11-01T00:00:00.000Z', to: '2026-11-22T00:00:00.000Z' };
const host = { now: WINDOW.to, workingDirectory: '.', environment: {}, progress: () => undefined };
const tree = logTree(['a', 'b', 'c', 'd', 'e'].map((eventID) => trailRecord({ eventID })));
const [firstKey = ''] = tree.keys();

let aws: Simulator;
beforeAll(async () => {
  aws = await startSimulator({ clock: () => Date.parse(WINDOW.to) });
  aws.state.buckets.set('logs', tree);
  Object.assign(process.env, aws.environment);
});
afterEach(() => aws.faults.set([]));
afterAll(() => aws.close());

const read = (source: string, more = {}) => readHistory([source], WINDOW, { ...host, ...more });
const idsOf = ({ events }: TrailHistory) => events.map(({ id }) => id);
const gapsOf = ({ reach }: TrailHistory) => reach.flatMap(({ gaps }) => gaps.map(({ detail }) => detail));

describe('log files in a bucket', () => {
  test('are read whole by a prefix, and alone by a key', async () => {
    expect(idsOf(await read('s3://logs'))).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(idsOf(await read(`s3://logs/${firstKey}`))).toEqual(['a', 'b']);
  });

  test('are found at an endpoint called localhost, too', async () => {
    const endpoint = aws.url.replace('127.0.0.1', 'localhost');
    process.env['AWS_ENDPOINT_URL_S3'] = endpoint;
    expect(idsOf(await read('s3://logs', { environment: { AWS_ENDPOINT_URL_S3: endpoint } }))).toHaveLength(5);
    delete process.env['AWS_ENDPOINT_URL_S3'];
  });

  test('are asked for by day, and not beyond the days that are wanted', async () => {
    const before = aws.requests().byOperation['s3:ListObjectsV2'] ?? 0;
    await read('s3://logs/AWSLogs/111122223333/CloudTrail/eu-west-1');
    // 1 to 22 November, and one day on each side.
    expect((aws.requests().byOperation['s3:ListObjectsV2'] ?? 0) - before).toBe(24);
  });

  test('leave a gap with the permission that is missing where they cannot be listed', async () => {
    aws.faults.set([{ service: 's3', operation: 'ListObjectsV2', kind: 'deny' }]);
    expect(gapsOf(await read('s3://logs/x')).join()).toMatch(/^s3:\/\/logs\/x\/: s3:ListBucket was denied/);
  });

  test('leave a gap where the bucket does not exist', async () => {
    expect(gapsOf(await read('s3://nowhere-at-all')).join()).toContain('NoSuchBucket');
  });

  test('are named where they cannot be read, while the others are read', async () => {
    aws.faults.set([{ service: 's3', operation: 'GetObject', kind: 'deny', times: 1 }]);
    const history = await read('s3://logs');
    expect(idsOf(history).length).toBeLessThan(5);
    expect(history.reach[0]?.gaps[0]).toMatchObject({ reason: 'denied', permission: 's3:GetObject' });
    expect(gapsOf(history)).toEqual([
      expect.stringMatching(/^s3:\/\/logs\/AWSLogs\/.*\.json\.gz: it cannot be read, AccessDenied/),
    ]);
  });

  test('are asked for again when the service is busy', async () => {
    aws.faults.set([{ service: 's3', kind: 'throttle', every: 2 }]);
    const history = await read('s3://logs/AWSLogs/111122223333/CloudTrail/eu-west-1');
    expect(idsOf(history)).toHaveLength(5);
    expect(gapsOf(history)).toEqual([]);
  });
});

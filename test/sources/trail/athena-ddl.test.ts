import { describe, expect, test } from 'vitest';
import { partitionConditions } from '../../../src/sources/trail/athena-partitions.ts';
import { memoryHost, runLine } from '../../app/memory-host.ts';

async function printed(line: string) {
  const host = memoryHost();
  return { exit: await runLine(`history athena-table --print ${line}`.trim(), host), out: host.out(), err: host.err() };
}

describe('history athena-table', () => {
  test('prints a table whose partitions are projected', async () => {
    const { exit, out } = await printed(
      '--logs s3://trail-bucket/logs --name audit.trail --regions eu-west-1,us-east-1 --account 111122223333',
    );
    expect(exit).toBe(0);
    expect(out).toContain('CREATE EXTERNAL TABLE `audit`.`trail` (\n  `eventversion` string,\n');
    expect(out).toContain("LOCATION 's3://trail-bucket/logs/AWSLogs/'");
    expect(out).toContain("'projection.account.values' = '111122223333'");
    expect(out).toContain("'projection.region.values' = 'eu-west-1,us-east-1'");
    expect(out).toContain(
      "'storage.location.template' = 's3://trail-bucket/logs/AWSLogs/${account}/CloudTrail/${region}/${timestamp}'",
    );
  });

  test('prints the table of an organization', async () => {
    const { out } = await printed('--logs s3://trail-bucket/AWSLogs --organization o-abc123def4');
    expect(out).toContain("'s3://trail-bucket/AWSLogs/o-abc123def4/${account}/CloudTrail/${region}/${timestamp}'");
    expect(out).toContain("'projection.account.type' = 'injected'");
  });

  test('prints a table that a query of Holdfast prunes by every partition', async () => {
    const { out } = await printed('');
    const parameters = Object.fromEntries(
      [...out.matchAll(/'(projection[^']+)' = '([^']*)'/g)].map(([, key, value]) => [key, value]),
    );
    const keys = ['account', 'region', 'timestamp'].map((name) => ({ name, type: 'string' }));
    const window = {
      from: '2026-11-20T00:00:00.000Z',
      to: '2026-11-22T00:00:00.000Z',
      places: [{ account: '111122223333', region: 'eu-west-1' }],
    };
    expect(partitionConditions({ columns: [], partitionKeys: keys, parameters }, window)).toEqual({
      conditions: [
        `"account" IN ('111122223333')`,
        `"region" IN ('eu-west-1', 'us-east-1')`,
        `("timestamp" >= '2026/11/19' AND "timestamp" < '2026/11/24')`,
      ],
      byTime: true,
      missing: [],
    });
  });

  test.each([
    ['--logs nowhere', '--logs names no bucket'],
    ['--logs s3://Bad_Bucket', 'names no bucket'],
    ['--name trail', 'names no table'],
    ['--name a.b`c', 'names no table'],
    ["--organization o-1'", 'is not the id of an organization'],
    ['--account 12', '--account'],
  ])('refuses %s', async (line, message) => {
    const { exit, err } = await printed(line);
    expect(exit).toBe(2);
    expect(err).toContain(message);
  });
});

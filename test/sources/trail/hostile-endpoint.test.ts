import { once } from 'node:events';
import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readHistory } from '../../../src/sources/trail/history.ts';
import { readObject } from '../../../src/sources/trail/s3-object.ts';
import {
  callerIdentity,
  type ScriptedAnswer,
  type ScriptedAws,
  type ScriptedRequest,
  scriptedAws,
} from '../scripted-aws.ts';

const WINDOW = { from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T00:00:00.000Z' };
const host = { now: WINDOW.to, workingDirectory: '.', progress: () => undefined };
const before = { ...process.env };

let aws: ScriptedAws;
let answer: (request: ScriptedRequest) => ScriptedAnswer;
beforeEach(async () => {
  aws = await scriptedAws((request) => answer(request));
  const settings = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_REGION: 'eu-west-1' };
  Object.assign(process.env, settings, { AWS_ENDPOINT_URL: aws.url });
});
afterEach(async () => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
  await aws.close();
});

async function gaps(source: string): Promise<string> {
  const history = await readHistory([source], WINDOW, { ...host, environment: { AWS_ENDPOINT_URL: aws.url } });
  expect(history.events).toEqual([]);
  return history.reach.flatMap(({ gaps }) => gaps.map(({ detail }) => detail)).join();
}

describe('an endpoint without end', () => {
  const listing = (next: string): ScriptedAnswer => ({
    type: 'application/xml',
    text: `<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>${next}</NextContinuationToken></ListBucketResult>`,
  });

  test('leaves a gap where a bucket is listed in a cycle', async () => {
    answer = () => listing('again');
    expect(await gaps('s3://logs/2026')).toContain('its pages repeat and never end');
    expect(aws.requests).toHaveLength(2);
  });

  test('leaves a gap where a list of a bucket is a body without end', async () => {
    answer = () => ({ endless: '<ListBucketResult>', type: 'application/xml' });
    expect(await gaps('s3://logs/2026')).toContain('its answer is longer than 32 MiB');
  });

  test('leaves a gap where the results of a query come round again', async () => {
    answer = ({ operation }) => {
      if (operation === 'GetCallerIdentity') return callerIdentity('111122223333');
      if (operation === 'GetQueryResults') return { json: { ResultSet: { Rows: [{ Data: [] }] }, NextToken: 'again' } };
      if (operation === 'GetQueryExecution') return { json: { QueryExecution: { Status: { State: 'SUCCEEDED' } } } };
      if (operation === 'StartQueryExecution') return { json: { QueryExecutionId: 'q' } };
      const columns = ['eventid', 'eventtime', 'eventsource', 'eventname', 'awsregion'];
      return { json: { TableMetadata: { Name: 't', Columns: columns.map((Name) => ({ Name, Type: 'string' })) } } };
    };
    expect(await gaps('athena:trails.t')).toContain('athena:GetQueryResults brought no answer: its pages repeat');
  });

  test('leaves an object that drips for ever', async () => {
    answer = () => ({ hang: 'dripping' });
    const client = new S3Client({ endpoint: aws.url, region: 'eu-west-1', forcePathStyle: true, maxAttempts: 1 });
    const object = await readObject(client, 'logs', 'one.json.gz', 120);
    object.resume();
    const [error] = await once(object, 'error').catch((thrown: unknown) => [thrown]);
    expect(String(error)).toContain('did not end within');
    client.destroy();
  });
});

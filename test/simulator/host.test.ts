import { request } from 'node:http';
import { expect, test } from 'vitest';
import { type Simulated, simulated } from './simulated.ts';

function statusFor(simulator: Simulated, host: string): Promise<[number | undefined, string]> {
  const { port } = new URL(simulator.url);
  return new Promise((resolve, reject) => {
    const call = request(
      {
        host: '127.0.0.1',
        port,
        method: 'POST',
        headers: {
          host,
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': 'DynamoDB_20120810.CreateTable',
          authorization:
            'AWS4-HMAC-SHA256 Credential=AKIA111122223333AAAA/20261122/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
        },
      },
      (answer) => {
        let body = '';
        answer.on('data', (chunk) => {
          body += String(chunk);
        });
        answer.on('end', () => resolve([answer.statusCode, body]));
      },
    );
    call.on('error', reject);
    call.end(
      JSON.stringify({
        TableName: 'made',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      }),
    );
  });
}

test.each(['127.0.0.1', 'localhost:4566', 'LOCALHOST', '[::1]:1', '[::1]'])('answers to %s', async (host) => {
  await simulated(async (simulator) => {
    expect((await statusFor(simulator, host))[0]).toBe(200);
  });
});

test.each([
  'rebound.example',
  'rebound.example:4566',
  'localhost.rebound.example',
  '127.0.0.1.rebound.example',
  'localhost@rebound.example',
  '0.0.0.0',
])('does nothing for a request that was sent to "%s"', async (host) => {
  await simulated(async (simulator) => {
    const [status, body] = await statusFor(simulator, host);
    expect(status).toBe(421);
    expect(body).toContain('127.0.0.1, localhost and [::1] only');
    expect([...simulator.state.accounts.values()].flatMap(({ regions }) => [...regions.values()])).toEqual([]);
  });
});

import { CreateBackupVaultCommand, ListBackupPlansCommand, ListBackupVaultsCommand } from '@aws-sdk/client-backup';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GetAccountAuthorizationDetailsCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../src/simulator/fault.ts';
import { clients, REGION, simulated } from './simulated.ts';

function refusal(action: string): object {
  return {
    message: expect.stringMatching(
      new RegExp(`^User: arn:aws:iam::111122223333:user/simulator is not authorized to perform: ${action}`),
    ),
  };
}

describe('a denied call', () => {
  test("has each protocol's shape and names the action as IAM does", async () => {
    await simulated(
      async (simulator) => {
        const { backup, dynamodb, cloudwatch, iam, sts } = clients(simulator);
        await expect(backup.send(new ListBackupPlansCommand({}))).rejects.toMatchObject({
          name: 'AccessDeniedException',
          $metadata: { httpStatusCode: 403 },
          ...refusal('backup:ListBackupPlans'),
        });
        await expect(dynamodb.send(new ListTablesCommand({}))).rejects.toMatchObject({
          name: 'AccessDeniedException',
          $metadata: { httpStatusCode: 400 },
          ...refusal('dynamodb:ListTables'),
        });
        await expect(cloudwatch.send(new DescribeAlarmsCommand({}))).rejects.toMatchObject({
          name: expect.stringMatching(/^AccessDenied/),
          ...refusal('cloudwatch:DescribeAlarms'),
        });
        await expect(iam.send(new GetAccountAuthorizationDetailsCommand({}))).rejects.toMatchObject({
          name: 'AccessDenied',
          ...refusal('iam:GetAccountAuthorizationDetails'),
        });
        await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' });
      },
      { faults: [{ kind: 'deny' }] },
    );
  });

  test('that would have changed something is in the trail', async () => {
    await simulated(
      async (simulator) => {
        const { backup, cloudtrail } = clients(simulator);
        await expect(backup.send(new CreateBackupVaultCommand({ BackupVaultName: 'main' }))).rejects.toThrow();
        const { Events } = await cloudtrail.send(new LookupEventsCommand({}));
        expect(JSON.parse(Events?.[0]?.CloudTrailEvent ?? '')).toMatchObject({
          eventName: 'CreateBackupVault',
          errorCode: 'AccessDeniedException',
          requestParameters: { backupVaultName: 'main' },
        });
      },
      { faults: [{ kind: 'deny', service: 'backup' }] },
    );
  });

  test('is denied where the rule says, and nowhere else', async () => {
    const rule: Fault = {
      kind: 'deny',
      service: 'backup',
      operation: 'ListBackupPlans',
      region: REGION,
      account: '111122223333',
    };
    await simulated(
      async (simulator) => {
        const here = clients(simulator).backup;
        await expect(here.send(new ListBackupPlansCommand({}))).rejects.toThrow();
        await expect(here.send(new ListBackupVaultsCommand({}))).resolves.toBeDefined();
        const elsewhere = clients(simulator, { region: 'us-east-1' }).backup;
        await expect(elsewhere.send(new ListBackupPlansCommand({}))).resolves.toBeDefined();
        const another = clients(simulator, { account: '444455556666' }).backup;
        await expect(another.send(new ListBackupPlansCommand({}))).resolves.toBeDefined();
      },
      { faults: [rule] },
    );
  });
});

describe('faults that pass', () => {
  test.each<[Fault['kind'], string]>([
    ['throttle', 'ThrottlingException'],
    ['error', 'ServiceUnavailableException'],
    ['cut', 'TimeoutError'],
  ])('%s: a client that retries gets its answer, one that does not gets the error', async (kind, name) => {
    await simulated(async (simulator) => {
      const once: Fault = { kind, service: 'backup', times: 1 };
      simulator.faults.set([once]);
      await expect(clients(simulator).backup.send(new ListBackupPlansCommand({}))).rejects.toMatchObject({ name });
      simulator.faults.set([once]);
      const answer = await clients(simulator, { maxAttempts: 3 }).backup.send(new ListBackupPlansCommand({}));
      expect(answer.$metadata.attempts).toBe(2);
      expect(simulator.requests().byOperation).toEqual({ 'backup:ListBackupPlans': 3 });
    });
  });

  test.each<[string, () => Fault]>([['throttle', () => ({ kind: 'throttle', times: 1 })]])(
    '%s is recognised in every protocol',
    async (_, fault) => {
      await simulated(async (simulator) => {
        const { dynamodb, iam, cloudwatch } = clients(simulator, { maxAttempts: 2 });
        for (const send of [
          () => dynamodb.send(new ListTablesCommand({})),
          () => iam.send(new GetAccountAuthorizationDetailsCommand({})),
          () => cloudwatch.send(new DescribeAlarmsCommand({})),
        ]) {
          simulator.faults.set([fault()]);
          expect((await send()).$metadata.attempts).toBe(2);
        }
      });
    },
  );

  test('every third call fails', async () => {
    await simulated(
      async (simulator) => {
        const { backup } = clients(simulator);
        const outcomes: boolean[] = [];
        for (let n = 0; n < 6; n += 1) {
          outcomes.push(
            await backup.send(new ListBackupPlansCommand({})).then(
              () => true,
              () => false,
            ),
          );
        }
        expect(outcomes).toEqual([true, true, false, true, true, false]);
      },
      { faults: [{ kind: 'error', every: 3 }] },
    );
  });

  test('delay: the answer comes late', async () => {
    await simulated(
      async (simulator) => {
        const { backup } = clients(simulator);
        const started = performance.now();
        await backup.send(new ListBackupPlansCommand({}));
        expect(performance.now() - started).toBeGreaterThan(80);
      },
      { faults: [{ kind: 'delay', delayMs: 100 }] },
    );
  });

  test('a scenario can state them too', async () => {
    await simulated(
      async (simulator) => {
        await expect(clients(simulator).dynamodb.send(new ListTablesCommand({}))).rejects.toMatchObject({
          name: 'AccessDeniedException',
        });
      },
      { scenario: 'faults: [{ kind: deny, service: dynamodb, operation: ListTables }]' },
    );
  });
});

describe('what is not there', () => {
  test.each([
    [
      'a JSON operation',
      'dynamodb',
      { 'x-amz-target': 'DynamoDB_20120810.BatchExecuteStatement' },
      '/',
      400,
      'UnknownOperationException',
    ],
    ['a REST operation', 'backup', {}, '/no/such/path', 404, 'UnknownOperationException'],
    [
      'a query operation',
      'iam',
      { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      '/',
      400,
      'InvalidAction',
    ],
    ['a service', 'lambda', {}, '/2015-03-31/functions', 404, 'UnknownOperationException'],
  ])('%s is answered with an error of its protocol', async (_, service, headers, path, status, code) => {
    await simulated(async (simulator) => {
      const authorization = `AWS4-HMAC-SHA256 Credential=AKIA111122223333AAAA/20261122/${REGION}/${service}/aws4_request`;
      const response = await fetch(simulator.url + path, {
        method: 'POST',
        headers: { authorization, ...headers },
        body: '',
      });
      expect(response.status).toBe(status);
      expect(await response.text()).toContain(code);
    });
  });

  test('a request that is not signed, and one that is not JSON, are refused', async () => {
    await simulated(async (simulator) => {
      expect((await fetch(simulator.url)).status).toBe(403);
      const authorization = `AWS4-HMAC-SHA256 Credential=test/20261122/${REGION}/dynamodb/aws4_request`;
      const headers = { authorization, 'x-amz-target': 'DynamoDB_20120810.ListTables' };
      const response = await fetch(simulator.url, { method: 'POST', headers, body: '{' });
      expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('ValidationException')]);
    });
  });
});

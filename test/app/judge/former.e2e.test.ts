import {
  CreateBackupCommand,
  DeleteTableCommand,
  DynamoDBClient,
  RestoreTableFromBackupCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import type { Report } from '../../../src/model/report.ts';
import { inEstate } from '../../drift/estate.ts';
import { ALL_SETTINGS, RESTORED_ESTATE } from '../../fix/restored-estate.ts';

const POLICIES = '--policies policies/settings.yaml';

test('a table restored from a deleted one is compared with what a baseline holds of it', async () => {
  await inEstate(async ({ holdfast: run, write, pass }) => {
    const holdfast = (line: string) => run(...line.split(' ').filter((word) => word !== ''));
    write('policies/settings.yaml', ALL_SETTINGS);
    await holdfast(`baseline ${POLICIES}`);
    pass(10);
    const client = new DynamoDBClient({});
    const { BackupDetails } = await client.send(new CreateBackupCommand({ TableName: 'orders', BackupName: 'last' }));
    await client.send(new UpdateTableCommand({ TableName: 'orders', DeletionProtectionEnabled: false }));
    await client.send(new DeleteTableCommand({ TableName: 'orders' }));
    pass(10);
    await client.send(
      new RestoreTableFromBackupCommand({ BackupArn: BackupDetails?.BackupArn, TargetTableName: 'orders-again' }),
    );
    pass(60);

    const statuses = async (words: string) => {
      const { out } = await holdfast(`check ${POLICIES} --report json ${words}`);
      const { results }: Report = JSON.parse(out);
      return Object.fromEntries(
        results
          .filter(({ resource }) => resource.name === 'orders-again')
          .map(({ control, status }) => [control.replace('restored-', ''), status]),
      );
    };
    expect(await statuses('')).toMatchObject({
      'global-secondary-indexes': 'pass',
      'local-secondary-indexes': 'unknown',
      'billing-mode': 'pass',
      'provisioned-throughput': 'pass',
      encryption: 'pass',
      stream: 'fail',
      'time-to-live': 'fail',
      tags: 'unknown',
      'deletion-protection': 'unknown',
      'point-in-time-recovery': 'unknown',
      'auto-scaling': 'unknown',
      alarms: 'unknown',
      'iam-policies': 'unknown',
    });
    const former = '--former holdfast.lock.json';
    const compared = await statuses(former);
    expect(await statuses('--baseline holdfast.lock.json')).toEqual(compared);
    expect(compared).toEqual({
      'global-secondary-indexes': 'pass',
      'local-secondary-indexes': 'pass',
      'billing-mode': 'pass',
      'provisioned-throughput': 'pass',
      encryption: 'pass',
      stream: 'fail',
      'time-to-live': 'fail',
      tags: 'fail',
      'deletion-protection': 'fail',
      'point-in-time-recovery': 'fail',
      'auto-scaling': 'fail',
      alarms: 'fail',
      'iam-policies': 'fail',
    });
    const { out } = await holdfast(`check ${POLICIES} ${former}`);
    expect(out).toContain('tags: taken from holdfast.lock.json of 2026-11-22T08:00:00.000Z');

    const script = (await holdfast(`fix ${POLICIES} --table orders-again ${former}`)).out;
    expect(script.replace(/\n# /g, ' ')).toContain(
      'is gone or outside the scope: what it had is taken from what was recorded',
    );
    for (const call of [
      'dynamodb update-time-to-live',
      'dynamodb tag-resource',
      'dynamodb put-resource-policy',
      'application-autoscaling put-scaling-policy',
      'cloudwatch put-metric-alarm',
    ]) {
      expect(script).toContain(`aws ${call}`);
    }
  }, RESTORED_ESTATE);
});

import {
  paginateDescribeScalableTargets,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import {
  ListBackupVaultsCommand,
  paginateListBackupJobs,
  paginateListBackupVaults,
  paginateListRecoveryPointsByBackupVault,
} from '@aws-sdk/client-backup';
import { LookupEventsCommand, paginateLookupEvents } from '@aws-sdk/client-cloudtrail';
import { CreateTableCommand, ListBackupsCommand, paginateListTables } from '@aws-sdk/client-dynamodb';
import { paginateGetAccountAuthorizationDetails } from '@aws-sdk/client-iam';
import { paginateGetResources } from '@aws-sdk/client-resource-groups-tagging-api';
import { describe, expect, test } from 'vitest';
import { ESTATE } from './estate.ts';
import { clients, DAY, NOW, simulated } from './simulated.ts';

const TINY = `pageSize: 2\n${ESTATE}`;

async function collect<P, T>(
  pages: AsyncIterable<P>,
  items: (page: P) => readonly T[] | undefined,
): Promise<{ items: T[]; pages: number }> {
  const all: T[] = [];
  let count = 0;
  for await (const page of pages) {
    const here = items(page) ?? [];
    expect(here.length).toBeLessThanOrEqual(2);
    all.push(...here);
    count += 1;
  }
  return { items: all, pages: count };
}

describe('with pages of two', () => {
  test('every list still comes whole, filters kept', async () => {
    await simulated(
      async (simulator) => {
        const { backup, dynamodb, tagging, iam, cloudtrail } = clients(simulator);
        const vault = { BackupVaultName: 'main', ByCreatedBefore: new Date(NOW - DAY) };
        const points = await collect(
          paginateListRecoveryPointsByBackupVault({ client: backup }, vault),
          (page) => page.RecoveryPoints,
        );
        expect(new Set(points.items.map((point) => point.RecoveryPointArn)).size).toBe(34);
        expect(points.pages).toBe(17);
        const jobs = await collect(
          paginateListBackupJobs({ client: backup }, { ByState: 'COMPLETED' }),
          (page) => page.BackupJobs,
        );
        expect(jobs.items).toHaveLength(30);
        const vaults = await collect(paginateListBackupVaults({ client: backup }, {}), (page) => page.BackupVaultList);
        expect(vaults).toMatchObject({ pages: 1, items: [{ BackupVaultName: 'main' }, { BackupVaultName: 'airgap' }] });
        const tables = await collect(paginateListTables({ client: dynamodb }, {}), (page) => page.TableNames);
        expect(tables.items).toEqual(['orders', 'orders-restored', 'sessions']);
        const tagged = await collect(
          paginateGetResources({ client: tagging }, { ResourceTypeFilters: ['dynamodb:table'] }),
          (page) => page.ResourceTagMappingList,
        );
        expect(tagged.items).toHaveLength(2);
        let details = 0;
        for await (const page of paginateGetAccountAuthorizationDetails({ client: iam }, {})) {
          details +=
            (page.RoleDetailList?.length ?? 0) + (page.UserDetailList?.length ?? 0) + (page.Policies?.length ?? 0);
        }
        // The default role of AWS Backup and its policy are two of them.
        expect(details).toBe(5);
        // The trail grows while it is read: what was there when reading began comes once.
        const seen: (string | undefined)[] = [];
        for (let n = 1; n <= 5; n += 1) {
          await dynamodb.send(
            new CreateTableCommand({
              TableName: `new-${n}`,
              BillingMode: 'PAY_PER_REQUEST',
              KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
              AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
            }),
          );
        }
        for await (const page of paginateLookupEvents({ client: cloudtrail }, {})) {
          seen.push(...(page.Events ?? []).map((event) => event.EventId));
          await dynamodb.send(new ListBackupsCommand({}));
        }
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen).toHaveLength(6);
      },
      { scenario: TINY },
    );
  });
});

test('Application Auto Scaling gives 50 targets a page', async () => {
  await simulated(async (simulator) => {
    const { autoscaling } = clients(simulator);
    for (let n = 0; n < 51; n += 1) {
      await autoscaling.send(
        new RegisterScalableTargetCommand({
          ServiceNamespace: 'dynamodb',
          ResourceId: `table/t${n}`,
          ScalableDimension: 'dynamodb:table:ReadCapacityUnits',
          MinCapacity: 1,
          MaxCapacity: 2,
        }),
      );
    }
    const sizes: (number | undefined)[] = [];
    for await (const page of paginateDescribeScalableTargets(
      { client: autoscaling },
      { ServiceNamespace: 'dynamodb' },
    )) {
      sizes.push(page.ScalableTargets?.length);
    }
    expect(sizes).toEqual([50, 1]);
  });
});

describe('a token', () => {
  test('is refused when it is not ours, and with other filters than its own', async () => {
    await simulated(
      async (simulator) => {
        const { backup, cloudtrail } = clients(simulator);
        const bad = { name: 'InvalidParameterValueException' };
        await expect(backup.send(new ListBackupVaultsCommand({ NextToken: 'made-up' }))).rejects.toMatchObject(bad);
        const first = await backup.send(new ListBackupVaultsCommand({ MaxResults: 1 }));
        const { NextToken } = first;
        const other = { MaxResults: 1, NextToken, ByVaultType: 'BACKUP_VAULT' as const };
        await expect(backup.send(new ListBackupVaultsCommand(other))).rejects.toMatchObject(bad);
        const second = await backup.send(new ListBackupVaultsCommand({ MaxResults: 1, NextToken }));
        expect(second.BackupVaultList?.map((vault) => vault.BackupVaultName)).toEqual(['airgap']);
        await expect(cloudtrail.send(new LookupEventsCommand({ NextToken: 'made-up' }))).rejects.toMatchObject({
          name: 'InvalidNextTokenException',
        });
        await expect(backup.send(new ListBackupVaultsCommand({ MaxResults: 1001 }))).rejects.toMatchObject(bad);
        await expect(cloudtrail.send(new LookupEventsCommand({ MaxResults: 51 }))).rejects.toMatchObject({
          name: 'InvalidMaxResultsException',
        });
      },
      { scenario: ESTATE },
    );
  });
});

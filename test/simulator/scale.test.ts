import { paginateListBackupJobs, paginateListRecoveryPointsByBackupVault } from '@aws-sdk/client-backup';
import { DescribeTableCommand, paginateListTables } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { startSimulator } from '../../src/simulator/server.ts';
import { ACCOUNT, clients, NOW, REGION } from './simulated.ts';

const SCENARIO = `
accounts:
  "${ACCOUNT}":
    regions:
      ${REGION}:
        vaults: [{ backupVaultName: main }]
        plans: [{ backupPlanName: daily, rules: [{ ruleName: nightly, targetBackupVaultName: main, lifecycle: { deleteAfterDays: 35 } }] }]
        tables: [{ tableName: "load-{n}", count: 5000, tags: { tier: gold } }]
        recoveryPoints:
          - { backupVaultName: main, tableName: "load-*", createdBy: { backupPlanName: daily }, every: 24h, for: 34d }
`;

/** Not held to the models: that would take most of the time. */
test('5,000 tables and 175,000 recovery points are made and read in seconds', async () => {
  const simulator = await startSimulator({ clock: () => NOW, scenario: { text: SCENARIO, file: 'load.yaml' } });
  try {
    const { backup, dynamodb } = clients(simulator);
    const started = performance.now();
    let points = 0;
    for await (const page of paginateListRecoveryPointsByBackupVault(
      { client: backup, pageSize: 1000 },
      { BackupVaultName: 'main' },
    )) {
      points += page.RecoveryPoints?.length ?? 0;
      if (points >= 20_000) break;
    }
    expect(points).toBe(20_000);
    let last = 0;
    const one = { BackupVaultName: 'main', ByResourceArn: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/load-4999` };
    for await (const page of paginateListRecoveryPointsByBackupVault({ client: backup }, one))
      last += page.RecoveryPoints?.length ?? 0;
    expect(last).toBe(35);
    let jobs = 0;
    for await (const page of paginateListBackupJobs(
      { client: backup, pageSize: 1000 },
      { ByCreatedAfter: new Date(NOW - 86_400_000) },
    )) {
      jobs += page.BackupJobs?.length ?? 0;
    }
    expect(jobs).toBe(5000);
    let tables = 0;
    for await (const page of paginateListTables({ client: dynamodb }, {})) tables += page.TableNames?.length ?? 0;
    expect(tables).toBe(5000);
    await Promise.all(
      Array.from({ length: 200 }, (_, n) => dynamodb.send(new DescribeTableCommand({ TableName: `load-${n + 1}` }))),
    );
    expect(performance.now() - started).toBeLessThan(30_000);
    expect(simulator.state.accounts.get(ACCOUNT)?.regions.get(REGION)?.vaults.get('main')?.points.all).toHaveLength(
      175_000,
    );
  } finally {
    await simulator.close();
  }
});

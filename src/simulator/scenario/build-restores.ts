import { tableArn, tableNameOf } from '../../model/arn.ts';
import { backupArn } from '../services/backup/lookup.ts';
import type { RecoveryPoint, RestoreTestingPlan, RestoreTestingSelection, Vault } from '../state.ts';
import { type Builder, backupRole, dangling, instantsOf, resourcesOf } from './builder.ts';
import type { RestoreJobEntry, RestoreTestingPlanEntry } from './format.ts';
import { pascal } from './pascal.ts';

const TAKES_MS = 30 * 60_000;
/** Of a point that the scenario does not name: AWS tells of each job when its point was made. */
const POINT_AGE_MS = 60 * 60_000;
const YEAR_MS = 365 * 86_400_000;

export function buildRestoreTestingPlans(builder: Builder, entries: readonly RestoreTestingPlanEntry[]): void {
  const { world, region, now } = builder;
  for (const entry of entries) {
    const name = entry.restoreTestingPlanName;
    const created = entry.creationTime ?? new Date(now.getTime() - YEAR_MS);
    const points = entry.recoveryPointSelection;
    const plan: RestoreTestingPlan = {
      RestoreTestingPlanName: name,
      RestoreTestingPlanArn: backupArn(region, `restore-testing-plan:${name}-${world.ids.uuid('restore-testing')}`),
      CreationTime: created,
      LastExecutionTime: entry.lastExecutionTime,
      ScheduleExpression: entry.scheduleExpression,
      ScheduleExpressionTimezone: entry.scheduleExpressionTimezone ?? 'Etc/UTC',
      StartWindowHours: entry.startWindowHours ?? 24,
      RecoveryPointSelection: {
        Algorithm: points?.algorithm ?? 'LATEST_WITHIN_WINDOW',
        IncludeVaults: points?.includeVaults ?? ['*'],
        ExcludeVaults: points?.excludeVaults ?? [],
        RecoveryPointTypes: points?.recoveryPointTypes ?? ['SNAPSHOT'],
        SelectionWindowDays: points?.selectionWindowDays ?? 30,
      },
      selections: new Map(),
    };
    for (const selection of entry.selections ?? []) {
      const made: RestoreTestingSelection = {
        RestoreTestingSelectionName: selection.restoreTestingSelectionName,
        RestoreTestingPlanName: name,
        CreationTime: created,
        IamRoleArn: selection.iamRoleArn ?? backupRole(builder),
        ProtectedResourceType: selection.protectedResourceType ?? 'DynamoDB',
        ProtectedResourceArns: selection.protectedResourceArns ?? ['*'],
        ProtectedResourceConditions: {
          StringEquals: [],
          StringNotEquals: [],
          ...pascal(selection.protectedResourceConditions ?? {}),
        },
        RestoreMetadataOverrides: Object.fromEntries(selection.restoreMetadataOverrides ?? []),
        ValidationWindowHours: selection.validationWindowHours ?? 1,
      };
      plan.selections.set(made.RestoreTestingSelectionName, made);
    }
    region.restoreTestingPlans.set(name, plan);
    region.tags.set(plan.RestoreTestingPlanArn, Object.fromEntries(entry.tags ?? []));
  }
}

export function buildRestoreJobs(builder: Builder, entries: readonly RestoreJobEntry[]): void {
  for (const entry of entries) {
    const testing = entry.restoreTestingPlanName;
    const plan = builder.region.restoreTestingPlans.get(testing?.text ?? '');
    if (testing && !plan)
      dangling(builder, testing, `no restore testing plan of ${builder.region.name} is named ${testing.text}`);
    for (const source of resourcesOf(builder, entry)) {
      for (const created of instantsOf(builder, entry)) addRestoreJob(builder, entry, source, created, plan);
    }
  }
}

function addRestoreJob(
  builder: Builder,
  entry: RestoreJobEntry,
  source: string,
  created: Date,
  plan: RestoreTestingPlan | undefined,
): void {
  const { world, region } = builder;
  const used = newestBefore([...region.vaults.values()], source, created);
  const unfinished = entry.status === 'PENDING' || entry.status === 'RUNNING';
  const completed = unfinished ? undefined : new Date(created.getTime() + (entry.takes ?? TAKES_MS));
  const target = createdArn(builder, entry, plan);
  const pointCreated =
    entry.recoveryPointCreationDate ?? used?.point.CreationDate ?? new Date(created.getTime() - POINT_AGE_MS);
  const pointArn =
    entry.recoveryPointArn ??
    used?.point.RecoveryPointArn ??
    backupArn(region, `recovery-point:${world.ids.uuid('point')}`);
  region.restoreJobs.push({
    RestoreJobId: entry.restoreJobId ?? world.ids.uuid('restore-job'),
    RecoveryPointArn: pointArn,
    SourceResourceArn: source,
    BackupVaultArn:
      entry.backupVaultName === undefined
        ? used?.vault.BackupVaultArn
        : backupArn(region, `backup-vault:${entry.backupVaultName}`),
    IamRoleArn: entry.iamRoleArn ?? backupRole(builder),
    ResourceType: 'DynamoDB',
    CreationDate: created,
    RecoveryPointCreationDate: pointCreated,
    BackupSizeInBytes: entry.backupSizeInBytes ?? used?.point.BackupSizeInBytes ?? 0,
    ...(plan && { CreatedBy: { RestoreTestingPlanArn: plan.RestoreTestingPlanArn } }),
    CompletionDate: completed,
    Status: entry.status,
    StatusMessage: entry.statusMessage,
    CreatedResourceArn: entry.status === 'COMPLETED' || unfinished ? target : undefined,
    ValidationStatus: entry.validationStatus,
    ValidationStatusMessage: entry.validationStatusMessage,
    DeletionStatus: entry.deletionStatus ?? (plan && entry.status === 'COMPLETED' ? 'SUCCESSFUL' : undefined),
    metadata: { targettablename: tableNameOf(target ?? '') ?? '' },
  });
  const table = region.tables.get(tableNameOf(target ?? '') ?? '');
  // A table of the scenario that a job of the scenario made says so, as DescribeTable does. One made since is another.
  if (table && !table.restore && !(completed && table.created > completed)) {
    table.restore = {
      SourceBackupArn: pointArn,
      SourceTableArn: source,
      RestoreDateTime: pointCreated,
      RestoreInProgress: unfinished,
    };
  }
}

function createdArn(
  builder: Builder,
  entry: RestoreJobEntry,
  plan: RestoreTestingPlan | undefined,
): string | undefined {
  const { partition, name, account } = builder.region;
  if (entry.createdResourceArn !== undefined) return entry.createdResourceArn;
  if (entry.createdTableName !== undefined) return tableArn(partition, name, account, entry.createdTableName);
  if (!plan) return undefined;
  // Source: Backup developer guide, "Restore testing": names of test tables.
  return tableArn(partition, name, account, `awsbackup-restore-test-${builder.world.ids.hex('restore-test', 12)}`);
}

function newestBefore(
  vaults: readonly Vault[],
  resource: string,
  at: Date,
): { vault: Vault; point: RecoveryPoint } | undefined {
  let newest: { vault: Vault; point: RecoveryPoint } | undefined;
  for (const vault of vaults) {
    for (const point of vault.points.byResource.get(resource) ?? []) {
      if (point.CreationDate > at) continue;
      if (!newest || point.CreationDate > newest.point.CreationDate) newest = { vault, point };
    }
  }
  return newest;
}

import { needText } from '../../input.ts';
import { type Call, type Operation, reads, route } from '../../operation.ts';
import { paginate } from '../../page.ts';
import type { RecoveryPoint, Region, RestoreJob, Vault } from '../../state.ts';
import { notFound, vaultOf } from './lookup.ts';

const PAGE = { nextToken: 'NextToken', maxResults: 'MaxResults' };

export const PROTECTED_RESOURCE_OPERATIONS = {
  ListProtectedResources: {
    ...reads((call) => list(call, [...call.region.vaults.values()])),
    http: route('GET /resources', PAGE),
  },
  ListProtectedResourcesByBackupVault: {
    ...reads((call) => list(call, [vaultOf(call)])),
    http: route('GET /backup-vaults/{BackupVaultName}/resources', PAGE),
  },
  DescribeProtectedResource: { ...reads(describe), http: route('GET /resources/{ResourceArn}') },
} satisfies Record<string, Operation>;

interface Newest {
  readonly vault: Vault;
  readonly point: RecoveryPoint;
}

function list(call: Call, vaults: readonly Vault[]): object {
  const arns = [...new Set(vaults.flatMap((vault) => [...vault.points.byResource.keys()]))].sort();
  const { items, next } = paginate(call, arns);
  return {
    Results: items.flatMap((arn) => {
      const newest = newestOf(vaults, arn);
      return newest ? [members(newest)] : [];
    }),
    NextToken: next,
  };
}

function describe(call: Call): object {
  const arn = needText(call.input, 'ResourceArn');
  const newest = newestOf([...call.region.vaults.values()], arn);
  if (!newest) throw notFound(`Cannot find protected resource ${arn}`);
  const restore = latestRestore(call.region, arn);
  return {
    ...members(newest),
    ...(restore?.CompletionDate && {
      LatestRestoreExecutionTimeMinutes: Math.round(
        (restore.CompletionDate.getTime() - restore.CreationDate.getTime()) / 60_000,
      ),
      LatestRestoreJobCreationDate: restore.CreationDate,
      LatestRestoreRecoveryPointCreationDate: restore.RecoveryPointCreationDate,
    }),
  };
}

function newestOf(vaults: readonly Vault[], arn: string): Newest | undefined {
  let newest: Newest | undefined;
  for (const vault of vaults) {
    for (const point of vault.points.byResource.get(arn) ?? []) {
      if (!newest || point.CreationDate > newest.point.CreationDate) newest = { vault, point };
    }
  }
  return newest;
}

function latestRestore(region: Region, arn: string): RestoreJob | undefined {
  return region.restoreJobs
    .filter((job) => job.SourceResourceArn === arn && job.Status === 'COMPLETED')
    .reduce<RestoreJob | undefined>(
      (latest, job) => (latest && latest.CreationDate >= job.CreationDate ? latest : job),
      undefined,
    );
}

function members({ vault, point }: Newest): object {
  return {
    ResourceArn: point.ResourceArn,
    ResourceType: point.ResourceType,
    ResourceName: point.ResourceName,
    LastBackupTime: point.CreationDate,
    LastBackupVaultArn: vault.BackupVaultArn,
    LastRecoveryPointArn: point.RecoveryPointArn,
  };
}

import {
  type BackupPlansListMember,
  GetBackupPlanCommand,
  ListBackupPlanVersionsCommand,
} from '@aws-sdk/client-backup';
import { type Fact, known, unknown } from '../model/fact.ts';
import type { Instant } from '../model/instant.ts';
import type { BackupRule, PlanRecord, PlanVersion } from '../model/plan.ts';
import { present } from '../model/present.ts';
import { instantOf, required, sortedBy } from './answer.ts';
import { ask, list, NOT_FOUND } from './ask.ts';
import type { Connection } from './connection.ts';
import { backupRule } from './plans.ts';

const PAGE = 1_000;
/** A plan may have 2,000 versions; this many of the newest tell enough. Source: AWS Backup Developer Guide, aws-backup-limits. */
const MOST_READ = 50;

type Listed = Omit<PlanVersion, 'rules'>;

/** A plan with its versions, and the rules of those that were in force since then. */
export async function withVersions(
  plan: PlanRecord,
  since: Instant | undefined,
  connection: Connection,
): Promise<PlanRecord> {
  const listed = await list(
    connection,
    'backup:ListBackupPlanVersions',
    {
      send: (NextToken) =>
        connection.backup.send(
          new ListBackupPlanVersionsCommand({ BackupPlanId: plan.id, MaxResults: PAGE, NextToken }),
        ),
      page: (output) => ({ items: output.BackupPlanVersionsList, next: output.NextToken }),
    },
    (versions) => newestFirst(versions.map(versionHead)),
    { codes: NOT_FOUND, value: [] },
  );
  if (!listed.known) return { ...plan, versions: listed };
  const wanted = new Set(inForceSince(listed.value, since).slice(0, MOST_READ));
  const versions = await Promise.all(
    listed.value.map(async (version): Promise<PlanVersion> => {
      return { ...version, rules: wanted.has(version) ? await rulesOf(plan, version, connection) : NOT_READ };
    }),
  );
  return { ...plan, versions: known(versions, listed.from) };
}

const NOT_READ = unknown('not-collected', 'the version is older than all that is asked for, or one of very many');

function versionHead(version: BackupPlansListMember): Listed {
  return present({ id: required(version.VersionId, 'VersionId'), createdAt: instantOf(version.CreationDate) });
}

function newestFirst(versions: readonly Listed[]): readonly Listed[] {
  return sortedBy(versions, ({ createdAt, id }) => `${createdAt ?? ''} ${id}`).toReversed();
}

/** A version is in force until the next one is made; where dates do not tell them apart, all may be. */
function inForceSince(versions: readonly Listed[], since: Instant | undefined): readonly Listed[] {
  const isTold = new Set(versions.map(({ createdAt }) => createdAt ?? '')).size === versions.length;
  if (!isTold || since === undefined) return versions;
  return versions.filter((_, index) => (versions[index - 1]?.createdAt ?? since) >= since);
}

/** The rules of now are known already. */
function rulesOf(
  { id: BackupPlanId, body }: PlanRecord,
  { id: VersionId }: Listed,
  connection: Connection,
): Promise<Fact<readonly BackupRule[]>> {
  if (body.known && body.value.versionId === VersionId) return Promise.resolve(known(body.value.rules, body.from));
  return ask(
    connection,
    'backup:GetBackupPlan',
    () => connection.backup.send(new GetBackupPlanCommand({ BackupPlanId, VersionId })),
    (output) => required(required(output.BackupPlan, 'BackupPlan').Rules, 'BackupPlan.Rules').map(backupRule),
  );
}

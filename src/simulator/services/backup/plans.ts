import { camel } from '../../camel.ts';
import { ServiceError } from '../../error.ts';
import { flag, inners, integer, needInner, needText, text, textMap } from '../../input.ts';
import { type Call, type Operation, reads, route, writes } from '../../operation.ts';
import { paginate } from '../../page.ts';
import { refuse } from '../../refuse.ts';
import type { AdvancedBackupSetting, Plan, PlanVersion } from '../../state.ts';
import { backupArn, invalid, notFound, ownPlanOf, planOf, refused } from './lookup.ts';
import { readRule } from './rule.ts';
import { previewRuns } from './schedule.ts';

const PAGE = { nextToken: 'NextToken', maxResults: 'MaxResults' };

export const PLAN_OPERATIONS = {
  CreateBackupPlan: { ...writes(createPlan), http: route('PUT /backup/plans') },
  UpdateBackupPlan: { ...writes(updatePlan), http: route('POST /backup/plans/{BackupPlanId}') },
  DeleteBackupPlan: { ...writes(deletePlan), http: route('DELETE /backup/plans/{BackupPlanId}') },
  GetBackupPlan: {
    ...reads(getPlan),
    http: route('GET /backup/plans/{BackupPlanId}', {
      versionId: 'VersionId',
      MaxScheduledRunsPreview: 'MaxScheduledRunsPreview',
    }),
  },
  ListBackupPlans: {
    ...reads(listPlans),
    http: route('GET /backup/plans', { ...PAGE, includeDeleted: 'IncludeDeleted' }),
  },
  ListBackupPlanVersions: { ...reads(listVersions), http: route('GET /backup/plans/{BackupPlanId}/versions', PAGE) },
} satisfies Record<string, Operation>;

export function currentVersion(plan: Plan): PlanVersion {
  return plan.versions.at(-1) ?? plan.versions[0];
}

function createPlan(call: Call): object {
  const document = readDocument(call);
  const twin = [...call.region.plans.values()].find(
    (plan) => plan.DeletionDate === undefined && content(currentVersion(plan)) === content(document),
  );
  if (twin) {
    throw new ServiceError('AlreadyExistsException', 'Backup plan with the same plan document already exists', {
      fields: { CreatorRequestId: twin.CreatorRequestId, Arn: twin.BackupPlanArn, Type: 'Sender' },
    });
  }
  const id = call.world.ids.uuid('plan');
  const plan: Plan = {
    BackupPlanId: id,
    BackupPlanArn: backupArn(call.region, `backup-plan:${id}`),
    CreationDate: call.now,
    CreatorRequestId: text(call.input, 'CreatorRequestId'),
    versions: [document],
    selections: new Map(),
  };
  call.region.plans.set(id, plan);
  call.region.tags.set(plan.BackupPlanArn, textMap(call.input, 'BackupPlanTags') ?? {});
  return changed(plan);
}

function updatePlan(call: Call): object {
  const plan = ownPlanOf(call, 'Backup plan cannot be updated');
  const before = currentVersion(plan);
  const next = readDocument(call, before);
  if (next.BackupPlanName !== before.BackupPlanName) throw invalid('The name of a backup plan cannot be changed');
  // A rule keeps its id as long as it keeps its name.
  const ids = new Map(before.Rules.map((rule) => [rule.RuleName, rule.RuleId]));
  plan.versions.push({
    ...next,
    Rules: next.Rules.map((rule) => ({ ...rule, RuleId: ids.get(rule.RuleName) ?? rule.RuleId })),
  });
  return changed(plan);
}

function deletePlan(call: Call): object {
  const plan = ownPlanOf(call, 'Backup plan cannot be deleted');
  if (plan.selections.size > 0) {
    throw refused('Related backup plan selections must be deleted prior to backup plan deletion');
  }
  plan.DeletionDate = call.now;
  call.region.tags.delete(plan.BackupPlanArn);
  return {
    BackupPlanId: plan.BackupPlanId,
    BackupPlanArn: plan.BackupPlanArn,
    DeletionDate: plan.DeletionDate,
    VersionId: currentVersion(plan).VersionId,
  };
}

function getPlan(call: Call): object {
  const plan = planOf(call, { deleted: true });
  const asked = text(call.input, 'VersionId');
  const version =
    asked === undefined ? currentVersion(plan) : plan.versions.find(({ VersionId }) => VersionId === asked);
  if (!version) throw notFound(`Cannot find version ${asked} of Backup plan ${plan.BackupPlanId}`);
  const runs = integer(call.input, 'MaxScheduledRunsPreview') ?? 0;
  if (runs < 0 || runs > 10) throw invalid(`MaxScheduledRunsPreview is ${runs}; it must be between 0 and 10`);
  return {
    BackupPlan: {
      BackupPlanName: version.BackupPlanName,
      Rules: version.Rules,
      AdvancedBackupSettings: version.AdvancedBackupSettings,
    },
    BackupPlanId: plan.BackupPlanId,
    BackupPlanArn: plan.BackupPlanArn,
    VersionId: version.VersionId,
    CreatorRequestId: plan.CreatorRequestId,
    CreationDate: plan.CreationDate,
    DeletionDate: plan.DeletionDate,
    LastExecutionDate: plan.LastExecutionDate,
    AdvancedBackupSettings: version.AdvancedBackupSettings,
    ...(runs > 0 && { ScheduledRunsPreview: previewRuns(version.Rules, call.now, runs) }),
  };
}

function listPlans(call: Call): object {
  const deletedToo = flag(call.input, 'IncludeDeleted') ?? false;
  const { items, next } = paginate(call, [...call.region.plans.values()], {
    matches: (plan) => deletedToo || plan.DeletionDate === undefined,
  });
  return {
    BackupPlansList: items.map((plan) => listed(plan, currentVersion(plan), plan.CreationDate)),
    NextToken: next,
  };
}

function listVersions(call: Call): object {
  const plan = planOf(call, { deleted: true });
  const { items, next } = paginate(call, plan.versions);
  return {
    BackupPlanVersionsList: items.map((version) => listed(plan, version, version.CreationDate)),
    NextToken: next,
  };
}

/** AWS does not say whether a version's date is its own: here it is. */
function listed(plan: Plan, version: PlanVersion, CreationDate: Date): object {
  return {
    BackupPlanArn: plan.BackupPlanArn,
    BackupPlanId: plan.BackupPlanId,
    CreationDate,
    DeletionDate: plan.DeletionDate,
    VersionId: version.VersionId,
    BackupPlanName: version.BackupPlanName,
    CreatorRequestId: plan.CreatorRequestId,
    LastExecutionDate: plan.LastExecutionDate,
    AdvancedBackupSettings: version.AdvancedBackupSettings,
  };
}

/** Names that a plan bears already are older than the checks of names. */
function readDocument(call: Call, before?: PlanVersion): PlanVersion {
  const input = needInner(call.input, 'BackupPlan');
  const rules = (inners(input, 'Rules') ?? []).map((rule) => readRule(call, rule));
  const version = {
    VersionId: versionId(call),
    BackupPlanName: needText(input, 'BackupPlanName'),
    Rules: rules,
    AdvancedBackupSettings: inners(input, 'AdvancedBackupSettings')?.map(
      (setting): AdvancedBackupSetting => ({
        ResourceType: needText(setting, 'ResourceType'),
        BackupOptions: textMap(setting, 'BackupOptions') ?? {},
      }),
    ),
    CreationDate: call.now,
  };
  const held = new Set(before?.Rules.map((rule) => rule.RuleName));
  const forNew = version.BackupPlanName !== before?.BackupPlanName || rules.some((rule) => !held.has(rule.RuleName));
  refuse(call, 'backup-plan', camel(version), forNew);
  return version;
}

/** AWS's version ids are UUIDs in base64. */
function versionId(call: Call): string {
  return Buffer.from(call.world.ids.uuid('plan-version')).toString('base64');
}

/** What makes two plan documents the same: all but the ids and the instant. */
function content(version: PlanVersion): string {
  const rules = version.Rules.map((rule) => ({ ...rule, RuleId: '' }));
  return JSON.stringify([version.BackupPlanName, rules, version.AdvancedBackupSettings ?? []]);
}

function changed(plan: Plan): object {
  const version = currentVersion(plan);
  return {
    BackupPlanId: plan.BackupPlanId,
    BackupPlanArn: plan.BackupPlanArn,
    CreationDate: plan.CreationDate,
    VersionId: version.VersionId,
    AdvancedBackupSettings: version.AdvancedBackupSettings,
  };
}

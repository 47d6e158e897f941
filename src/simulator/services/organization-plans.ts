import { createHash } from 'node:crypto';
import type { BackupRule, Lifecycle } from '../../model/plan.ts';
import type { SelectionRecord, TagCondition } from '../../model/selection.ts';
import { decided } from '../../organizations/decided.ts';
import { faultsOf } from '../../organizations/faults.ts';
import { inPlace, type PolicyPlan, plansOf } from '../../organizations/plans.ts';
import { readPolicy } from '../../organizations/read-policy.ts';
import { type Effective, EffectivePolicies, type TreeNode } from '../../organizations/tree.ts';
import type { Account, Organization, Plan, PlanVersion, Region, Rule, Selection, World } from '../state.ts';
import { regionOf } from '../world.ts';
import { backupArn } from './backup/lookup.ts';

/** Worked out as the guide has it: the policy that was attached first decides, and a lock on an object keeps new keys out. */
export function effectivePolicy(organization: Organization, world: World, account: string): Effective {
  return decided(treeOf(organization, world).of(account));
}

function treeOf(organization: Organization, world: World): EffectivePolicies {
  const { rootId, units, parents, attachments, policies } = organization;
  const attached = (target: string) =>
    (attachments.get(target) ?? []).flatMap((id) => {
      const policy = policies.get(id);
      return (policy && readPolicy({ id, name: policy.name, text: policy.content }).policy) ?? [];
    });
  const nodes: TreeNode[] = [{ id: rootId, name: 'Root', policies: attached(rootId) }];
  for (const { id, name, parent } of units.values()) nodes.push({ id, name, parent, policies: attached(id) });
  for (const { id, name } of world.accounts.values()) {
    nodes.push({ id, name, parent: parents.get(id) ?? rootId, policies: attached(id) });
  }
  return new EffectivePolicies(nodes);
}

/** Makes, changes and removes the plans of backup policies in all accounts; where the effective policy is invalid, all stays. */
export function settlePlans(world: World): void {
  const { organization } = world;
  if (!organization) return;
  const tree = treeOf(organization, world);
  for (const account of [...world.accounts.values()]) {
    const effective = decided(organization.backupPoliciesEnabled ? tree.of(account.id) : undefined);
    const faults = faultsOf(effective).filter(({ mayBe }) => !mayBe);
    organization.invalid.delete(account.id);
    if (faults.length === 0) settleAccount(world, organization, account, plansOf(effective));
    else {
      organization.invalid.set(
        account.id,
        faults.map(({ code, message, path, from }) => ({
          ErrorCode: code,
          ErrorMessage: message,
          PathToError: path,
          ContributingPolicies: [...new Set(from.flatMap(({ policy }) => policy.id ?? []))],
        })),
      );
    }
  }
}

function settleAccount(world: World, organization: Organization, account: Account, plans: readonly PolicyPlan[]): void {
  const wanted = new Set<string>();
  for (const plan of plans) {
    for (const name of plan.regions.known ? plan.regions.value : []) {
      if (!account.enabledRegions.includes(name) && !account.regions.has(name)) continue;
      const region = regionOf(world, account.id, name);
      const made = putPlan(world, region, plan);
      wanted.add(made.BackupPlanArn);
      organization.plans.add(made.BackupPlanArn);
    }
  }
  for (const region of account.regions.values()) {
    for (const { BackupPlanId, BackupPlanArn } of [...region.plans.values()]) {
      if (!organization.plans.has(BackupPlanArn) || wanted.has(BackupPlanArn)) continue;
      region.plans.delete(BackupPlanId);
      organization.plans.delete(BackupPlanArn);
    }
  }
}

function putPlan(world: World, region: Region, policyPlan: PolicyPlan): Plan {
  const { body, selections, name } = inPlace(
    { body: policyPlan.body, selections: policyPlan.selections, name: policyPlan.name },
    { account: region.account, region: region.name },
  );
  const id = `orgs/${namedUuid(`${region.account} ${region.name} ${name}`)}`;
  const now = new Date(world.clock());
  const before = region.plans.get(id);
  const rules = (body.known ? body.value.rules : []).map((rule) => ruleOf(rule, `${id} ${rule.name}`));
  const version: PlanVersion = {
    VersionId: Buffer.from(namedUuid(`${id} ${JSON.stringify(rules)}`)).toString('base64'),
    BackupPlanName: name,
    Rules: rules,
    CreationDate: now,
  };
  const plan: Plan = before ?? {
    BackupPlanId: id,
    BackupPlanArn: backupArn(region, `backup-plan:${id}`),
    CreationDate: now,
    versions: [version],
    selections: new Map(),
  };
  if (plan.versions.at(-1)?.VersionId !== version.VersionId) plan.versions.push(version);
  plan.selections.clear();
  for (const selection of selections.known ? selections.value : []) {
    const made = selectionOf(selection, namedUuid(`${id} ${selection.name}`), now);
    if (made) plan.selections.set(made.SelectionId, made);
  }
  region.plans.set(id, plan);
  return plan;
}

function ruleOf(rule: BackupRule, id: string): Rule {
  return {
    RuleName: rule.name,
    RuleId: namedUuid(id),
    TargetBackupVaultName: rule.vaultName,
    TargetLogicallyAirGappedBackupVaultArn: rule.airGappedVaultArn,
    ScheduleExpression: rule.scheduleExpression,
    ScheduleExpressionTimezone: 'Etc/UTC',
    StartWindowMinutes: rule.startWindowMinutes ?? 480,
    CompletionWindowMinutes: rule.completionWindowMinutes ?? 10_080,
    Lifecycle: lifecycleOf(rule.lifecycle),
    CopyActions: rule.copyActions.map(({ destinationVaultArn, lifecycle }) => ({
      DestinationBackupVaultArn: destinationVaultArn,
      Lifecycle: lifecycleOf(lifecycle),
    })),
  };
}

function lifecycleOf(lifecycle: Lifecycle | undefined): Rule['Lifecycle'] {
  if (!lifecycle) return undefined;
  return {
    MoveToColdStorageAfterDays: lifecycle.moveToColdStorageAfterDays,
    DeleteAfterDays: lifecycle.deleteAfterDays,
  };
}

function selectionOf({ name, body }: SelectionRecord, id: string, now: Date): Selection | undefined {
  if (!body.known) return undefined;
  const { roleArn, resources, notResources, listOfTags, conditions } = body.value;
  const pairs = (found: readonly TagCondition[]) =>
    found.map(({ key, value }) => ({ ConditionKey: key, ConditionValue: value }));
  return {
    SelectionId: id,
    CreationDate: now,
    SelectionName: name,
    IamRoleArn: roleArn,
    Resources: resources,
    NotResources: notResources,
    ListOfTags: pairs(listOfTags).map((tag) => ({ ...tag, ConditionType: 'STRINGEQUALS' })),
    Conditions: {
      StringEquals: pairs(conditions.stringEquals),
      StringNotEquals: pairs(conditions.stringNotEquals),
      StringLike: pairs(conditions.stringLike),
      StringNotLike: pairs(conditions.stringNotLike),
    },
  };
}

/** Name-based (version 3), as all plans of organizations that were recorded have. */
function namedUuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-3${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

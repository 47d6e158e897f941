import {
  type Lifecycle as AwsLifecycle,
  type BackupPlan as AwsPlan,
  type BackupRule as AwsRule,
  type BackupSelection as AwsSelection,
  type BackupPlansListMember,
  type BackupSelectionsListMember,
  type ConditionParameter,
  GetBackupPlanCommand,
  type GetBackupPlanCommandOutput,
  GetBackupSelectionCommand,
  ListBackupPlansCommand,
  ListBackupSelectionsCommand,
} from '@aws-sdk/client-backup';
import type { Fact } from '../model/fact.ts';
import type { BackupRule, Lifecycle, PlanBody, PlanRecord } from '../model/plan.ts';
import { present } from '../model/present.ts';
import type { SelectionBody, SelectionRecord, TagCondition } from '../model/selection.ts';
import { instantOf, required, requiredInstant, sortedBy } from './answer.ts';
import { askUnlessGone, listEach, NOT_FOUND } from './ask.ts';
import type { Connection } from './connection.ts';

/** The most that AWS gives. */
const PREVIEWED_RUNS = 10;
const PAGE = 1_000;

/** Live plans with their rules and selections. */
export function collectPlans(connection: Connection): Promise<Fact<readonly PlanRecord[]>> {
  return listEach(
    connection,
    'backup:ListBackupPlans',
    {
      send: (NextToken) => connection.backup.send(new ListBackupPlansCommand({ MaxResults: PAGE, NextToken })),
      page: (output) => ({ items: output.BackupPlansList, next: output.NextToken }),
    },
    (plan) => (plan.DeletionDate ? undefined : collectPlan(connection, planHead(plan))),
    (plan) => plan.id,
  );
}

function planHead(plan: BackupPlansListMember) {
  return present({
    id: required(plan.BackupPlanId, 'BackupPlanId'),
    arn: required(plan.BackupPlanArn, 'BackupPlanArn'),
    name: required(plan.BackupPlanName, 'BackupPlanName'),
    createdAt: instantOf(plan.CreationDate),
    lastExecutedAt: instantOf(plan.LastExecutionDate),
  });
}

async function collectPlan(connection: Connection, head: ReturnType<typeof planHead>): Promise<PlanRecord | undefined> {
  const [body, selections] = await Promise.all([
    askUnlessGone(
      connection,
      'backup:GetBackupPlan',
      () =>
        connection.backup.send(
          new GetBackupPlanCommand({ BackupPlanId: head.id, MaxScheduledRunsPreview: PREVIEWED_RUNS }),
        ),
      planBody,
    ),
    collectSelections(connection, head.id),
  ]);
  return body && { ...head, body, selections };
}

function planBody(output: GetBackupPlanCommandOutput): PlanBody {
  const plan = required(output.BackupPlan, 'BackupPlan');
  const preview = (output.ScheduledRunsPreview ?? []).map((run) =>
    present({ at: requiredInstant(run.ExecutionTime, 'ExecutionTime'), ruleId: run.RuleId }),
  );
  return present({
    rules: required(plan.Rules, 'BackupPlan.Rules').map(backupRule),
    preview: sortedBy(preview, (run) => `${run.at} ${run.ruleId ?? ''}`),
    document: documentOf(plan),
    versionId: output.VersionId,
  });
}

/** What `UpdateBackupPlan` takes is what `GetBackupPlan` gives, but for the ids of rules. */
function documentOf(plan: AwsPlan): string {
  return JSON.stringify({ ...plan, Rules: plan.Rules?.map(({ RuleId: _id, ...rule }) => rule) });
}

/** Shared with the versions of a plan. */
export function backupRule(rule: AwsRule): BackupRule {
  return present({
    name: required(rule.RuleName, 'RuleName'),
    id: rule.RuleId,
    vaultName: required(rule.TargetBackupVaultName, 'TargetBackupVaultName'),
    airGappedVaultArn: rule.TargetLogicallyAirGappedBackupVaultArn,
    scheduleExpression: rule.ScheduleExpression,
    scheduleTimezone: rule.ScheduleExpressionTimezone,
    startWindowMinutes: rule.StartWindowMinutes,
    completionWindowMinutes: rule.CompletionWindowMinutes,
    lifecycle: lifecycleOf(rule.Lifecycle),
    copyActions: (rule.CopyActions ?? []).map((copy) =>
      present({
        destinationVaultArn: required(copy.DestinationBackupVaultArn, 'DestinationBackupVaultArn'),
        lifecycle: lifecycleOf(copy.Lifecycle),
      }),
    ),
  });
}

/** Absent when nothing is set. AWS says "never" both as an absent number and as -1. */
export function lifecycleOf(lifecycle: AwsLifecycle | null | undefined): Lifecycle | undefined {
  const days = present({
    moveToColdStorageAfterDays: daysOf(lifecycle?.MoveToColdStorageAfterDays),
    deleteAfterDays: daysOf(lifecycle?.DeleteAfterDays),
  });
  return Object.keys(days).length === 0 ? undefined : days;
}

function daysOf(days: number | null | undefined): number | undefined {
  return days !== null && days !== undefined && days > 0 ? days : undefined;
}

function collectSelections(connection: Connection, planId: string): Promise<Fact<readonly SelectionRecord[]>> {
  return listEach(
    connection,
    'backup:ListBackupSelections',
    {
      send: (NextToken) =>
        connection.backup.send(new ListBackupSelectionsCommand({ BackupPlanId: planId, MaxResults: PAGE, NextToken })),
      page: (output) => ({ items: output.BackupSelectionsList, next: output.NextToken }),
    },
    (selection) => collectSelection(connection, planId, selection, required(selection.SelectionId, 'SelectionId')),
    (selection) => selection.id,
    { codes: NOT_FOUND, value: [] },
  );
}

async function collectSelection(
  connection: Connection,
  planId: string,
  selection: BackupSelectionsListMember,
  id: string,
): Promise<SelectionRecord | undefined> {
  const body = await askUnlessGone(
    connection,
    'backup:GetBackupSelection',
    () => connection.backup.send(new GetBackupSelectionCommand({ BackupPlanId: planId, SelectionId: id })),
    (output) => selectionBody(required(output.BackupSelection, 'BackupSelection')),
  );
  return (
    body && present({ id, name: selection.SelectionName ?? id, createdAt: instantOf(selection.CreationDate), body })
  );
}

function selectionBody(selection: AwsSelection): SelectionBody {
  const { StringEquals, StringNotEquals, StringLike, StringNotLike } = selection.Conditions ?? {};
  return {
    roleArn: required(selection.IamRoleArn, 'IamRoleArn'),
    resources: selection.Resources ?? [],
    notResources: selection.NotResources ?? [],
    listOfTags: (selection.ListOfTags ?? []).map((tag) => ({
      key: required(tag.ConditionKey, 'ConditionKey'),
      value: required(tag.ConditionValue, 'ConditionValue'),
    })),
    conditions: {
      stringEquals: tagConditions(StringEquals),
      stringNotEquals: tagConditions(StringNotEquals),
      stringLike: tagConditions(StringLike),
      stringNotLike: tagConditions(StringNotLike),
    },
  };
}

function tagConditions(conditions: readonly ConditionParameter[] | null | undefined): TagCondition[] {
  return (conditions ?? []).map((condition) => ({
    key: required(condition.ConditionKey, 'ConditionKey'),
    value: required(condition.ConditionValue, 'ConditionValue'),
  }));
}

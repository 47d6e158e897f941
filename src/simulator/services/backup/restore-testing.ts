import { ServiceError } from '../../error.ts';
import { type Input, inner, inners, integer, needInner, needText, oneOf, text, textMap, texts } from '../../input.ts';
import { type Call, type Operation, reads, route, writes } from '../../operation.ts';
import { paginate } from '../../page.ts';
import type { KeyValue, RestoreTestingPlan, RestoreTestingSelection } from '../../state.ts';
import { backupArn, invalid, notFound, refused } from './lookup.ts';
import { checkSchedule } from './schedule.ts';

const PLANS = '/restore-testing/plans';
const PLAN = `${PLANS}/{RestoreTestingPlanName}`;
const SELECTION = `${PLAN}/selections/{RestoreTestingSelectionName}`;
const PAGE = { NextToken: 'NextToken', MaxResults: 'MaxResults' };

export const RESTORE_TESTING_OPERATIONS = {
  CreateRestoreTestingPlan: { ...writes(createPlan), http: route(`PUT ${PLANS}`, {}, 201) },
  UpdateRestoreTestingPlan: { ...writes(updatePlan), http: route(`PUT ${PLAN}`) },
  DeleteRestoreTestingPlan: { ...writes(deletePlan), http: route(`DELETE ${PLAN}`, {}, 204) },
  GetRestoreTestingPlan: { ...reads(getPlan), http: route(`GET ${PLAN}`) },
  ListRestoreTestingPlans: { ...reads(listPlans), http: route(`GET ${PLANS}`, PAGE) },
  CreateRestoreTestingSelection: { ...writes(createSelection), http: route(`PUT ${PLAN}/selections`, {}, 201) },
  UpdateRestoreTestingSelection: { ...writes(updateSelection), http: route(`PUT ${SELECTION}`) },
  DeleteRestoreTestingSelection: { ...writes(deleteSelection), http: route(`DELETE ${SELECTION}`, {}, 204) },
  GetRestoreTestingSelection: {
    ...reads((call) => ({ RestoreTestingSelection: selectionOf(call, planOf(call)) })),
    http: route(`GET ${SELECTION}`),
  },
  ListRestoreTestingSelections: { ...reads(listSelections), http: route(`GET ${PLAN}/selections`, PAGE) },
} satisfies Record<string, Operation>;

function createPlan(call: Call): object {
  const input = needInner(call.input, 'RestoreTestingPlan');
  const name = checkName(needText(input, 'RestoreTestingPlanName'));
  if (call.region.restoreTestingPlans.has(name)) throw exists(`Restore testing plan ${name} already exists`);
  const plan: RestoreTestingPlan = {
    RestoreTestingPlanName: name,
    RestoreTestingPlanArn: backupArn(
      call.region,
      `restore-testing-plan:${name}-${call.world.ids.uuid('restore-testing')}`,
    ),
    CreationTime: call.now,
    CreatorRequestId: text(call.input, 'CreatorRequestId'),
    ...readPlan(input),
    selections: new Map(),
  };
  call.region.restoreTestingPlans.set(name, plan);
  call.region.tags.set(plan.RestoreTestingPlanArn, textMap(call.input, 'Tags') ?? {});
  return named(plan);
}

function updatePlan(call: Call): object {
  const plan = planOf(call);
  const input = needInner(call.input, 'RestoreTestingPlan');
  const selection = inner(input, 'RecoveryPointSelection');
  const before: Input = { ...plan, RecoveryPointSelection: { ...plan.RecoveryPointSelection, ...selection } };
  Object.assign(plan, readPlan({ ...before, ...input, RecoveryPointSelection: before['RecoveryPointSelection'] }));
  plan.LastUpdateTime = call.now;
  return { ...named(plan), UpdateTime: call.now };
}

function deletePlan(call: Call): object {
  const plan = planOf(call);
  if (plan.selections.size > 0) throw refused('The selections of a restore testing plan must be deleted before it');
  call.region.restoreTestingPlans.delete(plan.RestoreTestingPlanName);
  call.region.tags.delete(plan.RestoreTestingPlanArn);
  return {};
}

function getPlan(call: Call): object {
  const { selections: _selections, ...plan } = planOf(call);
  return { RestoreTestingPlan: plan };
}

function listPlans(call: Call): object {
  const { items, next } = paginate(call, [...call.region.restoreTestingPlans.values()]);
  return {
    RestoreTestingPlans: items.map((plan) => ({
      CreationTime: plan.CreationTime,
      LastExecutionTime: plan.LastExecutionTime,
      LastUpdateTime: plan.LastUpdateTime,
      RestoreTestingPlanArn: plan.RestoreTestingPlanArn,
      RestoreTestingPlanName: plan.RestoreTestingPlanName,
      ScheduleExpression: plan.ScheduleExpression,
      ScheduleExpressionTimezone: plan.ScheduleExpressionTimezone,
      StartWindowHours: plan.StartWindowHours,
    })),
    NextToken: next,
  };
}

function createSelection(call: Call): object {
  const plan = planOf(call);
  const input = needInner(call.input, 'RestoreTestingSelection');
  const name = checkName(needText(input, 'RestoreTestingSelectionName'));
  if (plan.selections.has(name)) throw exists(`Restore testing selection ${name} already exists`);
  if (plan.selections.size >= 30) throw new ServiceError('LimitExceededException', 'A plan can have 30 selections');
  const requestId = text(call.input, 'CreatorRequestId');
  const selection = readSelection(input, plan, name, call.now, requestId);
  plan.selections.set(name, selection);
  return selected(plan, selection);
}

function updateSelection(call: Call): object {
  const plan = planOf(call);
  const before = selectionOf(call, plan);
  const merged = { ...before, ...needInner(call.input, 'RestoreTestingSelection') };
  const name = before.RestoreTestingSelectionName;
  const selection = readSelection(merged, plan, name, before.CreationTime, before.CreatorRequestId);
  plan.selections.set(name, selection);
  return { ...selected(plan, selection), UpdateTime: call.now };
}

function deleteSelection(call: Call): object {
  const plan = planOf(call);
  plan.selections.delete(selectionOf(call, plan).RestoreTestingSelectionName);
  return {};
}

function listSelections(call: Call): object {
  const plan = planOf(call);
  const { items, next } = paginate(call, [...plan.selections.values()]);
  return {
    RestoreTestingSelections: items.map((selection) => ({
      CreationTime: selection.CreationTime,
      IamRoleArn: selection.IamRoleArn,
      ProtectedResourceType: selection.ProtectedResourceType,
      RestoreTestingPlanName: plan.RestoreTestingPlanName,
      RestoreTestingSelectionName: selection.RestoreTestingSelectionName,
      ValidationWindowHours: selection.ValidationWindowHours,
    })),
    NextToken: next,
  };
}

/** Source: Backup API reference, RestoreTestingPlanForCreate. */
function readPlan(
  input: Input,
): Pick<
  RestoreTestingPlan,
  'ScheduleExpression' | 'ScheduleExpressionTimezone' | 'StartWindowHours' | 'RecoveryPointSelection'
> {
  const expression = needText(input, 'ScheduleExpression');
  const timezone = text(input, 'ScheduleExpressionTimezone');
  checkSchedule(expression, timezone);
  const points = needInner(input, 'RecoveryPointSelection');
  const algorithm = oneOf(points, 'Algorithm', ['LATEST_WITHIN_WINDOW', 'RANDOM_WITHIN_WINDOW']);
  if (algorithm === undefined) throw invalid('RecoveryPointSelection Algorithm is missing');
  return {
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: timezone ?? 'Etc/UTC',
    StartWindowHours: within(input, 'StartWindowHours', 24, 1, 168),
    RecoveryPointSelection: {
      Algorithm: algorithm,
      IncludeVaults: texts(points, 'IncludeVaults') ?? [],
      ExcludeVaults: texts(points, 'ExcludeVaults') ?? [],
      RecoveryPointTypes: texts(points, 'RecoveryPointTypes') ?? [],
      SelectionWindowDays: within(points, 'SelectionWindowDays', 30, 1, 365),
    },
  };
}

function readSelection(
  input: Input,
  plan: RestoreTestingPlan,
  name: string,
  created: Date,
  requestId: string | undefined,
): RestoreTestingSelection {
  const conditions = inner(input, 'ProtectedResourceConditions') ?? {};
  return {
    RestoreTestingSelectionName: name,
    RestoreTestingPlanName: plan.RestoreTestingPlanName,
    CreationTime: created,
    CreatorRequestId: requestId,
    IamRoleArn: needText(input, 'IamRoleArn'),
    ProtectedResourceType: needText(input, 'ProtectedResourceType'),
    ProtectedResourceArns: texts(input, 'ProtectedResourceArns') ?? [],
    ProtectedResourceConditions: {
      StringEquals: readPairs(conditions, 'StringEquals'),
      StringNotEquals: readPairs(conditions, 'StringNotEquals'),
    },
    RestoreMetadataOverrides: textMap(input, 'RestoreMetadataOverrides') ?? {},
    ValidationWindowHours: within(input, 'ValidationWindowHours', 1, 1, 168),
  };
}

function readPairs(input: Input, name: string): readonly KeyValue[] {
  return (inners(input, name) ?? []).map((pair) => ({ Key: needText(pair, 'Key'), Value: text(pair, 'Value') ?? '' }));
}

function within(input: Input, name: string, fallback: number, least: number, most: number): number {
  const value = integer(input, name) ?? fallback;
  if (value < least || value > most) throw invalid(`${name} is ${value}; it must be between ${least} and ${most}`);
  return value;
}

function checkName(name: string): string {
  if (!/^[a-zA-Z0-9_]{1,50}$/.test(name)) throw invalid(`${name} must be 1 to 50 letters, digits and underscores`);
  return name;
}

function exists(message: string): ServiceError {
  return new ServiceError('AlreadyExistsException', message, { fields: { Type: 'Sender' } });
}

function planOf(call: Call): RestoreTestingPlan {
  const name = needText(call.input, 'RestoreTestingPlanName');
  const plan = call.region.restoreTestingPlans.get(name);
  if (!plan) throw notFound(`Restore testing plan ${name} not found`);
  return plan;
}

function selectionOf(call: Call, plan: RestoreTestingPlan): RestoreTestingSelection {
  const name = needText(call.input, 'RestoreTestingSelectionName');
  const selection = plan.selections.get(name);
  if (!selection) throw notFound(`Restore testing selection ${name} not found`);
  return selection;
}

function named(plan: RestoreTestingPlan): object {
  return {
    CreationTime: plan.CreationTime,
    RestoreTestingPlanArn: plan.RestoreTestingPlanArn,
    RestoreTestingPlanName: plan.RestoreTestingPlanName,
  };
}

function selected(plan: RestoreTestingPlan, selection: RestoreTestingSelection): object {
  return {
    ...named(plan),
    CreationTime: selection.CreationTime,
    RestoreTestingSelectionName: selection.RestoreTestingSelectionName,
  };
}

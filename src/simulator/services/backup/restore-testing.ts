import { camel } from '../../camel.ts';
import { ServiceError } from '../../error.ts';
import { type Input, inner, inners, integer, needInner, needText, oneOf, text, textMap, texts } from '../../input.ts';
import { type Call, type Operation, reads, route, writes } from '../../operation.ts';
import { paginate } from '../../page.ts';
import { refuse } from '../../refuse.ts';
import type { KeyValue, RestoreTestingPlan, RestoreTestingSelection } from '../../state.ts';
import { backupArn, invalid, notFound, refused } from './lookup.ts';

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
  const name = needText(input, 'RestoreTestingPlanName');
  const read = readPlan(input);
  refuse(call, 'restore-testing-plan', { restoreTestingPlanName: name, ...camel(read) });
  if (call.region.restoreTestingPlans.has(name)) throw exists(`Restore testing plan ${name} already exists`);
  const plan: RestoreTestingPlan = {
    RestoreTestingPlanName: name,
    RestoreTestingPlanArn: backupArn(
      call.region,
      `restore-testing-plan:${name}-${call.world.ids.uuid('restore-testing')}`,
    ),
    CreationTime: call.now,
    CreatorRequestId: text(call.input, 'CreatorRequestId'),
    ...read,
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
  const next = readPlan({ ...before, ...input, RecoveryPointSelection: before['RecoveryPointSelection'] });
  refuse(call, 'restore-testing-plan', { restoreTestingPlanName: plan.RestoreTestingPlanName, ...camel(next) });
  Object.assign(plan, next);
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
  const name = needText(input, 'RestoreTestingSelectionName');
  if (plan.selections.has(name)) throw exists(`Restore testing selection ${name} already exists`);
  if (plan.selections.size >= 30) throw new ServiceError('LimitExceededException', 'A plan can have 30 selections');
  const requestId = text(call.input, 'CreatorRequestId');
  const selection = readSelection(input, plan, name, call.now, requestId);
  refuseSelection(call, selection);
  plan.selections.set(name, selection);
  return selected(plan, selection);
}

function updateSelection(call: Call): object {
  const plan = planOf(call);
  const before = selectionOf(call, plan);
  const merged = { ...before, ...needInner(call.input, 'RestoreTestingSelection') };
  const name = before.RestoreTestingSelectionName;
  const selection = readSelection(merged, plan, name, before.CreationTime, before.CreatorRequestId);
  refuseSelection(call, selection);
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
  const points = needInner(input, 'RecoveryPointSelection');
  const algorithm = oneOf(points, 'Algorithm', ['LATEST_WITHIN_WINDOW', 'RANDOM_WITHIN_WINDOW']);
  if (algorithm === undefined) throw invalid('RecoveryPointSelection Algorithm is missing');
  return {
    ScheduleExpression: needText(input, 'ScheduleExpression'),
    ScheduleExpressionTimezone: text(input, 'ScheduleExpressionTimezone') ?? 'Etc/UTC',
    StartWindowHours: integer(input, 'StartWindowHours') ?? 24,
    RecoveryPointSelection: {
      Algorithm: algorithm,
      IncludeVaults: texts(points, 'IncludeVaults') ?? [],
      ExcludeVaults: texts(points, 'ExcludeVaults') ?? [],
      RecoveryPointTypes: texts(points, 'RecoveryPointTypes') ?? [],
      SelectionWindowDays: integer(points, 'SelectionWindowDays') ?? 30,
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
    ValidationWindowHours: integer(input, 'ValidationWindowHours') ?? 1,
  };
}

function readPairs(input: Input, name: string): readonly KeyValue[] {
  return (inners(input, name) ?? []).map((pair) => ({ Key: needText(pair, 'Key'), Value: text(pair, 'Value') ?? '' }));
}

function refuseSelection(call: Call, selection: RestoreTestingSelection): void {
  const { StringEquals, StringNotEquals } = selection.ProtectedResourceConditions;
  const conditions = [...StringEquals, ...StringNotEquals];
  refuse(call, 'restore-testing-selection', { ...camel(selection), protectedResourceConditions: conditions });
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

import {
  GetRestoreTestingPlanCommand,
  GetRestoreTestingSelectionCommand,
  type KeyValue,
  ListRestoreTestingPlansCommand,
  ListRestoreTestingSelectionsCommand,
  type RestoreTestingPlanForGet,
  type RestoreTestingSelectionForGet,
} from '@aws-sdk/client-backup';
import { type Fact, known } from '../model/fact.ts';
import type { RestoreTestingPlan, RestoreTestingSelection } from '../model/job.ts';
import { present } from '../model/present.ts';
import { instantOf, required, sortedTexts } from './answer.ts';
import { askUnlessGone, listEach, NOT_FOUND } from './ask.ts';
import type { Connection } from './connection.ts';
import { RESOURCE_TYPE } from './dynamodb-resource.ts';

const PAGE = 1_000;

/**
 * Restore testing plans, with the selections that pick tables. One part that cannot be read makes the whole fact unknown:
 * a plan has no place for a part that is missing.
 */
export async function collectRestoreTesting(connection: Connection): Promise<Fact<readonly RestoreTestingPlan[]>> {
  const listed = await listEach(
    connection,
    'backup:ListRestoreTestingPlans',
    {
      send: (NextToken) => connection.backup.send(new ListRestoreTestingPlansCommand({ MaxResults: PAGE, NextToken })),
      page: (output) => ({ items: output.RestoreTestingPlans, next: output.NextToken }),
    },
    (plan) => collectPlan(connection, required(plan.RestoreTestingPlanName, 'RestoreTestingPlanName')),
    ({ name }) => name,
  );
  if (!listed.known) return listed;
  return allKnown(
    listed.value.map(({ plan }) => plan),
    listed.from,
  );
}

async function collectPlan(
  connection: Connection,
  name: string,
): Promise<{ name: string; plan: Fact<RestoreTestingPlan> } | undefined> {
  const [body, selections] = await Promise.all([
    askUnlessGone(
      connection,
      'backup:GetRestoreTestingPlan',
      () => connection.backup.send(new GetRestoreTestingPlanCommand({ RestoreTestingPlanName: name })),
      (output) => planBody(required(output.RestoreTestingPlan, 'RestoreTestingPlan')),
    ),
    collectSelections(connection, name),
  ]);
  if (body === undefined) return undefined;
  if (!body.known) return { name, plan: body };
  if (!selections.known) return { name, plan: selections };
  return { name, plan: known({ ...body.value, selections: selections.value }, body.from) };
}

function planBody(plan: RestoreTestingPlanForGet) {
  const points = required(plan.RecoveryPointSelection, 'RecoveryPointSelection');
  return present({
    name: required(plan.RestoreTestingPlanName, 'RestoreTestingPlanName'),
    arn: required(plan.RestoreTestingPlanArn, 'RestoreTestingPlanArn'),
    scheduleExpression: plan.ScheduleExpression,
    scheduleTimezone: plan.ScheduleExpressionTimezone,
    lastExecutedAt: instantOf(plan.LastExecutionTime),
    includeVaults: sortedTexts(points.IncludeVaults),
    excludeVaults: sortedTexts(points.ExcludeVaults),
    pointTypes: points.RecoveryPointTypes && sortedTexts(points.RecoveryPointTypes),
    selectionWindowDays: points.SelectionWindowDays,
  });
}

async function collectSelections(
  connection: Connection,
  planName: string,
): Promise<Fact<readonly RestoreTestingSelection[]>> {
  const listed = await listEach(
    connection,
    'backup:ListRestoreTestingSelections',
    {
      send: (NextToken) =>
        connection.backup.send(
          new ListRestoreTestingSelectionsCommand({ RestoreTestingPlanName: planName, MaxResults: PAGE, NextToken }),
        ),
      page: (output) => ({ items: output.RestoreTestingSelections, next: output.NextToken }),
    },
    (selection) =>
      selection.ProtectedResourceType?.startsWith(RESOURCE_TYPE)
        ? collectSelection(
            connection,
            planName,
            required(selection.RestoreTestingSelectionName, 'RestoreTestingSelectionName'),
          )
        : undefined,
    ({ name }) => name,
    { codes: NOT_FOUND, value: [] },
  );
  if (!listed.known) return listed;
  return allKnown(
    listed.value.map(({ selection }) => selection),
    listed.from,
  );
}

async function collectSelection(connection: Connection, planName: string, name: string) {
  const selection = await askUnlessGone(
    connection,
    'backup:GetRestoreTestingSelection',
    () =>
      connection.backup.send(
        new GetRestoreTestingSelectionCommand({ RestoreTestingPlanName: planName, RestoreTestingSelectionName: name }),
      ),
    (output) => selectionBody(required(output.RestoreTestingSelection, 'RestoreTestingSelection')),
  );
  return selection && { name, selection };
}

function selectionBody(selection: RestoreTestingSelectionForGet): RestoreTestingSelection {
  return present({
    name: required(selection.RestoreTestingSelectionName, 'RestoreTestingSelectionName'),
    resourceType: required(selection.ProtectedResourceType, 'ProtectedResourceType'),
    resourceArns: sortedTexts(selection.ProtectedResourceArns),
    conditions: {
      stringEquals: keyValues(selection.ProtectedResourceConditions?.StringEquals),
      stringNotEquals: keyValues(selection.ProtectedResourceConditions?.StringNotEquals),
    },
    validationWindowHours: selection.ValidationWindowHours,
  });
}

function keyValues(pairs: readonly KeyValue[] | null | undefined): { key: string; value: string }[] {
  return (pairs ?? []).map((pair) => ({ key: required(pair.Key, 'Key'), value: required(pair.Value, 'Value') }));
}

/** The first part that is unknown stands for all. */
function allKnown<T>(facts: readonly Fact<T>[], from: string): Fact<readonly T[]> {
  const values: T[] = [];
  for (const fact of facts) {
    if (!fact.known) return fact;
    values.push(fact.value);
  }
  return known(values, from);
}

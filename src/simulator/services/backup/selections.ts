import { camel } from '../../camel.ts';
import { ServiceError } from '../../error.ts';
import { type Input, inner, inners, needInner, needText, text, texts } from '../../input.ts';
import { type Call, type Operation, reads, route, writes } from '../../operation.ts';
import { paginate } from '../../page.ts';
import { refuse } from '../../refuse.ts';
import type { Condition, Plan, Selection } from '../../state.ts';
import { notFound, ownPlanOf, planOf } from './lookup.ts';

const SELECTIONS = '/backup/plans/{BackupPlanId}/selections';

export const SELECTION_OPERATIONS = {
  CreateBackupSelection: { ...writes(createSelection), http: route(`PUT ${SELECTIONS}`) },
  DeleteBackupSelection: { ...writes(deleteSelection), http: route(`DELETE ${SELECTIONS}/{SelectionId}`) },
  GetBackupSelection: { ...reads(getSelection), http: route(`GET ${SELECTIONS}/{SelectionId}`) },
  ListBackupSelections: {
    ...reads(listSelections),
    http: route(`GET ${SELECTIONS}`, { nextToken: 'NextToken', maxResults: 'MaxResults' }),
  },
} satisfies Record<string, Operation>;

function createSelection(call: Call): object {
  const plan = ownPlanOf(call, 'Cannot create selection');
  const input = needInner(call.input, 'BackupSelection');
  const name = needText(input, 'SelectionName');
  const twin = [...plan.selections.values()].find((selection) => selection.SelectionName === name);
  if (twin) {
    throw new ServiceError('AlreadyExistsException', `Backup selection ${name} already exists in the plan`, {
      fields: { CreatorRequestId: twin.CreatorRequestId, Type: 'Sender' },
    });
  }
  const conditions = inner(input, 'Conditions') ?? {};
  const selection: Selection = {
    SelectionId: call.world.ids.uuid('selection'),
    CreationDate: call.now,
    CreatorRequestId: text(call.input, 'CreatorRequestId'),
    SelectionName: name,
    IamRoleArn: needText(input, 'IamRoleArn'),
    Resources: texts(input, 'Resources') ?? [],
    NotResources: texts(input, 'NotResources') ?? [],
    ListOfTags: (inners(input, 'ListOfTags') ?? []).map(readTag),
    Conditions: {
      StringEquals: readConditions(conditions, 'StringEquals'),
      StringNotEquals: readConditions(conditions, 'StringNotEquals'),
      StringLike: readConditions(conditions, 'StringLike'),
      StringNotLike: readConditions(conditions, 'StringNotLike'),
    },
  };
  refuse(call, 'backup-selection', camel(selection));
  plan.selections.set(selection.SelectionId, selection);
  return { SelectionId: selection.SelectionId, BackupPlanId: plan.BackupPlanId, CreationDate: selection.CreationDate };
}

function deleteSelection(call: Call): object {
  const plan = ownPlanOf(call, 'Cannot delete selection');
  plan.selections.delete(selectionOf(call, plan).SelectionId);
  return {};
}

function getSelection(call: Call): object {
  const plan = planOf(call, { deleted: true });
  const { SelectionId, CreationDate, CreatorRequestId, ...body } = selectionOf(call, plan);
  return { BackupSelection: body, SelectionId, BackupPlanId: plan.BackupPlanId, CreationDate, CreatorRequestId };
}

function listSelections(call: Call): object {
  const plan = planOf(call, { deleted: true });
  const { items, next } = paginate(call, [...plan.selections.values()]);
  return {
    BackupSelectionsList: items.map(({ SelectionId, SelectionName, CreationDate, CreatorRequestId, IamRoleArn }) => ({
      SelectionId,
      SelectionName,
      BackupPlanId: plan.BackupPlanId,
      CreationDate,
      CreatorRequestId,
      IamRoleArn,
    })),
    NextToken: next,
  };
}

function selectionOf(call: Call, plan: Plan): Selection {
  const id = needText(call.input, 'SelectionId');
  const selection = plan.selections.get(id);
  if (!selection) throw notFound(`Cannot find selection ${id} of Backup plan ${plan.BackupPlanId}`);
  return selection;
}

function readTag(input: Input): Selection['ListOfTags'][number] {
  return { ConditionType: needText(input, 'ConditionType'), ...readCondition(input) };
}

function readCondition(input: Input): Condition {
  return { ConditionKey: needText(input, 'ConditionKey'), ConditionValue: text(input, 'ConditionValue') ?? '' };
}

function readConditions(input: Input, operator: string): readonly Condition[] {
  return (inners(input, operator) ?? []).map(readCondition);
}

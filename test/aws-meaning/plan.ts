import { ACCOUNT, REGION } from '../../src/controls/example.ts';
import { known } from '../../src/model/fact.ts';
import type { BackupRule, PlanRecord } from '../../src/model/plan.ts';
import type { SelectionBody } from '../../src/model/selection.ts';

export interface PlanParts extends Partial<SelectionBody> {
  readonly name?: string;
  readonly id?: string;
  readonly rules?: readonly Partial<BackupRule>[];
}

/** A plan with one selection; nothing is added to what is given but what AWS requires. */
export function plan({ name = 'daily', id = `id-${name}`, rules = [{}], ...body }: PlanParts): PlanRecord {
  return {
    id,
    arn: `arn:aws:backup:${REGION}:${ACCOUNT}:backup-plan:${id}`,
    name,
    body: known(
      { rules: rules.map((rule) => ({ name: 'nightly', vaultName: 'main', copyActions: [], ...rule })), preview: [] },
      'backup:GetBackupPlan',
    ),
    selections: known(
      [{ id: 'selection-1', name: 'tables', body: known(selectionBody(body), 'backup:GetBackupSelection') }],
      'backup:ListBackupSelections',
    ),
  };
}

export function selectionBody(body: Partial<SelectionBody>): SelectionBody {
  return {
    roleArn: `arn:aws:iam::${ACCOUNT}:role/backup`,
    resources: [],
    notResources: [],
    listOfTags: [],
    conditions: { stringEquals: [], stringNotEquals: [], stringLike: [], stringNotLike: [] },
    ...body,
  };
}

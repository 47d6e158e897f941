import type { Estate, EstateTable } from '../estate/estate.ts';
import { known } from '../model/fact.ts';
import type { Result } from '../model/result.ts';
import type { SelectionBody } from '../model/selection.ts';
import type { Tags } from '../model/table.ts';
import { coverageOf } from '../selection/coverage.ts';
import type { Miss } from '../selection/misses.ts';
import { aws, type Command } from './command.ts';
import { joined, NO_REPAIR, type Repair, remark, repairWith, type Step } from './part.ts';
import { reasonsOf } from './reasons.ts';
import { placeOf } from './restored-pair.ts';
import { compactJson } from './shell.ts';

/** A table that no backup plan selects: the least that brings it into one that nearly does. */
export function coverageStep(estate: Estate, table: EstateTable, results: readonly Result[]): Step {
  const { parts, proposals, notes } = repairCoverage(estate, table);
  return {
    title: `backup plan for ${table.name}`,
    place: placeOf(table),
    account: table.account,
    region: table.region,
    reasons: reasonsOf(results),
    notes: [...notes, 'what the plan then does for the table is judged by the next check'],
    parts,
    commands: proposals,
  };
}

function repairCoverage(estate: Estate, table: EstateTable): Repair {
  const { misses } = estate.coverage(table);
  const optIn = misses.some(({ kind }) => kind === 'opted-out') ? [optedIn(table)] : [];
  for (const miss of misses) {
    const tags = tagsFor(table, miss);
    if (!tags) continue;
    const replaced = Object.keys(tags).flatMap((key) => {
      const before = table.record.tags.known ? table.record.tags.value[key] : undefined;
      return before === undefined ? [] : [`replaces ${key}=${before}`];
    });
    return joined([
      repairWith(
        { kind: 'tags', tags },
        `plan ${miss.plan.name} › selection ${miss.selection.name} selects the table by this: ${miss.detail}`,
        ...replaced,
        'tags also decide in IAM conditions and in cost reports',
      ),
    ]);
  }
  return joined([...optIn, ...(optIn.length > 0 ? [] : [selectionProposed(estate, table, misses[0])])]);
}

/** Fewest first: the one tag that is asked for, then all that the conditions ask for beside it. */
function tagsFor(table: EstateTable, { plan, selection }: Miss): Tags | undefined {
  if (!selection.body.known || !table.record.tags.known) return undefined;
  return candidates(selection.body.value).find((tags) => isCovered(table, tags, plan.id));
}

function candidates({ listOfTags, conditions }: SelectionBody): readonly Tags[] {
  const asTags = (conditionsOf: SelectionBody['listOfTags']): Tags[] =>
    conditionsOf.flatMap(({ key, value }) => {
      const name = key.replace(/^aws:ResourceTag\//, '');
      return isSettable(name, value) ? [{ [name]: value }] : [];
    });
  const single = asTags(listOfTags);
  const all: Tags = Object.assign({}, ...asTags(conditions.stringEquals));
  const together = single.map((tag) => ({ ...all, ...tag }));
  return [...single, ...asTags(conditions.stringEquals), ...(Object.keys(all).length > 0 ? [all] : []), ...together];
}

/** Source: DynamoDB API, Tag. A variable in a value stands for something else. */
function isSettable(key: string, value: string): boolean {
  return key !== '' && !key.startsWith('aws:') && key.length <= 128 && value.length <= 256 && !/[*?$]/.test(value);
}

function isCovered(table: EstateTable, added: Tags, planId: string): boolean {
  const before = table.record.tags.known ? table.record.tags.value : {};
  const record = { ...table.record, tags: known({ ...before, ...added }, 'derived') };
  return coverageOf(record, table.regionInventory).covering.some(({ plan }) => plan.id === planId);
}

function optedIn({ region }: EstateTable): Repair {
  const call = aws('backup', 'update-region-settings', {
    region,
    'resource-type-opt-in-preference': compactJson({ DynamoDB: true }),
  });
  return {
    ...NO_REPAIR,
    proposals: [{ call, proposed: true }],
    notes: [
      'DynamoDB is opted out of AWS Backup in this Region; opting in brings every table that a selection names into its plan, and their cost with it, so it is not run',
    ],
  };
}

/** Which plan is meant for a table is nobody's guess. */
function selectionProposed(_estate: Estate, table: EstateTable, miss: Miss | undefined): Repair {
  const plans = table.regionInventory.plans.known ? table.regionInventory.plans.value : [];
  const plan = miss?.plan ?? (plans.length === 1 ? plans[0] : undefined);
  const role = plan?.selections.known
    ? plan.selections.value.flatMap(({ body }) => (body.known ? [body.value.roleArn] : []))[0]
    : undefined;
  if (!plan || role === undefined || plan.id.startsWith('orgs/')) {
    return remark(
      'no selection nearly takes the table: add it to one, by tag or ARN; `holdfast explain TABLE` shows how each misses',
    );
  }
  const selection = { SelectionName: table.name.slice(0, 50), IamRoleArn: role, Resources: [table.arn] };
  const command: Command = {
    call: aws('backup', 'create-backup-selection', {
      region: table.region,
      'backup-plan-id': plan.id,
      'backup-selection': compactJson(selection),
    }),
    proposed: true,
  };
  const rules = plan.body.known ? plan.body.value.rules.map(({ name }) => name).join(', ') : 'unknown';
  return {
    ...NO_REPAIR,
    proposals: [command],
    notes: [
      ...(miss ? [`nearest: plan ${miss.plan.name} › selection ${miss.selection.name} › ${miss.detail}`] : []),
      `a selection of its own brings the table into plan ${plan.name} (rules ${rules}); whether that is the plan meant for it is yours to say, so it is not run`,
    ],
  };
}

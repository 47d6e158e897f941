import type { NewBackupSelection, NewCondition, NewConditions } from './backup-things.ts';
import { lacks, tooMany, unlike } from './breach.ts';
import type { Constraint } from './constraint.ts';
import { type Element, elements, given, isAbsent, isEmpty, type RequestedList } from './requested.ts';

const INVALID = 'InvalidParameterValueException';
const OPERATORS = [
  'stringEquals',
  'stringNotEquals',
  'stringLike',
  'stringNotLike',
] as const satisfies readonly (keyof NewConditions)[];

function* conditionsOf({ conditions }: NewBackupSelection): Iterable<{ path: string; condition: NewCondition }> {
  const requested = given(conditions);
  for (const operator of OPERATORS) {
    for (const { value, index } of elements(requested?.[operator])) {
      yield { path: `conditions.${operator}[${index}]`, condition: value };
    }
  }
}

function wildcards(list: RequestedList<string>): readonly Element<string>[] {
  return elements(list).filter(({ value }) => value.includes('*'));
}

const AS_WRITTEN = (condition: NewCondition): string =>
  `'${given(condition.conditionKey) ?? ''}':'${given(condition.conditionValue) ?? ''}'`;

/** Not here: whether the role can be assumed and may read tags (SE9, SE10), and whether the plan exists (SE13). */
export const BACKUP_SELECTION_CONSTRAINTS: readonly Constraint<NewBackupSelection>[] = [
  {
    id: 'SE1',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@7a5d20e selection-requires-resources-or-tags; hashicorp/terraform-provider-aws#25436',
    *breaches({ resources, listOfTags }) {
      if (!isEmpty(resources) || !isEmpty(listOfTags)) return;
      const message = "Invalid backup selection. Either 'ListOfTags' or 'Resources' section must be non-empty.";
      yield { path: 'resources', message };
    },
  },
  {
    id: 'SE3',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@4ceb0e9 selection-conditions-key-prefix',
    *breaches(selection) {
      for (const { path, condition } of conditionsOf(selection)) {
        const message = `Invalid tag selection: ${AS_WRITTEN(condition)}. Prefix 'aws:ResourceTag/' not found.`;
        yield* unlike(`${path}.conditionKey`, condition.conditionKey, /^aws:ResourceTag\//, message);
      }
    },
  },
  {
    id: 'SE4',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@6e5f3d9 selection-list-of-tags-string-equals-only',
    *breaches({ listOfTags }) {
      for (const { value, index } of elements(listOfTags)) {
        const path = `listOfTags[${index}].conditionType`;
        yield* unlike(
          path,
          value.conditionType,
          /^STRINGEQUALS$/,
          (type) => `Invalid tag selection: ${AS_WRITTEN(value)}. Invalid operator '${type}'.`,
        );
      }
    },
  },
  {
    id: 'SE5',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@4ceb0e9 selection-not-resources-max',
    breaches: ({ notResources }) =>
      tooMany('notResources', wildcards(notResources).length, 30, tooManyWildcards('NotResources')),
  },
  {
    id: 'SE6',
    grade: 'C',
    code: INVALID,
    source: 'Backup API model, BackupSelection',
    *breaches({ resources, notResources }) {
      yield* tooMany('resources', wildcards(resources).length, 30, tooManyWildcards('Resources'));
      for (const [path, list] of [
        ['resources', resources],
        ['notResources', notResources],
      ] as const) {
        const plain = elements(list).length - wildcards(list).length;
        yield* tooMany(
          path,
          plain,
          500,
          'Invalid backup selection. A section holds 500 resources without wildcards at most.',
        );
      }
    },
  },
  {
    id: 'SE7',
    grade: 'B',
    code: INVALID,
    source: 'Backup developer guide, "Assigning resources"',
    *breaches(selection) {
      yield* tooMany(
        'listOfTags',
        elements(selection.listOfTags).length,
        30,
        'A backup selection holds 30 tags at most',
      );
      yield* tooMany(
        'conditions',
        [...conditionsOf(selection)].length,
        30,
        'A backup selection holds 30 conditions at most',
      );
    },
  },
  {
    id: 'SE8',
    grade: 'C',
    code: INVALID,
    newOnly: true,
    source: 'Backup API model, BackupSelection',
    *breaches({ selectionName, iamRoleArn }) {
      yield* lacks('selectionName', selectionName, 'SelectionName is missing');
      yield* unlike(
        'selectionName',
        selectionName,
        /^[a-zA-Z0-9\-_.]{1,50}$/,
        "SelectionName must have 1 to 50 characters: alphanumeric and '-_.'",
      );
      yield* lacks('iamRoleArn', iamRoleArn, 'IamRoleArn is missing');
      yield* unlike(
        'iamRoleArn',
        iamRoleArn,
        /^(?:$|arn:[^:]+:iam::\d{12}:role\/.)/,
        'IamRoleArn must be the ARN of a role',
      );
    },
  },
  {
    id: 'SE11',
    grade: 'U',
    code: INVALID,
    source: 'hashicorp/terraform-provider-aws#29458: not assigned; whether it is refused is not recorded',
    *breaches({ resources, notResources }) {
      for (const [name, list] of [
        ['resources', resources],
        ['notResources', notResources],
      ] as const) {
        for (const { value, index } of elements(list)) {
          if (value === '*' || value.startsWith('arn:')) continue;
          yield { path: `${name}[${index}]`, message: `${value} is neither an ARN nor *` };
        }
      }
    },
  },
  {
    id: 'SE14',
    grade: 'U',
    code: INVALID,
    source: 'not recorded: ListOfTags takes plain tag keys',
    *breaches({ listOfTags }) {
      for (const { value, index } of elements(listOfTags)) {
        if (!isAbsent(value.conditionKey) && given(value.conditionKey)?.startsWith('aws:ResourceTag/')) {
          const message = 'A key of ListOfTags is written without aws:ResourceTag/';
          yield { path: `listOfTags[${index}].conditionKey`, message };
        }
      }
    },
  },
];

function tooManyWildcards(section: string): string {
  return `Invalid backup selection. '${section}' section cannot contain more than 30 resource wildcard selectors.`;
}

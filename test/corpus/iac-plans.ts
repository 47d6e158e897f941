import { parse } from 'yaml';
import { ACCOUNT, ORDERS, REGION } from '../../src/controls/example.ts';
import type { BackupRule, PlanRecord } from '../../src/model/plan.ts';
import type { SelectionBody, TagCondition } from '../../src/model/selection.ts';
import { plan, selectionBody } from '../aws-meaning/plan.ts';

type Json = Record<string, unknown>;

/** Parameter → the value that a stack is made with; absent: the template's default. */
export type Parameters = Readonly<Record<string, string | number>>;

/** The backup plans of a CloudFormation template, read as literally as a test needs: one plan a template. */
export function plansOfTemplate(text: string, given: Parameters): readonly PlanRecord[] {
  const template = record(parse(text, { logLevel: 'silent' }));
  const resources = Object.values(record(template['Resources'])).map(record);
  const defaults = Object.entries(record(template['Parameters'] ?? {})).map(
    ([name, each]) => [name, record(each)['Default']] as const,
  );
  const values = new Map<string, unknown>([...defaults, ...Object.entries(given)]);
  const maps = record(template['Mappings'] ?? {});
  const resolve = (value: unknown): unknown => {
    if (typeof value === 'string') {
      if (values.has(value)) return values.get(value);
      return value.replace(/\$\{([^}]+)\}/g, (_, name: string) => String(PSEUDO[name] ?? values.get(name) ?? name));
    }
    if (!Array.isArray(value) || typeof value[0] !== 'string' || !(value[0] in maps)) return value;
    const [map = '', key, attribute] = value.map((each) => String(resolve(each)));
    return record(record(maps[map])[key ?? ''])[attribute ?? ''];
  };
  const ofType = (type: string) =>
    resources
      .filter((each) => each['Type'] === `AWS::Backup::${type}`)
      .map((each) => record(record(each['Properties'])[type]));
  const selections = ofType('BackupSelection').map((each) => templateSelection(each, resolve));
  return ofType('BackupPlan').map((each) =>
    planWith(
      list(each['BackupPlanRule']).map((rule) => templateRule(record(rule), resolve)),
      selections,
    ),
  );
}

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
};

function templateRule(rule: Json, resolve: (value: unknown) => unknown): Partial<BackupRule> {
  const days = (value: unknown) => (value === undefined ? undefined : Number(resolve(value)));
  return ruleOf({
    name: String(resolve(rule['RuleName'])),
    schedule: resolve(rule['ScheduleExpression']),
    window: days(rule['StartWindowMinutes']),
    cold: days(record(rule['Lifecycle'] ?? {})['MoveToColdStorageAfterDays']),
    kept: days(record(rule['Lifecycle'] ?? {})['DeleteAfterDays']),
    copies: list(rule['CopyActions']).map((copy) => String(record(copy)['DestinationBackupVaultArn'])),
  });
}

function templateSelection(selection: Json, resolve: (value: unknown) => unknown): Partial<SelectionBody> {
  const pairs = (value: unknown) =>
    list(value).map((each) => condition(record(each)['ConditionKey'], resolve(record(each)['ConditionValue'])));
  const conditions = record(selection['Conditions'] ?? {});
  return {
    resources: list(selection['Resources']).map((each) => (each === 'Table.Arn' ? ORDERS : String(resolve(each)))),
    listOfTags: pairs(selection['ListOfTags']),
    conditions: {
      stringEquals: pairs(conditions['StringEquals']),
      stringNotEquals: pairs(conditions['StringNotEquals']),
      stringLike: pairs(conditions['StringLike']),
      stringNotLike: pairs(conditions['StringNotLike']),
    },
  };
}

/** The backup plans that `terraform show -json` says there will be: one plan a file. */
export function plansOfTerraform(text: string): readonly PlanRecord[] {
  const changes = list(record(JSON.parse(text))['resource_changes']).map(record);
  const ofType = (type: string) =>
    changes.filter((each) => each['type'] === type).map((each) => record(record(each['change'])['after']));
  const selections = ofType('aws_backup_selection').map((each) => ({
    resources: list(each['resources']).map(String),
    listOfTags: list(each['selection_tag']).map((tag) => condition(record(tag)['key'], record(tag)['value'])),
  }));
  return ofType('aws_backup_plan').map((each) =>
    planWith(
      list(each['rule']).map((rule) => terraformRule(record(rule))),
      selections,
    ),
  );
}

function terraformRule(rule: Json): Partial<BackupRule> {
  const [lifecycle] = list(rule['lifecycle']).map(record);
  const number = (value: unknown) => (typeof value === 'number' && value > 0 ? value : undefined);
  return {
    ...ruleOf({
      name: String(rule['rule_name']),
      schedule: rule['schedule'],
      window: number(rule['start_window']),
      cold: number(lifecycle?.['cold_storage_after']),
      kept: number(lifecycle?.['delete_after']),
      copies: list(rule['copy_action']).map((copy) => String(record(copy)['destination_vault_arn'])),
    }),
    scheduleTimezone: String(rule['schedule_expression_timezone']),
  };
}

interface RuleParts {
  readonly name: string;
  readonly schedule: unknown;
  readonly window: number | undefined;
  readonly cold: number | undefined;
  readonly kept: number | undefined;
  readonly copies: readonly string[];
}

function ruleOf({ name, schedule, window, cold, kept, copies }: RuleParts): Partial<BackupRule> {
  return {
    name,
    ...(schedule === undefined ? {} : { scheduleExpression: String(schedule) }),
    ...(window === undefined ? {} : { startWindowMinutes: window }),
    lifecycle: {
      ...(cold === undefined ? {} : { moveToColdStorageAfterDays: cold }),
      ...(kept === undefined ? {} : { deleteAfterDays: kept }),
    },
    copyActions: copies.map((destinationVaultArn) => ({ destinationVaultArn })),
  };
}

function planWith(rules: readonly Partial<BackupRule>[], selections: readonly Partial<SelectionBody>[]): PlanRecord {
  const from = 'backup:GetBackupSelection';
  return {
    ...plan({ rules }),
    selections: {
      known: true,
      from: 'backup:ListBackupSelections',
      value: selections.map((each, index) => ({
        id: `selection-${index}`,
        name: `selection-${index}`,
        body: { known: true, from, value: selectionBody(each) },
      })),
    },
  };
}

function condition(key: unknown, value: unknown): TagCondition {
  return { key: String(key), value: String(value) };
}

function record(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`no object: ${JSON.stringify(value)}`);
  return value as Json;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

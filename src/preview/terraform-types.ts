import { CLOUDFORMATION_TYPES, cloudFormationRow } from './cloudformation-types.ts';
import { HARMLESS_AWSCC, HARMLESS_TERRAFORM } from './harmless-services.ts';
import type { PlannedResource } from './terraform-plan.ts';
import {
  AUDITS,
  BACKUP_FACTS,
  CAPACITIES,
  COMPOSITE,
  EVERYTHING,
  IDENTITY,
  isHarmless,
  mayTouch,
  NOT_JUDGED,
  OF_BACKUP,
  OF_CLOUDWATCH,
  OF_DYNAMODB,
  OF_KMS,
  ORGANIZATION,
  PERMISSION_SETS,
  POLICY_OF_AWS,
  REPORTS,
  rowOf,
  TABLE_FACTS,
  TEMPLATE,
  type TypeRow,
  type TypeTable,
  UNLISTED,
} from './type-rows.ts';
import { memberOf } from './value.ts';

const RUNS = 'it runs code when the plan is applied, and a plan does not show what that does';

/**
 * Types of the provider hashicorp/aws that are not read, beside those of services that touch nothing of tables or backups.
 * Source: the pages of the provider, 5.100 and 6.
 */
const AWS: TypeTable = {
  'aws_backup_*': mayTouch(BACKUP_FACTS, OF_BACKUP),
  aws_backup_framework: isHarmless(AUDITS),
  aws_backup_report_plan: isHarmless(REPORTS),
  aws_backup_vault_notifications: isHarmless(NOT_JUDGED),
  'aws_dynamodb_*': mayTouch(TABLE_FACTS, OF_DYNAMODB),
  aws_dynamodb_contributor_insights: isHarmless(NOT_JUDGED),
  aws_dynamodb_kinesis_streaming_destination: isHarmless(NOT_JUDGED),
  aws_dynamodb_create_backup: isHarmless('a backup of DynamoDB is not a recovery point of AWS Backup'),
  aws_dynamodb_table_export: isHarmless('an export only reads'),
  aws_dynamodb_table_item: isHarmless('items are not judged'),
  'aws_appautoscaling_*': mayTouch(['scaling'], CAPACITIES),
  aws_autoscalingplans_scaling_plan: mayTouch(['scaling'], CAPACITIES),
  'aws_cloudwatch_*': mayTouch(['alarms'], OF_CLOUDWATCH),
  aws_cloudwatch_composite_alarm: mayTouch(['alarms'], COMPOSITE),
  aws_cloudwatch_contributor_insight_rule: isHarmless(NOT_JUDGED),
  aws_cloudwatch_contributor_managed_insight_rule: isHarmless(NOT_JUDGED),
  aws_cloudwatch_dashboard: isHarmless(NOT_JUDGED),
  'aws_cloudwatch_event_*': isHarmless('rules of EventBridge change nothing by themselves'),
  'aws_cloudwatch_log_*': isHarmless('logs are not judged'),
  aws_cloudwatch_metric_stream: isHarmless(NOT_JUDGED),
  aws_cloudwatch_query_definition: isHarmless(NOT_JUDGED),
  'aws_kms_*': mayTouch(['keys'], OF_KMS),
  aws_kms_ciphertext: isHarmless(NOT_JUDGED),
  aws_kms_custom_key_store: isHarmless(NOT_JUDGED),
  aws_kms_grant: isHarmless('who may use a key is not judged'),
  aws_kms_key_policy: isHarmless('who may use a key is not judged'),
  'aws_iam_*': mayTouch(['identity-policies', 'backup-roles'], IDENTITY, 'account'),
  aws_iam_access_key: isHarmless(NOT_JUDGED),
  aws_iam_account_alias: isHarmless(NOT_JUDGED),
  aws_iam_account_password_policy: isHarmless(NOT_JUDGED),
  aws_iam_instance_profile: isHarmless(NOT_JUDGED),
  aws_iam_openid_connect_provider: isHarmless(NOT_JUDGED),
  aws_iam_saml_provider: isHarmless(NOT_JUDGED),
  aws_iam_server_certificate: isHarmless(NOT_JUDGED),
  aws_iam_service_linked_role: isHarmless(POLICY_OF_AWS),
  'aws_ssoadmin_*': mayTouch(['identity-policies'], PERMISSION_SETS, 'anywhere'),
  'aws_organizations_*': mayTouch([...BACKUP_FACTS], ORGANIZATION, 'anywhere'),
  aws_organizations_delegated_administrator: isHarmless(NOT_JUDGED),
  aws_organizations_resource_policy: isHarmless(NOT_JUDGED),
  'aws_controltower_*': mayTouch(EVERYTHING, TEMPLATE, 'anywhere'),
  aws_cloudformation_stack: mayTouch(EVERYTHING, TEMPLATE),
  'aws_cloudformation_stack_*': mayTouch(EVERYTHING, TEMPLATE, 'anywhere'),
  aws_cloudformation_type: isHarmless('it registers a type'),
  aws_cloudcontrolapi_resource: mayTouch(EVERYTHING, TEMPLATE),
  aws_servicecatalog_provisioned_product: mayTouch(EVERYTHING, TEMPLATE),
  aws_serverlessapplicationrepository_cloudformation_stack: mayTouch(EVERYTHING, TEMPLATE),
  aws_elastic_beanstalk_environment: mayTouch(EVERYTHING, TEMPLATE),
  aws_lambda_invocation: mayTouch(EVERYTHING, RUNS, 'anywhere'),
  aws_lambda_invoke: mayTouch(EVERYTHING, RUNS, 'anywhere'),
  aws_ssm_association: mayTouch(EVERYTHING, RUNS, 'anywhere'),
  aws_sfn_start_execution: mayTouch(EVERYTHING, RUNS, 'anywhere'),
  aws_codebuild_start_build: mayTouch(EVERYTHING, RUNS, 'anywhere'),
};

/** Attributes by which a type of whatever provider makes resources of other types. */
const DEFINITIONS = ['template_body', 'template_url', 'type_name', 'desired_state'];

/** The table of CloudFormation by names of awscc, without what its provider does not make. */
const AWSCC: TypeTable = Object.fromEntries(
  Object.entries(CLOUDFORMATION_TYPES).flatMap(([name, row]) => {
    const [, service, type] = /^aws::(\w+)::([\w*]+)$/.exec(name.toLowerCase()) ?? [];
    return service === undefined ? [] : [[`${service}_${type}`, row]];
  }),
);

/** Undefined for what matters to nobody: services known to be harmless, and other providers. */
export function terraformRow(resource: Pick<PlannedResource, 'type' | 'before' | 'after'>): TypeRow | undefined {
  const { type } = resource;
  const named = (type.startsWith('awscc_') ? awsccRow(type) : rowOf(AWS, type)) ?? rowOfService(type);
  const row = named ?? (definesOthers(resource) ? mayTouch(EVERYTHING, TEMPLATE, 'anywhere') : undefined);
  if (!row || row.touches.length === 0) return undefined;
  return isOtherPolicy(resource) || isOtherControlledType(resource) ? undefined : row;
}

/** `awscc_backup_backup_plan` → `AWS::Backup::BackupPlan`: the same shapes, under names made of them, the service's first. */
function awsccRow(type: string): TypeRow | undefined {
  const [, service = '', ...words] = type.split('_');
  return rowOf(AWSCC, `${service}_${words.join('')}`);
}

/** Providers that are not of AWS touch nothing there, unless their names or attributes say otherwise. */
function rowOfService(type: string): TypeRow | undefined {
  const [provider = '', service = ''] = type.split('_');
  if (!provider.includes('aws')) return undefined;
  if (provider === 'aws' && HARMLESS_TERRAFORM.has(service)) return undefined;
  if (provider === 'awscc' && HARMLESS_AWSCC.has(service)) return undefined;
  return provider === 'aws' || provider === 'awscc' ? UNLISTED : { ...UNLISTED, where: 'anywhere' };
}

function definesOthers({ before, after }: Pick<PlannedResource, 'before' | 'after'>): boolean {
  return DEFINITIONS.some((key) => [before, after].some((side) => typeof memberOf(side ?? {}, key) === 'string'));
}

/** Service control policies, tag policies and their kin are not merged into backup plans. */
function isOtherPolicy(resource: Pick<PlannedResource, 'type' | 'before' | 'after'>): boolean {
  return resource.type === 'aws_organizations_policy' && isAlways(resource, 'type', (kind) => kind !== 'BACKUP_POLICY');
}

/** A resource of Cloud Control says which type it is of. */
function isOtherControlledType(resource: Pick<PlannedResource, 'type' | 'before' | 'after'>): boolean {
  const isOther = (controlled: string) => cloudFormationRow(controlled) === undefined;
  return resource.type === 'aws_cloudcontrolapi_resource' && isAlways(resource, 'type_name', isOther);
}

/** Before the change and after it, as far as there is something. */
function isAlways(
  { before, after }: Pick<PlannedResource, 'before' | 'after'>,
  key: string,
  holds: (value: string) => boolean,
): boolean {
  const values = [before, after].flatMap((side) => (side === undefined ? [] : [memberOf(side, key)]));
  return values.length > 0 && values.every((value) => typeof value === 'string' && holds(value));
}

import type { Circumstances, Refusal } from '../constraints/constraint.ts';
import { type Kind, refusals, type Thing } from '../constraints/refusals.ts';
import { type Requested, type RequestedList, requested } from '../constraints/requested.ts';
import { unknown } from '../model/fact.ts';
import { present } from '../model/present.ts';
import { type Attributes, settled } from './attributes.ts';

const FROM = 'the Terraform plan';

const NOT_ASKED = unknown('not-collected', 'it is not asked of a plan');

type Sent = readonly Refusal[];
type Ask = (after: Attributes, circumstances: Circumstances, before: Attributes | undefined) => Sent;

/** What AWS refuses of the resources of a plan: each is put as the provider sends it. */
export const TERRAFORM_SENT: Readonly<Record<string, Ask>> = {
  aws_backup_plan: asked('backup-plan', (plan) => ({
    backupPlanName: text(plan, 'name'),
    rules: list(plan, 'rule', backupRule),
  })),
  aws_backup_selection: asked('backup-selection', (selection) => ({
    selectionName: text(selection, 'name'),
    iamRoleArn: text(selection, 'iam_role_arn'),
    resources: texts(selection, 'resources'),
    notResources: texts(selection, 'not_resources'),
    listOfTags: list(selection, 'selection_tag', (tag) => ({ ...condition(tag), conditionType: text(tag, 'type') })),
    conditions: block(selection, 'condition', (operators) => ({
      stringEquals: list(operators, 'string_equals', condition),
      stringNotEquals: list(operators, 'string_not_equals', condition),
      stringLike: list(operators, 'string_like', condition),
      stringNotLike: list(operators, 'string_not_like', condition),
    })),
  })),
  aws_backup_vault: asked('backup-vault', (vault) => ({
    backupVaultName: text(vault, 'name'),
    encryptionKeyArn: text(vault, 'kms_key_arn'),
  })),
  aws_backup_logically_air_gapped_vault: asked('air-gapped-vault', (vault) => ({
    backupVaultName: text(vault, 'name'),
    minRetentionDays: number(vault, 'min_retention_days'),
    maxRetentionDays: number(vault, 'max_retention_days'),
  })),
  aws_backup_vault_lock_configuration: asked('vault-lock', (lock) => ({
    minRetentionDays: positive(lock, 'min_retention_days'),
    maxRetentionDays: positive(lock, 'max_retention_days'),
    changeableForDays: positive(lock, 'changeable_for_days'),
  })),
  aws_backup_restore_testing_plan: asked('restore-testing-plan', (plan) => ({
    restoreTestingPlanName: text(plan, 'name'),
    scheduleExpression: text(plan, 'schedule_expression'),
    scheduleExpressionTimezone: text(plan, 'schedule_expression_timezone'),
    startWindowHours: number(plan, 'start_window_hours'),
    recoveryPointSelection: block(plan, 'recovery_point_selection', (points) => ({
      algorithm: text(points, 'algorithm'),
      includeVaults: texts(points, 'include_vaults'),
      recoveryPointTypes: texts(points, 'recovery_point_types'),
      selectionWindowDays: number(points, 'selection_window_days'),
    })),
  })),
  aws_appautoscaling_target: asked('scalable-target', (target) => ({
    serviceNamespace: text(target, 'service_namespace'),
    resourceId: text(target, 'resource_id'),
    scalableDimension: text(target, 'scalable_dimension'),
    minCapacity: number(target, 'min_capacity'),
    maxCapacity: number(target, 'max_capacity'),
  })),
  aws_appautoscaling_policy: asked('scaling-policy', (policy) => ({
    policyType: text(policy, 'policy_type'),
    resourceId: text(policy, 'resource_id'),
    scalableDimension: text(policy, 'scalable_dimension'),
    stepScalingPolicyConfiguration: block(policy, 'step_scaling_policy_configuration', () => ({})),
    targetTrackingScalingPolicyConfiguration: block(
      policy,
      'target_tracking_scaling_policy_configuration',
      (tracking) =>
        present({
          targetValue: number(tracking, 'target_value'),
          predefinedMetricSpecification: block(tracking, 'predefined_metric_specification', (metric) => ({
            predefinedMetricType: text(metric, 'predefined_metric_type'),
          })),
          customizedMetricSpecification: block(tracking, 'customized_metric_specification', () => ({})),
        }),
    ),
  })),
  aws_cloudwatch_metric_alarm: asked('metric-alarm', (alarm) => ({
    alarmName: text(alarm, 'alarm_name'),
    period: positive(alarm, 'period'),
    evaluationPeriods: number(alarm, 'evaluation_periods'),
    datapointsToAlarm: positive(alarm, 'datapoints_to_alarm'),
    // The provider sends one of the two, and 0 where it is given neither.
    threshold: requested(
      settled(FROM, () =>
        alarm.text('threshold_metric_id') === undefined ? (alarm.number('threshold') ?? 0) : undefined,
      ),
    ),
    thresholdMetricId: text(alarm, 'threshold_metric_id'),
    comparisonOperator: text(alarm, 'comparison_operator'),
    alarmActions: texts(alarm, 'alarm_actions'),
    okActions: texts(alarm, 'ok_actions'),
    insufficientDataActions: texts(alarm, 'insufficient_data_actions'),
    dimensions: requested(settled(FROM, () => Object.keys(alarm.textMap('dimensions')))),
    metrics: list(alarm, 'metric_query', (query) =>
      present({
        expression: text(query, 'expression'),
        metricStat: block(query, 'metric', (metric) => present({ period: number(metric, 'period') })),
      }),
    ),
  })),
  aws_dynamodb_table: (after, circumstances, before) => [
    // The provider holds capacities and indexes against each other itself, while it plans.
    ...refusals('table', { tableName: text(after, 'name'), billingMode: NOT_ASKED }, circumstances),
    ...(before && !circumstances.forNew
      ? refusals('table-change', { before: liveTimes(before), after: liveTimes(after) }, circumstances)
      : []),
    ...within(
      'pointInTimeRecovery',
      block(after, 'point_in_time_recovery', (recovery) => ({
        pointInTimeRecoveryEnabled: requested(settled(FROM, () => recovery.flag('enabled'))),
        // The provider keeps the period of before in the plan, and does not send it where it turns recovery off.
        recoveryPeriodInDays:
          recovery.raw('enabled') === false ? undefined : positive(recovery, 'recovery_period_in_days'),
      })),
      (recovery) => refusals('point-in-time-recovery', recovery, circumstances),
    ),
  ],
};

/** What AWS refuses to delete. Terraform does not change what it is about to delete. */
export const TERRAFORM_DELETIONS: Readonly<Record<string, (before: Attributes) => Sent>> = {
  aws_dynamodb_table: (before) => {
    const deletionProtectionEnabled = requested(settled(FROM, () => before.flag('deletion_protection_enabled')));
    return refusals('table-deletion', { deletionProtectionEnabled }, { forNew: false, through: 'terraform' });
  },
};

function asked<K extends Kind>(kind: K, thing: (after: Attributes) => Thing<K>): Ask {
  return (after, circumstances) => refusals(kind, present(thing(after) as object) as Thing<K>, circumstances);
}

/** Of the table's time to live, on both sides of an update. */
function liveTimes(table: Attributes) {
  const timeToLiveAttribute = requested(
    settled(FROM, () => {
      const ttl = table.block('ttl');
      return ttl?.flag('enabled') ? ttl.text('attribute_name') : undefined;
    }),
  );
  return present({ timeToLiveAttribute, globalSecondaryIndexNames: NOT_ASKED, streamViewType: NOT_ASKED });
}

function within<T>(path: string, part: Requested<T>, ask: (part: T) => Sent): Sent {
  if (part === undefined || isOpen(part)) return [];
  return ask(part).map((refusal) => ({ ...refusal, path: refusal.path === '' ? path : `${path}.${refusal.path}` }));
}

function isOpen(value: unknown): value is { readonly known: false } {
  return typeof value === 'object' && value !== null && 'known' in value && value.known === false;
}

/** The provider sends its defaults, and says "never" as 0. */
function backupRule(rule: Attributes) {
  return present({
    ruleName: text(rule, 'rule_name'),
    targetBackupVaultName: text(rule, 'target_vault_name'),
    targetLogicallyAirGappedBackupVaultArn: text(rule, 'target_logically_air_gapped_backup_vault_arn'),
    scheduleExpression: text(rule, 'schedule'),
    scheduleExpressionTimezone: text(rule, 'schedule_expression_timezone'),
    startWindowMinutes: number(rule, 'start_window'),
    completionWindowMinutes: number(rule, 'completion_window'),
    lifecycle: block(rule, 'lifecycle', lifecycle),
    copyActions: list(rule, 'copy_action', (copy) =>
      present({
        destinationBackupVaultArn: text(copy, 'destination_vault_arn'),
        lifecycle: block(copy, 'lifecycle', lifecycle),
      }),
    ),
    enableContinuousBackup: requested(settled(FROM, () => rule.flag('enable_continuous_backup'))),
  });
}

function lifecycle(days: Attributes) {
  return present({
    moveToColdStorageAfterDays: positive(days, 'cold_storage_after'),
    deleteAfterDays: positive(days, 'delete_after'),
  });
}

function condition(tag: Attributes) {
  return { conditionKey: text(tag, 'key'), conditionValue: text(tag, 'value') };
}

function text(attributes: Attributes, key: string): Requested<string> {
  return requested(settled(FROM, () => attributes.text(key)));
}

function number(attributes: Attributes, key: string): Requested<number> {
  return requested(settled(FROM, () => attributes.number(key)));
}

/** The provider does not send 0. */
function positive(attributes: Attributes, key: string): Requested<number> {
  return requested(settled(FROM, () => attributes.number(key) || undefined));
}

function texts(attributes: Attributes, key: string): RequestedList<string> {
  return requested(settled(FROM, () => attributes.texts(key)));
}

function list<T>(attributes: Attributes, key: string, item: (block: Attributes) => T): RequestedList<T> {
  return requested(settled(FROM, () => attributes.blocks(key).map(item)));
}

function block<T>(attributes: Attributes, key: string, item: (block: Attributes) => T): Requested<T> {
  return requested(
    settled(FROM, () => {
      const found = attributes.block(key);
      return found && item(found);
    }),
  );
}

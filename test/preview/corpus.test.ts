import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RegionInventory } from '../../src/model/inventory.ts';
import { UserError } from '../../src/model/user-error.ts';
import type { Change } from '../../src/preview/change.ts';
import { readTemplate } from '../../src/preview/cloudformation.ts';
import { alone, HOME, readPlan } from './laid-over.ts';

const CORPUS = resolve(import.meta.dirname, '../../../shared/corpus/B-iac');
const absent = !existsSync(CORPUS) && process.env['HOLDFAST_CI'] !== 'true';

function read(file: string): Change {
  const text = readFileSync(join(CORPUS, file), 'utf8');
  return file.startsWith('tf-') ? readPlan(file, text) : readTemplate(file, text, { target: HOME });
}

/** The plans, vaults and tables of the only Region that the file is about. */
function laidOverNothing(file: string): readonly unknown[] {
  const inventory = alone(read(file));
  return inventory.regions.map((region) => [
    region.region,
    ...planLines(region),
    ...vaultLines(region),
    ...tableLines(region),
  ]);
}

function planLines({ plans }: RegionInventory): readonly string[] {
  if (!plans.known) return [plans.detail];
  return plans.value.flatMap(({ name, body, selections }) => [
    ...(body.known
      ? body.value.rules.map(
          ({ name: rule, vaultName, scheduleExpression, lifecycle, copyActions, openCopies }) =>
            `${name} › ${rule}: ${vaultName} ${scheduleExpression} ${lifecycle?.deleteAfterDays} ${copyActions.map(({ destinationVaultArn }) => destinationVaultArn)}${openCopies?.detail ?? ''}`,
        )
      : [`${name}: ${body.detail}`]),
    ...(selections.known ? selections.value : []).map(({ name: selection, body: picks }) =>
      picks.known
        ? `${name} ‹ ${selection}: ${[...picks.value.resources, ...picks.value.listOfTags.map((tag) => `${tag.key}=${tag.value}`)]}`
        : `${name} ‹ ${selection}: ${picks.detail}`,
    ),
  ]);
}

function vaultLines({ vaults }: RegionInventory): readonly string[] {
  if (!vaults.known) return [vaults.detail];
  return vaults.value.map(
    ({ name, locked, minRetentionDays }) => `vault ${name}${locked ? ` locked ${minRetentionDays}` : ''}`,
  );
}

function tableLines({ tables }: RegionInventory): readonly string[] {
  return (tables.known ? tables.value : []).map(
    ({ name, tags, pointInTimeRecovery: recovery, description }) =>
      `table ${name} ${tags.known ? JSON.stringify(tags.value) : '?'} ${recovery.known ? recovery.value.enabled : '?'} ${description.known ? description.value.billingMode : description.detail}`,
  );
}

/** What somebody who reads the file would expect of it, worked out by hand. */
const EXPECTED: Readonly<Record<string, readonly unknown[]>> = {
  'cfn/awslabs+fhir-works-on-aws-deployment/cloudformation/backup.yaml': [
    [
      'eu-west-1',
      'BackupPlanWithDailyBackups › RuleForDailyBackups: BackupVaultWithDailyBackups cron(0 5 ? * * *) undefined ',
      'BackupPlanWithDailyBackups ‹ TagBasedBackupSelection: backup=daily,service=fhir',
      'vault BackupVaultWithDailyBackups',
    ],
  ],
  'cfn/thomasdpage+aws-backup/aws-backup.yml': [
    [
      'eu-west-1',
      'DEV-daily-backups › DEV-daily-backup-rule: DEV-backup-vault cron(0 5 ? * * *) 7 ',
      'DEV-daily-backups ‹ TagBasedBackupSelection: backup-plan=daily,environment=DEV',
      'vault DEV-backup-vault',
    ],
  ],
  'cfn/sethdford+investment-performance-platform/infrastructure/backup.yaml': [
    [
      'eu-west-1',
      'investment-performance-backup-plan-dev › DailyBackups: investment-performance-backup-vault-dev cron(0 0 * * ? *) 30 ',
      'investment-performance-backup-plan-dev › WeeklyBackups: investment-performance-backup-vault-dev cron(0 0 ? * SUN *) 90 ',
      'investment-performance-backup-plan-dev › MonthlyBackups: investment-performance-backup-vault-dev cron(0 0 1 * ? *) 365 ',
      'investment-performance-backup-plan-dev ‹ investment-performance-backup-selection-dev: BackupSelection.BackupSelection.Resources: parameter DynamoDBTableName has no default',
      'vault investment-performance-backup-vault-dev',
    ],
  ],
  'cfn/cloudtools+troposphere/tests/examples_output/Backup.template': [
    [
      'eu-west-1',
      'BackupPlan › Rule 1: my-backup-vault cron(0 0/12 * * ? *) 31 arn:aws:backup:ca-central-1:930037139585:backup-vault:TestVault',
      'BackupPlan ‹ MySelection: Backup=True',
      'vault my-backup-vault',
    ],
  ],
  'cdk-snapshots/aws+aws-cdk/cdk-backup-selection-conditions.template.json': [
    expect.arrayContaining([
      'eu-west-1',
      'Plan › Daily: cdkbackupselectionconditionsVault25DAD9E3 cron(0 5 * * ? *) 35 ',
      'Plan › Monthly5Year: cdkbackupselectionconditionsVault25DAD9E3 cron(0 5 1 * ? *) 1825 ',
      'Plan ‹ SelectionWithConditions: arn:aws:ec2:*:*:volume/*',
      'vault cdkbackupselectionconditionsVault25DAD9E3 locked 5',
    ]),
  ],
  'tf-plan-rendered/moto-backup.plan.json': [
    [
      'us-east-1',
      'tf_example_backup_plan › tf_example_backup_rule: example_backup_vault cron(0 12 * * ? *) 14 ',
      'vault example_backup_vault',
    ],
  ],
  'tf-plan-rendered/lg-complete_audit_framework.plan.json': [['us-west-2', 'vault complete_audit_vault locked 7']],
  // The modules build the copy out of a dynamic block, whose configuration is in no plan.
  'tf-plan-rendered/lg-cross_region_backup.plan.json': [
    [
      'us-east-1',
      'cross-region-backup-plan › cross-region-daily-backup: cross-region-backup-vault cron(0 2 * * ? *) 365 module.cross_region_backup.aws_backup_plan.ab_plan[0].rule.copy_action: known after apply',
      'cross-region-backup-plan ‹ cross-region-resources: arn:aws:dynamodb:*:*:table/*,arn:aws:ec2:*:*:instance/*,arn:aws:elasticfilesystem:*:*:file-system/*,arn:aws:rds:*:*:cluster:*,arn:aws:rds:*:*:db:*,BackupRequired=true,Environment=prod',
      expect.stringMatching(/^the region of provider aws.secondary is not a constant/),
    ],
  ],
  'tf-plan-rendered/umotif-external-vault.plan.json': [
    [
      'us-east-1',
      expect.stringContaining('example-backup-plan › example-backup-rule: example-external cron('),
      'example-backup-plan ‹ example-backup-selection: Environment=test,Project=Test',
      'vault example-external',
    ],
  ],
  // Terraform 0.12 did not say yet what the configuration refers to.
  'tf-plan/infracost+infracost/3f88dcf4-examples__terraform__plan.json': [
    ['us-east-1', expect.stringMatching(/^table GameScores \{\} \? .*a `dynamic` block may set it/)],
    ['us-east-2', expect.stringMatching(/^table GameScores \{\} false .*a `dynamic` block may set it/)],
    ['us-west-1', expect.stringMatching(/^table GameScores \{\} false .*a `dynamic` block may set it/)],
  ],
};

describe.skipIf(absent)('plans and templates that people have written (skipped where the corpus is missing)', () => {
  test.each(Object.keys(EXPECTED))('%s says what it says to a reader', (file) => {
    expect(laidOverNothing(file)).toEqual(EXPECTED[file]);
  });

  test('none of them ends in anything but a change, or a message to the user', () => {
    const files = globSync('{cfn,cdk-snapshots,dynamodb-fixtures,tf-plan*}/**/*.{yaml,yml,json,template}', {
      cwd: CORPUS,
    });
    const refused = files.filter((file) => {
      try {
        laidOverNothing(file);
        return false;
      } catch (error) {
        expect(error, file).toBeInstanceOf(UserError);
        return true;
      }
    });
    expect(files.length).toBeGreaterThan(40);
    // Tests of rules, inputs of hooks and expected results are no templates, and one plan is cut to a stump.
    expect(refused.filter((file) => !/_tests\.yml$|inputs_1_|expected_result|hostile/.test(file))).toEqual([]);
  });
});

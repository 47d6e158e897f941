import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Simulator } from '../../src/simulator/server.ts';
import type { Region } from '../../src/simulator/state.ts';
import { regionOf } from '../../src/simulator/world.ts';
import { ACCOUNT, REGION, simulated } from './simulated.ts';

const PROVIDER = 'registry.terraform.io/hashicorp/aws';

/** Folders that Terraform's documentation names for mirrored providers, and the one some machines keep beside /usr. */
const MIRRORS = [
  process.env['TF_PLUGIN_MIRROR_DIR'] ?? '',
  join(homedir(), '.terraform.d/plugins'),
  '/usr/local/share/terraform/plugins',
  '/usr/share/terraform/plugins',
  '/opt/tf-plugins',
];
const mirror = MIRRORS.find((folder) => folder !== '' && existsSync(join(folder, PROVIDER)));
const hasTerraform = (process.env['PATH'] ?? '')
  .split(delimiter)
  .some((folder) => existsSync(join(folder, 'terraform')));

const CONFIGURATION = `
terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-1" }
resource "aws_kms_key" "backup" { description = "backups" }
resource "aws_kms_alias" "backup" {
  name          = "alias/backup"
  target_key_id = aws_kms_key.backup.key_id
}
resource "aws_dynamodb_table" "orders" {
  name         = "orders"
  billing_mode = "PROVISIONED"
  read_capacity  = 5
  write_capacity = 5
  hash_key     = "pk"
  attribute {
    name = "pk"
    type = "S"
  }
  attribute {
    name = "customer"
    type = "S"
  }
  global_secondary_index {
    name            = "by-customer"
    hash_key        = "customer"
    projection_type = "ALL"
    read_capacity   = 5
    write_capacity  = 5
  }
  ttl {
    attribute_name = "expiresAt"
    enabled        = true
  }
  point_in_time_recovery { enabled = true }
  stream_enabled   = true
  stream_view_type = "NEW_IMAGE"
  tags = { team = "payments" }
}
resource "aws_appautoscaling_target" "read" {
  service_namespace  = "dynamodb"
  resource_id        = "table/\${aws_dynamodb_table.orders.name}"
  scalable_dimension = "dynamodb:table:ReadCapacityUnits"
  min_capacity       = 5
  max_capacity       = 50
}
resource "aws_appautoscaling_policy" "read" {
  name               = "orders-read"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.read.service_namespace
  resource_id        = aws_appautoscaling_target.read.resource_id
  scalable_dimension = aws_appautoscaling_target.read.scalable_dimension
  target_tracking_scaling_policy_configuration {
    target_value = 70
    predefined_metric_specification { predefined_metric_type = "DynamoDBReadCapacityUtilization" }
  }
}
resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name          = "orders-errors"
  namespace           = "AWS/DynamoDB"
  metric_name         = "SystemErrors"
  dimensions          = { TableName = aws_dynamodb_table.orders.name }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 5
  threshold           = 1
  comparison_operator = "GreaterThanThreshold"
}
resource "aws_backup_vault" "main" {
  name        = "main"
  kms_key_arn = aws_kms_key.backup.arn
}
resource "aws_backup_vault_lock_configuration" "main" {
  backup_vault_name  = aws_backup_vault.main.name
  min_retention_days = 7
}
resource "aws_iam_role" "backup" {
  name = "backup"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "backup.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}
resource "aws_iam_role_policy_attachment" "backup" {
  role       = aws_iam_role.backup.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"
}
resource "aws_backup_plan" "daily" {
  name = "daily"
  rule {
    rule_name         = "nightly"
    target_vault_name = aws_backup_vault.main.name
    schedule          = "cron(0 5 ? * * *)"
    lifecycle { delete_after = 35 }
    copy_action { destination_vault_arn = "arn:aws:backup:eu-central-1:111122223333:backup-vault:dr" }
  }
}
resource "aws_backup_selection" "tables" {
  name         = "tables"
  plan_id      = aws_backup_plan.daily.id
  iam_role_arn = aws_iam_role.backup.arn
  resources    = ["arn:aws:dynamodb:*:*:table/*"]
  selection_tag {
    type  = "STRINGEQUALS"
    key   = "team"
    value = "payments"
  }
}
`;

/** The provider wants every resource type named. */
function regionSettings({ optIn, management }: Region): string {
  return `resource "aws_backup_region_settings" "this" {
  resource_type_opt_in_preference     = jsondecode(${JSON.stringify(JSON.stringify(optIn))})
  resource_type_management_preference = jsondecode(${JSON.stringify(JSON.stringify(management))})
}
`;
}

describe.skipIf(!hasTerraform || mirror === undefined)(
  "Terraform's AWS provider (skipped where terraform or a mirror of the provider is missing)",
  () => {
    test('applies, plans no change, sees drift, and destroys', async () => {
      await simulated(async (simulator) => {
        const region = regionOf(simulator.state, ACCOUNT, REGION);
        const folder = mkdtempSync(join(tmpdir(), 'simulator-terraform-'));
        try {
          writeFileSync(join(folder, 'main.tf'), CONFIGURATION + regionSettings(region));
          writeFileSync(
            join(folder, 'terraform.rc'),
            `disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror { path = "${mirror}" }\n}\n`,
          );
          const terraform = (...words: string[]) => run(simulator, folder, words);
          expect(await terraform('init')).toMatchObject({ code: 0 });
          expect(await terraform('apply', '-auto-approve')).toMatchObject({ code: 0 });
          expect([...region.plans.values()].map((plan) => plan.versions[0].Rules[0]?.RuleName)).toEqual(['nightly']);
          const second = await terraform('plan', '-detailed-exitcode');
          expect(second.output).toContain('No changes.');
          expect(second.code).toBe(0);

          const table = region.tables.get('orders');
          if (table) table.pointInTimeRecovery = { ...table.pointInTimeRecovery, enabled: false };
          const drifted = await terraform('plan', '-detailed-exitcode');
          expect(drifted).toMatchObject({ code: 2 });
          expect(drifted.output).toContain('point_in_time_recovery');

          expect(await terraform('destroy', '-auto-approve')).toMatchObject({ code: 0 });
          expect(region.tables.size).toBe(0);
          expect(region.vaults.size).toBe(0);
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      });
    });
  },
);

function run(
  simulator: Simulator,
  folder: string,
  words: readonly string[],
): Promise<{ code: number; output: string }> {
  const env = {
    ...process.env,
    ...simulator.environment,
    TF_CLI_CONFIG_FILE: join(folder, 'terraform.rc'),
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
  };
  return new Promise((resolve) => {
    const options = { cwd: folder, env, maxBuffer: 16_000_000 };
    execFile('terraform', [...words, '-no-color', '-input=false'], options, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
      resolve({ code, output: stdout + stderr });
    });
  });
}

import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { TERRAFORM_RESOURCES } from '../../src/preview/terraform-resources.ts';
import { FILLED_ATTRIBUTES } from '../../src/preview/terraform-values.ts';
import { golden, goldenPath } from './golden-files.ts';
import { answersOf, statusesOf, wrongAnswers } from './judged-side.ts';
import { headText, type Outcome, type Terraform, withTerraform } from './terraform-change.ts';
import { hasTerraform } from './terraform-runs.ts';

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: gold
tables: { tags: { tier: [gold] } }
backup:
  objectives:
    - { frequency: 24h, rpo: 32h, retention: 35d }
  maximumRetention: 400d
  copies: [{ region: eu-central-1, frequency: 24h, retention: 35d }]
  recoveryPoints: { newestWithin: 26h, encrypted: true }
  vault: { lock: governance, encryption: customer-managed, manualDeletion: denied }
  pointInTimeRecovery: { window: 35d }
restore: { rto: 4h, testedEvery: 90d }
`;

const HEAD = `${headText('copies')}
resource "aws_kms_key" "backup" { description = "backups" }
resource "aws_backup_vault" "copies" {
  provider = aws.copies
  name     = "copies"
}
resource "aws_backup_vault" "main" {
  name        = "main"
  kms_key_arn = aws_kms_key.backup.arn
}
`;

const table = (name: string, tags: string, more = '') => `
resource "aws_dynamodb_table" "${name}" {
  name         = "${name}"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "pk"
  attribute {
    name = "pk"
    type = "S"
  }
  tags = { ${tags} }
  ${more}
}`;

const plan = (rules: string) => `
resource "aws_backup_plan" "daily" {
  name = "daily"
  ${rules}
}
resource "aws_backup_selection" "tagged" {
  name         = "tagged"
  plan_id      = aws_backup_plan.daily.id
  iam_role_arn = aws_iam_role.backup.arn
  selection_tag {
    type  = "STRINGEQUALS"
    key   = "backup"
    value = "daily"
  }
}`;

const NIGHTLY = `
  rule {
    rule_name         = "nightly"
    target_vault_name = aws_backup_vault.main.name
    schedule          = "cron(0 5 ? * * *)"
    lifecycle { delete_after = 35 }
    copy_action {
      destination_vault_arn = aws_backup_vault.copies.arn
      lifecycle { delete_after = 35 }
    }
  }`;

const PITR = 'point_in_time_recovery { enabled = true }';

const BEFORE = `${HEAD}
${table('orders', 'tier = "gold", backup = "daily"', PITR)}
${table('carts', 'tier = "gold", backup = "daily"', PITR)}
${table('old', 'tier = "gold", backup = "daily"')}
${table('drafts', 'backup = "never"')}
${plan(NIGHTLY)}
resource "aws_backup_vault_lock_configuration" "main" {
  backup_vault_name  = aws_backup_vault.main.name
  min_retention_days = 7
}`;

/** The copy goes, a weekly rule comes; tags move tables in and out; the lock goes and a policy comes. */
const AFTER = `${HEAD}
${table('orders', 'tier = "gold", backup = "daily"')}
${table('carts', 'tier = "gold", backup = "weekly"', PITR)}
${table('drafts', 'tier = "gold", backup = "daily"')}
${table('invoices', 'tier = "gold", backup = "daily"', PITR)}
${plan(`
  rule {
    rule_name         = "nightly"
    target_vault_name = aws_backup_vault.main.name
    schedule          = "cron(0 5 ? * MON-FRI *)"
    lifecycle { delete_after = 35 }
  }
  rule {
    rule_name         = "yearly"
    target_vault_name = aws_backup_vault.main.name
    schedule          = "cron(0 9 1 1 ? *)"
  }`)}
resource "aws_backup_vault_policy" "main" {
  backup_vault_name = aws_backup_vault.main.name
  policy            = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle", "backup:PutBackupVaultAccessPolicy"], Resource = "*" }]
  })
}`;

/** Blocks whose number waits for a resource, in blocks that are written and beside them. */
const DYNAMIC = `${HEAD}
resource "terraform_data" "later" { input = ["x"] }
${table(
  'orders',
  'tier = "gold", backup = "daily"',
  `dynamic "point_in_time_recovery" {
    for_each = terraform_data.later.output
    content { enabled = true }
  }`,
)}
${table('plain', 'tier = "gold", backup = "daily"', PITR)}
${plan(`
  rule {
    rule_name         = "nightly"
    target_vault_name = aws_backup_vault.main.name
    schedule          = "cron(0 5 ? * * *)"
    lifecycle { delete_after = 35 }
    dynamic "copy_action" {
      for_each = terraform_data.later.output
      content {
        destination_vault_arn = aws_backup_vault.copies.arn
        lifecycle { delete_after = 35 }
      }
    }
  }`)}
resource "aws_backup_plan" "sometimes" {
  name = "sometimes"
  rule {
    rule_name         = "nightly"
    target_vault_name = aws_backup_vault.main.name
    schedule          = "cron(0 9 ? * * *)"
  }
}
resource "aws_backup_selection" "sometimes" {
  name         = "sometimes"
  plan_id      = aws_backup_plan.sometimes.id
  iam_role_arn = aws_iam_role.backup.arn
  resources    = ["*"]
  dynamic "condition" {
    for_each = terraform_data.later.output
    content {
      string_equals {
        key   = "aws:ResourceTag/backup"
        value = "never"
      }
    }
  }
}`;

describe.skipIf(!hasTerraform)(
  'the preview of a Terraform plan (skipped where terraform or a mirror of the provider is missing)',
  () => {
    test('is what is found after the plan was applied: new resources, changed ones, deleted ones', {
      timeout: 240_000,
    }, async () => {
      await withHead(async (previewAndApply) => {
        const first = await previewAndApply(BEFORE);
        expect(answersBut(first.previewed)).toEqual(answersBut(first.applied));
        expect(first.applied.results.length).toBeGreaterThan(30);
        const second = await previewAndApply(AFTER);
        // `drafts` had no policy, so its recovery settings were not collected; the plan leaves them as they are.
        expect(wrongAnswers(second.previewed, second.applied)).toEqual([]);
        expect(second.previewed.preview?.sentences).toEqual([
          'after this change these 2 tables in eu-west-1 lose their copy in eu-central-1: carts, orders',
          'after this change this table in eu-west-1 loses its backup plan: carts',
          'after this change this table in eu-west-1 loses its backups as often as asked: orders',
          'after this change this table in eu-west-1 fails backup-rpo: orders',
          'after this change this table in eu-west-1 fails maximum-retention: orders',
          'after this change this table in eu-west-1 loses its vault lock: orders',
          'after this change these 2 tables in eu-west-1 have no backups as often as asked: drafts, invoices',
          'after this change these 2 tables in eu-west-1 fail backup-rpo: drafts, invoices',
          'after this change these 2 tables in eu-west-1 have no copy in eu-central-1: drafts, invoices',
          'after this change these 2 tables in eu-west-1 fail maximum-retention: drafts, invoices',
          'after this change these 2 tables in eu-west-1 fail recovery-point-age: drafts, invoices',
          'after this change these 2 tables in eu-west-1 have no vault lock: drafts, invoices',
          'after this change this table in eu-west-1 gains its protection from manual deletion: orders',
          'after this change this table in eu-west-1 is no longer evaluated, failures and all: old',
        ]);
      });
    });

    test('leaves unknown what a dynamic block will bring, and says nothing else than is found', {
      timeout: 240_000,
    }, async () => {
      await withHead(async (previewAndApply) => {
        const { previewed, applied } = await previewAndApply(DYNAMIC);
        expect(wrongAnswers(previewed, applied)).toEqual([]);
        const status = statusesOf(previewed);
        expect(status.get('eu-west-1 orders point-in-time-recovery gold backup.pointInTimeRecovery')).toBe('unknown');
        expect(status.get('eu-west-1 plain point-in-time-recovery gold backup.pointInTimeRecovery')).toBe('pass');
        expect(status.get('eu-west-1 plain plan-coverage gold backup')).toBe('unknown');
        expect(status.get('eu-west-1 plain copy-coverage gold backup.copies[0]')).toBe('unknown');
      });
    });

    test('is what is found after an estate was made of every kind of resource, and changed', {
      timeout: 240_000,
    }, async () => {
      await withHead(async (previewAndApply) => {
        const policy = golden('estate.policy.yaml');
        const made = await previewAndApply(golden('estate.tf'), policy);
        expect(answersBut(made.previewed)).toEqual(answersBut(made.applied));
        const changed = await previewAndApply(edited(golden('estate.tf')), policy);
        expect(answersBut(changed.previewed)).toEqual(answersBut(changed.applied));
        if (process.env['UPDATE_GOLDEN'] !== '1') return;
        writeFileSync(goldenPath('estate.plan.json'), lean(made.plan));
        writeFileSync(goldenPath('edited.plan.json'), lean(changed.plan));
        writeFileSync(goldenPath('edited.inventory.json'), changed.inventory);
      });
    });

    test('takes for left to the provider only what its schema says that it fills', { timeout: 240_000 }, async () => {
      await withHead(async (_, terraform) => {
        const schemas: ProviderSchemas = JSON.parse(await terraform('providers', 'schema', '-json'));
        const types = Object.values(schemas.provider_schemas).flatMap(({ resource_schemas: all }) =>
          Object.keys(TERRAFORM_RESOURCES).flatMap((type) => all[type] ?? []),
        );
        expect(types.length).toBe(Object.keys(TERRAFORM_RESOURCES).length);
        const filled = new Set(types.flatMap(({ block }) => filledIn(block)));
        expect(FILLED_ATTRIBUTES.filter((name) => !filled.has(name))).toEqual([]);
      });
    });
  },
);

interface Schema {
  readonly attributes?: Readonly<Record<string, { readonly computed?: boolean }>>;
  readonly block_types?: Readonly<Record<string, { readonly block: Schema }>>;
}

interface ProviderSchemas {
  readonly provider_schemas: Readonly<
    Record<string, { readonly resource_schemas: Readonly<Record<string, { readonly block: Schema }>> }>
  >;
}

function filledIn({ attributes = {}, block_types: blocks = {} }: Schema): readonly string[] {
  return [
    ...Object.entries(attributes).flatMap(([name, { computed }]) => (computed ? [name] : [])),
    ...Object.values(blocks).flatMap(({ block }) => filledIn(block)),
  ];
}

/** Changes of every kind: of rules, conditions, tags, keys, recovery, a lock; what goes, and what is re-created. */
const EDITS: readonly (readonly [string, string])[] = [
  ['cron(0 5 ? * * *)', 'cron(0 5 ? * MON-FRI *)'],
  ['cold_storage_after = 30', 'cold_storage_after = 60'],
  ['value = "weekly"', 'value = "daily"'],
  ['min_retention_days  = 7', 'min_retention_days  = 14'],
  ['recovery_period_in_days = 35', 'recovery_period_in_days = 7'],
  ['deletion_protection_enabled = true', 'deletion_protection_enabled = false'],
  ['tags = { tier = "gold", backup = "daily" }', 'tags = { tier = "gold", backup = "weekly" }'],
  ['value        = "test-1"', 'value        = "live"'],
  ['toset(["carts", "drafts"])', 'toset(["carts", "notes"])'],
  ['target_value = 70', 'target_value = 60'],
  ['metric_name         = "SystemErrors"', 'metric_name         = "ReadThrottleEvents"'],
  ['DynamoDB = true, EBS', 'DynamoDB = false, EBS'],
];

function edited(configuration: string): string {
  return EDITS.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the estate has no ${from}`);
    return text.replace(from, to);
  }, configuration);
}

/** Without what a preview does not read. */
function lean(plan: string): string {
  return JSON.stringify({ ...JSON.parse(plan), planned_values: {}, prior_state: {}, resource_drift: [] });
}

/** When a new table will be made is not known before, and so is whether restores of an earlier one of its name count. */
function answersBut(report: Report): readonly string[] {
  return answersOf(report).filter((answer) => !answer.includes(' restore-tested '));
}

/** The Region is that of the tables; copies stand in another. */
async function withHead(
  use: (
    previewAndApply: (configuration: string, policy?: string) => Promise<Outcome>,
    terraform: Terraform,
  ) => Promise<void>,
): Promise<void> {
  await withTerraform({ first: { 'main.tf': HEAD }, regions: 'eu-west-1' }, (previewAndApply, terraform) =>
    use((configuration, policy = POLICY) => previewAndApply({ 'main.tf': configuration }, policy), terraform),
  );
}

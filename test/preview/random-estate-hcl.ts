import type {
  PlanBlock,
  RandomEstate,
  RuleOf,
  Selection,
  TableBlock,
  TableOf,
  VaultBlock,
  Where,
} from './random-estate.ts';
import { headText } from './terraform-change.ts';

const REGIONS: Readonly<Record<Where, string>> = { near: 'eu-west-1', far: 'eu-central-1' };

const HEAD = `${headText('far')}
resource "aws_kms_key" "near" { description = "backups" }
resource "aws_kms_key" "far" {
  provider    = aws.far
  description = "backups"
}
`;

/** Files of a Terraform configuration, by path: modules three deep, each around the one below it. */
export function filesOf({ tables, vaults, plans, moved }: RandomEstate): Readonly<Record<string, string>> {
  const parts = [
    HEAD,
    ...vaults.map(vaultText),
    ...tables.map(tableText),
    ...plans.map((plan) => planText(plan, vaults, tables)),
    ...moved.map(([from, to]) => `moved {\n  from = ${from}\n  to   = ${to}\n}`),
  ];
  return {
    'main.tf': parts.join('\n'),
    'one/main.tf': module('resource', ''),
    'two/main.tf': module('module', '../one'),
    'three/main.tf': module('module', '../two'),
  };
}

const providerOf = (where: Where) => (where === 'near' ? '' : '  provider = aws.far\n');

const MODULES = ['', './one', './two', './three'];

function module(kind: 'resource' | 'module', source: string): string {
  const variables = ['name', 'tier', 'backup', 'pitr', 'protect', 'hash_key'];
  const head = `${variables.map((name) => `variable "${name}" {}`).join('\n')}
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
output "arn" { value = ${kind === 'resource' ? 'aws_dynamodb_table.this.arn' : 'module.inner.arn'} }`;
  if (kind === 'module') {
    return `${head}\nmodule "inner" {\n  source = "${source}"\n${variables.map((name) => `  ${name} = var.${name}`).join('\n')}\n}`;
  }
  return `${head}\n${resource('this', '', 'var.hash_key', {
    name: 'var.name',
    tier: 'var.tier',
    backup: 'var.backup',
    pitr: 'var.pitr',
    protect: 'var.protect',
  })}`;
}

type Words = Readonly<Record<keyof TableOf, string>>;

function wordsOf(table: TableOf): Words {
  return {
    name: JSON.stringify(table.name),
    tier: JSON.stringify(table.tier),
    backup: JSON.stringify(table.backup),
    pitr: String(table.pitr),
    protect: String(table.protect),
  };
}

function resource(label: string, more: string, hashKey: string, words: Words): string {
  return `resource "aws_dynamodb_table" "${label}" {
${more}  name         = ${words.name}
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = ${hashKey}
  deletion_protection_enabled = ${words.protect}
  attribute {
    name = ${hashKey}
    type = "S"
  }
  point_in_time_recovery { enabled = ${words.pitr} }
  tags = { tier = ${words.tier}, backup = ${words.backup} }
}`;
}

function tableText(block: TableBlock): string {
  const { label, loop, depth, where, hashKey, tables } = block;
  const [first] = tables;
  if (!first) return '';
  const { name: _name, ...common } = wordsOf(first);
  const stem = first.name.replace(/-\d+$/, '');
  const [meta, words]: readonly [string, Words] =
    loop === 'one'
      ? ['', wordsOf(first)]
      : loop === 'count'
        ? [`  count = ${tables.length}\n`, { ...common, name: `"${stem}-\${count.index}"` }]
        : [
            `  for_each = {\n${tables.map((table) => `    ${JSON.stringify(table.name)} = { ${pairs(wordsOf(table))} }`).join('\n')}\n  }\n`,
            {
              name: 'each.key',
              tier: 'each.value.tier',
              backup: 'each.value.backup',
              pitr: 'each.value.pitr',
              protect: 'each.value.protect',
            },
          ];
  if (depth === 0) return resource(label, `${meta}${providerOf(where)}`, JSON.stringify(hashKey), words);
  const providers = where === 'near' ? '' : '  providers = { aws = aws.far }\n';
  const given = Object.entries(words).map(([name, word]) => `  ${name} = ${word}`);
  return `module "${label}" {
  source = "${MODULES[depth]}"
${meta}${providers}${given.join('\n')}
  hash_key = ${JSON.stringify(hashKey)}
}`;
}

function pairs({ tier, backup, pitr, protect }: Words): string {
  return `tier = ${tier}, backup = ${backup}, pitr = ${pitr}, protect = ${protect}`;
}

function vaultText({ label, name, where, ownKey, lock, denies }: VaultBlock): string {
  const provider = providerOf(where);
  const key = ownKey ? `  kms_key_arn = aws_kms_key.${where}.arn\n` : '';
  const vault = `resource "aws_backup_vault" "${label}" {\n${provider}${key}  name = "${name}"\n}`;
  const locked = lock
    ? `resource "aws_backup_vault_lock_configuration" "${lock.label}" {
${provider}  backup_vault_name  = aws_backup_vault.${label}.name
  min_retention_days = ${lock.min}
}`
    : '';
  const policy = denies
    ? `resource "aws_backup_vault_policy" "${label}" {
${provider}  backup_vault_name = aws_backup_vault.${label}.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle", "backup:PutBackupVaultAccessPolicy"], Resource = "*" }]
  })
}`
    : '';
  return [vault, locked, policy].join('\n');
}

function planText(
  { label, where, rules, selection }: PlanBlock,
  vaults: readonly VaultBlock[],
  tables: readonly TableBlock[],
): string {
  const provider = providerOf(where);
  return `resource "aws_backup_plan" "${label}" {
${provider}  name = "${label}"
${rules.map((rule) => ruleText(rule, vaults)).join('\n')}
}
resource "aws_backup_selection" "${label}" {
${provider}  name         = "${label}"
  plan_id      = aws_backup_plan.${label}.id
  iam_role_arn = aws_iam_role.backup.arn
${selectionText(selection, where, tables)}
}`;
}

function ruleText({ name, vault, schedule, deleteAfter, copyTo }: RuleOf, vaults: readonly VaultBlock[]): string {
  const copy = vaults.some(({ label }) => label === copyTo)
    ? `    copy_action {
      destination_vault_arn = aws_backup_vault.${copyTo}.arn
      lifecycle { delete_after = ${deleteAfter} }
    }\n`
    : '';
  return `  rule {
    rule_name         = "${name}"
    target_vault_name = aws_backup_vault.${vault}.name
    schedule          = "${schedule}"
    lifecycle { delete_after = ${deleteAfter} }
${copy}  }`;
}

function selectionText(selection: Selection, where: Where, tables: readonly TableBlock[]): string {
  switch (selection.by) {
    case 'tag':
      return `  selection_tag {\n    type  = "STRINGEQUALS"\n    key   = "backup"\n    value = "${selection.value}"\n  }`;
    case 'all':
      return '  resources = ["*"]';
    case 'name':
      return `  resources = ["arn:aws:dynamodb:${REGIONS[where]}:*:table/${selection.pattern}"]`;
    case 'condition':
      return `  resources = ["*"]
  condition {
    string_equals {
      key   = "aws:ResourceTag/backup"
      value = "${selection.value}"
    }
  }`;
    case 'references':
      return `  resources = concat(${tables
        .filter(({ label }) => selection.blocks.includes(label))
        .map(arnsOf)
        .join(', ')})`;
  }
}

function arnsOf({ label, loop, depth }: TableBlock): string {
  const base = depth === 0 ? `aws_dynamodb_table.${label}` : `module.${label}`;
  if (loop === 'one') return `[${base}.arn]`;
  return loop === 'count' ? `${base}[*].arn` : `[for each in ${base} : each.arn]`;
}

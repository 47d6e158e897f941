import { tableArn } from '../../model/arn.ts';
import { countedIds } from '../id.ts';
import { currentVersion } from '../services/backup/plans.ts';
import { addRole } from '../services/iam-roles.ts';
import type { Account, Creator, Plan, Region, Rule, World } from '../state.ts';
import type { Reading, Reference } from './reader.ts';
import { series } from './time.ts';

export interface Builder {
  readonly world: World;
  readonly account: Account;
  readonly region: Region;
  readonly reading: Reading;
  readonly now: Date;
}

const HOUR_MS = 3_600_000;

export function dangling(builder: Builder, { text: _text, ...place }: Reference, message: string): undefined {
  builder.reading.problems.push({ file: builder.reading.file, ...place, message });
  return undefined;
}

interface Subject {
  readonly tableName?: Reference;
  readonly resourceArn?: string;
}

/** The ARNs that an entry is about: one ARN, one name, or every table that a name with `*` matches. */
export function resourcesOf(builder: Builder, entry: Subject): readonly string[] {
  if (entry.resourceArn !== undefined) return [entry.resourceArn];
  const name = entry.tableName;
  if (name === undefined) return [];
  const { partition, name: region, account } = builder.region;
  if (!name.text.includes('*')) return [tableArn(partition, region, account, name.text)];
  const pattern = new RegExp(`^${name.text.split('*').map(escapeRegExp).join('.*')}$`);
  const found = [...builder.region.tables.values()].filter((table) => pattern.test(table.name));
  if (found.length === 0) dangling(builder, name, `no table of ${builder.region.name} matches ${name.text}`);
  return found.map((table) => table.arn);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}

interface When {
  readonly creationDate?: Date;
  readonly every?: number;
  readonly for?: number;
  readonly until?: Date;
}

/** When the entry's things were made, oldest first. A series ends an hour ago unless it says otherwise. */
export function instantsOf(builder: Builder, entry: When): readonly Date[] {
  if (entry.every === undefined) return [entry.creationDate ?? new Date(builder.now.getTime() - HOUR_MS)];
  const until = entry.until ?? new Date(builder.now.getTime() - HOUR_MS);
  return series(entry.every, entry.for ?? 0, until);
}

export interface CreatedBy {
  readonly backupPlanName: Reference;
  readonly ruleName?: Reference;
  /** The version that was in force then; absent: the present one. */
  readonly backupPlanVersion?: string;
}

/** The plan and rule that an entry names; the plan's first rule when it names none. */
export function creatorOf(builder: Builder, by: CreatedBy | undefined): { creator: Creator; rule: Rule } | undefined {
  if (!by) return undefined;
  const plan = [...builder.region.plans.values()].find(
    (candidate) => currentVersion(candidate).BackupPlanName === by.backupPlanName.text,
  );
  if (!plan)
    return dangling(builder, by.backupPlanName, `no plan of ${builder.region.name} is named ${by.backupPlanName.text}`);
  const rules = currentVersion(plan).Rules;
  const { ruleName } = by;
  const rule = ruleName === undefined ? rules[0] : rules.find((candidate) => candidate.RuleName === ruleName.text);
  if (!rule) {
    return dangling(
      builder,
      ruleName ?? by.backupPlanName,
      `plan ${by.backupPlanName.text} has no rule ${ruleName?.text ?? ''}`,
    );
  }
  const made = creator(plan, rule);
  const version = by.backupPlanVersion ?? made.BackupPlanVersion;
  return { creator: { ...made, BackupPlanVersion: version }, rule };
}

function creator(plan: Plan, rule: Rule): Creator {
  const version = currentVersion(plan);
  return {
    BackupPlanId: plan.BackupPlanId,
    BackupPlanArn: plan.BackupPlanArn,
    BackupPlanName: version.BackupPlanName,
    BackupPlanVersion: version.VersionId,
    BackupRuleId: rule.RuleId,
    BackupRuleName: rule.RuleName,
    BackupRuleCron: rule.ScheduleExpression,
    BackupRuleTimezone: rule.ScheduleExpressionTimezone,
  };
}

/** The role that the console of AWS Backup makes, once something uses it. Source: Developer Guide, iam-service-roles. */
export function backupRole({ account }: Builder): string {
  const name = 'AWSBackupDefaultServiceRole';
  const found = account.roles.get(name);
  if (found) return found.Arn;
  // Its id is drawn apart: that of nothing else depends on whether a scenario needs the role.
  const ids = countedIds(account.id);
  const role = addRole({ ids }, account, { name, path: '/service-role/', trust: BACKUP_TRUST, created: new Date(0) });
  role.attached.add(`arn:${account.partition}:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup`);
  return role.Arn;
}

const BACKUP_TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'backup.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

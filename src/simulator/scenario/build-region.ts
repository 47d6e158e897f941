import { backupArn } from '../services/backup/lookup.ts';
import { addVault } from '../services/backup/vaults.ts';
import { snapshotOf } from '../services/dynamodb/snapshot.ts';
import { addKey, keyArn } from '../services/key.ts';
import type { Plan, PlanVersion, Selection } from '../state.ts';
import { buildAlarms, buildScaling } from './build-scaling.ts';
import { buildStacks } from './build-stacks.ts';
import { buildTables } from './build-tables.ts';
import { type Builder, backupRole, dangling } from './builder.ts';
import type { PlanEntry, RegionEntry, VaultEntry } from './format.ts';
import { pascal } from './pascal.ts';

const YEAR_MS = 365 * 86_400_000;
/** How long KMS waits where nobody says. Source: KMS API reference, ScheduleKeyDeletion. */
const KEY_WAIT_MS = 30 * 86_400_000;

/** Everything of a Region that has no history: settings, keys, vaults, plans, tables, scaling, alarms. */
export function buildRegion(builder: Builder, entry: RegionEntry): void {
  const { world, region, now } = builder;
  const { settings } = entry;
  region.optIn = { ...region.optIn, ...Object.fromEntries(settings?.resourceTypeOptInPreference ?? []) };
  region.management = { ...region.management, ...Object.fromEntries(settings?.resourceTypeManagementPreference ?? []) };
  const inThirtyDays = new Date(now.getTime() + KEY_WAIT_MS);
  for (const key of entry.keys ?? []) {
    const added = addKey(world, region, {
      id: key.keyId,
      manager: key.keyManager,
      description: key.description,
      multiRegion: key.multiRegion,
      policy: key.policy,
      tags: Object.fromEntries(key.tags ?? []),
      state: key.keyState,
      deletionDate: key.keyState === 'PendingDeletion' ? (key.deletionDate ?? inThirtyDays) : undefined,
    });
    for (const alias of key.aliases ?? []) region.aliases.set(alias, added.KeyId);
  }
  const old = new Date(now.getTime() - YEAR_MS);
  for (const vault of entry.vaults ?? []) buildVault(builder, vault, old);
  for (const plan of entry.plans ?? []) buildPlan(builder, plan, old);
  buildTables(builder, entry.tables ?? [], old);
  for (const backup of entry.nativeBackups ?? []) {
    const table = region.tables.get(backup.tableName.text);
    if (!table) {
      dangling(builder, backup.tableName, `${region.name} has no table ${backup.tableName.text}`);
      continue;
    }
    const created = backup.backupCreationDateTime ?? now;
    const arn = `${table.arn}/backup/${created.getTime()}-${world.ids.hex('native-backup', 8)}`;
    region.nativeBackups.set(arn, {
      BackupArn: arn,
      BackupName: backup.backupName,
      BackupType: backup.backupType ?? 'USER',
      BackupStatus: backup.backupStatus ?? 'AVAILABLE',
      BackupCreationDateTime: created,
      BackupExpiryDateTime: backup.backupExpiryDateTime,
      snapshot: snapshotOf(table),
    });
  }
  buildScaling(builder, entry);
  buildAlarms(builder, entry.alarms ?? []);
  buildStacks(builder, entry.stacks ?? [], old);
}

function buildVault({ world, region }: Builder, entry: VaultEntry, old: Date): void {
  const vault = addVault(world, region, {
    name: entry.backupVaultName,
    type: entry.vaultType,
    key: entry.encryptionKeyArn === undefined ? undefined : keyArn(world, region, entry.encryptionKeyArn),
    created: entry.creationDate ?? old,
  });
  // Retention limits and a lock date are what a lock consists of.
  const limited = entry.minRetentionDays !== undefined || entry.maxRetentionDays !== undefined;
  vault.Locked = entry.locked ?? (vault.Locked || limited || entry.lockDate !== undefined);
  vault.MinRetentionDays = entry.minRetentionDays;
  vault.MaxRetentionDays = entry.maxRetentionDays;
  vault.LockDate = entry.lockDate;
  vault.policy = entry.accessPolicy;
  region.tags.set(vault.BackupVaultArn, Object.fromEntries(entry.tags ?? []));
}

/** Oldest first. A plan that was changed is in its present version since `changeDate`. */
function versionsOf({ world }: Builder, entry: PlanEntry, created: Date): Plan['versions'] {
  const ruleIds = new Map<string, string>();
  const version = (rules: PlanEntry['rules'], id: string | undefined, at: Date): PlanVersion => ({
    VersionId: id ?? Buffer.from(world.ids.uuid('plan-version')).toString('base64'),
    BackupPlanName: entry.backupPlanName,
    Rules: pascal(rules).map((rule) => {
      const RuleId = rule.RuleId ?? ruleIds.get(rule.RuleName) ?? world.ids.uuid('rule');
      ruleIds.set(rule.RuleName, RuleId);
      return { ...rule, RuleId };
    }),
    AdvancedBackupSettings: entry.advancedBackupSettings && pascal(entry.advancedBackupSettings),
    CreationDate: at,
  });
  const former = (entry.formerVersions ?? []).toSorted((a, b) => a.creationDate.getTime() - b.creationDate.getTime());
  const present = version(entry.rules, entry.versionId, entry.changeDate ?? created);
  const [origin, ...others] = former.map(({ rules, versionId, creationDate }) =>
    version(rules, versionId, creationDate),
  );
  return origin ? [origin, ...others, present] : [present];
}

function buildPlan(builder: Builder, entry: PlanEntry, old: Date): void {
  const { world, region } = builder;
  const id = entry.backupPlanId ?? world.ids.uuid('plan');
  const created = entry.creationDate ?? old;
  const [origin, ...others] = versionsOf(builder, entry, created);
  const plan: Plan = {
    BackupPlanId: id,
    BackupPlanArn: backupArn(region, `backup-plan:${id}`),
    CreationDate: created,
    DeletionDate: entry.deletionDate,
    LastExecutionDate: entry.lastExecutionDate,
    versions: [origin, ...others],
    selections: new Map(),
  };
  for (const selection of entry.selections ?? []) {
    const {
      StringEquals = [],
      StringNotEquals = [],
      StringLike = [],
      StringNotLike = [],
    } = pascal(selection.conditions ?? {});
    const made: Selection = {
      SelectionId: selection.selectionId ?? world.ids.uuid('selection'),
      CreationDate: selection.creationDate ?? created,
      SelectionName: selection.selectionName,
      IamRoleArn: selection.iamRoleArn ?? backupRole(builder),
      Resources: selection.resources ?? [],
      NotResources: selection.notResources ?? [],
      ListOfTags: pascal(selection.listOfTags ?? []).map((tag) => ({ ...tag, ConditionType: 'STRINGEQUALS' })),
      Conditions: { StringEquals, StringNotEquals, StringLike, StringNotLike },
    };
    plan.selections.set(made.SelectionId, made);
  }
  region.plans.set(id, plan);
  region.tags.set(plan.BackupPlanArn, Object.fromEntries(entry.tags ?? []));
}

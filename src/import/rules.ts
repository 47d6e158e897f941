import { type Ask, duration, objective, recovery, type Scope, wholeNumber } from './draft.ts';

/** Parameter → its value as a text; undefined: it is not given, or nothing tells it. */
export type Parameters = (name: string) => string | undefined;

export interface Carried {
  readonly asks: readonly Ask[];
  readonly losses: readonly string[];
  /** Tables that parameters name. */
  readonly scope?: Scope;
}

export interface Rule {
  /** Its scope names plans, vaults or recovery points, not tables. */
  readonly isAboutBackups?: boolean;
  readonly carry: (parameters: Parameters) => Carried;
}

const asked = (...asks: readonly Ask[]): Carried => ({ asks, losses: [] });
const lost = (...losses: readonly string[]): Carried => ({ asks: [], losses });
const joined = (...parts: readonly Carried[]): Carried => ({
  asks: parts.flatMap(({ asks }) => asks),
  losses: parts.flatMap(({ losses }) => losses),
});

const PLAN: Ask = { path: 'backup', value: '{}', note: 'opt-in and the role of the selection are looked at, too' };
const LOCK: Ask = {
  path: 'backup.vault.lock',
  value: 'governance',
  note: 'the source does not tell compliance mode from governance mode',
};

function lockBounds(parameters: Parameters): readonly string[] {
  return ['minRetentionDays', 'maxRetentionDays'].flatMap((name) =>
    (parameters(name) ?? '') === '' ? [] : [`${name} of the vault lock has no key in a policy`],
  );
}

function minutesOf(value: string | undefined, unit: string | undefined): number | undefined {
  const number = wholeNumber(value ?? '1');
  if (number === undefined) return undefined;
  if ((unit ?? 'days') === 'days') return number * 1440;
  return unit === 'hours' ? number * 60 : undefined;
}

function frequencyAndRetention(parameters: Parameters): Carried {
  const minutes = minutesOf(parameters('requiredFrequencyValue'), parameters('requiredFrequencyUnit'));
  const days = wholeNumber(parameters('requiredRetentionDays') ?? '35');
  if (minutes === undefined || days === undefined) return lost('frequency or retention is no number that is known');
  const { ask, loss } = objective(minutes, days, 'the source asks it of each plan, a policy of each table');
  return { asks: ask ? [ask] : [], losses: loss === undefined ? [] : [loss] };
}

function minimumRetention(parameters: Parameters): Carried {
  const days = wholeNumber(parameters('requiredRetentionDays') ?? '35');
  if (days === undefined) return lost('requiredRetentionDays is no number that is known');
  const note =
    'the source asks it of every point, on demand too, and names no frequency: this is the least that a policy can ask';
  const { ask } = objective(days * 1440, days, note);
  return asked(...(ask ? [ask] : []));
}

function manualDeletion(parameters: Parameters): Carried {
  const excepted = (parameters('principalArnList') ?? '').trim();
  const losses =
    excepted === ''
      ? []
      : ['principalArnList: a policy allows nobody, so what fits the source with its exceptions fails'];
  return { asks: [{ path: 'backup.vault.manualDeletion', value: 'denied' }], losses };
}

function newest(parameters: Parameters): Carried {
  const minutes = minutesOf(parameters('recoveryPointAgeValue'), parameters('recoveryPointAgeUnit'));
  if (minutes === undefined) return lost('the age is no number that is known');
  const value = duration(minutes);
  return asked({ path: 'backup.recoveryPoints.newestWithin', value, stricter: 'smaller', amount: minutes });
}

function restoreTime(parameters: Parameters): Carried {
  const minutes = wholeNumber(parameters('maxRestoreTime'));
  if (minutes === undefined) return lost('maxRestoreTime, in minutes, is not told');
  return asked(
    { path: 'restore.rto', value: duration(minutes), stricter: 'smaller', amount: minutes },
    {
      path: 'restore.measure',
      value: '{ clock: restored, statistic: latest, samples: 1 }',
      note: 'as the source measures',
    },
  );
}

const REGION = /^[a-z]{2,5}(?:-[a-z]{2,12}){1,3}-[0-9]{1,2}$/;

function crossRegion(parameters: Parameters): Carried {
  const regions = listed(parameters('crossRegionList'));
  if (regions.length === 0) return lost('a copy in any other Region: a policy names the Region');
  const wrong = regions.filter((region) => !REGION.test(region));
  return {
    asks: regions
      .filter((region) => REGION.test(region))
      .map((region) => ({ path: 'backup.copies[]', value: `{ region: ${region} }` })),
    losses: wrong.map((region) => `${region} is not the name of a Region`),
  };
}

function crossAccount(parameters: Parameters): Carried {
  const accounts = listed(parameters('crossAccountList'));
  const which = accounts.length === 0 ? 'any other account' : accounts.join(', ');
  return lost(`a copy in ${which}: no Region is named, and a policy names the Region of a copy`);
}

function listed(text: string | undefined): readonly string[] {
  return (text ?? '').split(/[,\s]+/).filter((word) => word !== '');
}

/** `resourceTags`, JSON, and `resourceId`, a table: what tables a rule of AWS Config is about. */
function namedTables(parameters: Parameters): { readonly scope: Scope; readonly losses: readonly string[] } {
  const id = parameters('resourceId') ?? '';
  const written = parameters('resourceTags') ?? '';
  const tags = written === '' ? {} : tagsIn(written);
  return {
    scope: {
      ...(id === '' ? {} : { names: [id.split('/').at(-1) ?? id] }),
      ...(tags && Object.keys(tags).length > 0 ? { tags } : {}),
    },
    losses: tags ? [] : ['resourceTags is no JSON object of texts, so that the tables are not known'],
  };
}

function tagsIn(text: string): Readonly<Record<string, readonly string[]>> | undefined {
  try {
    const tags: unknown = JSON.parse(text);
    if (typeof tags !== 'object' || tags === null || Array.isArray(tags)) return undefined;
    const pairs = Object.entries(tags);
    if (pairs.some(([, value]) => typeof value !== 'string')) return undefined;
    return Object.fromEntries(pairs.map(([key, value]) => [key, [value === '' ? '*' : String(value)]]));
  } catch {
    return undefined;
  }
}

function ofTables(carry: (parameters: Parameters) => Carried): Rule {
  return {
    carry: (parameters) => {
      const { scope, losses } = namedTables(parameters);
      if (losses.length > 0) return lost(...losses);
      return { ...carry(parameters), scope };
    },
  };
}

function protectedByPlan(parameters: Parameters): Carried {
  const isLocked = /^true$/i.test(parameters('backupVaultLockCheck') ?? '');
  const hasRegions = listed(parameters('crossRegionList')).length > 0;
  const hasAccounts = listed(parameters('crossAccountList')).length > 0;
  return joined(
    asked(PLAN),
    hasRegions ? crossRegion(parameters) : asked(),
    hasAccounts ? crossAccount(parameters) : asked(),
    isLocked ? asked(LOCK) : asked(),
    lost(...lockBounds(parameters)),
  );
}

function autoScaling(parameters: Parameters): Carried {
  const side = (name: 'Read' | 'Write') => {
    const numbers = [
      ['min', `minProvisioned${name}Capacity`],
      ['max', `maxProvisioned${name}Capacity`],
      ['target', `target${name}Utilization`],
    ] as const;
    return numbers.flatMap(([key, parameter]) => {
      const number = wholeNumber(parameters(parameter), 10_000_000);
      return number === undefined ? [] : [`${key}: ${number}`];
    });
  };
  const [read, write] = [side('Read'), side('Write')];
  const parts = [
    ...(read.length > 0 ? [`read: { ${read.join(', ')} }`] : []),
    ...(write.length > 0 ? [`write: { ${write.join(', ')} }`] : []),
  ];
  const value = parts.length === 0 ? 'required' : `{ ${parts.join(', ')} }`;
  return asked({ path: 'settings.autoScaling', value, note: 'does not apply on demand, which passes in the source' });
}

function kms(parameters: Parameters): Carried {
  const keys = listed(parameters('kmsKeyArns'));
  if (keys.length > 1) return lost('several keys, of which each will do: a policy names one, or a pattern');
  const [key] = keys;
  if (key === undefined) {
    return asked({
      path: 'settings.encryption',
      value: 'customer-managed',
      note: 'stricter: the source passes the key that AWS manages, too',
    });
  }
  const isKey = /^arn:[^:\s]+:kms:[^:\s]+:[^:\s]+:(?:key|alias)\/\S+$/.test(key);
  return isKey ? asked({ path: 'settings.encryption', value: quoted(key) }) : lost(`${key} is not the ARN of a key`);
}

export function quoted(text: string): string {
  return /^[A-Za-z][A-Za-z0-9_.-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);
}

const PLANNED: Rule = { carry: () => asked(PLAN) };
const FREQUENCY: Rule = { isAboutBackups: true, carry: frequencyAndRetention };
const RETENTION: Rule = { isAboutBackups: true, carry: minimumRetention };
const ENCRYPTED: Rule = {
  isAboutBackups: true,
  carry: () => asked({ path: 'backup.recoveryPoints.encrypted', value: 'true' }),
};
const DELETION: Rule = { isAboutBackups: true, carry: manualDeletion };

/** Controls of AWS Backup Audit Manager. Source: AWS Backup Developer Guide, controls and remediation. */
export const AUDIT_CONTROLS: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN', PLANNED],
  ['BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK', FREQUENCY],
  ['BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK', RETENTION],
  ['BACKUP_RECOVERY_POINT_ENCRYPTED', ENCRYPTED],
  ['BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED', DELETION],
  [
    'BACKUP_RESOURCES_PROTECTED_BY_BACKUP_VAULT_LOCK',
    { carry: (parameters) => joined(asked(LOCK), lost(...lockBounds(parameters))) },
  ],
  ['BACKUP_RESOURCES_PROTECTED_BY_CROSS_REGION', { carry: crossRegion }],
  ['BACKUP_RESOURCES_PROTECTED_BY_CROSS_ACCOUNT', { carry: crossAccount }],
  ['BACKUP_LAST_RECOVERY_POINT_CREATED', { carry: newest }],
  ['RESTORE_TIME_FOR_RESOURCES_MEET_TARGET', { carry: restoreTime }],
  [
    'RESOURCES_IN_LOGICALLY_AIR_GAPPED_VAULT',
    {
      carry: () =>
        joined(
          asked({ path: 'backup.vault.airGapped', value: 'required' }),
          lost('the age of the points in the air-gapped vault has no key in a policy'),
        ),
    },
  ],
]);

/** Rules that AWS Config manages. Source: AWS Config Developer Guide, list of managed rules. */
export const CONFIG_RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['DYNAMODB_IN_BACKUP_PLAN', PLANNED],
  ['DYNAMODB_RESOURCES_PROTECTED_BY_BACKUP_PLAN', ofTables(protectedByPlan)],
  ['BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK', FREQUENCY],
  ['BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK', RETENTION],
  ['BACKUP_RECOVERY_POINT_ENCRYPTED', ENCRYPTED],
  ['BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED', DELETION],
  ['DYNAMODB_LAST_BACKUP_RECOVERY_POINT_CREATED', ofTables(newest)],
  ['DYNAMODB_MEETS_RESTORE_TIME_TARGET', ofTables(restoreTime)],
  ['DYNAMODB_PITR_ENABLED', { carry: () => asked(recovery(undefined)) }],
  [
    'DYNAMODB_TABLE_DELETION_PROTECTION_ENABLED',
    { carry: () => asked({ path: 'settings.deletionProtection', value: 'enabled' }) },
  ],
  ['DYNAMODB_TABLE_ENCRYPTED_KMS', { carry: kms }],
  ['DYNAMODB_AUTOSCALING_ENABLED', { carry: autoScaling }],
]);

/** Checks of Prowler, which have no parameters. */
export const PROWLER_CHECKS: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['dynamodb_table_protected_by_backup_plan', PLANNED],
  ['backup_recovery_point_encrypted', ENCRYPTED],
  [
    'dynamodb_table_deletion_protection_enabled',
    CONFIG_RULES.get('DYNAMODB_TABLE_DELETION_PROTECTION_ENABLED') ?? PLANNED,
  ],
  [
    'dynamodb_tables_kms_cmk_encryption_enabled',
    { carry: () => asked({ path: 'settings.encryption', value: 'customer-managed' }) },
  ],
  ['dynamodb_tables_pitr_enabled', CONFIG_RULES.get('DYNAMODB_PITR_ENABLED') ?? PLANNED],
]);

/**
 * What a control wants to know. The union over the controls in use decides what is fetched, and nothing else is.
 * `tables` (their names) is always fetched.
 */
export const REGION_NEEDS = [
  /** Opt-in and management preference of the Region. */
  'region-settings',
  /** Live plans, their rules and their selections. */
  'plans',
  /** What plans were before, where the points that they should have made hang on it. Implies `plans`. */
  'plan-versions',
  /** Vaults, and the state of the KMS keys that encrypt them. */
  'vaults',
  /** The access policy of each vault. Implies `vaults`. */
  'vault-policies',
  /** Implies `vaults`. */
  'recovery-points',
  'backup-jobs',
  'copy-jobs',
  'restore-jobs',
  /** Native backups that tables were restored from: what they keep of the source. */
  'native-backups',
  /** Of restored tables and their sources: what no setting is about. */
  'unlisted-settings',
  'restore-testing',
  'tags',
  'auto-scaling',
  'alarms',
  /** Who manages the KMS keys that tables use, and their state. */
  'keys',
  /** The names of these keys. Implies `keys`. */
  'key-aliases',
  /** Who may do what with these keys. Implies `keys`. */
  'key-policies',
] as const;

export const ACCOUNT_NEEDS = [
  'global-settings',
  'identity-policies',
  /** The roles that selections of backup plans name, and what they may do. */
  'backup-roles',
] as const;

/** Facts that AWS gives for one table a call. */
export const TABLE_NEEDS = ['description', 'time-to-live', 'point-in-time-recovery', 'resource-policy'] as const;

export type RegionNeed = (typeof REGION_NEEDS)[number];
export type AccountNeed = (typeof ACCOUNT_NEEDS)[number];
export type TableNeed = (typeof TABLE_NEEDS)[number];
export type Need = RegionNeed | AccountNeed | TableNeed;

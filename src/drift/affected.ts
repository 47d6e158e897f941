import type { AskedControl } from '../model/policy-keys/asked.ts';

/** What a baseline records, as far as it bears on different controls. */
type Recorded =
  | 'selection'
  | 'rule'
  | 'schedule'
  | 'start-window'
  | 'run'
  | 'retention'
  | 'cold-storage'
  | 'target-vault'
  | 'copy'
  | 'copy-retention'
  | 'vault'
  | 'vault-type'
  | 'vault-key'
  | 'vault-lock'
  | 'least-retention'
  | 'longest-retention'
  | 'access-policy'
  | 'advanced-backup'
  | 'cross-account-backup'
  | 'restore-testing'
  | 'table'
  /** Which of the tables that ever bore the name. */
  | 'table-id';

/** Those of a setting are about it alone. */
type Control = Exclude<AskedControl, `restored-${string}` | `table-${string}`>;

const COVERAGE = ['selection', 'rule'] as const;
const VAULT = ['target-vault', 'vault'] as const;

/** Control → what bears on it. One that is missing does not compile; `[]`: nothing that a baseline records. */
const BEARS_ON: Readonly<Record<Control, readonly Recorded[]>> = {
  'plan-coverage': [...COVERAGE, 'table'],
  'backup-frequency': [...COVERAGE, 'schedule', 'retention'],
  'backup-rpo': [...COVERAGE, 'schedule', 'start-window'],
  'backup-retention': [...COVERAGE, 'retention'],
  'copy-coverage': [
    ...COVERAGE,
    'copy',
    'vault',
    'least-retention',
    'longest-retention',
    'access-policy',
    'advanced-backup',
    'cross-account-backup',
  ],
  'copy-frequency': [...COVERAGE, 'schedule', 'copy', 'copy-retention'],
  'copy-rpo': [...COVERAGE, 'schedule', 'start-window', 'copy'],
  'copy-retention': [...COVERAGE, 'copy', 'copy-retention'],
  'copy-separation': [...COVERAGE, 'schedule', 'copy', 'copy-retention', 'vault', 'vault-type'],
  'cold-storage': ['rule', 'cold-storage', 'advanced-backup'],
  'maximum-retention': ['rule', 'retention', 'copy-retention'],
  'vault-lock': [...VAULT, 'vault-lock', 'least-retention', 'longest-retention'],
  'vault-encryption': [...VAULT, 'vault-key'],
  'vault-deletion': [...VAULT, 'access-policy'],
  'vault-air-gap': [...VAULT, 'vault-type'],
  'backup-jobs': ['run', 'longest-retention'],
  'recovery-point-encryption': ['advanced-backup'],
  'recovery-point-age': ['table-id'],
  'recovery-point-gap': ['table-id'],
  'recovery-point-objective': [...COVERAGE, 'retention', 'copy', 'copy-retention', 'table-id'],
  'copy-recovery-point-age': [],
  'point-in-time-recovery': ['table', 'table-id'],
  'restore-tested': ['restore-testing', 'table-id'],
  'restore-time': ['restore-testing', 'table-id'],
};

export function affectedBy(recorded: Recorded): readonly Control[] {
  return (Object.keys(BEARS_ON) as readonly Control[]).filter((control) => BEARS_ON[control].includes(recorded));
}

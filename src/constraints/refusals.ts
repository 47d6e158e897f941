import { METRIC_ALARM_CONSTRAINTS } from './alarm.ts';
import { SCALABLE_TARGET_CONSTRAINTS, SCALING_POLICY_CONSTRAINTS } from './auto-scaling.ts';
import { BACKUP_PLAN_CONSTRAINTS } from './backup-plan.ts';
import { BACKUP_SELECTION_CONSTRAINTS } from './backup-selection.ts';
import { AIR_GAPPED_VAULT_CONSTRAINTS, BACKUP_VAULT_CONSTRAINTS, VAULT_LOCK_CONSTRAINTS } from './backup-vault.ts';
import { type Circumstances, type Constraint, type Refusal, refusalsBy } from './constraint.ts';
import { GLOBAL_TABLE_CONSTRAINTS } from './global-table.ts';
import { LIFECYCLE_CONSTRAINTS } from './lifecycle.ts';
import { NEW_NAME_CONSTRAINTS } from './new-name.ts';
import { REGION_SETTINGS_CONSTRAINTS } from './region-settings.ts';
import { KEY_CHANGE_CONSTRAINTS, NEW_OF_TEMPLATE_CONSTRAINTS, REPLACEMENT_CONSTRAINTS } from './replacement.ts';
import { RESTORE_TESTING_PLAN_CONSTRAINTS, RESTORE_TESTING_SELECTION_CONSTRAINTS } from './restore-testing.ts';
import {
  POINT_IN_TIME_RECOVERY_CONSTRAINTS,
  TABLE_CONSTRAINTS,
  TABLE_DELETION_CONSTRAINTS,
  TABLE_POLICY_CONSTRAINTS,
  TIME_TO_LIVE_CONSTRAINTS,
} from './table.ts';
import { TABLE_CHANGE_CONSTRAINTS } from './table-change.ts';
import { WINDOW_CONSTRAINTS } from './windows.ts';

/** The table: what AWS refuses, by what it is asked to make. */
export const CONSTRAINTS = {
  'backup-plan': BACKUP_PLAN_CONSTRAINTS,
  lifecycle: LIFECYCLE_CONSTRAINTS,
  windows: WINDOW_CONSTRAINTS,
  'backup-selection': BACKUP_SELECTION_CONSTRAINTS,
  'backup-vault': BACKUP_VAULT_CONSTRAINTS,
  'vault-lock': VAULT_LOCK_CONSTRAINTS,
  'air-gapped-vault': AIR_GAPPED_VAULT_CONSTRAINTS,
  'region-settings': REGION_SETTINGS_CONSTRAINTS,
  'restore-testing-plan': RESTORE_TESTING_PLAN_CONSTRAINTS,
  'restore-testing-selection': RESTORE_TESTING_SELECTION_CONSTRAINTS,
  table: TABLE_CONSTRAINTS,
  'table-change': TABLE_CHANGE_CONSTRAINTS,
  'table-deletion': TABLE_DELETION_CONSTRAINTS,
  'table-policy': TABLE_POLICY_CONSTRAINTS,
  'time-to-live': TIME_TO_LIVE_CONSTRAINTS,
  'point-in-time-recovery': POINT_IN_TIME_RECOVERY_CONSTRAINTS,
  'global-table': GLOBAL_TABLE_CONSTRAINTS,
  'scalable-target': SCALABLE_TARGET_CONSTRAINTS,
  'scaling-policy': SCALING_POLICY_CONSTRAINTS,
  'metric-alarm': METRIC_ALARM_CONSTRAINTS,
  replacement: REPLACEMENT_CONSTRAINTS,
  'key-change': KEY_CHANGE_CONSTRAINTS,
  'new-of-template': NEW_OF_TEMPLATE_CONSTRAINTS,
  'new-name': NEW_NAME_CONSTRAINTS,
} as const;

export type Kind = keyof typeof CONSTRAINTS;

export type Thing<K extends Kind> = (typeof CONSTRAINTS)[K] extends readonly Constraint<infer T>[] ? T : never;

/**
 * Why AWS will refuse to make or change something; none: nothing that is told is refused.
 *
 *     refusals('backup-plan', { backupPlanName: 'daily', rules: [{ …, startWindowMinutes: told(fact) }] }, { forNew: true })
 *
 * Describe what is sent to AWS, by the names of its API in camelCase. What is left out is not sent; what is not known is an
 * `Unknown` (`told` makes one of a `Fact`), and decides nothing. `path` of a refusal is in the same names.
 *
 * Grades A and B are evidence that AWS refuses, C and D a model's or validator's word; U is nobody's word either way: a
 * preview takes it as unknown, the embedded AWS accepts it. `quota` can have been raised. What AWS accepts and then lets fail at
 * every run (a vault that is not there, a retention outside a lock) is no refusal and stands in `estate`.
 */
export function refusals<K extends Kind>(kind: K, thing: Thing<K>, circumstances: Circumstances): readonly Refusal[] {
  // A row of the table holds the constraints of its kind: the type of `Thing` says so, which the index does not see.
  return refusalsBy(CONSTRAINTS[kind] as readonly Constraint<Thing<K>>[], thing, circumstances);
}

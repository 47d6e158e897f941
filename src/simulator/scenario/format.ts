/*
 * The scenario format, as readers. docs/simulator.md is its reference for people. Names are AWS's own, in camelCase;
 * what AWS has no name for (`every`, `for`, `takes`, `count` …) is short.
 */

export type { AccountEntry, RegionEntry } from './format/account.ts';
export type { EventEntry } from './format/event.ts';
export type { PlanEntry, VaultEntry } from './format/plan.ts';
export type { BackupJobEntry, CopyJobEntry, RecoveryPointEntry } from './format/point.ts';
export type { RestoreJobEntry, RestoreTestingPlanEntry } from './format/restore.ts';
export type { AlarmEntry } from './format/scaling.ts';
export type { Scenario } from './format/scenario.ts';
export { scenario } from './format/scenario.ts';
export type { TableEntry } from './format/table.ts';

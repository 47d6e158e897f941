import type { BackupJob, CopyJob, RestoreJob } from './job.ts';
import type { Key } from './key.ts';
import type { Plan } from './plan.ts';
import type { RestoreTestingPlan } from './restore-testing.ts';
import type { CompositeAlarm, MetricAlarm, ScalableTarget, ScalingPolicy, ScheduledAction } from './scaling.ts';
import type { Stack } from './stack.ts';
import type { NativeBackup, Table } from './table.ts';
import type { Tags } from './tags.ts';
import type { TrailEvent } from './trail.ts';
import type { Vault } from './vault.ts';

export interface Region {
  readonly account: string;
  readonly partition: string;
  readonly name: string;
  optIn: Record<string, boolean>;
  management: Record<string, boolean>;
  readonly plans: Map<string, Plan>;
  readonly vaults: Map<string, Vault>;
  readonly backupJobs: BackupJob[];
  readonly copyJobs: CopyJob[];
  readonly restoreJobs: RestoreJob[];
  readonly restoreTestingPlans: Map<string, RestoreTestingPlan>;
  readonly tables: Map<string, Table>;
  /** By backup ARN. */
  readonly nativeBackups: Map<string, NativeBackup>;
  /** By `resourceId dimension`. */
  readonly scalableTargets: Map<string, ScalableTarget>;
  /** By `resourceId dimension name`. */
  readonly scalingPolicies: Map<string, ScalingPolicy>;
  /** By `resourceId dimension name`. */
  readonly scheduledActions: Map<string, ScheduledAction>;
  readonly metricAlarms: Map<string, MetricAlarm>;
  readonly compositeAlarms: Map<string, CompositeAlarm>;
  readonly keys: Map<string, Key>;
  /** Alias name → key id. */
  readonly aliases: Map<string, string>;
  /** Tags of what has none of its own: plans, vaults, recovery points, alarms, scalable targets. By ARN. */
  readonly tags: Map<string, Tags>;
  /** By name. */
  readonly stacks: Map<string, Stack>;
  /** Oldest first. */
  readonly trail: TrailEvent[];
}

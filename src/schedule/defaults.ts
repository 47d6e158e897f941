/** When a rule gives no schedule. Source: backup API, BackupRule.ScheduleExpression ("05:00 UTC every day"). */
export const DEFAULT_SCHEDULE = 'cron(0 5 ? * * *)';

/** When a rule gives no time zone. Source: backup API, BackupRule.ScheduleExpressionTimezone. */
export const DEFAULT_TIMEZONE = 'UTC';

/**
 * When a rule gives no start window: 8 hours, the default that the console shows. The API reference gives no number.
 * Source: AWS Backup Developer Guide, plan-options and creating-a-backup-plan.
 */
export const DEFAULT_START_WINDOW_MINUTES = 480;

/** AWS takes none that is shorter. Source: backup API, BackupRule.StartWindowMinutes. */
export const SHORTEST_START_WINDOW_MINUTES = 60;

/** When a rule gives no completion window: 7 days. Source: as for the start window. */
export const DEFAULT_COMPLETION_WINDOW_MINUTES = 10_080;

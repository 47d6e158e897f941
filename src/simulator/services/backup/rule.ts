import { flag, type Input, inner, inners, integer, needText, text, textMap } from '../../input.ts';
import type { Call } from '../../operation.ts';
import type { CopyAction, Lifecycle, Rule } from '../../state.ts';
import { invalid } from './lookup.ts';
import { checkSchedule } from './schedule.ts';

const DAY_LIMIT = 36_500;

/** Source: Backup developer guide, "Backup plan options and configuration". */
export function readRule(call: Call, input: Input): Rule {
  const name = needText(input, 'RuleName');
  if (!/^[a-zA-Z0-9\-_.]{1,50}$/.test(name)) {
    throw invalid(`RuleName ${name} does not match ^[a-zA-Z0-9\\-\\_\\.]{1,50}$`);
  }
  const vault = needText(input, 'TargetBackupVaultName');
  if (!/^[a-zA-Z0-9\-_]{2,50}$/.test(vault)) {
    throw invalid(`TargetBackupVaultName ${vault} does not match ^[a-zA-Z0-9\\-\\_]{2,50}$`);
  }
  const expression = text(input, 'ScheduleExpression');
  const timezone = text(input, 'ScheduleExpressionTimezone');
  checkSchedule(expression, timezone);
  return {
    RuleName: name,
    RuleId: text(input, 'RuleId') ?? call.world.ids.uuid('rule'),
    TargetBackupVaultName: vault,
    TargetLogicallyAirGappedBackupVaultArn: text(input, 'TargetLogicallyAirGappedBackupVaultArn'),
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: timezone ?? 'Etc/UTC',
    StartWindowMinutes: readWindow(input, 'StartWindowMinutes'),
    CompletionWindowMinutes: readWindow(input, 'CompletionWindowMinutes'),
    Lifecycle: readLifecycle(input),
    RecoveryPointTags: textMap(input, 'RecoveryPointTags'),
    CopyActions: inners(input, 'CopyActions')?.map(readCopyAction),
    EnableContinuousBackup: flag(input, 'EnableContinuousBackup'),
  };
}

export function readWindow(input: Input, name: string): number | undefined {
  const minutes = integer(input, name);
  if (minutes !== undefined && minutes < 60) throw invalid(`${name} is ${minutes}; it must be at least 60 minutes`);
  return minutes;
}

export function readLifecycle(input: Input): Lifecycle | undefined {
  const lifecycle = inner(input, 'Lifecycle');
  if (!lifecycle) return undefined;
  const cold = unsetBelowZero(integer(lifecycle, 'MoveToColdStorageAfterDays'));
  const remove = unsetBelowZero(integer(lifecycle, 'DeleteAfterDays'));
  if (text(lifecycle, 'DeleteAfterEvent') !== undefined) {
    throw invalid('Invalid lifecycle. DeleteAfterEvent is not valid as an input');
  }
  if (remove !== undefined && (remove < 1 || remove > DAY_LIMIT)) {
    throw invalid('Invalid lifecycle. DeleteAfterDays cannot be less than 1 or more than 36500 days');
  }
  if (cold !== undefined && remove !== undefined && remove < cold + 90) {
    throw invalid(
      `Invalid lifecycle. DeleteAfterDays (${remove}) must be at least 90 days greater than MoveToColdStorageAfterDays (${cold})`,
    );
  }
  return {
    MoveToColdStorageAfterDays: cold,
    DeleteAfterDays: remove,
    OptInToArchiveForSupportedResources: flag(lifecycle, 'OptInToArchiveForSupportedResources'),
  };
}

/** `-1` means never, as does absence. */
function unsetBelowZero(days: number | undefined): number | undefined {
  return days === -1 ? undefined : days;
}

function readCopyAction(input: Input): CopyAction {
  const destination = needText(input, 'DestinationBackupVaultArn');
  if (!/^arn:[^:]+:backup:[^:]*:\d{12}:backup-vault:.+$/.test(destination)) {
    throw invalid(`DestinationBackupVaultArn ${destination} is not the ARN of a backup vault`);
  }
  return { DestinationBackupVaultArn: destination, Lifecycle: readLifecycle(input) };
}

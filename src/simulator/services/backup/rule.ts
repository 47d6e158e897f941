import { camel } from '../../camel.ts';
import { flag, type Input, inner, inners, integer, needText, text, textMap } from '../../input.ts';
import type { Call } from '../../operation.ts';
import { refuse } from '../../refuse.ts';
import type { CopyAction, Lifecycle, Rule } from '../../state.ts';

/** Source: Backup developer guide, "Backup plan options and configuration". */
export function readRule(call: Call, input: Input): Rule {
  return {
    RuleName: needText(input, 'RuleName'),
    RuleId: text(input, 'RuleId') ?? call.world.ids.uuid('rule'),
    TargetBackupVaultName: needText(input, 'TargetBackupVaultName'),
    TargetLogicallyAirGappedBackupVaultArn: text(input, 'TargetLogicallyAirGappedBackupVaultArn'),
    ScheduleExpression: text(input, 'ScheduleExpression'),
    ScheduleExpressionTimezone: text(input, 'ScheduleExpressionTimezone') ?? 'Etc/UTC',
    StartWindowMinutes: integer(input, 'StartWindowMinutes'),
    CompletionWindowMinutes: integer(input, 'CompletionWindowMinutes'),
    Lifecycle: lifecycleOf(input),
    RecoveryPointTags: textMap(input, 'RecoveryPointTags'),
    CopyActions: inners(input, 'CopyActions')?.map(readCopyAction),
    EnableContinuousBackup: flag(input, 'EnableContinuousBackup'),
  };
}

/** Of a job or a point, which have no rule around it. */
export function readLifecycle(call: Call, input: Input): Lifecycle | undefined {
  const lifecycle = inner(input, 'Lifecycle');
  if (lifecycle) refuse(call, 'lifecycle', camel(lifecycle));
  return lifecycleOf(input);
}

function lifecycleOf(input: Input): Lifecycle | undefined {
  const lifecycle = inner(input, 'Lifecycle');
  if (!lifecycle) return undefined;
  return {
    MoveToColdStorageAfterDays: unsetBelowZero(integer(lifecycle, 'MoveToColdStorageAfterDays')),
    DeleteAfterDays: unsetBelowZero(integer(lifecycle, 'DeleteAfterDays')),
    OptInToArchiveForSupportedResources: flag(lifecycle, 'OptInToArchiveForSupportedResources'),
    DeleteAfterEvent: text(lifecycle, 'DeleteAfterEvent'),
  };
}

/** `-1` means never, as does absence. */
function unsetBelowZero(days: number | undefined): number | undefined {
  return days === -1 ? undefined : days;
}

function readCopyAction(input: Input): CopyAction {
  return { DestinationBackupVaultArn: needText(input, 'DestinationBackupVaultArn'), Lifecycle: lifecycleOf(input) };
}

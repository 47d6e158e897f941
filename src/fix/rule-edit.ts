import { formatDays, retentionDays } from '../estate/rules.ts';
import { formatMinutes } from '../model/duration.ts';
import { isObject } from '../model/json.ts';
import type { BackupRule, Lifecycle } from '../model/plan.ts';
import type { Json, JsonObject } from '../model/result.ts';
import { isList } from './rename.ts';

/** What changes in one rule of a plan; all else stays. */
export interface RuleEdit {
  readonly deleteAfterDays?: number;
  readonly coldAfterDays?: number;
  /** In UTC: a zone with daylight saving has a day of 25 hours. */
  readonly scheduleExpression?: string;
  readonly startWindowMinutes?: number;
  readonly copy?: { readonly vaultArn: string; readonly deleteAfterDays?: number };
}

export function editedRule(rule: BackupRule, edit: RuleEdit): BackupRule {
  const { deleteAfterDays, coldAfterDays, scheduleExpression, startWindowMinutes, copy } = edit;
  const lifecycle: Lifecycle = {
    ...rule.lifecycle,
    ...(deleteAfterDays === undefined ? {} : { deleteAfterDays }),
    ...(coldAfterDays === undefined ? {} : { moveToColdStorageAfterDays: coldAfterDays }),
  };
  return {
    ...rule,
    ...(Object.keys(lifecycle).length === 0 ? {} : { lifecycle }),
    ...(scheduleExpression === undefined ? {} : { scheduleExpression, scheduleTimezone: 'Etc/UTC' }),
    ...(startWindowMinutes === undefined ? {} : { startWindowMinutes }),
    ...(copy ? { copyActions: editedCopies(rule, copy) } : {}),
  };
}

function editedCopies({ copyActions }: BackupRule, copy: NonNullable<RuleEdit['copy']>): BackupRule['copyActions'] {
  const lifecycle = copy.deleteAfterDays === undefined ? undefined : { deleteAfterDays: copy.deleteAfterDays };
  const made = { destinationVaultArn: copy.vaultArn, ...(lifecycle ? { lifecycle } : {}) };
  if (!copyActions.some(({ destinationVaultArn }) => destinationVaultArn === copy.vaultArn))
    return [...copyActions, made];
  return copyActions.map((action) =>
    action.destinationVaultArn === copy.vaultArn && lifecycle
      ? { ...action, lifecycle: { ...action.lifecycle, ...lifecycle } }
      : action,
  );
}

/** The plan's own document with the rule's edit in it: fields that Holdfast does not know stay as they are. */
export function editedDocument(document: JsonObject, rule: BackupRule, edit: RuleEdit): JsonObject {
  const { Rules } = document;
  if (!isList(Rules)) return document;
  return {
    ...document,
    Rules: Rules.map((each) =>
      isObject(each) && each['RuleName'] === rule.name ? editedMembers(each, rule, edit) : each,
    ),
  };
}

function editedMembers(members: JsonObject, rule: BackupRule, edit: RuleEdit): JsonObject {
  const { deleteAfterDays, coldAfterDays, scheduleExpression, startWindowMinutes, copy } = edit;
  const held = isObject(members['Lifecycle']) ? members['Lifecycle'] : {};
  const Lifecycle: JsonObject = {
    ...held,
    ...(deleteAfterDays === undefined ? {} : { DeleteAfterDays: deleteAfterDays }),
    ...(coldAfterDays === undefined ? {} : { MoveToColdStorageAfterDays: coldAfterDays }),
  };
  return {
    ...members,
    ...(Object.keys(Lifecycle).length === 0 ? {} : { Lifecycle }),
    ...(scheduleExpression === undefined
      ? {}
      : { ScheduleExpression: scheduleExpression, ScheduleExpressionTimezone: 'Etc/UTC' }),
    ...(startWindowMinutes === undefined ? {} : { StartWindowMinutes: startWindowMinutes }),
    ...(copy ? { CopyActions: copiesWith(members['CopyActions'], editedCopies(rule, copy), copy) } : {}),
  };
}

function copiesWith(
  held: Json | undefined,
  wanted: BackupRule['copyActions'],
  { vaultArn }: NonNullable<RuleEdit['copy']>,
): readonly Json[] {
  const list = isList(held) ? held : [];
  const edited = wanted.find(({ destinationVaultArn }) => destinationVaultArn === vaultArn);
  const days = edited?.lifecycle?.deleteAfterDays;
  const other = list.filter((each) => !(isObject(each) && each['DestinationBackupVaultArn'] === vaultArn));
  const own = list.find((each) => isObject(each) && each['DestinationBackupVaultArn'] === vaultArn);
  const before = isObject(own) ? own : { DestinationBackupVaultArn: vaultArn };
  const lifecycle = isObject(before['Lifecycle']) ? before['Lifecycle'] : {};
  return [
    ...other,
    { ...before, ...(days === undefined ? {} : { Lifecycle: { ...lifecycle, DeleteAfterDays: days } }) },
  ];
}

/** `rule nightly: kept 35 d instead of 7 d`, a line a change. */
export function editLines(rule: BackupRule, edit: RuleEdit): readonly string[] {
  const { deleteAfterDays, coldAfterDays, scheduleExpression, startWindowMinutes, copy } = edit;
  const lines = [
    ...(deleteAfterDays === undefined
      ? []
      : [`kept ${deleteAfterDays} d instead of ${formatDays(retentionDays(rule))}`]),
    ...(coldAfterDays === undefined ? [] : [`moved to cold storage after ${coldAfterDays} d`]),
    ...(scheduleExpression === undefined
      ? []
      : [
          `runs ${scheduleExpression} UTC instead of ${rule.scheduleExpression ?? 'AWS’s default'} ${rule.scheduleTimezone ?? 'UTC'}`,
        ]),
    ...(startWindowMinutes === undefined ? [] : [`start window ${formatMinutes(startWindowMinutes)}`]),
    ...(copy
      ? [`copies to ${copy.vaultArn}${copy.deleteAfterDays === undefined ? '' : `, kept ${copy.deleteAfterDays} d`}`]
      : []),
  ];
  return lines.map((line) => `rule ${rule.name}: ${line}`);
}

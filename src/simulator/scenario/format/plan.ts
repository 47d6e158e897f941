import { days, flag, instant, list, minutes, type Out, oneOf, policyDocument, record, text } from '../reader.ts';
import { lifecycle, tags } from './lifecycle.ts';

const copyAction = record({ destinationBackupVaultArn: text() }, { lifecycle });

const rule = record(
  { ruleName: text(), targetBackupVaultName: text() },
  {
    ruleId: text(),
    targetLogicallyAirGappedBackupVaultArn: text(),
    scheduleExpression: text(),
    scheduleExpressionTimezone: text(),
    startWindowMinutes: minutes(0),
    completionWindowMinutes: minutes(0),
    lifecycle,
    recoveryPointTags: tags,
    copyActions: list(copyAction),
    enableContinuousBackup: flag(),
  },
);

const condition = record({ conditionKey: text(), conditionValue: text() }, {});

const selection = record(
  { selectionName: text() },
  {
    selectionId: text(),
    iamRoleArn: text(),
    creationDate: instant(),
    resources: list(text()),
    notResources: list(text()),
    listOfTags: list(
      record({ conditionKey: text(), conditionValue: text() }, { conditionType: oneOf('STRINGEQUALS') }),
    ),
    conditions: record(
      {},
      {
        stringEquals: list(condition),
        stringNotEquals: list(condition),
        stringLike: list(condition),
        stringNotLike: list(condition),
      },
    ),
  },
);

export const plan = record(
  { backupPlanName: text(), rules: list(rule) },
  {
    backupPlanId: text(),
    creationDate: instant(),
    deletionDate: instant(),
    lastExecutionDate: instant(),
    versionId: text(),
    changeDate: instant(),
    formerVersions: list(record({ creationDate: instant(), rules: list(rule) }, { versionId: text() })),
    advancedBackupSettings: list(record({ resourceType: text(), backupOptions: tags }, {})),
    selections: list(selection),
    tags,
  },
);

export const vault = record(
  { backupVaultName: text() },
  {
    vaultType: oneOf('BACKUP_VAULT', 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT'),
    encryptionKeyArn: text(),
    creationDate: instant(),
    locked: flag(),
    minRetentionDays: days(1),
    maxRetentionDays: days(1),
    lockDate: instant(),
    accessPolicy: policyDocument(),
    tags,
  },
);

export type PlanEntry = Out<typeof plan>;

export type VaultEntry = Out<typeof vault>;

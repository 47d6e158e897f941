import {
  checked,
  flag,
  instant,
  list,
  minutes,
  number,
  type Out,
  oneOf,
  record,
  reference,
  span,
  text,
} from '../reader.ts';
import { lifecycle } from './lifecycle.ts';
import { createdBy, seriesProblem, what, when } from './series.ts';

export const recoveryPoint = checked(
  record(
    { backupVaultName: reference() },
    {
      ...what,
      ...when,
      recoveryPointArn: text(),
      sourceBackupVaultArn: text(),
      createdBy,
      lifecycle,
      status: oneOf('COMPLETED', 'PARTIAL', 'DELETING', 'EXPIRED', 'AVAILABLE', 'STOPPED', 'CREATING'),
      statusMessage: text(),
      backupSizeInBytes: number(0),
      isEncrypted: flag(),
      encryptionKeyArn: text(),
      iamRoleArn: text(),
      /** False leaves out the backup and copy jobs that made the points. */
      jobs: flag(),
      copies: list(
        record(
          { destinationBackupVaultArn: reference() },
          {
            lifecycle,
            after: span(),
            takes: span(),
            /** Whether the copy has a `SourceBackupVaultArn`; AWS leaves it out within an account. */
            namesSource: flag(),
          },
        ),
      ),
    },
  ),
  seriesProblem,
);

export const backupJob = checked(
  record(
    {
      backupVaultName: text(),
      state: oneOf('CREATED', 'PENDING', 'RUNNING', 'ABORTING', 'ABORTED', 'COMPLETED', 'FAILED', 'EXPIRED', 'PARTIAL'),
    },
    {
      ...what,
      ...when,
      backupJobId: text(),
      startBy: instant(),
      startWindowMinutes: minutes(0),
      statusMessage: text(),
      messageCategory: text(),
      createdBy,
      recoveryPointArn: text(),
      lifecycle,
      backupSizeInBytes: number(0),
      iamRoleArn: text(),
      resourceType: text(),
    },
  ),
  seriesProblem,
);

export const copyJob = checked(
  record(
    { destinationBackupVaultArn: text(), state: oneOf('CREATED', 'RUNNING', 'COMPLETED', 'FAILED', 'PARTIAL') },
    {
      ...what,
      ...when,
      copyJobId: text(),
      sourceBackupVaultName: text(),
      sourceRecoveryPointArn: text(),
      destinationRecoveryPointArn: text(),
      lifecycle,
      statusMessage: text(),
      messageCategory: text(),
      createdBy,
      backupSizeInBytes: number(0),
      iamRoleArn: text(),
    },
  ),
  seriesProblem,
);

export type RecoveryPointEntry = Out<typeof recoveryPoint>;

export type BackupJobEntry = Out<typeof backupJob>;

export type CopyJobEntry = Out<typeof copyJob>;

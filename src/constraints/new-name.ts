import type { Constraint } from './constraint.ts';

/** Something that is made under a name of its own. */
export interface NewName {
  /** Kind and name of it, where something has the name already. */
  readonly taken?: { readonly kind: NamedKind; readonly name: string };
}

/** What has a name that no other of its kind has in the account and Region. */
export type NamedKind = 'table' | 'restored-table' | 'vault';

/** AWS makes nothing under a name that is taken, and changes nothing of what has it. */
export const NEW_NAME_CONSTRAINTS: readonly Constraint<NewName>[] = [
  {
    id: 'NN1',
    grade: 'A',
    code: 'ResourceInUseException',
    quoted: true,
    source: 'aws-ia/terraform-aws-control_tower_account_factory#166',
    *breaches({ taken }) {
      if (taken?.kind === 'table') yield { path: 'tableName', message: `Table already exists: ${taken.name}` };
    },
  },
  {
    id: 'NN2',
    grade: 'B',
    code: 'TableAlreadyExistsException',
    source: 'DynamoDB API, RestoreTableToPointInTime and RestoreTableFromBackup',
    *breaches({ taken }) {
      if (taken?.kind !== 'restored-table') return;
      yield { path: 'targetTableName', message: `Table already exists: ${taken.name}` };
    },
  },
  {
    id: 'NN3',
    grade: 'B',
    code: 'AlreadyExistsException',
    source: 'AWS Backup API, CreateBackupVault and CreateLogicallyAirGappedBackupVault',
    *breaches({ taken }) {
      if (taken?.kind !== 'vault') return;
      yield { path: 'backupVaultName', message: `Backup vault with the same name already exists: ${taken.name}` };
    },
  },
];

interface Cause {
  readonly message: RegExp;
  readonly cause: string;
}

/**
 * What AWS's status messages mean for a table, and what fixes them; the first that fits counts. Source: AWS Backup
 * Developer Guide, backup-dashboards ("Reasons for problematic jobs"), eventbridge and troubleshooting.
 */
const BY_MESSAGE: readonly Cause[] = [
  {
    message: /running job for the same resource/i,
    cause: 'another job of the table was running; move the schedules apart or widen the start window',
  },
  {
    message: /too many copy jobs running for resource/i,
    cause: 'too many copies of the table ran at once; copy less often or spread the rules',
  },
  { message: /expired before completion/i, cause: 'the completion window was too short; widen it' },
  {
    message: /vault .*does not exist|could not find cryopod/i,
    cause: 'the vault does not exist; create it or name another in the rule',
  },
  { message: /cannot be assumed/i, cause: 'AWS Backup cannot assume the selection’s role; fix its trust policy' },
  {
    message: /same organization/i,
    cause: 'the two accounts are not members of one organization; move one of them, or copy to another account',
  },
  {
    message: /cross-account copy feature is not enabled/i,
    cause: 'cross-account backup is off; switch it on in the organization’s management account',
  },
  {
    message: /encrypted with the default backup service managed key/i,
    cause:
      'the key of the destination vault cannot be used from another account; copy to a vault with a customer managed key',
  },
  {
    message: /retention .*not within the range|minimum retention|maximum retention/i,
    cause: 'the vault’s lock refuses the retention; bring the lifecycle into its range',
  },
  {
    message: /feature is not supported for provided resource type|unsupported resource type/i,
    cause: 'the feature needs advanced DynamoDB backup; switch it on in the Region',
  },
  {
    message: /logically air.?gapped .*not supported|LOGICALLY_AIR_GAPPED_BACKUP_VAULT_NOT_SUPPORTED/i,
    cause: 'a standard backup cannot lie in an air-gapped vault; switch advanced DynamoDB backup on in the Region',
  },
  {
    message: /subscriber limit exceeded|limit exceeded|throttl/i,
    cause: 'a quota of AWS Backup or DynamoDB was reached; spread the schedules or ask for more',
  },
  {
    message: /more than 50 (?:user )?tags/i,
    cause: 'the recovery point would have more than 50 tags; take some off the table or the rule',
  },
  {
    message: /kms|given key id/i,
    cause: 'the KMS key cannot be used; let the role use it and see that it is enabled',
  },
  {
    message: /missing permission|does not have permission|not authorized|access denied|insufficient privileges/i,
    cause: 'the selection’s role lacks a permission; attach AWSBackupServiceRolePolicyForBackup',
  },
  {
    message: /unable to copy resource tags/i,
    cause: 'the table’s tags were not copied to the point; the point itself is there',
  },
  { message: /table not found/i, cause: 'the table was gone when the job ran' },
  {
    message: /not in (?:the )?available state|table is being created|creating/i,
    cause: 'the table was not ACTIVE when the job ran; a backup of a table that is being made fails',
  },
  {
    message:
      /resource not found|could not find resource|no longer available|cannot find recovery point|does not exist/i,
    cause: 'something that the job needs was gone when it ran',
  },
  { message: /token expired/i, cause: 'a credential expired while the job ran; the next run should do' },
  {
    message: /internal error|fatal error|internal failure/i,
    cause: 'AWS Backup failed by itself; the next run should do, else ask AWS Support',
  },
];

/** For a message that is new: what its category says. Categories come in several spellings, so letters alone count. */
const BY_CATEGORY: Readonly<Record<string, string>> = {
  ACCESSDENIED: 'something refused access; the role, the vault’s policy and the key’s policy come into question',
  CONCURRENTJOB: 'another job of the table was running; move the schedules apart or widen the start window',
  FEATURENOTENABLED: 'a feature of AWS Backup is off in the organization or the Region',
  INVALIDLIFECYCLE: 'the retention is refused; bring the lifecycle into the range of the vault’s lock',
  INVALIDPARAMETERS: 'the rule asks for something that AWS Backup does not take',
  JOBEXPIRED: 'the completion window was too short; widen it',
  KMSKEYERROR: 'the KMS key cannot be used; let the role use it and see that it is enabled',
  LIMITEXCEEDED: 'a quota was reached; spread the schedules or ask for more',
  RESOURCENOTFOUND: 'something that the job needs was gone when it ran',
  RESOURCENOTSUPPORTED: 'the feature needs advanced DynamoDB backup; switch it on in the Region',
  UNSUPPORTEDOPERATION: 'the feature needs advanced DynamoDB backup; switch it on in the Region',
  LOGICALLYAIRGAPPEDBACKUPVAULTNOTSUPPORTED:
    'a standard backup cannot lie in an air-gapped vault; switch advanced DynamoDB backup on in the Region',
};

/** The cause and what fixes it, AWS's own words behind it. */
export function causeOf(statusMessage: string | undefined, messageCategory?: string): string {
  const category = messageCategory?.toUpperCase().replace(/[^A-Z]/g, '') ?? '';
  const found =
    BY_MESSAGE.find(({ message }) => message.test(statusMessage ?? ''))?.cause ??
    (Object.hasOwn(BY_CATEGORY, category) ? BY_CATEGORY[category] : undefined);
  const words = statusMessage ? `“${statusMessage}”` : messageCategory;
  if (found === undefined) return words ?? 'AWS gave no message';
  return words === undefined ? found : `${found} (${words})`;
}

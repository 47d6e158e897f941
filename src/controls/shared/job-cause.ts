/**
 * What AWS's status messages mean and what mends them. Source: AWS Backup Developer Guide, backup-dashboards and
 * eventbridge (the message lists).
 */
const CAUSES: readonly { readonly message: RegExp; readonly cause: string }[] = [
  {
    message: /running job for the same resource/i,
    cause: 'another job of the table was running; move the schedules apart or widen the start window',
  },
  { message: /expired before completion/i, cause: 'the completion window was too short; widen it' },
  {
    message: /backup vault .* does not exist/i,
    cause: 'the vault does not exist; create it or name another in the rule',
  },
  { message: /cannot be assumed/i, cause: 'AWS Backup cannot assume the selection’s role; mend its trust policy' },
  {
    message: /missing permission|not authorized|access denied|insufficient/i,
    cause: 'the selection’s role lacks a permission; attach AWSBackupServiceRolePolicyForBackup',
  },
  { message: /kms/i, cause: 'the KMS key cannot be used; let the role use it and see that it is enabled' },
  {
    message: /retention .* not within the range|lock/i,
    cause: 'the vault’s lock refuses the retention; bring the lifecycle into its range',
  },
  {
    message: /not supported for provided resource type/i,
    cause: 'the feature needs advanced DynamoDB backup; switch it on in the Region',
  },
  { message: /table not found/i, cause: 'the table was gone when the job ran' },
];

/** The cause and what mends it, AWS's own words behind it. */
export function causeOf(statusMessage: string | undefined): string {
  if (!statusMessage) return 'AWS gave no message';
  const known = CAUSES.find(({ message }) => message.test(statusMessage));
  return known ? `${known.cause} (“${statusMessage}”)` : `“${statusMessage}”`;
}

/** A role's name, with its path, or an ARN in which `{account}` stands for the account. */
export function roleIn(account: string, partition: string, template: string): string {
  return template.startsWith('arn:')
    ? template.replaceAll('{account}', account)
    : `arn:${partition}:iam::${account}:role/${template.replace(/^\//, '')}`;
}

export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** All that follows the account, colons and slashes included. */
  readonly resource: string;
}

export function parseArn(text: string): Arn | undefined {
  const parts = text.split(':');
  const [head, partition, service, region, account, ...rest] = parts;
  if (head !== 'arn' || !partition || !service || region === undefined || account === undefined || rest.length === 0) {
    return undefined;
  }
  return { partition, service, region, account, resource: rest.join(':') };
}

export function tableArn(partition: string, region: string, account: string, name: string): string {
  return `arn:${partition}:dynamodb:${region}:${account}:table/${name}`;
}

/** The table that an ARN of DynamoDB names: the table itself, or the table of an index, stream or native backup. */
export function tableNameOf(arn: string): string | undefined {
  const parsed = parseArn(arn);
  if (parsed?.service !== 'dynamodb') return undefined;
  return /^table\/([^/]+)/.exec(parsed.resource)?.[1];
}

/** `arn:…:backup-vault:NAME` → `NAME`. */
export function vaultNameOf(arn: string): string | undefined {
  const parsed = parseArn(arn);
  return parsed?.service === 'backup' ? /^backup-vault:(.+)$/.exec(parsed.resource)?.[1] : undefined;
}

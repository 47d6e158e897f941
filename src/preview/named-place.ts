/** What a change without an inventory tells of where it goes. */
export interface NamedPlace {
  readonly account?: string;
  readonly region?: string;
}

/** Tables that a selection names are of its own account and Region, and so is its role. */
const TABLE = /\barn:aws[\w-]*:dynamodb:(?<region>[a-z]{2}[a-z0-9-]+):(?<account>\d{12}):table\//g;
const ROLE = /\b(?:IamRoleArn|iam_role_arn)["']?\s*:\s*["']?arn:aws[\w-]*:iam::(?<account>\d{12}):role\//g;

/**
 * The one account, and the one Region, that ARNs of plans and templates name. Where they name several, none is taken: a
 * wrong place would make own tables strange, and strange vaults own.
 */
export function namedPlace(texts: readonly string[]): NamedPlace {
  const groups = texts.flatMap((text) => [TABLE, ROLE].flatMap((arn) => [...text.matchAll(arn)]));
  const only = (name: 'account' | 'region') => {
    const [first, ...others] = new Set(groups.flatMap((match) => match.groups?.[name] ?? []));
    return others.length === 0 ? first : undefined;
  };
  const [account, region] = [only('account'), only('region')];
  return { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) };
}

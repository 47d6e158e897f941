import { isObject, parseJson } from '../model/json.ts';
import { wildcard } from '../model/wildcard.ts';
import { type ArnFamily, coversFamily, overlaps } from './pattern-cover.ts';

/** A list that a statement is about, or one that it is about all but (`NotAction`, `NotResource`, `NotPrincipal`). */
export interface Scope {
  readonly except: boolean;
  readonly values: readonly string[];
}

/** One line of a `Condition`; a statement counts when all of its lines hold. */
export interface AccessCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export interface AccessStatement {
  readonly effect: 'Allow' | 'Deny';
  /** `AWS:*`, `AWS:111122223333`, `AWS:arn:aws:iam::111122223333:role/app`, `Service:backup.amazonaws.com`. */
  readonly principals: Scope;
  /** In lower case: actions ignore it. */
  readonly actions: Scope;
  readonly resources: Scope;
  readonly conditions: readonly AccessCondition[];
}

/** What a statement is about that does not say so: a role's own policies name no principal, its trust policy no resource. */
type Unsaid = Partial<Pick<AccessStatement, 'principals' | 'resources'>>;

/**
 * The statements of a vault's access policy; undefined when the text is no such policy. One statement, action, resource or
 * principal may stand without its list. Source: IAM User Guide, reference_policies_grammar.
 */
export function accessStatements(text: string): readonly AccessStatement[] | undefined {
  const before = lately.get(text);
  if (before) return before;
  const statements = readStatements(text, {});
  if (lately.size >= LATELY_MAX) lately.clear();
  if (statements) lately.set(text, statements);
  return statements;
}

/** The same few policies are asked about for every table. AWS allows 300 vaults in a Region. */
const LATELY_MAX = 300;
const lately = new Map<string, readonly AccessStatement[]>();

export function readStatements(text: string, unsaid: Unsaid): readonly AccessStatement[] | undefined {
  let document: unknown;
  try {
    document = parseJson(text);
  } catch {
    return undefined;
  }
  const statements = isObject(document) ? listOf(document['Statement']).map((each) => statementOf(each, unsaid)) : [];
  return statements.length > 0 && statements.every((each) => each !== undefined) ? statements : undefined;
}

/**
 * IAM's wildcards count in actions, although the guide says that vault policies do not take them: what AWS stored, it
 * accepted. Source: AWS Backup Developer Guide, create-a-vault-access-policy.
 */
export function isAbout({ actions }: AccessStatement, action: string): boolean {
  const wanted = action.toLowerCase();
  return actions.values.some((pattern) => wildcard(pattern)(wanted)) !== actions.except;
}

/** `${aws:PrincipalTag/team}` stands for any text. Source: IAM User Guide, reference_policies_variables. */
export const VARIABLE = /\$\{[^}]*\}/g;

export function isAboutAll({ resources }: AccessStatement, family: ArnFamily): boolean {
  return resources.except
    ? !resources.values.some((pattern) => overlaps(pattern, family))
    : resources.values.some((pattern) => coversFamily(pattern, family));
}

/**
 * Does the statement bind everybody of the account, some, or nobody? An account as principal is every user and role of it.
 * Source: IAM User Guide, reference_policies_elements_principal.
 */
export function bindsAccount({ principals }: AccessStatement, account: string): 'all' | 'some' | 'none' {
  if (principals.except) return principals.values.some((each) => mayBeOf(each, account)) ? 'some' : 'all';
  if (principals.values.some((each) => each === 'AWS:*' || each === `AWS:${account}`)) return 'all';
  return principals.values.some((each) => mayBeOf(each, account)) ? 'some' : 'none';
}

/** What is no service and names no other account: a unique id (`AROA…`) does not say whose it is. */
function mayBeOf(principal: string, account: string): boolean {
  if (!principal.startsWith('AWS:')) return false;
  const owner = /^AWS:(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(principal)?.[1];
  return owner === undefined || owner === account;
}

/** Keys that every principal of an account brings, so that a `*` fits each. Source: IAM User Guide, condition-keys. */
const ALWAYS_PRESENT = ['aws:principalarn', 'aws:principalaccount', 'aws:userid'];

/** Does the line hold for whoever of the account asks? `sometimes` also where that is not looked into. */
export function conditionHolds(
  { operator, key, values }: AccessCondition,
  account: string,
): 'always' | 'sometimes' | 'never' {
  const [, not, comparison] = /^(?:string|arn)(not)?(equals|like)(?:ifexists)?$/.exec(operator.toLowerCase()) ?? [];
  const name = key.toLowerCase();
  if (comparison === undefined || !ALWAYS_PRESENT.includes(name)) return 'sometimes';
  const everybody = values.includes('*') && operator.toLowerCase() !== `string${not ?? ''}equals`;
  if (!everybody && name !== 'aws:principalaccount') return 'sometimes';
  const matches =
    everybody || values.some((value) => (comparison === 'like' ? wildcard(value)(account) : value === account));
  return matches === (not === undefined) ? 'always' : 'never';
}

/** `StringNotEquals aws:PrincipalArn a, b` */
export function conditionText({ operator, key, values }: AccessCondition): string {
  return `${operator} ${key} ${values.join(', ')}`;
}

function statementOf(statement: unknown, unsaid: Unsaid): AccessStatement | undefined {
  if (!isObject(statement)) return undefined;
  const { Effect: effect } = statement;
  const principals = scopeOf(statement, 'Principal', principalNames) ?? unsaid.principals;
  const actions = scopeOf(statement, 'Action', (value) => textsOf(value).map((action) => action.toLowerCase()));
  const resources = scopeOf(statement, 'Resource', textsOf) ?? unsaid.resources;
  const conditions = conditionsOf(statement['Condition']);
  if ((effect !== 'Allow' && effect !== 'Deny') || !principals || !actions || !resources || !conditions)
    return undefined;
  return { effect, principals, actions, resources, conditions };
}

function scopeOf(
  statement: Record<string, unknown>,
  key: string,
  read: (value: unknown) => readonly string[],
): Scope | undefined {
  if (key in statement) return { except: false, values: read(statement[key]) };
  if (`Not${key}` in statement) return { except: true, values: read(statement[`Not${key}`]) };
  return undefined;
}

/** `"*"` and `{"AWS": "*"}` are the same, and so are an account and its root. */
function principalNames(value: unknown): readonly string[] {
  if (!isObject(value)) return textsOf(value).map((name) => `AWS:${name}`);
  return Object.entries(value).flatMap(([kind, names]) =>
    textsOf(names).map((name) => `${kind}:${name.replace(/^arn:[^:]*:iam::(\d{12}):root$/, '$1')}`),
  );
}

function conditionsOf(value: unknown): readonly AccessCondition[] | undefined {
  if (value === undefined) return [];
  if (!isObject(value)) return undefined;
  return Object.entries(value).flatMap(([operator, keys]) =>
    isObject(keys) ? Object.entries(keys).map(([key, values]) => ({ operator, key, values: textsOf(values) })) : [],
  );
}

/** Numbers and booleans are values of conditions too. */
function textsOf(value: unknown): readonly string[] {
  return listOf(value).map(String);
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

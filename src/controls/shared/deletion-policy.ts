import { type Fact, known, unknown } from '../../model/fact.ts';
import { wildcard } from '../../model/wildcard.ts';

const ACTION = 'backup:deleterecoverypoint';

/**
 * What a vault's access policy leaves open: undefined when it denies `backup:DeleteRecoveryPoint` to everybody, for
 * every point, without a condition. Read as IAM reads it: actions ignore case, `*` and `?` are wildcards, one statement
 * may stand without its list. Source: IAM User Guide, reference_policies_elements.
 */
export function deletionVerdict(policyText: string, vaultArn: string, from: string): Fact<string | undefined> {
  const statements = statementsOf(policyText);
  if (!statements)
    return unknown('undocumented', `the access policy of ${vaultArn} is not an IAM policy that Holdfast can read`);
  const denials = statements.filter((statement) => statement['Effect'] === 'Deny' && coversAction(statement));
  if (denials.length === 0) return known('has an access policy that does not deny backup:DeleteRecoveryPoint', from);
  const limits = denials.map(limitOf);
  return known(
    limits.includes(undefined) ? undefined : `denies backup:DeleteRecoveryPoint only ${limits.join(', and only ')}`,
    from,
  );
}

type Statement = Readonly<Record<string, unknown>>;

function statementsOf(text: string): readonly Statement[] | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(document)) return undefined;
  const statements = listOf(document['Statement']);
  return statements.length > 0 && statements.every(isRecord) ? statements : undefined;
}

function coversAction(statement: Statement): boolean {
  const named = (value: unknown) => textsOf(value).some((action) => wildcard(action.toLowerCase())(ACTION));
  return 'NotAction' in statement ? !named(statement['NotAction']) : named(statement['Action']);
}

/** Undefined when the statement binds everybody, always, on every point. */
function limitOf(statement: Statement): string | undefined {
  const limits = [
    ...(isEverybody(statement) ? [] : ['for some principals']),
    ...(textsOf(statement['Resource']).includes('*') ? [] : ['for some resources']),
    ...(isRecord(statement['Condition']) && Object.keys(statement['Condition']).length > 0
      ? [`under a condition (${Object.keys(statement['Condition']).join(', ')})`]
      : []),
  ];
  return limits.length === 0 ? undefined : limits.join(', ');
}

/** `NotPrincipal` with Deny spares somebody; an `AWS` list that holds `*` is everybody. */
function isEverybody(statement: Statement): boolean {
  const principal = statement['Principal'];
  if (principal === '*') return true;
  return isRecord(principal) && textsOf(principal['AWS']).includes('*');
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((each) => typeof each === 'string');
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

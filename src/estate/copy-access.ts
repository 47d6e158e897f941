import { type Unknown, unknown } from '../model/fact.ts';
import type { VaultRecord } from '../model/vault.ts';
import {
  type AccessStatement,
  accessStatements,
  bindsAccount,
  conditionHolds,
  conditionText,
  isAbout,
  isAboutAll,
} from './access-policy.ts';

const COPY_INTO = 'backup:CopyIntoBackupVault';

/** Who copies: an account, by the roles of the selections that select the table. */
export interface Copier {
  readonly account: string;
  readonly roleArns: readonly string[];
}

/** `not-allowed` matters between accounts only: within one, no policy is needed. */
export type CopyAccess =
  | { readonly answer: 'allowed' }
  | { readonly answer: 'denied' | 'not-allowed'; readonly text: string }
  | { readonly answer: 'open'; readonly why: Unknown };

/**
 * Does the access policy of a vault let the copies of an account in, and what would settle it where it is open? Whom a condition such as `aws:PrincipalOrgID` lets in depends on the organization, which is not read, and AWS
 * does not say which of an account's principals makes the copies of a plan. Without a policy that allows it, every copy
 * from another account is refused. Source: AWS Backup Developer Guide, create-cross-account-backup.
 */
export function copyAccess(vault: VaultRecord, copier: Copier): CopyAccess {
  const { accessPolicy: policy, arn, name } = vault;
  if (!policy.known) return { answer: 'open', why: policy };
  const text = `the access policy of vault ${name} does not allow ${COPY_INTO} to account ${copier.account}`;
  if (policy.value === null) return { answer: 'not-allowed', text };
  const statements = accessStatements(policy.value)?.filter(
    (each) => isAbout(each, COPY_INTO) && isAboutAll(each, arn),
  );
  if (!statements) {
    const detail = `the access policy of ${arn} is not an IAM policy that Holdfast can read`;
    return { answer: 'open', why: unknown('undocumented', detail) };
  }
  const denials = reaching(statements, 'Deny', copier);
  const grants = reaching(statements, 'Allow', copier);
  if (denials.some((each) => each.sure)) {
    return {
      answer: 'denied',
      text: `the access policy of vault ${name} denies ${COPY_INTO} to account ${copier.account}`,
    };
  }
  if (denials[0]) return open(`the access policy of vault ${name} denies ${COPY_INTO} ${denials[0].limit}`);
  if (grants.length === 0) return { answer: 'not-allowed', text };
  if (grants.some((each) => each.sure)) return { answer: 'allowed' };
  return open(`the access policy of vault ${name} allows ${COPY_INTO} ${grants[0]?.limit}`);
}

interface Reaching {
  /** It is about every copy of the account. */
  readonly sure: boolean;
  readonly limit: string;
}

/** The statements that are about copies of the account, or may be. */
function reaching(
  statements: readonly AccessStatement[],
  effect: AccessStatement['effect'],
  { account, roleArns }: Copier,
): readonly Reaching[] {
  return statements.flatMap((statement) => {
    const whom = bindsAccount(statement, account);
    const lines = statement.conditions.map((line) => ({ line, holds: conditionHolds(line, account) }));
    if (statement.effect !== effect || whom === 'none' || lines.some(({ holds }) => holds === 'never')) return [];
    const conditions = lines.filter(({ holds }) => holds !== 'always').map(({ line }) => conditionText(line));
    const { except, values } = statement.principals;
    const byRole = !except && roleArns.length > 0 && roleArns.every((role) => values.includes(`AWS:${role}`));
    const limits = [
      ...(whom === 'all' || byRole
        ? []
        : [`for ${except ? 'all but ' : ''}${values.map((value) => value.replace(/^AWS:/, '')).join(', ')} only`]),
      ...(conditions.length === 0 ? [] : [`under ${conditions.join(' and ')}`]),
    ];
    return [{ sure: limits.length === 0, limit: limits.join(', ') }];
  });
}

function open(limit: string): CopyAccess {
  const detail = `${limit}; whether that reaches the copies is not known until one has completed`;
  return { answer: 'open', why: unknown('undocumented', detail) };
}

import {
  type AccessCondition,
  type AccessStatement,
  accessStatements,
  bindsAccount,
  conditionHolds,
  conditionText,
  isAbout,
  isAboutAll,
  type Scope,
} from '../../estate/access-policy.ts';
import type { ArnFamily } from '../../estate/pattern-cover.ts';
import { type Fact, known, unknown } from '../../model/fact.ts';

const ACTION = 'backup:DeleteRecoveryPoint';

/** The vault whose policy it is, and the points in it that must be kept. */
export interface GuardedVault {
  readonly arn: string;
  readonly account: string;
  readonly points: readonly ArnFamily[];
}

/**
 * What a vault's access policy leaves open: undefined when it denies `backup:DeleteRecoveryPoint` to everybody of the
 * vault's account, for each of the points, whatever the circumstances; several statements may do so together. Other
 * accounts do not count: AWS Backup refuses them whatever the policy says. Source: AWS Backup Developer Guide,
 * create-a-vault-access-policy; IAM User Guide, reference_policies_elements.
 */
export function deletionVerdict(policyText: string, vault: GuardedVault, from: string): Fact<string | undefined> {
  const statements = accessStatements(policyText);
  if (!statements)
    return unknown('undocumented', `the access policy of ${vault.arn} is not an IAM policy that Holdfast can read`);
  const denials = statements.filter((each) => each.effect === 'Deny' && isAbout(each, ACTION));
  if (denials.length === 0) return known(`has an access policy that does not deny ${ACTION}`, from);
  const open = vault.points.filter((points) => !isDenied(denials, points, vault.account));
  if (open.length === 0) return known(undefined, from);
  const limits = denials.map((denial) => limitOf(denial, vault, open)).filter((limit) => limit !== '');
  return known(`denies ${ACTION} only ${limits.join(', and only ')}`, from);
}

function isDenied(denials: readonly AccessStatement[], points: ArnFamily, account: string): boolean {
  const binding = denials
    .filter((each) => bindsAccount(each, account) === 'all' && isAboutAll(each, points))
    .map((each) => each.conditions.filter((line) => conditionHolds(line, account) !== 'always'));
  return binding.some((lines) => lines.length === 0 || binding.some((others) => isOpposite(lines, others)));
}

/** `StringEquals k a` and `StringNotEquals k a` hold for everybody between them, also for those without the key. */
function isOpposite(lines: readonly AccessCondition[], others: readonly AccessCondition[]): boolean {
  const [one, other] = [lines[0], others[0]];
  if (!one || !other || lines.length + others.length !== 2 || !/^(String|Arn)(Equals|Like)/.test(one.operator))
    return false;
  return (
    one.operator.replace(/(?=Equals|Like)/, 'Not') === other.operator &&
    one.key.toLowerCase() === other.key.toLowerCase() &&
    one.values.toSorted().join('\n') === other.values.toSorted().join('\n')
  );
}

/** Whom, what and when a denial is about, as far as that is less than asked; empty when it is not. */
function limitOf(denial: AccessStatement, vault: GuardedVault, open: readonly ArnFamily[]): string {
  const missed = open.filter((points) => !isAboutAll(denial, points));
  const lines = denial.conditions.filter((line) => conditionHolds(line, vault.account) !== 'always');
  return [
    ...(bindsAccount(denial, vault.account) === 'all' ? [] : [`for some principals (${scopeText(denial.principals)})`]),
    ...(missed.length === 0 ? [] : [`for some resources (${scopeText(denial.resources)}; not ${missed.join(', ')})`]),
    ...(lines.length === 0 ? [] : [`under a condition (${lines.map(wayLeft).join(' and ')})`]),
  ].join(', ');
}

/** A negated operator names those that the denial spares. */
function wayLeft(line: AccessCondition): string {
  return /Not(?:Equals|Like)/.test(line.operator)
    ? `${conditionText(line)}: these may delete`
    : `${conditionText(line)}: all else may delete`;
}

function scopeText({ except, values }: Scope): string {
  return `${except ? 'all but ' : ''}${values.map((value) => value.replace(/^AWS:/, '')).join(', ')}`;
}

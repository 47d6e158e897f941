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
  VARIABLE,
} from '../estate/access-policy.ts';
import type { ArnFamily } from '../estate/pattern-cover.ts';
import { type Fact, known, unknown } from '../model/fact.ts';

/**
 * By what a point can be lost by hand: deleted, or made to end sooner; and by what the policy that denies it is replaced. AWS
 * Config's rule backup-recovery-point-manual-deletion-disabled asks for the three.
 */
export const POINT_ACTIONS = ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'] as const;
export const POLICY_ACTION = 'backup:PutBackupVaultAccessPolicy';

/** The vault whose policy it is, and the points in it that must be kept. */
export interface GuardedVault {
  readonly arn: string;
  readonly account: string;
  readonly points: readonly ArnFamily[];
}

/**
 * What a vault's access policy leaves open: undefined when it denies the three actions to everybody of the vault's account,
 * for each of the points and for the vault, whatever the circumstances; several statements may do so together. Other
 * accounts do not count: AWS Backup refuses them whatever the policy says. Source: AWS Backup Developer Guide,
 * create-a-vault-access-policy; IAM User Guide, reference_policies_elements.
 */
export function deletionVerdict(policyText: string, vault: GuardedVault, from: string): Fact<string | undefined> {
  const statements = accessStatements(policyText);
  if (!statements)
    return unknown('undocumented', `the access policy of ${vault.arn} is not an IAM policy that Holdfast can read`);
  const asked = [
    ...POINT_ACTIONS.map((action) => ({ action, resources: vault.points })),
    { action: POLICY_ACTION, resources: [vault.arn] },
  ];
  const answers = asked.map(({ action, resources }) => ({
    action,
    left: whatIsLeft(statements, action, resources, vault.account),
  }));
  const undenied = answers.flatMap(({ action, left }) => (left === 'everything' ? [action] : []));
  const partly = answers.flatMap(({ action, left }) =>
    left === undefined || left === 'everything' ? [] : [`denies ${action} only ${left}`],
  );
  const open = [
    ...(undenied.length > 0 ? [`has an access policy that does not deny ${undenied.join(' or ')}`] : []),
    ...partly,
  ];
  return known(open.length === 0 ? undefined : open.join(', and '), from);
}

/** How far statements deny an action on resources to the people of an account. */
export function denialOf(
  statements: readonly AccessStatement[],
  action: string,
  resources: readonly ArnFamily[],
  account: string,
): 'whole' | 'part' | 'none' {
  const left = whatIsLeft(statements, action, resources, account);
  if (left === undefined) return 'whole';
  return left === 'everything' ? 'none' : 'part';
}

/** `everything` where no statement denies the action at all; undefined where it is denied. */
function whatIsLeft(
  statements: readonly AccessStatement[],
  action: string,
  resources: readonly ArnFamily[],
  account: string,
): string | undefined {
  const denials = statements.filter((each) => each.effect === 'Deny' && isAbout(each, action));
  if (denials.length === 0) return 'everything';
  const open = resources.filter((each) => !isDenied(denials, each, account));
  if (open.length === 0) return undefined;
  const limits = denials.map((denial) => limitOf(denial, account, open)).filter((limit) => limit !== '');
  return limits.join(', and only ');
}

function isDenied(denials: readonly AccessStatement[], points: ArnFamily, account: string): boolean {
  const binding = denials
    .filter((each) => bindsAccount(each, account) === 'all' && isSurelyAbout(each, points))
    .map((each) => each.conditions.filter((line) => conditionHolds(line, account) !== 'always'));
  return binding.some((lines) => lines.length === 0 || binding.some((others) => isOpposite(lines, others)));
}

/** A variable among what `NotResource` spares may stand for any of the resources. */
function isSurelyAbout(denial: AccessStatement, points: ArnFamily): boolean {
  const { except, values } = denial.resources;
  return isAboutAll(denial, points) && !(except && values.some((value) => value.search(VARIABLE) >= 0));
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
function limitOf(denial: AccessStatement, account: string, open: readonly ArnFamily[]): string {
  const missed = open.filter((points) => !isSurelyAbout(denial, points));
  const lines = denial.conditions.filter((line) => conditionHolds(line, account) !== 'always');
  return [
    ...(bindsAccount(denial, account) === 'all' ? [] : [`for some principals (${scopeText(denial.principals)})`]),
    ...(missed.length === 0 ? [] : [`for some resources (${scopeText(denial.resources)}; not ${missed.join(', ')})`]),
    ...(lines.length === 0 ? [] : [`under a condition (${lines.map(wayLeft).join(' and ')})`]),
  ].join(', ');
}

/** A negated operator names those that the denial spares. */
function wayLeft(line: AccessCondition): string {
  return /Not(?:Equals|Like)/.test(line.operator)
    ? `${conditionText(line)}: these may`
    : `${conditionText(line)}: all else may`;
}

function scopeText({ except, values }: Scope): string {
  return `${except ? 'all but ' : ''}${values.map((value) => value.replace(/^AWS:/, '')).join(', ')}`;
}

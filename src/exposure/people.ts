import { type AccessStatement, accessStatements } from '../estate/access-policy.ts';
import type { ArnFamily } from '../estate/pattern-cover.ts';
import { type Fact, known, unknown } from '../model/fact.ts';
import { append } from '../model/group-by.ts';
import { byText } from '../model/order.ts';
import type { IdentityPolicy } from '../model/table.ts';
import { denialOf, POINT_ACTIONS, POLICY_ACTION } from './deletion-policy.ts';
import { type Granted, grantOf, type Holders, holdersOf, type Sureness } from './grants.ts';
import { isFast, type LockMode } from './vault-lock.ts';

/** By what a vault's access policy is replaced or taken away, and by what its lock is. */
const LIFTING = [POLICY_ACTION, 'backup:DeleteBackupVaultAccessPolicy'] as const;
const UNLOCKING = ['backup:DeleteBackupVaultLockConfiguration', 'backup:PutBackupVaultLockConfiguration'] as const;
/** AWS refuses it while the vault holds points: nobody destroys them so, and it shows who is in charge. */
const REMOVING = ['backup:DeleteBackupVault'] as const;

/** Somebody of the account that owns a vault, with what they may do to it. */
export interface Person {
  /** `role/app`, `user/ann`, `group/ops`: everybody in it. */
  readonly name: string;
  readonly powers: readonly (Granted & { readonly action: string })[];
  /** Whether these are enough to destroy points; undefined: they are not. */
  readonly destroys: Sureness | undefined;
}

export interface VaultAsked {
  readonly arn: string;
  readonly account: string;
  readonly accessPolicy: Fact<string | null>;
  readonly points: readonly ArnFamily[];
  readonly mode: LockMode;
}

export const ROOT = 'root user';

/** Everybody who may do something of the kind, by name; a policy that cannot be read leaves it open. */
export function peopleOf(vault: VaultAsked, policies: Fact<readonly IdentityPolicy[]>): Fact<readonly Person[]> {
  if (!policies.known) return policies;
  const holders = holdersOf(policies.value);
  if (holders.unreadable.length > 0)
    return unknown('undocumented', `identity policies that cannot be read: ${holders.unreadable.join(', ')}`);
  const denials = denialsOf(vault);
  const people = [...withAccessPolicy(vault, holders)].flatMap(([name, held]): Person[] => {
    const powers = ACTIONS.flatMap((action) => {
      const granted = grantOf(held, { action, resources: resourcesFor(vault, action) });
      return granted ? [{ ...granted, action }] : [];
    });
    return powers.length > 0 ? [{ name, powers, destroys: destruction(vault, powers, denials) }] : [];
  });
  const all = ACTIONS.map((action) => ({ action, by: 'who owns the account', sureness: 'sure' as const }));
  return known(
    [
      ...people.toSorted(byText(({ name }) => name)),
      { name: ROOT, powers: all, destroys: destruction(vault, all, denials) },
    ],
    policies.from,
  );
}

const ACTIONS = [...POINT_ACTIONS, ...LIFTING, ...UNLOCKING, ...REMOVING];

function resourcesFor({ arn, points }: VaultAsked, action: string): readonly ArnFamily[] {
  return POINT_ACTIONS.some((each) => each === action) ? points : [arn];
}

/** How far the access policy denies an action; `part` also where it could not be read. */
type Denials = (action: string) => 'whole' | 'part' | 'none';

function denialsOf(vault: VaultAsked): Denials {
  const { accessPolicy, account } = vault;
  if (accessPolicy.known && accessPolicy.value === null) return () => 'none';
  const statements = statementsOf(accessPolicy);
  if (!statements) return () => 'part';
  const found = new Map<string, ReturnType<Denials>>(
    ACTIONS.map((action) => [action, denialOf(statements, action, resourcesFor(vault, action), account)]),
  );
  return (action) => found.get(action) ?? 'none';
}

function statementsOf(policy: Fact<string | null>): readonly AccessStatement[] | undefined {
  return policy.known && policy.value !== null ? accessStatements(policy.value) : undefined;
}

/** A policy of the vault allows its own account's people as well as theirs do. Source: IAM User Guide, evaluation logic. */
function withAccessPolicy({ arn, account, accessPolicy }: VaultAsked, { held }: Holders): Holders['held'] {
  const all = new Map([...held].map(([name, policies]) => [name, [...policies]]));
  for (const statement of statementsOf(accessPolicy) ?? []) {
    if (statement.effect !== 'Allow') continue;
    for (const name of namesOf(statement, account))
      append(all, name, { policy: `the access policy of ${arn}`, statements: [statement] });
  }
  return all;
}

/** Who of an account a statement names itself; an account as principal leaves it to the account's own policies. */
export function namesOf({ principals: { except, values } }: AccessStatement, account: string): readonly string[] {
  if (except) return ['everybody but those that it spares'];
  return values.flatMap((value) => {
    if (value === 'AWS:*') return ['everybody'];
    const [, owner, name] = /^AWS:arn:[^:]*:(?:iam|sts)::(\d{12}):(.+)$/.exec(value) ?? [];
    return owner === account && name !== undefined ? [name] : [];
  });
}

/** What powers come to: a point goes by deletion or a shorter life, once policy and lock are out of the way. */
function destruction({ mode }: VaultAsked, powers: Person['powers'], denials: Denials): Sureness | undefined {
  if (isFast(mode)) return undefined;
  const granted = (action: string): Sureness | undefined => powers.find((each) => each.action === action)?.sureness;
  const plainly = (action: string): Sureness | undefined => {
    const denial = denials(action);
    if (denial === 'whole') return undefined;
    return denial === 'part' && granted(action) ? 'perhaps' : granted(action);
  };
  const lifted = best(LIFTING.map(plainly));
  const done = (action: string) => best([plainly(action), both(granted(action), lifted)]);
  const destroyed = best(POINT_ACTIONS.map(done));
  return mode === 'none' ? destroyed : both(destroyed, best(UNLOCKING.map(done)));
}

function best(ways: readonly (Sureness | undefined)[]): Sureness | undefined {
  return ways.find((way) => way === 'sure') ?? ways.find((way) => way !== undefined);
}

function both(one: Sureness | undefined, other: Sureness | undefined): Sureness | undefined {
  if (one === undefined || other === undefined) return undefined;
  return one === 'sure' ? other : one;
}

import { type AccessStatement, accessStatements, bindsAccount, isAbout } from '../estate/access-policy.ts';
import { keyFault, keyManager } from '../estate/keys.ts';
import { parseArn } from '../model/arn.ts';
import { type Fact, known, unknown } from '../model/fact.ts';
import type { RegionInventory } from '../model/inventory.ts';
import { byText } from '../model/order.ts';
import type { IdentityPolicy } from '../model/table.ts';
import { denialOf } from './deletion-policy.ts';
import { grantOf, type Held, type Holders, holdersOf, isPlain, mayConcern, type Sureness } from './grants.ts';
import { namesOf, ROOT } from './people.ts';

/** A KMS key without which points are lost, and who could take it away. */
export interface KeyExposure {
  readonly arn: string;
  readonly manager: Fact<'AWS' | 'CUSTOMER'>;
  /** Why it cannot be used today; known and undefined where it can. */
  readonly fault: Fact<string | undefined>;
  /** Names of those who come to schedule its deletion; after a name, how, and `perhaps` where it is not sure. */
  readonly deleters: Fact<readonly string[]>;
}

const DELETION = 'kms:ScheduleKeyDeletion';
/** Whoever may replace the key policy takes away what it denies, and adds what it does not allow. */
const LIFTING = 'kms:PutKeyPolicy';

export function keyExposure(
  regionInventory: RegionInventory,
  arn: string,
  policies: Fact<readonly IdentityPolicy[]>,
): KeyExposure {
  const manager = keyManager(regionInventory, arn);
  return {
    arn,
    manager,
    fault: keyFault(regionInventory, arn),
    deleters:
      manager.known && manager.value === 'AWS' ? known([], manager.from) : deletersOf(regionInventory, arn, policies),
  };
}

/**
 * A key policy that names the account leaves it to identity policies; one that does not leaves them out. Other accounts do not
 * count: KMS refuses them both actions. Source: KMS Developer Guide, key-policy-default; KMS API, ScheduleKeyDeletion and
 * PutKeyPolicy.
 */
function deletersOf(
  { keys, account }: RegionInventory,
  arn: string,
  policies: Fact<readonly IdentityPolicy[]>,
): Fact<readonly string[]> {
  const policy = keys.find((key) => key.arn === arn)?.policy;
  const owner = parseArn(arn)?.account;
  if (owner !== undefined && owner !== account)
    return unknown('unreachable', `the key belongs to account ${owner}, and KMS shows its policy to that account only`);
  if (!policy) return unknown('not-collected', `the policy of key ${arn} was not read`, 'kms:GetKeyPolicy');
  if (!policy.known) return policy;
  const statements = accessStatements(policy.value);
  if (!statements)
    return unknown('undocumented', `the policy of key ${arn} is not an IAM policy that Holdfast can read`);
  const key = { arn, account, statements };
  const ways = { deletion: wayOf(key, DELETION), lifting: wayOf(key, LIFTING) };
  if (!ways.deletion.delegated && !ways.lifting.delegated) return known(deletersBy(key, ways, new Map()), policy.from);
  if (!policies.known) return policies;
  const { held, unreadable } = holdersOf(policies.value);
  if (unreadable.length > 0)
    return unknown('undocumented', `identity policies that cannot be read: ${unreadable.join(', ')}`);
  return known(deletersBy(key, ways, held), policies.from);
}

interface KeyAsked {
  readonly arn: string;
  readonly account: string;
  readonly statements: readonly AccessStatement[];
}

/** What a key policy says of one action on its key. */
interface Way {
  readonly action: string;
  /** Those whom it allows the action itself. */
  readonly named: readonly (readonly [string, Sureness])[];
  /** How surely it leaves the action to identity policies; undefined: it does not. */
  readonly delegated: Sureness | undefined;
}

/** A statement about other keys says nothing of this one. Source: KMS Developer Guide, key-policy-overview. */
function wayOf({ arn, account, statements }: KeyAsked, action: string): Way {
  const about = statements.filter(
    (each) => isAbout(each, action) && mayConcern(each, arn) && bindsAccount(each, account) !== 'none',
  );
  const denial = denialOf(about, action, [arn], account);
  if (denial === 'whole') return { action, named: [], delegated: undefined };
  const sureness = (isSure: boolean) => (isSure && denial === 'none' ? 'sure' : 'perhaps');
  const allowing = about.filter(({ effect }) => effect === 'Allow');
  const delegating = allowing.filter(
    ({ principals: { except, values } }) => !except && values.includes(`AWS:${account}`),
  );
  return {
    action,
    named: allowing.flatMap((each) => namesOf(each, account).map((name) => [name, sureness(isPlain(each))] as const)),
    delegated: delegating.length === 0 ? undefined : sureness(delegating.some(isPlain)),
  };
}

/** The deletion itself, or a key policy of one's own that allows it. */
function deletersBy(
  key: KeyAsked,
  { deletion, lifting }: Readonly<Record<'deletion' | 'lifting', Way>>,
  held: Holders['held'],
): readonly string[] {
  const deleting = powersBy(key, deletion, held);
  const replacing = powersBy(key, lifting, held);
  const names = [...new Set([...deleting.keys(), ...replacing.keys()])].filter((name) => name !== ROOT);
  return [...names, ROOT].flatMap((name) => {
    const direct = deleting.get(name);
    const replaces = replacing.get(name);
    if (direct === 'sure') return [name];
    if (replaces === 'sure' && keepsDeletion(key, held.get(name) ?? []))
      return [`${name} (by replacing the key policy)`];
    if (direct) return [`${name} (perhaps)`];
    return replaces ? [`${name} (perhaps, by replacing the key policy)`] : [];
  });
}

const OWN_KEY_POLICY: Held = {
  policy: 'the key policy that they put',
  statements: [
    {
      effect: 'Allow',
      principals: { except: false, values: ['AWS:*'] },
      actions: { except: false, values: ['*'] },
      resources: { except: false, values: ['*'] },
      conditions: [],
    },
  ],
};

/** A key policy of one's own allows the deletion, unless one's identity policies deny it. */
function keepsDeletion({ arn }: KeyAsked, own: readonly Held[]): boolean {
  return grantOf([...own, OWN_KEY_POLICY], { action: DELETION, resources: [arn] })?.sureness === 'sure';
}

function powersBy(
  { arn }: KeyAsked,
  { action, named, delegated }: Way,
  held: Holders['held'],
): ReadonlyMap<string, Sureness> {
  if (!delegated) return surest(named);
  const holders = [...held].flatMap(([name, own]) => {
    const granted = grantOf(own, { action, resources: [arn] });
    return granted ? [[name, delegated === 'sure' ? granted.sureness : delegated] as const] : [];
  });
  return surest([...named, ...holders.toSorted(byText(([name]) => name)), [ROOT, delegated]]);
}

function surest(powers: Way['named']): ReadonlyMap<string, Sureness> {
  const found = new Map<string, Sureness>();
  for (const [name, sureness] of powers) if (found.get(name) !== 'sure') found.set(name, sureness);
  return found;
}

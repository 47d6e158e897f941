import { accessStatements, bindsAccount, isAbout } from '../estate/access-policy.ts';
import { keyFault, keyManager } from '../estate/keys.ts';
import { parseArn } from '../model/arn.ts';
import { type Fact, known, unknown } from '../model/fact.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { IdentityPolicy } from '../model/table.ts';
import { grantOf, holdersOf, isPlain } from './grants.ts';
import { namesOf, ROOT } from './people.ts';

/** A KMS key without which points are lost, and who could take it away. */
export interface KeyExposure {
  readonly arn: string;
  readonly manager: Fact<'AWS' | 'CUSTOMER'>;
  /** Why it cannot be used today; known and undefined where it can. */
  readonly fault: Fact<string | undefined>;
  /** Names of those who may schedule its deletion, `perhaps` after those of whom it is not sure. */
  readonly deleters: Fact<readonly string[]>;
}

const ACTION = 'kms:ScheduleKeyDeletion';

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
 * A key policy that names the account leaves it to identity policies; one that does not leaves them out. Source: KMS Developer
 * Guide, key-policy-default.
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
  const about = statements.filter((each) => isAbout(each, ACTION));
  const denying = about.filter(({ effect }) => effect === 'Deny');
  if (denying.some((each) => isPlain(each) && bindsAccount(each, account) === 'all')) return known([], policy.from);
  const allowing = about.filter(({ effect }) => effect === 'Allow');
  const named = allowing.flatMap((each) =>
    namesOf(each, account).map((name) => nameOf(name, isPlain(each) && denying.length === 0)),
  );
  const delegating = allowing.filter(
    ({ principals: { except, values } }) => !except && values.includes(`AWS:${account}`),
  );
  if (delegating.length === 0) return known([...new Set(named)], policy.from);
  const isSure = denying.length === 0 && delegating.some(isPlain);
  if (!policies.known) return policies;
  const { held, unreadable } = holdersOf(policies.value);
  if (unreadable.length > 0)
    return unknown('undocumented', `identity policies that cannot be read: ${unreadable.join(', ')}`);
  const holders = [...held].flatMap(([name, own]) => {
    const granted = grantOf(own, { action: ACTION, resources: [arn] });
    return granted ? [nameOf(name, isSure && granted.sureness === 'sure')] : [];
  });
  return known([...new Set([...named, ...holders.toSorted(), nameOf(ROOT, isSure)])], policies.from);
}

function nameOf(name: string, isSure: boolean): string {
  return isSure ? name : `${name} (perhaps)`;
}

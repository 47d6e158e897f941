import { awsAccepts, effectivePoliciesUnread, invalidEffectivePolicy } from '../controls/aws-accepts.ts';
import type { Inventory } from '../model/inventory.ts';
import { OF_ORGANIZATION } from '../model/organization.ts';
import type { Result, ResultResource } from '../model/result.ts';
import { couldNotBeRead } from '../model/unread-facts.ts';
import { resultOf } from './policy-result.ts';

/**
 * Accounts whose effective backup policy AWS finds invalid: no change of a policy reaches them, without a word, until all of it is
 * mended. It matters where an account has plans of the organization, or may have: those it keeps. An account that has none is
 * judged by having none. Source: AWS Organizations User Guide, invalid-policy-alerts.
 */
export function organizationResults({ organization, accounts, regions }: Inventory): readonly Result[] {
  if (!organization) return [];
  const keeping = new Set(
    regions
      .filter(({ plans }) =>
        plans.known ? plans.value.some(({ id }) => id.startsWith(OF_ORGANIZATION)) : couldNotBeRead(plans),
      )
      .map(({ account }) => account),
  );
  const { invalid, tree } = organization;
  const manager = tree.known ? tree.value.managementAccount : '';
  const partition = accounts[0]?.partition ?? 'aws';
  const resource = (account: string, name: string): ResultResource => ({
    type: 'AWS::Organizations::Policy',
    arn: `arn:${partition}:organizations::${manager}:policy/${account === '' ? '*' : account}`,
    name,
    account: account === '' ? manager : account,
    region: '',
  });
  if (!invalid.known) {
    if (!couldNotBeRead(invalid) || keeping.size === 0) return [];
    const outcome = effectivePoliciesUnread(invalid);
    return [resultOf(awsAccepts.id, awsAccepts.severity, resource('', 'backup policies'), outcome)];
  }
  return invalid.value
    .filter(({ account }) => keeping.has(account))
    .map(({ account, errors }) =>
      resultOf(
        awsAccepts.id,
        awsAccepts.severity,
        resource(account, `effective policy of ${account}`),
        invalidEffectivePolicy(account, errors),
      ),
    );
}

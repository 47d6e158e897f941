import { awsAccepts, effectivePoliciesUnread, invalidEffectivePolicy } from '../controls/aws-accepts.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Result, ResultResource } from '../model/result.ts';
import { couldNotBeRead } from '../model/unread-facts.ts';
import { resultOf } from './policy-result.ts';

/**
 * Accounts whose effective backup policy AWS finds invalid: no change of a policy reaches them, without a word, until all of it is
 * mended. Source: AWS Organizations User Guide, invalid-policy-alerts.
 */
export function organizationResults({ organization, accounts }: Inventory): readonly Result[] {
  if (!organization) return [];
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
    if (!couldNotBeRead(invalid)) return [];
    const outcome = effectivePoliciesUnread(invalid);
    return [resultOf(awsAccepts.id, awsAccepts.severity, resource('', 'backup policies'), outcome)];
  }
  const read = new Set(accounts.map(({ account }) => account));
  return invalid.value
    .filter(({ account }) => read.has(account))
    .map(({ account, errors }) =>
      resultOf(
        awsAccepts.id,
        awsAccepts.severity,
        resource(account, `effective policy of ${account}`),
        invalidEffectivePolicy(account, errors),
      ),
    );
}

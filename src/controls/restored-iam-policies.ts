import { part } from '../frameworks/evidence.ts';
import { denied, exampleInventory, ORDERS, tableArnOf } from './example.ts';
import { restoredSetting } from './restored/setting-control.ts';
import { iamPolicies } from './shared/settings.ts';

const restoredArn = tableArnOf('orders-restored');

export const restoredIamPolicies = restoredSetting(iamPolicies, {
  title: 'Who may use the source may use the restored table',
  severity: 'high',
  description:
    'Passes when the resource policy of a table made by a restore says what its source’s says, ARNs rewritten, and when each statement of an attached identity policy that names one of the two tables and not the other, by ARN or by pattern, has a counterpart for the other with the same principal: no less may be done with the restored table, and no more. Fails when a statement is missing, or one allows or denies for the restored table alone. Unknown when policies could not be read, where a policy variable or NotResource leaves it open, where a condition asks for a tag that the two tables do not share, and across accounts. Service control policies, permission boundaries, session policies and roles of other accounts are not seen: a pass says what was compared, not what is allowed.',
  remediation:
    'Put the resource policy back with `aws dynamodb put-resource-policy`, and name the restored table’s ARN in the identity policies listed.',
  evidence: [...part('a restored table keeps this protection', { 'iso-27001-2022': ['A.5.29'], dora: ['12(2)'] })],
  sources: [
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/access-control-resource-based.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html',
  ],
  examples: [
    {
      title: 'passes when the role that may read the source may read the restored table',
      policy: 'restore: { settings: { iamPolicies: same-as-source } }',
      inventory: () =>
        exampleInventory({
          restored: {},
          identityPolicies: [allowing('orders', ORDERS), allowing('rest', restoredArn)],
        }),
      expect: {
        status: 'pass',
        message: 'resource policy as on the source; 2 identity statements with a counterpart',
      },
    },
    {
      title: 'fails when the role names the source alone',
      policy: 'restore: { settings: { iamPolicies: same-as-source } }',
      inventory: () => exampleInventory({ restored: {}, identityPolicies: [allowing('orders', ORDERS)] }),
      expect: {
        status: 'fail',
        message:
          '1 identity statement without a counterpart; policy asks for the IAM policies of the source orders, rewritten for orders-restored',
      },
    },
    {
      title: 'fails when a role is denied the restored table alone',
      policy: 'restore: { settings: { iamPolicies: same-as-source } }',
      inventory: () =>
        exampleInventory({
          restored: {},
          identityPolicies: [allowing('all', '*'), saying('Deny', 'no-restored', restoredArn)],
        }),
      expect: {
        status: 'fail',
        message:
          '1 identity statement about the restored table alone; policy asks for the IAM policies of the source orders, rewritten for orders-restored',
      },
    },
    {
      title: 'is unknown when identity policies could not be read',
      policy: 'restore: { settings: { iamPolicies: same-as-source } }',
      inventory: () =>
        exampleInventory({
          restored: {},
          identityPolicies: denied('iam:GetAccountAuthorizationDetails'),
        }),
      expect: {
        status: 'unknown',
        message: 'cannot tell whether the IAM policies of orders-restored are those of the source',
      },
    },
  ],
});

function allowing(name: string, resource: string) {
  return saying('Allow', name, resource);
}

function saying(effect: string, name: string, resource: string) {
  const statement = { Effect: effect, Action: 'dynamodb:GetItem', Resource: resource };
  return { id: `role/app/${name}`, attachedTo: ['role/app'], document: JSON.stringify({ Statement: [statement] }) };
}

import { known } from '../model/fact.ts';
import { denied, exampleInventory } from './example.ts';
import { tableSetting } from './restored/setting-control.ts';
import { iamPolicies } from './shared/settings.ts';

export const tableIamPolicies = tableSetting(iamPolicies, {
  title: 'The table has a resource policy, or none, as asked',
  severity: 'medium',
  description:
    'Passes when the table has a resource policy (resource-policy) or has none (no-resource-policy), as asked. What the policy allows, and which identities may use the table, is not judged: a pass says what was asked, not what is allowed. Fails when it is the other way round. Unknown when the resource policy could not be read.',
  remediation:
    'Attach one with `aws dynamodb put-resource-policy --resource-arn ARN --policy FILE`, or take it off with `aws dynamodb delete-resource-policy --resource-arn ARN`, after a look at who uses the table through it.',
  sources: ['https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/access-control-resource-based.html'],
  examples: [
    {
      title: 'passes when there is none',
      policy: 'settings: { iamPolicies: no-resource-policy }',
      inventory: () => exampleInventory({ table: { resourcePolicy: known(null, 'dynamodb:GetResourcePolicy') } }),
      expect: { status: 'pass', message: 'has no resource policy, as asked' },
    },
    {
      title: 'fails when there is one',
      policy: 'settings: { iamPolicies: no-resource-policy }',
      inventory: () => exampleInventory({ table: { resourcePolicy: known('{}', 'dynamodb:GetResourcePolicy') } }),
      expect: { status: 'fail', message: 'has a resource policy; policy asks for no-resource-policy' },
    },
    {
      title: 'is unknown when it could not be read',
      policy: 'settings: { iamPolicies: resource-policy }',
      inventory: () => exampleInventory({ table: { resourcePolicy: denied('dynamodb:GetResourcePolicy') } }),
      expect: { status: 'unknown', message: 'cannot tell whether orders has a resource policy' },
    },
  ],
});

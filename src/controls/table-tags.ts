import { full } from '../frameworks/evidence.ts';
import { denied, exampleInventory } from './example.ts';
import { apiPage } from './restored/pages.ts';
import { tableSetting } from './restored/setting-control.ts';
import { tags } from './shared/settings.ts';

export const tableTags = tableSetting(tags, {
  title: 'The table has the tags asked for',
  severity: 'low',
  description:
    'Passes when the table has every tag named in the policy, with the same value; more tags are fine. Fails when one is missing or has another value. Unknown when the tags could not be read.',
  remediation: 'Set them: `aws dynamodb tag-resource --resource-arn ARN --tags Key=KEY,Value=VALUE`.',
  evidence: full('it is what the AWS control asks', { 'aws-fsbp': ['DynamoDB.5'] }),
  sources: [apiPage('ListTagsOfResource')],
  examples: [
    {
      title: 'passes when the tag is there',
      policy: 'settings: { tags: { team: payments } }',
      inventory: () => exampleInventory({ table: { tags: { team: 'payments', x: 'y' } } }),
      expect: { status: 'pass', message: 'has the 1 tag asked for' },
    },
    {
      title: 'fails when a tag is missing and another has a different value',
      policy: 'settings: { tags: { team: payments, tier: gold } }',
      inventory: () => exampleInventory({ table: { tags: { tier: 'silver' } } }),
      expect: { status: 'fail', message: 'lacks 2 of the 2 tags asked for: team, tier' },
    },
    {
      title: 'is unknown when the tags could not be read',
      policy: 'settings: { tags: { team: payments } }',
      inventory: () => exampleInventory({ table: { tags: denied('tag:GetResources') } }),
      expect: { status: 'unknown', message: 'cannot tell the tags of orders' },
    },
  ],
});

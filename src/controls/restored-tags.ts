import { denied, exampleInventory } from './example.ts';
import { apiPage } from './restored/pages.ts';
import { restoredSetting } from './restored/setting-control.ts';
import { tags } from './shared/settings.ts';

export const restoredTags = restoredSetting(tags, {
  title: 'A restored table has the tags asked for',
  severity: 'medium',
  description:
    'Passes when a table made by a restore has every tag of its source, or every tag named in the policy, with the same value. More tags are fine; tags that AWS itself sets (`aws:…`) do not count. Fails when one is missing or has another value: restores bring no tags back. Unknown when the tags, or those of the source, could not be read.',
  remediation: 'Put them back: `aws dynamodb tag-resource --resource-arn ARN --tags Key=KEY,Value=VALUE`.',
  sources: [apiPage('ListTagsOfResource')],
  examples: [
    {
      title: 'passes when the source’s tag is there',
      policy: 'restore: { settings: { tags: same-as-source } }',
      inventory: () => exampleInventory({ table: { tags: { team: 'a' } }, restored: { tags: { team: 'a', x: 'y' } } }),
      expect: { status: 'pass', message: 'has the 1 tag of the source' },
    },
    {
      title: 'fails when a tag is missing and another has a different value',
      policy: 'restore: { settings: { tags: { team: payments, tier: gold } } }',
      inventory: () => exampleInventory({ restored: { tags: { tier: 'silver' } } }),
      expect: { status: 'fail', message: 'lacks 2 of the 2 tags asked for: team, tier' },
    },
    {
      title: 'is unknown when the tags could not be read',
      policy: 'restore: { settings: { tags: same-as-source } }',
      inventory: () => exampleInventory({ restored: { tags: denied('tag:GetResources') } }),
      expect: { status: 'unknown', message: 'cannot tell the tags of orders-restored' },
    },
  ],
});

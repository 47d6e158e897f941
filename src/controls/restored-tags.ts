import { count } from '../model/count.ts';
import type { Tags } from '../model/table.ts';
import { denied, exampleInventory } from './example.ts';
import { capped } from './restored/capped.ts';
import { judgeDifferences } from './restored/comparison.ts';
import { apiPage } from './restored/pages.ts';
import { settingControl } from './restored/setting-control.ts';

export const restoredTags = settingControl({
  key: 'tags',
  called: 'tags',
  read: ({ record }) => record.tags,
  title: 'A restored table has the tags asked for',
  severity: 'medium',
  description:
    'Passes when a table made by a restore has every tag of its source, or every tag named in the policy, with the same value. More tags are fine; tags that AWS itself sets (`aws:…`) do not count. Fails when one is missing or has another value: restores bring no tags back. Unknown when the tags, or those of the source, could not be read.',
  remediation: 'Put them back: `aws dynamodb tag-resource --resource-arn ARN --tags Key=KEY,Value=VALUE`.',
  sources: [apiPage('ListTagsOfResource')],
  needs: () => ['tags'],
  besideSource: (own, source) => judgeTags(own, withoutAwsTags(source), 'of the source'),
  asAsked: (own, asked) => judgeTags(own, asked, 'asked for'),
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

function judgeTags(own: Tags, wanted: Tags, which: string) {
  const keys = Object.keys(wanted).toSorted();
  const lacking = keys.filter((key) => own[key] !== wanted[key]);
  const lines = lacking.map((key) =>
    !Object.hasOwn(own, key)
      ? `tag ${key} is missing; asked: ${wanted[key]}`
      : `tag ${key} is ${own[key]}; asked: ${wanted[key]}`,
  );
  const all = count(keys.length, 'tag');
  return judgeDifferences(
    capped(lines),
    {
      pass: keys.length === 0 ? `no tags ${which} to bring back` : `has the ${all} ${which}`,
      fail: `lacks ${lacking.length} of the ${all} ${which}: ${capped(lacking, 5).join(', ')}`,
    },
    { expected: { tags: wanted }, actual: { tags: own } },
  );
}

/** `aws:` tags belong to AWS services and cannot be set by hand. Source: DynamoDB Developer Guide, Tagging. */
function withoutAwsTags(tags: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith('aws:')));
}

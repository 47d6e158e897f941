import type { Tags } from '../model/table.ts';
import { restoredTableControl } from './define.ts';
import { denied, exampleInventory } from './example.ts';
import { type Asked, askedSetting } from './restored/asked-setting.ts';
import { capped, count } from './restored/capped.ts';
import { apiPage, RESTORE_PAGE } from './restored/pages.ts';
import {
  judgeBesideSource,
  judgeDifferences,
  judgeOwn,
  SAME_AS_SOURCE,
  type Setting,
} from './restored/same-as-source.ts';

const setting: Setting<Tags> = { key: 'tags', called: 'tags', read: ({ record }) => record.tags };

export const restoredTags = restoredTableControl<Asked<'tags'>>({
  id: 'restored-tags',
  title: 'A restored table has the tags asked for',
  severity: 'medium',
  policyPath: 'restore.settings.tags',
  description:
    'Passes when a table made by a restore has every tag of its source, or every tag named in the policy, with the same value. More tags are fine; tags that AWS itself sets (`aws:…`) do not count. Fails when one is missing or has another value: restores bring no tags back. Unknown when the tags, or those of the source, could not be read or the source is gone.',
  remediation: 'Put them back: `aws dynamodb tag-resource --resource-arn ARN --tags Key=KEY,Value=VALUE`.',
  sources: [RESTORE_PAGE, apiPage('ListTagsOfResource')],
  requirements: askedSetting('tags'),
  needs: () => ['restore-jobs', 'description', 'tags'],
  evaluate: (subject, asked) =>
    asked === SAME_AS_SOURCE
      ? judgeBesideSource(subject, setting, (own, source) => judgeTags(own, withoutAwsTags(source), 'of the source'))
      : judgeOwn(subject, setting, (own) => judgeTags(own, asked, 'asked for')),
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

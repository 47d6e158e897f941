import { count } from '../../model/count.ts';
import type { Outcome } from '../../model/result.ts';
import type { Tags } from '../../model/table.ts';
import { capped } from './capped.ts';
import { judgeDifferences } from './comparison.ts';

/** At least the tags wanted, with these values. */
export function judgeTags(own: Tags, wanted: Tags, which: string): Outcome {
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
export function withoutAwsTags(tags: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith('aws:')));
}

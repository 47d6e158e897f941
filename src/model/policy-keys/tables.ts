import { listOf, mapOf, section, text } from './key.ts';
import { REGION } from './texts.ts';

// DynamoDB: names have 3 to 255 characters of a-z, A-Z, 0-9, _, - and . (Amazon DynamoDB: Naming rules).
const namePattern = text(
  'a table name pattern of letters, digits, _ - . and the wildcards * ?, at most 255 long',
  { pattern: '^[A-Za-z0-9_.*?-]+$', maxLength: 255 },
  { about: 'Table name; `*` stands for any characters, `?` for one.', examples: ['payments-*'] },
);

const regionPattern = text(
  'a Region such as eu-west-1, or a pattern of it such as "us-*"',
  { pattern: `^(?:${REGION}|[a-z0-9-]*[*?][a-z0-9*?-]*)$`, maxLength: 64 },
  { about: 'Region; `*` stands for any characters, `?` for one.', examples: ['eu-west-1', 'us-*'] },
);

const accountPattern = text(
  'an account id of 12 digits in quotes, or a pattern of it such as "1111*"',
  { pattern: '^(?:[0-9]{12}|[0-9]*[*?][0-9*?]*)$', maxLength: 64 },
  { about: 'Account id in quotes; `*` stands for any digits, `?` for one.', examples: ['111122223333'] },
);

// AWS: tag keys have up to 128 characters, values up to 256 (AWS General Reference: Tag naming limits).
const tagKey = text('a tag key of 1 to 128 characters', { minLength: 1, maxLength: 128 }, { about: 'Tag key.' });
const tagValue = text('a tag value in quotes, at most 256 characters', { maxLength: 256 }, { about: 'Tag value.' });
const tagPattern = text(
  'a tag value or a pattern of it, at most 256 characters',
  { maxLength: 256 },
  {
    about: 'Tag value; `*` stands for any characters (alone: the tag is present), `?` for one.',
    examples: ['gold', '*'],
  },
);

export const tagPairs = mapOf(
  tagKey,
  tagValue,
  'a map of tag keys and values',
  { about: 'Tags that the table has at least.', examples: [{ team: 'payments' }] },
  { minProperties: 1 },
);

const some = { minItems: 1 } as const;

function filterKeys(keys: string) {
  const valuesOfTag = listOf(
    tagPattern,
    'a list of tag values such as [gold, platinum]',
    { about: 'One of these.' },
    some,
  );
  return {
    names: listOf(
      namePattern,
      'a list of table names such as ["payments-*"]',
      { about: 'Table names; one of them fits.' },
      some,
    ),
    tags: mapOf(
      tagKey,
      valuesOfTag,
      'a map of tag keys, each with a list of values',
      { about: `Tag keys, each with its values. ${keys}`, examples: [{ tier: ['gold', 'platinum'] }] },
      { minProperties: 1 },
    ),
    accounts: listOf(accountPattern, 'a list of account ids in quotes', { about: 'Accounts; one of them fits.' }, some),
    regions: listOf(regionPattern, 'a list of Regions', { about: 'Regions; one of them fits.' }, some),
  };
}

/** `tables` of a policy or of a waiver. */
export function tables(about: string) {
  const except = section(filterKeys('One fitting tag is enough.'), {
    about: 'Tables to leave out: those that **any** key, and any tag key, of this map matches.',
    examples: [{ names: ['*-scratch'] }],
  });
  const how = 'Keys are ANDed, the values of a key are ORed. Patterns are case sensitive. `{}` matches every table.';
  return section({ ...filterKeys('Every key must fit.'), except }, { about: `${about}\n\n${how}` });
}

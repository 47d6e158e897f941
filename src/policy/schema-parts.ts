import { anyOf, freeMap, type JsonSchema, listOf, mapOf, textOf } from './json-schema.ts';

/** Values that several parts of the policy language share. */

const ISO_TIME = 'T(?:[0-9]{1,9}H(?:[0-9]{1,9}M)?|[0-9]{1,9}M)';
export const DURATION_PATTERN = `^(?:[0-9]{1,9}[mhdw]|P[0-9]{1,9}D(?:${ISO_TIME})?|P${ISO_TIME})$`;
/** Checked by `parseDuration`: above zero and at most 36,500 days. Editors do not know it and leave it alone. */
export const DURATION_FORMAT = 'holdfast-duration';

export function duration(about: string, ...examples: readonly string[]): JsonSchema {
  const expected = `a duration such as ${examples[0] ?? '24h'}`;
  const limits = { pattern: DURATION_PATTERN, format: DURATION_FORMAT };
  const units = 'Units: `m`, `h`, `d` (24 h), `w`, or ISO 8601 in days, hours and minutes such as `P35D`.';
  return textOf(expected, limits, { about: `${about}\n\n${units}`, examples });
}

const ONE_LINE = '^[^\\s\\p{Cc}](?:[^\\p{Cc}]*[^\\s\\p{Cc}])?$';

/** Names end up in reports, logs and comments: one line, no control characters. */
export function oneLine(
  expected: string,
  maxLength: number,
  about: string,
  ...examples: readonly string[]
): JsonSchema {
  const limits = { pattern: ONE_LINE, maxLength };
  return textOf(`${expected}: one line of 1 to ${maxLength} characters`, limits, { about, examples });
}

export function words(expected: string, about: string, ...examples: readonly string[]): JsonSchema {
  return textOf(`${expected}, up to 2000 characters`, { pattern: '\\S', maxLength: 2000 }, { about, examples });
}

const REGION = '[a-z]{2,5}(?:-[a-z]{2,12}){1,3}-[0-9]{1,2}';

export function region(about: string): JsonSchema {
  return textOf('a Region such as eu-west-1', { pattern: `^${REGION}$` }, { about, examples: ['eu-central-1'] });
}

export function account(about: string): JsonSchema {
  const limits = { pattern: '^[0-9]{12}$' };
  return textOf('an account id of 12 digits in quotes', limits, { about, examples: ['111122223333'] });
}

// DynamoDB: names have 3 to 255 characters of a-z, A-Z, 0-9, _, - and . (Amazon DynamoDB: Naming rules).
const namePattern = textOf(
  'a table name pattern of letters, digits, _ - . and the wildcards * ?, at most 255 long',
  { pattern: '^[A-Za-z0-9_.*?-]+$', maxLength: 255 },
  { about: 'Table name; `*` stands for any characters, `?` for one.', examples: ['payments-*'] },
);

const regionPattern = textOf(
  'a Region such as eu-west-1, or a pattern of it such as "us-*"',
  { pattern: `^(?:${REGION}|[a-z0-9-]*[*?][a-z0-9*?-]*)$`, maxLength: 64 },
  { about: 'Region; `*` stands for any characters, `?` for one.', examples: ['eu-west-1', 'us-*'] },
);

const accountPattern = textOf(
  'an account id of 12 digits in quotes, or a pattern of it such as "1111*"',
  { pattern: '^(?:[0-9]{12}|[0-9]*[*?][0-9*?]*)$', maxLength: 64 },
  { about: 'Account id in quotes; `*` stands for any digits, `?` for one.', examples: ['111122223333'] },
);

// AWS: tag keys have up to 128 characters, values up to 256 (AWS General Reference: Tag naming limits).
const tagKey = textOf('a tag key of 1 to 128 characters', { minLength: 1, maxLength: 128 }, { about: 'Tag key.' });
const tagValue = textOf('a tag value in quotes, at most 256 characters', { maxLength: 256 }, { about: 'Tag value.' });
const tagPattern = textOf(
  'a tag value or a pattern of it, at most 256 characters',
  { maxLength: 256 },
  {
    about: 'Tag value; `*` stands for any characters (alone: the tag is present), `?` for one.',
    examples: ['gold', '*'],
  },
);

export const tagPairs: JsonSchema = freeMap(
  tagKey,
  tagValue,
  'a map of tag keys and values',
  { about: 'Tags that the restored table has at least.', examples: [{ team: 'payments' }] },
  { minProperties: 1 },
);

const some = { minItems: 1 } as const;

function filterKeys(keys: string): Readonly<Record<string, JsonSchema>> {
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
    tags: freeMap(
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
export function tables(about: string): JsonSchema {
  const except = mapOf(filterKeys('One fitting tag is enough.'), {
    about: 'Tables to leave out: those that **any** key, and any tag key, of this map matches.',
    examples: [{ names: ['*-scratch'] }],
  });
  const how = 'Keys are ANDed, the values of a key are ORed. Patterns are case sensitive. `{}` matches every table.';
  return mapOf({ ...filterKeys('Every key must fit.'), except }, { about: `${about}\n\n${how}` });
}

const kmsArn: JsonSchema = {
  type: 'string',
  pattern: '^arn:[^:\\s]+:kms:[^:\\s]+:[^:\\s]+:(?:key|alias)/\\S+$',
  maxLength: 2048,
};

/** One of the words, or a KMS key or alias ARN in which `*` and `?` are wildcards. */
export function encryption(kinds: readonly string[], about: string): JsonSchema {
  return anyOf(
    [{ type: 'string', enum: kinds }, kmsArn],
    `${kinds.join(', ')} or a KMS key or alias ARN such as arn:aws:kms:*:111122223333:alias/backup`,
    { about, examples: ['customer-managed'] },
  );
}

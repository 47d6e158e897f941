import { parseDuration } from '../duration.ts';
import { type JsonSchema, textOf } from './json-schema.ts';
import { oneOf, text, type Value, valueBy, wordOrText } from './key.ts';

/** Texts that several parts of the policy language share. */

const ISO_TIME = 'T(?:[0-9]{1,9}H(?:[0-9]{1,9}M)?|[0-9]{1,9}M)';
export const DURATION_PATTERN = `^(?:[0-9]{1,9}[mhdw]|P[0-9]{1,9}D(?:${ISO_TIME})?|P${ISO_TIME})$`;
/** Checked by `parseDuration`: above zero and at most 36,500 days. Editors do not know it and leave it alone. */
export const DURATION_FORMAT = 'holdfast-duration';

/** Read into minutes. */
export function duration(about: string, ...examples: readonly string[]): Value<number, 'Minutes'> {
  const expected = `a duration such as ${examples[0] ?? '24h'}`;
  const limits = { pattern: DURATION_PATTERN, format: DURATION_FORMAT };
  const units = 'Units: `m`, `h`, `d` (24 h), `w`, or ISO 8601 in days, hours and minutes such as `P35D`.';
  const schema = textOf(expected, limits, { about: `${about}\n\n${units}`, examples });
  return valueBy(schema, minutesOf, 'Minutes');
}

function minutesOf(written: unknown): number {
  const minutes = parseDuration(String(written));
  if (minutes === undefined) throw new Error(`the schema let ${JSON.stringify(written)} pass as a duration`);
  return minutes;
}

const ONE_LINE = '^[^\\s\\p{Cc}](?:[^\\p{Cc}]*[^\\s\\p{Cc}])?$';

/** Names end up in reports, logs and comments: one line, no control characters. */
export function oneLine(
  expected: string,
  maxLength: number,
  about: string,
  ...examples: readonly string[]
): Value<string> {
  const limits = { pattern: ONE_LINE, maxLength };
  return text(`${expected}: one line of 1 to ${maxLength} characters`, limits, { about, examples });
}

export function words(expected: string, about: string, ...examples: readonly string[]): Value<string> {
  return text(`${expected}, up to 2000 characters`, { pattern: '\\S', maxLength: 2000 }, { about, examples });
}

export const REGION = '[a-z]{2,5}(?:-[a-z]{2,12}){1,3}-[0-9]{1,2}';

export function region(about: string): Value<string> {
  return text('a Region such as eu-west-1', { pattern: `^${REGION}$` }, { about, examples: ['eu-central-1'] });
}

export function account(about: string): Value<string> {
  const limits = { pattern: '^[0-9]{12}$' };
  return text('an account id of 12 digits in quotes', limits, { about, examples: ['111122223333'] });
}

const kmsArn: JsonSchema = {
  type: 'string',
  pattern: '^arn:[^:\\s]+:kms:[^:\\s]+:[^:\\s]+:(?:key|alias)/\\S+$',
  maxLength: 2048,
};

/** One of the words, or a KMS key or alias ARN in which `*` and `?` are wildcards. */
export function encryption(kinds: readonly string[], about: string): Value<string> {
  return wordOrText(
    kinds,
    kmsArn,
    `${kinds.join(', ')} or a KMS key or alias ARN such as arn:aws:kms:*:111122223333:alias/backup`,
    { about, examples: ['customer-managed'] },
  );
}

export function controlId(ids: readonly string[]): Value<string> {
  const { schema, read } = oneOf(ids, { about: 'Control id.' });
  return valueBy({ ...schema, errorMessage: 'expected a control id' }, read);
}

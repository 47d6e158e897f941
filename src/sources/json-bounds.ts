/**
 * Values that are parsed at once. `[],` takes three characters of text and ninety bytes of memory; of an inventory in one line,
 * with its names and dates, 128 MiB are as many.
 */
export const MOST_VALUES = 8_000_000;

const [COMMA, BRACKET, BRACE] = [0x2c, 0x5b, 0x7b];

/** At least as many values as the text holds. Each but the first of a list or an object stands behind a comma; those within texts are counted, too. */
export function valuesIn(text: string): number {
  let values = 1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === BRACKET || code === BRACE) values += 1;
  }
  return values;
}

/** Whether a text may hold more values than can be parsed at once. */
export function isTooLong(text: string): boolean {
  return text.length > MOST_VALUES && valuesIn(text) > MOST_VALUES;
}

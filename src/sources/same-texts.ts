/** The one string that is kept of a text, however often AWS says it. */
export type SameText = (text: string | null | undefined) => string | undefined;

/**
 * The ARN of a table stands in each of its points and jobs, and every answer of AWS holds it again. Kept once, a large
 * inventory takes a third less memory. For texts that repeat; one that stands once would only be kept twice.
 */
export function sameTexts(): SameText {
  const kept = new Map<string, string>();
  return (text) => {
    if (text === null || text === undefined) return undefined;
    const found = kept.get(text);
    if (found === undefined) kept.set(text, text);
    return found ?? text;
  };
}

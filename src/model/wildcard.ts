/** True when the whole text fits the pattern that was compiled. */
export type Wildcard = (text: string) => boolean;

/**
 * Compiles a pattern in which `*` stands for any characters, none included, and `?` for exactly one character; all else
 * is literal, and case counts. A character outside the basic plane is one character. Matching takes at most pattern
 * length × text length steps: only the last `*` is ever taken up again, so no pattern can make it explode.
 */
export function wildcard(pattern: string): Wildcard {
  const folded = pattern.replace(/\*{2,}/g, '*');
  if (folded === '*') return () => true;
  if (!/[*?]/.test(folded)) return (text) => text === folded;
  return (text) => fits(folded, text);
}

/** True when the text fits at least one of the patterns. */
export function anyWildcard(patterns: readonly string[]): Wildcard {
  const compiled = patterns.map(wildcard);
  return (text) => compiled.some((fitsOne) => fitsOne(text));
}

function fits(pattern: string, text: string): boolean {
  let inPattern = 0;
  let inText = 0;
  let lastStar = -1;
  let resumeAt = 0;
  while (inText < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === '*') {
      lastStar = inPattern++;
      resumeAt = inText;
    } else if (wanted === '?') {
      inPattern++;
      inText += (text.codePointAt(inText) ?? 0) > 0xffff ? 2 : 1;
    } else if (wanted !== undefined && wanted === text[inText]) {
      inPattern++;
      inText++;
    } else if (lastStar >= 0) {
      inPattern = lastStar + 1;
      inText = ++resumeAt;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === '*') inPattern++;
  return inPattern === pattern.length;
}

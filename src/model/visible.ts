/** Controls, formats (bidi overrides, zero width, tag characters), line and paragraph separators, lone surrogates. */
export const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffe\uffff]/gu;

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function seen(character: string): string {
  const short = SHORT_ESCAPES[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x1_0000 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}

/** One line of text in which every character can be seen: ESC becomes `\x1b`, a line feed `\n`, U+202E `\u202e`. */
export function makeVisible(text: string): string {
  return text.replace(UNSEEN, seen);
}

/** Where JSON stops being JSON. */
export interface JsonPosition {
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  /** The text stops there, in the middle of what would have been JSON. */
  readonly isCut: boolean;
}

export const TOKEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in strings
  /[ \t\n\r]*(?:(?<mark>[{}[\],:])|(?<string>"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(?<scalar>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;

/** What a token may look like when the text ends in it. */
const CUT_TOKEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in strings
  /^[ \t\n\r]*(?:"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*(?:\\(?:u[0-9a-fA-F]{0,3})?)?|-|\.|[eE][+-]?|t|tr|tru|f|fa|fal|fals|n|nu|nul)?$/;

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end' | 'nothing';

/**
 * The first place at which a text is not JSON. For texts that `JSON.parse` refused: its own message names the place in
 * some versions of Node and for some errors only.
 */
export function jsonErrorPosition(text: string): JsonPosition {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let offset = 0;
  while (true) {
    TOKEN.lastIndex = offset;
    const match = TOKEN.exec(text);
    const next: Expected | undefined | null = match && stepped(expected, match, open);
    if (!match || !next) break;
    expected = next;
    offset = TOKEN.lastIndex;
  }
  const rest = text.slice(offset);
  const isCut = CUT_TOKEN.test(rest);
  const at = isCut ? text.trimEnd().length : offset + (/^[ \t\n\r]*/.exec(rest)?.[0].length ?? 0);
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n'), isCut };
}

/** What may follow the token; undefined when the token may not stand here. */
function stepped(expected: Expected, token: RegExpExecArray, open: ('{' | '[')[]): Expected | undefined {
  const { mark, string, scalar } = token.groups ?? {};
  const after = (): Expected => (open.length === 0 ? 'nothing' : ', or end');
  const takesValue = expected === 'value' || expected === 'value or ]';
  if (string !== undefined && (expected === 'key' || expected === 'key or }')) return ':';
  if (string !== undefined || scalar !== undefined) return takesValue ? after() : undefined;
  if (mark === '{' || mark === '[') {
    if (!takesValue) return undefined;
    open.push(mark);
    return mark === '{' ? 'key or }' : 'value or ]';
  }
  if (mark === ':') return expected === ':' ? 'value' : undefined;
  if (mark === ',') return expected === ', or end' ? (open.at(-1) === '{' ? 'key' : 'value') : undefined;
  const opener = mark === '}' ? '{' : '[';
  const mayClose = expected === ', or end' || expected === (mark === '}' ? 'key or }' : 'value or ]');
  if (!mayClose || open.at(-1) !== opener) return undefined;
  open.pop();
  return after();
}

import type { ErrorCode } from 'yaml';

interface SyntaxMessage {
  readonly message: string;
  readonly hint?: string;
}

/** The parser's own codes in the words of somebody who writes YAML, where its message needs the YAML grammar to be understood. */
const BY_CODE: Partial<Record<ErrorCode, SyntaxMessage>> = {
  TAB_AS_INDENT: { message: 'a tab is used as indentation', hint: 'YAML is indented with spaces' },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a key and its value stand where a plain value is expected',
    hint: 'quote a value that holds ": ", and indent the keys of a map alike',
  },
  MULTILINE_IMPLICIT_KEY: { message: 'a key spans several lines', hint: 'is a ":" missing behind a key?' },
  UNEXPECTED_TOKEN: { message: 'unexpected text', hint: 'is the indentation of this line that of its neighbours?' },
  BLOCK_IN_FLOW: { message: 'indented lines inside { } or [ ]', hint: 'is a closing bracket missing above?' },
  BAD_ALIAS: { message: 'a bad alias', hint: 'quote a value that starts with *, such as "*"' },
  BAD_SCALAR_START: { message: 'a plain value starts with a reserved character', hint: 'put the value in quotes' },
  KEY_OVER_1024_CHARS: { message: 'a key has more than 1024 characters' },
};

const UNCLOSED: SyntaxMessage = {
  message: 'a { or [ further up is not closed',
  hint: 'close it, or indent what it holds',
};

export function syntaxMessage(code: ErrorCode, original: string): SyntaxMessage {
  const unclosed = /^Flow (?:map|sequence) /.test(original) ? UNCLOSED : undefined;
  const { message, hint } = unclosed ?? BY_CODE[code] ?? { message: lowerFirst(original) };
  const whole = `YAML syntax: ${message}`;
  return hint === undefined ? { message: whole } : { message: whole, hint };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

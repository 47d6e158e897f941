import { type CST, Lexer, Parser } from 'yaml';

export interface Tokens {
  readonly tokens: readonly CST.Token[];
  /** Where the text nests too deep; then there are no tokens. */
  readonly tooDeepAt?: number;
}

/**
 * The tokens of a YAML text. They nest as the text does, and the recursion that composes them with it: the height of the
 * parser's stack, which grows by up to two a level, is watched while it reads, so that a file of brackets costs neither
 * memory nor the call stack.
 */
export function yamlTokens(text: string, deepest: number, onNewLine?: (offset: number) => void): Tokens {
  const parser = new Parser(onNewLine);
  // The parser tells of the first line only where it reads the text itself.
  onNewLine?.(0);
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > deepest) return { tokens: [], tooDeepAt: parser.offset };
  }
  tokens.push(...parser.end());
  return { tokens };
}

import { UserError } from '../model/user-error.ts';
import type { Group, Leaf, Place, Tree } from './tree.ts';

const TOKEN =
  /(?<space>[ \t\r]+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<newline>\n)|(?<text>"(?:[^"\\\n]|\\.)*")|(?<word>[A-Za-z_][A-Za-z0-9_-]*)|(?<number>-?[0-9]+(?:\.[0-9]+)?)|(?<heredoc><<-?(?<mark>[A-Za-z_][A-Za-z0-9_]*)[ \t\r]*\n[\s\S]*?\n[ \t]*\k<mark>(?=\r?\n|$))|(?<open>\/\*|<<-?[A-Za-z_])|(?<sign>[^\s])/y;

interface Token extends Place {
  readonly kind: 'newline' | 'text' | 'word' | 'number' | 'heredoc' | 'sign';
  readonly written: string;
}

const CLOSING = new Set([',', '}', ']', ')']);

const MOST_CHARACTERS = 1024 * 1024;
const DEEPEST = 100;

/** Terraform's own language → tree, as far as values are written out; what is worked out is a function that nobody knows. */
export function hclTree(text: string, file: string): Tree {
  const tokens = tokensOf(text, file);
  const reader = new HclReader(tokens, file);
  return reader.body(0, false);
}

function tokensOf(text: string, file: string): readonly Token[] {
  if (text.length > MOST_CHARACTERS)
    throw wrong(file, { line: 1, column: 1 }, `more than ${MOST_CHARACTERS} characters`);
  const found: Token[] = [];
  let [offset, line, start] = [0, 1, 0];
  while (offset < text.length) {
    TOKEN.lastIndex = offset;
    const match = TOKEN.exec(text);
    if (!match) throw wrong(file, { line, column: offset - start + 1 }, 'this is no Terraform');
    const [written] = match;
    if (match.groups?.['open']) throw wrong(file, { line, column: offset - start + 1 }, `${written} has no end`);
    const kind = (['newline', 'text', 'word', 'number', 'heredoc', 'sign'] as const).find(
      (name) => match.groups?.[name],
    );
    if (kind) found.push({ kind, written, line, column: offset - start + 1 });
    for (let at = written.indexOf('\n'); at >= 0; at = written.indexOf('\n', at + 1)) {
      line += 1;
      start = offset + at + 1;
    }
    offset = TOKEN.lastIndex;
  }
  return found;
}

function wrong(file: string, { line, column }: Place, message: string): UserError {
  return new UserError(`${file}:${line}:${column}: ${message}`, 'the file has to be YAML, JSON or Terraform');
}

class HclReader {
  readonly #tokens: readonly Token[];
  readonly #file: string;
  #next = 0;

  constructor(tokens: readonly Token[], file: string) {
    this.#tokens = tokens;
    this.#file = file;
  }

  /** Attributes and blocks up to the end, or to the brace that closes them. */
  body(depth: number, isClosed: boolean): Group {
    const place = this.#place();
    const members = new Map<string, Tree>();
    for (;;) {
      this.#skipLines();
      const token = this.#tokens[this.#next];
      if (token === undefined || token.written === '}') {
        if ((token === undefined) === isClosed) throw wrong(this.#file, token ?? this.#place(), 'a brace is missing');
        if (token) this.#next += 1;
        return { kind: 'group', ...place, members };
      }
      if (token.kind !== 'word' || depth > DEEPEST) throw wrong(this.#file, token, 'expected a name');
      this.#next += 1;
      this.#member(token, members, depth);
    }
  }

  #member({ written, line, column }: Token, members: Map<string, Tree>, depth: number): void {
    if (this.#tokens[this.#next]?.written === '=') {
      this.#next += 1;
      members.set(written, this.#value(depth));
      return;
    }
    const labels: string[] = [];
    for (let token = this.#tokens[this.#next]; token?.kind === 'text' || token?.kind === 'word'; ) {
      labels.push(token.kind === 'text' ? token.written.slice(1, -1) : token.written);
      this.#next += 1;
      token = this.#tokens[this.#next];
    }
    if (this.#tokens[this.#next]?.written !== '{') {
      throw wrong(this.#file, this.#tokens[this.#next] ?? this.#place(), 'expected = or {');
    }
    this.#next += 1;
    const inner = { ...this.body(depth + 1, true), line, column };
    const block = labels.reduceRight<Tree>(
      (below, label) => ({ kind: 'group', line, column, members: new Map([[label, below]]) }),
      inner,
    );
    const before = members.get(written);
    const list = before === undefined ? [block] : before.kind === 'list' ? [...before.items, block] : [before, block];
    members.set(written, { kind: 'list', line, column, items: list });
  }

  #value(depth: number): Tree {
    const token = this.#tokens[this.#next];
    if (!token || depth > DEEPEST || CLOSING.has(token.written))
      throw wrong(this.#file, token ?? this.#place(), 'expected a value');
    const start = this.#next;
    const { line, column } = token;
    const value = this.#literal(token, depth);
    const after = this.#tokens[this.#next];
    const isWhole = after === undefined || after.kind === 'newline' || [',', '}', ']'].includes(after.written);
    if (value && isWhole) return value;
    this.#next = start;
    this.#skipExpression();
    const leaf: Leaf = { kind: 'leaf', line, column, text: 'an expression' };
    return { kind: 'group', line, column, members: new Map([['Fn::Terraform', leaf]]) };
  }

  #literal(token: Token, depth: number): Tree | undefined {
    const { kind, written, line, column } = token;
    this.#next += 1;
    if (kind === 'text') {
      const text = unescaped(written);
      return text === undefined ? undefined : { kind: 'leaf', line, column, text };
    }
    if (kind === 'number' || written === 'true' || written === 'false')
      return { kind: 'leaf', line, column, text: written };
    if (written === '[') return this.#list(token, depth + 1);
    return written === '{' ? this.#map(token, depth + 1) : undefined;
  }

  #list({ line, column }: Token, depth: number): Tree {
    const items: Tree[] = [];
    for (;;) {
      this.#skipLines();
      const token = this.#tokens[this.#next];
      if (token?.written === ']') {
        this.#next += 1;
        return { kind: 'list', line, column, items };
      }
      if (token?.written === ',') this.#next += 1;
      else items.push(this.#value(depth));
    }
  }

  #map({ line, column }: Token, depth: number): Tree {
    const members = new Map<string, Tree>();
    for (;;) {
      this.#skipLines();
      const token = this.#tokens[this.#next];
      if (!token) throw wrong(this.#file, this.#place(), 'a brace is missing');
      this.#next += 1;
      if (token.written === '}') return { kind: 'group', line, column, members };
      if (token.written === ',') continue;
      const name = token.kind === 'text' ? token.written.slice(1, -1) : token.written;
      const sign = this.#tokens[this.#next]?.written;
      if (sign !== '=' && sign !== ':') throw wrong(this.#file, token, 'expected a name and a value');
      this.#next += 1;
      members.set(name, this.#value(depth));
    }
  }

  /** To the end of the line, or of what holds it; brackets of its own are stepped over. */
  #skipExpression(): void {
    let open = 0;
    for (let token = this.#tokens[this.#next]; token; token = this.#tokens[this.#next]) {
      const { written, kind } = token;
      if (open === 0 && (kind === 'newline' || written === ',' || written === '}' || written === ']')) return;
      if (['(', '[', '{'].includes(written)) open += 1;
      if ([')', ']', '}'].includes(written)) open -= 1;
      this.#next += 1;
    }
  }

  #skipLines(): void {
    while (this.#tokens[this.#next]?.kind === 'newline') this.#next += 1;
  }

  #place(): Place {
    const { line, column } = this.#tokens[this.#next] ?? this.#tokens.at(-1) ?? { line: 1, column: 1 };
    return { line, column };
  }
}

/** Undefined where the text holds what is worked out. */
function unescaped(written: string): string | undefined {
  const text = written.slice(1, -1);
  if (/[$%]\{/.test(text.replaceAll(/\$\$\{|%%\{/g, ''))) return undefined;
  return text.replaceAll(/\\(.)/g, (_, letter: string) => ({ n: '\n', r: '\r', t: '\t' })[letter] ?? letter);
}

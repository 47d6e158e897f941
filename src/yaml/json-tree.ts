import { parseJson, TooDeep } from '../model/json.ts';
import { jsonErrorPosition, TOKEN } from './json-position.ts';

/** A value of a JSON text, and where it begins: an offset, which `JsonTree.placeOf` turns into line and column. */
export type JsonNode = JsonObjectNode | JsonListNode | JsonScalarNode;

export interface JsonObjectNode {
  readonly kind: 'object';
  readonly at: number;
  /** Keys as they are written. */
  readonly members: ReadonlyMap<string, JsonMember>;
}

export interface JsonMember {
  readonly key: string;
  readonly keyAt: number;
  readonly value: JsonNode;
}

export interface JsonListNode {
  readonly kind: 'list';
  readonly at: number;
  readonly items: readonly JsonNode[];
}

export interface JsonScalarNode {
  readonly kind: 'scalar';
  readonly at: number;
  readonly value: string | number | boolean | null;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

export interface JsonMistake extends Place {
  readonly message: string;
}

/** A JSON text as a tree that knows its lines; or the mistakes for which it is none. In time that grows with the text. */
export class JsonTree {
  /** Undefined: the text is no JSON. */
  readonly root: JsonNode | undefined;
  readonly mistakes: readonly JsonMistake[];
  readonly #text: string;
  readonly #lineStarts: number[] | undefined;
  #at = 0;
  readonly #twice: JsonMember[] = [];

  constructor(text: string) {
    this.#text = text;
    const mistake = syntaxMistake(text);
    if (mistake) {
      this.mistakes = [mistake];
      return;
    }
    this.#lineStarts = [0];
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) this.#lineStarts.push(end + 1);
    this.root = this.#value(this.#token());
    this.mistakes = this.#twice.map(({ key, keyAt }) => ({
      ...this.placeOf(keyAt),
      message: `the key ${JSON.stringify(key)} stands twice`,
    }));
  }

  placeOf(at: number): Place {
    const starts = this.#lineStarts ?? [0];
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
  }

  /** The next token. The text is known to be JSON, and has one wherever it is asked for. */
  #token(): { readonly text: string; readonly at: number } {
    TOKEN.lastIndex = this.#at;
    const match = TOKEN.exec(this.#text);
    const { mark, string, scalar } = match?.groups ?? {};
    const text = mark ?? string ?? scalar ?? '';
    this.#at += match?.[0].length ?? 0;
    return { text, at: this.#at - text.length };
  }

  #value({ text, at }: { readonly text: string; readonly at: number }): JsonNode {
    if (text === '{') return { kind: 'object', at, members: this.#members() };
    if (text === '[') return { kind: 'list', at, items: this.#items() };
    return { kind: 'scalar', at, value: JSON.parse(text) };
  }

  #members(): ReadonlyMap<string, JsonMember> {
    const members = new Map<string, JsonMember>();
    for (let token = this.#token(); token.text !== '}'; token = this.#token()) {
      if (token.text === ',') continue;
      const key: string = JSON.parse(token.text);
      this.#token();
      const member = { key, keyAt: token.at, value: this.#value(this.#token()) };
      if (members.has(key)) this.#twice.push(member);
      members.set(key, member);
    }
    return members;
  }

  #items(): readonly JsonNode[] {
    const items: JsonNode[] = [];
    for (let token = this.#token(); token.text !== ']'; token = this.#token()) {
      if (token.text !== ',') items.push(this.#value(token));
    }
    return items;
  }
}

function syntaxMistake(text: string): JsonMistake | undefined {
  try {
    parseJson(text);
    return undefined;
  } catch (error) {
    if (error instanceof TooDeep) return { line: 1, column: 1, message: error.message };
    const { line, column, isCut } = jsonErrorPosition(text);
    return { line, column, message: isCut ? 'the text ends in the middle of JSON' : 'this is not JSON' };
  }
}

import {
  type Alias,
  Composer,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import { yamlTokens } from './tokens.ts';

export interface Mistake {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Some ten thousand lines. */
const MOST_CHARACTERS = 1024 * 1024;

/** Of the parser's stack; no file that is read here nests a tenth as deep. */
const DEEPEST = 200;

/** How many values all aliases of a file may stand for together: a bomb stands for millions. */
const MOST_ALIASED = 10_000;

const BAD_ALIAS = 'an alias stands for nothing, or for too much';

const NOTHING = new Scalar(null);

/**
 * A YAML document whose every node can be walked: it nests no deeper than the call stack holds, its aliases stand for
 * something, and not for too much, and no key stands twice in a map. In time that grows with the text alone.
 */
export class YamlDocument {
  /** Undefined: the file says nothing, or has mistakes. */
  readonly contents: Node | undefined;
  readonly mistakes: readonly Mistake[];
  readonly #lines = new LineCounter();
  readonly #targets = new Map<Alias, Node>();

  constructor(text: string) {
    const { document, mistakes } = this.#parsed(text);
    this.mistakes = document && mistakes.length === 0 ? this.#mistakesIn(document) : mistakes;
    this.contents = this.mistakes.length === 0 ? (document?.contents ?? undefined) : undefined;
  }

  /** What an alias stands for; any other node itself. */
  resolved(node: Node): Node {
    return isAlias(node) ? this.resolved(this.#targets.get(node) ?? NOTHING) : node;
  }

  placeOf(node: Node): { readonly line: number; readonly column: number } {
    return this.#place(node.range?.[0] ?? 0);
  }

  /** Of a key; empty for a list or a map, which is not a name. */
  nameOf(key: unknown): string {
    const found = isNode(key) ? this.resolved(key) : key;
    return isScalar(found) ? String(found.value) : '';
  }

  /** As JSON would say it. */
  plain(node: Node | null): unknown {
    const found = node && this.resolved(node);
    if (isSeq<Node>(found)) return found.items.map((item) => this.plain(item));
    if (!isMap<Node, Node | null>(found)) return isScalar(found) ? found.value : null;
    // `fromEntries` makes own members of them, whatever their names are.
    return Object.fromEntries(found.items.map(({ key, value }) => [this.nameOf(key), this.plain(value)]));
  }

  #parsed(text: string): { readonly document?: Document.Parsed | undefined; readonly mistakes: readonly Mistake[] } {
    if (text.length > MOST_CHARACTERS) {
      const message = `the file has more than ${MOST_CHARACTERS} characters`;
      return { mistakes: [{ line: 1, column: 1, message }] };
    }
    const { tokens, tooDeepAt } = yamlTokens(text, DEEPEST, this.#lines.addNewLine);
    if (tooDeepAt !== undefined) return { mistakes: [this.#mistake(tooDeepAt, 'nested too deep')] };
    const options = { schema: 'core', uniqueKeys: false, prettyErrors: false, strict: true } as const;
    const [document, second] = [...new Composer<ParsedNode>(options).compose(tokens)];
    const mistakes = (document?.errors ?? []).map(({ pos, message }) => this.#mistake(pos[0], message));
    if (second) mistakes.push(this.#mistake(second.range[0], 'a second document; the file holds one'));
    return { document, mistakes };
  }

  #mistakesIn(document: Document.Parsed): readonly Mistake[] {
    const found: Mistake[] = [];
    const anchors = new Map<string, Node>();
    visit(document, {
      Node: (_, node) => {
        if (isAlias(node)) {
          const target = anchors.get(node.source);
          if (target) this.#targets.set(node, target);
          else found.push(this.#mistakeAt(node, BAD_ALIAS));
          return;
        }
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
        if (isMap<Node>(node)) found.push(...this.#twice(node));
      },
    });
    const bomb = found.length === 0 ? this.#bomb() : undefined;
    return bomb ? [bomb] : found;
  }

  #twice({ items }: YAMLMap<Node>): readonly Mistake[] {
    const names = new Set<string>();
    return items.flatMap(({ key }) => {
      const name = this.nameOf(key);
      if (names.has(name)) return [this.#mistakeAt(key, 'Map keys must be unique')];
      names.add(name);
      return [];
    });
  }

  #bomb(): Mistake | undefined {
    const sizes = new Map<Node, number>();
    let aliased = 0;
    const sizeOf = (node: Node): number => {
      const known = sizes.get(node);
      if (known !== undefined) return known;
      // Whoever stands inside itself has no end.
      sizes.set(node, Number.POSITIVE_INFINITY);
      const size = isAlias(node)
        ? sizeOf(this.resolved(node))
        : partsOf(node).reduce((sum, each) => sum + sizeOf(each), 1);
      sizes.set(node, size);
      return size;
    };
    for (const alias of this.#targets.keys()) {
      aliased += sizeOf(alias);
      if (aliased > MOST_ALIASED) return this.#mistakeAt(alias, BAD_ALIAS);
    }
    return undefined;
  }

  #mistakeAt(node: Node, message: string): Mistake {
    return this.#mistake(node.range?.[0] ?? 0, message);
  }

  #mistake(offset: number, message: string): Mistake {
    return { ...this.#place(offset), message: message.split('\n')[0] ?? message };
  }

  #place(offset: number): { readonly line: number; readonly column: number } {
    const { line, col } = this.#lines.linePos(offset);
    return { line, column: col };
  }
}

function partsOf(node: Node): readonly Node[] {
  if (isSeq<Node>(node)) return node.items;
  if (!isMap<Node, Node | null>(node)) return [];
  return node.items.flatMap(({ key, value }) => (value ? [key, value] : [key]));
}

import { Composer, type Document, isAlias, isMap, isScalar, isSeq, type ParsedNode, type YAMLMap } from 'yaml';
import { yamlTokens } from '../yaml/tokens.ts';
import type { Entry, MapNode, Node } from './node.ts';
import { type Problem, problem } from './problem.ts';
import { positionAt, type Source } from './source.ts';
import { syntaxMessage } from './syntax-message.ts';

/** Deeper than any policy (eight levels), shallow enough for every recursion that follows. */
const MAX_DEPTH = 64;

/** How many values all aliases of a file may stand for together: a bomb stands for millions, a policy for dozens. */
const MAX_ALIASED = 10_000;

const KNOWN_TAGS = new Set(['!', ...['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map(coreTag)]);

export interface ReadFile {
  /** The documents that hold something. */
  readonly documents: readonly Node[];
  readonly problems: readonly Problem[];
}

/**
 * YAML 1.2 (core schema) → nodes with positions. Merge keys (`<<`) are not in YAML 1.2 but in every editor: they are
 * honoured, the map's own keys win. Bounded: size, depth and what aliases stand for.
 */
export function readYaml(source: Source): ReadFile {
  const { tokens, tooDeepAt } = yamlTokens(source.text, MAX_DEPTH);
  if (tooDeepAt !== undefined) {
    return failed([problem(positionAt(source, tooDeepAt), `nested deeper than ${MAX_DEPTH} levels`)]);
  }
  // The library compares every key with every other; `uniqueKeys` is off and duplicates are found here, in one pass.
  const options = { schema: 'core', uniqueKeys: false, prettyErrors: false, strict: true } as const;
  const documents: Node[] = [];
  const problems: Problem[] = [];
  const reader = new NodeReader(source, problems);
  for (const document of new Composer<ParsedNode>(options).compose(tokens)) {
    const broken = brokenBy(document, source);
    if (broken !== undefined) return failed([broken]);
    const node = reader.document(document);
    if (reader.exhausted) return failed(problems);
    if (node !== undefined) documents.push(node);
  }
  return { documents, problems };
}

function failed(problems: readonly Problem[]): ReadFile {
  return { documents: [], problems };
}

function brokenBy(document: Document.Parsed, source: Source): Problem | undefined {
  const { explicit, version } = document.directives.yaml;
  const [error] = document.errors;
  if (error !== undefined) {
    const { message, hint } = syntaxMessage(error.code, error.message);
    return problem(positionAt(source, error.pos[0]), message, hint);
  }
  if (!explicit || version === '1.2') return undefined;
  return problem(positionAt(source, Math.max(0, source.text.indexOf('%YAML'))), `expected YAML 1.2, found ${version}`);
}

class NodeReader {
  /** True once the aliases of the file stand for more than the limit. */
  exhausted = false;
  readonly #source: Source;
  readonly #problems: Problem[];
  readonly #sizes = new WeakMap<Node, number>();
  #anchors = new Map<string, Node | 'open'>();
  #aliased = 0;

  constructor(source: Source, problems: Problem[]) {
    this.#source = source;
    this.#problems = problems;
  }

  document(document: Document.Parsed): Node | undefined {
    this.#anchors = new Map();
    const { contents } = document;
    if (contents === null || (isScalar(contents) && contents.value === null)) return undefined;
    return this.#node(contents, document.range[0]);
  }

  #node(parsed: ParsedNode | null, fallback: number): Node {
    const offset = parsed?.range?.[0] ?? fallback;
    if (isAlias(parsed)) return this.#alias(parsed.source, offset);
    const anchor = parsed?.anchor;
    if (anchor !== undefined) this.#anchors.set(anchor, 'open');
    if (parsed?.tag !== undefined && !KNOWN_TAGS.has(parsed.tag)) {
      this.#complain(offset, `unknown tag ${parsed.tag.replace(coreTag(''), '!!')}; a policy has plain values only`);
    }
    const node = this.#plainNode(parsed, offset);
    if (anchor !== undefined) this.#anchors.set(anchor, node);
    return node;
  }

  #plainNode(parsed: ParsedNode | null, offset: number): Node {
    const at = positionAt(this.#source, offset);
    if (isMap(parsed)) return this.#map(parsed, offset);
    if (isSeq(parsed)) {
      const items = parsed.items.map((item) => this.#node(item, offset));
      return this.#sized({ kind: 'list', items, at }, items);
    }
    const value = isScalar(parsed) ? parsed.value : null;
    const written = isScalar(parsed) ? (parsed.source ?? '') : '';
    const simple = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
    return { kind: 'scalar', value: simple, written, at };
  }

  #map(parsed: YAMLMap.Parsed, offset: number): MapNode {
    const entries = new Map<string, Entry>();
    const merged: Node[] = [];
    const values: Node[] = [];
    for (const pair of parsed.items) {
      const keyOffset = pair.key?.range?.[0] ?? offset;
      const value = this.#node(pair.value, keyOffset);
      values.push(value);
      const key = this.#key(pair.key, keyOffset);
      if (key === undefined) continue;
      if (key === '<<') {
        for (const map of this.#mergeable(value)) merged.push(map);
        continue;
      }
      const keyAt = positionAt(this.#source, keyOffset);
      const first = entries.get(key);
      if (first === undefined) entries.set(key, { key, keyAt, value });
      else this.#complain(keyOffset, `duplicate key ${JSON.stringify(key)}; the first is on line ${first.keyAt.line}`);
    }
    for (const map of merged) {
      if (map.kind !== 'map') continue;
      for (const [key, entry] of map.entries) if (!entries.has(key)) entries.set(key, entry);
    }
    return this.#sized({ kind: 'map', entries, at: positionAt(this.#source, offset) }, values);
  }

  #key(parsed: ParsedNode | null, offset: number): string | undefined {
    const node = this.#node(parsed, offset);
    if (node.kind !== 'scalar') this.#complain(offset, `expected a name as key, found a ${node.kind}`);
    else if (node.value === null) this.#complain(offset, 'expected a name as key, found nothing');
    else if (node.value === '__proto__') this.#complain(offset, 'the key "__proto__" is not allowed');
    else return typeof node.value === 'string' ? node.value : node.written;
    return undefined;
  }

  #mergeable(value: Node): readonly Node[] {
    const maps = value.kind === 'list' ? value.items : [value];
    const wrong = maps.find((map) => map.kind !== 'map');
    if (wrong === undefined) return maps;
    if (!this.exhausted) {
      this.#problems.push(problem(wrong.at, `expected a map, or a list of maps, behind <<, found a ${wrong.kind}`));
    }
    return [];
  }

  #alias(name: string, offset: number): Node {
    const at = positionAt(this.#source, offset);
    const nothing: Node = { kind: 'scalar', value: null, written: `*${name}`, at };
    const target = this.#anchors.get(name);
    if (target === undefined) this.#complain(offset, `no anchor &${name} before the alias *${name}`);
    if (target === 'open') this.#complain(offset, `the alias *${name} stands inside the value that it names`);
    if (target === undefined || target === 'open') return nothing;
    this.#aliased += this.#sizeOf(target);
    if (this.#aliased <= MAX_ALIASED) return target;
    this.#complain(offset, `the aliases up to here stand for more than ${MAX_ALIASED} values`);
    this.exhausted = true;
    return nothing;
  }

  #sized<T extends Node>(node: T, parts: readonly Node[]): T {
    const size = parts.reduce((sum, part) => sum + this.#sizeOf(part), 1);
    this.#sizes.set(node, size);
    return node;
  }

  #sizeOf(node: Node): number {
    return this.#sizes.get(node) ?? 1;
  }

  #complain(offset: number, message: string): void {
    if (!this.exhausted) this.#problems.push(problem(positionAt(this.#source, offset), message));
  }
}

function coreTag(name: string): string {
  return `tag:yaml.org,2002:${name}`;
}

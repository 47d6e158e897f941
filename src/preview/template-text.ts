import { Composer, isAlias, isMap, isScalar, isSeq, LineCounter, type ParsedNode } from 'yaml';
import { parseJson, TooDeep } from '../model/json.ts';
import type { Position } from '../model/policy.ts';
import { UserError } from '../model/user-error.ts';
import { yamlTokens } from '../yaml/tokens.ts';
import { memberPositions } from './json-members.ts';
import { isValueMap, type Value, type ValueMap } from './value.ts';

export interface TemplateText {
  readonly root: ValueMap;
  /** Where a resource stands, by its key in the file. */
  readonly positionOf: (resourceKey: string) => Position;
}

/** CloudFormation takes at most 1 MB from S3; twice that leaves room for spaces. Source: CloudFormation User Guide, cloudformation-limits. */
const MOST_CHARACTERS = 2_000_000;

/** Of the parser's stack, which grows by about two a level. */
const DEEPEST = 400;

/** How many values all aliases of a file may stand for together. */
const MOST_ALIASED = 10_000;

const ADVICE = 'give --cloudformation a template: YAML, JSON, or what `cdk synth` writes';

/** YAML with CloudFormation's short forms, or JSON → values in long form, with lines. Throws `UserError`. */
export function readTemplateText(file: string, text: string): TemplateText {
  if (text.length > MOST_CHARACTERS) {
    throw new UserError(`${file} has ${text.length} characters; a template has at most ${MOST_CHARACTERS}`, ADVICE);
  }
  const bare = text.replace(/^\ufeff/, '');
  const json = jsonValue(file, bare);
  const written = new Map<string, Position>();
  const root = json ?? yamlValue(file, bare, written);
  if (!isValueMap(root) || !isValueMap(root['Resources'])) {
    throw new UserError(`${file} is not a CloudFormation template: it has no map of Resources`, ADVICE);
  }
  const top = { file, line: 1, column: 1 };
  const positions = json === undefined ? written : memberPositions(file, bare, 'Resources');
  return { root, positionOf: (key) => positions.get(key) ?? top };
}

function jsonValue(file: string, text: string): Value | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return parseJson(text);
  } catch (cause) {
    if (cause instanceof TooDeep) throw new UserError(`${file} is nested too deep for a template`, ADVICE, { cause });
    // A flow map of YAML begins so, too.
    return undefined;
  }
}

function yamlValue(file: string, text: string, positions: Map<string, Position>): Value {
  const counter = new LineCounter();
  const { tokens, tooDeepAt } = yamlTokens(text, DEEPEST, counter.addNewLine);
  if (tooDeepAt !== undefined) throw new UserError(`${file} is nested too deep for a template`, ADVICE);
  const options = { schema: 'core', uniqueKeys: false, prettyErrors: false, strict: true } as const;
  const [document] = [...new Composer<ParsedNode>(options).compose(tokens)];
  const error = document?.errors[0];
  if (!document || error) {
    const at = counter.linePos(error?.pos[0] ?? 0);
    const what = error?.message.split('\n')[0] ?? 'it is empty';
    throw new UserError(`${file}:${at.line}:${at.col} is not YAML: ${what}`, ADVICE);
  }
  const values = new YamlValues(file, counter, positions);
  return values.of(document.contents, 0);
}

class YamlValues {
  readonly #file: string;
  readonly #counter: LineCounter;
  readonly #positions: Map<string, Position>;
  readonly #anchors = new Map<string, { readonly value: Value; readonly size: number }>();
  #aliased = 0;
  #read = 0;

  constructor(file: string, counter: LineCounter, positions: Map<string, Position>) {
    this.#file = file;
    this.#counter = counter;
    this.#positions = positions;
  }

  of(node: ParsedNode | null, depth: number, isResources = false): Value {
    this.#read += 1;
    if (isAlias(node)) return this.#alias(node.source);
    const before = this.#read;
    const plain = this.#plain(node, depth, isResources);
    const value = longForm(node?.tag, plain);
    if (node?.anchor !== undefined) this.#anchors.set(node.anchor, { value, size: this.#read - before + 1 });
    return value;
  }

  #plain(node: ParsedNode | null, depth: number, isResources: boolean): Value {
    if (isSeq(node)) return node.items.map((item) => this.of(item, depth + 1));
    if (!isMap(node)) {
      const value = isScalar(node) ? node.value : null;
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
    }
    const entries: [string, Value][] = [];
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? String(pair.key.value ?? '') : '';
      if (isResources && pair.key) this.#positions.set(key, this.#position(pair.key.range[0]));
      const value = this.of(pair.value, depth + 1, depth === 0 && key === 'Resources');
      if (key === '<<' && isValueMap(value)) entries.unshift(...Object.entries(value));
      else if (key !== '__proto__') entries.push([key, value]);
    }
    return Object.fromEntries(entries);
  }

  #alias(name: string): Value {
    const target = this.#anchors.get(name);
    if (!target) throw new UserError(`${this.#file}: no anchor &${name} before the alias *${name}`, ADVICE);
    this.#aliased += target.size;
    this.#read += target.size;
    if (this.#aliased > MOST_ALIASED) {
      throw new UserError(`${this.#file}: its aliases stand for more than ${MOST_ALIASED} values`, ADVICE);
    }
    return target.value;
  }

  #position(offset: number): Position {
    const { line, col } = this.#counter.linePos(offset);
    return { file: this.#file, line, column: col };
  }
}

/** `!GetAtt A.B` → `{"Fn::GetAtt": ["A", "B"]}`. Source: CloudFormation User Guide, intrinsic-function-reference. */
function longForm(tag: string | undefined, value: Value): Value {
  if (tag === undefined || !/^![A-Z]/.test(tag)) return value;
  const name = tag.slice(1);
  return { [name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`]: value };
}

import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { UserError } from '../model/user-error.ts';
import { YamlDocument } from '../yaml/document.ts';

/** Where something is written; lines and columns count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A value of a file, whatever language it is written in. All that is no list and no map is a text. */
export type Tree = Leaf | List | Group;

export interface Leaf extends Place {
  readonly kind: 'leaf';
  readonly text: string;
}

export interface List extends Place {
  readonly kind: 'list';
  readonly items: readonly Tree[];
}

export interface Group extends Place {
  readonly kind: 'group';
  readonly members: ReadonlyMap<string, Tree>;
}

/** YAML or JSON → tree. Short forms of CloudFormation are made long. Throws where the text is neither. */
export function yamlTree(text: string, file: string): Tree {
  const document = new YamlDocument(text);
  const [mistake] = document.mistakes;
  if (mistake) {
    throw new UserError(
      `${file}:${mistake.line}:${mistake.column}: ${mistake.message}`,
      'the file has to be YAML, JSON or Terraform',
    );
  }
  if (!document.contents)
    throw new UserError(`${file}:1:1: the file says nothing`, 'name a file that asks for something');
  return treeOf(document, document.contents);
}

function treeOf(document: YamlDocument, node: Node | null): Tree {
  const found = node && document.resolved(node);
  const place = found ? document.placeOf(found) : { line: 1, column: 1 };
  const tag = found?.tag;
  if (tag !== undefined && /^![A-Z]/.test(tag)) {
    const name = tag.slice(1);
    const key = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
    return { kind: 'group', ...place, members: new Map([[key, plainTree(document, found, place)]]) };
  }
  return plainTree(document, found, place);
}

function plainTree(document: YamlDocument, node: Node | null, place: Place): Tree {
  if (isSeq<Node>(node)) return { kind: 'list', ...place, items: node.items.map((item) => treeOf(document, item)) };
  if (isMap<Node, Node | null>(node)) {
    const members = new Map(node.items.map(({ key, value }) => [document.nameOf(key), treeOf(document, value)]));
    return { kind: 'group', ...place, members };
  }
  const text = isScalar(node) ? String(node.value ?? '') : '';
  return { kind: 'leaf', ...place, text };
}

export function at(tree: Tree | undefined, ...path: readonly string[]): Tree | undefined {
  return path.reduce<Tree | undefined>(
    (here, key) => (here?.kind === 'group' ? here.members.get(key) : undefined),
    tree,
  );
}

/** The first of several spellings that is there: `RtoInSecs`, `rtoInSecs`. */
export function either(tree: Tree | undefined, ...keys: readonly string[]): Tree | undefined {
  for (const key of keys) {
    const found = at(tree, key);
    if (found) return found;
  }
  return undefined;
}

export function textOf(tree: Tree | undefined): string | undefined {
  return tree?.kind === 'leaf' ? tree.text : undefined;
}

/** A block of Terraform that stands once is no list; a list of one is the same. */
export function itemsOf(tree: Tree | undefined): readonly Tree[] {
  if (tree === undefined) return [];
  return tree.kind === 'list' ? tree.items : [tree];
}

export function membersOf(tree: Tree | undefined): readonly (readonly [string, Tree])[] {
  return tree?.kind === 'group' ? [...tree.members] : [];
}

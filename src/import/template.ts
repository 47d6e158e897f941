import { at, itemsOf, type Tree, textOf } from './tree.ts';

/** Deeper than any condition that a person writes. */
const DEEPEST = 50;

/** What stands at a place of a template once its parameters have their defaults; undefined: nothing, or nothing tells. */
export class Template {
  readonly #root: Tree;

  constructor(root: Tree) {
    this.#root = root;
  }

  resolved(tree: Tree | undefined, depth = 0): Tree | undefined {
    if (tree?.kind !== 'group' || depth > DEEPEST) return depth > DEEPEST ? undefined : tree;
    const [[name, value] = ['', undefined]] = tree.members.size === 1 ? [...tree.members] : [];
    switch (name) {
      case 'Ref':
        if (textOf(value) === 'AWS::NoValue') return tree;
        return at(this.#root, 'Parameters', textOf(value) ?? '', 'Default');
      case 'Fn::If': {
        const [condition, then, otherwise] = itemsOf(value);
        const holds = this.#condition(textOf(condition), depth + 1);
        return holds === undefined ? undefined : this.resolved(holds ? then : otherwise, depth + 1);
      }
      case 'Fn::Sub':
        return /\$\{/.test(textOf(value) ?? '${') ? undefined : value;
      default:
        return name.startsWith('Fn::') ? undefined : tree;
    }
  }

  /** Nothing is written, or what CloudFormation takes for nothing. */
  isAbsent(tree: Tree | undefined): boolean {
    return tree === undefined || textOf(at(this.resolved(tree), 'Ref')) === 'AWS::NoValue';
  }

  text(tree: Tree | undefined): string | undefined {
    return textOf(this.resolved(tree));
  }

  /** Whether a resource is made: it is where nothing says otherwise. */
  isMade(condition: string | undefined): boolean | undefined {
    return condition === undefined ? true : this.#condition(condition, 0);
  }

  #condition(name: string | undefined, depth: number): boolean | undefined {
    return this.#holds(at(this.#root, 'Conditions', name ?? ''), depth);
  }

  #holds(tree: Tree | undefined, depth: number): boolean | undefined {
    if (tree?.kind !== 'group' || depth > DEEPEST) return undefined;
    const [[name, value] = ['', undefined]] = [...tree.members];
    const parts = itemsOf(value);
    const all = () => parts.map((part) => this.#holds(part, depth + 1));
    switch (name) {
      case 'Condition':
        return this.#condition(textOf(value), depth + 1);
      case 'Fn::Equals': {
        const [one, other] = parts.map((part) => this.text(part));
        return one === undefined || other === undefined ? undefined : one === other;
      }
      case 'Fn::Not': {
        const [holds] = all();
        return holds === undefined ? undefined : !holds;
      }
      case 'Fn::And':
        return all().includes(false) ? false : all().includes(undefined) ? undefined : true;
      case 'Fn::Or':
        return all().includes(true) ? true : all().includes(undefined) ? undefined : false;
      default:
        return undefined;
    }
  }
}

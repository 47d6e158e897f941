import { parseJson } from '../../model/json.ts';
import { InputError } from '../error.ts';
import { type Input, isInput } from '../input.ts';

export function readJson(body: string): Input {
  if (body.trim() === '') return {};
  let value: unknown;
  try {
    value = parseJson(body);
  } catch {
    throw new InputError('the request body is not JSON', false);
  }
  if (!isInput(value)) throw new InputError('the request body is not a JSON object', false);
  return value;
}

/**
 * A form of the AWS query protocol: `Tags.member.1.Key=team` becomes `{ Tags: [{ Key: 'team' }] }`, and
 * `Tags.entry.1.key=a` with `.value` becomes a map.
 */
export function readForm(body: string): { action: string | undefined; input: Input } {
  const root: Tree = new Map();
  for (const [name, value] of new URLSearchParams(body)) {
    if (name !== 'Action' && name !== 'Version') plant(root, name.split('.'), value);
  }
  const input: Record<string, unknown> = {};
  for (const [name, branch] of root) input[name] = harvest(branch);
  return { action: new URLSearchParams(body).get('Action') ?? undefined, input };
}

type Tree = Map<string, Tree | string>;

function plant(tree: Tree, path: readonly string[], value: string): void {
  const [head = '', ...rest] = path;
  if (rest.length === 0) {
    tree.set(head, value);
    return;
  }
  const existing = tree.get(head);
  const branch: Tree = existing instanceof Map ? existing : new Map();
  tree.set(head, branch);
  plant(branch, rest, value);
}

function harvest(branch: Tree | string): unknown {
  if (typeof branch === 'string') return branch;
  const members = branch.get('member');
  if (members instanceof Map) return ordered(members).map(harvest);
  const entries = branch.get('entry');
  if (entries instanceof Map) {
    return Object.fromEntries(
      ordered(entries).map((entry) => {
        const pair = entry instanceof Map ? entry : new Map<string, Tree | string>();
        return [String(pair.get('key') ?? ''), harvest(pair.get('value') ?? '')];
      }),
    );
  }
  return Object.fromEntries([...branch].map(([name, value]) => [name, harvest(value)]));
}

function ordered(numbered: Tree): (Tree | string)[] {
  return [...numbered].sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value);
}

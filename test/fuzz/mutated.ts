import fc from 'fast-check';

export type Tree = null | boolean | number | string | readonly Tree[] | { readonly [name: string]: Tree };

/** What a file of JSON can say and no valid one does; those in guillemets stand for numbers that `JSON.stringify` does not write. */
const HOSTILE: readonly Tree[] = [
  null,
  true,
  '',
  [],
  {},
  [null],
  { '': '' },
  0,
  '«-0»',
  -1,
  0.5,
  1e13,
  2 ** 53,
  1e308,
  '«1e999»',
  '«1e-999»',
  '+275760-09-13T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
  '0000-01-01T00:00:00.000Z',
  '2026-02-30T00:00:00.000Z',
  'NaN',
  '__proto__',
  'constructor',
  'toString',
  '*',
  '${',
  '{{resolve:',
  'arn:aws:dynamodb:::table/',
  'arn:::::',
  'cron(0 0 31 2 ? *)',
  'rate(0 days)',
  'Mars/Olympus',
  '\u001b]0;x\u0007',
  '\u009b31m',
  '\u007f\u0000\u0085',
  '\u202e\u2028\ud800',
  '::error::x\r\n::stop-commands::y',
  '<script>|`]()',
  '=1+1',
  'x'.repeat(5_000),
  '{"Statement":[{"Effect":"Deny"}]}',
  '{"Statement":null}',
  '[[[[',
];

/** Where numbers end, whole or not; YAML alone has the last two. */
const BORDERS: readonly Tree[] = [
  0,
  '«-0»',
  -1,
  0.5,
  1.5,
  2 ** 31,
  2 ** 53,
  1e13,
  1e308,
  -1e308,
  '«1e999»',
  '«5e-324»',
  '«.nan»',
  '«-.inf»',
];

export interface Mutation {
  readonly at: number;
  readonly kind: 'number' | 'put' | 'drop' | 'twice' | 'graft' | 'rename' | 'wrap';
  readonly value: number;
}

export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(
  fc.record({
    at: fc.nat(),
    kind: fc.constantFrom('number', 'put', 'put', 'put', 'drop', 'twice', 'graft', 'rename', 'wrap'),
    value: fc.nat(),
  }),
  { minLength: 1, maxLength: 4 },
);

/** A valid document with some of its places changed: most of it stays as deep and as sound as it was. */
export function mutated(tree: Tree, changes: readonly Mutation[]): string {
  const text = JSON.stringify(changes.reduce(changed, tree));
  return text.replace(/"«([^»]*)»"/g, '$1');
}

type Path = readonly (string | number)[];

function changed(tree: Tree, { at, kind, value }: Mutation): Tree {
  const paths = [...pathsOf(tree, [])];
  const path = paths[at % paths.length] ?? [];
  const other = paths[value % paths.length] ?? [];
  const hostile = HOSTILE[value % HOSTILE.length] ?? null;
  switch (kind) {
    case 'number': {
      const numbers = paths.filter((each) => typeof partAt(tree, each) === 'number');
      return replaced(tree, numbers[at % numbers.length] ?? path, () => BORDERS[value % BORDERS.length] ?? null);
    }
    case 'put':
      return replaced(tree, path, () => hostile);
    case 'graft':
      return replaced(tree, path, () => partAt(tree, other));
    case 'wrap':
      return replaced(tree, path, (part) => (value % 2 === 0 ? [part] : { value: part }));
    case 'drop':
      return replaced(tree, path, () => undefined);
    case 'twice':
      return replaced(tree, path, (part) => (Array.isArray(part) ? [...part, ...part] : part));
    case 'rename':
      return replaced(tree, path, (part) =>
        isMap(part)
          ? Object.fromEntries(
              Object.entries(part).map(([name, each], index) => [index === 0 ? String(hostile) : name, each]),
            )
          : hostile,
      );
  }
}

function isMap(value: Tree | undefined): value is { readonly [name: string]: Tree } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function* pathsOf(tree: Tree, path: Path): Generator<Path> {
  yield path;
  if (typeof tree !== 'object' || tree === null) return;
  for (const [name, part] of Object.entries(tree))
    yield* pathsOf(part, [...path, Array.isArray(tree) ? Number(name) : name]);
}

function partAt(tree: Tree, path: Path): Tree {
  return path.reduce<Tree>((part, name) => (Object(part) as Record<string | number, Tree>)[name] ?? null, tree);
}

/** Undefined: the member, or the item, is left out. */
function replaced(tree: Tree, path: Path, by: (part: Tree) => Tree | undefined): Tree {
  const [name, ...rest] = path;
  if (name === undefined) return by(tree) ?? null;
  if (Array.isArray(tree)) {
    return tree.flatMap((part, index) => {
      if (index !== name) return [part];
      const found = rest.length === 0 ? by(part) : replaced(part, rest, by);
      return found === undefined ? [] : [found];
    });
  }
  if (!isMap(tree)) return tree;
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, part]) => {
      if (key !== name) return [[key, part]];
      const found = rest.length === 0 ? by(part) : replaced(part, rest, by);
      return found === undefined ? [] : [[key, found]];
    }),
  );
}

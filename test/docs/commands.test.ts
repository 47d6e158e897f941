import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CONTROL_IDS } from '../../src/app/catalogue/control-ids.ts';
import { COMMANDS } from '../../src/app/commands.ts';
import { parse } from '../../src/app/program.ts';
import { policySchema } from '../../src/policy/schema.ts';
import { memoryHost, runLine } from '../app/memory-host.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const DOCS = readdirSync(join(ROOT, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);
const PAGES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...DOCS].map((page) => ({
  page,
  text: readFileSync(join(ROOT, page), 'utf8'),
}));

const blocksOf = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, block = '']) => block);

/** What a shell would start: without comments, redirections, pipes, and what follows `||` or `&&`. */
function wordsOf(line: string): readonly string[] {
  const [own = ''] = line.replace(/\s#.*$/, '').split(/ (?:\d?>|\||\|\||&&) ?/);
  return [...own.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)]
    .slice(1)
    .map(([, double, single, bare]) => double ?? single ?? bare ?? '');
}

const COMMAND_LINES = [
  ...PAGES.flatMap(({ page, text }) => {
    const inBlocks = ['sh', 'bash', 'console'].flatMap((language) => blocksOf(text, language)).join('\n');
    const blockLines = [
      ...inBlocks.replaceAll('\\\n', ' ').matchAll(/^(?:\$ )?(?:[A-Z_]+=\S+ )*((?:holdfast|node dist\/cli\.js) .*)$/gm),
    ];
    // Named in passing, a command goes without what it takes; words in capitals stand for what is to be put in.
    const inText = [...text.replace(/^```.*?^```$/gms, '').matchAll(/`(holdfast [^`\n]* (?:--|")[^`\n]*)`/g)];
    return [...blockLines, ...inText].map(([, line = '']) => ({
      page,
      line: line.replace('node dist/cli.js', 'holdfast'),
    }));
  }),
  ...Object.entries(COMMANDS).flatMap(([name, { examples }]) =>
    examples.map(([line]) => ({ page: `help ${name}`, line })),
  ),
];

describe('every command line is one that Holdfast takes:', () => {
  const lines = new Map(COMMAND_LINES.map((each) => [`${each.page}: ${each.line}`, each.line]));
  test('there are many', () => expect(lines.size).toBeGreaterThan(80));
  test.each([...lines])('%s', (_, line) => {
    const host = memoryHost();
    const parsed = parse(wordsOf(line), host);
    const taken = 'run' in parsed || parsed.exit === 0;
    expect(taken, host.err()).toBe(true);
  });
});

const HEAD = 'apiVersion: holdfast/v1\nkind: Policy\nname: example\n';

/** Of the page about policies every block is one: the head is left out there, and the tables where they do not matter. */
function policyIn(page: string, block: string): string | undefined {
  if (/^kind: Policy$/m.test(block)) return block;
  if (page !== 'docs/policies.md') return undefined;
  return `${HEAD}${/^tables:/m.test(block) ? '' : 'tables: {}\n'}${block}`;
}

describe('every policy is valid:', () => {
  const policies = PAGES.flatMap(({ page, text }) =>
    blocksOf(text, 'yaml').flatMap((block, index) => {
      const policy = policyIn(page, block);
      return policy === undefined ? [] : [[`${page} ${index + 1}`, policy] as const];
    }),
  );
  test('there are some', () => expect(policies.length).toBeGreaterThan(8));
  test.each(policies)('%s', async (_, policy) => {
    const parents = ['policies/dynamodb-baseline.yaml', 'policies/dynamodb-defaults.yaml'];
    const files = parents.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]);
    const host = memoryHost({ files: { 'policies/p.yaml': policy, ...Object.fromEntries(files) } });
    expect(await runLine('validate', host), host.out() + host.err()).toBe(0);
  });
});

test('docs/policies.md shows every key of the language', () => {
  const text = blocksOf(PAGES.find(({ page }) => page === 'docs/policies.md')?.text ?? '', 'yaml').join('\n');
  const keys = keysIn(policySchema(CONTROL_IDS)).filter((key) => !(CONTROL_IDS as readonly string[]).includes(key));
  expect(keys.length).toBeGreaterThan(50);
  expect([...new Set(keys)].filter((key) => !new RegExp(`\\b${key}: `).test(`${text} `.replaceAll('\n', ' ')))).toEqual(
    [],
  );
});

function keysIn(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([name, part]: [string, unknown]) => [
    ...(name === 'properties' ? Object.keys(Object(part)) : []),
    ...keysIn(part),
  ]);
}

test('nobody is told to run a name of npm that anyone could register', () => {
  for (const { page, text } of PAGES)
    expect(text, page).not.toMatch(/npx (?:--\S+ )*holdfast|npm (?:i|install)(?: -\S+| --\S+)* holdfast\b/);
});

test('every page is in the index, and every link leads somewhere', () => {
  const index = PAGES.find(({ page }) => page === 'docs/README.md')?.text ?? '';
  for (const page of DOCS) if (page !== 'docs/README.md') expect(index).toContain(`](${page.slice('docs/'.length)}`);
  const dead = PAGES.flatMap(({ page, text }) =>
    [...text.replace(/^```.*?^```$/gms, '').matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^(?:https?|mailto):/.test(target) && !isThere(page, target))
      .map((target) => `${page}: ${target}`),
  );
  expect(dead).toEqual([]);
});

function isThere(page: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? join(ROOT, page) : join(ROOT, dirname(page), path);
  if (!existsSync(file)) return false;
  return anchor === undefined || !file.endsWith('.md') || anchorsIn(readFileSync(file, 'utf8')).has(anchor);
}

/** As GitHub makes them of headings. */
function anchorsIn(text: string): ReadonlySet<string> {
  const headings = [...text.replace(/^```.*?^```$/gms, '').matchAll(/^#+ (.*)$/gm)];
  return new Set(
    headings.map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  );
}

test('README is short', () => {
  expect(PAGES[0]?.text.split('\n').length).toBeLessThan(200);
});

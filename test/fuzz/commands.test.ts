import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { nodeHost } from '../../src/app/host/node-host.ts';
import { exampleInventory } from '../../src/controls/example.ts';
import { writeLedger } from '../../src/history/ledger.ts';
import { lineHash } from '../../src/history/ledger-line.ts';
import { isObject } from '../../src/model/json.ts';
import { loadScenario } from '../../src/simulator/scenario/load.ts';
import { ScenarioError } from '../../src/simulator/scenario/problem.ts';
import { memoryHost, runLine } from '../app/memory-host.ts';
import { temporaryFile } from '../app/saved-inventory.ts';
import { daily } from '../history/ledger-fixtures.ts';
import { serviceRecord, trailRecord } from '../history/trail-records.ts';
import { golden } from '../preview/golden-files.ts';
import { mutated, mutations, type Tree } from './mutated.ts';
import { HANGS_MS, peakMib, RUNS, SEED, wrongIn } from './wrong.ts';

const ROOT = join(import.meta.dirname, '../..');
const yaml = (path: string): Tree => parse(readFileSync(join(ROOT, path), 'utf8'));

const REPORTS = ['json', 'jsonl', 'sarif', 'junit', 'markdown', 'html', 'csv', 'ocsf', 'asff', 'openmetrics']
  .map((format) => `--report ${format}=out/${format}`)
  .join(' ');

/** Read from the disk, or written there; the other files are the host's. */
const ON_DISK = ['estate.json', 'former.json', 'trail.json'];
const isOnDisk = (name: string, line: string) =>
  ON_DISK.includes(name) || (name === 'restores.jsonl' && line.startsWith('history update'));

/** The files of a sound run, by name. */
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
  [
    'restores.jsonl',
    [
      'restores --inventory estate.json --ledger restores.jsonl',
      'history update --inventory estate.json --ledger restores.jsonl',
    ],
  ],
  [
    'trail.json',
    [
      'restores --inventory estate.json --history trail.json',
      'drift --inventory estate.json --baseline lock.json --history trail.json',
      'history update --inventory estate.json --history trail.json --ledger restores.jsonl',
    ],
  ],
  ['tests/gold.test.json', ['test tests']],
  ['tests/gold.scenario.json', ['test tests']],
  ['holdfast.yaml', ['drift --inventory estate.json --baseline lock.json']],
];

const { useAws } = nodeHost(ROOT);
const environment = { ...process.env };
afterAll(() => {
  process.env = environment;
});

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
    'trail.json': trail(),
    'tests/gold.test.json': parse(GOLD_TEST),
    'tests/gold.scenario.json': yaml('policies/tiers.scenario.yaml'),
  };
  sound = files;
  files['lock.json'] = JSON.parse(
    (await outcome('baseline --inventory estate.json', 'holdfast.yaml', [])).files.get('holdfast.lock.json') ?? 'null',
  );
  files['report.json'] = JSON.parse(
    (await outcome('check --inventory estate.json --report json', 'holdfast.yaml', [])).out,
  );
});

const GOLD_TEST = `
apiVersion: holdfast/v1
kind: Test
name: gold
policies: [../policies/gold.json]
scenario: gold.scenario.json
now: 2026-11-18T08:00:00Z
expect:
  - { table: gold, control: plan-coverage, status: pass, policy: gold }
  - { table: gold, control: restore-time, status: unknown }
`;

/** Calls and events of every kind that a history looks at. */
function trail(): Tree {
  const records = [
    trailRecord(),
    trailRecord({
      eventID: 'event-2',
      eventSource: 'dynamodb.amazonaws.com',
      eventName: 'UpdateTable',
      requestParameters: { tableName: 'orders', deletionProtectionEnabled: false },
      responseElements: { tableDescription: { tableName: 'orders', tableStatus: 'UPDATING' } },
    }),
    trailRecord({
      eventID: 'event-3',
      eventName: 'StartRestoreJob',
      requestParameters: { recoveryPointArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders/backup/1' },
      responseElements: { restoreJobId: 'job-1' },
    }),
    serviceRecord(
      'RestoreJobCompleted',
      {
        restoreJobId: 'job-1',
        state: 'COMPLETED',
        createdResourceArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders-restored',
        creationDate: '2026-11-20T10:00:00Z',
        completionDate: '2026-11-20T10:40:00Z',
      },
      { eventID: 'event-4' },
    ),
  ];
  return JSON.parse(JSON.stringify({ Records: records }));
}

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
    if (!isOnDisk(name, line)) inMemory[name] = text;
    else if (line.includes(name)) {
      const path = temporaryFile(name);
      writeFileSync(path, text);
      onDisk.set(name, path);
      // What stands there is looked at first, and then read from the disk.
      inMemory[path] = text;
    }
  }
  const host = { ...memoryHost({ files: inMemory }), useAws };
  const begin = performance.now();
  const exit = await runLine(
    line.replace(/\S+\.jsonl?(?= |$)/g, (name) => onDisk.get(name) ?? name),
    host,
  );
  const tookMs = performance.now() - begin;
  const written = [...host.files].map(([path, text]): [string, string] => [path.replace('/work/place/', ''), text]);
  const updated = onDisk.get('restores.jsonl');
  if (updated !== undefined && file !== 'restores.jsonl') written.push(['ledger', readFileSync(updated, 'utf8')]);
  return {
    exit,
    out: host.out(),
    err: host.err(),
    tookMs,
    files: new Map(written.filter(([name]) => !(name in inMemory))),
  };
}

/** Lines of the ledger, each mutated, in a chain that is whole: where nothing is changed, as Holdfast writes them. */
function ledger(changes: Parameters<typeof mutated>[1]): string {
  const text = writeLedger(daily(1, 5));
  if (changes.length === 0) return text;
  const lines: Tree = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const found: unknown = JSON.parse(mutated(lines, changes).replace(/1e999|-?\.(?:nan|inf)\b/g, '1e99'));
  let last = '';
  return (Array.isArray(found) ? found : [found])
    .map((each: unknown, index) => {
      const prev = lineHash(last);
      last = JSON.stringify(index > 0 && isObject(each) && 'prev' in each ? { ...each, prev } : each);
      return `${last}\n`;
    })
    .join('');
}

function wrongWith({ exit, out, err, files, tookMs }: Outcome): readonly string[] {
  return wrongIn({ exit, tookMs, texts: [['stdout', out], ['stderr', err], ...files], why: err });
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

test('none of it took this process to 1 GiB', () => {
  expect(peakMib()).toBeLessThan(1_024);
});

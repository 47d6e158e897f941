import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fault } from '../../src/simulator/fault.ts';
import type { Simulator } from '../../src/simulator/server.ts';
import { memoryHost, runLine } from '../app/memory-host.ts';
import { policyOf, simulatorOf } from '../e2e/simulated-run.ts';
import { simulatedFault } from '../sources/simulated-fault.ts';
import '../e2e/unhurried-aws.ts';

/*
 * The law, for every command that reads AWS, over the wire: no exit code becomes 0 because AWS did not answer; where it stays
 * 0, what is printed and written is what would have been with every answer; nothing is written that holds less over a file
 * that holds more; and where nothing answers it is 2, and nothing is written.
 */

/** A run for each operation that a command calls. */
const PATIENCE_MS = 900_000;

const SCENARIO = 'one-fact-away';
const folder = mkdtempSync(join(tmpdir(), 'holdfast-law-'));

const INVENTORY = join(folder, 'inventory.json');
const LEDGER = join(folder, 'ledger.jsonl');
const BASELINE = join(folder, 'holdfast.lock.json');
const LIVE = '--policies policy.yaml --regions eu-west-1';

const COMMANDS = {
  check: `check ${LIVE} --report json`,
  collect: `collect ${LIVE} --output ${INVENTORY}`,
  explain: 'explain by-age --regions eu-west-1',
  restores: `restores ${LIVE}`,
  fix: `fix ${LIVE}`,
  baseline: `baseline ${LIVE} --output ${BASELINE}`,
  drift: `drift ${LIVE} --baseline ${BASELINE} --history none`,
  'history update': `history update --regions eu-west-1 --ledger ${LEDGER}`,
} as const;

type Command = keyof typeof COMMANDS;

interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  /** By path, those that the command wrote and those that were there. */
  readonly files: ReadonlyMap<string, string>;
}

let aws: Simulator;
/** What each command writes where all is answered; it lies there before every run. */
const whole = new Map<string, string>();

beforeAll(async () => {
  aws = await simulatorOf(SCENARIO);
  for (const command of ['collect', 'history update', 'baseline'] as const) {
    for (const [path, text] of (await run(command)).files) whole.set(path, text);
  }
}, PATIENCE_MS);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await aws.close();
});

/** Some files are written by way of the host, and some are locked and renamed, which takes a disk. */
async function run(
  command: Command,
  faults: readonly Fault[] = [],
  lying: ReadonlyMap<string, string> = whole,
): Promise<Ran> {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  for (const [path, text] of lying) writeFileSync(path, text);
  aws.faults.set(faults);
  try {
    const host = memoryHost({ files: { 'policy.yaml': policyOf(SCENARIO), ...Object.fromEntries(lying) } });
    const exit = await runLine(COMMANDS[command], host);
    const onDisk = readdirSync(folder).map((name): [string, string] => {
      const path = join(folder, name);
      return [path, readFileSync(path, 'utf8')];
    });
    const inMemory = [...host.files].filter(([path, text]) => path.startsWith(folder) && text !== lying.get(path));
    return { exit, out: host.out(), err: host.err(), files: new Map([...onDisk, ...inMemory]) };
  } finally {
    aws.faults.set([]);
  }
}

/** What a command calls, by the names of the permissions. */
async function calledBy(command: Command): Promise<{ readonly sound: Ran; readonly operations: readonly string[] }> {
  const before = aws.requests().byOperation;
  const sound = await run(command);
  const after = Object.entries(aws.requests().byOperation);
  return { sound, operations: after.flatMap(([name, count]) => (count > (before[name] ?? 0) ? [name] : [])) };
}

/** All that was printed and written, but for how often AWS was asked. */
function stated({ out, files }: Ran): string {
  return [out, ...[...files].map(([path, text]) => `${path}\n${text}`)]
    .join('\n')
    .replace(/"apiCalls":\s*\{[^{}]*\{[^{}]*\}\s*\}/g, '');
}

function breaches(command: Command, sound: Ran, ran: Ran): readonly string[] {
  const found: string[] = [];
  if (ran.exit === 70) found.push(`exit 70: ${ran.err}`);
  if (ran.exit === 0 && sound.exit !== 0) found.push(`exit ${sound.exit} became 0`);
  if (ran.exit === 0 && stated(ran) !== stated(sound)) found.push('exit 0, and less was told');
  // An inventory says itself what it lacks.
  const changed = [...sound.files].filter(([path, text]) => path !== INVENTORY && ran.files.get(path) !== text);
  found.push(...changed.map(([path]) => `holds less: ${path.slice(folder.length + 1)}`));
  return found.map((each) => `${command}: ${each}`);
}

test.each(Object.keys(COMMANDS) as Command[])(
  '%s, where an operation is denied, or nothing answers',
  async (command) => {
    const { sound, operations } = await calledBy(command);
    expect(operations.length).toBeGreaterThan(0);
    const found: string[] = [];
    for (const operation of operations) {
      const ran = await run(command, [simulatedFault('deny', operation)]);
      found.push(...breaches(command, sound, ran).map((breach) => `${breach}, without ${operation}`));
    }
    for (const kind of ['deny', 'cut'] as const) {
      const ran = await run(command, [{ kind }], new Map([[BASELINE, whole.get(BASELINE) ?? '']]));
      if (ran.exit !== 2) found.push(`${command}: ${kind} of all: exit ${ran.exit}`);
      if (ran.out !== '') found.push(`${command}: ${kind} of all: prints ${ran.out.slice(0, 80)}`);
      if (ran.files.size > 1 || ran.files.get(BASELINE) !== whole.get(BASELINE)) {
        found.push(`${command}: ${kind} of all: writes`);
      }
    }
    expect(found).toEqual([]);
  },
  PATIENCE_MS,
);

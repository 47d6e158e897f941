import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { exampleInventory } from '../../src/controls/example.ts';
import { readLedger, writeLedger } from '../../src/history/ledger.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import type { RestoreJob } from '../../src/model/job.ts';
import { builtPackage, NODE_24, scrubbed, temporaryFolder } from '../built-package.ts';
import { daily, ORDERS } from '../history/ledger-fixtures.ts';
import { runToEnd } from './child.ts';

const CLI = join(builtPackage(), 'dist/cli.js');
/** Two hundred where nobody waits for them. */
const KILLS = process.env['HOLDFAST_CI'] === 'true' ? 200 : 40;
/** So many that reading and writing takes a while. */
const LINES = 1_000;

/** Every other restore was over before lines that are there. */
function job(number: number): RestoreJob {
  const createdAt = new Date(Date.UTC(number % 2 === 0 ? 2026 : 2040, 3, 1) + number * 60_000).toISOString();
  return {
    id: `job-${number}`,
    sourceArn: ORDERS,
    status: 'COMPLETED',
    createdAt,
    completedAt: new Date(Date.parse(createdAt) + 1_800_000).toISOString(),
  };
}

function inventoryOf(jobs: readonly RestoreJob[]): string {
  const inventory: Inventory = exampleInventory({ restoreJobs: jobs });
  return JSON.stringify(inventory);
}

/** The same moments in every run of the test. */
function moments(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Seen {
  readonly killed: number;
  readonly inLock: number;
  readonly written: number;
}

/** Kills one update after another, each with one more restore to record, and looks at the ledger after each. */
async function killed(times: number, seed: number): Promise<Seen> {
  const folder = temporaryFolder();
  const place = { folder, environment: scrubbed(folder) };
  const ledger = join(folder, 'restores.jsonl');
  const lock = `${ledger}.lock`;
  const words = [CLI, 'history', 'update', '--ledger', 'restores.jsonl', '--inventory', 'inventory.json'];
  const read = () => readLedger(readFileSync(ledger, 'utf8'));
  writeFileSync(ledger, writeLedger(daily(1, LINES)));
  writeFileSync(join(folder, 'inventory.json'), inventoryOf([]));
  const began = performance.now();
  expect((await runToEnd(NODE_24, words, place)).out).toBe('0 restores added, 1,000 in the ledger\n');
  const wholeMs = performance.now() - began;

  const random = moments(seed);
  const jobs: RestoreJob[] = [];
  let before: readonly string[] = daily(1, LINES).map(({ id }) => id);
  const seen = { killed: 0, inLock: 0, written: 0 };
  for (let round = 0; round < times; round++) {
    jobs.push(job(round));
    writeFileSync(join(folder, 'inventory.json'), inventoryOf(jobs));
    const left = textAt(lock);
    const child = spawn(NODE_24, words, { cwd: folder, env: place.environment, stdio: 'ignore' });
    const end = once(child, 'exit');
    if (round % 2 === 0) await pause(random() * wholeMs * 1.2);
    else await lockedFor(child, lock, left, random() * 40);
    child.kill('SIGKILL');
    await end;
    if (child.signalCode === 'SIGKILL') seen.killed += 1;
    if (existsSync(lock)) seen.inLock += 1;

    const { records, problems } = read();
    const now = records.map(({ id }) => id);
    const held = new Set(now);
    expect({ problems, lost: before.filter((id) => !held.has(id)) }).toEqual({ problems: [], lost: [] });
    if (now.length > before.length) seen.written += 1;
    before = now;
  }
  expect(await runToEnd(NODE_24, words, place)).toMatchObject({ exit: 0, err: '' });
  expect({ lines: read().records.length, problems: read().problems }).toEqual({ lines: LINES + times, problems: [] });
  expect(readdirSync(folder).toSorted()).toEqual(['inventory.json', 'restores.jsonl']);
  return seen;
}

describe('history update', () => {
  test(`that is killed ${KILLS} times at any moment loses no line and leaves no broken chain`, async () => {
    const lanes = await Promise.all([killed(KILLS / 2, 7), killed(KILLS / 2, 77)]);
    const sum = (of: (seen: Seen) => number) => lanes.reduce((total, seen) => total + of(seen), 0);
    // Kills that all came too early or too late would prove nothing; how many do depends on what else the machine does.
    expect(sum((seen) => seen.killed)).toBeGreaterThan(KILLS / 10);
    expect(sum((seen) => seen.inLock + seen.written)).toBeGreaterThan(0);
  }, 600_000);

  test('run by several at a time loses nothing of anybody’s', async () => {
    const folder = temporaryFolder();
    const place = { folder, environment: scrubbed(folder) };
    const writers = [...Array(6).keys()].map((writer) => {
      writeFileSync(join(folder, `${writer}.json`), inventoryOf([job(writer * 2), job(writer * 2 + 1)]));
      return runToEnd(
        NODE_24,
        [CLI, 'history', 'update', '--ledger', 'restores.jsonl', '--inventory', `${writer}.json`],
        place,
      );
    });
    for (const { exit, err } of await Promise.all(writers)) expect({ exit, err }).toEqual({ exit: 0, err: '' });
    const { records, problems } = readLedger(readFileSync(join(folder, 'restores.jsonl'), 'utf8'));
    expect({ problems, lines: records.length }).toEqual({ problems: [], lines: 12 });
  });
});

/** Until the process has held the lock for so long, or has ended. `left` is a lock that a killed one left behind. */
async function lockedFor(child: ChildProcess, lock: string, left: string | undefined, ms: number): Promise<void> {
  const isHeld = () => ![undefined, left].includes(textAt(lock));
  while (child.exitCode === null && !isHeld()) await pause(1);
  await pause(ms);
}

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

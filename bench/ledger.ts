import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeHost } from '../src/app/node-host.ts';
import { run } from '../src/app/run.ts';
import { exampleInventory, tableArnOf } from '../src/controls/example.ts';
import { readLedger, writeLedger } from '../src/history/ledger.ts';
import type { LedgerRecord } from '../src/history/ledger-line.ts';
import { NOT_COLLECTED } from '../src/model/fact.ts';
import { DAY_MINUTES, plusMinutes } from '../src/model/instant.ts';
import type { Inventory } from '../src/model/inventory.ts';
import { median, timed, timedAsync } from './timed.ts';

/** A year of weekly restores of many tables: how long `restores` takes beside reading the ledger alone. */
export interface LedgerMeasured {
  readonly lines: number;
  readonly ledgerMiB: number;
  /** Reading each line as JSON, and nothing else. */
  readonly jsonMs: number;
  /** Reading the ledger: lines, chain, order. */
  readonly parseMs: number;
  /** `restores --ledger --inventory`, from the files to the text. */
  readonly restoresMs: number;
  /** `restoresMs` ÷ `parseMs`; at most 2 is asked. */
  readonly ratio: number;
}

const REPEATS = 5;
const WEEKS = 52;

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: all
tables: {}
restore: { rto: 4h, testedEvery: 14d, measure: { statistic: p95, over: 365d, samples: 3 } }
`;

export async function benchLedger(tables = 2_000): Promise<LedgerMeasured> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
  try {
    const [ledger, inventory, policy] = ['restores.jsonl', 'inventory.json', 'policy.yaml'].map((name) =>
      join(folder, name),
    );
    if (ledger === undefined || inventory === undefined || policy === undefined) throw new Error('no paths');
    const estate = estateOfMany(tables);
    writeFileSync(ledger, writeLedger(recordsOf(tables, estate.takenAt)));
    writeFileSync(inventory, JSON.stringify(estate));
    writeFileSync(policy, POLICY);
    const host = { ...nodeHost(folder), stdout: { write: () => undefined, isTerminal: false, columns: undefined } };
    const words = ['restores', '--ledger', ledger, '--inventory', inventory, '--policies', policy];
    if ((await run(words, host)) !== 0) throw new Error('restores failed');

    const json: number[] = [];
    const parse: number[] = [];
    const restores: number[] = [];
    for (let round = 0; round < REPEATS; round += 1) {
      const lines = readFileSync(ledger, 'utf8').split('\n').slice(0, -1);
      json.push(timed(() => lines.map((line) => JSON.parse(line))).ms);
      parse.push(timed(() => readLedger(readFileSync(ledger, 'utf8'))).ms);
      restores.push((await timedAsync(() => run(words, host))).ms);
    }
    const [parseMs, restoresMs] = [median(parse), median(restores)];
    return {
      lines: tables * WEEKS,
      ledgerMiB: readFileSync(ledger).byteLength / 1024 / 1024,
      jsonMs: median(json),
      parseMs,
      restoresMs,
      ratio: restoresMs / parseMs,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function ledgerLine({ lines, ledgerMiB, jsonMs, parseMs, restoresMs, ratio }: LedgerMeasured): string {
  const ms = (time: number) => `${Math.round(time)} ms`;
  return `ledger of ${lines.toLocaleString('en-US')} restores (${ledgerMiB.toFixed(0)} MiB): JSON alone ${ms(jsonMs)}, read and verified ${ms(parseMs)}, restores ${ms(restoresMs)}: ${ratio.toFixed(2)} times`;
}

function nameOf(table: number): string {
  return `table-${String(table).padStart(5, '0')}`;
}

function estateOfMany(tables: number): Inventory {
  const inventory = exampleInventory({ restoreJobs: [] });
  const records = Array.from({ length: tables }, (_, table) => ({
    arn: tableArnOf(nameOf(table)),
    name: nameOf(table),
    tags: NOT_COLLECTED,
    description: NOT_COLLECTED,
    timeToLive: NOT_COLLECTED,
    pointInTimeRecovery: NOT_COLLECTED,
    resourcePolicy: NOT_COLLECTED,
  }));
  const known = { known: true, value: records, from: 'dynamodb:ListTables' } as const;
  return { ...inventory, regions: inventory.regions.map((region) => ({ ...region, tables: known })) };
}

function recordsOf(tables: number, takenAt: string): readonly LedgerRecord[] {
  return Array.from({ length: tables * WEEKS }, (_, number): LedgerRecord => {
    const [table, week] = [number % tables, Math.floor(number / tables)];
    const minutes = 20 + ((number * 7_919) % 60);
    const started = plusMinutes(takenAt, -(WEEKS - week) * 7 * DAY_MINUTES + (table % 600));
    return {
      id: `${String(number).padStart(8, '0')}-7a1e-4d0e-9c55-2f4c6a1d7e10`,
      source: tableArnOf(nameOf(table)),
      restored: tableArnOf(`awsbackup-restore-test-${number}`),
      from: 'restore-test',
      started,
      completed: plusMinutes(started, minutes),
      minutes,
      status: 'COMPLETED',
      sizeBytes: 1_000_000 + number,
      cold: false,
      recoveryPointCreated: plusMinutes(started, -DAY_MINUTES),
      validation: 'SUCCESSFUL',
      account: '111122223333',
      region: 'eu-west-1',
    };
  });
}

if (process.argv[1] === import.meta.filename) process.stdout.write(`${ledgerLine(await benchLedger())}\n`);

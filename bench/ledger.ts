import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeHost } from '../src/app/host/node-host.ts';
import { run } from '../src/app/run.ts';
import { exampleInventory, tableArnOf } from '../src/controls/example.ts';
import { readLedger, writeLedger } from '../src/history/ledger.ts';
import type { LedgerRecord } from '../src/history/ledger-line.ts';
import { NOT_COLLECTED } from '../src/model/fact.ts';
import { DAY_MINUTES, plusMinutes } from '../src/model/instant.ts';
import type { Inventory } from '../src/model/inventory.ts';
import { type Row, ratio, row } from './row.ts';
import { median, timed, timedAsync } from './timed.ts';

const REPEATS = 5;
const WEEKS = 52;

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: all
tables: {}
restore: { rto: 4h, testedEvery: 14d, measure: { statistic: p95, over: 365d, samples: 3 } }
`;

/** A year of weekly restores of many tables: how long `restores` takes beside reading and verifying the ledger alone. */
export async function measureLedger(tables: number): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
  try {
    const at = (name: string) => join(folder, name);
    const ledger = at('restores.jsonl');
    const estate = estateOfMany(tables);
    writeFileSync(ledger, writeLedger(recordsOf(tables, estate.takenAt)));
    writeFileSync(at('inventory.json'), JSON.stringify(estate));
    writeFileSync(at('policy.yaml'), POLICY);
    const host = { ...nodeHost(folder), stdout: { write: () => undefined, isTerminal: false, columns: undefined } };
    const words = [
      'restores',
      '--ledger',
      ledger,
      '--inventory',
      at('inventory.json'),
      '--policies',
      at('policy.yaml'),
    ];
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
    const [jsonMs, parseMs, restoresMs] = [median(json), median(parse), median(restores)];
    const size = `${(tables * WEEKS).toLocaleString('en-US')} restores of ${tables.toLocaleString('en-US')} tables`;
    const ms = (time: number) => `${Math.round(time)} ms`;
    return [
      row(`restores of a ledger, ${size}, to reading and verifying it`, ratio(restoresMs, parseMs), {
        aim: 2,
        note: `${ms(restoresMs)} to ${ms(parseMs)}; its lines as JSON and nothing else take ${ms(jsonMs)}`,
      }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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

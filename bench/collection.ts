import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { boundOf } from './bound.ts';
import type { Measured, Saved } from './check.ts';
import { type BenchEstate, benchEstate } from './estate.ts';
import { type Row, ratio, row } from './row.ts';

const LATENCY_MS = 50;

/** The main job against the embedded AWS, client and server each in a process of its own. */
export async function measureCollection(tables: number): Promise<readonly Row[]> {
  const estate = benchEstate(tables);
  const aws = fork(join(import.meta.dirname, 'aws.ts'), [String(tables), String(LATENCY_MS)]);
  try {
    const environment = await message<Record<string, string>>(aws);
    const measured = await check(tables, environment);
    return rowsOf(estate, measured);
  } finally {
    aws.disconnect();
  }
}

function check(tables: number, environment: Record<string, string>): Promise<Measured> {
  const scrubbed = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')));
  const env = { ...scrubbed, ...environment, AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: '/dev/null' };
  return message<Measured>(
    fork(join(import.meta.dirname, 'check.ts'), [String(tables)], {
      env,
      // 5,000 tables are half a gigabyte of JSON, which the bench holds as text too.
      execArgv: ['--max-old-space-size=8192'],
    }),
  );
}

/** The first message of a child; what it sends is typed by the file that was started. */
function message<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('message', (value) => resolve(value as T));
    child.once('exit', (code) => reject(new Error(`${child.spawnargs.slice(1).join(' ')} ended with ${code}`)));
  });
}

function rowsOf(estate: BenchEstate, measured: Measured): readonly Row[] {
  const { tables, regions } = estate;
  const least = leastByOperation(estate);
  const leastTotal = [...least.values()].reduce((sum, calls) => sum + calls, 0);
  const bound = boundOf(estate, LATENCY_MS);
  const place = `${tables} tables, ${regions.length === 1 ? 'one Region' : `${regions.length} Regions`}`;
  return [
    row(`${place}: calls ÷ least possible`, ratio(measured.apiCalls.total, leastTotal), {
      aim: 1,
      note: [`${measured.apiCalls.total} ÷ ${leastTotal}`, ...superfluous(measured.apiCalls.byOperation, least)].join(
        '; ',
      ),
    }),
    row(`${place}: time of collecting ÷ bound`, ratio(measured.collectMs, bound.ms), {
      aim: 1.2,
      note: `${seconds(measured.collectMs)}, ${seconds(measured.collectCpuMs)} of them at the processor ÷ ${seconds(bound.ms)}, set by ${bound.by}`,
    }),
    row(`${place}: evaluation ÷ JSON.parse`, ratio(measured.evaluateMs, measured.parseMs), {
      aim: 1,
      note: `${Math.round(measured.evaluateMs)} ms for ${measured.results} results ÷ ${Math.round(measured.parseMs)} ms for ${Math.round(measured.inventoryMiB)} MiB`,
    }),
    row(`${place}: reading what was saved ÷ JSON.parse`, ratio(measured.saved.readMs, measured.parseMs), {
      note: [measured.saved, measured.savedPacked].map(savedNote).join('; '),
    }),
    row(`${place}: peak memory`, `${Math.round(measured.peakMiB)} MiB`, {}),
  ];
}

function savedNote({ mib, saveMs, readMs }: Saved): string {
  return `${mib.toFixed(1)} MiB saved in ${seconds(saveMs)}, read in ${seconds(readMs)}`;
}

function leastByOperation({ least }: BenchEstate): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const operations of least.values()) {
    for (const [operation, calls] of operations) sums.set(operation, (sums.get(operation) ?? 0) + calls);
  }
  return sums;
}

/** Where more was asked than needed, or less than was thought to be needed. */
function superfluous(made: Readonly<Record<string, number>>, least: ReadonlyMap<string, number>): readonly string[] {
  const names = [...new Set([...Object.keys(made), ...least.keys()])].toSorted();
  return names
    .map((name) => [name, (made[name] ?? 0) - (least.get(name) ?? 0)] as const)
    .filter(([, more]) => more !== 0)
    .map(([name, more]) => `${name} ${more > 0 ? '+' : ''}${more}`);
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

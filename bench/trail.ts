/**
 * How fast log files of CloudTrail are read, beside plain decompression, `zcat` and parsing everything.
 *
 *   node bench/trail.ts [MEGABYTES, default 300]
 *
 * Every way runs in a process of its own, so that the memory is its own too.
 */
import { execFileSync } from 'node:child_process';
import { createReadStream, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { readHistory } from '../src/sources/trail/history.ts';
import { writeLogs } from './trail-logs.ts';

const CHUNK = 256 * 1024;

async function inflate(path: string, take: (chunk: Buffer) => void): Promise<void> {
  const text = pipeline(createReadStream(path, { highWaterMark: CHUNK }), createGunzip({ chunkSize: CHUNK }), () => {});
  for await (const chunk of text) take(chunk);
}

function logsIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.gz'))
    .map((name) => join(folder, name));
}

/** Way → number of wanted events found, where the way looks at all. */
const WAYS: Readonly<Record<string, (folder: string) => Promise<number | undefined>>> = {
  gunzip: async (folder) => {
    for (const path of logsIn(folder)) await inflate(path, () => undefined);
    return undefined;
  },
  zcat: async (folder) => {
    execFileSync('zcat', logsIn(folder), { stdio: ['ignore', 'ignore', 'inherit'] });
    return undefined;
  },
  'parse everything': async (folder) => {
    let found = 0;
    for (const path of logsIn(folder)) {
      const chunks: Buffer[] = [];
      await inflate(path, (chunk) => chunks.push(chunk));
      const { Records }: { Records: { eventName: string }[] } = JSON.parse(Buffer.concat(chunks).toString());
      found += Records.filter(({ eventName }) => eventName === 'UpdateBackupPlan').length;
    }
    return found;
  },
  holdfast: async (folder) => {
    const window = { from: '2026-01-01T00:00:00.000Z', to: '2026-12-31T00:00:00.000Z' };
    const host = { now: window.to, workingDirectory: folder, environment: {}, progress: () => undefined };
    const { events, reach } = await readHistory(['.'], window, host);
    if (reach.some(({ gaps }) => gaps.length > 0)) throw new Error(reach.flatMap(({ gaps }) => gaps).join('\n'));
    return events.length;
  },
};

interface Measure {
  readonly seconds: number;
  readonly peakMegabytes: number;
  readonly found?: number;
}

const [word = '300', folderOfWay] = process.argv.slice(2);
const way = WAYS[word];
if (way && folderOfWay !== undefined) {
  const started = performance.now();
  const found = await way(folderOfWay);
  const measure: Measure = {
    seconds: (performance.now() - started) / 1000,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
    ...(found === undefined ? {} : { found }),
  };
  process.stdout.write(JSON.stringify(measure));
} else {
  compare(Number(word) * 1e6);
}

function compare(bytes: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-trail-'));
  try {
    const logs = writeLogs(folder, bytes);
    process.stdout.write(`${logs.files} files, ${(logs.bytes / 1e6).toFixed(0)} MB, ${logs.wanted} wanted events\n`);
    const best = new Map<string, Measure>();
    // Round by round, so that other work on the machine hits all ways alike.
    for (let round = 0; round < 3; round++) {
      for (const name of Object.keys(WAYS)) {
        const measure = run(name, folder);
        if (measure.found !== undefined && measure.found !== logs.wanted) {
          throw new Error(`${name} found ${measure.found} of ${logs.wanted} events`);
        }
        const former = best.get(name);
        best.set(name, {
          seconds: Math.min(measure.seconds, former?.seconds ?? Number.POSITIVE_INFINITY),
          peakMegabytes: Math.max(measure.peakMegabytes, former?.peakMegabytes ?? 0),
        });
      }
    }
    const base = best.get('gunzip')?.seconds ?? 0;
    for (const [name, { seconds, peakMegabytes }] of best) {
      const speed = `${(logs.bytes / 1e6 / seconds).toFixed(0)} MB/s`.padStart(10);
      const ratio = `${(base / seconds).toFixed(2)} of gunzip`.padStart(16);
      process.stdout.write(`${name.padEnd(18)}${speed}${ratio}${`peak ${peakMegabytes.toFixed(0)} MB`.padStart(14)}\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(name: string, folder: string): Measure {
  const file = resolve(import.meta.dirname, 'trail.ts');
  return JSON.parse(execFileSync(process.execPath, [...process.execArgv, file, name, folder], { encoding: 'utf8' }));
}

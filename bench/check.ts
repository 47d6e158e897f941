import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectionRequest } from '../src/app/collect/collection.ts';
import { controls } from '../src/controls/index.ts';
import { estateOf } from '../src/estate/estate.ts';
import { evaluate } from '../src/evaluate/evaluate.ts';
import { instant } from '../src/model/instant.ts';
import type { ApiCalls, Inventory } from '../src/model/inventory.ts';
import type { Policy } from '../src/model/policy.ts';
import { loadPolicies } from '../src/policy/load.ts';
import { renderJson } from '../src/report/json.ts';
import { collect } from '../src/sources/collect.ts';
import { readInventory, saveInventory } from '../src/sources/inventory-file.ts';
import { benchEstate } from './estate.ts';
import { NOW_MS } from './instant.ts';
import { timed, timedAsync } from './timed.ts';

/* The main job in a process of its own: started with the number of tables, it sends what it measured, and ends. */

export interface Measured {
  readonly collectMs: number;
  /** Of that, what this process had of the processor: on an idle machine waiting hides it. */
  readonly collectCpuMs: number;
  /** Largest size of the process until the report was there. */
  readonly peakMiB: number;
  readonly apiCalls: ApiCalls;
  readonly inventoryMiB: number;
  /** Of the file that `holdfast collect` writes, plain and packed. */
  readonly saved: Saved;
  readonly savedPacked: Saved;
  readonly results: number;
  /**
   * The fastest of each, as other programs only ever add to a time. On an inventory that was parsed afresh: nothing is
   * remembered from the time before.
   */
  readonly parseMs: number;
  readonly evaluateMs: number;
}

export interface Saved {
  readonly mib: number;
  readonly saveMs: number;
  readonly readMs: number;
}

const REPEATS = 5;

const [tables = '200'] = process.argv.slice(2);
const { regions } = benchEstate(Number(tables));
const policies = policiesOf(join(import.meta.dirname, 'policy.yaml'));
const now = instant(NOW_MS);
const request = collectionRequest(policies, { regions, roleArns: [] }, now);

const before = process.cpuUsage();
const collected = await timedAsync(() => collect(request, { now, progress: () => undefined }));
const { user, system } = process.cpuUsage(before);
const report = judge(collected.value);
renderJson(report);
const peakMiB = process.resourceUsage().maxRSS / 1024;

const text = JSON.stringify(collected.value);
const saved = await saveAndRead('inventory.json');
const savedPacked = await saveAndRead('inventory.json.gz');

const parses: number[] = [];
const evaluations: number[] = [];
for (let round = 0; round < REPEATS; round += 1) {
  const parsed = timed((): Inventory => JSON.parse(text));
  parses.push(parsed.ms);
  evaluations.push(timed(() => judge(parsed.value)).ms);
}

const measured: Measured = {
  collectMs: collected.ms,
  collectCpuMs: (user + system) / 1_000,
  peakMiB,
  apiCalls: collected.value.apiCalls,
  inventoryMiB: Buffer.byteLength(text) / 1024 / 1024,
  saved,
  savedPacked,
  results: report.results.length,
  parseMs: Math.min(...parses),
  evaluateMs: Math.min(...evaluations),
};
process.send?.(measured);
process.disconnect?.();

function judge(inventory: Inventory) {
  return evaluate({ policies, estate: estateOf(inventory, now), requirePolicy: false, version: 'bench' });
}

async function saveAndRead(name: string): Promise<Saved> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
  try {
    const path = join(folder, name);
    const save = await timedAsync(() => saveInventory(path, collected.value));
    const read = await timedAsync(() => readInventory(path));
    return { mib: statSync(path).size / 1024 / 1024, saveMs: save.ms, readMs: read.ms };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function policiesOf(path: string): readonly Policy[] {
  const ids = controls.map((control) => control.id);
  const { policies: found, problems } = loadPolicies([{ path, bytes: readFileSync(path) }], () => undefined, ids);
  if (problems.length > 0) throw new Error(problems.map((problem) => problem.message).join('\n'));
  return found;
}

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoScenario } from '../../../src/app/embedded/demo-scenario.ts';
import { NOW } from '../../../src/controls/example.ts';
import { readLedger } from '../../../src/history/ledger.ts';
import { plusMinutes } from '../../../src/model/instant.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/server.ts';
import { memoryHost, runLine } from '../memory-host.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-live-ledger-'));
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ clock: () => Date.parse(NOW), scenario: demoScenario() });
  Object.assign(process.env, simulator.environment);
});

afterAll(async () => {
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: orders
tables: { names: ["payments-*"] }
restore: { rto: 4h, measure: { statistic: max, over: 365d, samples: 2 } }
`;

test('restores measures of a live account what check measures, also of tables that no policy names', async () => {
  const files = { 'policies/orders.yaml': POLICY };
  const [shown, judged] = [memoryHost({ files }), memoryHost({ files })];
  expect(await runLine('restores --regions eu-west-1 --report json', shown)).toBe(0);
  await runLine('check --regions eu-west-1 --report json', judged);
  interface Times {
    readonly table: string;
    readonly latestMinutes: number;
  }
  const { tables }: { readonly tables: readonly { readonly table: string; readonly statistics?: Times }[] } =
    JSON.parse(shown.out());
  const measured = new Map(tables.map(({ table, statistics }) => [table, statistics?.latestMinutes]));
  const asked: readonly Times[] = JSON.parse(judged.out()).restores;
  expect(asked.length).toBeGreaterThan(1);
  for (const { table, latestMinutes } of asked) expect(measured.get(table)).toBe(latestMinutes);
  expect(measured.get('arn:aws:dynamodb:eu-west-1:111122223333:table/shipments')).toBe(310);
});

describe('a ledger of a live account', () => {
  test('remembers every restore that is over, and only once', async () => {
    const path = join(folder, 'restores.jsonl');
    const [first, again] = [memoryHost(), memoryHost()];
    expect(await runLine(`history update --ledger ${path} --regions all`, first)).toBe(0);
    const { records, problems } = readLedger(readFileSync(path, 'utf8'));
    expect(problems).toEqual([]);
    expect(records.length).toBeGreaterThan(0);
    expect(first.out()).toBe(`${records.length} restores added, ${records.length} in the ledger\n`);
    await runLine(`history update --ledger ${path} --regions all`, again);
    expect(again.out()).toBe(`0 restores added, ${records.length} in the ledger\n`);
  });

  test('shows the same times from the ledger as from AWS’s own list', async () => {
    const [path, inventory] = [join(folder, 'same.jsonl'), join(folder, 'estate.json')];
    const files = { 'policies/orders.yaml': POLICY };
    const collected = memoryHost({ files });
    expect(await runLine(`collect --regions all --output ${inventory}`, collected)).toBe(0);
    await runLine(`history update --ledger ${path} --inventory ${inventory}`, memoryHost());

    const listed = memoryHost({ files });
    await runLine(`restores --inventory ${inventory} --report json`, listed);
    // Half a year later AWS lists none of them.
    const forgotten = JSON.parse(readFileSync(inventory, 'utf8'));
    for (const region of forgotten.regions) if (region.inScope) region.restoreJobs.value = [];
    const text = readFileSync(path, 'utf8');
    const later = memoryHost({
      files: { ...files, 'restores.jsonl': text },
    });
    writeFileSync(inventory, JSON.stringify(forgotten));
    const now = plusMinutes(NOW, 180 * 1440);
    await runLine(`restores --inventory ${inventory} --ledger restores.jsonl --now ${now} --report json`, later);

    const times = (out: string) =>
      JSON.parse(out).tables.map(({ name, statistics, objectives }: Record<string, unknown>) => ({
        name,
        statistics,
        objectives,
      }));
    const before = times(listed.out());
    expect(before.length).toBeGreaterThan(0);
    expect(times(later.out())).toEqual(before);
  });
});

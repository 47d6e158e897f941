import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoScenario } from '../../../src/app/embedded/demo-scenario.ts';
import { nodeHost } from '../../../src/app/host/node-host.ts';
import { ALWAYS, actionsFor } from '../../../src/app/permissions/need-actions.ts';
import { NOW } from '../../../src/controls/example.ts';
import { ACCOUNT_NEEDS, REGION_NEEDS, TABLE_NEEDS } from '../../../src/model/need.ts';
import type { Report } from '../../../src/model/report.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/server.ts';
import { type MemoryHost, memoryHost, runLine } from '../memory-host.ts';
import { temporaryFile } from '../saved-inventory.ts';

const PACKAGE = resolve(import.meta.dirname, '../../..');

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ clock: () => Date.parse(NOW), scenario: demoScenario() });
  Object.assign(process.env, simulator.environment);
});

afterAll(() => simulator.close());

/** The files of the package, and a clock that stands still. */
function host(terminal = false): MemoryHost {
  const { look, readFile } = nodeHost(PACKAGE);
  const at = (path: string) => resolve(PACKAGE, path);
  return {
    ...memoryHost({ terminal }),
    workingDirectory: PACKAGE,
    look: (path) => look(at(path)),
    readFile: (path) => readFile(at(path)),
  };
}

describe('a live check', () => {
  test('gives the bytes that a check of the saved facts gives', async () => {
    const file = temporaryFile('estate.json');
    const [live, collected, saved] = [host(), host(), host()];
    const exit = await runLine('check --regions all --report json', live);
    // The demo denies something, and each command says so in its own way.
    expect(await runLine(`collect --regions all --output ${file}`, collected)).toBe(3);
    expect(await runLine(`check --inventory ${file} --report json`, saved)).toBe(exit);
    expect(saved.out()).toBe(live.out());
    expect(live.err()).toBe('');
  });

  test('can be saved with all that a comparison with a baseline takes', async () => {
    const [lock, estate] = [temporaryFile('holdfast.lock.json'), temporaryFile('estate.json')];
    const [recorded, collected, saved] = [host(), host(), host()];
    await runLine(`baseline --regions eu-central-1 --output ${lock}`, recorded);
    writeFileSync(lock, recorded.files.get(lock) ?? '');
    expect(await runLine(`collect --baseline ${lock} --output ${estate}`, collected)).toBe(0);
    await runLine(`check --inventory ${estate} --baseline ${lock} --report json`, saved);
    const { results }: Report = JSON.parse(saved.out());
    const drift = results.filter(({ control }) => control === 'drift');
    expect(new Set(drift.map(({ status }) => status))).toEqual(new Set(['pass']));
  });

  test('shows progress on a terminal, and clears it', async () => {
    const machine = host(true);
    await runLine('check --regions all', machine);
    expect(machine.err().startsWith('\r\u001b[Kreading AWS: ')).toBe(true);
    expect(machine.err().endsWith('\r\u001b[K')).toBe(true);
  });

  test('calls only what the permissions of the policies allow', async () => {
    const [checked, allowed] = [host(), host()];
    await runLine('check --regions all --report json', checked);
    await runLine('permissions --regions all', allowed);
    const { apiCalls }: { apiCalls: { byOperation: Record<string, number> } } = JSON.parse(checked.out());
    const { Statement }: { Statement: { Action: string[] }[] } = JSON.parse(allowed.out());
    const actions = Statement.flatMap(({ Action }) => Action);
    expect(Object.keys(apiCalls.byOperation).filter((call) => !actions.includes(call))).toEqual([
      'sts:GetCallerIdentity',
    ]);
  });

  test('needs no operation that no need brings', () => {
    const all = [...ALWAYS, ...actionsFor([...REGION_NEEDS, ...ACCOUNT_NEEDS, ...TABLE_NEEDS])];
    const asked = Object.keys(simulator.requests().byOperation);
    expect(asked.filter((operation) => !all.some((action) => action === operation))).toEqual([
      'account:ListRegions',
      'sts:GetCallerIdentity',
    ]);
  });

  test('explains a table by the vaults of other Regions, too, that its copies go to', async () => {
    const machine = host();
    expect(await runLine('explain subscriptions --regions eu-west-1', machine)).toBe(0);
    expect(machine.out()).toContain(
      'cannot work: the destination vault arn:aws:backup:eu-central-1:111122223333:backup-vault:growth-copies does not exist',
    );
    expect(machine.out()).toContain(
      'cannot work: the lock of vault long-term refuses less than 90 d, the copy would keep 35 d',
    );
    expect(machine.out().match(/^table /gm)).toHaveLength(1);
  });

  test('explains a table that was not saved', async () => {
    const machine = host();
    expect(await runLine('explain payments-orders --regions eu-west-1', machine)).toBe(0);
    expect(machine.out()).toContain('table arn:aws:dynamodb:eu-west-1:111122223333:table/payments-orders\n');
  });
});

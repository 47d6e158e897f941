import { describe, expect, test } from 'vitest';
import { NOW } from '../../src/controls/example.ts';
import { startSimulator } from '../../src/simulator/server.ts';
import { stepInMemory } from '../action/in-memory-step.ts';
import { trailRecord } from '../history/trail-records.ts';
import { logFile, onDisk } from '../sources/trail/log-tree.ts';
import { memoryHost, runLine } from './memory-host.ts';
import { savedInventory } from './saved-inventory.ts';

const POLICY = 'apiVersion: holdfast/v1\nkind: Policy\nname: all\ntables: {}\nbackup: { pointInTimeRecovery: {} }\n';

async function said(line: string, environment: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const host = memoryHost({ files: { 'policies/all.yaml': POLICY }, environment });
  await runLine(line, host);
  return host
    .err()
    .split('\n')
    .filter((each) => each.startsWith('debug: '));
}

describe('--debug', () => {
  const folder = onDisk(
    new Map([
      ['odd.json.gz', logFile([trailRecord({ eventID: undefined }), trailRecord({ eventTime: 'soon', eventID: 'x' })])],
    ]),
  );

  test('names each event that could not be understood: where, which, why', async () => {
    const line = `check --inventory ${savedInventory()} --history ${folder}`;
    expect(await said(`${line} --debug`)).toEqual([
      'debug: the history was read in 0 s: 0 events',
      `debug: not understood: ${folder}/odd.json.gz: UpdateBackupPlan at 2026-11-20T10:00:00Z: it has no eventID`,
      `debug: not understood: ${folder}/odd.json.gz: UpdateBackupPlan at soon: event x has no readable eventTime`,
    ]);
    expect(await said(line)).toEqual([]);
  });

  test('is what debug logging of a workflow turns on for the Action', async () => {
    const log = async (environment: Readonly<Record<string, string>>) => {
      const host = memoryHost({ files: { 'policies/all.yaml': POLICY }, environment });
      await stepInMemory({ policies: 'policies', inventory: savedInventory(), history: folder }, host);
      return host.out();
    };
    expect(await log({ RUNNER_DEBUG: '1' })).toContain('\ndebug: not understood: ');
    expect(await log({})).not.toContain('debug: ');
  });

  test('tells what was asked of AWS', async () => {
    const aws = await startSimulator({ clock: () => Date.parse(NOW) });
    const before = { ...process.env };
    Object.assign(process.env, aws.environment);
    try {
      const [line] = await said('check --debug', aws.environment);
      expect(line).toMatch(/^debug: AWS was read in [\d.]+ s with \d+ calls: .*dynamodb:ListTables 1/);
    } finally {
      for (const name of Object.keys(aws.environment)) delete process.env[name];
      Object.assign(process.env, before);
      await aws.close();
    }
  });
});

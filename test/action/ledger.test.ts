import { describe, expect, test } from 'vitest';
import { ORDERS } from '../../src/controls/example.ts';
import { writeLedger } from '../../src/history/ledger.ts';
import { memoryHost } from '../app/memory-host.ts';
import { savedInventory } from '../app/saved-inventory.ts';
import { record } from '../history/ledger-fixtures.ts';
import { stepInMemory } from './in-memory-step.ts';

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: gold
tables: { names: [orders] }
restore: { rto: 4h, measure: { statistic: max, over: 365d, samples: 2 } }
`;

const LEDGER = writeLedger([record('a', 200, { source: ORDERS }), record('b', 210, { source: ORDERS })]);

async function step(inputs: Readonly<Record<string, string>>, ledger: string) {
  const host = memoryHost({ files: { 'policies/gold.yaml': POLICY, 'restores.jsonl': ledger } });
  const { exit, outputs, failures } = await stepInMemory(inputs, host);
  return { exit, conclusion: outputs['conclusion'], failures };
}

describe('the input ledger', () => {
  const inventory = savedInventory({ restoreJobs: [] });

  test('lets a step judge by restores that AWS has forgotten', async () => {
    expect(await step({ inventory, ledger: 'restores.jsonl' }, LEDGER)).toEqual({
      exit: 0,
      conclusion: 'compliant',
      failures: [],
    });
    expect(await step({ inventory }, LEDGER)).toMatchObject({ exit: 3, conclusion: 'undetermined' });
  });

  test('makes a step fail when the ledger is broken', async () => {
    const { exit, failures } = await step(
      { inventory, ledger: 'restores.jsonl' },
      LEDGER.replace('"id":"a"', '"id":"c"'),
    );
    expect(exit).toBe(2);
    expect(failures).toEqual([expect.stringContaining('restores.jsonl:1: line 1 was changed')]);
  });
});

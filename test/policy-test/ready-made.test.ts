import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { nodeHost } from '../../src/app/host/node-host.ts';
import { memoryHost, runLine } from '../app/memory-host.ts';

const PACKAGE = join(import.meta.dirname, '../..');

const environment = { ...process.env };
afterAll(() => {
  process.env = environment;
});

test('the ready-made policies pass their own tests', async () => {
  const { look, readFile, useAws } = nodeHost(PACKAGE);
  const host = { ...memoryHost(), workingDirectory: PACKAGE, look, readFile, useAws };
  const exit = await runLine('test policies', host);
  expect(`${host.err()}${host.out()}`).toMatch(/\n3 tests, all as expected\n$/);
  expect(exit).toBe(0);
});

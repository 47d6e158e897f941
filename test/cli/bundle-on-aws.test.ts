import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOW } from '../../src/controls/example.ts';
import type { Fault } from '../../src/simulator/fault.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { builtPackage, NODE_24, scrubbed, temporaryFolder } from '../built-package.ts';
import { trailRecord } from '../history/trail-records.ts';
import { logTree } from '../sources/trail/log-tree.ts';
import { type Ended, runToEnd } from './child.ts';

/*
 * The build leaves parts of the AWS SDK out: schemas and errors of operations that are never called, clients that nobody
 * asks for. The bundle must read what the source reads, and fail as it fails.
 */

const SCENARIO = resolve(import.meta.dirname, '../scenarios/everything');
const SOURCE = resolve(import.meta.dirname, '../../src/cli.ts');
const BUNDLE = join(builtPackage(), 'dist/cli.js');
const ROLES = ['111122223333', '444455556666'].flatMap((id) => ['--role-arn', `arn:aws:iam::${id}:role/holdfast`]);

let aws: Simulator;
beforeAll(async () => {
  const scenario = { text: readFileSync(join(SCENARIO, 'scenario.yaml'), 'utf8'), file: 'scenario.yaml' };
  aws = await startSimulator({ clock: () => Date.parse(NOW), scenario });
  aws.state.buckets.set('logs', logTree([trailRecord({ eventID: 'a' }), trailRecord({ eventID: 'b' })]));
});
afterAll(() => aws.close());

async function check(entry: string, faults: readonly Fault[]): Promise<Ended> {
  aws.faults.set(faults);
  const words = ['check', '--policies', join(SCENARIO, 'policy.yaml'), '--regions', 'all', ...ROLES, '--now', NOW];
  const folder = temporaryFolder();
  return runToEnd(NODE_24, [entry, ...words, '--history', 's3://logs', '--report', 'json'], {
    folder,
    environment: scrubbed(folder, { ...aws.environment }),
  });
}

/** What a run makes up again: instants of now, ids of requests, and where the policies lie from there. */
function lasting(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'INSTANT')
    .replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, 'ID');
}

const refused = ['backup', 'kms', 'iam', 'monitoring', 's3'] as const;

test.each<[string, readonly Fault[]]>([
  ['answers', []],
  ['denies', refused.map((service) => ({ kind: 'deny', service }))],
  ['is out of order for once', [{ kind: 'error', service: 'kms', operation: 'ListAliases', times: 1 }]],
])('the bundle gives the report of the source where AWS %s', async (_, faults) => {
  const source = await check(SOURCE, faults);
  const bundle = await check(BUNDLE, faults);
  expect(source.out).toContain('"schema": "holdfast/report/v1"');
  expect(lasting(bundle.out)).toBe(lasting(source.out));
  expect(lasting(bundle.err)).toBe(lasting(source.err));
  expect(bundle.exit).toBe(source.exit);
});

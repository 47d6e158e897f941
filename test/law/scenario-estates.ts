import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { collectLive } from '../../src/app/collect/collect-live.ts';
import { collectionRequest } from '../../src/app/collect/collection.ts';
import { policiesAt } from '../../src/app/files/policy-files.ts';
import { NOW } from '../../src/controls/example.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import type { Policy } from '../../src/model/policy.ts';
import type { Report } from '../../src/model/report.ts';
import { memoryHost } from '../app/memory-host.ts';
import { policyOf, simulatorOf } from '../e2e/simulated-run.ts';
import { judge } from './judged.ts';

const FOLDER = resolve(import.meta.dirname, '../scenarios');

export const SCENARIOS = readdirSync(FOLDER).toSorted();

export interface Judged {
  readonly policies: readonly Policy[];
  readonly inventory: Inventory;
  readonly sound: Report;
}

/** What a scenario's first command collects, and what it comes to. */
export async function judgedScenario(name: string): Promise<Judged> {
  const [line = ''] = readFileSync(resolve(FOLDER, name, 'expected.txt'), 'utf8').split('\n');
  const [, regions] = /--regions (\S+)/.exec(line) ?? [];
  const scope = {
    regions: regions === 'all' ? ('all' as const) : (regions?.split(',') ?? []),
    roleArns: [...line.matchAll(/--role-arn (\S+)/g)].flatMap(([, arn]) => arn ?? []),
  };
  const aws = await simulatorOf(name);
  try {
    const host = memoryHost({ files: { 'policy.yaml': policyOf(name) } });
    const policies = policiesAt(['policy.yaml'], host);
    const inventory = await collectLive(collectionRequest(policies, scope, NOW), host);
    return { policies, inventory, sound: judge(inventory, policies) };
  } finally {
    await aws.close();
  }
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleInventory } from '../../src/controls/example.ts';
import { temporaryFolder } from '../built-package.ts';
import { type GithubServer, REPOSITORY, TOKEN } from '../github/github-server.ts';
import { pullRequestEvent } from './event-payloads.ts';
import { runStep, type Step } from './runner.ts';

export const HEAD = 'apiVersion: holdfast/v1\nkind: Policy\nname: orders\ntables: { names: ["*"] }\n';
export const DAILY = `${HEAD}backup:\n  objectives:\n    - { frequency: 24h, retention: 35d }\n`;
export const HOURLY = DAILY.replace('24h', '1h');

export interface Job {
  readonly policy?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly event?: string;
  readonly payload?: object;
  readonly environment?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
}

/** Judges the example's account by a policy, as a step of a workflow that ran for the event. */
export function stepOn(
  folder: string,
  github: GithubServer,
  { policy = HOURLY, with: given = {}, event = 'pull_request', payload, files = {}, environment = {} }: Job,
): Promise<Step> {
  const workspace = temporaryFolder();
  mkdirSync(join(workspace, 'policies'));
  writeFileSync(join(workspace, 'policies/orders.yaml'), policy);
  writeFileSync(join(workspace, 'inventory.json'), JSON.stringify(exampleInventory()));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(workspace, name), text);
  return runStep(folder, {
    workspace,
    environment,
    with: { inventory: 'inventory.json', ...given },
    github: { url: github.url, token: TOKEN, repository: REPOSITORY, event, payload: payload ?? pullRequestEvent(7) },
  });
}

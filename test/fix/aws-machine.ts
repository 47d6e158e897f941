import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { instant } from '../../src/model/instant.ts';
import type { Report } from '../../src/model/report.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { memoryHost, runLine } from '../app/memory-host.ts';

export function isInstalled(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

/** An embedded AWS in which an hour passes in seconds, with Holdfast and a shell beside it. */
export interface AwsMachine {
  readonly simulator: Simulator;
  readonly environment: NodeJS.ProcessEnv;
  readonly holdfast: (line: string, policy: string) => Promise<{ exit: number; out: string; err: string }>;
  readonly report: (policy: string) => Promise<Report>;
  readonly bash: (script: string, variables?: Readonly<Record<string, string>>) => Promise<string>;
}

const START = Date.parse('2026-11-22T08:00:00Z');
const FASTER = 1_200;

export async function withAws(text: string, use: (machine: AwsMachine) => Promise<void>): Promise<void> {
  const began = Date.now();
  const clock = () => START + (Date.now() - began) * FASTER;
  const simulator = await startSimulator({ clock, scenario: { text, file: 'scenario.yaml' } });
  const before = { ...process.env };
  Object.assign(process.env, simulator.environment);
  const environment = { ...before, ...simulator.environment, AWS_DEFAULT_REGION: 'eu-west-1', POLL_SECONDS: '0.2' };
  const holdfast: AwsMachine['holdfast'] = async (line, policy) => {
    const host = { ...memoryHost({ files: { 'policy.yaml': policy } }), now: () => instant(clock()) };
    const exit = await runLine(`${line} --policies policy.yaml`, host);
    return { exit, out: host.out(), err: host.err() };
  };
  try {
    await use({
      simulator,
      environment,
      holdfast,
      report: async (policy) => {
        const { out, err } = await holdfast('check --report json', policy);
        if (out === '') throw new Error(err);
        return JSON.parse(out);
      },
      bash: (script, variables = {}) => bash(script, { ...environment, ...variables }),
    });
  } finally {
    process.env = before;
    await simulator.close();
  }
}

/** What a script prints; one that fails is an error with all that it said. */
function bash(script: string, environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile('bash', ['-s'], { env: environment, maxBuffer: 16_000_000 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${error.message}\n${stdout}\n${stderr}`));
      else resolve(stdout);
    });
    child.stdin?.end(script);
  });
}

/** Control ids of the results of one table with that status, in order. */
export function controlsWith({ results }: Report, table: string, status: string): readonly string[] {
  return results.filter((each) => each.resource.name === table && each.status === status).map(({ control }) => control);
}

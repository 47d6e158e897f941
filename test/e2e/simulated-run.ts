import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { NOW } from '../../src/controls/example.ts';
import type { Report } from '../../src/model/report.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { memoryHost, runLine } from '../app/memory-host.ts';

const SCENARIOS = resolve(import.meta.dirname, '../scenarios');

export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** The embedded AWS with a scenario of `test/scenarios`, at an instant that stands still. */
export async function simulatorOf(name: string): Promise<Simulator> {
  const file = resolve(SCENARIOS, name, 'scenario.yaml');
  const scenario = { text: readFileSync(file, 'utf8'), file: relative(process.cwd(), file) };
  const simulator = await startSimulator({ clock: () => Date.parse(NOW), scenario });
  for (const variable of Object.keys(process.env)) {
    if (/^AWS_(ACCESS|SECRET|REGION|ENDPOINT)/.test(variable)) delete process.env[variable];
  }
  Object.assign(process.env, simulator.environment);
  return simulator;
}

export function policyOf(name: string): string {
  return readFileSync(resolve(SCENARIOS, name, 'policy.yaml'), 'utf8');
}

/** Runs a command as a shell would, with the scenario's policy as `policy.yaml` in the working directory. */
export async function holdfast(line: string, policy: string): Promise<Ran> {
  const host = memoryHost({ files: { 'policy.yaml': policy } });
  const exit = await runLine(line, host);
  return { exit, out: host.out(), err: host.err() };
}

/** Runs `check --report json`; fails with what was printed where no report was made. */
export async function report(line: string, policy: string): Promise<Report> {
  const made = await reportOrNothing(line, policy);
  if (made === undefined) throw new Error('exit 2: nothing of AWS could be read');
  return made;
}

/** The same, or undefined where AWS could not be read at all, which is one error and nothing else. */
export async function reportOrNothing(line: string, policy: string): Promise<Report | undefined> {
  const ran = await holdfast(`check --policies policy.yaml --report json ${line}`.trim(), policy);
  if (ran.exit === 2 && ran.out === '' && ran.err.includes('nothing of AWS could be read')) return undefined;
  if (ran.exit !== 0 && ran.exit !== 1 && ran.exit !== 3) throw new Error(`exit ${ran.exit}: ${ran.err}`);
  return JSON.parse(ran.out);
}

/** A report without what differs between two ways to the same facts. */
export function judged({ apiCalls: _, ...rest }: Report): Omit<Report, 'apiCalls'> {
  return rest;
}

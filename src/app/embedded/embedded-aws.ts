import { epochMs, type Instant } from '../../model/instant.ts';
import { UserError } from '../../model/user-error.ts';
import { ScenarioError } from '../../simulator/scenario/problem.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/server.ts';
import { namedFile } from '../files/named-file.ts';
import type { Host } from '../host/host.ts';
import type { demoScenario } from './demo-scenario.ts';

export type ScenarioText = ReturnType<typeof demoScenario>;

/** No setting of the user may have a say: a profile could name another endpoint, a proxy could be asked for 127.0.0.1. */
const APART = {
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  NO_PROXY: '127.0.0.1',
  no_proxy: '127.0.0.1',
};

/** While `act` runs, the AWS of this process is the embedded one, and its clock stands still. */
export async function withEmbeddedAws<T>(
  scenario: ScenarioText,
  now: Instant,
  host: Host,
  act: (aws: Simulator, host: Host) => Promise<T>,
): Promise<T> {
  const aws = await startEmbeddedAws({ clock: () => epochMs(now), scenario });
  try {
    host.useAws({ ...aws.environment, ...APART });
    return await act(aws, { ...host, now: () => now });
  } finally {
    await aws.close();
  }
}

/** Mistakes in a scenario are the user's. */
export async function startEmbeddedAws(options: SimulatorOptions): Promise<Simulator> {
  try {
    return await startSimulator(options);
  } catch (cause) {
    if (!(cause instanceof ScenarioError)) throw cause;
    throw new UserError(cause.message, 'docs/simulator.md has the format of a scenario', { cause });
  }
}

export function scenarioAt(file: string, host: Host): ScenarioText {
  const bytes = namedFile(file, host);
  if (bytes) return { text: new TextDecoder().decode(bytes), file };
  throw new UserError(`no such file: ${file}`, 'name a scenario: docs/simulator.md has its format');
}

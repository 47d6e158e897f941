import { UserError } from '../../model/user-error.ts';
import { ScenarioError } from '../../simulator/scenario/problem.ts';
import { type Simulator, startSimulator } from '../../simulator/server.ts';
import { demoScenario } from '../demo-scenario.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import type { Options } from '../options.ts';

export async function simulate({ port, scenario }: Options<'simulate'>, host: Host): Promise<ExitCode> {
  const interrupted = host.interrupted();
  const simulator = await started(port, scenario === undefined ? undefined : scenarioAt(scenario, host), host);
  for (const [name, value] of Object.entries(simulator.environment)) host.stdout.write(`export ${name}=${value}\n`);
  host.stderr.write(`the embedded AWS listens at ${simulator.url} until it is interrupted\n`);
  await new Promise<void>((resolve) => {
    if (interrupted.aborted) resolve();
    else interrupted.addEventListener('abort', () => resolve(), { once: true });
  });
  await simulator.close();
  return EXIT.compliant;
}

async function started(port: number, scenario: ScenarioText | undefined, host: Host): Promise<Simulator> {
  try {
    return await startSimulator({ port, clock: () => Date.parse(host.now()), ...(scenario ? { scenario } : {}) });
  } catch (cause) {
    if (cause instanceof ScenarioError) {
      throw new UserError(cause.message, 'docs/simulator.md has the format of a scenario', { cause });
    }
    if (cause instanceof Error && 'code' in cause && (cause.code === 'EADDRINUSE' || cause.code === 'EACCES')) {
      throw new UserError(`port ${port} of 127.0.0.1 is not free (${cause.code})`, 'name another with --port', {
        cause,
      });
    }
    throw cause;
  }
}

type ScenarioText = ReturnType<typeof demoScenario>;

function scenarioAt(file: string, host: Host): ScenarioText {
  if (file === 'demo') return demoScenario();
  const bytes = host.readFile(file);
  if (bytes) return { text: new TextDecoder().decode(bytes), file };
  throw new UserError(`no such file: ${file}`, 'name a scenario file with --scenario, or demo');
}

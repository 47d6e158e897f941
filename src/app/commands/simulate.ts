import { UserError } from '../../model/user-error.ts';
import type { Simulator } from '../../simulator/server.ts';
import { demoScenario } from '../embedded/demo-scenario.ts';
import { type ScenarioText, scenarioAt, startEmbeddedAws } from '../embedded/embedded-aws.ts';
import { EXIT, type ExitCode } from '../exit/exit-codes.ts';
import type { Host } from '../host/host.ts';
import type { Options } from '../options/options.ts';

export async function simulate({ port, scenario }: Options<'simulate'>, host: Host): Promise<ExitCode> {
  const interrupted = host.interrupted();
  const simulator = await started(port, scenario === undefined ? undefined : scenarioNamed(scenario, host), host);
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
    return await startEmbeddedAws({ port, clock: () => Date.parse(host.now()), ...(scenario ? { scenario } : {}) });
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && (cause.code === 'EADDRINUSE' || cause.code === 'EACCES')) {
      throw new UserError(`port ${port} of 127.0.0.1 is not free (${cause.code})`, 'name another with --port', {
        cause,
      });
    }
    throw cause;
  }
}

function scenarioNamed(name: string, host: Host): ScenarioText {
  return name === 'demo' ? demoScenario() : scenarioAt(name, host);
}

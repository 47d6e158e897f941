import { UserError } from '../../model/user-error.ts';
import { startSimulator } from '../../simulator/server.ts';
import { demoScenario } from '../demo-scenario.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import type { Options } from '../options.ts';

export async function simulate({ port, scenario }: Options<'simulate'>, host: Host): Promise<ExitCode> {
  const interrupted = host.interrupted();
  const simulator = await startSimulator({
    port,
    clock: () => Date.parse(host.now()),
    ...(scenario === undefined ? {} : { scenario: scenarioAt(scenario, host) }),
  });
  for (const [name, value] of Object.entries(simulator.environment)) host.stdout.write(`export ${name}=${value}\n`);
  host.stderr.write(`the embedded AWS listens at ${simulator.url} until it is interrupted\n`);
  await new Promise<void>((resolve) => {
    if (interrupted.aborted) resolve();
    else interrupted.addEventListener('abort', () => resolve(), { once: true });
  });
  await simulator.close();
  return EXIT.compliant;
}

function scenarioAt(file: string, host: Host): { readonly text: string; readonly file: string } {
  if (file === 'demo') return demoScenario();
  const bytes = host.readFile(file);
  if (bytes) return { text: new TextDecoder().decode(bytes), file };
  throw new UserError(`no such file: ${file}`, 'name a scenario file with --scenario, or demo');
}

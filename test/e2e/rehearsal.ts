import { NOW } from '../../src/controls/example.ts';
import { startSimulator } from '../../src/simulator/server.ts';
import { type MemoryHost, memoryHost, runLine } from '../app/memory-host.ts';

export interface Ended {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  /** Files as the command left them, by path. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Runs command lines one after the other against the embedded AWS with a scenario, each as a shell would and over HTTP; files
 * that one writes are there for the next. `settings`: of AWS, beside those that lead to the embedded one.
 */
export async function rehearsal(
  scenario: string,
  files: Readonly<Record<string, string>>,
  lines: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<readonly Ended[]> {
  const simulator = await startSimulator({
    clock: () => Date.parse(NOW),
    scenario: { text: scenario, file: 'scenario.yaml' },
  });
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, simulator.environment, settings);
  try {
    let held: Readonly<Record<string, string>> = files;
    const ended: Ended[] = [];
    for (const line of lines) {
      const host = memoryHost({ files: held, environment: simulator.environment });
      const exit = await runLine(line, host);
      held = filesOf(host);
      ended.push({ exit, out: host.out(), err: host.err(), files: new Map(Object.entries(held)) });
    }
    return ended;
  } finally {
    await simulator.close();
  }
}

function filesOf({ files, workingDirectory }: MemoryHost): Readonly<Record<string, string>> {
  return Object.fromEntries([...files].map(([path, text]) => [path.replace(`${workingDirectory}/`, ''), text]));
}

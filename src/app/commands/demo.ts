import { join } from 'node:path';
import { startSimulator } from '../../simulator/server.ts';
import { demoScenario } from '../demo-scenario.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import type { Options } from '../options.ts';
import { REPORT_FILES } from '../rendering.ts';
import { check } from './check.ts';

/** Where the scenario's tables live. */
const REGIONS = 'all';

export async function demo(options: Options<'demo'>, host: Host): Promise<ExitCode> {
  const folder = options['output-dir'] ?? '.';
  const files = (['json', 'sarif', 'markdown'] as const).map((format) => ({
    format,
    file: join(folder, REPORT_FILES[format]),
  }));
  const simulator = await startSimulator({ clock: () => Date.parse(host.now()), scenario: demoScenario() });
  try {
    // No file of the user's settings may have a say: its profile could name another endpoint.
    host.useAws({ ...simulator.environment, AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' });
    host.stderr.write('judging the demo estate, an AWS that runs inside Holdfast\n\n');
    const exit = await check(
      {
        policies: [join(host.packageFolder, 'policies')],
        regions: REGIONS,
        profile: undefined,
        'role-arn': [],
        inventory: undefined,
        report: [{ format: 'text' }, ...files],
        'fail-on': 'low',
        'allow-unknown': false,
        'baseline-report': undefined,
        now: undefined,
        'require-policy': false,
      },
      host,
    );
    host.stderr.write(`\nwrote ${files.map(({ file }) => file).join(', ')}\n`);
    return exit;
  } finally {
    await simulator.close();
  }
}

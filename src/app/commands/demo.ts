import { join } from 'node:path';
import { startSimulator } from '../../simulator/server.ts';
import { demoScenario } from '../demo-scenario.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import type { Options } from '../options.ts';
import { REPORT_FILES } from '../rendering.ts';
import { check } from './check.ts';

/** No setting of the user may have a say: a profile could name another endpoint, a proxy could be asked for 127.0.0.1. */
const APART = {
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  NO_PROXY: '127.0.0.1',
  no_proxy: '127.0.0.1',
};

export async function demo(options: Options<'demo'>, host: Host): Promise<ExitCode> {
  const folder = options['output-dir'] ?? '.';
  const files = (['json', 'sarif', 'markdown'] as const).map((format) => ({
    format,
    file: join(folder, REPORT_FILES[format]),
  }));
  const simulator = await startSimulator({ clock: () => Date.parse(host.now()), scenario: demoScenario() });
  try {
    host.useAws({ ...simulator.environment, ...APART });
    host.stderr.write('judging the demo estate, an AWS that runs inside Holdfast\n\n');
    const exit = await check(
      {
        policies: [join(host.packageFolder, 'policies')],
        regions: 'all',
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

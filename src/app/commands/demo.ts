import { join } from 'node:path';
import type { Instant } from '../../model/instant.ts';
import { demoPolicies } from '../embedded/demo-policies.ts';
import { demoScenario } from '../embedded/demo-scenario.ts';
import { withEmbeddedAws } from '../embedded/embedded-aws.ts';
import type { ExitCode } from '../exit/exit-codes.ts';
import { REPORT_FILES } from '../files/write-report.ts';
import type { Host } from '../host/host.ts';
import { OPTIONS, type Options } from '../options/options.ts';
import { DEFAULT_CONFIG } from '../options/values.ts';
import { check } from './check.ts';

/** A Wednesday. Always the same one, so that every run gives the report that docs/demo.md explains. */
export const DEMO_NOW: Instant = '2026-11-18T08:00:00.000Z';

/** One role in each account of the scenario. */
const ROLES = ['arn:aws:iam::111122223333:role/HoldfastReader', 'arn:aws:iam::444455556666:role/HoldfastReader'];

export async function demo(options: Options<'demo'>, machine: Host): Promise<ExitCode> {
  const folder = options['output-dir'] ?? '.';
  const files = (['json', 'sarif', 'markdown'] as const).map((format) => ({
    format,
    file: join(folder, REPORT_FILES[format]),
  }));
  return withEmbeddedAws(demoScenario(), DEMO_NOW, machine, async (_, host) => {
    host.stderr.write(`judging the demo estate, an AWS that runs inside Holdfast, as of ${DEMO_NOW}\n\n`);
    const exit = await check(
      {
        policies: [join(host.packageFolder, 'policies'), demoPolicies()],
        regions: 'all',
        profile: undefined,
        'role-arn': ROLES,
        organization: false,
        framework: [],
        evidence: undefined,
        'role-name': OPTIONS['role-name'].fallback,
        'exclude-account': [],
        shard: undefined,
        inventory: undefined,
        'terraform-plan': [],
        cloudformation: [],
        'change-set': [],
        'backup-policy': [],
        stack: [],
        parameters: [],
        'base-policies': [],
        resume: undefined,
        previous: undefined,
        ledger: undefined,
        history: [],
        former: [],
        report: [{ format: 'text' }, ...files],
        summary: false,
        'fail-on': 'low',
        'allow-unknown': false,
        'allow-empty': false,
        'baseline-report': undefined,
        'former-report': [],
        'owner-tag': undefined,
        now: undefined,
        'require-policy': false,
        'recorded-baseline': undefined,
        config: DEFAULT_CONFIG,
        debug: false,
      },
      host,
      () => undefined,
    );
    host.stderr.write(`\nwrote ${files.map(({ file }) => file).join(', ')}\n`);
    return exit;
  });
}

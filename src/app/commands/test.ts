import { count } from '../../model/count.ts';
import { renderTest } from '../../policy-test/render.ts';
import { type ExitCode, exitOf } from '../exit/exit-codes.ts';
import { columnsOf, type Host, wantsColour } from '../host/host.ts';
import { policyTestsAt, runPolicyTest } from '../judge/policy-tests.ts';
import type { Options } from '../options/options.ts';

export async function test(options: Options<'test'>, host: Host): Promise<ExitCode> {
  const tests = policyTestsAt(options.tests, host);
  const rendering = { colour: wantsColour(host.stdout, host.environment), width: columnsOf(host.stdout) };
  let failed = 0;
  for (const each of tests) {
    const differences = await runPolicyTest(each, host);
    host.stdout.write(renderTest({ test: each, differences }, rendering));
    if (differences.length > 0) failed += 1;
  }
  host.stdout.write(`\n${count(tests.length, 'test')}, ${failed === 0 ? 'all as expected' : `${failed} failed`}\n`);
  return exitOf({ fails: failed > 0 });
}

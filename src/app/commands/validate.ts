import { count } from '../../model/count.ts';
import { renderProblems } from '../../policy/render-problems.ts';
import { EXIT, type ExitCode } from '../exit/exit-codes.ts';
import { readPolicies } from '../files/policy-files.ts';
import { PolicyProblems } from '../files/policy-problems.ts';
import type { Host } from '../host/host.ts';
import type { Options } from '../options/options.ts';

export async function validate(options: Options<'validate'>, host: Host): Promise<ExitCode> {
  const { policies, templates, problems, files } = readPolicies(options.paths, host);
  if (problems.length > 0) {
    host.stdout.write(renderProblems(problems));
    host.stderr.write(`${new PolicyProblems(problems).message}\n`);
    return EXIT.usage;
  }
  const found = [
    ...(policies.length > 0 ? [count(policies.length, 'policy')] : []),
    ...(templates.length > 0 ? [count(templates.length, 'template')] : []),
  ];
  const verb = policies.length + templates.length === 1 ? 'is' : 'are';
  host.stdout.write(`${found.join(' and ')} in ${count(files.length, 'file')} ${verb} valid\n`);
  return EXIT.compliant;
}

import { renderProblems } from '../../policy/render-problems.ts';
import { count } from '../count.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import type { Options } from '../options.ts';
import { readPolicies } from '../policy-files.ts';
import { PolicyProblems } from '../policy-problems.ts';

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

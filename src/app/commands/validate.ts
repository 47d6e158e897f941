import { count } from '../../model/count.ts';
import { checkPolicy } from '../../organizations/check-policy.ts';
import type { Finding } from '../../organizations/read-policy.ts';
import { placeOf, sortedOnce } from '../../policy/problem.ts';
import { renderProblems } from '../../policy/render-problems.ts';
import { escapeTerminal } from '../../report/escape.ts';
import { noteLines } from '../collect/history.ts';
import { EXIT, type ExitCode } from '../exit/exit-codes.ts';
import { readPolicies } from '../files/policy-files.ts';
import { PolicyProblems } from '../files/policy-problems.ts';
import type { Host } from '../host/host.ts';
import type { Options } from '../options/options.ts';

export async function validate(options: Options<'validate'>, host: Host): Promise<ExitCode> {
  const { policies, templates, files, backupPolicies, ...read } = readPolicies(options.paths, host);
  const checked = backupPolicies.map(({ path, bytes }) => checkPolicy({ name: path, file: path, text: utf8(bytes) }));
  const problems = sortedOnce([...read.problems, ...checked.flatMap((each) => each.problems)]);
  host.stderr.write(noteLines(checked.flatMap(({ warnings }) => warnings.map(warningText))));
  if (problems.length > 0) {
    host.stdout.write(renderProblems(problems));
    host.stderr.write(`${new PolicyProblems(problems).message}\n`);
    return EXIT.usage;
  }
  const found = [
    ...(policies.length > 0 ? [count(policies.length, 'policy')] : []),
    ...(templates.length > 0 ? [count(templates.length, 'template')] : []),
    ...(backupPolicies.length > 0 ? [count(backupPolicies.length, 'backup policy')] : []),
  ];
  const verb = policies.length + templates.length + backupPolicies.length === 1 ? 'is' : 'are';
  host.stdout.write(`${listed(found)} in ${count(files.length, 'file')} ${verb} valid\n`);
  return EXIT.compliant;
}

function listed(parts: readonly string[]): string {
  return parts.length < 3 ? parts.join(' and ') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function warningText(warning: Finding): string {
  const hint = warning.hint === undefined ? '' : `; ${warning.hint}`;
  return escapeTerminal(`${placeOf(warning)}: ${warning.message}${hint}`);
}

function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

import { type Read, writtenPolicies } from '../../import/render.ts';
import { sourcesIn } from '../../import/sources.ts';
import { count } from '../../model/count.ts';
import { UserError } from '../../model/user-error.ts';
import { EXIT, type ExitCode } from '../exit/exit-codes.ts';
import { namedFile } from '../files/named-file.ts';
import type { Host } from '../host/host.ts';
import type { Options } from '../options/options.ts';

/** Files of other tools → drafts of policies. Nothing is judged and nothing of AWS is asked. */
export async function importPolicies(options: Options<'import'>, host: Host): Promise<ExitCode> {
  const output = options['import-output'];
  if (output !== undefined) host.tryPlace(output);
  const read = options['files-to-import'].map((file): Read => ({ file, sources: sourcesIn(textOf(file, host), file) }));
  const { text, policies, lost } = writtenPolicies(read);
  // Comments alone would lie there as if they were a policy.
  if (policies > 0 && output === undefined) host.stdout.write(text);
  else if (policies > 0 && output !== undefined) host.writeFile(output, text);
  for (const line of lost) host.stderr.write(`not carried over: ${line}\n`);
  const named = output === undefined ? '' : ` in ${output}`;
  const where = policies > 0 ? named : ', and nothing was written';
  host.stderr.write(`${count(policies, 'policy')}${where}; ${lost.length} not carried over\n`);
  return EXIT.compliant;
}

function textOf(file: string, host: Host): string {
  const bytes = namedFile(file, host);
  if (bytes === undefined) throw new UserError(`no such file: ${file}`, 'name files, not folders');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`${file}:1:1: the file is no text in UTF-8`, 'name a file of text');
  }
}

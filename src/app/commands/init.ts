import { dirname } from 'node:path';
import { EXIT, type ExitCode } from '../exit/exit-codes.ts';
import { STARTER_FILES } from '../files/starter.ts';
import type { Host } from '../host/host.ts';
import type { Options } from '../options/options.ts';

/** Writes what is not there yet. A policy beside others would change what they judge, so a folder that holds any stays as it is. */
export async function init(_: Options<'init'>, host: Host): Promise<ExitCode> {
  for (const [file, text] of Object.entries(STARTER_FILES)) {
    const present = presentAt(file, host);
    if (present === undefined) host.writeFile(file, text);
    host.stdout.write(present === undefined ? `wrote ${file}\n` : `left ${present} as it is\n`);
  }
  host.stdout.write(
    '\nNext: holdfast validate, then holdfast check; holdfast permissions prints the policy of the role that the workflow takes.\n' +
      'In the workflow put your own in place of OWNER-OF-HOLDFAST, YOUR-ACCOUNT-ID and YOUR-READER-ROLE.\n',
  );
  return EXIT.compliant;
}

function presentAt(file: string, host: Host): string | undefined {
  const folder = dirname(file);
  if (host.look(file).kind !== 'absent') return file;
  return folder === 'policies' && host.look(folder).kind !== 'absent' ? folder : undefined;
}

import { EXIT, type ExitCode } from '../exit/exit-codes.ts';
import type { Host } from '../host/host.ts';
import { completionScript } from '../options/completion.ts';
import type { Options } from '../options/options.ts';

export async function completion({ shell }: Options<'completion'>, host: Host): Promise<ExitCode> {
  host.stdout.write(completionScript(shell));
  return EXIT.compliant;
}

import { describeError } from './describe-error.ts';
import { exitAfter } from './exit/exit-codes.ts';
import type { Host } from './host/host.ts';
import { parse } from './program.ts';

/** One run of the command line: words → exit code. Nothing is thrown. */
export async function run(words: readonly string[], host: Host): Promise<number> {
  try {
    const parsed = parse(words, host);
    return 'exit' in parsed ? parsed.exit : await parsed.run();
  } catch (error) {
    host.stderr.write(describeError(error));
    return exitAfter(error);
  }
}

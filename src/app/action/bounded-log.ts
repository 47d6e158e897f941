import type { Host } from '../host/host.ts';

/** GitHub shows a log of megabytes slowly or not at all, and a reader finds nothing in it. */
const LOG_CHARS = 200_000;

/** Shows the lines of a text for which there is room, then how many are left out, and where the whole is. */
export function writeBounded(text: string, files: Iterable<string>, { stdout }: Host, most = LOG_CHARS): void {
  if (text.length <= most) {
    stdout.write(text);
    return;
  }
  const end = text.lastIndexOf('\n', most) + 1;
  const left = text.slice(end).split('\n').length - (text.endsWith('\n') ? 1 : 0);
  const [file] = files;
  const where = file === undefined ? 'the input reports writes it to a file' : `the full text is in ${file}`;
  stdout.write(`${text.slice(0, end)}\nand ${left.toLocaleString('en-US')} more lines; ${where}\n`);
}

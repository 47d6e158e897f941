import type { ProgressEvent } from '../../sources/progress.ts';
import { columnsOf, type Host } from './host.ts';

export interface ProgressLine {
  readonly show: (event: ProgressEvent) => void;
  readonly clear: () => void;
}

/** Redrawing more often than this only flickers. */
const EVERY_MS = 100;
const CLEAR_LINE = '\r\u001b[K';

/** Where no terminal draws over it, a line a while: nobody wants the log of a short run to hold any. */
const LOG_EVERY_MS = 30_000;

/** One line on stderr that is drawn again and again, and gone at the end; without a terminal a new line each half minute. */
export function progressLine(host: Host): ProgressLine {
  const { isTerminal, write } = host.stderr;
  const every = isTerminal ? EVERY_MS : LOG_EVERY_MS;
  const counts = new Map<string, ProgressEvent>();
  let drawn = false;
  let at = isTerminal ? 0 : Date.parse(host.now());
  return {
    show: (event) => {
      counts.set(event.operation, event);
      const now = Date.parse(host.now());
      if (now - at < every) return;
      at = now;
      drawn = true;
      const text = progressText([...counts.values()], event.operation);
      write(isTerminal ? CLEAR_LINE + text.slice(0, columnsOf(host.stderr) - 1) : `${text}\n`);
    },
    clear: () => {
      if (isTerminal && drawn) write(CLEAR_LINE);
    },
  };
}

/** `expected` grows while lists turn out to have more pages, so no percentage is shown. */
function progressText(counts: readonly ProgressEvent[], operation: string): string {
  const sum = (pick: (event: ProgressEvent) => number) =>
    counts.reduce((total, event) => total + pick(event), 0).toLocaleString('en-US');
  return `reading AWS: ${sum((event) => event.done)} of ${sum((event) => event.expected)} calls, ${operation}`;
}

import type { ProgressEvent } from '../../sources/progress.ts';
import { columnsOf, type Host } from './host.ts';

export interface ProgressLine {
  readonly show: (event: ProgressEvent) => void;
  readonly clear: () => void;
}

/** Redrawing more often than this only flickers. */
const EVERY_MS = 100;
const CLEAR_LINE = '\r\u001b[K';

/** One line on stderr that is drawn again and again, on a terminal only, and gone at the end. */
export function progressLine(host: Host): ProgressLine {
  if (!host.stderr.isTerminal) return { show: () => undefined, clear: () => undefined };
  const counts = new Map<string, ProgressEvent>();
  let drawnAt = 0;
  return {
    show: (event) => {
      counts.set(event.operation, event);
      const at = Date.parse(host.now());
      if (at - drawnAt < EVERY_MS) return;
      drawnAt = at;
      host.stderr.write(
        CLEAR_LINE + progressText([...counts.values()], event.operation).slice(0, columnsOf(host.stderr) - 1),
      );
    },
    clear: () => {
      if (drawnAt > 0) host.stderr.write(CLEAR_LINE);
    },
  };
}

/** `expected` grows while lists turn out to have more pages, so no percentage is shown. */
function progressText(counts: readonly ProgressEvent[], operation: string): string {
  const sum = (pick: (event: ProgressEvent) => number) =>
    counts.reduce((total, event) => total + pick(event), 0).toLocaleString('en-US');
  return `reading AWS: ${sum((event) => event.done)} of ${sum((event) => event.expected)} calls, ${operation}`;
}

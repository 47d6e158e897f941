import type { Readable } from 'node:stream';
import PQueue from 'p-queue';
import type { TrailEvent, TrailReach } from '../../model/trail-event.ts';
import type { Progress } from '../progress.ts';
import { type LogFile, readLogFile } from './log-file.ts';
import { type HistoryWindow, keeper } from './window.ts';

/** One log file, wherever it lies. */
export interface LogFileSource {
  readonly name: string;
  readonly open: () => Promise<Readable>;
}

export interface SourceReading {
  readonly events: readonly TrailEvent[];
  readonly reach: readonly TrailReach[];
}

/** Named one by one up to this many; the rest is counted. */
const NAMED_MAX = 100;

export interface LogFilesRequest {
  /** `logs/`, `s3://bucket/prefix` */
  readonly source: string;
  readonly window: HistoryWindow;
  readonly filesAtOnce: number;
  readonly progress: Progress;
  readonly signal: AbortSignal | undefined;
}

/** Reads log files, several at once, as they are found. Folders that could not be listed come as gaps. */
export async function readLogFiles(
  files: AsyncIterable<LogFileSource | { readonly gap: string }>,
  { source, window, filesAtOnce, progress, signal }: LogFilesRequest,
): Promise<SourceReading> {
  const keep = keeper(window);
  const queue = new PQueue({ concurrency: filesAtOnce });
  const events: TrailEvent[] = [];
  const troubles: string[] = [];
  const listing: string[] = [];
  let notUnderstood = 0;
  let firstReason: string | undefined;
  const gather = (name: string, found: LogFile): void => {
    for (const event of found.events) events.push(event);
    if (found.trouble !== undefined) troubles.push(`${name}: ${found.trouble}${keptOf(found)}`);
    notUnderstood += found.notUnderstood;
    firstReason ??= found.firstReason;
  };
  const parts: Promise<unknown>[] = [];
  for await (const file of files) {
    if ('gap' in file) {
      listing.push(file.gap);
      continue;
    }
    // Files wait in the queue, not in memory: a list of a million is read as it comes.
    await queue.onSizeLessThan(QUEUED_MAX);
    signal?.throwIfAborted();
    progress.begin(READING);
    const part = queue.add(async () => {
      signal?.throwIfAborted();
      gather(file.name, await readLogFile(file.open, keep, signal));
      progress.end(READING);
    });
    part.catch(() => undefined);
    parts.push(part);
  }
  await Promise.all(parts);
  const understood =
    notUnderstood === 0
      ? []
      : [`${notUnderstood} ${notUnderstood === 1 ? 'event' : 'events'} could not be understood: ${firstReason}`];
  const gaps = [...listing.toSorted(), ...named(troubles.toSorted()), ...understood];
  return { events, reach: [{ source, from: window.from, to: window.to, gaps }] };
}

const READING = 'read log files';
const QUEUED_MAX = 1_000;

function keptOf({ events, trouble }: LogFile): string {
  if (trouble === undefined || events.length === 0) return '';
  return `; ${events.length} ${events.length === 1 ? 'event' : 'events'} before that ${events.length === 1 ? 'is' : 'are'} counted`;
}

function named(troubles: readonly string[]): readonly string[] {
  const rest = troubles.length - NAMED_MAX;
  return rest <= 0 ? troubles : [...troubles.slice(0, NAMED_MAX), `and ${rest} more files`];
}

import PQueue from 'p-queue';
import { type Unknown, unknown } from '../../model/fact.ts';
import { byText } from '../../model/order.ts';
import type { TrailEvent, TrailReach } from '../../model/trail-event.ts';
import type { Progress } from '../progress.ts';
import { type LogFile, type LogFileSource, readLogFile } from './log-file.ts';
import { LogNames } from './log-name.ts';
import { NotUnderstood } from './not-understood.ts';
import { type HistoryWindow, keeper } from './window.ts';

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
  files: AsyncIterable<LogFileSource | { readonly gap: Unknown }>,
  { source, window, filesAtOnce, progress, signal }: LogFilesRequest,
): Promise<SourceReading> {
  const keep = keeper(window);
  const queue = new PQueue({ concurrency: filesAtOnce });
  const events: TrailEvent[] = [];
  const troubles: Unknown[] = [];
  const listing: Unknown[] = [];
  const notUnderstood = new NotUnderstood();
  const names = new LogNames();
  const gather = (name: string, found: LogFile): void => {
    for (const event of found.events) events.push(event);
    const { trouble } = found;
    if (trouble) troubles.push({ ...trouble, detail: `${name}: ${trouble.detail}${keptOf(found)}` });
    if (found.partial) troubles.push({ ...found.partial, detail: `${name}: ${found.partial.detail}` });
    notUnderstood.join(found.notUnderstood);
  };
  const parts: Promise<unknown>[] = [];
  for await (const file of files) {
    if ('gap' in file) {
      listing.push(file.gap);
      continue;
    }
    names.see(file.name);
    // Files wait in the queue, not in memory: a list of a million is read as it comes.
    await queue.onSizeLessThan(QUEUED_MAX);
    signal?.throwIfAborted();
    progress.begin(READING);
    const part = queue.add(async () => {
      signal?.throwIfAborted();
      gather(file.name, await readLogFile(file, keep, signal));
      progress.end(READING);
    });
    part.catch(() => undefined);
    parts.push(part);
  }
  await Promise.all(parts);
  const gaps = [...listing.toSorted(byDetail), ...named(troubles.toSorted(byDetail)), ...notUnderstood.gaps()];
  return { events, reach: names.reach(window, { source, gaps, ...notUnderstood.stated() }) };
}

const READING = 'read log files';
const QUEUED_MAX = 1_000;

function keptOf({ events }: LogFile): string {
  if (events.length === 0) return '';
  return `; ${events.length} ${events.length === 1 ? 'event' : 'events'} before that ${events.length === 1 ? 'is' : 'are'} counted`;
}

const byDetail = byText<Unknown>(({ detail }) => detail);

function named(troubles: readonly Unknown[]): readonly Unknown[] {
  const rest = troubles.length - NAMED_MAX;
  if (rest <= 0) return troubles;
  return [...troubles.slice(0, NAMED_MAX), unknown('unreachable', `and ${rest} more files`)];
}

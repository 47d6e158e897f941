import { resolve } from 'node:path';
import type { Instant } from '../../model/instant.ts';
import type { TrailHistory } from '../../model/trail-event.ts';
import type { Run } from '../connection.ts';
import { Progress, type ProgressEvent } from '../progress.ts';
import type { OrganizationScope } from '../request.ts';
import { Wire } from '../wire.ts';
import { type HistorySource, historySources } from './history-source.ts';
import type { SourceReading } from './log-files.ts';
import { mergeEvents } from './merge.ts';
import type { HistoryWindow } from './window.ts';

export interface HistoryHost {
  readonly now: Instant;
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly progress: (event: ProgressEvent) => void;
  readonly signal?: AbortSignal;
  /** Who asks AWS, and where; absent: the caller, in the Region of the SDK's settings. */
  readonly scope?: {
    readonly regions: readonly string[] | 'all';
    readonly profile?: string | undefined;
    readonly roleArns: readonly string[];
    readonly organization?: OrganizationScope | undefined;
  };
}

/**
 * Reads every source of `--history`, side by side, as one history. What could not be read is a gap of its reach; only a
 * path that does not exist, and AWS settings that lead nowhere, throw `UserError`.
 */
export async function readHistory(
  sources: readonly string[],
  window: HistoryWindow,
  host: HistoryHost,
): Promise<TrailHistory> {
  const wire = new Wire(host.environment, host.signal);
  const run: Run = {
    wire,
    progress: new Progress(host.progress),
    signal: host.signal,
    profile: host.scope?.profile,
  };
  try {
    const read = await Promise.all(historySources(sources).map((source) => readSource(source, window, host, run)));
    return {
      events: mergeEvents(read.flatMap((part) => part.events)),
      reach: read.flatMap((part) => part.reach),
    };
  } finally {
    wire.close();
  }
}

/** AWS clients are loaded for the sources that need them, and for no others. */
async function readSource(
  source: HistorySource,
  window: HistoryWindow,
  host: HistoryHost,
  run: Run,
): Promise<SourceReading> {
  const { regions = [], roleArns = [], organization } = host.scope ?? {};
  switch (source.kind) {
    case 'none':
      return { events: [], reach: [] };
    case 'lookup': {
      const { readLookup } = await import('./lookup.ts');
      return readLookup(run, { regions, roleArns, organization }, window, host.now);
    }
    case 'path': {
      const { readLogFolder } = await import('./log-folder.ts');
      return readLogFolder(resolve(host.workingDirectory, source.path), source.path, window, run);
    }
    case 's3': {
      const [{ readS3 }, { callerOf }] = await Promise.all([import('./s3.ts'), import('./caller.ts')]);
      return readS3(await callerOf(run, regions), source, window, host.environment);
    }
    case 'athena': {
      const [{ readAthena }, { callerOf }] = await Promise.all([import('./athena.ts'), import('./caller.ts')]);
      return readAthena(await callerOf(run, regions), source, window, host.environment);
    }
  }
}

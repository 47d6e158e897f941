import type { Dirent, Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { type Unknown, unknown } from '../../model/fact.ts';
import { byText } from '../../model/order.ts';
import { UserError } from '../../model/user-error.ts';
import { codeOf } from '../failure.ts';
import { liesUnder } from '../lies-under.ts';
import type { Progress } from '../progress.ts';
import { streamRegularFile } from '../regular-file.ts';
import type { LogFileSource } from './log-file.ts';
import { readLogFiles, type SourceReading } from './log-files.ts';
import { type LogLayout, logLayout } from './log-layout.ts';
import type { HistoryWindow } from './window.ts';

/** Decompression has threads of its own; more than this gain nothing on two cores, and cost memory. */
const FILES_AT_ONCE = 4;
const READ_BYTES = 256 * 1024;

/**
 * Log files on disk: one file, a folder of them, or a tree as CloudTrail lays it out. `path` is absolute, `shown` is how
 * the user named it. A path that does not exist throws `UserError`.
 */
export async function readLogFolder(
  path: string,
  shown: string,
  window: HistoryWindow,
  run: { readonly progress: Progress; readonly signal: AbortSignal | undefined },
): Promise<SourceReading> {
  const found = await logsAt(path, shown);
  const files = found.isDirectory() ? walk(path, path, shown, logLayout(window)) : single(path, shown);
  return readLogFiles(files, { source: shown, window, filesAtOnce: FILES_AT_ONCE, ...run });
}

/** What stands there, where it can hold logs. */
export async function logsAt(path: string, shown: string): Promise<Stats> {
  const found = await stat(path).catch((error: unknown) => {
    throw new UserError(
      `--history: cannot read ${shown} (${systemCode(error)})`,
      'name a log file or a folder, lookup, none, s3://BUCKET/PREFIX or athena:DATABASE.TABLE',
    );
  });
  if (!found.isDirectory() && !found.isFile()) {
    throw new UserError(
      `--history: ${shown} is neither a file nor a folder`,
      'write what it gives into a file, and name that: pipes, sockets and devices are not opened',
    );
  }
  return found;
}

async function* single(path: string, shown: string): AsyncGenerator<LogFileSource> {
  yield logFile(path, shown);
}

async function* walk(
  root: string,
  folder: string,
  shown: string,
  layout: LogLayout,
): AsyncGenerator<LogFileSource | { readonly gap: Unknown }> {
  const nameOf = (path: string) => join(shown, relative(root, path));
  let entries: Awaited<ReturnType<typeof listFolder>>;
  try {
    entries = await listFolder(folder, await realpath(root));
  } catch (error) {
    yield { gap: unknown('unreachable', `${nameOf(folder)}: the folder cannot be listed, ${systemCode(error)}`) };
    return;
  }
  for (const { name, kind } of entries) {
    const path = join(folder, name);
    if (kind === 'folder') {
      if (layout.mayHold(path.split(sep))) yield* walk(root, path, shown, layout);
    } else if (!layout.isRelevant(name)) continue;
    else if (kind === 'file') yield logFile(path, nameOf(path));
    else yield { gap: unknown('unreachable', `${nameOf(path)}: it ${NOT_OPENED[kind]}, and was not opened`) };
  }
}

/** Sorted. A link to a folder is not followed: it may lead in a cycle. `root`: the real path of all of it. */
async function listFolder(folder: string, root: string): Promise<readonly { name: string; kind: Kind }[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const kinds = entries.map(async (entry) => ({ name: entry.name, kind: await kindOf(entry, folder, root) }));
  return (await Promise.all(kinds)).sort(byText(({ name }) => name));
}

const NOT_OPENED = {
  special: 'is a pipe, a socket or a device',
  away: 'is a link that leads out of the folder',
} as const;

type Kind = 'folder' | 'file' | keyof typeof NOT_OPENED;

/** To open a pipe is to wait for whoever writes to it. What a link leads to counts; one that leads nowhere fails as it is read. */
async function kindOf(entry: Dirent, folder: string, root: string): Promise<Kind> {
  if (entry.isDirectory()) return 'folder';
  if (entry.isFile()) return 'file';
  if (!entry.isSymbolicLink()) return 'special';
  const real = await realpath(join(folder, entry.name)).catch(() => undefined);
  if (real === undefined) return 'file';
  if (!liesUnder(root, real)) return 'away';
  const target = await stat(real).catch(() => undefined);
  return !target || target.isFile() || target.isDirectory() ? 'file' : 'special';
}

function logFile(path: string, name: string): LogFileSource {
  return { name, open: async () => streamRegularFile(path, name, READ_BYTES) };
}

function systemCode(error: unknown): string {
  const code = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : codeOf(error);
}

import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { instant } from '../../model/instant.ts';
import { UserError } from '../../model/user-error.ts';
import { liesUnder } from '../../sources/lies-under.ts';
import { gathered, textPieces, zipped } from '../../sources/pieces.ts';
import { readRegularFile } from '../../sources/regular-file.ts';
import { makeFolders, tryPlace, writeWholeFile, writeWholePieces } from '../../sources/whole-file.ts';
import { EXIT } from '../exit/exit-codes.ts';
import type { Host, OutputStream, Place } from './host.ts';
import { statOf, walk } from './walk.ts';

/**
 * On Node 20 the AWS clients announce that later versions of them will need a newer one. Those that are used here, and
 * bundled, do not.
 */
const NO_NOTICE = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED';

/** Hundreds of files are read at once where reports are merged. */
const READ_BYTES = 32 * 1024;

/** The real machine. */
export function nodeHost(packageFolder: string): Host {
  const workingDirectory = process.cwd();
  const at = (path: string) => resolve(workingDirectory, path);
  let interruption: AbortController | undefined;
  process.env[NO_NOTICE] = 'true';
  return {
    now: () => instant(Date.now()),
    workingDirectory,
    packageFolder,
    environment: process.env,
    stdout: outputTo(process.stdout, (error) => {
      process.stderr.write(`error: cannot write to stdout: ${error.message}\n`);
      process.exit(EXIT.usage);
    }),
    // Nobody is left to be told.
    stderr: outputTo(process.stderr, () => {}),
    readFile: (path) =>
      said(`cannot read ${path}`, () => (existsSync(at(path)) ? readRegularFile(at(path), path) : undefined)),
    look: (path) => said(`cannot read ${path}`, () => look(at(path), workingDirectory)),
    isFolder: (path) => said(`cannot read ${path}`, () => statOf(at(path))?.isDirectory() ?? false),
    realPath: (path) => said(`cannot read ${path}`, () => (existsSync(at(path)) ? realpathSync(at(path)) : undefined)),
    writeFile: (path, content) =>
      said(`cannot write ${path}`, () => {
        refuseWayOut(at(path), path, workingDirectory);
        writeWholeFile(at(path), content);
      }),
    writePieces: (path, pieces) =>
      saidLater(`cannot write ${path}`, async () => {
        refuseWayOut(at(path), path, workingDirectory);
        await writeWholePieces(at(path), path.endsWith('.gz') ? zipped(pieces) : gathered(pieces));
      }),
    readPieces: (path) => textPieces(at(path), path, READ_BYTES),
    tryPlace: (path) =>
      said(`cannot write ${path}`, () => {
        refuseWayOut(at(path), path, workingDirectory);
        tryPlace(at(path));
      }),
    makeFolder: (path) =>
      said(`cannot make the folder ${path}`, () => {
        refuseWayOut(join(at(path), 'any'), path, workingDirectory);
        makeFolders(at(path));
      }),
    useAws: (settings) => {
      for (const name of Object.keys(process.env))
        if (name.startsWith('AWS_') && name !== NO_NOTICE) delete process.env[name];
      Object.assign(process.env, settings);
    },
    useProfile: (name) => {
      process.env['AWS_PROFILE'] = name;
    },
    interrupted: () => {
      interruption ??= abortedBySignals();
      return interruption.signal;
    },
  };
}

/**
 * Links below the working directory may have come with a pull request: none of them leads an output out of it, neither a
 * folder on its way nor, to a device, its own name. A link to a file is replaced. Elsewhere links are the caller's.
 */
function refuseWayOut(target: string, shown: string, workingDirectory: string): void {
  if (!liesUnder(workingDirectory, target)) return;
  let folder = dirname(target);
  while (!existsSync(folder)) folder = dirname(folder);
  const isLink = lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  const found = isLink ? statOf(target) : undefined;
  const ends = found && !found.isFile() && !found.isDirectory() ? [folder, target] : [folder];
  if (ends.every((end) => liesUnder(realpathSync(workingDirectory), realpathSync(end)))) return;
  throw new UserError(
    `${shown} would be written out of the working directory, through a link`,
    'name the place itself, or delete the link',
  );
}

/** Files that may not be read, full disks: the user's to fix, not bugs. */
function said<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    throw new UserError(`${what}${code}`, 'name a path that this user may use', { cause });
  }
}

async function saidLater(what: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (cause) {
    said(what, () => {
      throw cause;
    });
  }
}

function outputTo(stream: NodeJS.WriteStream, onFailure: (error: Error) => void): OutputStream {
  // Whoever reads may leave early (`| head`); that is no failure of the run.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') onFailure(error);
  });
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    columns: stream.isTTY === true ? stream.columns : undefined,
  };
}

function look(path: string, workingDirectory: string): Place {
  const found = statOf(path);
  if (!found) return { kind: 'absent' };
  if (found.isDirectory()) return { kind: 'folder', ...walk(path, [workingDirectory]) };
  return { kind: found.isFile() ? 'file' : 'special' };
}

function abortedBySignals(): AbortController {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => controller.abort());
  return controller;
}

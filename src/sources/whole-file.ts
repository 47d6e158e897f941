import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** A text, or bytes, too large to be held at once. */
type Written = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/**
 * A reader sees the old file or the whole new one: it is written beside its place and moved there, as a rename is atomic
 * within one file system only. Missing folders are made. A link to a file is replaced: one that came with a pull request would
 * overwrite what it leads to. What is not a file (`/dev/stdout`, a pipe) is written to, not replaced.
 */
export function writeWholeFile(target: string, content: string | Uint8Array): void {
  const draft = draftOf(target);
  try {
    const file = openSync(draft, 'w');
    try {
      writeFileSync(file, content);
    } finally {
      close(file);
    }
    moveTo(target, draft);
  } catch (error) {
    drop(target, draft);
    throw error;
  }
}

/** The same of what comes piece by piece. */
export async function writeWholePieces(target: string, pieces: Written): Promise<void> {
  const draft = draftOf(target);
  try {
    const file = openSync(draft, 'w');
    try {
      for await (const piece of pieces) writeFileSync(file, piece);
    } finally {
      close(file);
    }
    moveTo(target, draft);
  } catch (error) {
    drop(target, draft);
    throw error;
  }
}

/** Where it is written first; the place itself where that is no file. */
function draftOf(target: string): string {
  makeFolders(dirname(target));
  const standing = statSync(target, { throwIfNoEntry: false });
  if (standing?.isDirectory()) throw systemError('EISDIR', `${target} is a folder`);
  // The global one: every start would load `node:crypto`, and few of them write a file.
  return standing && !standing.isFile() ? target : `${target}.${crypto.randomUUID()}.tmp`;
}

function moveTo(target: string, draft: string): void {
  if (draft !== target) renameSync(draft, target);
}

function drop(target: string, draft: string): void {
  if (draft !== target) rmSync(draft, { force: true });
}

/** Throws where `writeWholeFile` would fail for a reason that shows beforehand; makes nothing. */
export function tryPlace(target: string): void {
  const standing = statSync(target, { throwIfNoEntry: false });
  if (standing?.isDirectory()) throw systemError('EISDIR', `${target} is a folder`);
  // What is no file is written to, and not replaced.
  if (standing && !standing.isFile()) {
    accessSync(target, constants.W_OK);
    return;
  }
  let folder = dirname(target);
  while (!statSync(folder, { throwIfNoEntry: false })) folder = dirname(folder);
  if (!statSync(folder).isDirectory()) throw systemError('ENOTDIR', `${folder} is not a folder`);
  accessSync(folder, constants.W_OK | constants.X_OK);
}

/**
 * A folder and those that it lies in. Step by step: where nobody can make anything, as below /proc, Node's own way of doing so
 * tries for ever. Throws the system's error.
 */
export function makeFolders(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  const above = dirname(folder);
  if (above !== folder) makeFolders(above);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Somebody else made it meanwhile, or something else stands there.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

function systemError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

function close(file: number): void {
  try {
    if (fstatSync(file).isFile()) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

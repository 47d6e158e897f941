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

export type Pieces = Generator<string | Uint8Array>;

/**
 * A reader sees the old file or the whole new one: it is written beside its place and moved there, as a rename is atomic
 * within one file system only. Missing folders are made. A link to a file is replaced: one that came with a pull request would
 * overwrite what it leads to. What is not a file (`/dev/stdout`, a pipe) is written to, not replaced. What is too large to be held at once comes as pieces.
 */
export function writeWholeFile(target: string, content: string | Uint8Array | Pieces): void {
  mkdirSync(dirname(target), { recursive: true });
  const standing = statSync(target, { throwIfNoEntry: false });
  if (standing && !standing.isFile() && !standing.isDirectory()) {
    write(target, content);
    return;
  }
  if (standing?.isDirectory()) throw systemError('EISDIR', `${target} is a folder`);
  // The global one: every start would load `node:crypto`, and few of them write a file.
  const draft = `${target}.${crypto.randomUUID()}.tmp`;
  try {
    write(draft, content);
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
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

function systemError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

function write(path: string, content: string | Uint8Array | Pieces): void {
  const file = openSync(path, 'w');
  try {
    const pieces = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
    for (const piece of pieces) writeFileSync(file, piece);
    if (fstatSync(file).isFile()) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

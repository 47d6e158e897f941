import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

export type Pieces = Generator<string | Uint8Array>;

/**
 * A reader sees the old file or the whole new one: it is written beside its place and moved there, as a rename is atomic
 * within one file system only. Missing folders are made. A link stays a link, and what is no file (`/dev/stdout`, a pipe)
 * is written to, not replaced. What is too large to be held at once comes as pieces.
 */
export function writeWholeFile(target: string, content: string | Uint8Array | Pieces): void {
  mkdirSync(dirname(target), { recursive: true });
  const standing = statSync(target, { throwIfNoEntry: false });
  if (standing && !standing.isFile() && !standing.isDirectory()) {
    write(target, content);
    return;
  }
  const path = standing ? realpathSync(target) : target;
  // The global one: every start would load `node:crypto`, and few of them write a file.
  const draft = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    write(draft, content);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
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

import { randomUUID } from 'node:crypto';
import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * A reader sees the old file or the whole new one: it is written beside its place and moved there, as a rename is atomic
 * within one file system only. Missing folders are made. A link stays a link, and what is no file (`/dev/stdout`, a pipe)
 * is written to, not replaced.
 */
export function writeWholeFile(target: string, content: string | Uint8Array): void {
  mkdirSync(dirname(target), { recursive: true });
  const standing = statSync(target, { throwIfNoEntry: false });
  if (standing && !standing.isFile() && !standing.isDirectory()) {
    writeFileSync(target, content);
    return;
  }
  const path = standing ? realpathSync(target) : target;
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    writeFileSync(draft, content, { flush: true });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

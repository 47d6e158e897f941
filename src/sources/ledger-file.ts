import { randomUUID } from 'node:crypto';
import { open, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../model/user-error.ts';
import { fileErrorCode } from './file-error.ts';
import { type LockOwner, withLock } from './file-lock.ts';

/** One more than this and a JavaScript string could not hold it: about a million restores. */
const MAX_BYTES = 400 * 1024 * 1024;

/** The text of a ledger; undefined when there is no such file. */
export async function readLedgerFile(path: string): Promise<string | undefined> {
  let bytes: Buffer;
  try {
    const found = await stat(path);
    // Whatever else stands there, `/dev/null` or a pipe, would be replaced by the ledger.
    if (!found.isFile()) throw new UserError(`the ledger ${path} is not a file`, 'name a file that Git can keep');
    if (found.size > MAX_BYTES) {
      throw new UserError(`the ledger ${path} is larger than ${MAX_BYTES / 1024 / 1024} MiB`, 'keep one a year');
    }
    bytes = await readFile(path);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    if (fileErrorCode(cause) === 'ENOENT') return undefined;
    throw new UserError(`cannot read the ledger ${path}: ${reasonOf(cause)}`, 'name a file that this user may read', {
      cause,
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new UserError(`the ledger ${path} is not UTF-8 text`, 'restore the file from Git', { cause });
  }
}

/**
 * Changes a ledger. Killed at any moment, it leaves the old file or the whole new one; of two writers one waits for the
 * other, so that neither's lines are lost. `change` gets the text as it is now, undefined for a new file, and returns
 * what to write, or undefined to leave the file alone.
 */
export async function changeLedgerFile(
  path: string,
  owner: LockOwner,
  change: (text: string | undefined) => string | undefined,
): Promise<void> {
  // A link stays a link: what it points at is changed.
  const target = await realpath(path).catch(() => path);
  await withLock(`${target}.lock`, owner, async (isHeld) => {
    const text = change(await readLedgerFile(target));
    if (text === undefined) return;
    try {
      await removeDrafts(target);
      await replace(target, text, isHeld);
    } catch (cause) {
      if (cause instanceof UserError) throw cause;
      throw new UserError(
        `cannot write the ledger ${path}: ${reasonOf(cause)}`,
        'name a file in a folder that can be written',
        {
          cause,
        },
      );
    }
  });
}

function draftPrefix(target: string): string {
  return `.${basename(target)}.draft-`;
}

/** Whoever holds the lock is the only writer, so every draft is one of a writer that was killed. */
async function removeDrafts(target: string): Promise<void> {
  const folder = dirname(target);
  const left = (await readdir(folder)).filter((name) => name.startsWith(draftPrefix(target)));
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })));
}

async function replace(target: string, text: string, isHeld: () => Promise<boolean>): Promise<void> {
  const draft = join(dirname(target), `${draftPrefix(target)}${randomUUID()}`);
  const mode = (await stat(target).catch(() => undefined))?.mode;
  try {
    const file = await open(draft, 'wx', mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    if (!(await isHeld())) {
      throw new UserError(`${target}.lock was taken by another writer`, 'run the command again; nothing was written');
    }
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(target));
}

/** Until the folder is on the disk, a power cut may undo the rename. Not every system lets a folder be opened. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // The file itself is whole either way.
  }
}

function reasonOf(error: unknown): string {
  const code = fileErrorCode(error);
  return typeof code === 'string' ? code : String(error);
}

import { randomUUID } from 'node:crypto';
import { lstat, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Instant } from '../model/instant.ts';
import { parseJson } from '../model/json.ts';
import { UserError } from '../model/user-error.ts';
import { fileErrorCode } from './file-error.ts';
import { readRegularFile } from './regular-file.ts';

/** Who holds a lock. */
export interface LockOwner {
  readonly pid: number;
  /** Process ids mean something on their own machine only. */
  readonly host: string;
  readonly started: Instant;
}

interface HeldLock extends LockOwner {
  readonly token: string;
}

export interface LockPatience {
  readonly waitMs: number;
  readonly pollMs: number;
}

const PATIENCE: LockPatience = { waitMs: 30_000, pollMs: 40 };

/** A lock is held while one file is read and written: seconds. A machine that cannot be asked is waited for so long. */
const FOREIGN_STALE_MS = 10 * 60_000;
/** A lock without a readable owner is of a process that was killed between making the file and filling it. */
const UNREADABLE_STALE_MS = 2_000;

/**
 * Runs `act` while a lock file stands at the path. The file is made so that of two processes only one succeeds, and
 * names its owner. The lock of a process that is gone is taken over; one that is alive is waited for, within limits.
 * `isHeld` says whether the lock is still this one: two who take over one dead lock at the same instant could both
 * believe so, and the one that was robbed must not write.
 */
export async function withLock<T>(
  path: string,
  owner: LockOwner,
  act: (isHeld: () => Promise<boolean>) => Promise<T>,
  patience: LockPatience = PATIENCE,
): Promise<T> {
  const token = randomUUID();
  const mine = `${JSON.stringify({ ...owner, token })}\n`;
  const isHeld = async () => (await textAt(path)) === mine;
  await acquire(path, mine, owner, patience);
  try {
    return await act(isHeld);
  } finally {
    if (await isHeld()) await rm(path, { force: true });
  }
}

async function acquire(path: string, mine: string, owner: LockOwner, { waitMs, pollMs }: LockPatience): Promise<void> {
  const giveUpAt = Date.now() + waitMs;
  for (;;) {
    if (await made(path, mine)) return;
    await requireFile(path);
    const text = await textAt(path);
    if (text === undefined) continue;
    if (await isStale(path, text, owner)) {
      if ((await textAt(path)) === text) await rm(path, { force: true });
      continue;
    }
    if (Date.now() >= giveUpAt) throw stillHeld(path, text, waitMs);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function made(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (cause) {
    if (fileErrorCode(cause) === 'EEXIST') return false;
    throw new UserError(
      `cannot make the lock ${path} (${String(fileErrorCode(cause))})`,
      `name a file in a folder that exists and can be written: ${dirname(path)}`,
      { cause },
    );
  }
}

/** No writer leaves anything else there: a pipe would be waited for, and a link that leads nowhere never makes way. */
async function requireFile(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found && !found.isFile())
    throw new UserError(`the lock ${path} is not a file`, 'delete it: Holdfast makes its own');
}

async function isStale(path: string, text: string, owner: LockOwner): Promise<boolean> {
  const lock = lockIn(text);
  const ageMs = async () => Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now());
  if (!lock) return (await ageMs()) > UNREADABLE_STALE_MS;
  if (lock.host !== owner.host) return (await ageMs()) > FOREIGN_STALE_MS;
  // In containers every process may have the same id: one that began at another time is not this one, and is gone.
  return lock.pid === owner.pid ? lock.started !== owner.started : !isAlive(lock.pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user may not be signalled, and is there.
    return fileErrorCode(error) !== 'ESRCH';
  }
}

function lockIn(text: string): HeldLock | undefined {
  try {
    const value: unknown = parseJson(text);
    return isLock(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isLock(value: unknown): value is HeldLock {
  if (typeof value !== 'object' || value === null) return false;
  return 'pid' in value && Number.isSafeInteger(value.pid) && 'host' in value && 'token' in value;
}

function stillHeld(path: string, text: string, waitMs: number): UserError {
  const lock = lockIn(text);
  const by = lock ? `process ${lock.pid} on ${lock.host} since ${lock.started}` : 'another process';
  return new UserError(
    `${path} is still held by ${by}, after ${Math.round(waitMs / 1000)} s`,
    'wait until it ends; where no such process runs, delete the lock file',
  );
}

async function textAt(path: string): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(readRegularFile(path, path));
  } catch (error) {
    if (fileErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

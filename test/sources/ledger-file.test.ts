import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { withLock } from '../../src/sources/file-lock.ts';
import { changeLedgerFile, readLedgerFile } from '../../src/sources/ledger-file.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function place(): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-ledger-'));
  folders.push(folder);
  return join(folder, 'restores.jsonl');
}

const STARTED = '2026-11-22T08:00:00.000Z';
const OWNER = { pid: process.pid, host: hostname(), started: STARTED };
const QUICK = { waitMs: 150, pollMs: 5 };

/** The id of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn('true');
  await once(child, 'exit');
  return child.pid ?? 0;
}

function lockOf(pid: number, host = OWNER.host): string {
  return `${JSON.stringify({ pid, host, started: '2026-11-22T07:00:00.000Z', token: 't' })}\n`;
}

describe('a ledger file', () => {
  test('is made, changed and read back, and nothing else stays in the folder', async () => {
    const path = place();
    expect(await readLedgerFile(path)).toBeUndefined();
    await changeLedgerFile(path, OWNER, (text) => `${text ?? 'new'}\n`);
    await changeLedgerFile(path, OWNER, (text) => `${text}more\n`);
    expect(await readLedgerFile(path)).toBe('new\nmore\n');
    expect(readdirSync(join(path, '..'))).toEqual(['restores.jsonl']);
  });

  test('is left alone when there is nothing to write', async () => {
    const path = place();
    writeFileSync(path, 'a\n');
    const before = statSync(path).ino;
    await changeLedgerFile(path, OWNER, () => undefined);
    expect([statSync(path).ino, readFileSync(path, 'utf8')]).toEqual([before, 'a\n']);
  });

  test('keeps its mode, and stays behind the link that names it', async () => {
    const path = place();
    const link = `${path}.link`;
    writeFileSync(path, 'a\n', { mode: 0o600 });
    symlinkSync(path, link);
    await changeLedgerFile(link, OWNER, () => 'b\n');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['b\n', 0o600]);
  });

  test('is not changed where something else stands in the place of the lock, and nobody waits for it', async () => {
    const path = place();
    const change = () => changeLedgerFile(path, OWNER, () => 'b\n');
    execFileSync('sh', ['-c', 'mkfifo "$0"', `${path}.lock`]);
    await expect(change()).rejects.toThrow(`the lock ${path}.lock is not a file`);
    rmSync(`${path}.lock`);
    symlinkSync(`${path}.nowhere`, `${path}.lock`);
    await expect(change()).rejects.toThrow(`the lock ${path}.lock is not a file`);
    expect(existsSync(path)).toBe(false);
  });

  test('is not touched when the change is refused, and the lock goes', async () => {
    const path = place();
    writeFileSync(path, 'a\n');
    const refuse = () => {
      throw new Error('broken');
    };
    await expect(changeLedgerFile(path, OWNER, refuse)).rejects.toThrow('broken');
    expect(readdirSync(join(path, '..'))).toEqual(['restores.jsonl']);
    expect(readFileSync(path, 'utf8')).toBe('a\n');
  });

  test('loses the drafts of writers that were killed', async () => {
    const path = place();
    writeFileSync(join(path, '..', '.restores.jsonl.draft-1'), 'half a li');
    await changeLedgerFile(path, OWNER, () => 'whole\n');
    expect(readdirSync(join(path, '..'))).toEqual(['restores.jsonl']);
  });

  test('that is no text is named', async () => {
    const path = place();
    writeFileSync(path, Uint8Array.of(0xff, 0xfe, 0x00));
    await expect(readLedgerFile(path)).rejects.toThrow('is not UTF-8 text');
  });

  test('that is no file is not replaced by one', async () => {
    const folder = join(place(), '..');
    await expect(readLedgerFile(folder)).rejects.toThrow(`the ledger ${folder} is not a file`);
    await expect(changeLedgerFile(folder, OWNER, () => 'line')).rejects.toThrow(`the ledger ${folder} is not a file`);
  });

  test('in a folder that is not there is named', async () => {
    const path = join(place(), 'deep', 'restores.jsonl');
    await expect(changeLedgerFile(path, OWNER, () => 'a\n')).rejects.toThrow('cannot make the lock');
  });

  test('takes the changes of many writers one after the other', async () => {
    const path = place();
    const writers = [...Array(12).keys()].map((number) =>
      changeLedgerFile(path, OWNER, (text) => `${text ?? ''}${number}\n`),
    );
    await Promise.all(writers);
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
    expect(lines.toSorted((a, b) => Number(a) - Number(b))).toEqual([...Array(12).keys()].map(String));
  });

  test('is not written by a writer whose lock was taken away', async () => {
    const path = place();
    writeFileSync(path, 'a\n');
    const robbed = changeLedgerFile(path, OWNER, () => {
      writeFileSync(`${path}.lock`, lockOf(process.pid));
      return 'b\n';
    });
    await expect(robbed).rejects.toThrow('was taken by another writer');
    expect(readFileSync(path, 'utf8')).toBe('a\n');
    expect(existsSync(`${path}.lock`)).toBe(true);
  });
});

describe('a lock', () => {
  const held = (path: string) => withLock(path, OWNER, async () => 'held', QUICK);

  test('names its owner while it is held', async () => {
    const path = `${place()}.lock`;
    const text = await withLock(path, OWNER, async () => readFileSync(path, 'utf8'));
    expect(JSON.parse(text)).toMatchObject(OWNER);
    expect(existsSync(path)).toBe(false);
  });

  test('of a process that is gone is taken over', async () => {
    const path = `${place()}.lock`;
    writeFileSync(path, lockOf(await deadPid()));
    expect(await held(path)).toBe('held');
    expect(existsSync(path)).toBe(false);
  });

  test('of a process that had this one’s id, as in a container, is taken over', async () => {
    const path = `${place()}.lock`;
    writeFileSync(path, lockOf(process.pid));
    expect(await held(path)).toBe('held');
  });

  test('of a process that lives is waited for, within limits, and its owner is named', async () => {
    const path = `${place()}.lock`;
    writeFileSync(path, lockOf(process.ppid));
    await expect(held(path)).rejects.toThrow(
      `is still held by process ${process.ppid} on ${OWNER.host} since 2026-11-22T07:00:00.000Z, after 0 s`,
    );
    expect(readFileSync(path, 'utf8')).toBe(lockOf(process.ppid));
  });

  test('of another machine is waited for, until it is older than any writer takes', async () => {
    const path = `${place()}.lock`;
    writeFileSync(path, lockOf(1, 'elsewhere'));
    await expect(held(path)).rejects.toThrow('process 1 on elsewhere');
    const past = new Date(Date.now() - 11 * 60_000);
    utimesSync(path, past, past);
    expect(await held(path)).toBe('held');
  });

  test('that its owner was killed over before it was filled is taken over', async () => {
    const path = `${place()}.lock`;
    writeFileSync(path, '');
    await expect(held(path)).rejects.toThrow('is still held by another process');
    const past = new Date(Date.now() - 5_000);
    utimesSync(path, past, past);
    expect(await held(path)).toBe('held');
  });
});

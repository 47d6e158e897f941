import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { appendRestores } from '../../src/history/append-restores.ts';
import { readLedger, writeLedger } from '../../src/history/ledger.ts';
import { type LedgerRecord, ledgerLine, lineHash } from '../../src/history/ledger-line.ts';
import { readMerge } from '../../src/history/ledger-merge.ts';
import { daily, linesOf, record, textOf } from './ledger-fixtures.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** What Git makes of two branches that both changed a ledger. */
function mergedByGit(base: string, ours: string, theirs: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-merge-'));
  folders.push(folder);
  const git = (...words: string[]) =>
    execFileSync(
      'git',
      ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'init.defaultBranch=main', ...words],
      {
        cwd: folder,
        stdio: 'pipe',
        env: { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1' },
      },
    );
  const commit = (text: string) => {
    writeFileSync(join(folder, 'restores.jsonl'), text);
    git('add', '-A');
    git('commit', '-q', '-m', 'x', '--allow-empty');
  };
  git('init', '-q');
  writeFileSync(join(folder, '.gitattributes'), '*.jsonl text eol=lf merge=union\n');
  commit(base);
  git('checkout', '-q', '-b', 'other');
  commit(theirs);
  git('checkout', '-q', 'main');
  commit(ours);
  git('merge', '-q', '-m', 'merge', 'other');
  return readFileSync(join(folder, 'restores.jsonl'), 'utf8');
}

/** What Git's driver `union` makes of two sides, without a repository around it: quick enough for many of them. */
function unionByGit(base: string, ours: string, theirs: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-union-'));
  try {
    for (const [name, text] of Object.entries({ base, ours, theirs })) writeFileSync(join(folder, name), text);
    return execFileSync('git', ['merge-file', '-p', '--union', 'ours', 'base', 'theirs'], {
      cwd: folder,
      encoding: 'utf8',
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ids(text: string): readonly string[] {
  const read = readMerge(text);
  if (!read.ok) throw new Error(`${read.problem.line} ${read.problem.message}`);
  expect(readLedger(writeLedger(read.records)).problems).toEqual([]);
  return read.records.map(({ id }) => id);
}

function grown(base: readonly LedgerRecord[], ...more: LedgerRecord[]): string {
  return appendRestores(base, more).text;
}

const BASE = daily(1, 4);

describe('a merge of two ledgers by Git', () => {
  test('is put in order when both sides added restores', () => {
    const text = mergedByGit(
      writeLedger(BASE),
      grown(BASE, record('ours1', 5), record('ours2', 9)),
      grown(BASE, record('theirs1', 7), record('theirs2', 8)),
    );
    expect(readLedger(text).problems).toHaveLength(1);
    expect(ids(text)).toEqual(['r1', 'r2', 'r3', 'r4', 'ours1', 'theirs1', 'theirs2', 'ours2']);
  });

  test('counts a restore that both sides recorded once', () => {
    const text = mergedByGit(
      writeLedger(BASE),
      grown(BASE, record('ours', 5), record('both', 6)),
      grown(BASE, record('both', 6), record('theirs', 7)),
    );
    expect(ids(text)).toEqual(['r1', 'r2', 'r3', 'r4', 'ours', 'both', 'theirs']);
  });

  test('is whole already when both sides began with the same lines', () => {
    const ours = grown(BASE, record('both', 5), record('more', 6));
    const text = mergedByGit(writeLedger(BASE), ours, grown(BASE, record('both', 5)));
    expect(text).toBe(ours);
  });

  test('is put in order when one side chained its lines again for a late restore', () => {
    const text = mergedByGit(writeLedger(BASE), grown(BASE, record('late', 2.5)), grown(BASE, record('theirs', 7)));
    expect(ids(text)).toEqual(['r1', 'r2', 'late', 'r3', 'r4', 'theirs']);
  });

  test('takes what one side learned later, and only that', () => {
    const test1 = record('t', 5, { from: 'restore-test' });
    const validated = { ...test1, validation: 'FAILED' };
    const text = mergedByGit(
      writeLedger(BASE),
      grown(BASE, record('ours', 4.5), test1),
      grown(BASE, validated, record('theirs', 7)),
    );
    const read = readMerge(text);
    expect(read.ok && read.records.find(({ id }) => id === 't')).toEqual(validated);
  });
});

describe('any merge of two ledgers by Git', () => {
  const restores = (side: string) =>
    fc
      .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 3 })), {
        maxLength: 6,
        selector: ([day, number]) => `${day}/${number}`,
      })
      // The last kind is one that both sides may find.
      .map((found) =>
        found.map(([day, number]) => record(`${number === 3 ? 'both' : side}${day}.${number}`, day + number / 10)),
      );

  test('is put in order, late restores and common ones on either side included, and nothing is lost', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), restores('ours'), restores('theirs'), (length, ours, theirs) => {
        const base = daily(1, length);
        const text = unionByGit(writeLedger(base), grown(base, ...ours), grown(base, ...theirs));
        expect(ids(text)).toEqual(appendRestores(base, [...ours, ...theirs]).records.map(({ id }) => id));
      }),
      { numRuns: 40 },
    );
  });
});

/** Common lines, our lines, their lines: as Git puts them. */
function union(
  base: readonly LedgerRecord[],
  ours: readonly LedgerRecord[],
  theirs: readonly LedgerRecord[],
): string[] {
  const own = (more: readonly LedgerRecord[]) => linesOf(writeLedger([...base, ...more])).slice(base.length);
  return [...linesOf(writeLedger(base)), ...own(ours), ...own(theirs)];
}

describe('what is no merge is refused', () => {
  const OURS = daily(5, 8);
  const THEIRS = [record('t5', 5), record('t6', 6), record('t7', 7)];

  function problem(lines: readonly string[]): string {
    const read = readMerge(textOf(lines));
    return read.ok ? 'taken for a merge' : `${read.problem.line} ${read.problem.message}`;
  }

  test('but what is one is taken', () => {
    expect(problem(union(BASE, OURS, THEIRS))).toBe('taken for a merge');
    expect(problem(linesOf(writeLedger(BASE)))).toBe('taken for a merge');
  });

  test.each([
    ['of ours', 5, '5 was changed, or lines beside it were removed'],
    ['of theirs', 9, '9 was changed, or lines beside it were removed'],
    ['of both', 1, '1 was changed, or lines beside it were removed'],
  ])('when a line %s is missing', (_, gone, message) => {
    expect(problem(union(BASE, OURS, THEIRS).toSpliced(gone, 1))).toBe(message);
  });

  test('when a side says something else of the same restore', () => {
    const slow = record('r5', 5, { completed: '2026-01-10T09:00:00.000Z', minutes: 540 });
    expect(problem(union(BASE, OURS, [slow]))).toBe('9 contradicts line 5 about restore r5');
  });

  test('when three ledgers were merged', () => {
    const third = union(BASE, [], [record('x', 5)]).slice(BASE.length);
    expect(problem([...union(BASE, OURS, THEIRS), ...third])).toBe('12 breaks the chain a second time, after line 9');
  });

  test('when the two have nothing in common', () => {
    expect(problem(union([], OURS, THEIRS))).toBe('5 begins another ledger, with which this one has nothing in common');
  });

  test('when a side is not in order', () => {
    const lines = union(BASE, OURS, []);
    const parent = lineHash(lines[BASE.length - 1] ?? '');
    expect(problem([...lines, ledgerLine(record('late', 1.5), parent)])).toBe(
      '9 is of a restore that was over before that of line 4',
    );
  });

  test('when a side is cut', () => {
    const text = textOf(union(BASE, OURS, THEIRS)).slice(0, -30);
    expect(readMerge(text)).toEqual({ ok: false, problem: { line: 11, message: 'is cut in the middle' } });
  });
});

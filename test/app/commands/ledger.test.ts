import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ago, denied, type ExampleParts, NOW, ORDERS } from '../../../src/controls/example.ts';
import { appendRestores } from '../../../src/history/append-restores.ts';
import { readLedger, writeLedger } from '../../../src/history/ledger.ts';
import { daily, linesOf, record, textOf } from '../../history/ledger-fixtures.ts';
import { memoryHost, runLine } from '../memory-host.ts';
import { savedInventory } from '../saved-inventory.ts';

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: gold
tables: { names: [orders] }
restore:
  rto: 4h
  measure: { statistic: p95, over: 365d, samples: 3 }
`;

const folder = mkdtempSync(join(tmpdir(), 'holdfast-app-ledger-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let made = 0;

function newPath(): string {
  return join(folder, `${made++}.jsonl`);
}

async function holdfast(line: string, files: Readonly<Record<string, string>> = {}) {
  const host = memoryHost({ files: { 'policies/gold.yaml': POLICY, ...files } });
  const exit = await runLine(line, host);
  return { exit, out: host.out(), err: host.err(), files: host.files };
}

function update(path: string, parts: ExampleParts) {
  return holdfast(`history update --ledger ${path} --inventory ${savedInventory(parts)}`);
}

describe('history update', () => {
  test('makes a ledger, and adds what is new', async () => {
    const path = newPath();
    const first = { id: 'a', createdAt: ago(50), completedAt: ago(49) };
    expect(await update(path, { restoreJobs: [first] })).toMatchObject({
      exit: 0,
      out: '1 restore added, 1 in the ledger\n',
      err: '',
    });
    const before = readFileSync(path, 'utf8');
    expect((await update(path, { restoreJobs: [first, {}] })).out).toBe('1 restore added, 2 in the ledger\n');
    expect(readFileSync(path, 'utf8').startsWith(before)).toBe(true);
    expect((await update(path, { restoreJobs: [] })).out).toBe('0 restores added, 2 in the ledger\n');
    expect(readLedger(readFileSync(path, 'utf8'))).toMatchObject({ problems: [], records: [{ id: 'a' }, {}] });
  });

  test('makes an empty ledger when there is nothing yet, in a folder that it makes', async () => {
    const path = join(folder, 'deep', 'restores.jsonl');
    const host = { ...memoryHost(), makeFolder: (at: string) => void mkdirSync(at, { recursive: true }) };
    const exit = await runLine(`history update --ledger ${path} --inventory ${savedInventory()}`, host);
    expect({ exit, out: host.out(), text: readFileSync(path, 'utf8') }).toEqual({
      exit: 0,
      out: '0 restores added, 0 in the ledger\n',
      text: '',
    });
  });

  test('says how many lines were chained again for a late one', async () => {
    const path = newPath();
    await update(path, { restoreJobs: [{ id: 'b' }] });
    const late = { id: 'a', createdAt: ago(50), completedAt: ago(49) };
    expect((await update(path, { restoreJobs: [late] })).out).toBe(
      '1 restore added, 2 in the ledger; 1 line after the first new one chained again\n',
    );
  });

  test('names what it does not record', async () => {
    const { exit, err } = await update(newPath(), { restoreJobs: [{ status: 'RUNNING' }] });
    expect({ exit, err }).toEqual({
      exit: 0,
      err: 'note: not recorded yet: 1 restore still running, or with a result that is still being validated\n',
    });
  });

  test('exits with 3 when restore jobs could not be read', async () => {
    const { exit, err } = await update(newPath(), { restoreJobs: denied('backup:ListRestoreJobs') });
    expect(exit).toBe(3);
    expect(err).toBe('note: not read: 111122223333 eu-west-1: not allowed to call backup:ListRestoreJobs\n');
  });

  test('refuses a broken ledger, names the line, and writes nothing', async () => {
    const path = newPath();
    const broken = textOf(linesOf(writeLedger(daily(1, 5))).toSpliced(2, 1));
    writeFileSync(path, broken);
    const { exit, out, err } = await update(path, { restoreJobs: [{}] });
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain(`${path}:2: line 2 was changed, or lines after it were removed`);
    expect(readFileSync(path, 'utf8')).toBe(broken);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  test('puts the two ledgers of a merge in order', async () => {
    const path = newPath();
    const side = (id: string) => linesOf(appendRestores(daily(1, 3), [record(id, 5)]).text);
    writeFileSync(path, textOf([...side('ours'), ...side('theirs').slice(3)]));
    expect((await update(path, {})).out).toBe('0 restores added, 5 in the ledger; two merged ledgers put in order\n');
    expect(readLedger(readFileSync(path, 'utf8'))).toMatchObject({ problems: [], records: { length: 5 } });
  });

  test('asks for a ledger', async () => {
    expect(await holdfast('history update')).toMatchObject({
      exit: 2,
      err: 'error: --ledger is missing\n  give it a value\n',
    });
  });

  test('is shown by the help of history', async () => {
    const { exit, out } = await holdfast('history --help');
    expect(exit).toBe(0);
    expect(out).toContain('  history update [options]');
    expect((await holdfast('history updte')).err).toContain('Did you mean update?');
  });
});

const LEDGER = writeLedger([
  record('a', 200, { source: ORDERS, sizeBytes: 5 * 1024 ** 3, cold: true }),
  record('b', 210, { source: ORDERS }),
  record('c', 220, { source: ORDERS, status: 'ABORTED', minutes: null }),
]);

describe('check --ledger', () => {
  const check = (ledger: string, parts: ExampleParts = { restoreJobs: [{}] }) =>
    holdfast(`check --inventory ${savedInventory(parts)} --ledger restores.jsonl --report json`, {
      'restores.jsonl': ledger,
    });

  test('judges by what AWS lists and what the ledger remembers', async () => {
    const { exit, out } = await check(LEDGER);
    const { results, restores } = JSON.parse(out);
    expect(results).toMatchObject([{ control: 'restore-time', status: 'pass' }]);
    expect(restores).toMatchObject([{ table: ORDERS, samples: 3, samplesFrom: ['ledger', 'restore-job'] }]);
    expect(exit).toBe(0);
  });

  test('gives the same bytes for the same inventory, ledger and policies', async () => {
    const inventory = savedInventory({ restoreJobs: [{}] });
    const line = `check --inventory ${inventory} --ledger restores.jsonl --report json`;
    const [one, two] = [
      await holdfast(line, { 'restores.jsonl': LEDGER }),
      await holdfast(line, { 'restores.jsonl': LEDGER }),
    ];
    expect(one.out).toBe(two.out);
  });

  test('is unknown without it', async () => {
    expect((await holdfast(`check --inventory ${savedInventory({ restoreJobs: [{}] })}`)).exit).toBe(3);
  });

  test.each([
    ['changed', LEDGER.replace('"id":"a"', '"id":"x"'), 'restores.jsonl:1: line 1 was changed'],
    ['cut', LEDGER.slice(0, -9), 'restores.jsonl:3: line 3 is cut in the middle'],
    ['merged by Git with markers', `<<<<<<< HEAD\n${LEDGER}`, 'keep the lines of both sides'],
    ['checked out with CR LF', LEDGER.replaceAll('\n', '\r\n'), 'eol=lf merge=union'],
  ])('judges nothing by a ledger that was %s', async (_, text, said) => {
    const { exit, out, err } = await check(text);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain(said);
  });

  test('says of merged ledgers what puts them in order', async () => {
    const [a = '', b = '', c = ''] = linesOf(LEDGER);
    const other = linesOf(
      writeLedger([record('a', 200, { source: ORDERS, sizeBytes: 5 * 1024 ** 3, cold: true }), record('d', 205)]),
    );
    const { exit, err } = await check(textOf([a, b, c, ...other.slice(1)]));
    expect(exit).toBe(2);
    expect(err).toBe(
      'error: restores.jsonl:4: two ledgers were merged here, each whole in itself\n  run holdfast history update --ledger restores.jsonl, which puts them in order, and commit it\n',
    );
  });

  test('shows five problems and counts the rest', async () => {
    const { err } = await check('x\n'.repeat(8));
    expect(err.match(/restores\.jsonl:\d: line \d is not JSON/g)).toHaveLength(5);
    expect(err).toContain('and 3 more problems');
  });

  test('names a ledger that is not there', async () => {
    const { exit, err } = await holdfast(`check --inventory ${savedInventory()} --ledger none.jsonl`);
    expect({ exit, err }).toEqual({
      exit: 2,
      err: 'error: no such file: none.jsonl\n  make a ledger with holdfast history update --ledger FILE\n',
    });
  });
});

describe('restores', () => {
  const line = (parts: ExampleParts = { restoreJobs: [{}] }) => `restores --inventory ${savedInventory(parts)}`;

  test('shows times against the RTO', async () => {
    const { exit, out, err } = await holdfast(`${line()} --ledger restores.jsonl`, { 'restores.jsonl': LEDGER });
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toContain('gold  RTO 4 h, p95 of at least 3 restores over 365 d');
    expect(out).toMatch(/orders +PASS +[^ ]*░+ +30m +3 h 30 min left +1h00m +3 /);
    expect(out).toContain('not counted: 1 ABORTED');
  });

  test('writes several formats at once', async () => {
    const { out, files } = await holdfast(`${line()} --report json --report markdown=r.md`);
    expect(JSON.parse(out)).toMatchObject({ schema: 'holdfast/restores/v1', asOf: NOW });
    expect([...files].find(([path]) => path.endsWith('/r.md'))?.[1]).toContain('| `orders` | UNKNOWN |');
  });

  test('needs no policies, unless some are named', async () => {
    const host = memoryHost();
    expect(await runLine(line(), host)).toBe(0);
    expect(host.err()).toBe('note: no folder policies, so no RTO to hold the times to\n');
    expect(host.out()).toContain('no RTO asked  1 table');
    const named = memoryHost();
    expect(await runLine(`${line()} --policies nowhere`, named)).toBe(2);
  });

  test('shows breaches without changing the exit code', async () => {
    const { exit, out } = await holdfast(line({ restoreJobs: [{ status: 'RUNNING', createdAt: ago(6) }] }));
    expect(exit).toBe(0);
    expect(out).toContain('restore job restore-0 has been running for 6 h, longer than the RTO: a breach already');
  });

  test('knows the formats that it has', async () => {
    const { exit, err } = await holdfast(`${line()} --report sarif`);
    expect({ exit, err }).toMatchObject({
      exit: 2,
      err: expect.stringContaining('"sarif" is not one of text, json, markdown'),
    });
  });

  test('draws with # where the locale has no block elements', async () => {
    const host = memoryHost({
      files: { 'policies/gold.yaml': POLICY, 'restores.jsonl': LEDGER },
      environment: { LANG: 'C' },
    });
    await runLine(`${line()} --ledger restores.jsonl`, host);
    expect(host.out()).toMatch(/orders +PASS +#\.{4} +30m/);
    expect(host.out()).not.toMatch(/[▁-█]/);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { nodeHost } from '../../../src/app/host/node-host.ts';
import { concluded } from '../../../src/evaluate/conclusion.ts';
import type { Report } from '../../../src/model/report.ts';
import type { Result } from '../../../src/model/result.ts';
import { jsonLines, renderJson } from '../../../src/report/json.ts';
import { piecesOf } from '../../../src/report/streamed.ts';
import { report, result, table } from '../../report/fixtures.ts';
import { memoryHost, runLine } from '../memory-host.ts';

const lines = (of: Report) => [...piecesOf(jsonLines, of)].join('');

const STATUSES = ['pass', 'fail', 'unknown', 'waived', 'not-applicable'] as const;
const UNKNOWN = { reason: 'denied', detail: 'denied' } as const;

/** Results of twenty tables in three accounts, as one run orders them. */
const ALL: readonly Result[] = Array.from({ length: 60 }, (_, index) => {
  const status = STATUSES[index % 5] ?? 'pass';
  const account = `${111122223333 + Math.floor(index / 20)}`;
  const name = `t-${String(Math.floor((index % 20) / 3)).padStart(2, '0')}`;
  return result({
    status,
    resource: table(name, 'eu-west-1', account),
    policy: { name: 'p', file: 'p.yaml', line: index + 1, column: 1, path: `x[${String(index).padStart(2, '0')}]` },
    ...(status === 'unknown' ? { unknown: UNKNOWN } : {}),
  });
});
const of = (results: readonly Result[], change: Partial<Report> = {}): Report => ({
  ...report(results, change),
  ...concluded(results, undefined),
});
const WHOLE = of(ALL);
/** Parts as shards have them: their tables lie between one another. */
const PARTS = [0, 1, 2].map((part) =>
  of(ALL.filter(({ resource }) => (Number(resource.name.slice(2)) + Number(resource.account)) % 3 === part)),
);

async function merged(files: Readonly<Record<string, string>>, line: string) {
  const host = memoryHost({ files });
  const exit = await runLine(`merge ${line}`, host);
  return { exit, out: host.out(), err: host.err(), files: host.files };
}

describe('merge', () => {
  test.each([
    ['JSON', renderJson],
    ['JSON Lines', lines],
    ['JSON in one line', (each: Report) => JSON.stringify(each)],
  ])('of parts in %s gives what one run would have given, in both formats', async (_, written) => {
    const files = Object.fromEntries(PARTS.map((part, index) => [`parts/${index}.json`, written(part)]));
    expect(await merged(files, 'parts --report json')).toMatchObject({ exit: 1, out: renderJson(WHOLE), err: '' });
    expect(await merged(files, 'parts --report jsonl')).toMatchObject({ exit: 1, out: lines(WHOLE) });
    const text = await merged(files, 'parts --report text --report json=a.json --report jsonl=b.jsonl');
    expect(text.files.get('/work/place/a.json')).toBe(renderJson(WHOLE));
    expect(text.files.get('/work/place/b.jsonl')).toBe(lines(WHOLE));
    const quiet = await merged(files, 'parts --report jsonl=b.jsonl');
    expect(quiet.err).toBe(
      'NONCOMPLIANT  12 results failing on 12 tables (12 high), 12 results unknown, 12 waived\nwrote b.jsonl\n',
    );
  });

  test('of results in another order sorts them', async () => {
    const shuffled = of(ALL.toReversed());
    expect((await merged({ 'a.json': lines(shuffled) }, 'a.json --report json')).out).toBe(renderJson(WHOLE));
  });

  const [first = WHOLE, second = WHOLE] = PARTS;
  const text = lines(first);
  const cut = (written: string, characters: number) => written.slice(0, -characters);
  test.each([
    ['lines without the last one', text.slice(0, text.trimEnd().lastIndexOf('\n') + 1), 'cut off'],
    ['lines whose last one is cut', cut(text, 10), 'cut off'],
    ['the first line alone', text.slice(0, text.indexOf('\n') + 1), 'cut off'],
    ['lines of which one is lost', text.replace(/\n\{"control".*\n/, '\n'), 'is not whole'],
    ['two reports one after the other', text + text, 'goes on behind'],
    ['a document that is cut', cut(renderJson(first), 200), 'cut off'],
    ['a document that is cut in its results', cut(renderJson(first), renderJson(first).length / 2), 'cut off'],
    ['a document that has lost a result', JSON.stringify({ ...first, results: first.results.slice(1) }), 'not whole'],
    ['two documents', renderJson(first) + renderJson(first), 'more than one report'],
    ['another document', '{"hello":"world"}', 'is not a report'],
    ['a list', '[1]', 'is not a report'],
    ['nothing', '', 'cut off'],
    ['lines of another kind', '{"a":1}\n{"b":2}\n', 'is not a report'],
    [
      'a comparison with a baseline',
      lines({ ...first, drift: { baseline: { file: 'b', takenAt: first.takenAt } } }),
      'a baseline',
    ],
  ])('names the part that is %s, and writes nothing', async (_, broken, why) => {
    const found = await merged(
      { 'good.json': renderJson(second), 'part-7.jsonl': broken },
      'good.json part-7.jsonl --report json=out.json',
    );
    expect(found.exit).toBe(2);
    expect(found.err).toContain('part-7.jsonl');
    expect(found.err).toContain(why);
    expect(found.files.has('/work/place/out.json')).toBe(false);
  });

  test('of previews is a preview, told by the results that stand', async () => {
    const failing = result({ status: 'fail', change: 'new', resource: table('a') });
    const fixed = result({ status: 'pass', change: 'fixed', resource: table('b') });
    const preview = { sources: ['plan.json'], alone: false, changes: [], newUnknown: [], unchanged: [], notes: ['n'] };
    const was: Result = { ...fixed, status: 'fail' };
    const parts = [
      of([failing], { preview: { ...preview, new: [failing.fingerprint], fixed: [], sentences: ['a loses'] } }),
      of([fixed], { preview: { ...preview, new: [], fixed: [was], sentences: ['b gains'] } }),
      of([], { preview: { ...preview, new: [], fixed: [{ ...failing, change: 'fixed' } as Result], sentences: [] } }),
    ];
    const files = Object.fromEntries(parts.map((part, index) => [`parts/${index}.jsonl`, lines(part)]));
    const report: Report = JSON.parse((await merged(files, 'parts --report json')).out);
    expect(report.preview).toMatchObject({
      ...preview,
      new: [failing.fingerprint],
      fixed: [{ fingerprint: fixed.fingerprint }],
      sentences: ['a loses', 'b gains'],
    });
    const mixed = await merged({ ...files, 'plain.json': renderJson(WHOLE) }, 'parts plain.json');
    expect(mixed).toMatchObject({ exit: 2, err: expect.stringContaining('plain.json does not') });
  });

  test('of changes of policies puts tables of one change together', async () => {
    const change = (name: string, failing: boolean) => ({
      base: ['old'],
      requirements: [
        {
          change: 'lost' as const,
          control: 'backup-rpo',
          before: 'x',
          tables: [table(name).arn],
          failing: failing ? [table(name).arn] : [],
        },
      ],
      fingerprints: [name],
    });
    const files = {
      'a.jsonl': lines(of([result()], { policyChange: change('b', true) })),
      'b.jsonl': lines(of([], { policyChange: change('a', false) })),
    };
    const report: Report = JSON.parse((await merged(files, 'a.jsonl b.jsonl --report json')).out);
    expect(report.policyChange).toEqual({
      base: ['old'],
      requirements: [
        {
          change: 'lost',
          control: 'backup-rpo',
          before: 'x',
          tables: [table('a').arn, table('b').arn],
          failing: [table('b').arn],
        },
      ],
      fingerprints: ['a', 'b'],
    });
  });

  const folder = mkdtempSync(join(tmpdir(), 'holdfast-merge-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('reads packed parts, and says of a damaged one that it is', async () => {
    const zipped = gzipSync(lines(WHOLE));
    writeFileSync(join(folder, 'whole.jsonl.gz'), zipped);
    writeFileSync(join(folder, 'cut.jsonl.gz'), zipped.subarray(0, zipped.length - 30));
    const host = { ...memoryHost(), look: nodeHost(folder).look, readPieces: nodeHost(folder).readPieces };
    expect(await runLine(`merge ${folder}/whole.jsonl.gz --report jsonl`, host)).toBe(1);
    expect(host.out()).toBe(lines(WHOLE));
    expect(await runLine(`merge ${folder}/cut.jsonl.gz --report jsonl`, host)).toBe(2);
    expect(host.err()).toContain('cut.jsonl.gz is damaged');
  });

  /** More reports than files may be open, and more results than are held: by hand, with a bound on the heap. */
  test.runIf(process.env['HOLDFAST_LARGE_MERGE'])(
    'of a million results takes no more memory than of few',
    async () => {
      const parts = 100;
      const perPart = Number(process.env['HOLDFAST_LARGE_MERGE']) / parts;
      for (let part = 0; part < parts; part += 1) {
        const results = Array.from({ length: perPart }, (_, index) =>
          result({
            resource: table(`t-${String(Math.floor(index / 30) * parts + part).padStart(7, '0')}`),
            because: ['x'.repeat(300)],
            policy: { name: 'p', file: 'p.yaml', line: 1, column: 1, path: String(index % 30).padStart(2) },
          }),
        );
        const counts = { tables: perPart / 30, pass: perPart, fail: 0, unknown: 0, notApplicable: 0, waived: 0 };
        const zipped = gzipSync(lines({ ...report([]), results, summary: counts }), { level: 1 });
        writeFileSync(join(folder, `large-${part}.jsonl.gz`), zipped);
      }
      const names = Array.from({ length: parts }, (_, part) => join(folder, `large-${part}.jsonl.gz`));
      const real = nodeHost(folder);
      const host = { ...memoryHost(), look: real.look, readPieces: real.readPieces, writePieces: real.writePieces };
      let most = 0;
      const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 50);
      const before = process.memoryUsage().rss;
      expect(await runLine(`merge ${names.join(' ')} --report jsonl=${join(folder, 'all.jsonl.gz')}`, host)).toBe(0);
      clearInterval(watch);
      expect(most - before).toBeLessThan(300 * 2 ** 20);
    },
    600_000,
  );
});

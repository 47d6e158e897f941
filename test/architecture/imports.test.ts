import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mayImport, ROOMS, ROOMS_OF_APP } from '../../scripts/rooms.ts';

const SRC = resolve(import.meta.dirname, '../../src');

/** Composition may import every room. */
const COMPOSITION = ['app', 'cli.ts', 'action.ts'];

/** Rooms that write the sentences of a result, show them, or hold them to what a user's test expects. */
const SPEAKERS = ['controls', 'report', 'github', 'policy-test', 'simulator'];
/** Beyond them sentences are put into a result and handed on, and never looked at. */
const CARRIERS = [
  'app/files/result-schema.ts',
  'app/judge/agreed.ts',
  'app/judge/less-sure.ts',
  'drift/drift-report.ts',
  'drift/last-change.ts',
  'evaluate/evaluate.ts',
  'evaluate/merge-reports.ts',
  'evaluate/policy-result.ts',
  'evaluate/restored-results.ts',
  'evaluate/undecided-results.ts',
  'model/result.ts',
];
const READS_BECAUSE = /\bbecause\b\??(?:\.(?!\.)|\[| *[!=]==)|(?:includes|test)\([^)]*\bbecause\b/;
/** Rooms that decide by results. Errors have messages, too. */
const JUDGES = ['evaluate', 'drift', 'fix', 'preview'];
const READS_MESSAGE =
  /(?<!error\??\.)\bmessage\b(?:\.(?!\.)| *[!=]==)|[!=]== *(?:\w+\.)*message\b|\.test\((?:\w+\.)*message\b/;

/** What would make the answer depend on more than the arguments. */
const IMPURE =
  /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\bperformance\.now\(|from 'node:(fs|os|child_process|net|http)/;
const PURE_ROOMS = [
  'model',
  'yaml',
  'schedule',
  'selection',
  'constraints',
  'history',
  'estate',
  'controls',
  'policy',
  'policy-test',
  'evaluate',
  'fix',
  'drift',
  'report',
];

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, room: path.split('/')[0] ?? path, text: readFileSync(join(SRC, path), 'utf8') }));

describe('rooms', () => {
  test('are all listed', () => {
    const known = [...Object.keys(ROOMS), ...COMPOSITION];
    expect([...new Set(files.map((file) => file.room))].filter((room) => !known.includes(room))).toEqual([]);
    const inApp = files.flatMap(({ path }) => /^app\/([^/]+)\//.exec(path)?.[1] ?? []);
    expect([...new Set(inApp)].toSorted()).toEqual(Object.keys(ROOMS_OF_APP).toSorted());
  });

  test.each(Object.keys(ROOMS))('%s imports only what it may', (room) => {
    const rule = ROOMS[room];
    const wrong = files
      .filter((file) => file.room === room)
      .flatMap((file) => importsOf(file).map((target) => ({ file: file.path, target })))
      .filter(({ file, target }) => {
        if (!target.startsWith('.')) return !mayImport(room, target);
        const other = relative(SRC, resolve(SRC, file, '..', target)).split('/')[0] ?? '';
        return other !== room && !rule?.rooms.includes(other);
      });
    expect(wrong).toEqual([]);
  });

  test.each(PURE_ROOMS)('%s reads neither clock, randomness, environment nor files', (room) => {
    const impure = files.filter((file) => file.room === room && IMPURE.test(withoutComments(file.text)));
    expect(impure.map((file) => file.path)).toEqual([]);
  });

  test('read no sentence of a result to decide anything', () => {
    const others = files.filter(({ room }) => !SPEAKERS.includes(room));
    const knowing = others.filter(({ path, text }) => /\bbecause\b/.test(code(text)) && !CARRIERS.includes(path));
    expect(knowing.map(({ path }) => path)).toEqual([]);
    const reading = others.filter(({ text }) => READS_BECAUSE.test(code(text)));
    const reads = others.filter(({ room, text }) => JUDGES.includes(room) && READS_MESSAGE.test(code(text)));
    expect([...reading, ...reads].map(({ path }) => path)).toEqual([]);
  });

  test('form no import cycle', () => {
    const imports = new Map(
      files.map((file) => [
        file.path,
        importsOf(file)
          .filter((target) => target.startsWith('.'))
          .map((target) => relative(SRC, resolve(SRC, file.path, '..', target))),
      ]),
    );
    // What imports nothing that is left is in no cycle, and neither is what is left when that is taken away.
    for (let before = Number.POSITIVE_INFINITY; imports.size < before; ) {
      before = imports.size;
      for (const [path, targets] of imports) if (!targets.some((each) => imports.has(each))) imports.delete(path);
    }
    expect([...imports.keys()]).toEqual([]);
  });

  test('have no drawer for leftovers', () => {
    const drawers = files.filter((file) => /(^|\/)(utils?|helpers?|common|manager|misc)(\/|\.ts$)/.test(file.path));
    expect(drawers.map((file) => file.path)).toEqual([]);
  });
});

function importsOf({ text }: { readonly text: string }): string[] {
  return [...text.matchAll(/^(?:import|export)\b[^;]*?\bfrom\s+'([^']+)'|\bimport\('([^']+)'\)/gms)].flatMap(
    (match) => match[1] ?? match[2] ?? [],
  );
}

/** Without comments and texts, in which the words may well stand. */
function code(text: string): string {
  return withoutComments(text).replace(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g, "''");
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}

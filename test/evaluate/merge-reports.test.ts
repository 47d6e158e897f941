import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { report, result, table } from '../report/fixtures.ts';
import { mergeReports } from './merged.ts';

const VERSION = '0.1.0';
const shard = (number: number, of: number, name: string): Report =>
  report([result({ resource: table(name), fingerprint: `fp-${name}` })], { shard: { number, of } });

describe('merging reports', () => {
  test('groups by owner where all of them name owners by one tag', async () => {
    const by = (key: string, unread: number) => report([], { ownerTag: { key, unread } });
    expect((await mergeReports([by('team', 1), by('team', 2)], VERSION)).ownerTag).toEqual({ key: 'team', unread: 3 });
    expect(await mergeReports([by('team', 1), by('unit', 2)], VERSION)).not.toHaveProperty('ownerTag');
    expect(await mergeReports([by('team', 1), report([])], VERSION)).not.toHaveProperty('ownerTag');
  });

  test('counts every answer once and recomputes what is counted', async () => {
    const same = result({ status: 'fail', fingerprint: 'fp-same' });
    const scope = { partition: 'aws', account: '444455556666', region: 'us-east-1' };
    const a = report([same, result({ fingerprint: 'fp-a' })], {
      apiCalls: { total: 2, byOperation: { 'backup:ListBackupPlans': 2 } },
      takenAt: '2026-11-22T08:00:05.000Z',
    });
    const b = report([same, result({ resource: table('b'), fingerprint: 'fp-b' })], {
      scopes: [scope],
      apiCalls: { total: 3, byOperation: { 'backup:ListBackupPlans': 1, 'dynamodb:ListTables': 2 } },
    });
    const merged = await mergeReports([a, b], VERSION);
    expect(merged.summary).toEqual({ tables: 2, pass: 2, fail: 1, unknown: 0, notApplicable: 0, waived: 0 });
    expect(merged.conclusion).toBe('noncompliant');
    expect(merged.takenAt).toBe('2026-11-22T08:00:00.000Z');
    expect(merged.scopes).toEqual([a.scopes[0], scope]);
    expect(merged.apiCalls).toEqual({
      total: 5,
      byOperation: { 'backup:ListBackupPlans': 3, 'dynamodb:ListTables': 2 },
    });
  });

  test.each([
    ['fail', 'pass', 'fail'],
    ['pass', 'unknown', 'unknown'],
    ['waived', 'fail', 'fail'],
    ['pass', 'not-applicable', 'pass'],
    ['unknown', 'fail', 'fail'],
  ] as const)('of %s and %s keeps %s, whichever comes first', async (a, b, kept) => {
    const one = report([result({ status: a, fingerprint: 'fp' })]);
    const other = report([result({ status: b, fingerprint: 'fp' })]);
    expect((await mergeReports([one, other], VERSION)).results.map(({ status }) => status)).toEqual([kept]);
    expect((await mergeReports([other, one], VERSION)).results.map(({ status }) => status)).toEqual([kept]);
  });

  test('keeps where each of them read the history, and what was missing there', async () => {
    const read = { source: 'logs/', from: '2026-11-01T00:00:00.000Z', to: '2026-11-22T00:00:00.000Z', notes: [] };
    const whole = { ...read, gaps: [] };
    const torn = { ...read, gaps: ['logs/x.json.gz: it is empty'] };
    const of = (history: Report['history']) => report([], history ? { history } : {});
    expect((await mergeReports([of([whole]), of([torn]), of([whole])], VERSION)).history).toEqual([whole, torn]);
    expect(await mergeReports([of(undefined)], VERSION)).not.toHaveProperty('history');
  });

  test('says the oldest instant that was judged, where it is not that of the facts', async () => {
    const asOf = '2026-11-20T08:00:00.000Z';
    expect((await mergeReports([report([]), report([], { asOf })], VERSION)).asOf).toBe(asOf);
    expect(await mergeReports([report([]), report([])], VERSION)).not.toHaveProperty('asOf');
  });

  test('of all shards is a whole report', async () => {
    const merged = await mergeReports([shard(2, 2, 'b'), shard(1, 2, 'a')], VERSION);
    expect(merged).toMatchObject({ conclusion: 'compliant', summary: { pass: 2 } });
    expect(merged.shard).toBeUndefined();
    expect(merged.results.map(({ resource }) => resource.name)).toEqual(['a', 'b']);
  });

  test('is undetermined while a shard is missing', async () => {
    const merged = await mergeReports([shard(1, 3, 'a')], VERSION);
    expect(merged.conclusion).toBe('undetermined');
    expect(merged.results.filter(({ status }) => status === 'unknown').map(({ message }) => message)).toEqual([
      'the tables of shard 2/3 were not judged',
      'the tables of shard 3/3 were not judged',
    ]);
    expect(new Set(merged.results.map(({ fingerprint }) => fingerprint)).size).toBe(3);
  });

  const asked = (number: number, question: string | undefined, name: string): Report =>
    report([result({ resource: table(name), fingerprint: `fp-${name}` })], {
      shard: { number, of: 2, ...(question === undefined ? {} : { question }) },
    });

  test.each([
    ['asked something else', 'b'.repeat(64)],
    ['does not say what it was asked', undefined],
  ])('takes a shard that %s as none of the same run', async (_, other) => {
    const question = 'a'.repeat(64);
    const merged = await mergeReports([asked(1, question, 'a'), asked(2, other, 'b')], VERSION);
    expect(merged.conclusion).toBe('undetermined');
    const messages = merged.results.filter(({ status }) => status === 'unknown').map(({ message }) => message);
    expect(messages.map((message) => message.slice(0, 25)).toSorted()).toEqual([
      'the tables of shard 1/2 o',
      'the tables of shard 2/2 o',
    ]);
    expect(messages.join()).toContain(question);
    const whole = [
      ...[1, 2].map((part) => asked(part, question, `a${part}`)),
      asked(1, other, 'b'),
      asked(2, other, 'c'),
    ];
    expect((await mergeReports(whole, VERSION)).conclusion).toBe('compliant');
  });

  test('keeps a restored table as unmatched that is judged by the policies of its source alone', async () => {
    const restored = table('orders-restored');
    const part = report([result({ control: 'restored-tags', resource: restored })], {
      unmatchedTables: [restored.arn],
    });
    expect((await mergeReports([part], VERSION)).unmatchedTables).toEqual([restored.arn]);
  });

  test('lists a table as unmatched only when no report judges it', async () => {
    const arns = [table('orders').arn, table('loose').arn];
    const merged = await mergeReports([report([], { unmatchedTables: arns }), report([result()])], VERSION);
    expect(merged.unmatchedTables).toEqual([table('loose').arn]);
  });

  test('keeps the restore times that stand on more restores', async () => {
    const times = (samples: number) => ({
      table: table('orders').arn,
      samples,
      meanMinutes: samples,
      p50Minutes: 1,
      p95Minutes: 1,
      maxMinutes: 1,
      latestMinutes: 1,
      samplesFrom: [],
    });
    const merged = await mergeReports(
      [report([], { restores: [times(2)] }), report([], { restores: [times(9)] })],
      VERSION,
    );
    expect(merged.restores.map(({ samples }) => samples)).toEqual([9]);
  });
});

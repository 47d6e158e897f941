import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { causesOf } from '../../src/evaluate/causes.ts';
import { STATUSES } from '../../src/model/result.ts';
import { SEVERITIES } from '../../src/model/severity.ts';
import { SUBJECT_TYPES } from '../../src/model/subject.ts';
import { severityRank } from '../../src/model/worst-first.ts';
import { report, result, table } from '../report/fixtures.ts';
import { mergeReports } from './merged.ts';

const at = (line: number, name = 'gold') => ({
  name,
  file: 'gold.yaml',
  line,
  column: 7,
  path: `backup.copies[${line}]`,
});
const failing = { status: 'fail', policy: at(23) } as const;
const rule = (name: string) => ({ type: 'rule', name, plan: 'daily', arn: `arn:${name}` }) as const;

describe('causes', () => {
  test('are control, policy line and the deciding thing that many tables hang on', () => {
    const of = (name: string, ...subjects: Parameters<typeof result>[0][]) =>
      result({ ...failing, resource: table(name), ...Object.assign({}, ...subjects) });
    const causes = causesOf([
      of('a', { subjects: [{ type: 'recovery-point', name: 'p1' }, rule('nightly')] }),
      of('b', { subjects: [{ type: 'recovery-point', name: 'p2' }, rule('nightly'), rule('weekly')] }),
      of('c', { subjects: [rule('weekly')] }),
      of('d', { subjects: [rule('nightly')], policy: at(24) }),
      of('e', { subjects: [rule('nightly')], control: 'copy-rpo' }),
    ]);
    expect(causes.map(({ tables }) => tables)).toEqual([2, 1, 1, 1]);
    expect(causes[0]).toMatchObject({ control: 'backup-frequency', status: 'fail', policy: at(23) });
    expect(causes[0]?.subjects[0]).toEqual(rule('nightly'));
    expect(new Set(causes.map(({ id }) => id)).size).toBe(4);
  });

  test('are one where each table has points, jobs or near misses of its own', () => {
    const results = ['job', 'recovery-point', 'restore', 'selection', 'alarm', 'event'].map((type) =>
      result({ ...failing, resource: table(type), subjects: [{ type: type as 'job', name: type }] }),
    );
    expect(causesOf(results)).toMatchObject([{ tables: 6 }]);
  });

  test('are not told by their sentences: the message is that of most', () => {
    const messages = ['26 h old', '30 h old', '30 h old'];
    const results = messages.map((message, index) => result({ ...failing, message, resource: table(`t-${index}`) }));
    expect(causesOf(results)).toMatchObject([{ message: 'for example, 30 h old', tables: 3 }]);
  });

  test('of unknown results are what would settle them', () => {
    const open = (name: string, permission: string, detail: string) =>
      result({
        status: 'unknown',
        resource: table(name),
        subjects: [rule(name)],
        unknown: { reason: 'denied', permission, detail },
      });
    const causes = causesOf([
      open('a', 'backup:GetBackupPlan', 'plan x'),
      open('b', 'backup:GetBackupPlan', 'plan y'),
      open('c', 'kms:DescribeKey', 'key z'),
    ]);
    expect(causes.map(({ status, tables }) => [status, tables])).toEqual([
      ['unknown', 2],
      ['unknown', 1],
    ]);
  });

  test('of drift are the call that made the difference', () => {
    const event = { id: 'e-1', at: '2026-11-20T00:00:00.000Z', source: 's', name: 'UpdateTimeToLive', region: 'r' };
    const events = [{ ...event, actor: { kind: 'user', name: 'ann' }, fromConsole: false } as const];
    const drifted = (name: string, made: typeof events) =>
      result({
        control: 'drift',
        status: 'fail',
        resource: table(name),
        drift: { path: 'settings.timeToLive', change: 'changed', controls: [], events: made },
      });
    expect(
      causesOf([drifted('a', events), drifted('b', events), drifted('c', [])]).map(({ tables }) => tables),
    ).toEqual([2, 1]);
  });

  test('that follow from nothing that is open stand for themselves: a waived result explains no failure', () => {
    const waived = result({ control: 'plan-coverage', status: 'waived' });
    const follower = result({ ...failing, follows: 'plan-coverage' });
    expect(causesOf([waived, follower]).flatMap(({ fingerprints }) => fingerprints)).toEqual([follower.fingerprint]);
  });

  test('have each open result that follows from no other in exactly one, worst first, and survive a merge', async () => {
    const arbitrary = fc.record({
      control: fc.constantFrom('plan-coverage', 'copy-coverage', 'copy-rpo', 'backup-jobs'),
      status: fc.constantFrom(...STATUSES),
      severity: fc.constantFrom(...SEVERITIES),
      line: fc.integer({ min: 1, max: 3 }),
      name: fc.constantFrom('a', 'b', 'c', '*'),
      follows: fc.option(fc.constantFrom('plan-coverage', 'copy-coverage'), { nil: undefined }),
      subjects: fc.array(fc.record({ type: fc.constantFrom(...SUBJECT_TYPES), name: fc.constantFrom('x', 'y') }), {
        maxLength: 3,
      }),
      unknown: fc.record({ reason: fc.constantFrom('denied', 'unreachable'), detail: fc.constantFrom('x', 'y') }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(arbitrary, { maxLength: 30 }), async (drawn) => {
        const results = drawn.map(({ line, name, status, follows, unknown, ...rest }) =>
          result({
            ...rest,
            status,
            policy: at(line),
            resource: table(name),
            ...(follows === undefined ? {} : { follows }),
            ...(status === 'unknown' ? { unknown } : {}),
          }),
        );
        const causes = causesOf(results);
        const told = causes.flatMap(({ fingerprints }) => fingerprints);
        const open = results.filter(({ status }) => status === 'fail' || status === 'unknown');
        const roots = open.filter(
          ({ follows, resource }) =>
            !open.some(({ control, resource: { arn } }) => control === follows && arn === resource.arn),
        );
        expect(new Set(told).size).toBe(told.length);
        expect(told).toEqual(expect.arrayContaining(roots.map(({ fingerprint }) => fingerprint)));
        const byPrint = new Map(open.map((each) => [each.fingerprint, each]));
        for (const cause of causes) {
          const own = cause.fingerprints.map((print) => byPrint.get(print));
          expect(own.every((each) => each?.control === cause.control && each.status === cause.status)).toBe(true);
          expect(new Set(own.map((each) => each?.policy?.line))).toEqual(new Set([cause.policy?.line]));
        }
        const ranks = causes.map(({ severity, tables }) => severityRank(severity) * 1_000 - tables);
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
        const half = Math.floor(results.length / 2);
        const merged = await mergeReports([report(results.slice(0, half)), report(results.slice(half))], '0.1.0', true);
        expect(merged.causes).toEqual(causesOf(merged.results));
        expect(new Set(merged.causes.map(({ id }) => id))).toEqual(new Set(causes.map(({ id }) => id)));
      }),
      { numRuns: 100 },
    );
  });

  test('are as grave as the worst of what follows from them, and say where the message is of some only', () => {
    const results = [
      result({
        status: 'fail',
        control: 'plan-coverage',
        severity: 'low',
        message: 'one',
        policy: at(1),
        resource: table('a'),
      }),
      result({
        status: 'fail',
        control: 'backup-frequency',
        severity: 'critical',
        message: 'two',
        policy: at(2),
        resource: table('a'),
        follows: 'plan-coverage',
      }),
      result({
        status: 'fail',
        control: 'plan-coverage',
        severity: 'low',
        message: 'other',
        policy: at(1),
        resource: table('b'),
      }),
    ];
    expect(causesOf(results)).toMatchObject([{ severity: 'critical', tables: 2, message: 'for example, one' }]);
  });
});

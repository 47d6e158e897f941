import { describe, expect, test } from 'vitest';
import { annotationsOf } from '../../src/github/annotations.ts';
import type { Result } from '../../src/model/result.ts';
import { type ResultChange, result, table } from '../report/fixtures.ts';

const LIMITS = { each: 10, otherErrors: 0 };

function failing(number: number, change: ResultChange = {}): Result {
  return result({ status: 'fail', control: `control-${number}`, resource: table(`t${number}`), ...change });
}

const annotate = (results: readonly Result[], limits = LIMITS) => annotationsOf(results, limits);

describe('annotations', () => {
  test('stand at the line of the policy that asks', () => {
    const { shown, leftOut } = annotate([result({ status: 'fail', message: 'gap is 3 d; policy asks for 24 h' })]);
    expect(shown).toEqual([
      {
        level: 'error',
        title: 'backup-frequency: fails for 1 table',
        message: 'orders (111122223333 eu-west-1): gap is 3 d; policy asks for 24 h',
        at: { file: 'policies/payments.yaml', line: 17, column: 7 },
      },
    ]);
    expect(leftOut).toBe(0);
  });

  test('are for what fails or is unknown, and nothing else', () => {
    const quiet = (['pass', 'waived', 'not-applicable'] as const).map((status) => result({ status }));
    expect(annotate(quiet)).toEqual({ shown: [], leftOut: 0 });
  });

  test('have the level of the severity; unknown results are warnings', () => {
    const levels = annotate([
      failing(1, { severity: 'critical' }),
      failing(2, { severity: 'high' }),
      failing(3, { severity: 'medium' }),
      failing(4, { severity: 'low' }),
      failing(5, { status: 'unknown', severity: 'critical' }),
    ]).shown.map((annotation) => annotation.level);
    expect(levels).toEqual(['error', 'error', 'warning', 'notice', 'warning']);
  });

  test('are shared by the tables that miss the same line, and count those that are not named', () => {
    const same = Array.from({ length: 12 }, (_, index) => result({ status: 'fail', resource: table(`t${index}`) }));
    const { shown } = annotate(same);
    expect(shown).toHaveLength(1);
    expect(shown[0]?.title).toBe('backup-frequency: fails for 12 tables');
    expect(shown[0]?.message.split('\n')).toHaveLength(6);
    expect(shown[0]?.message).toMatch(/and 7 more tables$/);
  });

  test('are at most ten of a level, the worst of them, and the rest is counted', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      failing(index, { severity: index === 29 ? 'critical' : 'high' }),
    );
    const { shown, leftOut } = annotate(many, { each: 50, otherErrors: 0 });
    expect(shown).toHaveLength(10);
    expect(shown[0]?.title).toContain('control-29');
    expect(leftOut).toBe(20);
  });

  test('leave room for the error that ends the step', () => {
    const many = Array.from({ length: 30 }, (_, index) => failing(index));
    expect(annotate(many, { each: 10, otherErrors: 1 }).shown).toHaveLength(9);
    expect(annotate(many, { each: 3, otherErrors: 1 }).shown).toHaveLength(3);
    expect(annotate(many, { each: 0, otherErrors: 1 })).toEqual({ shown: [], leftOut: 30 });
  });

  test('tell causes before what follows from them', () => {
    const { shown } = annotate([
      failing(1, { severity: 'critical', follows: 'plan-coverage' }),
      failing(2, { severity: 'low' }),
    ]);
    expect(shown.map((annotation) => annotation.title)).toEqual([
      'control-2: fails for 1 table',
      'control-1: fails for 1 table',
    ]);
  });

  test('on lines that a pull request changes come before worse ones elsewhere', () => {
    const here = { name: 'p', file: 'policies/new.yaml', line: 3, column: 1, path: 'backup' };
    const many = Array.from({ length: 30 }, (_, index) => failing(index, { severity: 'critical' }));
    const mine = failing(99, { severity: 'high', policy: here });
    const { shown, leftOut } = annotationsOf([...many, mine], LIMITS, ({ file, line }) => {
      return file === 'policies/new.yaml' && line === 3;
    });
    expect(shown[0]).toMatchObject({ title: 'control-99: fails for 1 table', at: { file: 'policies/new.yaml' } });
    expect(leftOut).toBe(21);
  });

  test('show what cannot be seen, one line a table', () => {
    const [annotation] = annotate([failing(1, { message: 'a\nb\u001b[31m\u202e' })]).shown;
    expect(annotation?.message).toBe('t1 (111122223333 eu-west-1): a\\nb\\x1b[31m\\u202e');
  });

  test.each([
    '../shared/p.yaml',
    '..\\shared\\p.yaml',
    '/mnt/p.yaml',
    'D:\\a\\payments\\p.yaml',
    'd:p.yaml',
    '\\\\host\\share\\p.yaml',
  ])('name no file outside the checkout: %s', (file) => {
    const { shown } = annotate([failing(1, { policy: { name: 'p', file, line: 3, column: 1, path: 'backup' } })]);
    expect(shown[0]).not.toHaveProperty('at');
    expect(shown[0]?.message).toContain(`\nat ${file}:3:1`);
  });

  test.each(['policies\\p.yaml', '.\\policies\\p.yaml', './policies//p.yaml'])(
    'name files as GitHub does: %s',
    (file) => {
      const { shown } = annotate([failing(1, { policy: { name: 'p', file, line: 3, column: 1, path: 'backup' } })]);
      expect(shown[0]?.at).toEqual({ file: 'policies/p.yaml', line: 3, column: 1 });
    },
  );
});

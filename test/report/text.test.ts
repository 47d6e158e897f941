import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/model/result.ts';
import { SEVERITIES } from '../../src/model/severity.ts';
import { renderText } from '../../src/report/text.ts';
import { hostileReport, mixedReport, report, result, table } from './fixtures.ts';
import { expectGolden } from './golden.ts';

const plain = { colour: false, width: 80 } as const;

describe('renderText', () => {
  it('writes a report that reads well at 80 columns without colour', () => {
    expectGolden('mixed.txt', renderText(mixedReport(), { ...plain, failOn: 'medium' }));
  });

  it('writes every result and its evidence when asked for more', () => {
    expectGolden('mixed.verbose.txt', renderText(mixedReport(), { ...plain, verbose: true }));
  });

  it('says the same in colour', () => {
    const coloured = renderText(mixedReport(), { ...plain, colour: true });
    expect(coloured).toContain('\u001b[31;1mFAIL\u001b[0m');
    expect(stripVTControlCharacters(coloured)).toBe(renderText(mixedReport(), plain));
  });

  it('shows hostile text instead of obeying it', () => {
    const text = renderText(hostileReport(), { ...plain, complete: true });
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(text).not.toMatch(/^ {2}PASS/m);
    expectGolden('hostile.txt', text);
  });

  it('breaks lines between words, so that only a word longer than the line overflows', () => {
    for (const line of renderText(mixedReport(), { ...plain, width: 50 }).split('\n')) {
      const words = line.trim().replace(/^- /, '').split(' ');
      expect(line.length <= 50 || words.length === 1 || /^\S|FAIL|UNKNOWN/.test(line), line).toBe(true);
    }
  });

  it('says what of a place is not known', () => {
    const open = { ...table('crates'), account: '', region: '' };
    const text = renderText(report([result(), result({ status: 'unknown', resource: open })]), plain);
    expect(text).toContain('crates (unknown account unknown Region)');
  });

  it('tells of thousands of tables what a person can read, and says what is left out and how to have it', () => {
    const rule = { type: 'rule', name: 'nightly', plan: 'daily' } as const;
    const results = Array.from({ length: 2000 }, (_, index) => `svc-${index + 1000}`).flatMap((name) =>
      ['copy-coverage', 'copy-retention', 'vault-lock'].map((control) =>
        result({ control, status: 'fail', resource: table(name), subjects: [rule], message: 'no rule copies' }),
      ),
    );
    const text = renderText(report(results), { ...plain, width: 200 });
    expect(text.split('\n').length).toBeLessThan(400);
    expect(text).toContain(
      'NOT SHOWN  1,975 more tables with failing or unknown results; --report text=FILE writes all',
    );
    expect(text).toContain(
      '2,000 tables: no rule copies (policies/payments.yaml:17): svc-1000, svc-1001, svc-1002 and 1,997 more',
    );
    const whole = renderText(report(results), { ...plain, complete: true });
    for (const { resource } of results) expect(whole).toContain(`${resource.name}  3 fail`);
    expect(whole).not.toContain('NOT SHOWN');
  });

  it('puts what a person needs last: the worst causes, what to run next, the conclusion', () => {
    const argumentsOf = () => ['--inventory', "it's.json"];
    const text = renderText(mixedReport(), { ...plain, width: 300, argumentsOf });
    const [causes = '', next = '', conclusion = ''] = text.trim().split('\n\n').slice(-3);
    // Its own severity is high, that of what follows from it critical.
    expect(causes).toMatch(/^CAUSES\n {2}1\. critical {2}plan-coverage {2}payments-refunds: no rule/);
    expect(causes).toContain(
      'no rule of a live plan selects the table; policy asks for backups (policies/payments.yaml:14)',
    );
    expect(causes).toContain('; 3 more results follow');
    expect(next).toContain(
      "  holdfast explain arn:aws:dynamodb:eu-west-1:111122223333:table/payments-refunds --inventory 'it'\\''s.json'\n",
    );
    expect(next).toContain("  holdfast fix --inventory 'it'\\''s.json'\n");
    expect(next).toContain("  holdfast permissions --inventory 'it'\\''s.json'\n");
    expect(conclusion).toContain('\nNONCOMPLIANT  ');
    expect(renderText(mixedReport(), { ...plain, width: 300, argumentsOf, summary: true })).toBe(
      `${[causes, next, conclusion].join('\n\n')}\n`,
    );
  });

  it('marks what is new among the causes', () => {
    const [old, added] = [result({ status: 'fail' }), result({ status: 'fail', resource: table('b') })];
    const isNew = ({ fingerprint }: Result) => fingerprint === added.fingerprint;
    expect(renderText(report([old, added]), { ...plain, isNew })).toContain('2 tables (1 new): longest gap');
  });

  it('ends with the conclusion', () => {
    const lastLine = (...results: Parameters<typeof report>) =>
      renderText(report(...results), plain)
        .trim()
        .split('\n')
        .at(-1);
    expect(lastLine([result()])).toBe('COMPLIANT  nothing failed');
    expect(lastLine([result({ status: 'fail' })])).toBe('NONCOMPLIANT  1 result failing on 1 table (1 high)');
    const why = { reason: 'undocumented', detail: 'AWS does not say' } as const;
    expect(lastLine([result({ status: 'unknown', unknown: why })])).toBe(
      'UNDETERMINED  nothing failed, 1 result unknown',
    );
  });

  it('never calls it compliant without saying that nothing was judged', () => {
    expect(renderText(report([]), plain)).toContain(
      'COMPLIANT  nothing was judged: no policy asked anything of any table',
    );
  });

  it('does not let compliance without a single pass look like a pass', () => {
    const text = renderText(report([result({ status: 'not-applicable' })]), plain);
    expect(text).toContain('COMPLIANT  nothing failed, nothing passed either');
  });

  it('says which failing results do not count', () => {
    const results = [result({ status: 'fail', severity: 'low' }), result({ status: 'fail', severity: 'high' })];
    const text = renderText(report(results), { ...plain, width: 200, failOn: 'high' });
    expect(text).toContain('FAIL  low (below fail-on high)  backup-frequency');
    expect(text).toContain('1 of them below fail-on high');
  });

  it('folds what follows into one line, and tells when it weighs more than its cause', () => {
    const text = renderText(mixedReport(), plain);
    expect(text).toContain('also: backup-frequency, backup-retention, copy-coverage (critical) (follow');
    expect(text).not.toContain('no rule selects the table');
  });

  it('tells one denied call once, with every table that it left open', () => {
    const unknown = { reason: 'denied', permission: 'backup:GetBackupPlan', detail: 'plan weekly was denied' } as const;
    const results = ['a', 'b', 'c', 'd'].flatMap((name) =>
      ['plan-coverage', 'backup-frequency', 'backup-frequency'].map((control) =>
        result({ control, status: 'unknown', resource: table(name), unknown }),
      ),
    );
    const text = renderText(report(results), plain);
    expect(text).toContain('UNKNOWN  12 results on 4 tables: denied backup:GetBackupPlan');
    expect(text).toContain('  - a, b, c, d: backup-frequency ×2, plan-coverage');
    expect(text.match(/plan weekly was denied/g)).toHaveLength(1);
  });

  it('names account and Region with each table as soon as there are two of either', () => {
    const results = [
      result({ status: 'fail', resource: table('orders') }),
      result({ status: 'fail', resource: table('orders', 'us-east-1') }),
    ];
    const text = renderText(report(results), plain);
    expect(text).toContain('orders (111122223333 eu-west-1)  1 fail');
    expect(text).toContain('orders (111122223333 us-east-1)  1 fail');
  });

  it('does not list a table as unmatched when it already fails for that', () => {
    const failing = result({ control: 'policy-coverage', status: 'fail', resource: table('stray') });
    const text = renderText(report([failing], { unmatchedTables: [table('stray').arn, table('other').arn] }), plain);
    expect(text).toContain('NOT JUDGED  1 table: no policy matches\n  other\n');
  });

  it('does not call a table fine to which nothing applied', () => {
    const text = renderText(report([result({ status: 'not-applicable' })]), plain);
    expect(text).toContain('N/A  1 table: nothing asked applies');
    expect(text).not.toMatch(/^PASS/m);
  });

  it('counts names beyond the tenth', () => {
    const results = Array.from({ length: 1012 }, (_, index) => result({ resource: table(`t${1000 + index}`) }));
    expect(renderText(report(results), { ...plain, width: 200 })).toContain('t1009 and 1,002 more');
  });

  it('names the table and control of every failing result, whatever the mix', () => {
    const controls = ['plan-coverage', 'backup-frequency', 'copy-coverage', 'copy-rpo'];
    const anyResult = fc
      .record({
        control: fc.constantFrom(...controls),
        status: fc.constantFrom('fail', 'pass', 'waived'),
        severity: fc.constantFrom(...SEVERITIES),
        name: fc.constantFrom('alpha', 'bravo', 'charlie'),
        follows: fc.option(fc.constantFrom(...controls), { nil: undefined }),
      })
      .map(({ name, follows, ...rest }) =>
        result({ ...rest, resource: table(name), ...(follows === undefined ? {} : { follows }) }),
      );
    fc.assert(
      fc.property(fc.array(anyResult, { maxLength: 20 }), (results) => {
        const sections = renderText(report(results), { ...plain, width: 1000 }).split('\n\n');
        for (const failing of results.filter((one) => one.status === 'fail')) {
          const section = sections.find((text) => text.startsWith(`${failing.resource.name}  `));
          expect(section).toContain(failing.control);
        }
      }),
    );
  });
});

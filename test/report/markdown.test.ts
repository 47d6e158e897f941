import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/model/result.ts';
import { SEVERITIES } from '../../src/model/severity.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { hostileReport, mixedReport, report, result, table } from './fixtures.ts';
import { expectGolden } from './golden.ts';

const COMMENT = 65_536;
const JOB_SUMMARY = 1_048_576;

function manyFailures(tables: number, perTable: number): readonly Result[] {
  return Array.from({ length: tables * perTable }, (_, index) =>
    result({
      control: `control-${index % perTable}`,
      status: 'fail',
      severity: SEVERITIES[index % SEVERITIES.length] ?? 'low',
      policy: { name: 'gold', file: 'p.yaml', line: index + 1, column: 1, path: 'backup' },
      resource: table(`table-${Math.floor(index / perTable)}`),
      because: [`plan daily › rule weekdays: cron(0 5 ? * MON-FRI *) UTC, longest gap ${index} h`],
    }),
  );
}

/** The section under a heading, up to the next. */
function section(markdown: string, heading: string): string {
  return markdown.split('\n### ').find((part) => part.startsWith(`${heading}\n`)) ?? '';
}

function number(pattern: RegExp, text: string): number {
  return Number(pattern.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
}

describe('renderMarkdown', () => {
  it('writes a job summary', () => {
    expectGolden('mixed.md', renderMarkdown(mixedReport()));
  });

  it('leaves out sections that have nothing to say', () => {
    const markdown = renderMarkdown(report([result()]));
    expect(markdown).toContain('## ✅ Holdfast: compliant\n\nNothing failed.\n');
    expect(markdown).not.toContain('###');
  });

  it.each([
    [COMMENT, 3000, 1],
    [COMMENT, 600, 5],
    [JOB_SUMMARY, 3000, 1],
    [JOB_SUMMARY, 3000, 5],
    [6000, 3000, 1],
  ])(
    'keeps to %i characters with %i tables of %i failing results, and its numbers add up',
    (maxChars, tables, perTable) => {
      const results = manyFailures(tables, perTable);
      const markdown = renderMarkdown(report(results), { maxChars });
      expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(maxChars);

      const failing = section(markdown, 'Causes');
      const shown = failing.match(/^\| \w+ \| `control-\d` \| `table-/gm)?.length ?? 0;
      expect(shown).toBeGreaterThan(0);
      expect(shown + number(/([\d,]+) more failing results? left out/, failing)).toBe(results.length);

      const why = section(markdown, 'Why');
      const explained = [...why.matchAll(/<\/code>: (\d+) failing/g)].reduce((sum, match) => sum + Number(match[1]), 0);
      expect(explained + number(/Evidence of ([\d,]+) more/, why)).toBe(results.length);
    },
  );

  it('tells one cause of a thousand tables in one row', () => {
    const results = Array.from({ length: 1000 }, (_, index) =>
      result({ status: 'fail', resource: table(`t-${index + 1000}`), message: 'no rule copies to eu-central-1' }),
    );
    const causes = section(renderMarkdown(report(results)), 'Causes');
    expect(causes.match(/^\| high/gm)).toHaveLength(1);
    expect(causes).toContain('**1,000 tables**: `t-1000`, `t-1001`');
    expect(causes).toContain(
      '`t-1009` and 990 more | no rule copies to eu-central-1<br>asked at `policies/payments.yaml:17` |',
    );
  });

  it('puts what is new before all that is old, however much that is, and adds it to its cause', () => {
    const old = manyFailures(2000, 1);
    const cause = result({ status: 'fail', message: 'old and new' });
    const joined = result({ status: 'fail', message: 'old and new', resource: table('joined') });
    const follower = result({ control: 'copy-rpo', status: 'fail', follows: cause.control, message: 'new, of an old' });
    const added = [joined, follower];
    const delta = { added, standing: [...old, cause], fixed: [], unasked: [] };
    const markdown = renderMarkdown(report([...old, cause, ...added]), { delta });
    const fresh = section(markdown, 'New failures');
    expect(fresh).toContain('| high | `backup-frequency` | **2 tables**: `joined`, `orders` | old and new');
    expect(fresh).toContain('also: copy-rpo');
    expect(markdown.indexOf('### New failures')).toBeLessThan(1000);
    expect(section(markdown, 'Failing as before')).toContain('<details><summary>2,001 results</summary>');
  });

  it('uses the room that it has', () => {
    const results = manyFailures(3000, 1);
    expect(Buffer.byteLength(renderMarkdown(report(results), { maxChars: COMMENT }))).toBeGreaterThan(COMMENT * 0.8);
    expect(renderMarkdown(report(manyFailures(2000, 1)), { maxChars: JOB_SUMMARY })).not.toContain('left out');
  });

  it('shows the worst first when it cannot show all', () => {
    const failing = section(renderMarkdown(report(manyFailures(3000, 1)), { maxChars: 6000 }), 'Causes');
    expect(failing.match(/\| (critical|high|medium|low) \|/g)?.every((cell) => cell === '| critical |')).toBe(true);
  });

  it('counts folded results with their cause, so that numbers add up', () => {
    const results = manyFailures(3000, 1).flatMap((cause) => [
      cause,
      result({
        ...cause,
        control: 'follower',
        follows: cause.control,
        because: [],
        fingerprint: `${cause.fingerprint}-f`,
      }),
    ]);
    const failing = section(renderMarkdown(report(results)), 'Causes');
    const rows = failing.match(/^\|.*`table-.*also: follower \|$/gm)?.length ?? 0;
    expect(rows).toBeGreaterThan(0);
    expect(2 * rows + number(/([\d,]+) more failing results left out/, failing)).toBe(6000);
  });

  it('leaves unknown results their place beside thousands of failures', () => {
    const unknown = { reason: 'denied', permission: 'backup:GetBackupPlan', detail: 'plan weekly was denied' } as const;
    const open = Array.from({ length: 500 }, (_, index) =>
      result({ status: 'unknown', unknown, resource: table(`open-${index}`) }),
    );
    const markdown = renderMarkdown(report([...manyFailures(3000, 1), ...open]));
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(COMMENT);
    const stated = section(markdown, 'Unknown');
    expect(stated).toContain('**500 results on 500 tables: denied backup:GetBackupPlan**');
    expect(stated).toContain('`open-0`');
    expect(stated).toContain('and 480 more tables: backup-frequency');
  });

  it('keeps the headline when there is room for nothing else', () => {
    const markdown = renderMarkdown(report(manyFailures(10, 1)), { maxChars: 200 });
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(200);
    expect(markdown).toContain('noncompliant\n\n10 results failing on 10 tables');
  });

  it('clips one endless message instead of losing the others', () => {
    const results = [
      result({ status: 'fail', severity: 'critical', message: '*'.repeat(200_000), because: ['_'.repeat(200_000)] }),
      result({ status: 'fail', resource: table('other') }),
    ];
    const markdown = renderMarkdown(report(results));
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(COMMENT);
    expect(markdown).toContain('`other`');
    expect(markdown).not.toContain('left out');
  });

  it('names account and Region with each table as soon as there are two of either', () => {
    const results = [result({ status: 'fail' }), result({ status: 'fail', resource: table('orders', 'us-east-1') })];
    expect(renderMarkdown(report(results))).toContain(
      '**2 tables**: `orders` (111122223333 eu-west-1), `orders` (111122223333 us-east-1) |',
    );
  });

  it('leaves ARNs as they are, to be copied', () => {
    const { arn } = table('orders');
    const markdown = renderMarkdown(report([result({ status: 'fail', message: `vault copies ${arn}, not locked` })]));
    expect(markdown).toContain(`vault copies \`${arn}\`, not locked`);
  });

  describe('with hostile text everywhere', () => {
    const markdown = renderMarkdown(hostileReport(), { maxChars: JOB_SUMMARY });

    it('writes the text for a reviewer to see', () => {
      expectGolden('hostile.md', markdown);
    });

    it('has no HTML but its own', () => {
      const outsideCode = markdown.replace(/`[^`\n]*`/g, '');
      const tags = new Set(outsideCode.match(/<[^>]*>/g));
      expect(tags).toEqual(
        new Set(['<br>', '<code>', '</code>', '<details>', '</details>', '<summary>', '</summary>', '<sub>', '</sub>']),
      );
      expect(markdown.match(/<details>/g)?.length).toBe(markdown.match(/<\/details>/g)?.length);
    });

    it('mentions nobody, closes no issue and links nowhere', () => {
      const outsideCode = markdown.replace(/`[^`\n]*`|<code>[^<]*<\/code>/g, '');
      expect(outsideCode).not.toMatch(/@(?!&#8203;)/);
      expect(outsideCode).not.toMatch(/(?<!&)#\d|GH-\d|:\/\/|www\.|\](?:\(|\[|:)(?<!\\\]\()/);
    });

    it('keeps every table row to the columns of its heading', () => {
      const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
      const columns = (line: string) => line.replace(/\\\\/g, '').replace(/\\\|/g, '').split('|').length - 2;
      for (const heading of ['Failing as before', 'Waived']) {
        const lines = section(markdown, heading)
          .split('\n')
          .filter((line) => line.startsWith('|'));
        expect(new Set(lines.map(columns)).size).toBe(1);
      }
      expect(rows.length).toBeGreaterThan(30);
    });

    it('shows what cannot be seen', () => {
      expect(markdown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
    });
  });
});

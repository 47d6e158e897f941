import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { renderHtml } from '../../src/report/html.ts';
import { SCRIPT, SCRIPT_HASH } from '../../src/report/html-script.ts';
import { CONTROLS, HOSTILE, hostileReport, mixedReport, report, result, table } from './fixtures.ts';

const OPTIONS = { failOn: 'low', controls: CONTROLS } as const;

/** Tags with their attributes, in the order of the page, without the style sheet and the script. */
function tagsOf(page: string): readonly string[] {
  return [...page.replace(/<style>[\s\S]*?<\/style>|<script[^>]*>[\s\S]*?<\/script>/g, '').matchAll(/<[^>]*>/g)].map(
    ([tag]) => tag,
  );
}

describe('the HTML report', () => {
  const page = renderHtml(mixedReport(), OPTIONS);

  test('needs nothing from elsewhere, and may load nothing', () => {
    expect(page).not.toMatch(/\b(?:src|href|action)=|url\(|@import|https?:\/\//);
    expect(page).toContain(`default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${SCRIPT_HASH}'`);
    expect(page.match(/<script>([\s\S]*?)<\/script>/)?.[1]).toBe(SCRIPT);
    expect(SCRIPT_HASH).toBe(createHash('sha256').update(SCRIPT).digest('base64'));
  });

  test('has every result with its status, evidence and place', () => {
    const all = mixedReport();
    expect(page.match(/<div class="result"/g)).toHaveLength(all.results.length);
    for (const status of ['pass', 'fail', 'unknown', 'waived', 'not-applicable'] as const) {
      const expected = all.results.filter((one) => one.status === status).length;
      expect(page.match(new RegExp(`data-status="${status}"`, 'g'))).toHaveLength(expected);
    }
    expect(page).toContain('policies/payments.yaml:17:7');
    expect(page).toContain('(Fri 05:00 → Mon 05:00)');
    expect(page).toContain('moved to cold archive, see OPS-1432');
    expect(page).toContain('<code>backup:GetBackupPlan</code>');
  });

  test('begins with what a previewed change does', () => {
    const previewed = renderHtml(hostileReport(), OPTIONS);
    expect(previewed.indexOf('<h2>This change</h2>')).toBeGreaterThan(0);
    expect(previewed.indexOf('<h2>This change</h2>')).toBeLessThan(previewed.indexOf('<h2>Results</h2>'));
    expect(previewed).toContain('decided at <code>templates/:white_check_mark: passed:3:1</code>');
    expect(page).not.toContain('This change');
  });

  test('draws the status bar and the restore times, each with words for it', () => {
    expect(page).toContain('aria-label="6 fail, 7 unknown, 3 pass, 1 waived, 1 not-applicable"');
    expect(page).toContain('<title>p50 28 min, p95 4 h 24 s, max 4 h 18 min, RTO 4 h</title>');
    expect(page).toContain('class="late"');
  });

  test('is closed as it was opened', () => {
    const open: string[] = [];
    for (const tag of tagsOf(page)) {
      const [, closing, name = ''] = /^<(\/?)([a-z0-9]+)/i.exec(tag) ?? [];
      if (tag.endsWith('/>') || ['meta', 'input', 'br', ''].includes(name)) continue;
      if (closing === '/') expect(open.pop(), tag).toBe(name);
      else open.push(name);
    }
    expect(open).toEqual([]);
  });

  test('holds no tag or attribute of anybody else', () => {
    const hostile = renderHtml(hostileReport(), OPTIONS);
    const names = new Set(tagsOf(hostile).flatMap((tag) => /^<\/?([a-z0-9]+)/i.exec(tag)?.[1] ?? tag));
    const own = new Set(tagsOf(page).flatMap((tag) => /^<\/?([a-z0-9]+)/i.exec(tag)?.[1] ?? tag));
    expect([...names].filter((name) => !own.has(name))).toEqual([]);
    expect(tagsOf(hostile).filter((tag) => /\son[a-z]+=/i.test(tag.replace(/"[^"]*"/g, '""')))).toEqual([]);
    expect(hostile).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;');
    expect(hostile.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
    expect(hostile.match(/<div class="result"/g)).toHaveLength(3 * Object.keys(HOSTILE).length);
  });

  test('shows what fails before how long restores take', () => {
    expect(page.indexOf('<h2>Results</h2>')).toBeLessThan(page.indexOf('<h2>Restore times</h2>'));
  });

  test('puts a failure before what follows from it', () => {
    const refunds = page.slice(page.indexOf('data-name="payments-refunds'));
    expect(refunds.indexOf('<b>plan-coverage</b>')).toBeLessThan(refunds.indexOf('<b>copy-coverage</b>'));
  });

  test('tells of the tables that need help most where a browser would bear no more, and counts the rest', () => {
    const results = [
      ...Array.from({ length: 30 }, (_, index) => result({ resource: table(`t-${index}`) })),
      result({ status: 'fail', resource: table('worst') }),
    ];
    const short = renderHtml(report(results), { ...OPTIONS, most: 8_000 });
    const told = short.match(/<div class="result"/g)?.length ?? 0;
    expect(told).toBeGreaterThan(1);
    expect(told).toBeLessThan(31);
    expect(short).toContain(`${31 - told} results left out here, of the tables that need help least`);
    expect(short.indexOf('<code>worst</code>')).toBeGreaterThan(0);
  });

  test('begins with what somebody with five minutes asks', () => {
    const order = [
      'tables have everything',
      'causes of what fails',
      'What could not be decided',
      'By policy',
      'By control',
    ];
    const at = order.map((text) => page.indexOf(text));
    expect(at).toEqual(at.toSorted((a, b) => a - b));
    expect(at[0]).toBeGreaterThan(0);
    expect(page).toContain('<b>2</b> of <b>9</b> tables have everything that is asked of them');
    expect(page).toContain('<b>denied backup:GetBackupPlan</b></td><td class="n">6</td><td class="n">2</td>');
  });

  test('shows trend and owners, where they are known', () => {
    const counts = { tables: 2, pass: 1, unknown: 3, notApplicable: 0, waived: 0 };
    const owned = { ...table('a'), owner: 'team <pay>' };
    const told = renderHtml(
      report([result({ status: 'fail', resource: owned, failingSince: '2026-11-01T00:00:00.000Z' })], {
        ownerTag: { key: 'team', unread: 0 },
        trend: [
          { at: '2026-11-01T00:00:00.000Z', fail: 9, ...counts },
          { at: '2026-11-22T08:00:00.000Z', fail: 4, ...counts },
        ],
      }),
      OPTIONS,
    );
    expect(told).toContain('<td>team &lt;pay&gt;</td><td class="n">1</td>');
    expect(told).toContain('failing since 2026-11-01');
    expect(told).toContain('2026-11-01 00:00:00 UTC: 9 fail, 3 unknown → 2026-11-22 08:00:00 UTC: 4 fail, 3 unknown');
  });

  test.each([0, 1, 641, 20_001])('counts all of %i results, and has every table in its matrix', (number) => {
    const statuses = ['fail', 'pass', 'unknown', 'not-applicable', 'waived'] as const;
    const results = Array.from({ length: number }, (_, index) =>
      result({ status: statuses[index % 5] ?? 'pass', resource: table(`t-${Math.floor(index / 10)}`) }),
    );
    const all = report(results);
    const whole = renderHtml(all, { ...OPTIONS, most: 100_000 });
    const { tables, fail, unknown, pass, waived } = all.summary;
    const tile = (word: string) => new RegExp(`<b>([\\d,]+)</b> ${word}`).exec(whole)?.[1]?.replaceAll(',', '');
    expect(['tables', 'fail', 'unknown', 'pass', 'waived'].map(tile)).toEqual(
      [tables, fail, unknown, pass, waived].map(String),
    );
    const [, cells = '{}'] = /id="cells">([^<]*)</.exec(whole) ?? [];
    expect(JSON.parse(cells).tables).toHaveLength(tables);
    const told = whole.match(/<div class="result"/g)?.length ?? 0;
    const left = Number(/([\d,]+) results? left out here/.exec(whole)?.[1]?.replaceAll(',', '') ?? 0);
    expect(told + left).toBe(number);
  });

  test('of nothing says that nothing was judged', () => {
    expect(renderHtml(report([]), OPTIONS)).toContain('Nothing was judged: no policy asked anything of any table.');
  });
});

import { describe, expect, test } from 'vitest';
import type { Report, Summary } from '../../src/model/report.ts';
import type { Result } from '../../src/model/result.ts';
import { renderAsff } from '../../src/report/asff.ts';
import { renderCsv } from '../../src/report/csv.ts';
import { renderHtml } from '../../src/report/html.ts';
import { jsonLines, renderJson } from '../../src/report/json.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderOcsf } from '../../src/report/ocsf.ts';
import { renderOpenMetrics } from '../../src/report/openmetrics.ts';
import { renderSarif } from '../../src/report/sarif.ts';
import { piecesOf } from '../../src/report/streamed.ts';
import { renderText } from '../../src/report/text.ts';
import { CONTROLS, FALLBACK, report, result, table } from './fixtures.ts';

/** More of them on demand: HOLDFAST_RESULTS=200000. */
const SIZES = [0, 1, 641, 20_001, ...(process.env['HOLDFAST_RESULTS'] ?? '').split(',').filter(Boolean).map(Number)];

const CONTROLS_USED = ['plan-coverage', 'copy-coverage', 'copy-rpo', 'vault-lock', 'backup-jobs', 'restore-time'];
const STATUSES = ['fail', 'fail', 'pass', 'unknown', 'pass', 'waived', 'not-applicable'] as const;

/** Followers, several causes a control, and every status. */
function reportOf(size: number): Report {
  const results = Array.from({ length: size }, (_, index): Result => {
    const status = STATUSES[index % STATUSES.length] ?? 'pass';
    const control = CONTROLS_USED[index % CONTROLS_USED.length] ?? 'plan-coverage';
    const policy = { name: 'gold', file: 'policies/gold.yaml', line: 10 + (index % 4), column: 1, path: 'backup' };
    return result({
      control,
      status,
      policy,
      resource: table(`t-${Math.floor(index / CONTROLS_USED.length)}`),
      ...(control === 'copy-rpo' ? { follows: 'copy-coverage' } : {}),
      ...(status === 'unknown' ? { unknown: { reason: 'denied', permission: 'kms:DescribeKey', detail: 'key' } } : {}),
      ...(status === 'waived' ? { waiver: { until: '2027-01-31', reason: 'archive', approvedBy: 'ann' } } : {}),
    });
  });
  return report(results);
}

function number(pattern: RegExp, text: string): number {
  return Number(pattern.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function tally(statuses: readonly string[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const status of statuses) found[status] = (found[status] ?? 0) + 1;
  return found;
}

/** What each format says of how many results fail and are unknown, and of more where it says more. */
const FORMATS: Readonly<Record<string, (all: Report) => Partial<Summary>>> = {
  json: (all) => {
    const { results } = JSON.parse(renderJson(all)) as Report;
    const { pass = 0, fail = 0, unknown = 0, waived = 0, ...more } = tally(results.map(({ status }) => status));
    return { pass, fail, unknown, waived, notApplicable: more['not-applicable'] ?? 0 };
  },
  jsonl: (all) => {
    const lines = [...piecesOf(jsonLines, all)].join('').trim().split('\n');
    const { pass = 0, fail = 0, unknown = 0 } = tally(lines.flatMap((line) => JSON.parse(line).status ?? []));
    return { pass, fail, unknown };
  },
  text: (all) => {
    const [, line = ''] = /^([\d,]+ tables?; results: .*)$/m.exec(renderText(all, { colour: false, width: 500 })) ?? [];
    const of = (word: string) => number(new RegExp(`([\\d,]+) ${word}`), line);
    return { tables: of('table'), fail: of('fail'), unknown: of('unknown'), pass: of('pass'), waived: of('waived') };
  },
  markdown: (all) => {
    const cells = /^\| ([\d,]+(?: \| [\d,]+)*) \|$/m.exec(renderMarkdown(all))?.[1] ?? '';
    const [tables = 0, fail = 0, unknown = 0, pass = 0, waived = 0, notApplicable = 0] = cells
      .replaceAll(',', '')
      .split(' | ')
      .map(Number);
    return { tables, fail, unknown, pass, waived, notApplicable };
  },
  'the causes of Markdown': (all) => {
    const causes = renderMarkdown(all, { maxChars: 1_000_000 })
      .split('\n### ')
      .find((part) => part.startsWith('Why'));
    const told = [...(causes ?? '').matchAll(/<\/code>: ([\d,]+) failing/g)].map(([, text = '']) => Number(text));
    return { fail: sum(told) + number(/Evidence of ([\d,]+) more/, causes ?? '') };
  },
  html: (all) => {
    const page = renderHtml(all, { failOn: 'low', controls: CONTROLS, most: 200_000 });
    const of = (word: string) => number(new RegExp(`<b>([\\d,]+)</b> ${word}</li>`), page);
    return { tables: of('tables'), fail: of('fail'), unknown: of('unknown'), pass: of('pass'), waived: of('waived') };
  },
  junit: (all) => {
    const xml = renderJunit(all);
    return {
      fail: number(/<testsuites[^>]* failures="(\d+)"/, xml),
      unknown: number(/<testsuites[^>]* errors="(\d+)"/, xml),
    };
  },
  csv: (all) => {
    const {
      fail = 0,
      unknown = 0,
      pass = 0,
    } = tally(
      renderCsv(all)
        .split('\n')
        .slice(1)
        .map((row) => row.split(',')[0] ?? ''),
    );
    return { fail, unknown, pass };
  },
  ocsf: (all) => {
    const codes = [...renderOcsf(all, CONTROLS).matchAll(/"status_code": ?"([^"]+)"/g)].map(([, code = '']) => code);
    const { fail = 0, unknown = 0, pass = 0, waived = 0 } = tally(codes);
    return { fail, unknown, pass, waived };
  },
  asff: (all) => {
    const told = [...renderAsff(all, CONTROLS).matchAll(/"Compliance": ?\{\s*"Status": ?"([^"]+)"/g)];
    const { PASSED = 0 } = tally(told.map(([, status = '']) => status));
    return { pass: PASSED };
  },
  openmetrics: (all) => {
    const of = (status: string) =>
      number(new RegExp(`holdfast_results\\{status="${status}"\\} (\\d+)`), renderOpenMetrics(all));
    return { fail: of('fail'), unknown: of('unknown'), pass: of('pass') };
  },
};

describe.each(SIZES)('the numbers of %i results', (size) => {
  const all = reportOf(size);
  const { summary } = all;

  test.each(Object.keys(FORMATS))('agree with the report in %s', (format) => {
    const said = FORMATS[format]?.(all) ?? {};
    const expected = Object.fromEntries(Object.keys(said).map((key) => [key, summary[key as keyof Summary]]));
    expect(said).toEqual(expected);
  });

  test('agree in SARIF, which tells of what is open or waived', () => {
    const [run] = JSON.parse(renderSarif(all, { controls: CONTROLS, fallbackLocation: FALLBACK })).runs;
    const told: readonly { properties: { count: number } }[] = run.results;
    expect(sum(told.map(({ properties }) => properties.count)) + run.properties.resultsLeftOut).toBe(
      summary.fail + summary.unknown + summary.waived,
    );
  });

  test('of the causes are all open results, each once or as what follows', () => {
    const roots = sum(all.causes.map(({ fingerprints }) => fingerprints.length));
    const text = renderText(all, { colour: false, width: 500, complete: true });
    const open = all.results.filter(({ status }) => status === 'fail' || status === 'unknown');
    expect(roots).toBeLessThanOrEqual(open.length);
    const said = number(/causes of ([\d,]+) failing/, text);
    if (said > 0) expect(said).toBe(summary.fail);
  });
});

import { gzipSync } from 'node:zlib';
import type { Log, Run, Result as SarifResult } from 'sarif';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { Result } from '../../src/model/result.ts';
import { SEVERITIES } from '../../src/model/severity.ts';
import { renderSarif, type SarifOptions } from '../../src/report/sarif.ts';
import { SARIF_LEVELS } from '../../src/report/sarif-result.ts';
import { CONTROLS, FALLBACK, HOSTILE, hostileReport, mixedReport, report, result, table } from './fixtures.ts';
import { expectGolden } from './golden.ts';

const options: SarifOptions = { controls: CONTROLS, fallbackLocation: FALLBACK, category: 'holdfast/live/' };

function runOf(from: Report, change: Partial<SarifOptions> = {}): Run {
  const log: Log = JSON.parse(renderSarif(from, { ...options, ...change }));
  const [run] = log.runs;
  if (run === undefined) throw new Error('a log without a run');
  return run;
}

function resultsOf(from: Report, change: Partial<SarifOptions> = {}): readonly SarifResult[] {
  return runOf(from, change).results ?? [];
}

/** A property bag's entry. */
function bag(holder: SarifResult | Run | undefined, key: string): unknown {
  return holder?.properties?.[key];
}

function fingerprintsOf(one: SarifResult): Readonly<Record<string, string>> {
  return one.partialFingerprints ?? {};
}

function placeOf(one: SarifResult | undefined): string {
  const { artifactLocation, region } = one?.locations?.[0]?.physicalLocation ?? {};
  return `${artifactLocation?.uri}:${region?.startLine}:${region?.startColumn}`;
}

function atLine(line: number): Pick<Result, 'policy'> {
  return { policy: { name: 'p', file: 'policies/p.yaml', line, column: 5, path: `backup.objectives[${line}]` } };
}

const failing = { status: 'fail' } as const;
const unknown = { status: 'unknown', unknown: { reason: 'undocumented', detail: 'AWS does not say' } } as const;

describe('renderSarif', () => {
  it('writes a log that code scanning takes', () => {
    expectGolden('mixed.sarif', renderSarif(mixedReport(), options));
  });

  it('writes the same bytes whatever the order of results and controls', () => {
    const mixed = mixedReport();
    const shuffled = { ...mixed, results: mixed.results.toReversed() };
    expect(renderSarif(shuffled, { ...options, controls: CONTROLS.toReversed() })).toBe(renderSarif(mixed, options));
  });

  it.each([
    ['the mixed report', mixedReport()],
    ['hostile text', hostileReport()],
  ])('gives every result a rule, one place in the checkout and its fingerprints: %s', (_, from) => {
    const run = runOf(from);
    const rules = run.tool.driver.rules ?? [];
    const results = run.results ?? [];
    expect(results.length).toBeGreaterThan(0);
    for (const one of results) {
      expect(rules[one.ruleIndex ?? -1]?.id).toBe(one.ruleId);
      expect(one.locations).toHaveLength(1);
      expect(placeOf(one)).toMatch(/^(?!\/)[\w.%~!*'()-]+(?:\/[\w.%~!*'()-]+)*:[1-9]\d*:[1-9]\d*$/);
      expect(one.message.text).toBeTruthy();
      expect(['error', 'warning', 'note']).toContain(one.level);
      // Any other name is upload-sarif's, or a second one of ours.
      expect(Object.keys(fingerprintsOf(one))).toEqual(['holdfast/v1']);
    }
    expect(new Set(results.map((one) => fingerprintsOf(one)['holdfast/v1'])).size).toBe(results.length);
    // GitHub makes one alert of all results of a rule at a line.
    const alerts = results.filter((one) => one.suppressions === undefined);
    const lines = alerts.map((one) => `${one.ruleId} ${placeOf(one).replace(/:\d+$/, '')}`);
    expect(new Set(lines).size).toBe(lines.length);
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
    expect(run.automationDetails?.id).toBe('holdfast/live/');
  });

  it('leaves the category to the upload where none is given', () => {
    expect(runOf(mixedReport(), { category: undefined })).not.toHaveProperty('automationDetails');
  });

  it('tells of all tables that one line asks too much of in one result', () => {
    const tables = Array.from({ length: 30 }, (_, index) => result({ ...failing, resource: table(`t${index + 10}`) }));
    const open = result({ ...unknown, severity: 'critical', resource: table('open') });
    const [one, ...others] = resultsOf(report([...tables, open]));
    expect(others).toEqual([]);
    expect(one?.level).toBe(SARIF_LEVELS[tables[0]?.severity ?? 'low']);
    expect(one?.message.text).toMatch(/^fails for 30 tables, unknown for 1 table\nt10 \(/);
    expect(one?.message.text).toMatch(/\nt29 .*\nand 11 more results in the JSON report$/);
    expect(bag(one, 'count')).toBe(31);
    expect(bag(one, 'tables')).toHaveLength(31);
    expect(bag(one, 'tables')).toContainEqual(expect.objectContaining({ arn: open.resource.arn, status: 'unknown' }));
  });

  it('keeps the fingerprint of a cause while its tables come and go', () => {
    const two = [table('a'), table('b')].map((resource) => result({ ...failing, resource }));
    const prints = [two, two.slice(1)].map((results) => resultsOf(report(results)).map(fingerprintsOf));
    expect(prints[0]).toEqual(prints[1]);
  });

  it('leaves passes and what does not apply to the JSON report', () => {
    expect(resultsOf(report([result(), result({ status: 'not-applicable' })]))).toEqual([]);
  });

  it('takes the level from the severity that the policy set, not from the rule', () => {
    const results = SEVERITIES.map((severity, index) => result({ ...failing, severity, ...atLine(index + 1) }));
    expect(resultsOf(report(results)).map((one) => [bag(one, 'severity'), one.level])).toEqual([
      ['critical', 'error'],
      ['high', 'error'],
      ['medium', 'warning'],
      ['low', 'note'],
    ]);
  });

  it('never shows an unknown result as a failure', () => {
    const [one] = resultsOf(report([result({ ...unknown, severity: 'critical' })]));
    expect(one?.level).toBe('note');
    expect(one?.message.text).toMatch(/^unknown: orders .*\nundocumented: AWS does not say$/s);
  });

  it('sets no security severity, which would override the level of every result of the rule', () => {
    expect(renderSarif(mixedReport(), options)).not.toContain('security-severity');
  });

  it('keeps a waived result with its justification, or omits it', () => {
    const waiver = { until: '2027-01-31', reason: 'moved to archive', approvedBy: 'oncall' };
    const waived = report([result({ status: 'waived', waiver })]);
    expect(resultsOf(waived)[0]?.suppressions).toEqual([
      {
        kind: 'external',
        status: 'accepted',
        justification: 'moved to archive (approved by oncall, until 2027-01-31)',
      },
    ]);
    expect(resultsOf(waived, { waived: 'omitted' })).toEqual([]);
  });

  it('places a result without a policy at the fallback', () => {
    const { policy: _, ...bare } = result({ ...failing, control: 'policy-coverage' });
    expect(placeOf(resultsOf(report([bare]))[0])).toBe('policies/baseline.yaml:1:1');
  });

  it.each(['/etc/policy.yaml', 'C:\\policies\\a.yaml', '../shared/policy.yaml', 'policies/../../policy.yaml'])(
    'places a result at the fallback when its policy is outside the checkout, and says where it is: %s',
    (file) => {
      const policy = { name: 'p', file, line: 3, column: 5, path: 'backup' };
      const [one] = resultsOf(report([result({ ...failing, policy })]));
      expect(placeOf(one)).toBe('policies/baseline.yaml:1:1');
      expect(one?.message.text).toContain(`asked at ${file}:3:5`);
    },
  );

  it('writes file names as relative URIs', () => {
    const policy = { name: 'p', file: './policies\\tier 1/ä#b?.yaml', line: 3, column: 5, path: 'backup' };
    expect(placeOf(resultsOf(report([result({ ...failing, policy })]))[0])).toBe(
      'policies/tier%201/%C3%A4%23b%3F.yaml:3:5',
    );
  });

  it('holds no unseen character, whatever is hostile', () => {
    const policy = { name: HOSTILE.c1, file: 'policies/p.yaml', line: 3, column: 5, path: HOSTILE.c1 };
    const named = report([result({ status: 'fail', policy })]);
    for (const from of [hostileReport(), named]) expect(renderSarif(from, options)).not.toMatch(/[^\P{C}\n]/u);
    expect(resultsOf(named).map(fingerprintsOf)).toMatchObject([
      { 'holdfast/v1': expect.stringContaining(HOSTILE.c1) },
    ]);
  });

  it('lets no hostile text add lines, links or unseen characters to a message', () => {
    for (const text of Object.values(HOSTILE)) {
      const [one] = resultsOf(report([result({ ...failing, message: text, because: [text] })]));
      const lines = one?.message.text?.split('\n') ?? [];
      expect(lines).toHaveLength(2);
      expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\]\(/u);
    }
  });

  it('keeps twenty lines of evidence and counts the others', () => {
    const because = Array.from({ length: 25 }, (_, index) => `line ${index}`);
    const text = resultsOf(report([result({ ...failing, because })]))[0]?.message.text;
    expect(text).toContain('line 19\nand 5 more lines in the JSON report');
  });

  it('keeps the 5,000 worst and counts what it leaves out', () => {
    const results = Array.from({ length: 6000 }, (_, index) =>
      result({
        ...(index % 2 === 0 ? unknown : failing),
        severity: SEVERITIES[index % SEVERITIES.length] ?? 'low',
        resource: table(`t${index}`),
        ...atLine(index + 1),
      }),
    );
    const run = runOf(report(results));
    expect(run.results).toHaveLength(5000);
    expect(bag(run, 'resultsLeftOut')).toBe(1000);
    expect(run.results?.filter((one) => bag(one, 'status') === 'fail')).toHaveLength(3000);
    expect(run.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toMatch(/^1,000 results left out/);
  });

  it('leaves out more when the compressed log would be too large', () => {
    const results = Array.from({ length: 400 }, (_, index) =>
      result({ ...failing, ...atLine(index + 1), message: `${index} ${Math.sin(index)} ${Math.cos(index)}` }),
    );
    const limits = { results: 5000, gzipBytes: 8000 };
    const text = renderSarif(report(results), { ...options, limits });
    const run = runOf(report(results), { limits });
    expect(gzipSync(text).byteLength).toBeLessThanOrEqual(8000);
    expect(run.results?.length).toBeGreaterThan(0);
    expect((run.results?.length ?? 0) + Number(bag(run, 'resultsLeftOut'))).toBe(400);
  });

  it('describes each control that occurs, once, and names one that it knows nothing about', () => {
    const results = [result(failing), result(failing), result({ ...failing, control: 'brand-new' })];
    expect(runOf(report(results)).tool.driver.rules).toEqual([
      expect.objectContaining({
        id: 'backup-frequency',
        name: 'BackupFrequency',
        helpUri: 'https://example.com/docs/controls.md#backup-frequency',
        defaultConfiguration: { level: 'error' },
      }),
      { id: 'brand-new', name: 'BrandNew' },
    ]);
  });
});

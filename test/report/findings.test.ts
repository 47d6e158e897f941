import { describe, expect, test } from 'vitest';
import { renderAsff } from '../../src/report/asff.ts';
import { renderOcsf } from '../../src/report/ocsf.ts';
import { CONTROLS, HOSTILE, hostileReport, mixedReport, report, result, table } from './fixtures.ts';

interface Finding {
  readonly Id: string;
  readonly AwsAccountId: string;
  readonly Title: string;
  readonly Description: string;
  readonly Severity: { readonly Label: string };
  readonly Compliance: { readonly Status: string };
  readonly Workflow: { readonly Status: string };
  readonly ProductFields: Readonly<Record<string, string>>;
  readonly Remediation?: { readonly Recommendation: { readonly Text: string } };
  readonly Resources: readonly { readonly Id: string; readonly Region: string }[];
}

const asff = (...args: Parameters<typeof renderAsff>): readonly Finding[] => JSON.parse(renderAsff(...args));

describe('the ASFF report', () => {
  test('says of each status what Security Hub has a word for', () => {
    const findings = asff(mixedReport(), CONTROLS);
    expect(findings).toHaveLength(mixedReport().results.length);
    const words = new Map(
      findings.map((one) => [
        one.ProductFields['holdfast/status'],
        [one.Compliance.Status, one.Workflow.Status, one.Severity.Label === 'INFORMATIONAL'],
      ]),
    );
    expect(Object.fromEntries(words)).toEqual({
      pass: ['PASSED', 'RESOLVED', true],
      fail: ['FAILED', 'NEW', false],
      unknown: ['WARNING', 'NEW', true],
      waived: ['FAILED', 'SUPPRESSED', true],
      'not-applicable': ['NOT_AVAILABLE', 'RESOLVED', true],
    });
  });

  test('keeps to the lengths that Security Hub takes', () => {
    const long = 'x'.repeat(5_000);
    const results = [result({ status: 'fail', message: long, because: [long] })];
    const [info] = CONTROLS;
    const controls = info ? [{ ...info, id: 'backup-frequency', title: long, remediation: long }] : [];
    const [finding] = asff(report(results), controls);
    expect(finding?.Title).toHaveLength(256);
    expect(finding?.Description).toHaveLength(1_024);
    expect(finding?.Remediation?.Recommendation.Text).toHaveLength(512);
  });

  test('has the fields that BatchImportFindings requires', () => {
    for (const finding of asff(mixedReport(), CONTROLS)) {
      expect(finding).toMatchObject({
        SchemaVersion: '2018-10-08',
        Id: expect.stringMatching(/^holdfast\/./),
        ProductArn: expect.stringMatching(/^arn:aws:securityhub:[a-z0-9-]+:\d{12}:product\/\d{12}\/default$/),
        GeneratorId: expect.stringMatching(/^holdfast\/./),
        AwsAccountId: expect.stringMatching(/^\d{12}$/),
        CreatedAt: '2026-11-22T08:00:00.000Z',
        UpdatedAt: '2026-11-22T08:00:00.000Z',
        Severity: { Label: expect.stringMatching(/^(INFORMATIONAL|LOW|MEDIUM|HIGH|CRITICAL)$/) },
        Resources: [{ Type: 'AwsDynamoDbTable', Partition: 'aws' }],
      });
    }
  });

  test('leaves out what no account can be named for', () => {
    const nowhere = { ...table('*'), account: '' };
    expect(asff(report([result({ resource: nowhere }), result()]), CONTROLS)).toHaveLength(1);
  });

  test('shows what cannot be seen', () => {
    expect(renderAsff(hostileReport(), CONTROLS)).not.toMatch(/[^\P{C}\n]/u);
    expect(asff(hostileReport(), CONTROLS)).toHaveLength(3 * Object.keys(HOSTILE).length);
  });
});

describe('the OCSF report', () => {
  const events = (text: string): readonly Record<string, unknown>[] => JSON.parse(text);

  test('is a list of compliance findings with every required attribute', () => {
    const all = events(renderOcsf(mixedReport(), CONTROLS));
    expect(all).toHaveLength(mixedReport().results.length);
    for (const event of all) {
      expect(event).toMatchObject({
        activity_id: 1,
        category_uid: 2,
        class_uid: 2003,
        type_uid: 200301,
        time: Date.UTC(2026, 10, 22, 8),
        severity_id: expect.any(Number),
        metadata: { version: '1.3.0', product: { name: 'Holdfast' }, profiles: ['cloud'] },
        finding_info: { uid: expect.any(String), title: expect.any(String) },
        compliance: { standards: [expect.any(String)], status_id: expect.any(Number) },
        cloud: { provider: 'AWS', account: { uid: '111122223333' }, region: 'eu-west-1' },
      });
    }
  });

  test('never tells an unknown or waived result as a pass', () => {
    const byStatus = new Map(
      events(renderOcsf(mixedReport(), CONTROLS)).map(({ compliance, status, severity }) => {
        const { status_code: code, status: word } = Object(compliance);
        return [code, [word, status, severity === 'Informational']];
      }),
    );
    expect(Object.fromEntries(byStatus)).toEqual({
      pass: ['Pass', 'Resolved', true],
      fail: ['Fail', 'New', false],
      unknown: ['Warning', 'New', true],
      waived: ['Fail', 'Suppressed', true],
      'not-applicable': ['Not applicable', 'Resolved', true],
    });
  });

  test('is inert with hostile text', () => {
    const text = renderOcsf(hostileReport(), CONTROLS);
    expect(text).not.toMatch(/[^\P{C}\n]/u);
    expect(JSON.stringify(events(text))).toContain(JSON.stringify(HOSTILE.html).slice(1, -1));
  });
});

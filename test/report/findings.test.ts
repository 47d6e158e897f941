import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RESOURCE_TYPES } from '../../src/model/result.ts';
import { renderAsff } from '../../src/report/asff.ts';
import { renderOcsf } from '../../src/report/ocsf.ts';
import { ASFF_FINDING, ASFF_FINDING_BYTES } from './asff-schema.ts';
import { CONTROLS, HOSTILE, hostileReport, mixedReport, report, result, table } from './fixtures.ts';
import { OCSF_COMPLIANCE_FINDING } from './ocsf-schema.ts';

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

const ajv = new Ajv2020({ allErrors: true, strictRequired: false });

/** What a document has that its format does not allow. */
function mistakes(schema: object, documents: readonly unknown[]): readonly string[] {
  const validate = ajv.compile(schema);
  return documents.flatMap((document) =>
    validate(document) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`),
  );
}

/** One failing result for each kind of resource, as a comparison with a baseline has them. */
const driftReport = report(
  RESOURCE_TYPES.map((type) =>
    result({
      control: 'drift',
      status: 'fail',
      resource: {
        ...table('daily', type === 'AWS::Backup::GlobalSettings' ? 'global' : 'eu-west-1'),
        type,
      },
    }),
  ),
);

const REPORTS = [
  ['every kind of result', mixedReport()],
  ['hostile text', hostileReport()],
  ['drift', driftReport],
] as const;

/** Reports about a table of any name, with any message and evidence, long ones too. */
const anyReport = fc
  .record({
    name: fc.string({ unit: 'binary', maxLength: 3_000 }),
    message: fc.string({ unit: 'grapheme', maxLength: 3_000 }).map((text) => `found ${text}`),
    partition: fc.constantFrom('aws', 'aws-cn', 'aws-us-gov', 'aws-eusc', 'aws-iso'),
    status: fc.constantFrom('pass', 'fail', 'unknown', 'waived', 'not-applicable'),
  })
  .map(({ name, message, partition, status }) => {
    const plain = table(name);
    const resource = { ...plain, arn: plain.arn.replace('arn:aws:', `arn:${partition}:`) };
    const unknown = { reason: 'denied', detail: message } as const;
    const waiver = { until: '2027-01-31', reason: message, approvedBy: name };
    return report([
      result({ status, resource, message, because: [name, message], ...(status === 'unknown' ? { unknown } : {}) }),
      result({ status, resource, message, ...(status === 'waived' ? { waiver } : {}) }),
    ]);
  });

describe('the ASFF report', () => {
  test.each(REPORTS)('is what BatchImportFindings takes: %s', (_, each) => {
    const findings = asff(each, CONTROLS);
    expect(findings.length).toBeGreaterThan(0);
    expect(mistakes(ASFF_FINDING, findings)).toEqual([]);
  });

  test('is what BatchImportFindings takes, whatever a table is called', () => {
    fc.assert(
      fc.property(anyReport, (each) => {
        const findings = asff(each, CONTROLS);
        expect(mistakes(ASFF_FINDING, findings)).toEqual([]);
        for (const finding of findings) {
          const text = JSON.stringify(finding);
          expect(Buffer.byteLength(text)).toBeLessThan(ASFF_FINDING_BYTES);
          // A text cut in the middle of a character would be no text any more.
          expect(Buffer.from(text).toString()).toBe(text);
        }
      }),
    );
  });

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

  test.each(REPORTS)('is made of Compliance Findings of OCSF 1.3.0: %s', (_, each) => {
    const all = events(renderOcsf(each, CONTROLS));
    expect(all.length).toBeGreaterThan(0);
    expect(mistakes(OCSF_COMPLIANCE_FINDING, all)).toEqual([]);
  });

  test('is made of Compliance Findings whatever a table is called', () => {
    fc.assert(
      fc.property(anyReport, (each) => {
        expect(mistakes(OCSF_COMPLIANCE_FINDING, events(renderOcsf(each, CONTROLS)))).toEqual([]);
      }),
    );
  });

  test('would be caught with an attribute that the schema has not, or a caption of another id', () => {
    const [good] = events(renderOcsf(mixedReport(), CONTROLS));
    expect(mistakes(OCSF_COMPLIANCE_FINDING, [{ ...good, table: 'orders' }])).not.toEqual([]);
    expect(mistakes(OCSF_COMPLIANCE_FINDING, [{ ...good, severity_id: 1, severity: 'High' }])).not.toEqual([]);
  });

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

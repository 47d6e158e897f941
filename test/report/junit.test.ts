import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { renderJunit } from '../../src/report/junit.ts';
import { HOSTILE, hostileReport, mixedReport, report, result } from './fixtures.ts';

interface Case {
  readonly name: string;
  readonly classname: string;
  readonly failure?: { readonly message: string; readonly type: string; readonly '#text': string };
  readonly error?: { readonly message: string; readonly type: string };
  readonly skipped?: { readonly message: string };
}
interface Suite {
  readonly name: string;
  readonly tests: string;
  readonly failures: string;
  readonly errors: string;
  readonly skipped: string;
  readonly testcase: readonly Case[];
}

function suitesOf(xml: string): { readonly tests: string; readonly testsuite: readonly Suite[] } {
  expect(XMLValidator.validate(xml)).toBe(true);
  const isArray = (name: string) => name === 'testsuite' || name === 'testcase';
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray,
    parseAttributeValue: false,
  });
  return parser.parse(xml).testsuites;
}

describe('the JUnit report', () => {
  test('has a suite for each policy, whose numbers add up', () => {
    const all = mixedReport();
    const { tests, testsuite } = suitesOf(renderJunit(all));
    expect(Number(tests)).toBe(all.results.length);
    for (const suite of testsuite) {
      expect(suite.testcase).toHaveLength(Number(suite.tests));
      expect(suite.testcase.filter((one) => one.failure !== undefined)).toHaveLength(Number(suite.failures));
      expect(suite.testcase.filter((one) => one.error !== undefined)).toHaveLength(Number(suite.errors));
      expect(suite.testcase.filter((one) => one.skipped !== undefined)).toHaveLength(Number(suite.skipped));
    }
    const sum = (of: (suite: Suite) => string) => testsuite.reduce((total, suite) => total + Number(of(suite)), 0);
    expect(sum((suite) => suite.failures)).toBe(all.summary.fail);
    expect(sum((suite) => suite.errors)).toBe(all.summary.unknown);
    expect(sum((suite) => suite.skipped)).toBe(all.summary.waived + all.summary.notApplicable);
  });

  test('tells why, where it was asked, and what would settle an unknown', () => {
    const xml = renderJunit(mixedReport());
    const cases = suitesOf(xml).testsuite.flatMap((suite) => suite.testcase);
    const failing = cases.find((one) => one.failure?.type === 'critical');
    expect(failing?.name).toBe('payments-orders (111122223333 eu-west-1) backup.objectives[0].frequency');
    expect(failing?.failure?.message).toBe('longest gap between scheduled backups is 3 d; policy asks for 24 h');
    expect(failing?.failure?.['#text']).toContain('asked at policies/payments.yaml:17:7');
    expect(xml).toContain('settled by the IAM action backup:GetBackupPlan');
  });

  test('writes times with three decimals at most', () => {
    for (const [, time] of renderJunit(mixedReport()).matchAll(/ time="([^"]*)"/g)) {
      expect(time).toMatch(/^\d+(\.\d{1,3})?$/);
    }
  });

  test('gives hostile text back as text', () => {
    const suites = suitesOf(renderJunit(hostileReport())).testsuite;
    const messages = suites.flatMap((suite) => suite.testcase).flatMap((one) => one.failure?.message ?? []);
    expect(messages).toHaveLength(Object.keys(HOSTILE).length);
    expect(renderJunit(hostileReport())).not.toMatch(/<(img|details)/);
    const unseen = renderJunit(report([result({ status: 'fail', message: ']]>\u0000\u001b' })]));
    expect(unseen.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  test('of nothing is a valid file', () => {
    expect(suitesOf(renderJunit(report([]))).tests).toBe('0');
  });
});

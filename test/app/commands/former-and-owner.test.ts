import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { reportSchema } from '../../../src/app/files/report-schema.ts';
import { denied, type ExampleParts, NOW } from '../../../src/controls/example.ts';
import { known } from '../../../src/model/fact.ts';
import { plusMinutes } from '../../../src/model/instant.ts';
import type { Report } from '../../../src/model/report.ts';
import { memoryHost, runLine } from '../memory-host.ts';
import { savedInventory } from '../saved-inventory.ts';

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: orders
tables: { names: [orders] }
backup:
  objectives:
    - frequency: 1h
      retention: 35d
  pointInTimeRecovery: { window: 35d }
`;
const DAYS = (days: number) => plusMinutes(NOW, -days * 1440);

async function check(line: string, parts: ExampleParts, files: Record<string, string> = {}) {
  const host = memoryHost({ files: { 'policies/orders.yaml': POLICY, ...files } });
  const exit = await runLine(`check --inventory ${savedInventory(parts)} ${line}`, host);
  return { exit, out: host.out(), err: host.err() };
}

function reportOf(text: string): Report {
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile<Report>(reportSchema);
  const report: unknown = JSON.parse(text);
  if (validate(report)) return report;
  throw new Error(JSON.stringify(validate.errors));
}

const withPitr = (enabled: boolean): ExampleParts => ({
  table: { pointInTimeRecovery: known({ enabled }, 'dynamodb:DescribeContinuousBackups') },
});

describe('former reports', () => {
  test('become a trend, and tell since when without a break each result fails', async () => {
    const at = async (days: number, enabled: boolean) =>
      (await check(`--now ${DAYS(days)} --report json`, withPitr(enabled))).out;
    const files = { 'c.json': await at(3, true), 'a.json': await at(9, false), 'b.json': await at(6, false) };
    const line = '--former-report c.json --former-report a.json --former-report b.json';
    const report = reportOf((await check(`${line} --report json`, withPitr(false), files)).out);
    expect(report.trend?.map((point) => [point.at, point.fail])).toEqual([
      [DAYS(9), expect.any(Number)],
      [DAYS(6), expect.any(Number)],
      [DAYS(3), expect.any(Number)],
      [NOW, report.summary.fail],
    ]);
    const since = (control: string) => report.results.find((result) => result.control === control)?.failingSince;
    expect([since('backup-frequency'), since('point-in-time-recovery')]).toEqual([DAYS(9), NOW]);
    expect(
      report.results.filter(({ status, failingSince }) => (status === 'fail') !== (failingSince !== undefined)),
    ).toEqual([]);

    const text = (await check(line, withPitr(false), files)).out;
    expect(text).toContain(`failing since ${DAYS(9).slice(0, 10)}`);
    expect(text).toMatch(/TREND {2}4 reports\n {2}\S+ \d fail, \d unknown → /);
    expect((await check(`${line} --report markdown`, withPitr(false), files)).out).toContain('### Trend');
  });

  test('are read before anything is judged', async () => {
    const { exit, err } = await check('--former-report none.json', {});
    expect([exit, err]).toEqual([2, expect.stringContaining('no such file: none.json')]);
  });
});

describe('--owner-tag', () => {
  test('names the owner of each table, and groups by it', async () => {
    const parts: ExampleParts = { table: { tags: { team: 'payments' } } };
    const report = reportOf((await check('--owner-tag team --report json', parts)).out);
    expect(new Set(report.results.map(({ resource }) => resource.owner))).toEqual(new Set(['payments']));
    expect(report.ownerTag).toEqual({ key: 'team', unread: 0 });
    expect((await check('--owner-tag team', parts)).out).toMatch(
      /OWNERS {2}by the tag team\n {2}- payments: 1 table; \d fail/,
    );
    expect((await check('--owner-tag team --report markdown', parts)).out).toContain('| `payments` | 1 |');
    expect(reportOf((await check('--report json', parts)).out)).not.toHaveProperty('ownerTag');
  });

  test('says where tags could not be read', async () => {
    const parts: ExampleParts = { table: { tags: denied('tag:GetResources') } };
    const report = reportOf((await check('--owner-tag team --report json', parts)).out);
    expect(report.ownerTag).toEqual({ key: 'team', unread: 1 });
    expect((await check('--owner-tag team', parts)).out).toContain('no tag team, or tags not read: 1 table');
  });

  test('asks for the tags that it needs', async () => {
    const policies = { files: { 'policies/orders.yaml': POLICY } };
    const grants = async (line: string) => {
      const host = memoryHost(policies);
      await runLine(`permissions ${line}`, host);
      return host.out();
    };
    expect(await grants('')).not.toContain('tag:GetResources');
    expect(await grants('--owner-tag team')).toContain('tag:GetResources');
  });
});

import { writeFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { reportSchema } from '../../src/app/files/report-schema.ts';
import { denied, type ExampleParts, exampleInventory } from '../../src/controls/example.ts';
import { known } from '../../src/model/fact.ts';
import type { Report } from '../../src/model/report.ts';
import { memoryHost, runLine } from '../app/memory-host.ts';
import { savedInventory, temporaryFile } from '../app/saved-inventory.ts';

const HEAD = 'apiVersion: holdfast/v1\nkind: Policy\nname: gold\ntables: { names: ["orders*"] }\n';

interface Case {
  readonly policy: string;
  readonly framework?: string;
  readonly parts?: ExampleParts;
  readonly line?: string;
}

async function judged({ policy, framework, parts = {}, line = '' }: Case) {
  const host = memoryHost({ files: { 'policies/gold.yaml': HEAD + policy } });
  const named = framework === undefined ? '' : ` --framework ${framework}`;
  const exit = await runLine(`check --inventory ${savedInventory(parts)}${named} --report json${line}`, host);
  const report: Report = JSON.parse(host.out());
  return { exit, report, err: host.err() };
}

async function statusOf(id: string, given: Case) {
  const { report } = await judged(given);
  return report.frameworks?.[0]?.requirements.find((each) => each.id === id);
}

const DAILY = 'backup: { objectives: [{ frequency: 24h, retention: 35d }] }\n';
const MONTHLY = 'backup: { objectives: [{ frequency: 31d, retention: 35d }] }\n';
const COPIES = 'backup: { copies: [{ region: eu-central-1, frequency: 24h, retention: 35d }] }\n';
const WAIVED =
  'waivers: [{ tables: { names: ["*"] }, controls: [copy-coverage, copy-frequency, copy-retention, copy-recovery-point-age], until: 2027-01-31, reason: later, approvedBy: ops }]\n';

describe('where a requirement stands', () => {
  test.each([
    [
      'a daily backup meets one that asks for a daily one',
      'CP-9(a)',
      { policy: DAILY, framework: 'fedramp-rev5-high' },
      'met',
    ],
    [
      'a monthly one passes its policy and does not',
      'CP-9(a)',
      { policy: MONTHLY, framework: 'fedramp-rev5-high' },
      'not-met',
    ],
    [
      'where the framework sets no number, the policy’s own counts',
      'CP-9(a)',
      { policy: MONTHLY, framework: 'nist-800-53-r5' },
      'met',
    ],
    [
      'one of two objectives within the bound is enough',
      'CP-9(a)',
      {
        policy: 'backup: { objectives: [{ frequency: 24h, retention: 35d }, { frequency: 31d, retention: 35d }] }\n',
        framework: 'fedramp-rev5-low',
      },
      'met',
    ],
    [
      'a failure is not met',
      'CP-9(a)',
      { policy: DAILY, framework: 'nist-800-53-r5', parts: { rules: [] } },
      'not-met',
    ],
    [
      'an unknown result is unknown',
      'CP-9(a)',
      { policy: DAILY, framework: 'nist-800-53-r5', parts: { rules: denied('backup:GetBackupPlan') } },
      'unknown',
    ],
    [
      'a failure is not met, of copies too',
      'CP-6(a)',
      { policy: COPIES, framework: 'nist-800-53-r5', parts: { copyVaults: [{}], copies: [] } },
      'not-met',
    ],
    ['a waiver beats a pass', 'CP-6(a)', { policy: COPIES + WAIVED, framework: 'nist-800-53-r5' }, 'waived'],
    [
      'a policy that asks for no copies proves nothing of them',
      'CP-6(a)',
      { policy: DAILY, framework: 'nist-800-53-r5' },
      'not-asked',
    ],
    [
      'a plan without a frequency proves none',
      'CP-9(a)',
      { policy: 'backup: {}\n', framework: 'nist-800-53-r5' },
      'not-asked',
    ],
    [
      'what only supports meets nothing',
      'CP-9(a)',
      { policy: 'backup: { pointInTimeRecovery: {} }\n', framework: 'nist-800-53-r5' },
      'not-asked',
    ],
    [
      'a lock that is not asked for is no evidence',
      'CP-9(d)',
      { policy: 'backup: { vault: { lock: none } }\n', framework: 'nist-800-53-r5' },
      'not-asked',
    ],
  ] as const)('%s', async (_, id, given, status) => {
    expect((await statusOf(id, given))?.status).toBe(status);
  });

  test('says which line of a policy asks for too little', async () => {
    const found = await statusOf('CP-9(a)', { policy: MONTHLY, framework: 'fedramp-rev5-high' });
    expect(found?.reasons).toEqual([
      'policy gold (policies/gold.yaml:5) asks backup-frequency for 31 d; the requirement asks for at most 24 h',
    ]);
  });

  test('of a place that was not read is unknown, whatever passes elsewhere', async () => {
    const file = temporaryFile('unread.json');
    const unread = [{ region: 'us-east-1', account: '111122223333', why: denied('backup:ListBackupPlans') }];
    writeFileSync(file, JSON.stringify({ ...exampleInventory(), unread }));
    const host = memoryHost({ files: { 'policies/gold.yaml': HEAD + DAILY } });
    await runLine(`check --inventory ${file} --framework nist-800-53-r5 --report json`, host);
    const [found] = (JSON.parse(host.out()) as Report).frameworks ?? [];
    expect([found?.unseen, found?.counts.met, found?.counts['not-asked']]).toEqual([1, 0, 0]);
  });
});

describe('--framework', () => {
  test('leaves out what is no evidence for it', async () => {
    const { report } = await judged({
      policy: `${DAILY}restore: { settings: { tags: same-as-source } }\n`,
      framework: 'aws-fsbp',
    });
    expect(report.results.map(({ control }) => control)).toEqual(['plan-coverage']);
    expect(report.results[0]?.requirements).toEqual([{ framework: 'aws-fsbp', id: 'DynamoDB.4', extent: 'full' }]);
    expect(report.summary.pass).toBe(1);
  });

  test('counts the tables that it leaves out: coverage is of all, in a merge of them and in a pack, too', async () => {
    const other = `---\n${HEAD.replace('gold', 'other').replace('"orders*"', '"*"')}${DAILY}frameworks: [dora]\n`;
    const inventory = savedInventory({ restored: {}, restoreJobs: [] });
    const policies = HEAD.replace('"orders*"', '"orders"') + DAILY + other;
    const host = memoryHost({ files: { 'policies/gold.yaml': policies } });
    await runLine(`check --inventory ${inventory} --framework soc-2 --report json=a.json`, host);
    await runLine('merge a.json a.json --report json=b.json', host);
    for (const name of ['a.json', 'b.json']) {
      const report: Report = JSON.parse(host.files.get(`/work/place/${name}`) ?? '');
      expect([name, report.frameworks?.[0]?.tables]).toEqual([name, { judged: 1, all: 2 }]);
      expect(report.narrowedTables).toHaveLength(1);
      const ajv = new Ajv2020({ strict: false, validateFormats: false });
      expect([ajv.validate(reportSchema, report), ajv.errors]).toEqual([true, null]);
    }
  });

  test.each([
    ['DynamoDB.1', 'billingMode: PAY_PER_REQUEST', 'met', 'full'],
    ['DynamoDB.1', 'billingMode: PROVISIONED', 'not-asked', undefined],
    ['DynamoDB.1', 'autoScaling: required', 'not-asked', undefined],
    ['DynamoDB.2', 'pointInTimeRecovery: disabled', 'not-asked', undefined],
    ['DynamoDB.2', 'pointInTimeRecovery: enabled', 'met', 'full'],
    ['DynamoDB.2', 'pointInTimeRecovery: { window: 7d }', 'met', 'full'],
    ['DynamoDB.5', 'tags: { team: payments }', 'met', 'full'],
    ['DynamoDB.6', 'deletionProtection: enabled', 'not-met', undefined],
    ['DynamoDB.6', 'deletionProtection: disabled', 'not-asked', undefined],
  ])('%s by a setting of the table itself, %s: %s', async (id, setting, status, extent) => {
    const parts: ExampleParts = {
      table: {
        tags: { team: 'payments' },
        pointInTimeRecovery: known({ enabled: true }, 'dynamodb:DescribeContinuousBackups'),
      },
    };
    const found = await statusOf(id, { policy: `${DAILY}settings: { ${setting} }\n`, framework: 'aws-fsbp', parts });
    expect([found?.status, found?.extent]).toEqual([status, extent]);
  });

  test('the key of the table itself is evidence for encryption at rest, in part', async () => {
    const policy = 'settings: { encryption: aws-owned }\n';
    const found = await statusOf('SC-28', { policy, framework: 'nist-800-53-r5' });
    expect([found?.status, found?.extent]).toEqual(['met', 'part']);
  });

  test('leaves the exit code to the policies, and says so', async () => {
    const { exit, err } = await judged({ policy: MONTHLY, framework: 'fedramp-rev5-high' });
    expect(exit).toBe(0);
    expect(err).toContain('FedRAMP High: 1 requirement is not met, although the policies are');
  });

  test('leaves out policies that speak for others alone, and judges nothing then', async () => {
    const { exit, report } = await judged({ policy: `${DAILY}frameworks: [dora]\n`, framework: 'soc-2' });
    expect(report.results).toEqual([]);
    expect([exit, report.conclusion]).toEqual([3, 'undetermined']);
  });

  test('is not needed where a policy says what it speaks for: nothing is left out then', async () => {
    const { report } = await judged({ policy: `${DAILY}frameworks: [soc-2, dora]\n` });
    expect(report.frameworks?.map(({ id }) => id)).toEqual(['dora', 'soc-2']);
    expect(report.results.length).toBeGreaterThan(3);
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    expect([ajv.validate(reportSchema, report), ajv.errors]).toEqual([true, null]);
  });

  test('refuses a misspelt id and names the nearest', async () => {
    const host = memoryHost({ files: { 'policies/gold.yaml': HEAD + DAILY } });
    expect(await runLine(`check --inventory ${savedInventory()} --framework dorra`, host)).toBe(2);
    expect(host.err()).toContain('did you mean `dora`?');
  });

  test.each([
    ['text', 'CP-9(a) not met: policy gold'],
    ['markdown', 'CP-9(a) not met: policy gold'],
    ['html', '<td>CP-9(a)</td>'],
    ['csv', 'fedramp-rev5-high CP-9(a) (full)'],
    ['ocsf', 'FedRAMP Rev5 High CP-9(a)'],
    ['asff', 'FedRAMP Rev5 High CP-9(a)'],
  ])('is carried by %s', async (format, text) => {
    const host = memoryHost({ files: { 'policies/gold.yaml': HEAD + MONTHLY } });
    await runLine(`check --inventory ${savedInventory()} --framework fedramp-rev5-high --report ${format}`, host);
    expect(host.out()).toContain(text);
  });

  test('SARIF names the frameworks of each rule', async () => {
    const host = memoryHost({ files: { 'policies/gold.yaml': HEAD + DAILY } });
    await runLine(`check --inventory ${savedInventory({ rules: [] })} --report sarif`, host);
    const [rule] = JSON.parse(host.out()).runs[0].tool.driver.rules;
    expect(rule.properties.tags).toContain('nist-800-53-r5');
    expect(rule.properties.tags.length).toBeLessThanOrEqual(20);
  });

  test('merged reports say where the whole stands', async () => {
    const host = memoryHost({ files: { 'policies/gold.yaml': HEAD + DAILY } });
    const failing = savedInventory({ rules: [] });
    await runLine(`check --inventory ${savedInventory()} --framework soc-2 --report json=a.json`, host);
    await runLine(`check --inventory ${failing} --framework soc-2 --report json=b.json`, host);
    await runLine('merge a.json b.json --report json=c.json', host);
    const at = (name: string): Report => JSON.parse(host.files.get(`/work/place/${name}`) ?? '');
    const status = (name: string) => at(name).frameworks?.[0]?.requirements.find(({ id }) => id === 'A1.2')?.status;
    expect([status('a.json'), status('b.json'), status('c.json')]).toEqual(['met', 'not-met', 'not-met']);
  });
});

import { describe, expect, test } from 'vitest';
import { annotationsOf } from '../../../src/github/annotations.ts';
import type { Report } from '../../../src/model/report.ts';
import { readTemplateText } from '../../../src/preview/template-text.ts';
import { memoryHost, runLine } from '../memory-host.ts';

const policy = (name: string) => `apiVersion: holdfast/v1
kind: Policy
name: ${name}
tables: { names: [${name}] }
backup:
  objectives: [{ frequency: 24h, retention: 35d }]
  vault: { lock: governance }
`;

const vault = (id: string, name: string, lock: string) => `  ${id}:
    Type: AWS::Backup::BackupVault
    Properties: { BackupVaultName: ${name}${lock} }
`;

const LOCK = ', LockConfiguration: { MinRetentionDays: 3 }';

const plan = (id: string, name: string, into: string, days: string, table: string) => `  ${id}:
    Type: AWS::Backup::BackupPlan
    Properties:
      BackupPlan:
        BackupPlanName: ${name}
        BackupPlanRule:
          - RuleName: run
            TargetBackupVault: ${into}
            ScheduleExpression: cron(30 2 ? * ${days} *)
            Lifecycle: { DeleteAfterDays: 40 }
  ${id}Tables:
    Type: AWS::Backup::BackupSelection
    Properties:
      BackupPlanId: !Ref ${id}
      BackupSelection:
        SelectionName: tables
        IamRoleArn: arn:aws:iam::111122223333:role/backup
        Resources: [arn:aws:dynamodb:*:*:table/${table}]
  ${id}Table:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: ${table}
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: pk, AttributeType: S }]
      KeySchema: [{ AttributeName: pk, KeyType: HASH }]
`;

/** Which of two things whose names begin alike is at fault; the shorter name stands first in the template. */
function templateWith(faulty: 'short' | 'long' | 'both'): string {
  const [short, long] = [faulty !== 'long', faulty !== 'short'];
  return [
    'Resources:\n',
    vault('Vault', 'pay', short ? '' : LOCK),
    plan('Dai', 'dai', 'pay', short ? 'MON' : '*', 'short'),
    vault('Archive', 'pay-archive', long ? '' : LOCK),
    plan('Daily', 'daily', 'pay-archive', long ? 'MON' : '*', 'long'),
  ].join('');
}

async function check(text: string): Promise<{ readonly report: Report; readonly sarif: Sarif }> {
  const files = { 'policies/short.yaml': policy('short'), 'policies/long.yaml': policy('long'), 't.yaml': text };
  const host = memoryHost({ files });
  await runLine('check --report json=r.json --report sarif=r.sarif --cloudformation t.yaml', host);
  const [report, sarif] = ['r.json', 'r.sarif'].map((name) => {
    const found = [...host.files].find(([path]) => path.endsWith(`/${name}`));
    return JSON.parse(found?.[1] ?? '');
  });
  return { report, sarif };
}

function lineOf(text: string, id: string): number {
  return text.split('\n').findIndex((line) => line === `  ${id}:` || line === `    "${id}": {`) + 1;
}

interface Sarif {
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string;
      readonly locations: readonly { readonly physicalLocation: { readonly region: { readonly startLine: number } } }[];
    }[];
  }[];
}

describe('the line of a failing result', () => {
  test.each([
    ['short', 'YAML'],
    ['long', 'YAML'],
    ['both', 'YAML'],
    ['both', 'JSON'],
  ] as const)('is that of the thing at fault, not of one called alike: %s, in %s', async (faulty, form) => {
    const yaml = templateWith(faulty);
    const text = form === 'YAML' ? yaml : JSON.stringify(readTemplateText('t.yaml', yaml).root, null, 2);
    const lines = (ids: Readonly<Record<'short' | 'long', string>>) =>
      (['long', 'short'] as const)
        .filter((each) => faulty === 'both' || faulty === each)
        .map((each) => lineOf(text, ids[each]))
        .toSorted((a, b) => a - b);
    const expected = {
      'vault-lock': lines({ short: 'Vault', long: 'Archive' }),
      'backup-frequency': lines({ short: 'Dai', long: 'Daily' }),
    };

    const { report, sarif } = await check(text);
    const annotations = annotationsOf(report.results, { each: 100, otherErrors: 0 }).shown;
    for (const [control, wanted] of Object.entries(expected)) {
      const failing = report.results.filter((result) => result.control === control && result.status === 'fail');
      expect(failing.map(({ template }) => template?.line ?? 0).toSorted((a, b) => a - b)).toEqual(wanted);
      const alerts = sarif.runs.flatMap(({ results }) => results.filter(({ ruleId }) => ruleId === control));
      const places = alerts.flatMap(({ locations }) => locations[0]?.physicalLocation.region.startLine ?? 0);
      expect(places.toSorted((a, b) => a - b)).toEqual(wanted);
      const marked = annotations.filter(({ title }) => title.startsWith(`${control}:`));
      expect(marked.map(({ at }) => at?.line ?? 0).toSorted((a, b) => a - b)).toEqual(wanted);
    }
  });

  test('stands on the vault and rule by name, plan and address, the one that decides first', async () => {
    const { report } = await check(templateWith('long'));
    const failing = report.results.filter(({ status }) => status === 'fail');
    expect(failing.map(({ control, subjects }) => [control, subjects[0]])).toEqual([
      ['backup-frequency', expect.objectContaining({ type: 'rule', name: 'run', plan: 'daily', address: 'Daily' })],
      ['vault-lock', expect.objectContaining({ type: 'vault', name: 'pay-archive', address: 'Archive' })],
    ]);
  });
});

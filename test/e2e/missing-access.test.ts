import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../built-package.ts';
import { type Ended, rehearsal } from './rehearsal.ts';

const ESTATE = `accounts:
  "333344445555":
    regions:
      ca-central-1:
        vaults: [ { backupVaultName: cellar } ]
        plans:
          - backupPlanName: casks
            rules: [ { ruleName: nightly, targetBackupVaultName: cellar, scheduleExpression: "cron(30 3 ? * * *)", lifecycle: { deleteAfterDays: 45 } } ]
            selections: [ { selectionName: all, resources: ["arn:aws:dynamodb:ca-central-1:333344445555:table/cask-*"] } ]
        tables: [ { tableName: cask-oak, pointInTimeRecovery: { recoveryPeriodInDays: 28 }, tags: { cask: "oak" } } ]
`;

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: casks
tables: { names: ["cask-*"] }
backup: { objectives: [ { frequency: 2d, retention: 40d } ], pointInTimeRecovery: { window: 28d } }
restore: { rto: 3h, measure: { statistic: max, over: 60d, samples: 1 } }
`;

const P = '--policies policy.yaml';

/** Inventories and ledgers are written by what writes long files, not through the host. */
const FOLDER = temporaryFolder();

/** Every command that reads AWS, and what each writes. */
const COMMANDS = {
  check: `check ${P} --report json=report.json --allow-unknown`,
  collect: `collect ${P} --output ${FOLDER}/saved.json`,
  fix: `fix ${P}`,
  'fix --plan-for': `fix ${P} --plan-for cask-oak`,
  restores: `restores ${P} --report json=restores.json`,
  'history update': `history update ${P} --ledger ${FOLDER}/ledger.jsonl`,
  explain: 'explain cask-oak',
  baseline: `baseline ${P}`,
  drift: `drift ${P} --history none --report json=drift.json --allow-unknown`,
} as const;
const names = Object.keys(COMMANDS) as (keyof typeof COMMANDS)[];

function withFaults(...faults: readonly string[]): string {
  return `faults: [ ${faults.map((fault) => `{ ${fault} }`).join(', ')} ]\n${ESTATE}`;
}

/** What stands in the folder before: policy, and a baseline of the day before. */
async function filesBefore(): Promise<Readonly<Record<string, string>>> {
  const [recorded] = await rehearsal(ESTATE, { 'policy.yaml': POLICY }, [COMMANDS.baseline]);
  return Object.fromEntries(recorded?.files ?? []);
}

async function run(scenario: string, line: string, settings: Readonly<Record<string, string>> = {}) {
  const before = await filesBefore();
  const [ended] = await rehearsal(scenario, before, [line], settings);
  return { before, ...(ended as Ended) };
}

const ALL_BUT_STS = ['backup', 'dynamodb', 'tagging', 'iam', 'application-autoscaling', 'monitoring', 'kms'];

describe.each(names)('%s', (name) => {
  const line = COMMANDS[name];

  test.each<[string, string, RegExp, Readonly<Record<string, string>>]>([
    ['is not told who asks', withFaults('kind: deny, service: sts'), /sts:GetCallerIdentity was denied/, {}],
    ['is refused everything', withFaults('kind: deny'), /sts:GetCallerIdentity was denied/, {}],
    [
      'may read nothing that it asks for',
      withFaults(...ALL_BUT_STS.map((service) => `kind: deny, service: ${service}`)),
      /was denied/,
      {},
    ],
    ['finds nobody at the address', ESTATE, /ECONNREFUSED/, { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }],
  ])('ends with one error and writes nothing where it %s', async (_, scenario, cause, settings) => {
    const { exit, out, err, files, before } = await run(scenario, line, settings);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toMatch(/^error: nothing of AWS could be read \(/);
    expect(err).toMatch(cause);
    expect(err.match(/error:/g)).toHaveLength(1);
    expect(Object.fromEntries(files)).toEqual(before);
    expect(readdirSync(FOLDER)).toEqual([]);
  });
});

/** Commands, and an operation that each needs. */
const PARTLY = [
  ['check', 'service: backup, operation: GetBackupPlan', 'backup:GetBackupPlan', 'report.json'],
  ['collect', 'service: backup, operation: ListRestoreJobs', 'backup:ListRestoreJobs', undefined],
  ['fix', 'service: dynamodb, operation: DescribeContinuousBackups', 'dynamodb:DescribeContinuousBackups', undefined],
  ['fix --plan-for', 'service: iam', 'iam:GetAccountAuthorizationDetails', undefined],
  ['restores', 'service: backup, operation: ListRestoreJobs', 'backup:ListRestoreJobs', 'restores.json'],
  ['history update', 'service: backup, operation: ListRestoreJobs', 'backup:ListRestoreJobs', undefined],
  ['explain', 'service: backup, operation: GetBackupPlan', 'backup:GetBackupPlan', undefined],
  ['explain', 'service: dynamodb, operation: ListTables', 'dynamodb:ListTables', undefined],
  ['fix --plan-for', 'service: dynamodb, operation: ListTables', 'dynamodb:ListTables', undefined],
  [
    'baseline',
    'service: dynamodb, operation: DescribeContinuousBackups',
    'dynamodb:DescribeContinuousBackups',
    undefined,
  ],
  ['baseline', 'service: dynamodb, operation: ListTables', 'dynamodb:ListTables', undefined],
  ['drift', 'service: backup, operation: GetBackupPlan', 'backup:GetBackupPlan', 'drift.json'],
] as const;

test.each(PARTLY)('%s says what it could not read of %s, and leaves it open', async (name, of, permission, written) => {
  const line = COMMANDS[name].replace(' --allow-unknown', '');
  const { exit, out, err, files, before } = await run(withFaults(`kind: deny, ${of}`), line);
  expect(exit).toBe(3);
  expect(`${out}${err}${files.get(written ?? '') ?? ''}`).toContain(permission);
  expect([...files.keys()].filter((file) => !(file in before))).toEqual(written === undefined ? [] : [written]);
  expect(files.get('holdfast.lock.json')).toBe(before['holdfast.lock.json']);
});

test('a Region that is not enabled ends the run where it is the only one that is asked for, and is a gap beside others', async () => {
  for (const line of [COMMANDS.check, COMMANDS.baseline, 'explain cask-oak']) {
    const { exit, out, err, files, before } = await run(ESTATE, `${line} --regions me-central-1`);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toMatch(/^error: nothing of AWS could be read \(me-central-1\): .*a Region that is enabled/);
    expect(Object.fromEntries(files)).toEqual(before);
  }
  const both = await run(ESTATE, `check ${P} --regions ca-central-1,me-central-1`);
  expect(both.exit).toBe(3);
  expect(both.out).toContain('me-central-1');
});

describe('--allow-unknown', () => {
  test('lets a result be open, and not a Region of which nothing could be read', async () => {
    const twoRegions = `${ESTATE}      eu-south-1:\n        tables: [ { tableName: shed-elm } ]\n`;
    const line = `check ${P} --regions ca-central-1,eu-south-1 --allow-unknown --fail-on critical`;
    const faults = (of: string) => `faults: [ { kind: deny, service: dynamodb, ${of} } ]\n${twoRegions}`;
    const one = await run(faults('operation: DescribeContinuousBackups'), line);
    const other = await run(faults('operation: ListTables, region: eu-south-1'), line);
    expect([one.exit, other.exit]).toEqual([0, 3]);
  });

  test('does not excuse tables that could not be listed for drift, and no place of the baseline that was not read', async () => {
    const recovery = 'pointInTimeRecovery: { recoveryPeriodInDays: 28 }';
    const changed = ESTATE.replace(recovery, recovery.replace('28', '7'));
    const line = `drift ${P} --history none --allow-unknown`;
    const denied = `faults: [ { kind: deny, service: dynamodb, operation: ListTables } ]\n${changed}`;
    expect((await run(changed, line)).exit).toBe(1);
    for (const fails of ['', ' --fail-on critical']) {
      expect((await run(denied, `${line}${fails}`)).exit).toBe(3);
      expect((await run(`${changed}      eu-south-1: {}\n`, `${line}${fails} --regions eu-south-1`)).exit).toBe(3);
    }
  });

  test('does not excuse an account whose role lets nobody in', async () => {
    const roles = ['333344445555', '666677778888'].map((id) => `--role-arn arn:aws:iam::${id}:role/reader`).join(' ');
    const open = ESTATE.replace('    regions:', '    roles: [ { roleName: reader } ]\n    regions:');
    const { exit, out } = await run(open, `check ${P} ${roles} --allow-unknown --fail-on critical`);
    expect(exit).toBe(3);
    expect(out).toContain('666677778888');
  });
});

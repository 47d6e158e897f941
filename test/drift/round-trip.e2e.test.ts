import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { temporaryFile } from '../app/saved-inventory.ts';
import { change } from './change.ts';
import { findings, inEstate, SCENARIO } from './estate.ts';

const LOCK = 'holdfast.lock.json';

describe('a baseline', () => {
  test.each([
    ['at once', SCENARIO],
    ['in pages of one entry', `pageSize: 1\n${SCENARIO}`],
  ])('is the account as it is, read %s', async (_, scenario) => {
    await inEstate(async ({ holdfast, files, pass }) => {
      await holdfast('baseline');
      const first = files.get(LOCK) ?? '';
      pass(30);
      const ran = await holdfast('drift', '--report', 'json');
      expect(ran.exit).toBe(0);
      expect([...findings(ran.out).keys()]).toEqual([]);
      await holdfast('baseline');
      const withoutInstant = (text: string) => text.replace(/"takenAt": "[^"]*"/, '');
      expect(withoutInstant(files.get(LOCK) ?? '')).toBe(withoutInstant(first));
      expect((first.match(/\d{4}-\d{2}-\d{2}T/g) ?? []).length).toBe(1);
    }, scenario);
  });

  test('holds what could not be read as unknown, and drift says so with exit code 3', async () => {
    const denied = `faults: [{ kind: deny, service: backup, operation: GetBackupVaultAccessPolicy }]\n${SCENARIO}`;
    await inEstate(async ({ holdfast, files, simulator }) => {
      const recorded = await holdfast('baseline');
      expect(recorded.err).toContain('note: 1 fact could not be read and is recorded as unknown');
      expect(
        JSON.parse(files.get(LOCK) ?? '').accounts['111122223333'].regions['eu-west-1'].vaults.main.accessPolicy,
      ).toEqual({
        $unknown: { reason: 'denied', detail: expect.any(String), permission: 'backup:GetBackupVaultAccessPolicy' },
      });
      const ran = await holdfast('drift', '--report', 'json');
      expect(ran.exit).toBe(3);
      expect(findings(ran.out).get('vaults.main.accessPolicy')).toMatchObject({
        status: 'unknown',
        unknown: { reason: 'denied', permission: 'backup:GetBackupVaultAccessPolicy' },
      });
      expect((await holdfast('drift', '--allow-unknown')).exit).toBe(0);
      simulator.faults.set([]);
      expect((await holdfast('drift')).exit).toBe(3);
    }, denied);
  });

  test('of a saved inventory leaves unknown what the inventory does not hold', async () => {
    await inEstate(async ({ holdfast, simulator }) => {
      const file = temporaryFile('inventory.json');
      await holdfast('collect', '--output', file);
      const calls = simulator.requests().total;
      expect((await holdfast('baseline', '--inventory', file)).exit).toBe(3);
      const ran = await holdfast('drift', '--inventory', file, '--report', 'json');
      expect(ran.exit).toBe(3);
      expect(simulator.requests().total).toBe(calls);
      expect(JSON.parse(ran.out)).toMatchObject({
        schema: 'holdfast/report/v1',
        conclusion: 'undetermined',
        summary: { tables: 2, fail: 0 },
        drift: { baseline: { file: LOCK, takenAt: '2026-11-22T08:00:00.000Z' } },
      });
      expect(findings(ran.out).get('plans')).toMatchObject({ status: 'unknown', unknown: { reason: 'not-collected' } });
    });
  });

  test('is compared beside judging the policies: AWS is read once, and each change has its actor', async () => {
    await inEstate(async ({ simulator, holdfast, pass }) => {
      await holdfast('baseline');
      pass(5);
      await change(simulator, {
        actor: 'run-42',
        service: 'backup',
        operation: 'DeleteBackupVaultLockConfiguration',
        input: { BackupVaultName: 'main' },
      });
      pass(5);
      const before = simulator.requests().byOperation;
      const ran = await holdfast('check', '--baseline', LOCK, '--history', 'lookup', '--report', 'json');
      const after = simulator.requests().byOperation;
      const report: Report = JSON.parse(ran.out);
      expect(findings(ran.out).get('vaults.main.lock')).toMatchObject({
        control: 'drift',
        status: 'fail',
        drift: { events: [{ name: 'DeleteBackupVaultLockConfiguration', actor: { name: 'run-42', role: 'deploy' } }] },
      });
      expect(report.results.map(({ control }) => control)).toContain('point-in-time-recovery');
      expect(report.history?.[0]?.source).toBe('lookup eu-west-1 of 111122223333');
      for (const operation of ['dynamodb:ListTables', 'backup:ListBackupPlans', 'backup:ListBackupVaults']) {
        expect((after[operation] ?? 0) - (before[operation] ?? 0), operation).toBe(1);
      }
    });
  });

  test.each([
    ['no file', undefined, 'no baseline: holdfast.lock.json is not a file'],
    ['no JSON', '{', 'is not JSON'],
    ['a merge conflict', '<<<<<<< ours\n', 'conflict markers'],
    ['another document', '{"schema":"holdfast/report/v1"}', 'its schema is "holdfast/report/v1"'],
    ['a list', '[]', 'it names no schema'],
    [
      'a key that nobody knows',
      '{"schema":"holdfast/baseline/v1","takenAt":"2026-11-22T08:00:00.000Z","accounts":{},"unread":[],"x":1}',
      'must NOT have additional properties: "x"',
    ],
    [
      'no instant',
      '{"schema":"holdfast/baseline/v1","takenAt":"2026-13-45T08:00:00.000Z","accounts":{},"unread":[]}',
      'takenAt is not an instant',
    ],
  ])('that is %s is one clear problem', async (_, text, problem) => {
    await inEstate(async ({ holdfast, write, files }) => {
      if (text !== undefined) write(LOCK, text);
      const ran = await holdfast('drift');
      expect(ran.exit).toBe(2);
      expect(ran.err).toContain(problem);
      expect(ran.err).toContain('holdfast baseline');
      expect(ran.out).toBe('');
      // Of what cannot be read nobody can tell whether it records more.
      const again = await holdfast('baseline');
      expect([again.exit, files.get(LOCK)]).toEqual(text === undefined ? [0, expect.any(String)] : [2, text]);
      if (text !== undefined) expect(again.err).toContain(problem);
    });
  });

  test.each([
    ['drift:\n  expectedActor: [deploy]\n', 'unknown key "expectedActor" in drift', 'did you mean `expectedActors`?'],
    ['drift:\n  expectedActors: deploy\n', 'drift.expectedActors is not a list of patterns', 'write a list'],
    ['drift: [\n', 'holdfast.yaml:', 'write it as YAML'],
    ['drift: 3\n', 'drift holds no keys', 'its keys are expectedActors'],
  ])('is not compared under the settings %j', async (text, problem, advice) => {
    await inEstate(async ({ holdfast, write }) => {
      await holdfast('baseline');
      write('holdfast.yaml', text);
      const ran = await holdfast('drift');
      expect(ran.exit).toBe(2);
      expect(ran.err).toContain(problem);
      expect(ran.err).toContain(advice);
    });
  });
});

describe('what the present state does not show', () => {
  test('is unknown where the history cannot be read, with the permission that settles it', async () => {
    await inEstate(async ({ simulator, holdfast, pass }) => {
      await holdfast('baseline');
      pass(10);
      simulator.faults.set([{ service: 'cloudtrail', kind: 'deny' }]);
      const ran = await holdfast('drift', '--report', 'json');
      expect(ran.exit).toBe(3);
      expect(findings(ran.out).get('transients')).toMatchObject({
        status: 'unknown',
        resource: { name: '*', region: 'eu-west-1' },
        unknown: { reason: 'denied', permission: 'cloudtrail:LookupEvents' },
      });
      expect((await holdfast('drift', '--allow-unknown')).exit).toBe(0);
      expect((await holdfast('drift', '--history', 'none')).exit).toBe(0);
    });
  });

  test('is asked of the 90 days that CloudTrail keeps, of an older baseline, and of more where more is asked', async () => {
    await inEstate(async ({ holdfast, pass }) => {
      await holdfast('baseline');
      pass(100 * 24 * 60);
      expect((await holdfast('drift')).exit).toBe(0);
      const ran = await holdfast('drift', '--since', '100d', '--report', 'json');
      expect(ran.exit).toBe(3);
      expect(findings(ran.out).get('transients')?.unknown?.detail).toMatch(
        /^nothing tells of .* to .*: lookup eu-west-1/,
      );
    });
  });

  test('is told: what was off for a while, made again, or deleted by hand', async () => {
    const points = '        recoveryPoints: [{ backupVaultName: spare, tableName: orders }]\n        vaults:\n';
    const scenario = SCENARIO.replace('        vaults:\n', `${points}          - { backupVaultName: spare }\n`);
    await inEstate(async ({ simulator, holdfast, pass, files }) => {
      await holdfast('baseline');
      const first = files.get(LOCK) ?? '';
      const lock = { BackupVaultName: 'main', MinRetentionDays: 7, MaxRetentionDays: 400 };
      const recovery = (on: boolean) => ({
        TableName: 'orders',
        PointInTimeRecoverySpecification: on
          ? { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 }
          : { PointInTimeRecoveryEnabled: false },
      });
      const make = async (service: 'backup' | 'dynamodb', operation: string, input: object) => {
        pass(30);
        await change(simulator, { actor: 'alice', service, operation, input });
      };
      const optIn = (DynamoDB: boolean) => ({ ResourceTypeOptInPreference: { DynamoDB } });
      const region = simulator.state.accounts.get('111122223333')?.regions.get('eu-west-1');
      const selection = region?.plans.get('plan-daily')?.selections.keys().next().value;
      const [point] = region?.vaults.get('spare')?.points.byArn.keys() ?? [];
      await make('backup', 'DeleteBackupVaultLockConfiguration', { BackupVaultName: 'main' });
      await make('dynamodb', 'UpdateContinuousBackups', recovery(false));
      await make('backup', 'UpdateRegionSettings', optIn(false));
      await make('backup', 'DeleteBackupSelection', { BackupPlanId: 'plan-daily', SelectionId: selection });
      await make('backup', 'DeleteRecoveryPoint', { BackupVaultName: 'spare', RecoveryPointArn: point });
      await make('backup', 'CreateBackupSelection', {
        BackupPlanId: 'plan-daily',
        BackupSelection: {
          SelectionName: 'gold',
          IamRoleArn: 'arn:aws:iam::111122223333:role/backup',
          ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'tier', ConditionValue: 'gold' }],
        },
      });
      await make('backup', 'UpdateRegionSettings', optIn(true));
      await make('dynamodb', 'UpdateContinuousBackups', recovery(true));
      await make('backup', 'PutBackupVaultLockConfiguration', lock);
      pass(10);

      const ran = await holdfast('drift', '--report', 'json');
      expect(ran.exit).toBe(1);
      const found = findings(ran.out);
      const stated = [...found].flatMap(([path, { drift, message }]) =>
        drift?.change === 'transient' ? [[path, message]] : [],
      );
      expect(Object.fromEntries(stated)).toEqual({
        'plans.daily.selections.gold': expect.stringContaining(
          'the selection gold was off from 2026-11-22T10:00:00.000Z',
        ),
        'settings.optIn.DynamoDB': expect.stringContaining('the opt-in of DynamoDB was off from'),
        'tables.orders.pointInTimeRecovery': expect.stringContaining('nothing before its end can be restored to'),
        'vaults.main.lock': expect.stringContaining('from 2026-11-22T08:30:00.000Z to 2026-11-22T12:30:00.000Z (4 h)'),
        'vaults.spare.recoveryPoints': expect.stringContaining('1 recovery point was deleted by hand'),
      });
      expect(found.get('vaults.main.lock')).toMatchObject({
        severity: 'high',
        drift: {
          events: [{ name: 'PutBackupVaultLockConfiguration' }, { name: 'DeleteBackupVaultLockConfiguration' }],
        },
      });
      // A baseline of now does not know of it; the history still does, over the time asked.
      await holdfast('baseline');
      expect((await holdfast('drift')).exit).toBe(0);
      expect((await holdfast('drift', '--since', '90d')).exit).toBe(1);
      expect(files.get(LOCK)).not.toBe(first);
    }, scenario);
  });
});

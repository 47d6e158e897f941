import { describe, expect, test } from 'vitest';
import { ago, COPY_VAULT, denied, type ExampleParts, exampleInventory, ORDERS } from '../../src/controls/example.ts';
import type { BackupRule } from '../../src/model/plan.ts';
import { judge, resultOf } from '../aws-meaning/judge.ts';
import { plan } from '../aws-meaning/plan.ts';

const SOON = { copyActions: [], startWindowMinutes: 60 };

/** `sure` selects the table by its ARN, `open` by a tag that could not be read. */
function estate(sure: Partial<BackupRule>, open: Partial<BackupRule>, parts: ExampleParts = {}) {
  const tags = [{ key: 'aws:ResourceTag/tier', value: 'gold' }];
  return exampleInventory({
    copyVaults: [{}],
    ...parts,
    table: { tags: denied('tag:GetResources') },
    plans: [
      plan({ name: 'sure', resources: [ORDERS], rules: [{ ...SOON, ...sure }] }),
      plan({ name: 'open', resources: [], listOfTags: tags, rules: [{ ...SOON, ...open }] }),
    ],
  });
}

const COPIES =
  'backup: { copies: [{ region: eu-central-1, frequency: 24h, rpo: 26h, retention: 35d }], objectives: [{ frequency: 24h, retention: 35d }] }';
const CONTROLS = ['copy-coverage', 'copy-retention', 'copy-frequency', 'copy-rpo'] as const;
const COPIED = { copyActions: [{ destinationVaultArn: COPY_VAULT, lifecycle: { deleteAfterDays: 35 } }] };
const NOWHERE = { copyActions: [{ destinationVaultArn: COPY_VAULT.replace(/[^:]+$/, 'nowhere') }] };

function copies(inventory: ReturnType<typeof estate>): readonly string[] {
  const report = judge(inventory, COPIES);
  return CONTROLS.map((control) => resultOf(report, control).status);
}

describe('beside a plan of which it is open whether it selects the table, copies', () => {
  test('are unknown where its copies could work', () => {
    expect(copies(estate(NOWHERE, COPIED))).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
  });

  test.each<[string, Partial<BackupRule>, ExampleParts]>([
    ['their vault is gone', NOWHERE, {}],
    ['the vault of its backups is gone', { ...COPIED, vaultName: 'gone' }, {}],
    ['a lock refuses its backups', COPIED, { vaults: [{ locked: true, maxRetentionDays: 14 }] }],
    ['it copies nothing', {}, {}],
  ])('fail where its own cannot help: %s', (_, open, parts) => {
    expect(copies(estate(NOWHERE, open, parts))).toEqual(['fail', 'fail', 'fail', 'fail']);
  });

  test('fail where its own are not kept long enough, or come too seldom', () => {
    const short = { copyActions: [{ destinationVaultArn: COPY_VAULT, lifecycle: { deleteAfterDays: 7 } }] };
    expect(copies(estate({}, short))).toEqual(['unknown', 'fail', 'fail', 'fail']);
    expect(copies(estate({}, { ...COPIED, scheduleExpression: 'cron(0 5 ? * SUN *)' }))).toEqual([
      'unknown',
      'unknown',
      'fail',
      'fail',
    ]);
  });

  test('are held to no window longer than that of a rule that may count', () => {
    const aged = (hours: number) =>
      resultOf(
        judge(
          estate({}, { ...COPIED, startWindowMinutes: 120 }, { copies: [{ createdAt: ago(hours) }] }),
          'backup: { copies: [{ region: eu-central-1, frequency: 24h }] }',
        ),
        'copy-recovery-point-age',
      ).status;
    expect([25, 25.5, 26.5, 900].map(aged)).toEqual(['pass', 'unknown', 'fail', 'fail']);
  });
});

test('vaults that could not be listed pass no copy that would fail were they known', () => {
  const vaults = [denied('backup:ListBackupVaults'), [{ name: 'other' }]];
  expect(vaults.map((each) => copies(estate(COPIED, {}, { vaults: each })))).toEqual([
    ['unknown', 'unknown', 'unknown', 'unknown'],
    ['fail', 'fail', 'fail', 'fail'],
  ]);
});

test('backup-retention fails beside a plan whose long rule cannot run either', () => {
  const short = { lifecycle: { deleteAfterDays: 7 } };
  const retention = (open: Partial<BackupRule>, parts: ExampleParts = {}) =>
    resultOf(judge(estate(short, open, parts), COPIES), 'backup-retention').status;
  expect(retention({})).toBe('unknown');
  expect(retention({ vaultName: 'gone' })).toBe('fail');
  expect(retention({ lifecycle: {} }, { vaults: [{ locked: true, maxRetentionDays: 14 }] })).toBe('fail');
  expect(retention({ vaultName: 'gone' }, { vaults: denied('backup:ListBackupVaults') })).toBe('unknown');
});

test('a plan that is deleted raises no limit', () => {
  const statusOf = (parts: ExampleParts) =>
    resultOf(
      judge(
        exampleInventory({ copyVaults: [{}], copies: [{ createdAt: ago(28) }], ...parts }),
        'backup: { copies: [{ region: eu-central-1, frequency: 24h }] }',
      ),
      'copy-recovery-point-age',
    ).status;
  expect([statusOf({}), statusOf({ plans: [] })]).toEqual(['fail', 'fail']);
});

test('a vault that is only possible decides nothing: what may bring another stands first', () => {
  const result = resultOf(
    judge(estate({}, {}, { points: [], vaults: [{ locked: true }] }), 'backup: { vault: { lock: governance } }'),
    'vault-lock',
  );
  expect(result.status).toBe('unknown');
  expect(result.subjects.map(({ type, name }) => `${type} ${name}`)).toEqual([
    'plan open',
    'vault main',
    'rule nightly',
  ]);
});

describe('what exists, beside a plan of which it is open whether it selects the table,', () => {
  const gap = (open: Partial<BackupRule>) =>
    resultOf(
      judge(
        estate({}, open, { points: [3, 51].map((hours) => ({ createdAt: ago(hours) })) }),
        'backup: { objectives: [{ frequency: 24h, retention: 35d }], recoveryPoints: { observedOver: 3d } }',
      ),
      'recovery-point-gap',
    ).status;

  test('is held to the shortest retention that any of its rules has', () => {
    expect([gap({}), gap({ lifecycle: { deleteAfterDays: 3 } }), gap({ lifecycle: { deleteAfterDays: 1 } })]).toEqual([
      'fail',
      'fail',
      'unknown',
    ]);
  });
});

describe('cold storage, beside such a plan,', () => {
  const COLD = { lifecycle: { deleteAfterDays: 365, moveToColdStorageAfterDays: 30 } };
  const WARM = { lifecycle: { deleteAfterDays: 365 } };
  const SHORT = { lifecycle: { deleteAfterDays: 7 } };
  const WEEKLY = { ...COLD, scheduleExpression: 'cron(0 5 ? * SUN *)' };

  test.each<[string, Partial<BackupRule>, Partial<BackupRule>, string]>([
    ['fails where neither goes cold', WARM, WARM, 'fail'],
    ['fails where what may go cold comes too seldom', WARM, WEEKLY, 'fail'],
    ['is unknown where its own would do', WARM, COLD, 'unknown'],
    ['is unknown where its own may stay warm, and the sure rule is no daily one', WEEKLY, WARM, 'unknown'],
    ['passes where its own are too short to count', WEEKLY, SHORT, 'pass'],
    ['passes where the sure rule is enough', COLD, WARM, 'pass'],
  ])('%s', (_, sure, open, status) => {
    const asked = 'backup: { objectives: [{ frequency: 24h, retention: 365d, coldAfter: 30d }] }';
    expect(resultOf(judge(estate(sure, open), asked), 'cold-storage').status).toBe(status);
  });
});

test('separated copies fail where all that may count would come too seldom', () => {
  const weekly = { ...COPIED, scheduleExpression: 'cron(0 5 ? * SUN *)' };
  const separated = (open: Partial<BackupRule>) =>
    resultOf(
      judge(
        estate({}, open, { copyVaults: [{ type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT', locked: true }] }),
        'backup: { copies: [{ region: eu-central-1, frequency: 24h, retention: 35d, separated: true }] }',
      ),
      'copy-separation',
    );
  expect([separated(COPIED).status, separated(weekly).status]).toEqual(['unknown', 'fail']);
});

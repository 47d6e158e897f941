import { expect, test } from 'vitest';
import { requirementsOf } from '../../src/controls/requirements.ts';
import { loadOne } from '../policy/loading.ts';

function asked(part: string): readonly string[] {
  const { policies, problems } = loadOne(`apiVersion: holdfast/v1\nkind: Policy\nname: ledger\ntables: {}\n${part}\n`);
  expect(problems).toEqual([]);
  return policies
    .flatMap(requirementsOf)
    .flatMap(({ control, requirements }) =>
      requirements.map(({ path, fields }) => [control.id, path, fields?.join('+')].filter(Boolean).join(' ')),
    );
}

test('a key of a list item asks once for each item that has it, and names what else of the item decides', () => {
  const objectives = '[{ frequency: 8h, retention: 9d }, { frequency: 5d, rpo: 6d, retention: 200d, coldAfter: 20d }]';
  expect(asked(`backup: { objectives: ${objectives} }`)).toEqual([
    'backup-frequency backup.objectives[0].frequency frequencyMinutes+retentionMinutes',
    'backup-frequency backup.objectives[1].frequency frequencyMinutes+retentionMinutes',
    'backup-jobs backup',
    'backup-retention backup.objectives[0].retention retentionMinutes',
    'backup-retention backup.objectives[1].retention retentionMinutes',
    'backup-rpo backup.objectives[1].rpo rpoMinutes+retentionMinutes',
    'cold-storage backup.objectives[1].coldAfter coldAfterMinutes+retentionMinutes',
    'plan-coverage backup',
  ]);
});

test('a copy is asked for as a whole, and by each of its keys', () => {
  expect(asked('backup: { copies: [{ region: eu-north-1, retention: 12d }] }')).toEqual([
    'backup-jobs backup',
    'copy-coverage backup.copies[0] region+account',
    'copy-recovery-point-age backup.copies[0] region+account+frequencyMinutes+rpoMinutes',
    'copy-retention backup.copies[0].retention retentionMinutes+region+account',
    'plan-coverage backup',
  ]);
});

test('what any vault meets is asked for all the same, so that vaults that cannot be read are told of', () => {
  expect(asked('backup: { vault: { lock: none, encryption: any } }')).toEqual([
    'backup-jobs backup',
    'plan-coverage backup',
    'vault-encryption backup.vault.encryption',
    'vault-lock backup.vault.lock',
  ]);
});

test('`false` asks for nothing', () => {
  expect(asked('backup: { recoveryPoints: { encrypted: false, newestWithin: 7h } }')).toEqual([
    'backup-jobs backup',
    'plan-coverage backup',
    'recovery-point-age backup.recoveryPoints.newestWithin',
  ]);
});

test('point-in-time recovery alone asks for no plan', () => {
  expect(asked('backup: { pointInTimeRecovery: {} }')).toEqual(['point-in-time-recovery backup.pointInTimeRecovery']);
});

test('settings of the table itself are asked for one by one, lists as a whole', () => {
  expect(asked('settings: { globalSecondaryIndexes: [by-day, by-sum], alarms: [{ metric: UserErrors }] }')).toEqual([
    'table-alarms settings.alarms',
    'table-global-secondary-indexes settings.globalSecondaryIndexes',
  ]);
});

test('an RTO is asked for with its measure', () => {
  expect(asked('restore: { rto: 3h, settings: { stream: disabled } }')).toEqual([
    'restore-time restore.rto rtoMinutes+measure+validated',
    'restored-stream restore.settings.stream',
  ]);
});

import { describe, expect, test } from 'vitest';
import {
  ACCOUNT,
  ago,
  COPY_REGION,
  COPY_VAULT,
  denied,
  type ExampleParts,
  exampleInventory,
  ORDERS,
  tableArnOf,
} from '../../src/controls/example.ts';
import type { Inventory, RegionInventory } from '../../src/model/inventory.ts';
import type { PlanRecord } from '../../src/model/plan.ts';
import { judge, resultOf } from '../aws-meaning/judge.ts';
import { plan } from '../aws-meaning/plan.ts';

/** `fail`, or `unknown backup:GetBackupPlan`. */
function verdict(inventory: Inventory, control: string, part: string): string {
  const { status, unknown } = resultOf(judge(inventory, part), control);
  return [status, unknown?.permission].filter(Boolean).join(' ');
}

function withRegion(inventory: Inventory, region: string, change: Partial<RegionInventory>): Inventory {
  const regions = inventory.regions.map((each) => (each.region === region ? { ...each, ...change } : each));
  return { ...inventory, regions };
}

describe('cold-storage', () => {
  const part = 'backup: { objectives: [{ frequency: 24h, retention: 180d, coldAfter: 30d }] }';
  const cold = { lifecycle: { moveToColdStorageAfterDays: 30, deleteAfterDays: 365 } };
  const weekly = plan({
    name: 'weekly',
    resources: [ORDERS],
    rules: [{ ...cold, scheduleExpression: 'cron(0 5 ? * SUN *)' }],
  });
  const daily = plan({ name: 'daily', resources: [ORDERS], rules: [{ lifecycle: { deleteAfterDays: 365 } }] });

  test('does not pass because the plan that stays warm is hidden', () => {
    const verdictOf = (...plans: readonly PlanRecord[]) => verdict(exampleInventory({ plans }), 'cold-storage', part);
    expect(verdictOf(weekly, daily)).toBe('fail');
    expect(verdictOf(weekly, { ...daily, body: denied('backup:GetBackupPlan') })).toBe('unknown backup:GetBackupPlan');
    expect(verdictOf(weekly)).toBe('pass');
  });

  test('does not fail because the schedule cannot be read', () => {
    const rules = [
      { ...cold, scheduleExpression: 'rate(1 day)' },
      { name: 'warm', lifecycle: { deleteAfterDays: 200 } },
    ];
    expect(verdict(exampleInventory({ rules }), 'cold-storage', part)).toBe('unknown');
  });

  test('says what it costs, and the RTO that must allow for it', () => {
    const report = judge(exampleInventory({ rules: [cold] }), `${part}\nrestore: { rto: 1h }`);
    expect(resultOf(report, 'cold-storage').because.at(-1)).toBe(
      'a point in cold storage stays there for 90 d at least, cannot be copied, and typically takes 4 h more to restore; policy asks for an RTO of 1 h',
    );
  });
});

describe('copy-recovery-point-age without an rpo', () => {
  const part = 'backup: { copies: [{ region: eu-central-1, frequency: 24h }] }';
  const copying = (name: string, startWindowMinutes: number, vault = 'copies') => ({
    name,
    startWindowMinutes,
    copyActions: [{ destinationVaultArn: COPY_VAULT.replace('copies', vault) }],
  });
  const aged = (hours: number, parts: ExampleParts) =>
    verdict(
      exampleInventory({ copyVaults: [{}], copies: [{ createdAt: ago(hours) }], ...parts }),
      'copy-recovery-point-age',
      part,
    );
  const off = { optIn: { DynamoDB: true }, management: { DynamoDB: false } };
  const unreadVaults = denied('backup:ListBackupVaults');

  test('holds them to the start window of their rule, though they do not work any more', () => {
    const rules = [copying('night', 60)];
    expect([aged(28, { rules }), aged(28, { rules, settings: off })]).toEqual(['fail', 'fail']);
    expect([aged(24.5, { rules }), aged(24.5, { rules, settings: off })]).toEqual(['pass', 'pass']);
  });

  test('leaves open which of several start windows counts while it is not known which copies work', () => {
    const rules = [copying('night', 60), { ...copying('noon', 480), scheduleExpression: 'cron(0 12 ? * * *)' }];
    const parts = { rules, copyVaults: unreadVaults };
    expect([24.5, 28, 40].map((hours) => aged(hours, parts))).toEqual([
      'pass',
      'unknown backup:ListBackupVaults',
      'fail',
    ]);
  });
});

test('a copy that is known by the date of its source is not missed where the source’s points are hidden', () => {
  const copies = [{ resourceArn: tableArnOf('orders', COPY_REGION), createdAt: ago(3) }];
  const part = 'backup: { copies: [{ region: eu-central-1, frequency: 24h, rpo: 26h }] }';
  const sound = { copyVaults: [{}], copies, points: [{ createdAt: ago(3) }] };
  const control = 'copy-recovery-point-age';
  expect(verdict(exampleInventory(sound), control, part)).toBe('pass');
  const points = denied('backup:ListRecoveryPointsByBackupVault');
  expect(verdict(exampleInventory({ ...sound, points }), control, part)).toBe(
    'unknown backup:ListRecoveryPointsByBackupVault',
  );
});

describe('vault-air-gap', () => {
  const part = 'backup: { vault: { airGapped: required } }';
  const gapped = exampleInventory({
    rules: [{ copyActions: [] }],
    points: [{}],
    copies: [{}],
    copyVaults: [{ type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' }],
  });

  test('does not miss a copy made on demand in a Region whose vaults are hidden', () => {
    expect(verdict(gapped, 'vault-air-gap', part)).toBe('pass');
    const vaults = denied('backup:ListBackupVaults');
    expect(verdict(withRegion(gapped, COPY_REGION, { vaults, recoveryPoints: vaults }), 'vault-air-gap', part)).toBe(
      'unknown backup:ListBackupVaults',
    );
  });

  test('nor in an account that could not be entered', () => {
    const unread = [
      { region: COPY_REGION, roleArn: `arn:aws:iam::${ACCOUNT}:role/reader`, why: denied('sts:AssumeRole') },
    ];
    const regions = gapped.regions.filter(({ region }) => region !== COPY_REGION);
    expect(verdict({ ...gapped, regions, unread }, 'vault-air-gap', part)).toBe('unknown sts:AssumeRole');
  });
});

test('maximum-retention does not take a point that is being made for one without an end', () => {
  const part = 'backup: { maximumRetention: 35d }';
  const points = [{ status: 'CREATING', lifecycle: {} }];
  expect(verdict(exampleInventory({ points }), 'maximum-retention', part)).toBe('pass');
  expect(verdict(exampleInventory({ points: [{ lifecycle: {} }] }), 'maximum-retention', part)).toBe('fail');
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Inventory, RegionInventory } from '../../src/model/inventory.ts';
import type { Report } from '../../src/model/report.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { collect } from '../../src/sources/collect.ts';
import { judge, resultOf } from '../aws-meaning/judge.ts';
import { simulatedFault } from '../sources/simulated-fault.ts';

const NOW = '2026-11-22T08:00:00.000Z';

function keyId(number: number): string {
  return `${String(number).repeat(8)}-aaaa-4bbb-8ccc-${String(number).repeat(12)}`;
}

function keyArn(number: number, account = '111122223333'): string {
  return `arn:aws:kms:eu-west-1:${account}:key/${keyId(number)}`;
}

/** Table → the key of the vault that holds its one point. */
const KEYS = {
  well: keyArn(1),
  disabled: keyArn(2),
  dying: keyArn(3),
  gone: keyArn(4),
  foreign: keyArn(5, '444455556666'),
  cut: keyArn(6),
} as const;

type Name = keyof typeof KEYS;
const NAMES = Object.keys(KEYS) as readonly Name[];

const SCENARIO = JSON.stringify({
  accounts: {
    '111122223333': {
      regions: {
        'eu-west-1': {
          keys: [
            { keyId: keyId(1) },
            { keyId: keyId(2), keyState: 'Disabled' },
            { keyId: keyId(3), keyState: 'PendingDeletion', deletionDate: '2026-12-09T10:00:00Z' },
            { keyId: keyId(6), keyState: 'Unavailable' },
          ],
          vaults: NAMES.map((name) => ({ backupVaultName: name, encryptionKeyArn: KEYS[name] })),
          tables: NAMES.map((name) => ({ tableName: name, creationDateTime: '2026-01-05T00:00:00Z' })),
          recoveryPoints: NAMES.map((name) => ({ tableName: name, backupVaultName: name, creationDate: '-5h' })),
        },
      },
    },
  },
});

let aws: Simulator;
let plain: Inventory;
const scrubbed = { ...process.env };

beforeAll(async () => {
  aws = await startSimulator({ clock: () => Date.parse(NOW), scenario: { text: SCENARIO, file: 'keys.json' } });
  Object.assign(process.env, aws.environment);
  plain = await read();
});
afterAll(async () => {
  process.env = { ...scrubbed };
  await aws.close();
});

function read(): Promise<Inventory> {
  const request = {
    regions: ['eu-west-1'],
    roleArns: [],
    regionNeeds: new Set(['vaults', 'recovery-points', 'plans', 'region-settings'] as const),
    accountNeeds: new Set<never>(),
    copyDestinations: [],
    describeEveryTable: true,
    tableNeeds: () => new Map(),
    lateNeeds: () => ({
      tables: new Map(),
      unlisted: new Set<string>(),
      backups: new Set<string>(),
      planVersions: new Map(),
    }),
  };
  return collect(request, { now: NOW, progress: () => undefined });
}

function statusesIn(report: Report): Record<string, string> {
  return Object.fromEntries(NAMES.map((name) => [name, resultOf(report, 'vault-encryption', name).status]));
}

const ANY = 'backup: { vault: { encryption: any } }';
const CUSTOMER = 'backup: { vault: { encryption: customer-managed } }';
const LOST = { disabled: 'fail', dying: 'fail', gone: 'fail', cut: 'fail', foreign: 'unknown', well: 'pass' };

test.each([ANY, CUSTOMER, `backup: { vault: { encryption: "arn:aws:kms:*:*:key/*" } }`])(
  'a key that cannot be used fails, and one of another account that may not be described is unknown: %s',
  (part) => {
    expect(statusesIn(judge(plain, part, NOW))).toEqual(LOST);
  },
);

test('the message has the state, and the day of the deletion', () => {
  const report = judge(plain, ANY, NOW);
  const messages = (['disabled', 'dying', 'gone', 'cut'] as const).map(
    (name) => resultOf(report, 'vault-encryption', name).message.split('; policy')[0],
  );
  expect(messages).toEqual([
    `vault disabled is encrypted with ${KEYS.disabled}, which is disabled (Disabled)`,
    `vault dying is encrypted with ${KEYS.dying}, which is pending deletion (PendingDeletion) on 2026-12-09T10:00:00.000Z`,
    `vault gone is encrypted with ${KEYS.gone}, which is out of reach, because KMS knows no such key (NotFound)`,
    `vault cut is encrypted with ${KEYS.cut}, which is out of reach, because its key store is disconnected (Unavailable)`,
  ]);
});

test('a warning names vault and key where no encryption is asked', () => {
  const { warnings } = judge(plain, 'backup: { vault: { lock: none } }', NOW);
  expect(warnings.flatMap((each) => (each.kind === 'vault-key-unusable' ? [[each.vault, each.key]] : []))).toEqual(
    (['cut', 'disabled', 'dying', 'gone'] as const).map((name) => [name, KEYS[name]]),
  );
});

test('keys that may not be described, or that an older file does not tell the state of, leave it unknown', async () => {
  const unknown = Object.fromEntries(NAMES.map((name) => [name, 'unknown']));
  aws.faults.set([simulatedFault('deny', 'kms:DescribeKey')]);
  expect(statusesIn(judge(await read(), ANY, NOW))).toEqual(unknown);
  const older = plain.regions.map(
    (region): RegionInventory => ({ ...region, keys: region.keys.map(({ state: _, ...key }) => key) }),
  );
  expect(statusesIn(judge({ ...plain, regions: older }, ANY, NOW))).toEqual(unknown);
});

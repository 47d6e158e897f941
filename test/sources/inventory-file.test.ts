import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { known, NOT_COLLECTED, unknown } from '../../src/model/fact.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import { UserError } from '../../src/model/user-error.ts';
import { readInventory, saveInventory } from '../../src/sources/inventory-file.ts';

const inventory: Inventory = {
  schema: 'holdfast/inventory/v1',
  takenAt: '2026-11-22T08:00:00.000Z',
  accounts: [
    {
      partition: 'aws',
      account: '111122223333',
      globalSettings: known({ isCrossAccountBackupEnabled: 'true' }, 'backup:DescribeGlobalSettings'),
      identityPolicies: NOT_COLLECTED,
    },
  ],
  regions: [
    {
      partition: 'aws',
      account: '111122223333',
      region: 'eu-west-1',
      inScope: true,
      settings: unknown('denied', 'no', 'backup:DescribeRegionSettings'),
      plans: NOT_COLLECTED,
      vaults: NOT_COLLECTED,
      recoveryPoints: NOT_COLLECTED,
      backupJobs: NOT_COLLECTED,
      copyJobs: NOT_COLLECTED,
      restoreJobs: known(
        [{ id: 'r', status: 'COMPLETED', createdAt: '2026-11-22T07:00:00.000Z' }],
        'backup:ListRestoreJobs',
      ),
      restoreTestingPlans: NOT_COLLECTED,
      tables: known(
        [
          {
            arn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/ünï',
            name: 'ünï',
            tags: known({ tier: 'gold' }, 'tag:GetResources'),
            description: NOT_COLLECTED,
            timeToLive: NOT_COLLECTED,
            pointInTimeRecovery: known({ enabled: true, recoveryPeriodDays: 35 }, 'dynamodb:DescribeContinuousBackups'),
            resourcePolicy: known(null, 'dynamodb:GetResourcePolicy'),
          },
        ],
        'dynamodb:ListTables',
      ),
      scalableTargets: NOT_COLLECTED,
      scalingPolicies: NOT_COLLECTED,
      alarms: NOT_COLLECTED,
      keys: [],
    },
  ],
  unread: [{ region: 'eu-west-2', why: unknown('unreachable', 'gone') }],
  apiCalls: { total: 1, byOperation: { 'dynamodb:ListTables': 1 } },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-inventory-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function read(text: string): Promise<Inventory> {
  writeFileSync(join(folder, 'saved.json'), text);
  return readInventory(join(folder, 'saved.json'));
}

async function problemOf(text: string): Promise<string> {
  const error = await read(text).then(
    () => 'no problem',
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  return error instanceof UserError ? error.message.replace(`${folder}/`, '') : '';
}

/** The text of the inventory with one value changed. */
function edited(change: (copy: Record<string, never>) => void): string {
  const copy = structuredClone(inventory) as unknown as Record<string, never>;
  change(copy);
  return JSON.stringify(copy);
}

describe('a saved inventory', () => {
  test.each(['inventory.json', 'inventory.json.gz'])('comes back as it was from %s', async (name) => {
    const path = join(folder, name);
    await saveInventory(path, inventory);
    expect(await readInventory(path)).toEqual(inventory);
    expect(readdirSync(folder)).toEqual([name]);
  });

  test('comes back frozen', async () => {
    const path = join(folder, 'i.json');
    await saveInventory(path, inventory);
    const back = await readInventory(path);
    expect(Object.isFrozen(back.regions[0]?.restoreJobs)).toBe(true);
  });

  test.each(['a.json', 'a.json.gz'])('is the same bytes each time, %s', async (name) => {
    await saveInventory(join(folder, name), inventory);
    const first = readFileSync(join(folder, name));
    await saveInventory(join(folder, name), structuredClone(inventory));
    expect(readFileSync(join(folder, name)).equals(first)).toBe(true);
  });

  test('tells neither time nor machine in its gzip header', async () => {
    await saveInventory(join(folder, 'a.gz'), inventory);
    expect([...readFileSync(join(folder, 'a.gz')).subarray(4, 8), readFileSync(join(folder, 'a.gz'))[9]]).toEqual([
      0, 0, 0, 0, 255,
    ]);
  });

  test('is known for gzip by its bytes, whatever its name', async () => {
    writeFileSync(join(folder, 'i.json'), gzipSync(JSON.stringify(inventory)));
    expect(await readInventory(join(folder, 'i.json'))).toEqual(inventory);
  });

  test('may hold fields that a later version adds', async () => {
    const later = edited((copy) => Object.assign(copy, { later: 1 }));
    expect(await read(later)).toMatchObject({ takenAt: inventory.takenAt });
  });

  test.each([0, 2])('may be laid out otherwise, with an indent of %s', async (indent) => {
    expect(await read(JSON.stringify(inventory, undefined, indent))).toEqual(inventory);
  });

  test('that cannot be written leaves nothing behind and says why', async () => {
    await expect(saveInventory('/dev/null/i.json', inventory)).rejects.toThrow(/cannot write the inventory .*EEXIST/);
    await expect(saveInventory(folder, inventory)).rejects.toThrow(UserError);
    expect(readdirSync(folder)).toEqual([]);
    expect(statSync(folder).isDirectory()).toBe(true);
  });
});

describe('what is not an inventory is refused with one problem', () => {
  test('a file that is not there', async () => {
    await expect(readInventory(join(folder, 'none.json'))).rejects.toThrow(
      /cannot read the inventory .*none\.json: ENOENT/,
    );
  });

  test.each([0.2, 0.5, 0.9])('a file of which %s are left', async (part) => {
    await saveInventory(join(folder, 'whole.json'), inventory);
    const text = readFileSync(join(folder, 'whole.json'), 'utf8');
    const left = text.slice(0, text.length * part);
    expect(await problemOf(left)).toBe(
      `saved.json:${left.split('\n').length}:${left.length - left.lastIndexOf('\n')}: the file ends too early`,
    );
  });

  test('a gzip that was cut', async () => {
    const bytes = gzipSync(JSON.stringify(inventory));
    writeFileSync(join(folder, 'i.gz'), bytes.subarray(0, bytes.length - 20));
    await expect(readInventory(join(folder, 'i.gz'))).rejects.toThrow(/is damaged/);
  });

  test('a text that is not JSON', async () => {
    expect(await problemOf('{\n "schema": holdfast\n}')).toBe('saved.json:2:12: this is not JSON');
  });

  test('bytes that are no text', async () => {
    writeFileSync(join(folder, 'i.json'), Buffer.from([0x7b, 0xff, 0xfe, 0x7d]));
    await expect(readInventory(join(folder, 'i.json'))).rejects.toThrow(/is not UTF-8 text/);
  });

  test.each([
    [
      'another JSON document',
      '{"schema":"holdfast/report/v1"}',
      /its schema is "holdfast\/report\/v1", not "holdfast\/inventory\/v1"/,
    ],
    [
      'an inventory of another version',
      edited((copy) => Object.assign(copy, { schema: 'holdfast/inventory/v2' })),
      /inventory\/v2/,
    ],
    ['a list', '[]', /names no schema/],
    ['null', 'null', /names no schema/],
    [
      'no instant',
      edited((copy) => Object.assign(copy, { takenAt: 'yesterday' })),
      /at \/takenAt it must match pattern/,
    ],
    ['no regions', edited((copy) => Reflect.deleteProperty(copy, 'regions')), /must have required property 'regions'/],
  ])('%s', async (_, text, problem) => {
    expect(await problemOf(text)).toMatch(problem);
  });

  test.each([
    [
      'a fact that is neither known nor unknown',
      '"known":true,"value":{"tier":"gold"}',
      '"value":{"tier":"gold"}',
      /\/regions\/0\/tables\/value\/0\/tags/,
    ],
    ['a known fact without a value', '"value":{"tier":"gold"},', '', /\/tags it must have required property 'value'/],
    ['a reason that there is not', '"reason":"denied"', '"reason":"tired"', /\/settings\/reason/],
    [
      'a setting of the wrong type',
      '"enabled":true',
      '"enabled":"yes"',
      /\/pointInTimeRecovery\/value\/enabled it must be boolean/,
    ],
    [
      'a job with a date that is none',
      '2026-11-22T07:00:00.000Z',
      '2026-13-22T07:00:00.000Z',
      /\/restoreJobs\/value\/0\/createdAt/,
    ],
    [
      'an account that is none',
      '"account":"111122223333","region"',
      '"account":"me","region"',
      /\/regions\/0\/account/,
    ],
  ])('%s', async (_, before, after, problem) => {
    const text = JSON.stringify(inventory);
    expect(text).toContain(before);
    expect(await problemOf(text.replace(before, after))).toMatch(problem);
  });
});

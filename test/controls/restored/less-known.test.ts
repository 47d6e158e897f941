import { describe, expect, test } from 'vitest';
import { ACCOUNT, ago, type ExampleParts, exampleInventory, REGION } from '../../../src/controls/example.ts';
import { requirementsOf } from '../../../src/controls/requirements.ts';
import { known } from '../../../src/model/fact.ts';
import type { Inventory } from '../../../src/model/inventory.ts';
import type { Policy, RestoreSettings } from '../../../src/model/policy.ts';
import { RESTORE_SETTINGS } from '../../../src/model/policy.ts';
import type { TableDescription } from '../../../src/model/table.ts';
import { factsIn, forgetting, textOf } from '../../law/forgetting.ts';
import { judgeInventory } from './judge.ts';

const index = {
  name: 'by-day',
  keys: [{ name: 'day', type: 'HASH' as const }],
  projection: 'ALL',
  nonKeyAttributes: [],
  throughput: { readUnits: 9, writeUnits: 9 },
};

/** A table on which everything that a policy can ask for is set. */
const RICH = {
  tags: { team: 'a' },
  description: {
    billingMode: 'PROVISIONED' as const,
    throughput: { readUnits: 9, writeUnits: 9 },
    globalIndexes: [index],
    localIndexes: [{ ...index, name: 'local' }],
    attributeTypes: { id: 'S', day: 'N' },
    stream: 'NEW_IMAGE',
    deletionProtection: true,
    encryption: { kind: 'kms' as const, keyArn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/1`, status: 'ENABLED' },
  },
  timeToLive: known({ status: 'ENABLED' as const, attribute: 'expiresAt' }, 'dynamodb:DescribeTimeToLive'),
  pointInTimeRecovery: known({ enabled: true, recoveryPeriodDays: 35 }, 'dynamodb:DescribeContinuousBackups'),
  resourcePolicy: known(
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"dynamodb:GetItem","Resource":"*"}]}',
    'dynamodb:GetResourcePolicy',
  ),
};

/** The same on demand, with a maximum. */
const ON_DEMAND = { description: { onDemandThroughput: { readUnits: 40 } } };

const TABLES = { rich: RICH, 'on-demand': ON_DEMAND, bare: { description: {} } };

/** What lies beside the tables: of the source alone, or of both. */
function around(tables: readonly string[]): ExampleParts {
  const write = 'dynamodb:table:WriteCapacityUnits';
  const places = tables.map((name) => ({ resourceId: `table/${name}`, dimension: write }));
  return {
    alarms: tables.map((table) => ({ name: `${table}-errors`, watches: [{ metric: 'SystemErrors', table }] })),
    scalableTargets: places.map((place) => ({ ...place, minCapacity: 5, maxCapacity: 50 })),
    scalingPolicies: places.map((place) => ({ ...place, name: `${place.resourceId}-policy` })),
  };
}

/** Facts, and what an older version or another service did not tell. */
function lessKnown(inventory: Inventory): readonly (readonly [what: string, Inventory])[] {
  const facts = [...factsIn(inventory)].filter(({ from }) => !/ListTables|ListRestoreJobs/.test(from));
  const unresolved = ['createdAt', 'recoveryPointCreatedAt', 'attributeTypes', 'deletionProtection'].map((member) => {
    const text = JSON.stringify(inventory, (key, value) =>
      key === member && !(member === 'createdAt' && typeof value === 'string' && value === ago(10)) ? undefined : value,
    );
    return [member, JSON.parse(text) as Inventory] as const;
  });
  return [...facts.map((fact) => [textOf([fact]), forgetting(inventory, [fact])] as const), ...unresolved];
}

function statusOf(key: keyof RestoreSettings, inventory: Inventory): string {
  const settings = { [key]: 'same-as-source' } as RestoreSettings;
  const policy = { restore: { settings, measure: {} } } as unknown as Policy;
  const control = requirementsOf(policy).find((each) => each.requirements.length > 0)?.control;
  if (!control) throw new Error(`nothing judges ${key}`);
  return judgeInventory(control, settings, inventory).status;
}

describe('less known of a restored table, or of its source, never decides otherwise', () => {
  type Kind = keyof typeof TABLES;
  const kinds = Object.keys(TABLES) as Kind[];
  const world = (source: Kind, own: Kind, watched: readonly string[], parts: Partial<TableDescription> = {}) =>
    [
      `${source} source, ${own} restored, ${watched.length} watched and scaled ${JSON.stringify(parts)}`,
      exampleInventory({
        ...around(watched),
        table: { ...TABLES[source], description: { ...TABLES[source].description, ...parts } },
        restored: TABLES[own],
      }),
    ] as const;
  const worlds = kinds.flatMap((source) => [
    ...kinds.flatMap((own) => [world(source, own, ['orders']), world(source, own, ['orders', 'orders-restored'])]),
    // Made between the backup and the restore: a later table of the name.
    world(source, source, ['orders', 'orders-restored'], { createdAt: ago(10.5) }),
  ]);

  test.each(RESTORE_SETTINGS)('%s', (key) => {
    const wrong: string[] = [];
    const seen = new Set<string>();
    for (const [what, inventory] of worlds) {
      const whole = statusOf(key, inventory);
      seen.add(whole);
      for (const [forgotten, less] of lessKnown(inventory)) {
        const status = statusOf(key, less);
        if (status !== whole && status !== 'unknown') wrong.push(`${what}, without ${forgotten}: ${whole} → ${status}`);
      }
    }
    expect(wrong).toEqual([]);
    expect([...seen]).toEqual(expect.arrayContaining(['pass', 'fail']));
  });
});

import { describe, expect, test } from 'vitest';
import { ACCOUNT, exampleInventory, NOW, ORDERS, REGION } from '../../src/controls/example.ts';
import { requirementsOf } from '../../src/controls/requirements.ts';
import { estateOf } from '../../src/estate/estate.ts';
import { known } from '../../src/model/fact.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import type { Policy } from '../../src/model/policy.ts';
import { RESTORE_SETTINGS } from '../../src/model/policy.ts';
import type { Outcome } from '../../src/model/result.ts';
import { factsIn, forgetting, textOf } from '../law/forgetting.ts';
import { loadOne } from '../policy/loading.ts';

const keyArn = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1`;
const sides = ['dynamodb:table:ReadCapacityUnits', 'dynamodb:table:WriteCapacityUnits'].map((dimension) => ({
  dimension,
}));

/** A table on which everything that a policy can ask for is set. */
const RICH = exampleInventory({
  table: {
    tags: { team: 'a' },
    description: {
      billingMode: 'PROVISIONED',
      throughput: { readUnits: 9, writeUnits: 9 },
      globalIndexes: [index('by-day')],
      localIndexes: [index('by-sum')],
      stream: 'NEW_IMAGE',
      deletionProtection: true,
      encryption: { kind: 'kms', keyArn, status: 'ENABLED' },
    },
    timeToLive: known({ status: 'ENABLED', attribute: 'expiresAt' }, 'dynamodb:DescribeTimeToLive'),
    pointInTimeRecovery: known({ enabled: true, recoveryPeriodDays: 35 }, 'dynamodb:DescribeContinuousBackups'),
    resourcePolicy: known('{}', 'dynamodb:GetResourcePolicy'),
  },
  keys: [{ arn: keyArn, manager: known('CUSTOMER', 'kms:DescribeKey'), aliases: known([], 'kms:ListAliases') }],
  scalableTargets: sides,
  scalingPolicies: sides,
  alarms: [{ actions: ['arn:aws:sns:eu-west-1:111122223333:ops'] }],
});
const BARE = exampleInventory({ alarms: [] });

function index(name: string) {
  return { name, keys: [{ name: 'day', type: 'HASH' as const }], projection: 'ALL', nonKeyAttributes: [] };
}

/** All but the names of the tables. */
function telling(inventory: Inventory) {
  return [...factsIn(inventory)].filter(({ from }) => !/ListTables/.test(from));
}

/** Setting → what the rich table has, and what it has not. */
const ASKED: Readonly<Record<(typeof RESTORE_SETTINGS)[number], readonly [string, string]>> = {
  globalSecondaryIndexes: ['[by-day]', '[by-day, by-customer]'],
  localSecondaryIndexes: ['[by-sum]', '[by-customer]'],
  billingMode: ['PROVISIONED', 'PAY_PER_REQUEST'],
  provisionedThroughput: ['{ readAtLeast: 9 }', '{ readAtLeast: 10 }'],
  encryption: ['customer-managed', 'aws-managed'],
  autoScaling: ['{ read: { min: 5 } }', '{ read: { min: 6 } }'],
  iamPolicies: ['resource-policy', 'no-resource-policy'],
  alarms: ['[{ metric: SystemErrors }]', '[{ metric: UserErrors }]'],
  tags: ['{ team: a }', '{ team: b }'],
  stream: ['NEW_IMAGE', 'disabled'],
  timeToLive: ['{ attribute: expiresAt }', 'disabled'],
  deletionProtection: ['enabled', 'disabled'],
  pointInTimeRecovery: ['{ window: 35d }', 'disabled'],
};

function policyOf(settings: string): Policy {
  const text = `apiVersion: holdfast/v1\nkind: Policy\nname: p\ntables: {}\nsettings: { ${settings} }\n`;
  const { policies, problems } = loadOne(text);
  const [policy] = policies;
  if (!policy) throw new Error(JSON.stringify(problems));
  return policy;
}

function judged(policy: Policy, inventory: Inventory): Outcome {
  const [
    {
      control,
      requirements: [requirement],
    } = { requirements: [] } as never,
  ] = requirementsOf(policy);
  const estate = estateOf(inventory, NOW);
  const table = estate.table(ORDERS);
  if (control?.judges !== 'table' || !table || !requirement) throw new Error('nothing is asked of the table');
  return control.evaluate({ estate, table }, requirement.asked, policy);
}

describe('a setting of the table itself', () => {
  test.each(RESTORE_SETTINGS)(
    '%s passes as asked, fails otherwise, and is never decided by what is not known',
    (key) => {
      const [has, hasNot] = ASKED[key];
      for (const [asked, inventory] of [has, hasNot].flatMap((each) => [
        [each, RICH] as const,
        [each, BARE] as const,
      ])) {
        const policy = policyOf(`${key}: ${asked}`);
        const sound = judged(policy, inventory).status;
        if (inventory === RICH) expect(sound).toBe(asked === has ? 'pass' : 'fail');
        for (const fact of telling(inventory)) {
          const less = judged(policy, forgetting(inventory, [fact])).status;
          expect([sound, 'unknown'], `${asked} without ${textOf([fact])}`).toContain(less);
        }
      }
    },
  );

  test.each(RESTORE_SETTINGS)('%s reads no more than it needs, and cannot be told without it', (key) => {
    const policy = policyOf(`${key}: ${ASKED[key][0]}`);
    const [ask] = requirementsOf(policy);
    const needs = ask?.control.needs(ask.requirements[0]?.asked) ?? [];
    expect(needs.length).toBeGreaterThan(0);
    expect(needs).not.toContain('restore-jobs');
    expect(judged(policy, forgetting(RICH, telling(RICH))).status).toBe('unknown');
  });
});

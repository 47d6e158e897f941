import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { denied, type ExampleParts, exampleInventory } from '../../src/controls/example.ts';
import { known } from '../../src/model/fact.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import { fixed, policyWith, settings } from './fixing.ts';

const HOSTILE = 'it\'s $(reboot) `id` "x" ${y} %{z} \n# \u2028aws x';
const hostileTable: ExampleParts = {
  restored: { description: { attributeTypes: { id: 'S' } } },
  table: {
    tags: { [HOSTILE]: HOSTILE },
    timeToLive: known({ status: 'ENABLED', attribute: HOSTILE }, 'test'),
    resourcePolicy: known(JSON.stringify({ Id: HOSTILE, Statement: [] }), 'test'),
    description: { stream: 'NEW_IMAGE' },
  },
  alarms: [{ name: HOSTILE, definition: JSON.stringify({ AlarmName: HOSTILE, AlarmDescription: HOSTILE }) }],
};
const ASKED = settings(
  'tags: same-as-source, timeToLive: same-as-source, alarms: same-as-source, stream: same-as-source',
);
const recovery = policyWith('backup: { pointInTimeRecovery: { window: 7d } }').replace('[orders]', '["*"]');

/** The same table in two accounts. */
function twoAccounts(): Inventory {
  const inventory = exampleInventory();
  const other: Inventory = JSON.parse(JSON.stringify(inventory).replaceAll('111122223333', '444455556666'));
  return {
    ...inventory,
    accounts: [...inventory.accounts, ...other.accounts],
    regions: [...inventory.regions, ...other.regions],
  };
}

/** Runs a script with an `aws` that answers as it is instructed and prints what it is asked to change. */
function changesOf(script: string, account: string): string {
  const aws = `aws() {
  case "$2" in
    get-caller-identity) echo ${account} ;;
    describe-time-to-live) echo DISABLED ;;
    describe-table) case "$*" in *IndexStatus*) echo ;; *) echo False ;; esac ;;
    *) printf '%s\\0' "$@" ;;
  esac
}
`;
  return execFileSync('bash', ['-s'], { input: aws + script, stdio: ['pipe', 'pipe', 'ignore'] }).toString();
}

describe('a script', () => {
  test('hands hostile values of the account over as they are', async () => {
    const { out } = await fixed('--table orders-restored', ASKED, hostileTable);
    const words = changesOf(out, '111122223333').split('\0');
    const valueAfter = (option: string) => JSON.parse(words[words.indexOf(option) + 1] ?? '');
    expect(valueAfter('--tags')).toEqual([{ Key: HOSTILE, Value: HOSTILE }]);
    expect(valueAfter('--time-to-live-specification')).toEqual({ Enabled: true, AttributeName: HOSTILE });
    expect(valueAfter('--cli-input-json')).toEqual({
      AlarmName: `${HOSTILE}-orders-restored`,
      AlarmDescription: HOSTILE,
    });
  });

  test('changes nothing in another account', async () => {
    const { out } = await fixed('', recovery);
    expect(changesOf(out, '111122223333')).toContain('update-continuous-backups');
    expect(() => changesOf(out, '999988887777')).toThrow();
  });

  test('of several accounts changes only the one that it is run in', async () => {
    const { out } = await fixed('', recovery, twoAccounts());
    const words = changesOf(out, '444455556666').split('\0');
    expect(words.filter((word) => word === 'update-continuous-backups')).toHaveLength(1);
    expect(changesOf(out, '999988887777')).toBe('');
  });

  test('says what it leaves out: unknown and waived results', async () => {
    const waivers = 'waivers: [{ tables: {}, controls: [vault-lock], until: 2027-01-01, reason: r, approvedBy: a }]';
    const policy = policyWith(
      `backup: { vault: { lock: governance }, recoveryPoints: { encrypted: true } }\n${waivers}`,
    );
    const parts = { points: denied('backup:ListRecoveryPointsByBackupVault'), vaults: [{ locked: false }] };
    expect((await fixed('', policy, parts)).comments).toMatch(/Not fixed: \d+ unknown results/);
    expect((await fixed('', policy, { points: [{}] })).comments).toContain('Not fixed: 1 waived results.');
  });

  test('is only comments where nothing fails', async () => {
    const { out, err, exit, live } = await fixed('', settings('stream: disabled'), { restored: {} });
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(live.filter((line) => !line.startsWith('aws sts '))).toEqual([]);
    expect(out).toContain('there is nothing to fix');
  });
});

describe('CloudFormation', () => {
  test('describes the table as it should be, whatever its values hold, and marks what it changes', async () => {
    const { out } = await fixed('--table orders-restored --format cloudformation', ASKED, hostileTable);
    const { Resources } = parse(out);
    expect(Object.keys(Resources)).toEqual(['OrdersRestored', 'ItSRebootIdXYZAwsXOrdersRestoredAlarm']);
    expect(Resources.OrdersRestored).toEqual({
      Type: 'AWS::DynamoDB::Table',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        TableName: 'orders-restored',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
        TimeToLiveSpecification: { AttributeName: HOSTILE, Enabled: true },
        DeletionProtectionEnabled: false,
        TableClass: 'STANDARD',
        Tags: [{ Key: HOSTILE, Value: HOSTILE }],
      },
    });
    expect(out.match(/^ +# fix: import without it\n +(\w+)/gm)?.map((line) => line.split(/\s+/).at(-1))).toEqual([
      'StreamSpecification',
      'TimeToLiveSpecification',
      'Tags',
    ]);
  });

  test('has commands in comments for what no template holds', async () => {
    const policy = policyWith('backup: { vault: { lock: governance } }');
    const { out } = await fixed('--format cloudformation', policy, { points: [{}] });
    expect(parse(out)).toEqual({ Resources: {} });
    expect(out.replace(/\n# /g, ' ')).toContain('as a command: aws backup put-backup-vault-lock-configuration');
  });

  test('does not guess the types of key attributes', async () => {
    const { out } = await fixed('--table orders-restored --format cloudformation', ASKED, {
      ...hostileTable,
      restored: { description: { attributeTypes: {} } },
    });
    expect(parse(out)).toEqual({ Resources: {} });
    expect(out.replace(/\n# /g, ' ')).toContain('does not hold the types of the key attributes id, so as a command:');
  });
});

describe('Terraform', () => {
  test('imports the table and takes no value for a template', async () => {
    const { out } = await fixed('--table orders-restored --format terraform', ASKED, hostileTable);
    expect(out).toContain('import {\n  to = aws_dynamodb_table.orders_restored\n  id = "orders-restored"\n}');
    expect(out).toContain('attribute_name = "it\'s $(reboot) `id` \\"x\\" $${y} %%{z} \\n# \\u2028aws x"');
    const outside = out.split('\n').filter((line) => !line.startsWith('#'));
    expect(outside.join('\n').replace(/"(?:[^"\\]|\\.)*"/g, '')).not.toMatch(/reboot|\$\{|%\{/);
  });
});

describe('fix', () => {
  test.each([
    ['--table order', 'did you mean `orders`?'],
    ['--plan-for nothing-like-it', 'name a table by its name or ARN'],
    ['--table orders --plan-for orders', '--table and --plan-for are two different things'],
    ['--plan-for orders --format terraform', '--plan-for is a script'],
    ['--format helm', 'is not one of cli, cloudformation, terraform'],
  ])('refuses %s', async (line, said) => {
    const { exit, out, err } = await fixed(line, recovery);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain(said);
  });

  test('asks for the ARN where two tables of one name could be meant', async () => {
    const { exit, err } = await fixed('--plan-for orders', recovery, twoAccounts());
    expect(exit).toBe(2);
    expect(err).toContain('2 tables are called orders');
    const arn = 'arn:aws:dynamodb:eu-west-1:444455556666:table/orders';
    expect((await fixed(`--plan-for ${arn}`, recovery, twoAccounts())).out).toContain(
      'if [ "$account" != 444455556666 ]',
    );
  });
});

describe('a script that is given arguments', () => {
  test.each([
    ['a runbook', '--plan-for orders', 'TARGET=NEW-TABLE bash'],
    ['a fix', '--table orders-restored', 'holdfast fix --table TABLE'],
  ])('refuses them before any call: %s', async (_, line, said) => {
    const { out } = await fixed(line, ASKED, hostileTable);
    const aws = 'aws() { echo called; }\n';
    const ran = spawnSync('bash', ['-s', '--', 'orders-tonight'], { input: aws + out, encoding: 'utf8' });
    expect(ran).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining(said) });
  });

  test('says what to run to check again, by a name that is not up for grabs', async () => {
    for (const line of ['--plan-for orders', '', '--format terraform']) {
      const { out } = await fixed(line, recovery);
      expect(out).toContain('holdfast check --regions eu-west-1');
      expect(out).not.toContain('npx');
    }
  });
});

describe('CloudFormation of a table that changes its billing mode', () => {
  test('says what to import in place of what the template has, and that it makes one index an update', async () => {
    const index = (name: string) =>
      ({
        name,
        keys: [{ name: 'day', type: 'HASH' }],
        projection: 'ALL',
        nonKeyAttributes: [],
        throughput: { readUnits: 3, writeUnits: 2 },
        status: 'ACTIVE',
      }) as const;
    const units = { billingMode: 'PROVISIONED', throughput: { readUnits: 10, writeUnits: 5 } } as const;
    const { out } = await fixed(
      '--table orders-restored --format cloudformation',
      settings('billingMode: same-as-source, globalSecondaryIndexes: same-as-source'),
      {
        table: {
          description: {
            ...units,
            globalIndexes: [index('a'), index('b'), index('c')],
            attributeTypes: { id: 'S', day: 'N' },
          },
        },
        restored: {
          description: {
            globalIndexes: [{ ...index('a'), throughput: { readUnits: 0, writeUnits: 0 } }],
            attributeTypes: { id: 'S', day: 'N' },
          },
        },
      },
    );
    expect(out).toMatch(/# fix: import as "PAY_PER_REQUEST"\n +BillingMode: PROVISIONED/);
    expect(out).toMatch(/# fix: import without it\n +ProvisionedThroughput:/);
    expect(out).toMatch(/# fix: import as \[\{"IndexName":"a",.*\}\]\n +GlobalSecondaryIndexes:/);
    expect(out).toContain('b, c of orders-restored');
    const made = parse(out).Resources.OrdersRestored.Properties.GlobalSecondaryIndexes;
    expect(made.map((each: { ProvisionedThroughput: object }) => each.ProvisionedThroughput)).toEqual(
      Array(3).fill({ ReadCapacityUnits: 3, WriteCapacityUnits: 2 }),
    );
  });
});

describe('a runbook', () => {
  test('puts what a policy names before what the table has', async () => {
    const policy = settings(
      'pointInTimeRecovery: { window: 20d }, tags: { team: a }, stream: disabled, deletionProtection: enabled',
    );
    const { live, comments } = await fixed('--plan-for orders', policy, {
      table: {
        tags: { tier: 'gold' },
        pointInTimeRecovery: known({ enabled: true, recoveryPeriodDays: 7 }, 'test'),
        description: { stream: 'NEW_IMAGE', tableClass: 'STANDARD_INFREQUENT_ACCESS', replicaRegions: ['us-east-1'] },
      },
    });
    const text = live.join('\n');
    expect(text).toContain('"RecoveryPeriodInDays":20');
    expect(text).not.toContain('"RecoveryPeriodInDays":7');
    expect(text).toContain('[{"Key":"tier","Value":"gold"}]');
    expect(text).toContain('[{"Key":"team","Value":"a"}]');
    expect(text).not.toContain('stream-specification');
    expect(text).toContain('--deletion-protection-enabled');
    expect(text).toContain('--table-class STANDARD_INFREQUENT_ACCESS');
    expect(comments).toContain('the table has some in us-east-1');
  });

  test('asks for the role where no selection tells it, and says what it could not read', async () => {
    const { out, comments } = await fixed('--plan-for orders', recovery, {
      plans: [],
      table: { timeToLive: denied('dynamodb:DescribeTimeToLive') },
    });
    expect(out).toContain('ROLE=${ROLE:?not known');
    expect(comments).toContain('not known: not allowed to call dynamodb:DescribeTimeToLive, so not written');
    expect(out).toContain('"encryptionType":"Default"');
  });
});

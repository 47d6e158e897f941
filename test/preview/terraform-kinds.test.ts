import { describe, expect, test } from 'vitest';
import { policiesAt } from '../../src/app/files/policy-files.ts';
import { type ExampleParts, exampleInventory, NOW } from '../../src/controls/example.ts';
import { estateOf } from '../../src/estate/estate.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { known } from '../../src/model/fact.ts';
import type { Inventory, RegionInventory } from '../../src/model/inventory.ts';
import { overlay } from '../../src/preview/overlay.ts';
import { asAccepted } from '../../src/preview/refused.ts';
import { memoryHost } from '../app/memory-host.ts';
import { readPlan } from './laid-over.ts';

/*
 * Kinds of changes that a preview may not take for less than they are. `orders` is backed up every day into `main`, which is
 * locked, with a key that has an alias.
 */

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: p
tables: { names: ["*"] }
backup:
  objectives: [{ frequency: 24h, retention: 35d }]
  vault: { lock: governance, encryption: "arn:aws:kms:*:111122223333:alias/backups" }
  pointInTimeRecovery: { window: 35d }
restore: { settings: { tags: same-as-source, alarms: same-as-source, iamPolicies: same-as-source } }
`;

const policies = policiesAt(['p.yaml'], memoryHost({ files: { 'p.yaml': POLICY } }));

const HERE = 'arn:aws:backup:eu-west-1:111122223333:';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/7d0c5a1e-55d2-4c0e-9b6b-8f7e10a7c001';
const ALIAS = 'arn:aws:kms:eu-west-1:111122223333:alias/backups';
const ORDERS = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';

const PARTS: ExampleParts = {
  rules: [{ copyActions: [] }],
  vaults: [{ locked: true, encryptionKeyArn: KEY }],
  keys: [
    {
      arn: KEY,
      manager: known('CUSTOMER', 'test'),
      aliases: known([ALIAS], 'test'),
      state: known({ name: 'Enabled' }, 'test'),
    },
  ],
  table: { pointInTimeRecovery: known({ enabled: true, recoveryPeriodDays: 35 }, 'test') },
};

type Json = Readonly<Record<string, unknown>>;

interface Planned {
  readonly type: string;
  readonly name?: string;
  readonly index?: string;
  readonly actions: readonly string[];
  readonly before?: Json;
  readonly after?: Json;
  readonly unknown?: Json;
  /** Absent: the resource is in no block any more. */
  readonly expressions?: Json;
  readonly provider?: string;
}

const PROVIDERS = { aws: { expressions: { region: { constant_value: 'eu-west-1' } } } };

function planOf(resources: readonly Planned[], more: Json = {}, providers: Json = {}): string {
  return JSON.stringify({
    format_version: '1.2',
    planned_values: {},
    resource_changes: resources.map(({ type, name = 'it', index, actions, before, after, unknown }) => ({
      address: `${type}.${name}${index === undefined ? '' : `["${index}"]`}`,
      mode: 'managed',
      type,
      name,
      ...(index === undefined ? {} : { index }),
      change: { actions, before: before ?? null, after: after ?? null, after_unknown: unknown ?? {} },
    })),
    configuration: {
      provider_config: { ...PROVIDERS, ...providers },
      root_module: {
        resources: resources.flatMap(({ type, name = 'it', expressions, provider = 'aws' }) =>
          expressions ? [{ mode: 'managed', type, name, provider_config_key: provider, expressions }] : [],
        ),
      },
    },
    ...more,
  });
}

/** The same account in a second Region, with its own ids. */
function withSecondRegion(inventory: Inventory): Inventory {
  const [target] = inventory.regions;
  if (!target?.plans.known) throw new Error('the example has plans');
  const plans = target.plans.value.map((plan) => ({ ...plan, id: 'plan-2', arn: `${plan.arn}-2` }));
  const moved = JSON.parse(
    JSON.stringify({ ...target, plans: known(plans, 'test') }).replaceAll('eu-west-1', 'eu-north-1'),
  );
  return { ...inventory, regions: [target, moved as RegionInventory] };
}

function judged(inventory: Inventory, ...plans: readonly string[]) {
  const changes = plans.map((text) => readPlan('plan.json', text));
  const { inventory: after, notes } = overlay(inventory, changes, { withUntouched: false });
  const { results } = evaluate({ policies, estate: estateOf(after, NOW), requirePolicy: false, version: 'test' });
  const found = (control: string, table = 'orders', region = 'eu-west-1') =>
    results.find(
      ({ control: id, resource }) => id === control && resource.name === table && resource.region === region,
    );
  return {
    notes: [...changes.flatMap((change) => change.notes), ...notes],
    status: (control: string, table?: string, region?: string) => found(control, table, region)?.status,
    subjects: (control: string) => found(control)?.subjects,
  };
}

const before = exampleInventory(PARTS);

test('the account before is in order', () => {
  const { status } = judged(before);
  for (const control of ['plan-coverage', 'vault-lock', 'vault-encryption', 'point-in-time-recovery']) {
    expect([control, status(control)]).toEqual([control, 'pass']);
  }
});

describe('what is not read', () => {
  test.each([
    ['a stack of CloudFormation', 'aws_cloudformation_stack', { name: 'x', template_body: '{}' }, 'plan-coverage'],
    [
      'a type of Cloud Control',
      'aws_cloudcontrolapi_resource',
      { type_name: 'AWS::Backup::BackupPlan' },
      'plan-coverage',
    ],
    ['a plan of the other provider', 'awscc_backup_backup_plan', { backup_plan: {} }, 'plan-coverage'],
    ['a policy of the organization', 'aws_organizations_policy', { type: 'BACKUP_POLICY' }, 'plan-coverage'],
    ['a type of AWS Backup that is new', 'aws_backup_of_tomorrow', {}, 'vault-lock'],
    ['a type of DynamoDB that is new', 'aws_dynamodb_of_tomorrow', {}, 'point-in-time-recovery'],
  ])('leaves open what it may touch, and is named: %s', (_, type, after, control) => {
    const { status, notes, subjects } = judged(
      before,
      planOf([{ type, actions: ['update'], before: { a: 1 }, after, expressions: {} }]),
    );
    expect(status(control)).toBe('unknown');
    expect(notes.join()).toContain(`${type}.it (${type})`);
    expect(subjects(control)).toContainEqual({ type: 'change', name: `${type}.it`, address: `${type}.it` });
  });

  test.each([
    ['of another service', 'aws_sqs_queue', { name: 'q' }],
    ['of another provider', 'random_pet', { length: 2 }],
    ['that only audits', 'aws_backup_framework', { name: 'f' }],
    ['that is another policy of the organization', 'aws_organizations_policy', { type: 'TAG_POLICY' }],
    ['that Cloud Control makes of another service', 'aws_cloudcontrolapi_resource', { type_name: 'AWS::SQS::Queue' }],
  ])('does not matter where it is a type %s', (_, type, after) => {
    const { status, notes } = judged(before, planOf([{ type, actions: ['create'], after, expressions: {} }]));
    expect([status('plan-coverage'), status('vault-lock'), notes]).toEqual(['pass', 'pass', []]);
  });

  test('may make a table', () => {
    const plan = planOf([
      { type: 'aws_cloudformation_stack', actions: ['create'], after: { name: 'x' }, expressions: {} },
    ]);
    expect(judged(before, plan).status('plan-coverage', '(aws_cloudformation_stack.it)')).toBe('unknown');
  });

  test('is an IAM policy where identity policies are compared', () => {
    const restored = exampleInventory({ ...PARTS, restored: {} });
    const plan = planOf([{ type: 'aws_iam_policy', actions: ['delete'], before: { name: 'read' } }]);
    expect(judged(restored, plan).status('restored-iam-policies', 'orders-restored')).toBe('unknown');
  });

  test.each([
    ['local-exec', 'unknown'],
    ['remote-exec', 'unknown'],
    ['chef', 'unknown'],
    ['file', 'pass'],
  ])('is what a provisioner runs: %s', (type, status) => {
    const plan = JSON.parse(planOf([{ type: 'null_resource', actions: ['create'], after: {}, expressions: {} }]));
    plan.configuration.root_module.resources[0].provisioners = [{ type, expressions: {} }];
    expect(judged(before, JSON.stringify(plan)).status('plan-coverage')).toBe(status);
  });

  test.each([
    ['awscc_dynamodb_table', 'unknown'],
    ['aws_cloudformation_stack', 'unknown'],
    ['awscc_cloudwatch_composite_alarm', 'pass'],
  ])('may be of another tag, where its tags are those of tables: %s', (type, status) => {
    const side = (tier: string) => ({ name: 'x', tags: [{ key: 'tier', value: tier }] });
    const plan = planOf([{ type, actions: ['update'], before: side('gold'), after: side('none'), expressions: {} }]);
    const inventory = exampleInventory({ ...PARTS, table: { ...PARTS.table, tags: { tier: 'gold' } } });
    expect(judged(inventory, plan).status('point-in-time-recovery')).toBe(status);
  });

  test('is a tag whose key is known after apply', () => {
    const plan = planOf([
      {
        type: 'aws_dynamodb_tag',
        actions: ['create'],
        after: { resource_arn: ORDERS, value: 'never' },
        unknown: { key: true },
        expressions: { key: { references: ['random_pet.x.id', 'random_pet.x'] } },
      },
    ]);
    const tags = overlay(before, [readPlan('p', plan)], { withUntouched: false }).inventory.regions.flatMap(
      ({ tables }) => (tables.known ? tables.value.map((table) => table.tags) : []),
    );
    expect(tags).toMatchObject([{ known: false }]);
  });

  test('is an action of a provider that runs code', () => {
    const action_invocations = [{ address: 'action.aws_lambda_invoke.x', type: 'aws_lambda_invoke' }];
    expect(judged(before, planOf([], { action_invocations })).status('plan-coverage')).toBe('unknown');
  });

  test('is what a word that Terraform does not have does to a resource', () => {
    const plan = planOf([{ type: 'aws_backup_vault', actions: ['bury'], before: { name: 'main' }, expressions: {} }]);
    expect(judged(before, plan).status('vault-lock')).toBe('unknown');
  });
});

describe('the place', () => {
  const both = withSecondRegion(before);
  const gone = { plan_id: 'plan-2', id: 'selection-1', name: 'tables' };
  const elsewhere = { 'aws.far': { expressions: { region: { references: ['local.far'] } } } };
  const vault = { type: 'aws_backup_vault_lock_configuration', actions: ['delete'] } as const;

  test('of a selection that is in no block any more is where its plan is', () => {
    const plan = planOf([{ type: 'aws_backup_selection', actions: ['delete'], before: gone }]);
    const { status } = judged(both, plan);
    expect(status('plan-coverage')).toBe('pass');
    expect(status('plan-coverage', 'orders', 'eu-north-1')).toBe('fail');
  });

  describe('that was not read', () => {
    const there = (type: string, more: Json, actions: readonly string[] = ['create']): Planned =>
      ({
        type,
        actions,
        before: actions.includes('create') ? undefined : more,
        after: actions.includes('create') ? more : undefined,
        expressions: {},
        provider: 'aws.far',
      }) as Planned;
    const far = { 'aws.far': { expressions: { region: { constant_value: 'eu-north-1' } } } };
    const table = there('aws_dynamodb_table', { name: 'far', hash_key: 'pk', attribute: [{ name: 'pk', type: 'S' }] });
    const unreadBy = (planned: Planned, regions: readonly string[] = []) =>
      overlay(before, [readPlan('p', planOf([planned], {}, far))], { withUntouched: false, regions }).inventory.unread;

    test('is unread, and nothing there passes', () => {
      const { status, notes } = judged(before, planOf([table], {}, far));
      expect(status('policy-coverage', '*', 'eu-north-1')).toBe('unknown');
      expect(notes).toEqual(['1 change in 111122223333 eu-north-1, which was not read, left out']);
      expect(unreadBy(table)).toMatchObject([{ region: 'eu-north-1', account: '111122223333' }]);
    });

    test('is left out where the user names other Regions', () => {
      expect(unreadBy(table, ['eu-west-1'])).toEqual([]);
      expect(unreadBy(table, ['eu-west-1', 'eu-north-1'])).toHaveLength(1);
    });

    test('matters where the change is about tables, or about what stands there', () => {
      expect(unreadBy(there('aws_backup_vault', { name: 'copies' }))).toEqual([]);
      expect(unreadBy(there('aws_backup_vault', { name: 'copies' }, ['delete']))).toHaveLength(1);
      expect(unreadBy(there('aws_kms_key', { arn: KEY }, ['delete']))).toEqual([]);
      const alarm = (namespace: string) => ({ alarm_name: 'a', namespace, metric_name: 'm', dimensions: {} });
      expect(unreadBy(there('aws_cloudwatch_metric_alarm', alarm('AWS/SQS'), ['delete']))).toHaveLength(1);
      expect(unreadBy(there('aws_cloudwatch_metric_alarm', alarm('AWS/SQS')))).toEqual([]);
    });
  });

  test('of a lock that is in no block any more is that of its ARN', () => {
    const lock = { backup_vault_name: 'main', backup_vault_arn: `${HERE.replace('west', 'north')}backup-vault:main` };
    const { status } = judged(both, planOf([{ ...vault, before: lock }]));
    expect([status('vault-lock'), status('vault-lock', 'orders', 'eu-north-1')]).toEqual(['pass', 'fail']);
  });

  test('that is no constant is known nowhere, and each place may be it', () => {
    const lock = { backup_vault_name: 'main' };
    const plan = planOf([{ ...vault, before: lock, expressions: {}, provider: 'aws.far' }], {}, elsewhere);
    const { status, notes } = judged(both, plan);
    expect([status('vault-lock'), status('vault-lock', 'orders', 'eu-north-1')]).toEqual(['unknown', 'unknown']);
    expect(notes.join()).toContain('the region of provider aws.far is not a constant');
  });

  test('that is no constant is told by what the same provider has made', () => {
    const lock = { backup_vault_name: 'main' };
    const sibling = { arn: `${HERE.replace('west', 'north')}backup-vault:main`, name: 'main' };
    const plan = planOf(
      [
        { ...vault, before: lock, expressions: {}, provider: 'aws.far' },
        {
          type: 'aws_backup_vault',
          actions: ['no-op'],
          before: sibling,
          after: sibling,
          expressions: {},
          provider: 'aws.far',
        },
      ],
      {},
      elsewhere,
    );
    const { status } = judged(both, plan);
    expect([status('vault-lock'), status('vault-lock', 'orders', 'eu-north-1')]).toEqual(['pass', 'fail']);
  });

  test('is not told by a sibling where OpenTofu makes several providers of one block', () => {
    const each = { 'aws.far': { expressions: { region: { references: ['each.value'] } } } };
    const sibling = { arn: `${HERE}backup-vault:main`, name: 'main' };
    const plan = planOf(
      [
        { ...vault, before: { backup_vault_name: 'main' }, expressions: {}, provider: 'aws.far' },
        {
          type: 'aws_backup_vault',
          actions: ['no-op'],
          before: sibling,
          after: sibling,
          expressions: {},
          provider: 'aws.far',
        },
      ],
      {},
      each,
    );
    expect(judged(both, plan).status('vault-lock', 'orders', 'eu-north-1')).toBe('unknown');
  });

  test('is another account where the provider takes a role that is no constant', () => {
    const role = {
      'aws.hub': {
        expressions: {
          region: { constant_value: 'eu-west-1' },
          assume_role: [{ role_arn: { references: ['var.hub'] } }],
        },
      },
    };
    const after = { name: 'drafts', hash_key: 'pk', attribute: [{ name: 'pk', type: 'S' }], tags_all: {} };
    const table = { type: 'aws_dynamodb_table', actions: ['create'], after, expressions: {}, provider: 'aws.hub' };
    expect(judged(before, planOf([table], {}, role)).status('plan-coverage', 'drafts')).toBe('unknown');
  });
});

describe('what belongs together', () => {
  const lock = { backup_vault_name: 'main', backup_vault_arn: `${HERE}backup-vault:main` };

  test.each([
    ['a', 'b'],
    ['b', 'a'],
  ])('is unknown where two resources edit it, whatever they are called: %s and %s', (made, removed) => {
    const type = 'aws_backup_vault_lock_configuration';
    const after = { backup_vault_name: 'main', min_retention_days: 7 };
    const plan = planOf([
      { type, name: made, actions: ['create'], after, expressions: {} },
      { type, name: removed, actions: ['delete'], before: lock },
    ]);
    expect(judged(before, plan).status('vault-lock')).toBe('unknown');
  });

  test('is put together whatever the addresses are: a lock and the vault that the change makes', () => {
    const plan = planOf([
      {
        type: 'aws_backup_vault_lock_configuration',
        actions: ['create'],
        after: { backup_vault_name: 'second', min_retention_days: 90 },
        expressions: {},
      },
      { type: 'aws_backup_vault', actions: ['create'], after: { name: 'second' }, expressions: {} },
    ]);
    const { inventory } = overlay(before, [readPlan('p', plan)], { withUntouched: false });
    const vaults = inventory.regions.flatMap((region) => (region.vaults.known ? region.vaults.value : []));
    expect(vaults.find(({ name }) => name === 'second')).toMatchObject({ locked: true, minRetentionDays: 90 });
  });

  test('is open where the vault of a lock is nowhere', () => {
    const after = { backup_vault_name: 'nowhere', min_retention_days: 7 };
    const plan = planOf([{ type: 'aws_backup_vault_lock_configuration', actions: ['create'], after, expressions: {} }]);
    expect(judged(before, plan).status('vault-lock')).toBe('unknown');
  });

  test('is not put together by the value of each, which is in no plan', () => {
    const made = (index: string) => ({
      type: 'aws_backup_plan',
      index,
      actions: ['create'],
      after: { name: index, rule: [] },
      unknown: { id: true },
      expressions: {},
    });
    const selected = (key: string) => ({
      type: 'aws_backup_selection',
      index: 'often',
      actions: ['create'],
      after: { name: 'all', iam_role_arn: 'role', resources: [ORDERS] },
      unknown: { plan_id: true },
      expressions: { plan_id: { references: [key, 'aws_backup_plan.it'] } },
    });
    const target = (key: string) =>
      readPlan('p', planOf([made('often'), made('seldom'), selected(key)]))
        .resources.flatMap(({ edits }) => edits)
        .flatMap((edit) => (edit.kind === 'selection' ? [edit.plan.kind] : []));
    expect(target('each.value')).toEqual(['unclear']);
    expect(target('each.key')).toEqual(['planned']);
  });
});

describe('an update', () => {
  const table = { name: 'orders', arn: ORDERS, hash_key: 'pk', attribute: [{ name: 'pk', type: 'S' }], tags_all: {} };
  const on = { point_in_time_recovery: [{ enabled: true, recovery_period_in_days: 35 }] };
  const drifted = exampleInventory({ ...PARTS, table: { pointInTimeRecovery: known({ enabled: false }, 'test') } });
  const updated = (was: Json, is: Json) =>
    planOf([
      {
        type: 'aws_dynamodb_table',
        actions: ['update'],
        before: { ...table, ...was },
        after: { ...table, ...is },
        expressions: {},
      },
    ]);

  test('leaves alone what is equal before and after, though it drifted', () => {
    const plan = updated(on, { ...on, tags_all: { team: 'shop' } });
    expect(judged(drifted, plan).status('point-in-time-recovery')).toBe('fail');
  });

  test('makes what differs', () => {
    const off = { point_in_time_recovery: [{ enabled: false }] };
    expect(judged(drifted, updated(off, on)).status('point-in-time-recovery')).toBe('pass');
    expect(judged(before, updated(on, off)).status('point-in-time-recovery')).toBe('fail');
  });

  test('of an alarm to another namespace takes it from the table', () => {
    const watched = exampleInventory({
      ...PARTS,
      restored: {},
      alarms: [{ name: 'busy' }, { name: 'busy-too', watches: [{ metric: 'UserErrors', table: 'orders-restored' }] }],
    });
    const alarm = {
      alarm_name: 'busy-too',
      namespace: 'AWS/DynamoDB',
      metric_name: 'UserErrors',
      dimensions: { TableName: 'orders-restored' },
    };
    const plan = planOf([
      {
        type: 'aws_cloudwatch_metric_alarm',
        actions: ['update'],
        before: alarm,
        after: { ...alarm, namespace: 'AWS/SQS', dimensions: { QueueName: 'q' } },
        expressions: {},
      },
    ]);
    const { inventory } = overlay(watched, [readPlan('p', plan)], { withUntouched: false });
    const names = inventory.regions.flatMap(({ alarms }) => (alarms.known ? alarms.value.map(({ name }) => name) : []));
    expect(names).toEqual(['busy']);
  });
});

describe('a key', () => {
  test('that is removed leaves open what it encrypts', () => {
    const { status } = judged(before, planOf([{ type: 'aws_kms_key', actions: ['delete'], before: { arn: KEY } }]));
    expect(status('vault-encryption')).toBe('unknown');
  });

  test('loses the alias that is removed', () => {
    const plan = planOf([
      { type: 'aws_kms_alias', actions: ['delete'], before: { name: 'alias/backups', arn: ALIAS } },
    ]);
    expect(judged(before, plan).status('vault-encryption')).toBe('fail');
  });

  test('loses the alias that goes to another key', () => {
    const alias = { name: 'alias/backups', arn: ALIAS, target_key_id: KEY };
    const plan = planOf([
      {
        type: 'aws_kms_alias',
        actions: ['update'],
        before: alias,
        after: { ...alias, target_key_id: 'other' },
        expressions: {},
      },
    ]);
    expect(judged(before, plan).status('vault-encryption')).toBe('fail');
  });
});

describe('a plan', () => {
  test.each([
    ['that ended in an error', { errored: true, complete: false }],
    [
      'that leaves changes to a later one',
      { complete: false, deferred_changes: [{ reason: 'instance_count_unknown' }] },
    ],
  ])('%s says nothing for sure', (_, more) => {
    const { status, notes } = judged(before, planOf([], more));
    expect([status('plan-coverage'), status('vault-lock')]).toEqual(['unknown', 'unknown']);
    expect(notes).toHaveLength(1);
  });

  test('of a part of the configuration is told apart', () => {
    expect(readPlan('p', planOf([], { errored: false, complete: false }))).toMatchObject({ partial: { known: false } });
  });

  test('comes after the one before it', () => {
    const gone = { plan_id: 'plan-1', id: 'selection-1', name: 'tables' };
    const table = { name: 'drafts', hash_key: 'pk', attribute: [{ name: 'pk', type: 'S' }], tags_all: {} };
    const { status } = judged(
      before,
      planOf([{ type: 'aws_backup_selection', actions: ['delete'], before: gone }]),
      planOf([{ type: 'aws_dynamodb_table', actions: ['create'], after: table, expressions: {} }]),
    );
    expect([status('plan-coverage'), status('plan-coverage', 'drafts')]).toEqual(['fail', 'fail']);
  });

  test.each([
    ['by name', { restore_source_name: 'orders' }],
    ['by ARN', { restore_source_table_arn: ORDERS }],
    ['from a backup', { restore_backup_arn: `${ORDERS}/backup/01600000000000-abcdef01` }],
  ])('makes a restored table, %s', (_, restore) => {
    const tagged = exampleInventory({ ...PARTS, table: { ...PARTS.table, tags: { tier: 'gold' } } });
    const after = { name: 'again', hash_key: 'pk', attribute: [{ name: 'pk', type: 'S' }], tags_all: {}, ...restore };
    const plan = planOf([{ type: 'aws_dynamodb_table', actions: ['create'], after, expressions: {} }]);
    expect(judged(tagged, plan).status('restored-tags', 'again')).toBe('fail');
  });
});

describe('what AWS refuses', () => {
  const rule = { rule_name: 'r', target_vault_name: 'main', schedule: 'cron(0 5 ? * * *)', start_window: 60 };
  const refused = { name: 'weekly', rule: [{ ...rule, completion_window: 90, lifecycle: [{ delete_after: 35 }] }] };
  const resources: readonly Planned[] = [
    {
      type: 'aws_backup_plan',
      actions: ['create'],
      after: refused,
      unknown: { id: true },
      expressions: { name: { constant_value: 'weekly' } },
    },
    {
      type: 'aws_backup_selection',
      actions: ['create'],
      after: { name: 'all', iam_role_arn: 'arn:aws:iam::111122223333:role/backup', resources: ['*'] },
      unknown: { plan_id: true },
      expressions: { plan_id: { references: ['aws_backup_plan.it.id', 'aws_backup_plan.it'] } },
    },
    { type: 'aws_backup_vault', actions: ['create'], after: { name: 'third' }, expressions: {} },
  ];

  test('is told, and leaves out what refers to it and nothing else', () => {
    const change = readPlan('p', planOf(resources));
    const [plan, selection, vault] = change.resources;
    expect(plan?.refusals).toMatchObject([{ id: 'BR9', grade: 'A', path: 'rules[0].completionWindowMinutes' }]);
    expect(selection?.restsOn).toBe('aws_backup_plan.it');
    expect(vault).not.toHaveProperty('restsOn');
    expect(asAccepted(change).resources.map(({ edits }) => edits.length)).toEqual([0, 0, 1]);
  });

  test('takes the whole change back where its tool does', () => {
    const change = { ...readPlan('p', planOf(resources)), rollsBack: true };
    expect(asAccepted(change).resources).toEqual([]);
  });

  test('does not hold a 0 of a lock against it, which the provider does not send', () => {
    const after = { backup_vault_name: 'main', min_retention_days: 7, max_retention_days: 0, changeable_for_days: 0 };
    const plan = planOf([{ type: 'aws_backup_vault_lock_configuration', actions: ['create'], after, expressions: {} }]);
    const [lock] = readPlan('p', plan).resources;
    expect(lock).not.toHaveProperty('refusals');
    expect(lock?.edits).toMatchObject([{ settings: { lock: { value: { minRetentionDays: 7 } } } }]);
    expect(JSON.stringify(lock?.edits)).not.toContain('changeableForDays');
  });

  test.each([
    [
      'a scaling policy with a target of 5',
      'AS1',
      'aws_appautoscaling_policy',
      { policy_type: 'TargetTrackingScaling' },
      5,
    ],
    ['a scaling policy with steps', 'AS8', 'aws_appautoscaling_policy', { policy_type: 'StepScaling' }, 50],
  ])('is %s', (_, id, type, after, target_value) => {
    const predefined_metric_specification = [{ predefined_metric_type: 'DynamoDBReadCapacityUtilization' }];
    const policy = {
      name: 'p',
      service_namespace: 'dynamodb',
      resource_id: 'table/orders',
      scalable_dimension: 'dynamodb:table:ReadCapacityUnits',
      target_tracking_scaling_policy_configuration: [{ target_value, predefined_metric_specification }],
      ...after,
    };
    const plan = planOf([{ type, actions: ['create'], after: policy, expressions: {} }]);
    expect(readPlan('p', plan).resources[0]?.refusals?.map((refusal) => refusal.id)).toEqual([id]);
  });

  test.each([
    ['a period of 45 seconds', { period: 45 }, ['CW1']],
    ['a range without its metric', { comparison_operator: 'LessThanLowerThreshold' }, ['CW4']],
    ['no threshold, for which the provider sends 0', { threshold: null, datapoints_to_alarm: 0 }, []],
    ['a period that is known after apply', { period: undefined }, []],
  ])('is an alarm with %s', (_, more, ids) => {
    const after = {
      alarm_name: 'busy',
      namespace: 'AWS/DynamoDB',
      metric_name: 'UserErrors',
      dimensions: { TableName: 'orders' },
      period: 60,
      evaluation_periods: 1,
      threshold: 1,
      comparison_operator: 'GreaterThanThreshold',
      ...more,
    };
    const type = 'aws_cloudwatch_metric_alarm';
    const plan = planOf([{ type, actions: ['create'], after, unknown: { id: true }, expressions: {} }]);
    expect((readPlan('p', plan).resources[0]?.refusals ?? []).map(({ id }) => id)).toEqual(ids);
  });

  test.each([
    ['has a name of two letters', ['create'], { name: 'or' }, ['DT1']],
    [
      'moves its time to live to another attribute',
      ['update'],
      { ttl: [{ enabled: true, attribute_name: 'until' }] },
      ['DT5'],
    ],
    ['turns its time to live off', ['update'], { ttl: [{ enabled: false, attribute_name: 'expires' }] }, []],
    [
      'turns recovery off, and keeps its period in the plan',
      ['update'],
      { point_in_time_recovery: [{ enabled: false, recovery_period_in_days: 35 }] },
      [],
    ],
  ])('is a table that %s', (_, actions, more, ids) => {
    const table = { name: 'orders', arn: ORDERS, hash_key: 'pk', attribute: [{ name: 'pk', type: 'S' }], tags_all: {} };
    const before = { ...table, ttl: [{ enabled: true, attribute_name: 'expires' }] };
    const resource = { type: 'aws_dynamodb_table', actions, after: { ...before, ...more }, expressions: {} };
    const plan = planOf([actions.includes('update') ? { ...resource, before } : resource]);
    expect((readPlan('p', plan).resources[0]?.refusals ?? []).map(({ id }) => id)).toEqual(ids);
  });

  describe('of a table that is protected against deletion', () => {
    const table = {
      name: 'orders',
      arn: ORDERS,
      hash_key: 'pk',
      attribute: [{ name: 'pk', type: 'S' }],
      tags_all: {},
      deletion_protection_enabled: true,
    };
    const replaced = (actions: readonly string[]) => ({
      type: 'aws_dynamodb_table',
      actions,
      before: table,
      after: { ...table, name: 'orders-2', arn: undefined, deletion_protection_enabled: false },
      expressions: {},
    });
    const kinds = (planned: Planned) => {
      const change = readPlan('p', planOf([planned]));
      const [resource] = change.resources;
      const accepted = asAccepted(change).resources.flatMap(({ edits }) => edits.map(({ kind }) => kind));
      return [resource?.refusals?.map(({ id }) => id), accepted];
    };

    test('is its deletion, so that it stays', () => {
      expect(kinds({ type: 'aws_dynamodb_table', actions: ['delete'], before: table })).toEqual([['DT16'], []]);
      const before = { ...table, deletion_protection_enabled: false };
      expect(kinds({ type: 'aws_dynamodb_table', actions: ['delete'], before })).toEqual([undefined, ['table-gone']]);
    });

    test('is its replacement: nothing is made in its place, unless the new one is made first', () => {
      expect(kinds(replaced(['delete', 'create']))).toEqual([['DT16'], []]);
      expect(kinds(replaced(['create', 'delete']))).toEqual([['DT16'], ['table']]);
    });
  });

  test('takes away all the same what a replacement deletes first, of what rests on it too', () => {
    const selection = (actions: readonly string[]) => ({
      type: 'aws_backup_selection',
      actions,
      before: { plan_id: 'plan-1', id: 'selection-1', name: 'tables' },
      after: { name: 'all', iam_role_arn: 'arn:aws:iam::111122223333:role/backup', resources: ['*'] },
      unknown: { plan_id: true },
      expressions: { plan_id: { references: ['aws_backup_plan.it.id', 'aws_backup_plan.it'] } },
    });
    const kinds = (actions: readonly string[]) => {
      const [plan] = resources;
      if (!plan) throw new Error('there is a plan');
      const accepted = asAccepted(readPlan('p', planOf([plan, selection(actions)])));
      return accepted.resources.map(({ edits }) => edits.map(({ kind }) => kind));
    };
    expect(kinds(['delete', 'create'])).toEqual([[], ['selection-gone']]);
    expect(kinds(['create', 'delete'])).toEqual([[], []]);
  });

  test('leaves open the replicas of a table that it refuses', () => {
    const after = {
      name: 'drafts',
      hash_key: 'pk',
      attribute: [{ name: 'pk', type: 'S' }],
      tags_all: {},
      point_in_time_recovery: [{ enabled: true, recovery_period_in_days: 36 }],
      replica: [{ region_name: 'eu-north-1' }],
    };
    const plan = planOf([{ type: 'aws_dynamodb_table', actions: ['create'], after, expressions: {} }]);
    const [target, far] = asAccepted(readPlan('p', plan)).resources;
    expect(target?.edits).toEqual([]);
    expect(far?.edits).toMatchObject([{ table: { perhapsAbsent: { why: { known: false } } } }]);
  });

  test('is not asked of what is left open, nor of what stays as it is', () => {
    const open = { type: 'aws_backup_plan', actions: ['create'], after: { name: 'x', rule: [rule] }, expressions: {} };
    const unknown = { id: true, rule: [{ completion_window: true }] };
    expect(readPlan('p', planOf([{ ...open, unknown }])).resources[0]).not.toHaveProperty('refusals');
    const same = { ...open, actions: ['no-op'], before: refused, after: refused };
    expect(readPlan('p', planOf([same])).resources[0]).not.toHaveProperty('refusals');
  });
});

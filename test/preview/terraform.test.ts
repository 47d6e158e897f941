import { describe, expect, test } from 'vitest';
import type { Edit } from '../../src/preview/change.ts';
import { scopeOf } from '../../src/preview/place.ts';
import { readPlan } from './laid-over.ts';

type Json = Readonly<Record<string, unknown>>;

interface Resource {
  readonly type: string;
  readonly actions: readonly string[];
  readonly before?: Json;
  readonly after?: Json;
  readonly unknown?: Json;
  readonly expressions?: Json;
  readonly module?: string;
}

function plan(resources: readonly Resource[], more: Json = {}): string {
  return JSON.stringify({
    format_version: '1.2',
    planned_values: {},
    resource_changes: resources.map(({ type, actions, before, after, unknown, module }) => ({
      address: `${module === undefined ? '' : `${module}.`}${type}.it`,
      ...(module === undefined ? {} : { module_address: module }),
      mode: 'managed',
      type,
      name: 'it',
      change: { actions, before: before ?? null, after: after ?? null, after_unknown: unknown ?? {} },
    })),
    configuration: {
      provider_config: { aws: { expressions: { region: { constant_value: 'eu-north-1' } } } },
      root_module: {
        resources: resources.map(({ type, expressions }) => ({
          mode: 'managed',
          type,
          name: 'it',
          provider_config_key: 'aws',
          expressions: expressions ?? {},
        })),
      },
    },
    ...more,
  });
}

function read(resources: readonly Resource[], more?: Json) {
  return readPlan('plan.json', plan(resources, more));
}

function edits(...resources: Resource[]): readonly Edit[] {
  return read(resources).resources.flatMap((resource) => resource.edits);
}

function scopes({ resources }: ReturnType<typeof read>) {
  return resources.map(({ place }) => scopeOf(place));
}

const TABLE = { name: 'orders', hash_key: 'pk', attribute: [{ name: 'pk', type: 'S' }], tags_all: { tier: 'gold' } };

describe('a Terraform plan', () => {
  test('names the Region by a constant of the provider, and the account by what that provider read', () => {
    const me = { address: 'data.aws_caller_identity.me', type: 'aws_caller_identity', name: 'me', mode: 'data' };
    const table = {
      type: 'aws_backup_vault',
      name: 'it',
      mode: 'managed',
      provider_config_key: 'aws',
      expressions: {},
    };
    const change = read([{ type: 'aws_backup_vault', actions: ['create'], after: { name: 'main' } }], {
      prior_state: { values: { root_module: { resources: [{ ...me, values: { account_id: '444455556666' } }] } } },
      configuration: {
        provider_config: { aws: { expressions: { region: { constant_value: 'eu-north-1' } } } },
        root_module: { resources: [table, { ...me, provider_config_key: 'aws', expressions: {} }] },
      },
    });
    expect(scopes(change)).toEqual([{ partition: 'aws', account: '444455556666', region: 'eu-north-1' }]);
  });

  test('names account and Region by the ARN of what exists', () => {
    const before = { name: 'main', arn: 'arn:aws-cn:backup:cn-north-1:777788889999:backup-vault:main' };
    const change = read([{ type: 'aws_backup_vault', actions: ['delete'], before }]);
    expect(scopes(change)).toEqual([{ partition: 'aws-cn', account: '777788889999', region: 'cn-north-1' }]);
    expect(change.resources[0]?.edits).toEqual([{ kind: 'vault-gone', name: 'main' }]);
  });

  test('takes the region attribute that version 6 of the provider has', () => {
    const after = { name: 'main', region: 'sa-east-1' };
    const change = read([{ type: 'aws_backup_vault', actions: ['create'], after }]);
    expect(scopes(change)[0]?.region).toBe('sa-east-1');
  });

  test('replaces: what was goes, what will be comes', () => {
    const kinds = edits({
      type: 'aws_dynamodb_table',
      actions: ['delete', 'create'],
      before: { ...TABLE, name: 'old' },
      after: TABLE,
    }).map(({ kind }) => kind);
    expect(kinds).toEqual(['table-gone', 'table']);
  });

  test('leaves alone what is only read, moved, or forgotten', () => {
    const change = read([
      { type: 'aws_dynamodb_table', actions: ['read'], after: TABLE },
      { type: 'aws_backup_vault', actions: ['forget'], before: { name: 'main' } },
      { type: 'aws_backup_plan', actions: ['no-op'], before: { id: 'p' }, after: { id: 'p', name: 'daily', rule: [] } },
    ]);
    expect(change.resources.map(({ type, action }) => [type, action])).toEqual([['aws_backup_plan', 'none']]);
  });

  test('takes the default of the provider for what is open because nobody set it', () => {
    const [edit] = edits({
      type: 'aws_dynamodb_table',
      actions: ['create'],
      after: TABLE,
      unknown: { arn: true, point_in_time_recovery: true, ttl: true, server_side_encryption: true },
      expressions: { name: { constant_value: 'orders' } },
    });
    expect(edit).toMatchObject({
      table: {
        pointInTimeRecovery: { known: true, value: { enabled: false } },
        timeToLive: { known: true, value: { status: 'DISABLED' } },
        description: { known: true, value: { encryption: { kind: 'aws-owned' }, billingMode: 'PROVISIONED' } },
      },
    });
  });

  test('leaves unknown what is open because it was set to something that is', () => {
    const [edit] = edits({
      type: 'aws_dynamodb_table',
      actions: ['create'],
      after: { ...TABLE, point_in_time_recovery: [{}] },
      unknown: { point_in_time_recovery: [{ enabled: true }], tags: true, tags_all: true },
      expressions: {
        point_in_time_recovery: [{ enabled: { references: ['random_shuffle.x.result', 'random_shuffle.x'] } }],
        tags: { references: ['random_pet.x.id', 'random_pet.x'] },
      },
    });
    expect(edit).toMatchObject({
      table: {
        pointInTimeRecovery: {
          known: false,
          reason: 'not-collected',
          detail: 'aws_dynamodb_table.it.point_in_time_recovery.enabled: known after apply',
        },
        tags: { known: false, detail: 'aws_dynamodb_table.it.tags: known after apply' },
        description: { known: true },
      },
    });
  });

  test('works out the tags that the provider adds to all', () => {
    const table = (provider: Json) =>
      read(
        [
          {
            type: 'aws_dynamodb_table',
            actions: ['create'],
            after: { ...TABLE, tags: { own: 'x' } },
            unknown: { tags_all: true },
          },
        ],
        {
          configuration: {
            provider_config: { aws: { expressions: provider } },
            root_module: { resources: [{ mode: 'managed', type: 'aws_dynamodb_table', name: 'it', expressions: {} }] },
          },
        },
      ).resources[0]?.edits[0];
    const tags = { constant_value: { team: 'shop' } };
    expect(table({ default_tags: [{ tags }] })).toMatchObject({
      table: { tags: { value: { own: 'x', team: 'shop' } } },
    });
    expect(table({})).toMatchObject({ table: { tags: { value: { own: 'x' } } } });
    expect(table({ default_tags: [{ tags: { references: ['local.tags'] } }] })).toMatchObject({
      table: { tags: { known: false } },
    });
  });

  describe('of a table with replicas', () => {
    const replica = (region_name: string, more: Json = {}) => ({ region_name, ...more });
    const changed = (before: readonly Json[] | undefined, after: readonly Json[] | undefined) =>
      read([
        {
          type: 'aws_dynamodb_table',
          actions: before ? (after ? ['update'] : ['delete']) : ['create'],
          ...(before ? { before: { ...TABLE, replica: before } } : {}),
          ...(after ? { after: { ...TABLE, ttl: [{ enabled: true, attribute_name: 'x' }], replica: after } } : {}),
        },
      ])
        .resources.slice(1)
        .map(({ place, edits: [edit] }) => [scopeOf(place)?.region, edit]);

    test('makes a table in each of their Regions, with what is its own', () => {
      const recovery = replica('us-east-1', { point_in_time_recovery: true });
      expect(changed(undefined, [recovery, replica('sa-east-1', { propagate_tags: true })])).toMatchObject([
        [
          'us-east-1',
          {
            table: {
              name: 'orders',
              tags: { value: {} },
              pointInTimeRecovery: { value: { enabled: true } },
              timeToLive: { value: { status: 'ENABLED' } },
              description: { value: { replicaRegions: ['eu-north-1', 'sa-east-1'] } },
            },
          },
        ],
        [
          'sa-east-1',
          { table: { tags: { value: { tier: 'gold' } }, pointInTimeRecovery: { value: { enabled: false } } } },
        ],
      ]);
    });

    test('leaves alone a replica that stays as it is, and takes away one that goes', () => {
      const [kept, former] = [replica('us-east-1'), replica('sa-east-1')];
      expect(changed([kept, former], [kept])).toEqual([['sa-east-1', { kind: 'table-gone', name: 'orders' }]]);
      expect(changed([kept], undefined)).toEqual([['us-east-1', { kind: 'table-gone', name: 'orders' }]]);
    });

    test('does not say whether a replica is protected that it changes', () => {
      expect(changed([replica('us-east-1')], [replica('us-east-1', { point_in_time_recovery: true })])).toMatchObject([
        ['us-east-1', { table: { description: { known: false }, pointInTimeRecovery: { value: { enabled: true } } } }],
      ]);
    });

    test('leaves tables open in every Region of the account where its replicas are', () => {
      const change = read([
        { type: 'aws_dynamodb_table', actions: ['create'], after: TABLE, unknown: { replica: true } },
      ]);
      expect(change.resources[1]).toMatchObject({
        place: { account: { value: '111122223333' }, region: { known: false } },
        edits: [{ kind: 'touch', touched: ['tables'], why: { detail: expect.stringContaining('replica') } }],
      });
    });
  });

  test('makes a table of a replica that stands beside its global table', () => {
    const [edit] = edits({
      type: 'aws_dynamodb_table_replica',
      actions: ['create'],
      after: {
        global_table_arn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
        point_in_time_recovery: true,
        tags_all: { tier: 'gold' },
      },
    });
    expect(edit).toMatchObject({
      table: {
        name: 'orders',
        tags: { value: { tier: 'gold' } },
        pointInTimeRecovery: { value: { enabled: true } },
        description: { known: false },
      },
    });
  });

  test('leaves unknown what is open and may come from a dynamic block', () => {
    const [edit] = edits({
      type: 'aws_backup_plan',
      actions: ['create'],
      after: { name: 'daily' },
      unknown: { rule: true, id: true },
      expressions: { name: { constant_value: 'daily' } },
    });
    expect(edit).toMatchObject({ body: { known: false, detail: 'aws_backup_plan.it.rule: known after apply' } });
  });

  describe('that may come from a dynamic block', () => {
    const SOURCE = ['terraform_data.it.output', 'terraform_data.it'];
    const selected = (relevant: Json, more: Partial<Resource> = {}, uses: Json = {}) => {
      const resources: readonly Resource[] = [
        {
          type: 'aws_backup_selection',
          actions: ['create'],
          after: { name: 'all', iam_role_arn: 'role', resources: ['*'], selection_tag: [] },
          unknown: { condition: true },
          expressions: { name: { constant_value: 'all' } },
          ...more,
        },
        { type: 'terraform_data', actions: ['create'], after: {}, unknown: { output: true } },
        { type: 'aws_sns_topic', actions: ['create'], after: {}, expressions: uses },
      ];
      const [edit] = read(resources, relevant).resources.flatMap((resource) => resource.edits);
      return edit?.kind === 'selection' ? edit.body : undefined;
    };
    const open = { known: false, detail: expect.stringContaining('a `dynamic` block may set it') };
    const used = { relevant_attributes: [{ resource: 'terraform_data.it', attribute: ['output'] }] };

    test('is the provider’s default where nothing refers to what is open', () => {
      expect(selected({})).toMatchObject({ known: true });
    });

    test('is open where something that is not shown refers to what is open', () => {
      expect(selected(used)).toMatchObject(open);
    });

    test('is the default where what refers to it is shown', () => {
      expect(selected(used, {}, { name: { references: SOURCE } })).toMatchObject({ known: true });
    });

    test('is open where another instance or attribute than the one shown is referred to', () => {
      const other = { name: { references: ['terraform_data.it.id', 'terraform_data.it'] } };
      expect(selected(used, {}, other)).toMatchObject(open);
    });

    test('is open in plans that do not tell what is referred to', () => {
      expect(selected({ format_version: '1.0' })).toMatchObject(open);
    });

    test('is open on what exists: the provider would have kept what it was', () => {
      expect(selected({}, { actions: ['update'], before: {} })).toMatchObject(open);
    });

    test('is open where the provider never fills it', () => {
      const unknown = { selection_tag: true };
      expect(selected({}, { unknown })).toMatchObject({ known: false, detail: expect.stringMatching(/selection_tag/) });
    });
  });

  test('follows what is open through the variables and outputs of modules, to whether its use is shown', () => {
    const body = (uses: Json) => {
      const selection = {
        address: 'module.a.aws_backup_selection.it',
        module_address: 'module.a',
        mode: 'managed',
        type: 'aws_backup_selection',
        name: 'it',
        change: {
          actions: ['create'],
          after: { name: 'all', iam_role_arn: 'role', resources: ['*'], selection_tag: [] },
          after_unknown: { condition: true },
        },
      };
      const made = { actions: ['create'], after: {}, after_unknown: { list: true } };
      const list = { address: 'data.x.y["k"]', mode: 'data', type: 'x', name: 'y', index: 'k', change: made };
      const call = { expressions: { list: { references: ['module.b.all', 'module.b'] } } };
      const change = readPlan(
        'plan.json',
        JSON.stringify({
          format_version: '1.2',
          planned_values: {},
          resource_changes: [selection, { ...list, address: `module.b.${list.address}`, module_address: 'module.b' }],
          relevant_attributes: [{ resource: 'module.b.data.x.y["k"]', attribute: ['list'] }],
          configuration: {
            root_module: {
              module_calls: {
                a: {
                  ...call,
                  module: {
                    resources: [
                      { type: 'aws_backup_selection', name: 'it', expressions: { name: { constant_value: 'all' } } },
                      { type: 'aws_sns_topic', name: 'it', expressions: uses },
                    ],
                  },
                },
                b: {
                  module: {
                    outputs: {
                      all: { expression: { references: ['data.x.y["k"].list', 'data.x.y["k"]', 'data.x.y'] } },
                    },
                  },
                },
              },
            },
          },
        }),
      );
      const [edit] = change.resources.flatMap((resource) => resource.edits);
      return edit?.kind === 'selection' ? edit.body.known : undefined;
    };
    expect(body({})).toBe(false);
    expect(body({ policy: { references: ['var.list'] } })).toBe(true);
  });

  test('takes no block of a dynamic block for one that is written', () => {
    const rule = { rule_name: 'a', target_vault_name: 'main' };
    const [edit] = edits({
      type: 'aws_backup_plan',
      actions: ['create'],
      after: { name: 'daily', rule: [rule, { ...rule, rule_name: 'b' }] },
      unknown: { rule: [{ schedule_expression_timezone: true }, { schedule_expression_timezone: true }] },
      expressions: { rule: [{ rule_name: { references: ['var.name'] } }] },
    });
    expect(edit).toMatchObject({
      body: { known: false, detail: 'aws_backup_plan.it.rule.schedule_expression_timezone: known after apply' },
    });
  });

  test('takes a list that refers to what is read only later for open, not for left out', () => {
    const resources = { references: ['data.x.y.arns', 'data.x.y'] };
    const [, edit] = edits(...selection({ resources }, { resources: true }));
    expect(edit).toMatchObject({ body: { known: true } });
    const read = {
      address: 'data.x.y',
      mode: 'data',
      type: 'x',
      name: 'y',
      change: { actions: ['read'], after_unknown: { arns: true } },
    };
    const text = JSON.parse(plan(selection({ resources }, { resources: true })));
    const change = readPlan(
      'plan.json',
      JSON.stringify({ ...text, resource_changes: [...text.resource_changes, read] }),
    );
    expect(change.resources.flatMap((resource) => resource.edits)[1]).toMatchObject({
      body: { known: false, detail: 'aws_backup_selection.it.resources: known after apply' },
    });
  });

  const selection = (expressions: Json, unknown: Json): readonly Resource[] => [
    { type: 'aws_backup_plan', actions: ['create'], after: { name: 'daily', rule: [] }, unknown: { id: true } },
    {
      type: 'aws_backup_selection',
      actions: ['create'],
      after: { name: 'all', iam_role_arn: 'arn:aws:iam::111122223333:role/b', selection_tag: [] },
      unknown,
      expressions,
    },
  ];

  test('ties a selection to the plan that it will belong to', () => {
    const plan_id = { references: ['aws_backup_plan.it.id', 'aws_backup_plan.it'] };
    const [, edit] = edits(...selection({ plan_id }, { plan_id: true, not_resources: true }));
    expect(edit).toMatchObject({ plan: { kind: 'planned', address: 'aws_backup_plan.it' }, body: { known: true } });
  });

  test('does not guess which plan an expression means', () => {
    const plan_id = { references: ['local.plans', 'aws_backup_plan.it.id', 'aws_backup_plan.it'] };
    const [, edit] = edits(...selection({ plan_id }, { plan_id: true }));
    expect(edit).toMatchObject({ plan: { kind: 'unclear', why: { reason: 'not-collected' } } });
  });

  test('does not read a list of ARNs out of references: its constants are not in the plan', () => {
    const resources = { references: ['aws_dynamodb_table.it.arn', 'aws_dynamodb_table.it'] };
    const [, edit] = edits(...selection({ resources }, { resources: true }), {
      type: 'aws_dynamodb_table',
      actions: ['create'],
      after: TABLE,
      unknown: { arn: true },
    });
    expect(edit).toMatchObject({
      body: { known: false, detail: 'aws_backup_selection.it.resources: known after apply' },
    });
  });

  test('makes the ARN of a vault that does not exist yet out of its name', () => {
    const [, edit] = edits(
      { type: 'aws_backup_vault', actions: ['create'], after: { name: 'copies' }, unknown: { arn: true } },
      {
        type: 'aws_backup_plan',
        actions: ['create'],
        after: {
          name: 'daily',
          rule: [{ rule_name: 'r', target_vault_name: 'main', copy_action: [{ lifecycle: [] }] }],
        },
        unknown: { rule: [{ copy_action: [{ destination_vault_arn: true }] }] },
        expressions: {
          rule: [
            {
              rule_name: { constant_value: 'r' },
              copy_action: [
                { destination_vault_arn: { references: ['aws_backup_vault.it.arn', 'aws_backup_vault.it'] } },
              ],
            },
          ],
        },
      },
    );
    const copy = { destinationVaultArn: 'arn:aws:backup:eu-north-1:111122223333:backup-vault:copies' };
    expect(edit).toMatchObject({ body: { known: true, value: { rules: [{ name: 'r', copyActions: [copy] }] } } });
  });

  test('says that a plan which Terraform did not finish may change more', () => {
    const change = read([], { errored: true, complete: false });
    expect(change.incomplete).toMatchObject({ known: false });
    expect(change.notes).toEqual([
      'plan.json is a plan that Terraform did not finish, because of an error: more may change than it lists',
    ]);
  });

  test.each([
    ['not JSON', '{', 'plan.json is not JSON'],
    ['a list', '[]', 'plan.json is not a Terraform plan in JSON'],
    ['a state', '{"format_version":"1.0","values":{}}', 'plan.json is a state of Terraform, and no plan'],
    [
      'of a format to come',
      '{"format_version":"2.0","planned_values":{}}',
      'plan.json is a Terraform plan of format 2.0, and formats 0 and 1 are known here',
    ],
    ['redacted', '{"plan_format_version":"1.2"}', 'plan.json is a redacted plan of HCP Terraform'],
  ])('is refused when it is %s', (_, text, message) => {
    expect(() => readPlan('plan.json', text)).toThrow(message);
  });

  test('with values of the wrong kind leaves facts unknown, and throws nothing', () => {
    const odd = { name: ['x'], rule: 'x', hash_key: {}, attribute: 3, tags_all: 'x', ttl: [[]], kms_key_arn: {} };
    const types = ['aws_backup_plan', 'aws_dynamodb_table', 'aws_backup_vault', 'aws_backup_selection'];
    const change = read(types.map((type) => ({ type, actions: ['delete', 'create'], before: odd, after: odd })));
    const kinds = change.resources.map(({ edits: made }) => made.map(({ kind }) => kind).join());
    expect(kinds).toEqual(['touch,plan', 'touch,table', 'touch,vault', 'touch,selection']);
  });
});

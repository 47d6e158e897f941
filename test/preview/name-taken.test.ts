import { describe, expect, test } from 'vitest';
import { COPY_REGION, exampleInventory } from '../../src/controls/example.ts';
import { refusingWhatIsThere } from '../../src/preview/already-there.ts';
import { readPlan } from './laid-over.ts';

/** `orders` and the vault `main` are there. */
const LIVE = exampleInventory({ copyVaults: [{}] });

type Json = Readonly<Record<string, unknown>>;

interface Planned {
  readonly address?: string;
  readonly module?: string;
  readonly type: string;
  readonly actions?: readonly string[];
  readonly before?: Json;
  readonly after?: Json;
  readonly expressions?: Json;
  readonly region?: string;
}

const written = ({ type, expressions = {}, region }: Planned, name: string) => ({
  address: `${type}.${name}`,
  mode: 'managed',
  type,
  name,
  provider_config_key: region === undefined ? 'aws' : 'aws.far',
  expressions,
});

function refusedIn(...planned: readonly Planned[]): readonly string[] {
  const named = planned.map((each, index) => ({ each, name: each.address ?? `it${index}` }));
  const inModule = named.filter(({ each }) => each.module !== undefined);
  const text = JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.14.0',
    complete: true,
    errored: false,
    planned_values: {},
    resource_changes: named.map(({ each, name }) => ({
      ...written(each, name),
      address: `${each.module === undefined ? '' : `module.${each.module}.`}${each.type}.${name}`,
      ...(each.module === undefined ? {} : { module_address: `module.${each.module}` }),
      change: { actions: each.actions ?? ['create'], before: each.before ?? null, after: each.after ?? null },
    })),
    configuration: {
      provider_config: {
        aws: { name: 'aws', expressions: { region: { constant_value: 'eu-west-1' } } },
        'aws.far': { name: 'aws', alias: 'far', expressions: { region: { constant_value: COPY_REGION } } },
      },
      root_module: {
        resources: named.filter(({ each }) => each.module === undefined).map(({ each, name }) => written(each, name)),
        module_calls: {
          m: {
            module: {
              outputs: { vault: { expression: { references: ['aws_backup_vault.it0.name', 'aws_backup_vault.it0'] } } },
              resources: inModule.map(({ each, name }) => written(each, name)),
            },
          },
        },
      },
    },
  });
  const [change] = refusingWhatIsThere([readPlan('plan.json', text)], LIVE);
  return (change?.resources ?? []).flatMap(({ address, refusals = [], restsOn }) => [
    ...refusals.map(({ message }) => `${address}: ${message}`),
    ...(restsOn === undefined ? [] : [`${address} rests on ${restsOn}`]),
  ]);
}

const table = (name: string, more: Json = {}) => ({
  type: 'aws_dynamodb_table',
  after: { name, hash_key: 'pk', attribute: [{ name: 'pk', type: 'S' }], billing_mode: 'PAY_PER_REQUEST', ...more },
});
const vault = (name: string) => ({ type: 'aws_backup_vault', after: { name } });

describe('what Terraform makes under a name that is taken', () => {
  test.each<[string, readonly Planned[], readonly string[]]>([
    ['is refused: a table', [table('orders')], ['aws_dynamodb_table.it0: Table already exists: orders']],
    [
      'is refused: a vault',
      [vault('main')],
      ['aws_backup_vault.it0: Backup vault with the same name already exists: main'],
    ],
    [
      'is refused: a table that is restored',
      [table('orders', { restore_source_name: 'ledger' })],
      ['aws_dynamodb_table.it0: Table already exists: orders'],
    ],
    ['is made in another Region', [{ ...table('orders'), region: COPY_REGION }], []],
    ['is made under a name that is free', [table('carts'), vault('other')], []],
    [
      'may be made where the plan takes away what has the name',
      [table('orders'), { type: 'aws_dynamodb_table', actions: ['delete'], before: table('orders').after }],
      [],
    ],
    [
      'is made where it takes its own place',
      [{ ...table('orders'), actions: ['delete', 'create'], before: table('orders').after }],
      [],
    ],
    [
      'is refused where it comes before what it replaces',
      [{ ...vault('main'), actions: ['create', 'delete'], before: vault('main').after }],
      ['aws_backup_vault.it0: Backup vault with the same name already exists: main'],
    ],
    [
      'is made before what it replaces under another name',
      [{ ...vault('other'), actions: ['create', 'delete'], before: vault('main').after }],
      [],
    ],
    [
      'is its own where it is updated',
      [{ ...table('orders'), actions: ['update'], before: table('orders').after }],
      [],
    ],
    [
      'takes what refers to it with it, also from another module',
      [
        { ...vault('main'), module: 'm' },
        {
          type: 'aws_backup_plan',
          after: {
            name: 'daily',
            rule: [{ rule_name: 'r', target_vault_name: 'main', schedule: 'cron(0 5 ? * * *)' }],
          },
          expressions: { rule: [{ target_vault_name: { references: ['module.m.vault', 'module.m'] } }] },
        },
      ],
      [
        'module.m.aws_backup_vault.it0: Backup vault with the same name already exists: main',
        'aws_backup_plan.it1 rests on module.m.aws_backup_vault.it0',
      ],
    ],
  ])('%s', (_, planned, refused) => {
    expect(refusedIn(...planned)).toEqual(refused);
  });
});

import { describe, expect, test } from 'vitest';
import { policiesAt } from '../../src/app/files/policy-files.ts';
import { exampleInventory, NOW } from '../../src/controls/example.ts';
import { estateOf } from '../../src/estate/estate.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { policyChangeOf } from '../../src/evaluate/policy-change.ts';
import { known, unknown } from '../../src/model/fact.ts';
import type { Inventory, RegionInventory } from '../../src/model/inventory.ts';
import { readCdkAssembly } from '../../src/preview/cdk.ts';
import { cdkAssembly } from '../../src/preview/cdk-assembly.ts';
import type { Change, Edit } from '../../src/preview/change.ts';
import { readChangeSets } from '../../src/preview/change-set.ts';
import { readTemplate } from '../../src/preview/cloudformation.ts';
import { emptyInventory } from '../../src/preview/empty-inventory.ts';
import { overlay } from '../../src/preview/overlay.ts';
import { type Place, placeAt } from '../../src/preview/place.ts';
import { memoryHost } from '../app/memory-host.ts';
import { golden } from './golden-files.ts';
import { statusesOf } from './judged-side.ts';
import { HOME, readPlan } from './laid-over.ts';

const WHY = unknown('not-collected', 'nothing tells where; a constant does');

/** Where nothing is. */
const NOWHERE = known('eu-south-1', 'test');

const policies = (text: string) => policiesAt(['p.yaml'], memoryHost({ files: { 'p.yaml': text } }));

const PLAIN = policies(`apiVersion: holdfast/v1
kind: Policy
name: p
tables: { names: ["*"] }
backup: { objectives: [{ frequency: 24h, retention: 35d }], pointInTimeRecovery: {} }
`);

/** A place where `orders` is in order, one where it has no plan, and one where nothing is. */
const THREE = ((): Inventory => {
  const live = exampleInventory({});
  const [target] = live.regions;
  if (!target) throw new Error('no place');
  const elsewhere = JSON.parse(JSON.stringify(target).replaceAll(HOME.region, 'eu-north-1')) as RegionInventory;
  const none = emptyInventory([{ ...HOME, region: 'eu-south-1' }], NOW).regions;
  return { ...live, regions: [target, { ...elsewhere, plans: known([], 'test') }, ...none] };
})();

const CREATED = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName: 'crates',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  },
};

const readOne = (text: string): Change => readTemplate('t.yaml', text, { target: HOME, parameters: new Map() });

function terraform(name: string, actions: readonly string[] = ['create']): Change {
  const state = { name, hash_key: 'pk', attribute: [{ name: 'pk', type: 'S' }], billing_mode: 'PAY_PER_REQUEST' };
  const isGone = actions.includes('delete');
  const address = { address: 'aws_dynamodb_table.it', mode: 'managed', type: 'aws_dynamodb_table', name: 'it' };
  return readPlan(
    'plan.json',
    JSON.stringify({
      format_version: '1.2',
      terraform_version: '1.14.0',
      complete: true,
      errored: false,
      planned_values: {},
      resource_changes: [
        { ...address, change: { actions, before: isGone ? state : null, after: isGone ? null : state } },
      ],
      configuration: {
        provider_config: { aws: { name: 'aws', expressions: { region: { references: ['local.region'] } } } },
        root_module: { resources: [{ ...address, provider_config_key: 'aws', expressions: {} }] },
      },
    }),
  );
}

function cdk(environment: string): Change {
  const files: Readonly<Record<string, unknown>> = {
    'manifest.json': {
      version: '55.0.0',
      artifacts: { shop: { type: 'aws:cloudformation:stack', environment, properties: { templateFile: 't.json' } } },
    },
    't.json': { Resources: { Crates: CREATED } },
  };
  const folder = cdkAssembly({ name: 'cdk.out', read: (path) => JSON.stringify(files[path]) });
  const [change] = readCdkAssembly(folder, {
    target: HOME,
    parameters: new Map(),
    deployed: () => known(null, 'test'),
  });
  if (!change) throw new Error('no change');
  return change;
}

function changeSet(entry: object): Change {
  const text = JSON.stringify({
    ChangeSetName: 'x',
    ChangeSetId: 'x',
    StackId: `arn:aws:cloudformation:${HOME.region}:${HOME.account}:stack/shop/1`,
    Status: 'CREATE_COMPLETE',
    ExecutionStatus: 'AVAILABLE',
    Changes: [{ Type: 'Resource', ResourceChange: entry }],
  });
  const [change] = readChangeSets([{ file: 'set.json', text }]);
  if (!change) throw new Error('no change');
  return change;
}

const ADDED = changeSet({
  LogicalResourceId: 'Crates',
  ResourceType: CREATED.Type,
  Action: 'Add',
  AfterContext: JSON.stringify({ Properties: CREATED.Properties }),
});

/** The change, with all that it says in a place that differs so from its own. */
function at(change: Change, place: Partial<Place>): Change {
  return { ...change, resources: change.resources.map((each) => ({ ...each, place: { ...each.place, ...place } })) };
}

function judged(changes: readonly Change[], before = THREE, by = PLAIN, requirePolicy = false) {
  const { inventory } = overlay(before, changes, { withUntouched: false });
  return evaluate({ policies: by, estate: estateOf(inventory, NOW), requirePolicy, version: 'test' });
}

const resultsOf = (name: string, ...[changes, before, by, require]: Parameters<typeof judged>) =>
  judged(changes, before, by, require).results.filter(({ resource }) => resource.name === name);

describe('a table that is made in one place of several', () => {
  test.each<[string, Change, string, string]>([
    ['by Terraform', terraform('crates'), '111122223333', ''],
    [
      'by a template',
      at(readOne(JSON.stringify({ Resources: { Crates: CREATED } })), { region: WHY }),
      '111122223333',
      '',
    ],
    ['by a CDK app without `env`', cdk('aws://unknown-account/unknown-region'), '', ''],
    ['by a CDK app without a Region', cdk('aws://111122223333/unknown-region'), '111122223333', ''],
    ['by a change set', at(ADDED, { account: WHY }), '', 'eu-west-1'],
  ])('is judged once, and open, and says what settles it: %s', (_, change, account, region) => {
    const results = resultsOf('crates', [change]);
    expect(results.map(({ control, status }) => [control, status])).toEqual([
      ['backup-frequency', 'unknown'],
      ['backup-jobs', 'unknown'],
      ['backup-retention', 'unknown'],
      ['plan-coverage', 'unknown'],
      ['point-in-time-recovery', 'unknown'],
    ]);
    for (const { resource, message, because } of results) {
      expect(resource).toMatchObject({ account, region });
      expect(message).toBe('cannot tell whether the table will be there');
      expect(because.join()).toMatch(/does|settle|constant/);
    }
  });

  test('does not stand where it may be in the one place only that was read', () => {
    const one = { ...THREE, regions: THREE.regions.slice(0, 1) };
    expect(new Set(resultsOf('crates', [terraform('crates')], one).map(({ status }) => status))).toEqual(
      new Set(['unknown']),
    );
  });

  test('is one open result where nothing tells the Region, and the account was not read', () => {
    const place = { account: known('999999999999', 'test'), region: WHY };
    const second = {
      ...terraform('carts'),
      resources: terraform('carts').resources.map((each) => ({ ...each, address: 'b' })),
    };
    const { results, conclusion } = judged([at(terraform('crates'), place), at(second, place)], {
      ...THREE,
      regions: [],
    });
    expect(results).toMatchObject([
      {
        control: 'policy-coverage',
        status: 'unknown',
        resource: { arn: 'arn:aws:dynamodb::999999999999:table/*', account: '999999999999', region: '' },
        message:
          'the tables of a Region of account 999999999999 that nothing tells could not be listed, so none of them was judged',
        because: [expect.stringContaining('a place that aws_dynamodb_table.it does not tell')],
      },
    ]);
    expect(conclusion).toBe('undetermined');
  });

  test('counts once among the tables that were read, and among those that lose a requirement', () => {
    const { inventory } = overlay(THREE, [terraform('crates')], { withUntouched: false });
    const [nobody = '', former] = [
      'apiVersion: holdfast/v1\nkind: Policy\nname: p\ntables: { names: [nobody] }\nbackup: { pointInTimeRecovery: {} }\n',
      PLAIN,
    ];
    const { warnings } = evaluate({
      policies: policies(nobody),
      estate: estateOf(inventory, NOW),
      requirePolicy: false,
      version: 'test',
    });
    expect(warnings).toMatchObject([{ detail: expect.stringContaining('none of the 3 tables that were read') }]);

    const { requirements } = policyChangeOf({
      base: ['p.yaml'],
      former,
      policies: policies(nobody),
      inventory,
      now: NOW,
      formerReport: judged([]),
    });
    const tables = requirements.flatMap((each) => each.tables).filter((arn) => arn.endsWith('/crates'));
    expect([...new Set(tables)]).toEqual(['arn:aws:dynamodb::111122223333:table/crates']);
    expect(tables).toHaveLength(requirements.length);
  });

  test('is left to policies that may be about it', () => {
    const named = policies(`apiVersion: holdfast/v1
kind: Policy
name: p
tables: { names: [orders] }
backup: { pointInTimeRecovery: {} }
`);
    expect(resultsOf('crates', [terraform('crates')], THREE, named)).toEqual([]);
    const covered = resultsOf('crates', [terraform('crates')], THREE, named, true);
    expect(covered.map(({ control, status }) => [control, status])).toEqual([['policy-coverage', 'unknown']]);
    expect(judged([terraform('crates')], THREE, named).unmatchedTables).toEqual([]);
  });

  test('leaves what stands under its name there, and open', () => {
    const found = new Map(
      resultsOf('orders', [terraform('orders')]).map(({ control, resource, status }) => [
        `${resource.region} ${control}`,
        status,
      ]),
    );
    expect(found.get('eu-north-1 plan-coverage')).toBe('fail');
    expect(found.get('eu-west-1 point-in-time-recovery')).toBe('unknown');
    expect(found.get(' plan-coverage')).toBe('unknown');
  });

  test('is there all the same where another change makes it for sure', () => {
    const sure = at(terraform('crates'), { region: NOWHERE });
    for (const changes of [
      [sure, terraform('crates')],
      [terraform('crates'), sure],
    ]) {
      const results = resultsOf('crates', changes).filter(({ resource }) => resource.region === 'eu-south-1');
      expect(results.find(({ control }) => control === 'plan-coverage')?.status).toBe('fail');
    }
  });
});

const made = (edit: Edit, place: Partial<Place> = {}): Change => ({
  sources: [],
  notes: [],
  resources: [{ address: 'it', type: 't', action: 'create', place: { ...placeAt(HOME), ...place }, edits: [edit] }],
});

describe('a table that may not be made at all', () => {
  const conditional = readOne(
    JSON.stringify({
      Parameters: { With: { Type: 'String' } },
      Conditions: { IsWith: { 'Fn::Equals': [{ Ref: 'With' }, 'yes'] } },
      Resources: { Crates: { ...CREATED, Condition: 'IsWith' } },
    }),
  );
  const touch: Edit = { kind: 'touch', touched: ['tables'], why: WHY };

  test.each<[string, Change, string, string]>([
    ['under a condition that is open', at(conditional, { region: NOWHERE }), 'crates', 'eu-south-1'],
    ['by what is not read', made(touch, { region: NOWHERE }), '(it)', 'eu-south-1'],
    ['by what is not read, wherever it is', made(touch, { region: WHY }), '(it)', ''],
    ['by more than is listed', { ...made(touch), resources: [], incomplete: WHY }, '(more of the change)', ''],
  ])('is judged once, and open: %s', (_, change, name, region) => {
    const results = resultsOf(name, [change]);
    expect(results.map(({ control }) => control)).toHaveLength(5);
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['unknown']));
    expect(new Set(results.map(({ resource }) => resource.region))).toEqual(new Set([region]));
  });
});

test('a table that goes in one place of several may go in each', () => {
  const results = resultsOf('orders', [terraform('orders', ['delete'])]);
  expect(results.map(({ resource }) => resource.region)).toContain('eu-north-1');
  expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['unknown']));
});

test('a plan that selects all in one place of several covers nothing for sure', () => {
  const text = golden('estate.template.yaml');
  const results = resultsOf('orders', [at(readOne(text), { region: WHY })]);
  const inNorth = results.filter(({ resource }) => resource.region === 'eu-north-1');
  expect(inNorth.find(({ control }) => control === 'plan-coverage')?.status).toBe('unknown');
});

describe('a place that is made unknown', () => {
  const estate = policiesAt(['p.yaml'], memoryHost({ files: { 'p.yaml': golden('estate.policy.yaml') } }));
  const places = THREE.regions.map(({ region }) => region);

  test.each<[string, Change]>([
    ['a plan of Terraform', readPlan('plan.json', golden('estate.plan.json'))],
    ['a template', readOne(golden('estate.template.yaml'))],
    ['a table of Terraform', terraform('crates')],
    ['a table that stands', terraform('orders')],
    ['a table that goes', terraform('orders', ['delete'])],
    ['a change set', ADDED],
  ])('says nothing for sure that is not said in each place that it may be: %s', (_, change) => {
    for (const by of [PLAIN, estate]) {
      const stated = places.map((region) =>
        statusesOf(judged([at(change, { region: known(region, 't') })], THREE, by)),
      );
      const open = statusesOf(judged([at(change, { region: WHY })], THREE, by));
      const wrong = [...open].filter(
        ([asked, status]) => status !== 'unknown' && stated.some((each) => each.get(asked) !== status),
      );
      expect(wrong).toEqual([]);
    }
  });
});

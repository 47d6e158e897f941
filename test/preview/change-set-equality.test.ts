import { expect, test } from 'vitest';
import { policiesAt } from '../../src/app/files/policy-files.ts';
import { exampleInventory, NOW } from '../../src/controls/example.ts';
import { estateOf } from '../../src/estate/estate.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { known } from '../../src/model/fact.ts';
import type { Change } from '../../src/preview/change.ts';
import { readChangeSets } from '../../src/preview/change-set.ts';
import { overlay } from '../../src/preview/overlay.ts';
import { asAccepted } from '../../src/preview/refused.ts';
import { readStackTemplate } from '../../src/preview/stack-change.ts';
import { memoryHost } from '../app/memory-host.ts';
import { isMap, type JsonMap, type JsonTree } from './json-tree.ts';
import { HOME } from './laid-over.ts';

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: p
tables: { names: ["*"] }
backup:
  objectives: [{ frequency: 24h, retention: 35d }]
  vault: { lock: governance }
  pointInTimeRecovery: {}
restore: { settings: { deletionProtection: disabled, tags: { tier: gold } } }
`;

/** What stands in AWS for the resources of the deployed template. */
const IDS: Readonly<Record<string, string>> = {
  Plan: 'plan-1',
  Tables: 'selection-1',
  Vault: 'main',
  Orders: 'orders',
};

/** Properties that CloudFormation cannot change in place. Source: CloudFormation template reference. */
const FIXED: Readonly<Record<string, readonly string[]>> = {
  'AWS::Backup::BackupSelection': ['BackupPlanId', 'BackupSelection'],
  'AWS::Backup::BackupVault': ['BackupVaultName'],
  'AWS::DynamoDB::Table': ['TableName', 'KeySchema'],
};

const rule = (more: JsonMap = {}) => ({
  RuleName: 'nightly',
  TargetBackupVault: 'main',
  ScheduleExpression: 'cron(0 5 ? * * *)',
  StartWindowMinutes: 60,
  Lifecycle: { DeleteAfterDays: 35 },
  ...more,
});

const table = (more: JsonMap = {}) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName: 'orders',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    Tags: [{ Key: 'tier', Value: 'gold' }],
    ...more,
  },
});

const plan = (more: JsonMap = {}, name = 'daily') => ({
  Type: 'AWS::Backup::BackupPlan',
  Properties: { BackupPlan: { BackupPlanName: name, BackupPlanRule: [rule(more)] } },
});

const selection = (...tables: readonly string[]) => ({
  Type: 'AWS::Backup::BackupSelection',
  Properties: {
    BackupPlanId: { Ref: 'Plan' },
    BackupSelection: {
      SelectionName: 'tables',
      IamRoleArn: `arn:aws:iam::${HOME.account}:role/backup`,
      Resources: tables.map((name) => `arn:aws:dynamodb:${HOME.region}:${HOME.account}:table/${name}`),
    },
  },
});

const vault = (more: JsonMap = {}) => ({
  Type: 'AWS::Backup::BackupVault',
  Properties: { BackupVaultName: 'main', LockConfiguration: { MinRetentionDays: 7 }, ...more },
});

const BEFORE: JsonMap = { Plan: plan(), Tables: selection('orders'), Vault: vault(), Orders: table() };

/** Leaves out what is undefined. */
const changed = (resources: Readonly<Record<string, JsonTree | undefined>>): JsonMap =>
  Object.fromEntries(
    Object.entries({ ...BEFORE, ...resources }).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );

/** What CloudFormation says of the difference: numbers and flags are texts. */
function described(after: JsonMap): string {
  const context = (body: JsonTree | undefined) => {
    if (!isMap(body)) return undefined;
    const resolved = JSON.stringify(body['Properties'] ?? {}).replaceAll('{"Ref":"Plan"}', '"plan-1"');
    const texts: JsonTree = JSON.parse(resolved, (_, value) =>
      typeof value === 'number' || typeof value === 'boolean' ? String(value) : value,
    );
    return JSON.stringify({
      Properties: texts,
      ...(body['DeletionPolicy'] ? { DeletionPolicy: body['DeletionPolicy'] } : {}),
    });
  };
  const changes = [...new Set([...Object.keys(BEFORE), ...Object.keys(after)])].flatMap((LogicalResourceId) => {
    const [was, now] = [BEFORE[LogicalResourceId], after[LogicalResourceId]];
    if (JSON.stringify(was) === JSON.stringify(now)) return [];
    const type = String(isMap(now) ? now['Type'] : isMap(was) ? was['Type'] : '');
    const replaces = (FIXED[type] ?? []).some(
      (key) => JSON.stringify(propertyOf(was, key)) !== JSON.stringify(propertyOf(now, key)),
    );
    const action = was === undefined ? 'Add' : now === undefined ? 'Remove' : 'Modify';
    const retained = isMap(was) && was['DeletionPolicy'] === 'Retain';
    const policies = {
      Add: {},
      Remove: { PolicyAction: retained ? 'Retain' : 'Delete' },
      Modify: replaces ? { PolicyAction: 'ReplaceAndDelete' } : {},
    };
    return [
      {
        Type: 'Resource',
        ResourceChange: {
          LogicalResourceId,
          ResourceType: type,
          Action: action,
          ...(was === undefined ? {} : { PhysicalResourceId: IDS[LogicalResourceId] }),
          ...(action === 'Modify' ? { Replacement: replaces ? 'True' : 'False', Scope: ['Properties'] } : {}),
          ...policies[action],
          BeforeContext: context(was),
          AfterContext: context(now),
        },
      },
    ];
  });
  return JSON.stringify({
    ChangeSetId: 'x',
    StackId: `arn:aws:cloudformation:${HOME.region}:${HOME.account}:stack/shop/1`,
    Status: 'CREATE_COMPLETE',
    ExecutionStatus: 'AVAILABLE',
    Changes: changes,
  });
}

function propertyOf(body: JsonTree | undefined, key: string): JsonTree | undefined {
  const properties = isMap(body) ? body['Properties'] : undefined;
  return isMap(properties) ? properties[key] : undefined;
}

const policies = policiesAt(['p.yaml'], memoryHost({ files: { 'p.yaml': POLICY } }));

const LIVE = exampleInventory({
  rules: [{ copyActions: [] }],
  table: { tags: { tier: 'gold', by: 'hand' }, pointInTimeRecovery: known({ enabled: true }, 'test') },
});

function judged(change: Change): Readonly<Record<string, string>> {
  const { inventory } = overlay(LIVE, [asAccepted(change)], { withUntouched: false });
  const { results } = evaluate({ policies, estate: estateOf(inventory, NOW), requirePolicy: false, version: 'test' });
  return Object.fromEntries(
    results.map(({ control, status, resource, policy }) => [
      `${resource.name} ${control} ${policy?.path ?? ''}`,
      status,
    ]),
  );
}

test.each<[string, JsonMap]>([
  ['nothing', BEFORE],
  ['shorter retention', changed({ Plan: plan({ Lifecycle: { DeleteAfterDays: 7 } }) })],
  ['a weekly schedule', changed({ Plan: plan({ ScheduleExpression: 'cron(0 5 ? * SUN *)' }) })],
  ['another name of the plan', changed({ Plan: plan({}, 'other') })],
  ['a window that AWS refuses', changed({ Plan: plan({ StartWindowMinutes: 5 }) })],
  ['another selection', changed({ Tables: selection('invoices') })],
  ['a wider selection', changed({ Tables: selection('orders', 'invoices') })],
  ['no selection', changed({ Tables: undefined })],
  ['no plan and no selection', changed({ Plan: undefined, Tables: undefined })],
  ['no lock', changed({ Vault: { ...vault(), Properties: { BackupVaultName: 'main' } } })],
  [
    'no recovery',
    changed({ Orders: table({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false } }) }),
  ],
  ['other tags', changed({ Orders: table({ Tags: [{ Key: 'tier', Value: 'tin' }] }) })],
  ['no tags', changed({ Orders: table({ Tags: [] }) })],
  ['protection', changed({ Orders: table({ DeletionProtectionEnabled: true }) })],
  ['other keys under another name', changed({ Orders: table({ TableName: 'orders-2' }) })],
  ['no table', changed({ Orders: undefined })],
  ['a second table', changed({ More: table({ TableName: 'more', Tags: [] }) })],
])('a change set of %s says what the template with its stack says', (_, after) => {
  const stack = {
    id: 'x',
    status: 'CREATE_COMPLETE',
    parameters: {},
    tags: {},
    template: JSON.stringify({ Resources: BEFORE }),
    resources: Object.entries(BEFORE).map(([logicalId, body]) => ({
      logicalId,
      physicalId: IDS[logicalId] ?? '',
      type: String(isMap(body) ? body['Type'] : ''),
      status: 'CREATE_COMPLETE',
    })),
  };
  const settings = { target: HOME, parameters: new Map(), stackName: 'shop', stack };
  const byStack = judged(readStackTemplate('t.json', JSON.stringify({ Resources: after }), settings));
  const [change] = readChangeSets([{ file: 'set.json', text: described(after) }]);
  if (!change) throw new Error('no change set');
  expect(judged(change)).toEqual(byStack);
});

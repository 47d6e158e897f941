import { beforeAll, describe, expect, test } from 'vitest';
import { policiesAt } from '../../../src/app/files/policy-files.ts';
import { ACCOUNT, exampleInventory, NOW, REGION } from '../../../src/controls/example.ts';
import { estateOf } from '../../../src/estate/estate.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { known } from '../../../src/model/fact.ts';
import type { Report } from '../../../src/model/report.ts';
import type { Result } from '../../../src/model/result.ts';
import { readChangeSets } from '../../../src/preview/change-set.ts';
import { overlay } from '../../../src/preview/overlay.ts';
import { asAccepted } from '../../../src/preview/refused.ts';
import { memoryHost, runLine } from '../memory-host.ts';
import { savedInventory } from '../saved-inventory.ts';

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: gold
tables: { names: ["orders*"] }
backup:
  objectives: [{ frequency: 24h, retention: 35d }]
  pointInTimeRecovery: {}
`;

const LATER = '{{changeSet:KNOWN_AFTER_APPLY}}';

const STACK = `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/shop/0a1b2c3d`;
const SET = `arn:aws:cloudformation:${REGION}:${ACCOUNT}:changeSet/pr-7/4e5f`;

type Json = Readonly<Record<string, unknown>>;

/** What `describe-change-set` answers. */
function answer(changes: readonly Json[], more: Json = {}): Json {
  return {
    ChangeSetName: 'pr-7',
    ChangeSetId: SET,
    StackId: STACK,
    StackName: 'shop',
    Status: 'CREATE_COMPLETE',
    ExecutionStatus: 'AVAILABLE',
    Changes: changes.map((change) => ({ Type: 'Resource', ResourceChange: change })),
    ...more,
  };
}

const context = (properties: Json, policies: Json = {}) => JSON.stringify({ Properties: properties, ...policies });

/** The live plan, as the template has it; numbers in contexts are texts. */
const plan = (days: string, name = 'daily') => ({
  BackupPlan: {
    BackupPlanName: name,
    BackupPlanRule: [
      {
        RuleName: 'nightly',
        TargetBackupVault: 'main',
        ScheduleExpression: 'cron(0 5 ? * * *)',
        StartWindowMinutes: '60',
        Lifecycle: { DeleteAfterDays: days },
      },
    ],
  },
});

const selection = (table: string, planId = 'plan-1') => ({
  BackupPlanId: planId,
  BackupSelection: {
    SelectionName: 'tables',
    IamRoleArn: `arn:aws:iam::${ACCOUNT}:role/backup`,
    Resources: [`arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${table}`],
  },
});

const table = (more: Json = {}) => ({
  TableName: 'orders',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: 'true' },
  ...more,
});

const PLAN = {
  LogicalResourceId: 'Plan',
  ResourceType: 'AWS::Backup::BackupPlan',
  PhysicalResourceId: 'plan-1',
  Action: 'Modify',
  Replacement: 'False',
  Scope: ['Properties'],
  BeforeContext: context(plan('35')),
  AfterContext: context(plan('7')),
};

const SELECTION = {
  LogicalResourceId: 'Tables',
  ResourceType: 'AWS::Backup::BackupSelection',
  PhysicalResourceId: 'selection-1_plan-1',
  Action: 'Modify',
  Replacement: 'True',
  PolicyAction: 'ReplaceAndDelete',
  Scope: ['Properties'],
  BeforeContext: context(selection('orders')),
  AfterContext: context(selection('invoices')),
};

const TABLE = {
  LogicalResourceId: 'Orders',
  ResourceType: 'AWS::DynamoDB::Table',
  PhysicalResourceId: 'orders',
  Action: 'Modify',
  Replacement: 'False',
  Scope: ['Properties'],
  BeforeContext: context(table()),
  AfterContext: context(table({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: 'false' } })),
};

const detail = (path: string, evaluation: string, attribute = 'Properties') => ({
  Target: { Attribute: attribute, Name: path.split('/')[2], Path: path },
  Evaluation: evaluation,
  ChangeSource: 'DirectModification',
});

const { BeforeContext: _before, AfterContext: _after, ...VALUELESS } = PLAN;

const LIVE = {
  points: [{}],
  table: { pointInTimeRecovery: known({ enabled: true }, 'test'), tags: { tier: 'gold' } },
};

let inventory: string;

beforeAll(() => {
  inventory = savedInventory(LIVE);
});

async function check(files: Readonly<Record<string, unknown>>) {
  const texts = Object.entries(files).map(([name, of]) => [name, typeof of === 'string' ? of : JSON.stringify(of)]);
  const host = memoryHost({ files: { 'policies/p.yaml': POLICY, ...Object.fromEntries(texts) } });
  const line = `check --report json --inventory ${inventory} --change-set ${Object.keys(files).join(' ')}`;
  const exit = await runLine(line, host);
  const report: Report | undefined = host.out() === '' ? undefined : JSON.parse(host.out());
  return { exit, report, statuses: statusesOf(report?.results ?? []), said: host.err() };
}

/** As `check` does, but for the command line. */
function judged(document: unknown, asked = POLICY) {
  const changes = readChangeSets([{ file: 'set.json', text: JSON.stringify(document) }]);
  const after = overlay(exampleInventory(LIVE), changes.map(asAccepted), { withUntouched: false }).inventory;
  const policies = policiesAt(['p.yaml'], memoryHost({ files: { 'p.yaml': asked } }));
  return evaluate({ policies, estate: estateOf(after, NOW), requirePolicy: false, version: 'test' }).results;
}

function statusesOf(results: readonly Result[]) {
  const own = results.filter(({ resource }) => resource.name === 'orders');
  return Object.fromEntries(own.map(({ control, status }) => [control, status]));
}

const REMOVED = {
  ...SELECTION,
  Action: 'Remove',
  PolicyAction: 'Delete',
  Replacement: undefined,
  AfterContext: undefined,
};

const made = (type: string, logicalId: string, properties: Json) => ({
  LogicalResourceId: logicalId,
  ResourceType: type,
  Action: 'Add',
  AfterContext: context(properties),
});

/** A plan that keeps so long, and a selection of `orders` by the plan of the set. */
const NEW_PLAN = (days: string, logicalId = 'Next') =>
  made('AWS::Backup::BackupPlan', logicalId, plan(days, logicalId));
const NEW_SELECTION = made('AWS::Backup::BackupSelection', 'Chosen', selection('orders', LATER));

const PASS = { 'plan-coverage': 'pass', 'backup-retention': 'pass', 'point-in-time-recovery': 'pass' };
const OPEN_PLANS = { ...PASS, 'plan-coverage': 'unknown', 'backup-retention': 'unknown' };

test.each<[string, readonly Json[], Json, Readonly<Record<string, string>>]>([
  ['nothing', [], {}, PASS],
  ['a plan that keeps shorter', [PLAN], {}, { ...PASS, 'backup-retention': 'fail' }],
  ['a plan under another name', [{ ...PLAN, AfterContext: context(plan('35', 'nights')) }], {}, PASS],
  ['values that are not shown', [VALUELESS], {}, OPEN_PLANS],
  ['a context that is cut off', [{ ...PLAN, AfterContext: context(plan('35')).slice(0, 90) }], {}, OPEN_PLANS],
  ['a value that is known after deployment', [{ ...PLAN, AfterContext: context(plan(LATER)) }], {}, OPEN_PLANS],
  ['a value of a parameter that is not shown', [{ ...PLAN, AfterContext: context(plan('****')) }], {}, OPEN_PLANS],
  [
    'a value that CloudFormation works out',
    [{ ...PLAN, AfterContext: context(plan('36')), Details: [detail('/Properties/BackupPlan', 'Dynamic')] }],
    {},
    OPEN_PLANS,
  ],
  [
    'a value that it works out, and knows all the same',
    [
      {
        ...PLAN,
        AfterContext: context(plan('36')),
        Details: [detail('/Properties/BackupPlan', 'Dynamic'), detail('/Properties/BackupPlan', 'Static')],
      },
    ],
    {},
    PASS,
  ],
  ['a selection of other tables', [SELECTION], {}, { ...PASS, 'plan-coverage': 'fail', 'backup-retention': 'fail' }],
  ['a selection that may be replaced', [{ ...SELECTION, Replacement: 'Conditional' }], {}, OPEN_PLANS],
  [
    'a selection of a plan that is known after deployment',
    [{ ...SELECTION, AfterContext: context(selection('orders', LATER)) }],
    {},
    OPEN_PLANS,
  ],
  ['a plan and its selection in the place of another', [REMOVED, NEW_SELECTION, NEW_PLAN('35')], {}, PASS],
  [
    'a plan that keeps shorter and its selection in the place of another',
    [REMOVED, NEW_PLAN('7'), NEW_SELECTION, made('AWS::IAM::Role', 'Role', {})],
    {},
    { ...PASS, 'backup-retention': 'fail' },
  ],
  ['two plans and a selection', [REMOVED, NEW_PLAN('35'), NEW_PLAN('36', 'Other'), NEW_SELECTION], {}, OPEN_PLANS],
  [
    'a plan, and a selection whose plan a custom resource may name',
    [REMOVED, NEW_PLAN('35'), NEW_SELECTION, made('Custom::PlanOf', 'Custom', {})],
    {},
    { ...OPEN_PLANS, 'point-in-time-recovery': 'unknown' },
  ],
  [
    'a selection removed',
    [{ ...SELECTION, Action: 'Remove', PolicyAction: 'Delete', Replacement: undefined, AfterContext: undefined }],
    {},
    { ...PASS, 'plan-coverage': 'fail', 'backup-retention': 'fail' },
  ],
  [
    'a selection removed and retained',
    [{ ...SELECTION, Action: 'Remove', PolicyAction: 'Retain', Replacement: undefined, AfterContext: undefined }],
    {},
    PASS,
  ],
  [
    'a selection removed, by its DeletionPolicy retained',
    [
      {
        ...SELECTION,
        Action: 'Remove',
        PolicyAction: undefined,
        BeforeContext: context(selection('orders'), { DeletionPolicy: 'Retain' }),
      },
    ],
    {},
    PASS,
  ],
  [
    'a selection removed, of which nothing more is told',
    [{ ...SELECTION, Action: 'Remove', PolicyAction: undefined, BeforeContext: undefined, AfterContext: undefined }],
    {},
    OPEN_PLANS,
  ],
  ['recovery switched off', [TABLE], {}, { ...PASS, 'point-in-time-recovery': 'fail' }],
  [
    'a tag, on a table that drifted',
    [
      {
        ...TABLE,
        BeforeContext: context(table({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: 'false' } })),
        AfterContext: context(
          table({
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: 'false' },
            Tags: [{ Key: 'a', Value: 'b' }],
          }),
        ),
      },
    ],
    {},
    PASS,
  ],
  [
    'the same with drift taken back',
    [{ ...TABLE, ResourceDriftStatus: 'MODIFIED', AfterContext: TABLE.BeforeContext }],
    { DeploymentMode: 'REVERT_DRIFT' },
    { ...PASS, 'point-in-time-recovery': 'unknown' },
  ],
  ['metadata alone', [{ ...TABLE, Scope: ['Metadata'], AfterContext: undefined }], {}, PASS],
  ['what CloudFormation knows of it alone', [{ ...TABLE, Action: 'SyncWithActual' }], {}, PASS],
  ['an import', [{ ...TABLE, Action: 'Import' }], {}, { ...PASS, 'point-in-time-recovery': 'unknown' }],
  [
    'an action that nobody knows',
    [{ ...TABLE, Action: 'Twist' }],
    {},
    { ...PASS, 'point-in-time-recovery': 'unknown' },
  ],
  ['an action that is open', [{ ...PLAN, Action: 'Dynamic' }], {}, OPEN_PLANS],
  [
    'a type that nobody reads',
    [{ LogicalResourceId: 'X', ResourceType: 'AWS::Organizations::Policy', Action: 'Modify', Scope: ['Properties'] }],
    {},
    OPEN_PLANS,
  ],
  [
    'a type that does not matter',
    [{ LogicalResourceId: 'F', ResourceType: 'AWS::SQS::Queue', Action: 'Add' }],
    {},
    PASS,
  ],
  [
    'a nested stack without its own set',
    [{ LogicalResourceId: 'N', ResourceType: 'AWS::CloudFormation::Stack', Action: 'Modify', Replacement: 'False' }],
    {},
    { 'plan-coverage': 'unknown', 'backup-retention': 'unknown', 'point-in-time-recovery': 'unknown' },
  ],
])('--change-set with %s', (_, changes, more, expected) => {
  expect(statusesOf(judged(answer(changes, more)))).toMatchObject(expected);
});

test('a table that goes, and a new one under another name', async () => {
  const changes = [
    {
      ...TABLE,
      Replacement: 'True',
      PolicyAction: 'ReplaceAndDelete',
      AfterContext: context(table({ TableName: 'orders-2' })),
    },
  ];
  const { report } = await check({ 'set.json': answer(changes) });
  expect(new Set(report?.results.map(({ resource }) => resource.name))).toEqual(new Set(['orders-2']));
  expect(report?.preview?.changes).toEqual([{ address: 'Orders', type: 'AWS::DynamoDB::Table', action: 'replace' }]);
  const added = [{ ...TABLE, Action: 'Add', AfterContext: context(table({ TableName: LATER })) }];
  const nameless = await check({ 'set.json': answer(added) });
  expect(nameless.statuses['point-in-time-recovery']).not.toBe('fail');
  expect(nameless.exit).toBe(3);
});

describe('tags of the stack', () => {
  const asked = POLICY.replace('names: ["orders*"]', 'tags: { tier: [gold] }');
  const stated = (more: Json, change: Json) =>
    judged(answer([{ ...TABLE, ...change }], more), asked).map(({ resource, status }) => `${resource.name} ${status}`);

  test('are on tables that are made', () => {
    const made = { Action: 'Add', LogicalResourceId: 'More', AfterContext: context(table({ TableName: 'more' })) };
    const found = stated({ Tags: [{ Key: 'tier', Value: 'gold' }] }, made);
    expect(found).toContain('more fail');
    expect(stated({}, made).filter((each) => each.startsWith('more'))).toEqual([]);
  });

  test('are open where they change, and the table does not show which they are', () => {
    const change = { Scope: ['Tags'], AfterContext: TABLE.BeforeContext };
    const found = stated({ Tags: [{ Key: 'tier', Value: 'silver' }] }, change);
    expect(new Set(found)).toEqual(new Set(['orders unknown']));
  });
});

describe('several answers', () => {
  const page = (number: number, changes: readonly Json[]) => answer(changes, number === 1 ? { NextToken: 'more' } : {});
  const WEAK = [PLAN];
  const WARNED = { StatusReason: '[WARN] --include-property-values option can return incomplete ChangeSet data: Plan' };
  const child = `${SET}-child`;
  const nested = (childChanges: readonly Json[], more: Json = {}) =>
    answer(childChanges, {
      ChangeSetId: child,
      StackId: `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/shop-Inner-1/9`,
      ParentChangeSetId: SET,
      ExecutionStatus: 'UNAVAILABLE',
      ...more,
    });
  const outer = answer([
    {
      LogicalResourceId: 'Inner',
      ResourceType: 'AWS::CloudFormation::Stack',
      PhysicalResourceId: 'arn',
      Action: 'Modify',
      Replacement: 'False',
      Scope: ['Properties'],
      ChangeSetId: child,
    },
  ]);
  const both = (...documents: readonly Json[]) => documents.map((each) => JSON.stringify(each, null, 2)).join('\n');
  const WEAKER = { ...PASS, 'backup-retention': 'fail' };
  const ALL_OPEN = { 'plan-coverage': 'unknown', 'backup-retention': 'unknown', 'point-in-time-recovery': 'unknown' };

  test.each<[string, readonly Json[], Readonly<Record<string, string>>]>([
    ['pages', [page(1, []), page(2, WEAK)], WEAKER],
    ['pages of which the last is missing', [page(1, [])], ALL_OPEN],
    ['what CloudFormation says is not whole', [answer([], WARNED)], ALL_OPEN],
    [
      'what is not whole, and once more without values',
      [answer([TABLE], WARNED), answer([VALUELESS, TABLE])],
      { 'plan-coverage': 'unknown', 'backup-retention': 'unknown', 'point-in-time-recovery': 'fail' },
    ],
    ['a nested set', [outer, nested(WEAK)], WEAKER],
    ['a nested set that changes nothing', [outer, nested([], EMPTY)], PASS],
    ['a nested set of another', [outer, nested([], { ParentChangeSetId: child })], ALL_OPEN],
  ])('%s', (_, documents, expected) => {
    expect(statusesOf(judged(documents))).toMatchObject(expected);
  });

  test.each<[string, Readonly<Record<string, unknown>>, Readonly<Record<string, string>>]>([
    ['one after the other in a file', { 'a.json': both(page(1, WEAK), page(2, [])) }, WEAKER],
    ['in files of their own', { 'a.json': page(1, WEAK), 'b.json': page(2, []) }, WEAKER],
    ['of a nested set alone', { 'a.json': nested([]) }, ALL_OPEN],
  ])('%s', async (_, files, expected) => {
    const { statuses, said } = await check(files);
    expect(statuses, said).toMatchObject(expected);
  });

  test('resources of nested sets are told by where they stand', async () => {
    const { report } = await check({ 'a.json': both(outer, nested(WEAK)) });
    expect(report?.preview?.changes.map(({ address }) => address)).toEqual(['Inner/Plan']);
    expect(report?.preview?.sources).toEqual(['a.json']);
  });
});

const EMPTY = {
  Status: 'FAILED',
  ExecutionStatus: 'UNAVAILABLE',
  StatusReason:
    "The submitted information didn't contain changes. Submit different information to create a change set.",
};

test.each([["The submitted information didn't contain changes."], ['No updates are to be performed.']])(
  'one without changes is a success: %s',
  async (StatusReason) => {
    const { exit, said, report } = await check({ 'set.json': answer([], { ...EMPTY, StatusReason }) });
    expect(exit).toBe(0);
    expect(report?.conclusion).toBe('compliant');
    expect(`${said} ${report?.preview?.notes.join()}`).toContain('change set pr-7 of stack shop changes nothing');
  },
);

test.each<[string, unknown, string]>([
  ['failed', answer([], { Status: 'FAILED', StatusReason: 'Template error: no parameter Stage' }), 'failed: Template'],
  ['failed with changes', answer([PLAN], EMPTY), 'of stack shop failed'],
  ['not made yet', answer([], { Status: 'CREATE_IN_PROGRESS' }), 'is CREATE_IN_PROGRESS'],
  ['out of date', answer([PLAN], { ExecutionStatus: 'OBSOLETE' }), 'is OBSOLETE'],
  ['executed', answer([PLAN], { ExecutionStatus: 'EXECUTE_COMPLETE' }), 'is EXECUTE_COMPLETE'],
  ['of one stack twice', [answer([]), answer([], { ChangeSetId: `${SET}-2` })], 'only one of them can be executed'],
  ['of two states', [answer([]), answer([], { Status: 'FAILED' })], 'differ in Status'],
  ['a template', { Resources: {} }, 'it has no list of Changes'],
  ['text', 'no json', 'it is not JSON of answers'],
  ['cut off', JSON.stringify(answer([PLAN])).slice(0, -20), 'it is not JSON of answers'],
  ['of no stack', answer([], { StackId: 'shop' }), 'its StackId is not the ARN of a stack'],
  ['of odd ids', answer([{ ...PLAN, LogicalResourceId: 'Fn::Transform' }]), 'a change has no logical id'],
  ['nested without end', '['.repeat(200_000), 'it is not JSON of answers'],
])('one that is %s is refused', (_, file, message) => {
  const text = typeof file === 'string' ? file : JSON.stringify(file);
  expect(() => readChangeSets([{ file: 'set.json', text }])).toThrow(message);
});

test('what is refused ends the run with exit code 2', async () => {
  const { exit, said } = await check({ 'set.json': answer([], { Status: 'FAILED', StatusReason: 'no role' }) });
  expect(exit).toBe(2);
  expect(said).toContain('set.json: change set pr-7 of stack shop failed: no role');
});

test('a deep value is open, and control characters do not reach the terminal', async () => {
  const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
  const changes = [{ ...PLAN, AfterContext: context(plan('DEEP')).replace('"DEEP"', deep) }];
  const { statuses, said } = await check({ 'set.json': answer(changes, { ChangeSetName: 'a\u001b[31mb' }) });
  expect(statuses['backup-retention']).toBe('unknown');
  const failed = await check({ 'set.json': answer([], { Status: 'FAILED', StatusReason: 'x\u001b[2Jy' }) });
  expect(`${said}${failed.said}`).not.toContain('\u001b[');
});

test('without an inventory a set says itself where it goes', async () => {
  const host = memoryHost({
    files: { 'policies/p.yaml': POLICY, 'set.json': JSON.stringify(answer([{ ...TABLE, Action: 'Add' }])) },
  });
  await runLine('check --report json --change-set set.json', host);
  const report: Report = JSON.parse(host.out());
  expect(report.scopes).toEqual([{ partition: 'aws', account: ACCOUNT, region: REGION }]);
  expect(host.err()).not.toContain('is taken to go to');
});

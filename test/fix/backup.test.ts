import { describe, expect, test } from 'vitest';
import { ago, denied, type ExampleParts, exampleInventory, ORDERS } from '../../src/controls/example.ts';
import { known } from '../../src/model/fact.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import type { BackupRule } from '../../src/model/plan.ts';
import { fixed, policyWith } from './fixing.ts';

/** The examples' plan with the document that `UpdateBackupPlan` takes, fields that Holdfast does not know included. */
function planned(rule: Partial<BackupRule>, parts: ExampleParts = {}): Inventory {
  const inventory = exampleInventory({ rules: [{ copyActions: [], ...rule }], ...parts });
  return {
    ...inventory,
    regions: inventory.regions.map((region) => ({
      ...region,
      plans: region.plans.known
        ? known(
            region.plans.value.map((plan) => ({
              ...plan,
              body: plan.body.known ? known({ ...plan.body.value, document: documentOf(rule) }, 'test') : plan.body,
            })),
            'test',
          )
        : region.plans,
    })),
  };
}

function documentOf({ scheduleExpression, lifecycle }: Partial<BackupRule>): string {
  return JSON.stringify({
    BackupPlanName: 'daily',
    Rules: [
      {
        RuleName: 'nightly',
        TargetBackupVaultName: 'main',
        ScheduleExpression: scheduleExpression ?? 'cron(0 5 ? * * *)',
        Lifecycle: { DeleteAfterDays: lifecycle?.deleteAfterDays ?? 35, OptInToArchiveForSupportedResources: true },
        IndexActions: [{ ResourceTypes: ['S3'] }],
      },
      { RuleName: 'other', TargetBackupVaultName: 'main' },
    ],
    AdvancedBackupSettings: [],
  });
}

/** The rule `nightly` of the plan that a command would write. */
function writtenRule(live: readonly string[]): unknown {
  const command = live.find((line) => line.startsWith('aws backup update-backup-plan'));
  const json = /--backup-plan '(.*)'$/.exec(command ?? '')?.[1];
  if (json === undefined) throw new Error(`no plan in ${live.join('\n')}`);
  const { Rules, AdvancedBackupSettings } = JSON.parse(json);
  expect(AdvancedBackupSettings).toEqual([]);
  expect(Rules[1]).toEqual({ RuleName: 'other', TargetBackupVaultName: 'main' });
  return Rules[0];
}

const UNTOUCHED = { RuleName: 'nightly', TargetBackupVaultName: 'main', IndexActions: [{ ResourceTypes: ['S3'] }] };
const kept = (DeleteAfterDays: number) => ({ DeleteAfterDays, OptInToArchiveForSupportedResources: true });
const objective = (body: string) => policyWith(`backup: { objectives: [{ ${body} }] }`);

describe('fix writes a plan', () => {
  test.each([
    ['that keeps long enough', 'frequency: 24h, retention: 60d', {}, { Lifecycle: kept(60) }],
    [
      'that runs often enough, at the hour at which it ran',
      'frequency: 24h, retention: 35d',
      { scheduleExpression: 'cron(30 3 ? * SUN *)' },
      { ScheduleExpression: 'cron(30 3 ? * * *)', ScheduleExpressionTimezone: 'Etc/UTC', Lifecycle: kept(35) },
    ],
    [
      'that runs several times a day',
      'frequency: 5h, retention: 35d',
      {},
      { ScheduleExpression: 'cron(0 1/4 ? * * *)', ScheduleExpressionTimezone: 'Etc/UTC', Lifecycle: kept(35) },
    ],
    [
      'that starts early enough',
      'frequency: 24h, rpo: 25h, retention: 35d',
      { startWindowMinutes: 480 },
      { StartWindowMinutes: 60, Lifecycle: kept(35) },
    ],
    [
      'that runs more often where no start window is short enough',
      'frequency: 13h, rpo: 14h, retention: 35d',
      { startWindowMinutes: 480 },
      {
        ScheduleExpression: 'cron(0 5/12 ? * * *)',
        ScheduleExpressionTimezone: 'Etc/UTC',
        StartWindowMinutes: 120,
        Lifecycle: kept(35),
      },
    ],
    [
      'that moves points to cold storage',
      'frequency: 24h, retention: 365d, coldAfter: 30d',
      {},
      { Lifecycle: { ...kept(365), MoveToColdStorageAfterDays: 30 } },
    ],
  ])('%s', async (_, asked, rule, written) => {
    const { live } = await fixed('', objective(asked), planned(rule));
    expect(writtenRule(live)).toEqual({
      ScheduleExpression: (rule as Partial<BackupRule>).scheduleExpression ?? 'cron(0 5 ? * * *)',
      ...UNTOUCHED,
      ...written,
    });
  });

  test('that copies to the only vault there is, for as long as asked', async () => {
    const policy = policyWith('backup: { copies: [{ region: eu-central-1, frequency: 24h, retention: 50d }] }');
    const { live, comments } = await fixed('', policy, planned({}, { copyVaults: [{}] }));
    expect(writtenRule(live)).toMatchObject({
      CopyActions: [
        {
          DestinationBackupVaultArn: 'arn:aws:backup:eu-central-1:111122223333:backup-vault:copies',
          Lifecycle: { DeleteAfterDays: 50 },
        },
      ],
    });
    expect(comments).toContain('holds for every table that the plan selects (1 now)');
  });

  test('not, and says what to do, where no edit would do', async () => {
    const standard = { settings: { optIn: { DynamoDB: true }, management: { DynamoDB: false } } };
    const asks: readonly (readonly [asked: string, inventory: Inventory, said: string])[] = [
      ['frequency: 24h, retention: 60d', exampleInventory({}), 'note: Raise DeleteAfterDays'],
      [
        'frequency: 24h, retention: 365d, coldAfter: 10d',
        planned({}, standard),
        'note: Set MoveToColdStorageAfterDays',
      ],
    ];
    for (const [asked, inventory, said] of asks) {
      const { live, comments } = await fixed('', objective(asked), inventory);
      expect(live.filter((line) => line.includes('MoveToCold'))).toEqual([]);
      expect(comments).toContain(said);
    }
  });
});

describe('fix brings a table into a plan', () => {
  const asked = objective('frequency: 24h, retention: 35d');

  test('by the tags that a selection asks for', async () => {
    const selection = {
      resources: ['*'],
      listOfTags: [],
      conditions: {
        stringEquals: [
          { key: 'aws:ResourceTag/tier', value: 'gold' },
          { key: 'aws:ResourceTag/stage', value: "p'rod" },
        ],
        stringNotEquals: [],
        stringLike: [],
        stringNotLike: [],
      },
    };
    const { live, comments } = await fixed('', asked, { selection, table: { tags: { tier: 'silver' } } });
    expect(live.filter((line) => !line.startsWith('aws sts '))).toEqual([
      `aws dynamodb tag-resource --region eu-west-1 --resource-arn ${ORDERS} --tags '[{"Key":"tier","Value":"gold"},{"Key":"stage","Value":"p'\\''rod"}]'`,
    ]);
    expect(comments).toContain('replaces tier=silver');
    expect(comments).toContain('these follow from it: backup-frequency, backup-retention');
  });

  test('and only proposes a selection of its own where no tag would do', async () => {
    const { live, comments } = await fixed('', asked, {
      selection: { resources: ['arn:aws:dynamodb:*:*:table/order'] },
    });
    expect(live.filter((line) => !line.startsWith('aws sts '))).toEqual([]);
    expect(comments).toContain(`"Resources":["${ORDERS}"]`);
    expect(comments).toContain('whether that is the plan meant for it is yours to say');
  });

  test('and only proposes to opt in to AWS Backup', async () => {
    const { live, comments } = await fixed('', asked, {
      selection: { resources: ['*'] },
      settings: { optIn: { DynamoDB: false }, management: { DynamoDB: true } },
    });
    expect(live.filter((line) => !line.startsWith('aws sts '))).toEqual([]);
    expect(comments).toContain(
      `update-region-settings --region eu-west-1 --resource-type-opt-in-preference '{"DynamoDB":true}'`,
    );
  });
});

describe('fix treats vaults', () => {
  const lock = (mode: string) => policyWith(`backup: { vault: { lock: ${mode} } }`);

  test('to a governance lock that keeps the limits there are', async () => {
    const { live } = await fixed('', lock('governance'), { vaults: [{ minRetentionDays: 7 }], points: [{}] });
    expect(live.at(-1)).toBe(
      'aws backup put-backup-vault-lock-configuration --region eu-west-1 --backup-vault-name main --min-retention-days 7',
    );
  });

  test('never to a compliance lock, which is only shown', async () => {
    const { live, comments } = await fixed('', lock('compliance'), { vaults: [{ locked: true }], points: [{}] });
    expect(live.filter((line) => line.includes('lock'))).toEqual([]);
    expect(comments).toContain('IRREVERSIBLE');
    expect(comments).toContain('--changeable-for-days 3');
    const waiting = { vaults: [{ locked: true, lockDate: ago(-24) }], points: [{}] };
    expect((await fixed('', lock('compliance'), waiting)).comments).toContain(
      'nothing to run: the lock is in its time',
    );
  });

  test('with an access policy that cannot be read to no other one', async () => {
    const policy = policyWith('backup: { vault: { manualDeletion: denied } }');
    const readable = await fixed('', policy, { points: [{}] });
    expect(readable.live.at(-1)).toContain('"Effect":"Deny"');
    const broken = { vaults: [{ accessPolicy: denied('backup:GetBackupVaultAccessPolicy') }], points: [{}] };
    expect((await fixed('', policy, broken)).live.filter((line) => line.includes('policy'))).toEqual([]);
  });
});

describe('fix names a vault that is gone', () => {
  test.each([
    ['for a rule whose jobs fail', objective('frequency: 24h, retention: 35d')],
    ['for a lock that nothing holds', policyWith('backup: { vault: { lock: governance } }')],
  ])('%s, and leaves its key and lock to the reader', async (_, policy) => {
    const { live, comments } = await fixed('', policy, planned({}, { vaults: [{ name: 'another' }] }));
    expect(live).toEqual([]);
    expect(comments).toContain('does not exist');
    expect(comments).toContain('aws backup create-backup-vault --region eu-west-1 --backup-vault-name main');
    expect(comments).toContain('which are yours to choose');
  });
});

describe('fix does not replace an access policy', () => {
  test('that denies to be replaced: it has to be deleted first', async () => {
    const Statement = [{ Effect: 'Deny', Principal: '*', Action: 'backup:Put*', Resource: '*' }];
    const vaults = [{ accessPolicy: known(JSON.stringify({ Statement }), 'test') }];
    const policy = policyWith('backup: { vault: { manualDeletion: denied } }');
    const { live, comments } = await fixed('', policy, { vaults, points: [{}] });
    expect(live).toEqual([]);
    expect(comments).toContain(
      'aws backup delete-backup-vault-access-policy --region eu-west-1 --backup-vault-name main',
    );
    expect(comments).toContain('nothing is denied in between');
  });
});

describe('fix says what to do', () => {
  test('where no change is safe to make by rote', async () => {
    const { live, comments } = await fixed('', policyWith('backup: { recoveryPoints: { newestWithin: 1h } }'), {
      points: [{}],
    });
    expect(live).toEqual([]);
    expect(comments).toContain('-- recovery-point-age of orders');
  });
});

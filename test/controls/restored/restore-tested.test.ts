import { describe, expect, test } from 'vitest';
import {
  ACCOUNT,
  ago,
  COPY_REGION,
  denied,
  type ExampleParts,
  exampleInventory,
  NOW,
  ORDERS,
  REGION,
  tableArnOf,
} from '../../../src/controls/example.ts';
import { restoreTested } from '../../../src/controls/restore-tested.ts';
import { known, unknown } from '../../../src/model/fact.ts';
import { DAY_MINUTES, type Instant, plusMinutes } from '../../../src/model/instant.ts';
import type { RestoreJob, RestoreTestingPlan, RestoreTestingSelection } from '../../../src/model/job.ts';
import type { RestoreRequirement } from '../../../src/model/policy.ts';
import { judgeOrders } from './judge.ts';

function judge(testedEveryDays: number, parts: ExampleParts, now: Instant = NOW) {
  return judgeOrders(
    restoreTested,
    { testedEveryMinutes: testedEveryDays * DAY_MINUTES },
    exampleInventory(parts),
    now,
  );
}

/** A completed restore that ended so many days ago. */
function ended(days: number) {
  return { createdAt: ago(days * 24 + 1), completedAt: ago(days * 24) };
}

describe('restore-tested', () => {
  test('passes a restore test as well as a restore by hand, and says which', () => {
    const restoreTestingPlanArn = 'arn:aws:backup:eu-west-1:111122223333:restore-testing-plan:monthly';
    const restoreJobs = [{ ...ended(3), restoreTestingPlanArn, validationStatus: 'SUCCESSFUL' }, ended(9)];
    expect(judge(7, { restoreJobs })).toMatchObject({
      status: 'pass',
      message: 'last completed restore 3 d ago; policy asks for one every 7 d',
      expected: { testedEveryMinutes: 10_080 },
      actual: { lastRestoreAt: ago(72), ageMinutes: 4320 },
      because: [`restore job restore-0 (restore test): COMPLETED, ended ${ago(72)}, validation SUCCESSFUL`],
    });
  });

  test('is unknown by a restore whose point may be of an earlier table, unless another one is in time', () => {
    const dateless = { ...ended(1), recoveryPointCreatedAt: undefined };
    expect(judge(7, { restoreJobs: [dateless] })).toMatchObject({
      status: 'unknown',
      unknown: { detail: expect.stringMatching(/^nothing tells when the recovery point was made that restore job/) },
    });
    expect(judge(7, { restoreJobs: [dateless, ended(3)] }).status).toBe('pass');
    expect(judge(7, { restoreJobs: [{ ...dateless, ...ended(9) }] }).status).toBe('fail');
  });

  test.each(['FAILED', 'ABORTED'])('fails where the only restore is %s, with an end before its beginning', (status) => {
    const restoreJobs = [{ status, createdAt: ago(20), completedAt: ago(20.2) }];
    expect(judge(7, { restoreJobs }).status).toBe('fail');
    expect(judge(7, { restoreJobs: [{ ...restoreJobs[0], status: 'COMPLETED' }] }).status).toBe('unknown');
  });

  test('passes a restore that ended exactly that long ago', () => {
    expect(judge(7, { restoreJobs: [ended(7)] }).status).toBe('pass');
    expect(judge(7, { restoreJobs: [ended(7.01)] }).status).toBe('fail');
  });

  test.each(['FAILED', 'TIMED_OUT'])('does not count a restore whose validation is %s', (validationStatus) => {
    const outcome = judge(7, { restoreJobs: [{ ...ended(1), validationStatus }] });
    expect(outcome).toMatchObject({
      status: 'fail',
      message: 'no completed restore in the job list; policy asks for one every 7 d',
      actual: { lastRestoreAt: null },
    });
    expect(outcome.because).toEqual([
      `does not count as tested: restore job restore-0: COMPLETED, ended ${ago(24)}, validation ${validationStatus}`,
    ]);
  });

  test('does not count failed, running or later restores, or those of another table', () => {
    const restoreJobs = [
      { ...ended(1), status: 'FAILED' },
      { createdAt: ago(1), status: 'RUNNING' },
      { ...ended(1), sourceArn: tableArnOf('other') },
      { createdAt: ago(-1), completedAt: ago(-2) },
    ];
    expect(judge(7, { restoreJobs }).status).toBe('fail');
  });

  test('fails an old restore whatever the period, because a later one would be listed too', () => {
    expect(judge(90, { restoreJobs: [ended(95)] }).status).toBe('fail');
    expect(judge(90, { restoreJobs: [ended(80)] }).status).toBe('pass');
  });

  test('fails an empty list only where the list reaches back far enough', () => {
    expect(judge(30, { restoreJobs: [] }).status).toBe('fail');
    expect(judge(31, { restoreJobs: [] })).toMatchObject({
      status: 'unknown',
      unknown: {
        reason: 'not-collected',
        detail:
          'AWS lists restore jobs of about 30 days; a ledger (--ledger) or CloudTrail history (--history) that tells of a later one would settle it',
      },
    });
  });

  test('reckons the reach of a saved list from when it was taken', () => {
    const later = plusMinutes(NOW, 5 * DAY_MINUTES);
    expect(judge(31, { restoreJobs: [] }, later).status).toBe('fail');
    expect(judge(30, { restoreJobs: [] }, ago(24)).status).toBe('unknown');
  });

  test('is unknown when jobs could not be read', () => {
    expect(judge(7, { restoreJobs: denied('backup:ListRestoreJobs') })).toMatchObject({
      status: 'unknown',
      unknown: { permission: 'backup:ListRestoreJobs' },
    });
  });
});

describe('restore testing plans in the reasons', () => {
  function plan(
    selection: Partial<RestoreTestingSelection>,
    more: Partial<RestoreTestingPlan> = {},
  ): RestoreTestingPlan {
    const conditions = { stringEquals: [], stringNotEquals: [] };
    return {
      name: 'monthly',
      arn: 'arn',
      lastExecutedAt: ago(48),
      includeVaults: ['*'],
      excludeVaults: [],
      pointTypes: ['SNAPSHOT'],
      selections: [{ name: 'tables', resourceType: 'DynamoDB', resourceArns: ['*'], conditions, ...selection }],
      ...more,
    };
  }
  const where = 'restore testing plan monthly › selection tables';
  const ran = `the plan last ran ${ago(48)}`;
  const points = [{ createdAt: ago(24) }];
  const linesOf = (made: RestoreTestingPlan, parts: ExampleParts = {}) =>
    judge(7, { restoreJobs: [], points, restoreTestingPlans: [made], ...parts }).because;
  const lines = (selection: Partial<RestoreTestingSelection>, parts: ExampleParts = {}) =>
    linesOf(plan(selection), parts);
  const planned = (more: Partial<RestoreTestingPlan>, parts: ExampleParts = {}) => linesOf(plan({}, more), parts);
  const gold = { stringEquals: [{ key: 'aws:ResourceTag/tier', value: 'gold' }], stringNotEquals: [] };
  const notGold = { stringEquals: [], stringNotEquals: [{ key: 'aws:ResourceTag/tier', value: 'gold' }] };

  test('name the selection that picks the table', () => {
    expect(lines({})).toEqual([`${where} picks the table, with 1 recovery point of its 30 d; ${ran}`]);
    expect(lines({ resourceArns: [ORDERS] })).toHaveLength(1);
    expect(lines({ resourceArns: [tableArnOf('other')] })).toEqual([]);
    expect(lines({ resourceType: 'S3' })).toEqual([]);
  });

  test('follow tag conditions, and say when tags are unknown', () => {
    const table = { tags: { tier: 'gold' } };
    expect(lines({ conditions: gold }, { table })).toEqual([
      `${where} picks the table by its tags, with 1 recovery point of its 30 d; ${ran}`,
    ]);
    expect(lines({ conditions: gold })).toEqual([]);
    expect(lines({ conditions: notGold }, { table })).toEqual([]);
    expect(lines({ conditions: notGold })).toHaveLength(1);
    expect(lines({ conditions: gold }, { table: { tags: denied('tag:GetResources') } })).toEqual([
      `${where} may pick the table by its tags, which are unknown`,
    ]);
  });

  test.each<readonly [string, Partial<RestoreTestingPlan>, ExampleParts]>([
    [
      'in a vault that is not included',
      { includeVaults: ['arn:aws:backup:eu-west-1:111122223333:backup-vault:other'] },
      {},
    ],
    ['in a vault that is excluded', { excludeVaults: ['arn:aws:backup:*:*:backup-vault:ma*'] }, {}],
    ['too old', { selectionWindowDays: 7 }, { points: [{ createdAt: ago(8 * 24) }] }],
    ['that is partial', {}, { points: [{ createdAt: ago(24), status: 'PARTIAL' }] }],
    ['of another table', {}, { points: [{ createdAt: ago(24), resourceArn: tableArnOf('other') }] }],
  ])('say that a plan can restore nothing: a point %s', (_, more, parts) => {
    const days = more.selectionWindowDays ?? 30;
    expect(planned(more, parts)).toEqual([
      `${where} names the table, and finds no recovery point of its last ${days} d in the vaults of the plan; ${ran}`,
    ]);
  });

  test('say that a plan for continuous points can restore nothing: tables have snapshots', () => {
    expect(planned({ pointTypes: ['CONTINUOUS'] })).toEqual([
      `${where} names the table, and can restore nothing of it: the plan takes CONTINUOUS points, and tables have SNAPSHOT ones; ${ran}`,
    ]);
    expect(planned({ pointTypes: ['CONTINUOUS', 'SNAPSHOT'] })[0]).toContain('picks the table, with 1 recovery point');
  });

  test('take vaults by ARN', () => {
    const includeVaults = ['arn:aws:backup:eu-west-1:111122223333:backup-vault:main'];
    expect(planned({ includeVaults })[0]).toContain('picks the table, with 1 recovery point');
  });

  test('say what is not known of its recovery points', () => {
    expect(planned({}, { points: denied('backup:ListRecoveryPointsByBackupVault') })).toEqual([
      `${where} names the table; whether it has a recovery point for it is unknown: not allowed to call backup:ListRecoveryPointsByBackupVault; ${ran}`,
    ]);
    expect(planned({}, { points: unknown('not-collected', 'nothing asked for them') })[0]).toContain('is unknown');
  });

  test('name a plan where copies of the table are', () => {
    const copied = (copies: ExampleParts['copies'], selection: Partial<RestoreTestingSelection> = {}) => {
      const { regions, ...inventory } = exampleInventory({
        restoreJobs: [],
        points,
        copyVaults: [{}],
        ...(copies ? { copies } : {}),
      });
      const plans = known([plan(selection)], 'test');
      const away = regions.map((place) =>
        place.region === COPY_REGION
          ? { ...place, inScope: true, restoreJobs: known([], 'test'), restoreTestingPlans: plans }
          : place,
      );
      const outcome = judgeOrders(
        restoreTested,
        { testedEveryMinutes: 7 * DAY_MINUTES },
        { ...inventory, regions: away },
        NOW,
      );
      return outcome.because;
    };
    const there = `restore testing plan monthly in ${COPY_REGION} of 111122223333`;
    expect(copied([{ createdAt: ago(24) }])).toEqual([
      `${there} picks copies of the table, of which 1 is of its 30 d; ${ran}`,
    ]);
    expect(copied([{ createdAt: ago(24) }], { conditions: gold })[0]).toContain('may pick copies of the table by tags');
    expect(copied([{ createdAt: ago(24) }], { resourceArns: [tableArnOf('other')] })).toEqual([]);
    expect(copied([])).toEqual([]);
  });

  test('tell how the last restore by the plan was validated', () => {
    const restoreJobs = [
      { ...ended(3), restoreTestingPlanArn: 'arn', validationStatus: 'SUCCESSFUL' },
      { ...ended(4), restoreTestingPlanArn: 'arn', validationStatus: 'FAILED' },
      { ...ended(1), restoreTestingPlanArn: 'another' },
    ];
    expect(planned({}, { restoreJobs })).toContain(
      `${where} picks the table, with 1 recovery point of its 30 d; ${ran}, and its last restore of the table ended ${ago(72)}, validation SUCCESSFUL`,
    );
  });

  test('say when they could not be read', () => {
    expect(
      judge(7, { restoreJobs: [], restoreTestingPlans: denied('backup:ListRestoreTestingPlans') }).because,
    ).toEqual(['restore testing plans are unknown: not allowed to call backup:ListRestoreTestingPlans']);
  });
});

describe('restores that a policy counts', () => {
  const AWAY = '444455556666';
  const job = (hours: number, parts: Partial<RestoreJob> = {}) => ({
    createdAt: ago(hours + 1),
    completedAt: ago(hours),
    restoreTestingPlanArn: 'arn:aws:backup:eu-west-1:111122223333:restore-testing-plan:weekly',
    ...parts,
  });
  const FAR = `arn:aws:backup:ap-south-1:${AWAY}:backup-vault:far`;
  const NEAR = `arn:aws:backup:ap-south-1:${ACCOUNT}:backup-vault:near`;
  const UNREAD = `copies of the table go to ap-south-1 of account ${AWAY}, whose restore jobs were not read`;
  const copying = (destinationVaultArn: string) => ({ copyActions: [{ destinationVaultArn }] });
  const madeIn = (region: string, account = ACCOUNT) => ({
    createdArn: tableArnOf('orders-drill', region).replace(ACCOUNT, account),
  });
  const judged = (asked: Partial<RestoreRequirement>, restoreJobs: readonly Partial<RestoreJob>[], away = true) => {
    const none = known([], 'test');
    const inventory = exampleInventory({ restoreJobs, ...(away ? { copyVaults: [{}] } : {}) });
    const regions = inventory.regions.map((each) =>
      each.region === COPY_REGION ? { ...each, inScope: true, tables: none, restoreJobs: none } : each,
    );
    return judgeOrders(restoreTested, { testedEveryMinutes: 7 * 1440, ...asked }, { ...inventory, regions }, NOW);
  };

  test.each([
    ['SUCCESSFUL', 'pass'],
    ['FAILED', 'fail'],
    ['TIMED_OUT', 'fail'],
    ['VALIDATING', 'fail'],
    [undefined, 'fail'],
  ])('validated ones alone: %s', (validationStatus, status) => {
    const outcome = judged({ validated: true }, [job(20, validationStatus === undefined ? {} : { validationStatus })]);
    expect(outcome.status).toBe(status);
    if (status === 'pass') return;
    expect(outcome.because[0]).toContain('does not count as tested: restore job restore-0');
    expect(outcome.expected).toEqual({ testedEveryMinutes: 7 * 1440, validated: true });
  });

  test.each([
    ['other-region', madeIn(COPY_REGION), 'pass'],
    ['other-region', madeIn(REGION), 'fail'],
    ['other-account', madeIn(REGION, AWAY), 'pass'],
    ['any', madeIn(REGION), 'pass'],
  ] as const)('those made in %s: %#', (testedIn, made, status) => {
    expect(judged({ testedIn }, [job(20, made)]).status).toBe(status);
  });

  test('name those that were made elsewhere', () => {
    const outcome = judged({ testedIn: 'other-region' }, [job(20, madeIn(REGION))]);
    expect(outcome.message).toBe(
      'no completed restore in another Region in the job list; policy asks for one every 7 d',
    );
    expect(outcome.because[0]).toContain('does not count as tested, not made in another Region: restore job restore-0');
  });

  test('stay unknown where nothing tells where one was made, or no such place was read', () => {
    const unplaced = { ...job(20), createdArn: undefined } as unknown as Partial<RestoreJob>;
    expect(judged({ testedIn: 'other-region' }, [unplaced])).toMatchObject({
      status: 'unknown',
      unknown: { detail: 'of restore job restore-0 nothing tells where its table was made' },
    });
    for (const [testedIn, option] of [
      ['other-region', '--regions'],
      ['other-account', '--role-arn'],
    ] as const) {
      expect(judged({ testedIn }, [job(20, madeIn(REGION))], false)).toMatchObject({
        status: 'unknown',
        unknown: { reason: 'not-collected', detail: expect.stringContaining(option) },
      });
    }
    expect(judged({ testedIn: 'any' }, [unplaced]).status).toBe('pass');
  });

  test.each<readonly [string, RestoreRequirement['testedIn'], ExampleParts, string]>([
    ['a rule copies to', 'other-region', { rules: [copying(FAR)] }, UNREAD],
    ['a rule copies to', 'other-account', { rules: [copying(FAR)] }, UNREAD],
    ['a job copied to', 'other-account', { copyJobs: [{ destinationVaultArn: FAR }] }, UNREAD],
    ['a job failed to copy to', 'other-account', { copyJobs: [{ destinationVaultArn: FAR, state: 'FAILED' }] }, ''],
    ['a rule copies to within the account', 'other-account', { rules: [copying(NEAR)] }, ''],
    ['hidden plans may copy to', 'other-account', { plans: denied('backup:ListBackupPlans') }, 'ListBackupPlans'],
    ['hidden jobs may have copied to', 'other-account', { copyJobs: denied('backup:ListCopyJobs') }, 'ListCopyJobs'],
    ['a rule copies to', 'any', { rules: [copying(FAR)] }, ''],
  ])('stay unknown while a place that %s was not read: %s', (_, testedIn = 'any', parts, detail) => {
    const inventory = exampleInventory({ restoreJobs: [], copyVaults: [{}], ...parts });
    const none = known([], 'test');
    const regions = inventory.regions.flatMap((each) => {
      if (each.region !== COPY_REGION) return [each];
      const read = { ...each, inScope: true, tables: none, restoreJobs: none };
      return [read, { ...read, account: AWAY }];
    });
    const outcome = judgeOrders(
      restoreTested,
      { testedEveryMinutes: 7 * 1440, testedIn },
      { ...inventory, regions },
      NOW,
    );
    expect(outcome.status).toBe(detail === '' ? 'fail' : 'unknown');
    if (detail !== '') expect(outcome).toMatchObject({ unknown: { detail: expect.stringContaining(detail) } });
  });

  test('reach back no further than the life of the table, before which there was nothing to restore', () => {
    const aged = (createdAt: Instant) =>
      judgeOrders(
        restoreTested,
        { testedEveryMinutes: 60 * 1440 },
        exampleInventory({ table: { description: { createdAt } }, restoreJobs: [job(500)] }),
        NOW,
      );
    expect(aged(ago(24 * 7))).toMatchObject({ status: 'fail', actual: { lastRestoreAt: null } });
    expect(aged(ago(24 * 15)).status).toBe('fail');
    expect(aged(ago(24 * 90)).status).toBe('pass');
  });
});

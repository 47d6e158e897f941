import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { reportSchema } from '../../src/app/files/report-schema.ts';
import { denied, type ExampleParts, exampleInventory, NOW } from '../../src/controls/example.ts';
import { driftReport } from '../../src/drift/drift-report.ts';
import { known, unknown } from '../../src/model/fact.ts';
import type { RegionInventory } from '../../src/model/inventory.ts';
import type { Policy } from '../../src/model/policy.ts';
import type { Report } from '../../src/model/report.ts';
import type { TrailEvent, TrailReach } from '../../src/model/trail-event.ts';
import { renderJson } from '../../src/report/json.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderText } from '../../src/report/text.ts';
import { ALL, baseline, baselineFrom } from './compare.ts';
import { event } from './events.ts';

const REACH: TrailReach = {
  source: 'logs/',
  from: '2026-11-22T09:00:00.000Z',
  to: '2026-11-23T00:00:00.000Z',
  gaps: [unknown('unreachable', 'a')],
};
const BEFORE: ExampleParts = {
  vaults: [{ locked: true, minRetentionDays: 7 }],
  table: { pointInTimeRecovery: known({ enabled: true }, 'x') },
};
const AFTER: ExampleParts = {
  ...BEFORE,
  rules: [{ lifecycle: { deleteAfterDays: 7 } }],
  globalSettings: denied('x:Y'),
};

interface Parts {
  readonly after?: ExampleParts;
  readonly events?: readonly TrailEvent[];
  readonly reach?: readonly TrailReach[];
  readonly expectedActors?: readonly string[];
  readonly policies?: readonly Policy[];
}

function made({ after = AFTER, events = [], reach = [], expectedActors = [], policies = [] }: Parts): Report {
  const inventory = exampleInventory(after);
  return driftReport({
    baseline: { file: 'holdfast.lock.json', recorded: baseline(BEFORE) },
    found: baselineFrom(inventory),
    inventory,
    history: { events, reach },
    transientSince: '2026-11-22T07:00:00.000Z',
    policies,
    now: NOW,
    expectedActors,
    version: '0.1.0',
  });
}

/** A Region whose tables are gone. */
const emptied = (region: RegionInventory): RegionInventory => ({ ...region, tables: known([], 'x') });

const off = (minutes: number, on: boolean) =>
  event('UpdateContinuousBackups', minutes, {
    source: 'dynamodb.amazonaws.com',
    request: { tableName: 'orders', pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: on } },
  });
const UPDATE = event('UpdateBackupPlan', 60, { request: { backupPlanId: 'plan-1' } });

describe('the drift report', () => {
  test('is a report: of its schema, with fingerprints of their own, the same bytes for the same facts', () => {
    const parts = { events: [UPDATE, off(10, false), off(20, true)], expectedActors: ['deploy'] };
    const text = renderJson(made(parts));
    const validate = new Ajv2020({ strict: false, formats: { 'date-time': true, date: true } }).compile(reportSchema);
    expect([validate(JSON.parse(text)), validate.errors]).toEqual([true, null]);
    const { results }: Report = JSON.parse(text);
    expect(new Set(results.map(({ fingerprint }) => fingerprint)).size).toBe(results.length);
    expect(results.every(({ control, policy }) => control === 'drift' && policy === undefined)).toBe(true);
    expect(renderJson(made(parts))).toBe(text);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(made(parts))));
  });

  test('has a pass for all that is as it was, a failure for each change, and unknown results', () => {
    const report = made({});
    expect(
      report.results.map(({ status, severity, resource }) => [status, severity, resource.type, resource.name]),
    ).toEqual([
      ['fail', 'high', 'AWS::Backup::BackupPlan', 'daily'],
      ['pass', 'high', 'AWS::Backup::BackupVault', 'main'],
      ['pass', 'high', 'AWS::Backup::RegionSettings', 'region settings'],
      ['pass', 'high', 'AWS::DynamoDB::Table', 'orders'],
      ['unknown', 'high', 'AWS::Backup::GlobalSettings', 'global settings'],
    ]);
    expect(report.summary).toEqual({ tables: 1, pass: 3, fail: 1, unknown: 1, notApplicable: 0, waived: 0 });
    expect(report.conclusion).toBe('noncompliant');
    expect(made({ after: BEFORE }).conclusion).toBe('compliant');
    expect(made({ after: { ...BEFORE, globalSettings: denied('x:Y') } }).conclusion).toBe('undetermined');
  });

  test('says where it looked, from when and until when, where no event was found', () => {
    const [change] = made({ reach: [REACH] }).results.filter(({ status }) => status === 'fail');
    expect(change?.because).toEqual([
      'bears on backup-frequency, backup-retention, maximum-retention, recovery-point-objective',
      'no event was found that could have made it; looked in:',
      `logs/, from ${REACH.from} until ${REACH.to}, so nothing from ${NOW} on until then; not read: a`,
    ]);
  });

  test('sets expected actors apart from the others', () => {
    const message = (expectedActors: readonly string[]) =>
      made({ events: [UPDATE], expectedActors }).results.find(({ status }) => status === 'fail')?.message;
    expect(message(['alice'])).toMatch(/made by IAM user alice, an expected actor$/);
    expect(message(['bob'])).toMatch(/made by IAM user alice, NOT an expected actor$/);
    expect(message([])).toMatch(/made by IAM user alice$/);
  });

  test('takes severities and waivers of the policies that match a table', () => {
    const unprotected: ExampleParts = { ...BEFORE, table: { pointInTimeRecovery: known({ enabled: false }, 'x') } };
    const drift = (...policies: readonly Partial<Policy>[]) => {
      const all = policies.map((policy) => ({ ...ALL, ...policy }));
      return made({ after: unprotected, policies: all }).results.find(({ status }) => status !== 'pass');
    };
    const waiver = (until: string) => ({
      tables: { names: ['orders'] },
      controls: ['drift'],
      until,
      reason: 'moved',
      approvedBy: 'oncall',
      position: ALL.position,
    });
    expect(drift()).toMatchObject({ status: 'fail', severity: 'high' });
    expect(drift({ severity: { drift: 'low' } })).toMatchObject({ severity: 'low' });
    expect(drift({ severity: { drift: 'low' } }, { severity: { drift: 'critical' } })?.severity).toBe('critical');
    expect(drift({ severity: { drift: 'low' }, tables: { names: ['other'] } })?.severity).toBe('high');
    expect(drift({ waivers: [waiver('2027-01-31')] })).toMatchObject({
      status: 'waived',
      waiver: { until: '2027-01-31', reason: 'moved', approvedBy: 'oncall' },
    });
    expect(drift({ waivers: [waiver('2026-11-01')] })?.message).toMatch(/the waiver of oncall expired on 2026-11-01/);
    expect(drift({ tables: { names: ['other'] }, waivers: [waiver('2027-01-31')] })?.status).toBe('fail');
  });

  test('takes the severity of a policy of which it cannot be told whether it matches, and not its waiver', () => {
    const tier = { tables: { tags: { tier: ['gold'] } }, severity: { drift: 'critical' as const } };
    const drifts = (table: ExampleParts['table'], policy: Partial<Policy>, before: ExampleParts = BEFORE) => {
      const held = exampleInventory(table === undefined ? BEFORE : { ...BEFORE, table });
      const inventory = table === undefined ? { ...held, regions: held.regions.map(emptied) } : held;
      return driftReport({
        baseline: { file: 'holdfast.lock.json', recorded: baseline(before) },
        found: baselineFrom(inventory),
        inventory,
        history: { events: [], reach: [] },
        transientSince: '2026-11-22T07:00:00.000Z',
        policies: [{ ...ALL, ...policy }],
        now: NOW,
        expectedActors: [],
        version: '0.1.0',
      }).results.find(({ status, resource }) => status !== 'pass' && resource.name === 'orders');
    };
    const off = known({ enabled: false }, 'x');
    const waivers = [
      {
        tables: { names: ['orders'] },
        controls: ['drift'],
        until: '2027-01-31',
        reason: 'moved',
        approvedBy: 'oncall',
        position: ALL.position,
      },
    ];
    const hidden = { pointInTimeRecovery: off, tags: denied('dynamodb:ListTagsOfResource') };
    expect(drifts({ pointInTimeRecovery: off, tags: { tier: 'gold' } }, tier)?.severity).toBe('critical');
    expect(drifts({ pointInTimeRecovery: off, tags: { tier: 'tin' } }, tier)?.severity).toBe('high');
    expect(drifts(hidden, { ...tier, waivers })).toMatchObject({ status: 'fail', severity: 'critical' });
    const gold: ExampleParts = { ...BEFORE, table: { ...BEFORE.table, tags: { tier: 'gold' } } };
    expect(drifts(undefined, tier, gold)).toMatchObject({ status: 'fail', severity: 'critical' });
    expect(drifts(undefined, { ...tier, waivers }, gold)?.status).toBe('waived');
    expect(drifts(undefined, tier)?.severity).toBe('high');
  });

  test('is unknown where an event does not tell what it set', () => {
    const unresolved = event('UpdateContinuousBackups', 10, { source: 'dynamodb.amazonaws.com' });
    const report = made({ after: BEFORE, events: [unresolved, off(20, true)] });
    expect(report.conclusion).toBe('undetermined');
    expect(report.results.filter(({ status }) => status !== 'pass')).toMatchObject([
      {
        status: 'unknown',
        unknown: { reason: 'not-collected' },
        drift: { path: 'tables.orders.pointInTimeRecovery', change: 'unread', events: [{ id: unresolved.id }] },
      },
    ]);
  });

  test('leaves a plan as severe as it is: it belongs to no policy', () => {
    const policies = [{ ...ALL, severity: { drift: 'low' as const } }];
    expect(made({ policies }).results.find(({ status }) => status === 'fail')?.severity).toBe('high');
  });

  test('is unknown where the history has a gap: what was off for a while may be hidden in it', () => {
    const transients = (...reach: readonly TrailReach[]) =>
      made({ after: BEFORE, reach }).results.filter(({ drift }) => drift?.path === 'transients');
    const whole: TrailReach = { ...REACH, from: '2026-11-22T07:00:00.000Z', gaps: [] };
    expect(transients()).toEqual([]);
    expect(transients(whole)).toEqual([]);
    expect(transients({ ...whole, gaps: [denied('cloudtrail:LookupEvents')] })).toMatchObject([
      { status: 'unknown', severity: 'high', unknown: { reason: 'denied', permission: 'cloudtrail:LookupEvents' } },
    ]);
    expect(transients({ ...whole, gaps: [unknown('unreachable', 'a')] }, whole)).toEqual([]);
  });

  test('reads as text and as Markdown, and calls plans and vaults by what they are', () => {
    const report = made({ events: [UPDATE] });
    const text = renderText(report, { colour: false, width: 200 });
    expect(text).toContain('plan daily (');
    expect(text).toContain('plans.daily.rules.nightly.retentionDays is 7, 35 in the baseline; weakens the protection');
    expect(text).toContain('1 result failing on 1 resource (1 high)');
    expect(renderMarkdown(report)).toContain('plans.daily.rules.nightly.retentionDays is 7, 35 in the baseline');
  });

  test('tells of many events the newest, and counts the rest', () => {
    const events = Array.from({ length: 12 }, (_, index) =>
      event('UpdateBackupPlan', 60 + index, { request: { backupPlanId: 'plan-1' } }),
    );
    const [change] = made({ events }).results.filter(({ status }) => status === 'fail');
    expect(change?.message).toMatch(/12 events could have made it, the newest by IAM user alice$/);
    expect(change?.because.at(-1)).toBe('and 4 more events');
    expect(change?.drift?.events).toHaveLength(12);
  });
});

import { describe, expect, test } from 'vitest';
import { ACCOUNT, denied, type ExampleParts, REGION } from '../../../src/controls/example.ts';
import { restoredAlarms } from '../../../src/controls/restored-alarms.ts';
import type { RestoreSettings } from '../../../src/model/policy.ts';
import type { Alarm } from '../../../src/model/table.ts';
import { judgeSetting } from './judge.ts';

const topic = `arn:aws:sns:${REGION}:${ACCOUNT}:on-call`;

const onSource: Partial<Alarm> = {
  name: 'orders-throttled',
  watches: [{ metric: 'ReadThrottleEvents', table: 'orders', index: 'by-day', operation: 'Query' }],
  statistic: 'Sum',
  periodSeconds: 60,
  evaluationPeriods: 3,
  threshold: 10,
  comparison: 'GreaterThanThreshold',
  actions: [topic],
};
const onRestored: Partial<Alarm> = {
  ...onSource,
  name: 'another-name',
  watches: [{ metric: 'ReadThrottleEvents', table: 'orders-restored', index: 'by-day', operation: 'Query' }],
};

const judge = (alarms: NonNullable<RestoreSettings['alarms']>, parts: ExampleParts) =>
  judgeSetting(restoredAlarms, { alarms }, parts);
const same = (...alarms: Partial<Alarm>[]) => judge('same-as-source', { alarms });

describe('restored-alarms, same as source', () => {
  test('passes an alarm that does the same under another name', () => {
    expect(same(onSource, onRestored)).toMatchObject({
      status: 'pass',
      expected: { alarms: ['orders-throttled'] },
      actual: { alarms: ['another-name'] },
    });
  });

  test.each<readonly [string, Partial<Alarm>]>([
    [
      'metric',
      { watches: [{ metric: 'SystemErrors', table: 'orders-restored', index: 'by-day', operation: 'Query' }] },
    ],
    ['index', { watches: [{ metric: 'ReadThrottleEvents', table: 'orders-restored', operation: 'Query' }] }],
    ['operation', { watches: [{ metric: 'ReadThrottleEvents', table: 'orders-restored', index: 'by-day' }] }],
    ['statistic', { statistic: 'Average' }],
    ['period', { periodSeconds: 300 }],
    ['number of periods', { evaluationPeriods: 5 }],
    ['threshold', { threshold: 100 }],
    ['comparison', { comparison: 'LessThanThreshold' }],
    ['action', { actions: [] }],
    ['switch of its actions', { actionsEnabled: false }],
    ['expression', { expression: 'm1 * 2' }],
    ['action when it is over', { okActions: [topic] }],
    ['action without data', { insufficientDataActions: [topic] }],
    ['number of datapoints', { datapointsToAlarm: 2 }],
    ['treatment of missing data', { treatMissingData: 'breaching' }],
  ])('fails an alarm with another %s', (_, part) => {
    expect(same(onSource, { ...onRestored, ...part })).toMatchObject({
      status: 'fail',
      message: '1 of the source’s 1 alarm has no counterpart: orders-throttled; policy asks for all of them',
    });
  });

  test('names the alarm, what it does, and the nearest one', () => {
    const { because } = same(onSource, { ...onRestored, threshold: 100 });
    expect(because).toEqual([
      'alarm orders-throttled has no counterpart: ReadThrottleEvents of index by-day of operation Query, Sum GreaterThanThreshold 10 over 3 × 60 s, 1 action; nearest is another-name: ReadThrottleEvents of index by-day of operation Query, Sum GreaterThanThreshold 100 over 3 × 60 s, 1 action',
    ]);
  });

  test('compares expressions with each table’s own name', () => {
    const sql = (table: string) => `SELECT SUM(SystemErrors) FROM "AWS/DynamoDB" WHERE TableName = '${table}'`;
    const source = { ...onSource, expression: sql('orders') };
    expect(same(source, { ...onRestored, expression: sql('orders-restored') }).status).toBe('pass');
    expect(same(source, { ...onRestored, expression: sql('orders') }).status).toBe('fail');
  });

  test('takes one alarm that watches both tables for its own counterpart', () => {
    const watches = [...(onSource.watches ?? []), ...(onRestored.watches ?? [])];
    expect(same({ ...onSource, watches }).status).toBe('pass');
  });

  test('passes a source without alarms', () => {
    expect(same()).toMatchObject({ status: 'pass', message: 'no alarms, as on the source' });
  });

  test('leaves out the alarms that auto scaling made, by its list and by their name', () => {
    const outcome = judge('same-as-source', {
      alarms: [{ name: 'made-by-scaling' }, { name: 'TargetTracking-table/orders-AlarmHigh-1' }],
      scalingPolicies: [{ alarmNames: ['made-by-scaling'] }],
    });
    expect(outcome.message).toBe('no alarms, as on the source');
  });

  test('is unknown when auto scaling may have made the missing alarm', () => {
    const permission = 'application-autoscaling:DescribeScalingPolicies';
    const scalingPolicies = denied(permission);
    const consumed = { name: 'busy', watches: [{ metric: 'ConsumedReadCapacityUnits', table: 'orders' }] };
    expect(judge('same-as-source', { alarms: [consumed], scalingPolicies })).toMatchObject({
      status: 'unknown',
      message: 'cannot tell whether auto scaling made the alarms busy',
      unknown: { permission },
    });
    expect(judge('same-as-source', { alarms: [onSource], scalingPolicies }).status).toBe('fail');
  });

  describe('of a composite alarm', () => {
    const composite = (name: string, expression: string, parts: Partial<Alarm> = {}): Partial<Alarm> => ({
      name,
      kind: 'composite',
      watches: [],
      expression,
      ...parts,
    });
    const down = composite('orders-down', 'ALARM("orders-throttled") AND NOT OK(deploying)');

    test('passes when one rests on what does the same, in the same way', () => {
      const twin = composite('twin', 'ALARM( another-name )  AND NOT OK("deploying")');
      expect(same(onSource, onRestored, down, twin)).toMatchObject({
        status: 'pass',
        message: 'each of the source’s 2 alarms has a counterpart',
      });
      const arn = `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:another-name`;
      expect(same(onSource, onRestored, down, composite('twin', `ALARM("${arn}") AND NOT OK(deploying)`)).status).toBe(
        'pass',
      );
    });

    test('fails when there is none, or one of another state, of another alarm or with other actions', () => {
      expect(same(onSource, onRestored, down)).toMatchObject({
        status: 'fail',
        message: '1 of the source’s 2 alarms has no counterpart: orders-down; policy asks for all of them',
        because: ['composite alarm orders-down has no counterpart: ALARM("orders-throttled") AND NOT OK(deploying)'],
      });
      for (const other of [
        composite('twin', 'OK(another-name) AND NOT OK(deploying)'),
        composite('twin', 'ALARM(another-name) AND NOT OK(releasing)'),
        composite('twin', 'ALARM(another-name) AND NOT OK(deploying)', { actions: [topic] }),
        composite('twin', 'ALARM(another-name) AND NOT OK(deploying)', { actionsEnabled: false }),
      ]) {
        expect(same(onSource, onRestored, down, other).status).toBe('fail');
      }
    });

    test('is unknown where the same states stand in another order or form', () => {
      for (const rule of ['NOT OK(deploying) AND ALARM(another-name)', 'ALARM(another-name) OR NOT OK(deploying)']) {
        const outcome = same(onSource, onRestored, down, composite('twin', rule));
        expect(outcome).toMatchObject({ status: 'unknown', unknown: { reason: 'undocumented' } });
        expect(outcome.unknown?.detail).toContain('rests on the same states as twin');
      }
    });

    test('is unknown where one rests on both tables, on auto scaling, or on what is no state', () => {
      for (const rule of [
        'ALARM(orders-throttled) OR ALARM(another-name)',
        'ALARM(orders-throttled) OR ALARM("TargetTracking-table/orders-AlarmHigh-1")',
        'AT_LEAST(1, ALARM, (orders-throttled, other))',
      ]) {
        expect(same(onSource, onRestored, composite('orders-down', rule)).status).toBe('unknown');
      }
    });

    test('sees through other composite alarms, and through those that go round in circles', () => {
      const outer = composite('outer', 'ALARM(orders-down) OR TRUE');
      const twin = composite('twin', 'ALARM(another-name) AND NOT OK(deploying)');
      const outerTwin = composite('outer-twin', 'ALARM(twin) OR TRUE');
      expect(same(onSource, onRestored, down, outer, twin, outerTwin).status).toBe('pass');
      expect(same(onSource, onRestored, down, outer, twin)).toMatchObject({
        status: 'fail',
        because: ['composite alarm outer has no counterpart: ALARM(orders-down) OR TRUE'],
      });
      const round = composite('round', 'ALARM(orders-throttled) OR ALARM(about)');
      const about = composite('about', 'ALARM(round)');
      expect(same(onSource, onRestored, round, about).status).toBe('unknown');
    });

    test('does not matter when it rests on other tables', () => {
      expect(same(onSource, onRestored, composite('other', 'ALARM(deploying)')).status).toBe('pass');
    });
  });

  test('compares what only the definition tells, AWS’s defaults written out', () => {
    const defined = (alarm: Partial<Alarm>, definition: object): Partial<Alarm> => ({
      ...alarm,
      definition: JSON.stringify({ EvaluationPeriods: 3, ...definition }),
    });
    const of = (source: object, own: object) => same(defined(onSource, source), defined(onRestored, own)).status;
    expect(of({}, { DatapointsToAlarm: 3, TreatMissingData: 'missing' })).toBe('pass');
    expect(of({}, { DatapointsToAlarm: 2 })).toBe('fail');
    expect(of({ TreatMissingData: 'breaching' }, {})).toBe('fail');
    const query = (Id: string, MetricName: string, table: string) => ({
      Id,
      Label: table,
      MetricStat: { Metric: { MetricName, Dimensions: [{ Name: 'TableName', Value: table }] } },
    });
    const math = (a: string, b: string, table: string) => ({ Metrics: [query('a', a, table), query('b', b, table)] });
    expect(of(math('Reads', 'Writes', 'orders'), math('Reads', 'Writes', 'orders-restored'))).toBe('pass');
    expect(of(math('Reads', 'Writes', 'orders'), math('Writes', 'Reads', 'orders-restored'))).toBe('fail');
    const turned = { Metrics: math('Reads', 'Writes', 'orders-restored').Metrics.toReversed() };
    expect(of(math('Reads', 'Writes', 'orders'), turned)).toBe('pass');
    expect(same(defined(onSource, { DatapointsToAlarm: 2 }), onRestored).status).toBe('fail');
  });
});

describe('a definition that no AWS wrote', () => {
  const both = (source: string, own: string) =>
    same({ ...onSource, definition: source }, { ...onRestored, definition: own }).status;
  /** A text in the innermost of lists and maps, each escaped once more by whoever writes one into the other. */
  const nested = (levels: number, open: string, close: string, text = '"\\\\\\""') =>
    `{"Metrics":[${open.repeat(levels)}${text}${close.repeat(levels)}]}`;

  test.each([
    ['no JSON', 'TableName orders', 'TableName orders '],
    ['a half of JSON', '{"Metrics":[', '{"Metrics":[{'],
    ['no object', '[1]', '[2]'],
    ['no list of actions', '{"OKActions":5}', '{"OKActions":6}'],
    ['no list of queries', '{"Metrics":{"length":-1}}', '{"Metrics":"a"}'],
    ['too deep', nested(5_000, '[', ']'), nested(5_000, '{"a":', '}')],
  ])('is the same only where it is the same text: %s', (_, text, other) => {
    expect(both(text, text)).toBe('pass');
    expect(both(text, other)).toBe('fail');
  });

  test.each([
    ['maps', '{"a":', '}', 490],
    ['lists', '{"a":[', ']}', 240],
  ])('may be nested as deep as it is read: %s', (_, open, close, levels) => {
    const text = nested(levels, open, close);
    expect(both(text, text)).toBe('pass');
    expect(both(text, nested(levels, open, close, '"\\\\"'))).toBe('fail');
    expect(both(text, nested(levels - 1, open, close))).toBe('fail');
  });
});

describe('what an older version recorded of an alarm', () => {
  const nothing = { okActions: undefined, insufficientDataActions: undefined, treatMissingData: undefined };
  const unresolved = { ...onSource, ...nothing } as unknown as Partial<Alarm>;

  test('leaves open whether its counterpart does the same', () => {
    expect(same(unresolved, onRestored)).toMatchObject({
      status: 'unknown',
      unknown: {
        reason: 'not-collected',
        detail: expect.stringContaining('of alarm orders-throttled was not recorded'),
      },
    });
  });

  test('tells it where it kept the definition', () => {
    const stated = { ...unresolved, definition: JSON.stringify({ OKActions: [topic] }) };
    expect(same(stated, onRestored).status).toBe('fail');
    expect(same(stated, { ...onRestored, okActions: [topic] }).status).toBe('pass');
  });

  test('fails still where there is no counterpart at all', () => {
    expect(same(unresolved).status).toBe('fail');
  });
});

describe('an alarm that tells nobody', () => {
  const asked = [{ metric: 'ReadThrottleEvents' }];
  const above = (more: Partial<Alarm> = {}): Partial<Alarm> => ({
    name: 'above',
    kind: 'composite',
    watches: [],
    expression: 'ALARM("another-name") OR ALARM("elsewhere")',
    actions: [topic],
    ...more,
  });

  test.each([
    ['without actions', { actions: [] }],
    ['with its actions switched off', { actionsEnabled: false }],
    ['with actions when it is over alone', { actions: [], okActions: [topic] }],
  ])('is none, %s', (_, part) => {
    const silent = { ...onRestored, ...part };
    expect(judge('required', { alarms: [silent] })).toMatchObject({
      status: 'fail',
      message:
        '1 alarm on the table, and none tells anybody: without actions, or with its actions switched off; policy asks for at least one',
      subjects: [{ type: 'alarm', name: 'another-name' }],
    });
    expect(judge(asked, { alarms: [silent] })).toMatchObject({
      status: 'fail',
      because: [expect.stringContaining('no alarm on ReadThrottleEvents of the table tells anybody')],
    });
  });

  test('tells somebody through a composite alarm that rests on it', () => {
    const silent = { ...onRestored, actions: [] };
    const through = (more?: Partial<Alarm>) => [
      judge('required', { alarms: [silent, above(more)] }).status,
      judge(asked, { alarms: [silent, above(more)] }).status,
    ];
    expect(through()).toEqual(['pass', 'pass']);
    expect(through({ actions: [] })).toEqual(['fail', 'fail']);
    expect(through({ actionsEnabled: false })).toEqual(['fail', 'fail']);
    expect(through({ expression: 'ALARM("elsewhere")' })).toEqual(['fail', 'fail']);
  });
});

describe('restored-alarms, required', () => {
  test('passes one alarm on the restored table', () => {
    expect(judge('required', { alarms: [onRestored] })).toMatchObject({
      status: 'pass',
      message: '1 alarm on the table, as asked',
    });
  });

  test('takes no alarm of the source or of auto scaling', () => {
    expect(judge('required', { alarms: [onSource] }).status).toBe('fail');
    const scaling = {
      name: 'TargetTracking-table/orders-restored-AlarmLow-1',
      watches: [{ metric: 'ConsumedReadCapacityUnits', table: 'orders-restored' }],
    };
    expect(judge('required', { alarms: [scaling] }).status).toBe('fail');
  });

  test('is unknown when auto scaling may have made the only alarm', () => {
    const alarms = [{ watches: [{ metric: 'ConsumedReadCapacityUnits', table: 'orders-restored' }], actions: [topic] }];
    const outcome = judge('required', { alarms, scalingPolicies: denied('x:Y') });
    expect(outcome.status).toBe('unknown');
  });
});

describe('restored-alarms, by metric', () => {
  test('asks for an alarm on each metric', () => {
    const asked = [{ metric: 'ReadThrottleEvents' }, { metric: 'SystemErrors' }];
    expect(judge(asked, { alarms: [onRestored] })).toMatchObject({
      status: 'fail',
      message: 'no alarm on SystemErrors; policy asks for one on each of ReadThrottleEvents, SystemErrors',
      actual: { metrics: ['ReadThrottleEvents'] },
    });
    const errors = { watches: [{ metric: 'SystemErrors', table: 'orders-restored' }], actions: [topic] };
    expect(judge(asked, { alarms: [onRestored, errors] })).toMatchObject({
      status: 'pass',
      message: 'an alarm on each of ReadThrottleEvents, SystemErrors, as asked',
    });
  });

  test('does not take a metric of another table that the same alarm watches', () => {
    const alarms = [
      {
        watches: [
          { metric: 'SystemErrors', table: 'orders' },
          { metric: 'UserErrors', table: 'orders-restored' },
        ],
      },
    ];
    expect(judge([{ metric: 'SystemErrors' }], { alarms }).status).toBe('fail');
  });

  test('is unknown when auto scaling may have made the alarm on a capacity metric', () => {
    const alarms = [{ watches: [{ metric: 'ConsumedReadCapacityUnits', table: 'orders-restored' }], actions: [topic] }];
    const parts = { alarms, scalingPolicies: denied('x:Y') };
    expect(judge([{ metric: 'ConsumedReadCapacityUnits' }], parts).status).toBe('unknown');
    expect(judge([{ metric: 'SystemErrors' }], parts).status).toBe('fail');
  });
});

import { describe, expect, test } from 'vitest';
import { refusals } from '../../src/constraints/refusals.ts';
import type { NewMetricAlarm, NewScalableTarget, NewScalingPolicy } from '../../src/constraints/scaling-things.ts';
import { OPEN, rows } from './rows.ts';

const TARGET: NewScalableTarget = {
  serviceNamespace: 'dynamodb',
  resourceId: 'table/meter-readings',
  scalableDimension: 'dynamodb:table:WriteCapacityUnits',
  minCapacity: 4,
  maxCapacity: 4,
};

describe('a scalable target', () => {
  rows('scalable-target', [
    ['of a table', TARGET, []],
    ['from 0', { ...TARGET, minCapacity: 0 }, ['AS2 minCapacity']],
    ['the wrong way round', { ...TARGET, minCapacity: 5 }, ['AS3 maxCapacity']],
    ['to an open maximum', { ...TARGET, minCapacity: 5, maxCapacity: OPEN }, []],
    ['by the bare name', { ...TARGET, resourceId: 'meter-readings' }, ['AS4 resourceId']],
    ['by ARN', { ...TARGET, resourceId: 'arn:aws:dynamodb:r:1:table/meter-readings' }, ['AS4 resourceId']],
    ['of an index, as a table', { ...TARGET, resourceId: 'table/t/index/i' }, ['AS4 resourceId']],
    [
      'of an index',
      { ...TARGET, resourceId: 'table/t/index/i', scalableDimension: 'dynamodb:index:ReadCapacityUnits' },
      [],
    ],
    [
      'of another service',
      { ...TARGET, serviceNamespace: 'ecs', resourceId: 'service/a/b', scalableDimension: 'ecs:service:DesiredCount' },
      [],
    ],
    ['of two services', { ...TARGET, scalableDimension: 'ecs:service:DesiredCount' }, ['AS5 scalableDimension']],
  ]);
});

describe('a scaling policy', () => {
  const tracking = (change: object = {}) => ({
    targetValue: 70,
    predefinedMetricSpecification: { predefinedMetricType: 'DynamoDBWriteCapacityUtilization' },
    ...change,
  });
  const POLICY: NewScalingPolicy = {
    policyType: 'TargetTrackingScaling',
    resourceId: TARGET.resourceId,
    scalableDimension: TARGET.scalableDimension,
    targetTrackingScalingPolicyConfiguration: tracking(),
  };
  const policy = (change: object): NewScalingPolicy => ({
    ...POLICY,
    targetTrackingScalingPolicyConfiguration: tracking(change),
  });
  const value = 'AS1 targetTrackingScalingPolicyConfiguration.targetValue';
  rows('scaling-policy', [
    ['at 10', policy({ targetValue: 10 }), []],
    ['at 90', policy({ targetValue: 90 }), []],
    ['at 17.5', policy({ targetValue: 17.5 }), []],
    ['at 9.9', policy({ targetValue: 9.9 }), [value]],
    ['at 90.1', policy({ targetValue: 90.1 }), [value]],
    ['at an open value', policy({ targetValue: OPEN }), []],
    [
      'by the other metric',
      policy({ predefinedMetricSpecification: { predefinedMetricType: 'DynamoDBReadCapacityUtilization' } }),
      ['AS6 targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification.predefinedMetricType'],
    ],
    [
      'by a metric of its own',
      policy({ predefinedMetricSpecification: undefined, customizedMetricSpecification: {} }),
      ['AS7 targetTrackingScalingPolicyConfiguration.customizedMetricSpecification'],
    ],
    [
      'by no metric',
      policy({ predefinedMetricSpecification: undefined }),
      ['AS9 targetTrackingScalingPolicyConfiguration'],
    ],
    [
      'in steps',
      { ...POLICY, policyType: 'StepScaling', targetTrackingScalingPolicyConfiguration: undefined },
      ['AS8 policyType'],
    ],
    [
      'without a configuration',
      { ...POLICY, targetTrackingScalingPolicyConfiguration: undefined },
      ['AS9 targetTrackingScalingPolicyConfiguration'],
    ],
    ['with steps too', { ...POLICY, stepScalingPolicyConfiguration: {} }, ['AS9 stepScalingPolicyConfiguration']],
  ]);

  test('is told in the words of AWS', () => {
    expect(refusals('scaling-policy', policy({ targetValue: 95 }), { forNew: true })[0]?.message).toBe(
      "For predefined metric type DynamoDBWriteCapacityUtilization, target value must be between '10.0' and '90.0', but was '95.0'.",
    );
  });
});

describe('an alarm', () => {
  const ALARM: NewMetricAlarm = {
    alarmName: 'throttled',
    period: 60,
    evaluationPeriods: 3,
    threshold: 1,
    comparisonOperator: 'GreaterThanThreshold',
  };
  const topics = (count: number) => Array.from({ length: count }, (_, index) => `arn:aws:sns:r:1:topic-${index}`);
  rows('metric-alarm', [
    ['by the minute', ALARM, []],
    ['by 20 seconds', { ...ALARM, period: 20 }, []],
    ['by 45 seconds', { ...ALARM, period: 45 }, ['CW1 period']],
    [
      'over math by 45 seconds',
      { ...ALARM, metrics: [{ metricStat: { period: 45 } }] },
      ['CW1 metrics[0].metricStat.period'],
    ],
    ['4 of 3', { ...ALARM, datapointsToAlarm: 4 }, ['CW2 datapointsToAlarm']],
    ['over a day', { ...ALARM, evaluationPeriods: 1440 }, []],
    ['over a day and a minute', { ...ALARM, evaluationPeriods: 1441 }, ['CW3 evaluationPeriods']],
    ['over a week by the hour', { ...ALARM, period: 3600, evaluationPeriods: 168 }, []],
    ['without a threshold', { ...ALARM, threshold: undefined }, ['CW4 threshold']],
    ['with an open one', { ...ALARM, threshold: OPEN }, []],
    [
      'over a band',
      { ...ALARM, threshold: undefined, comparisonOperator: 'GreaterThanUpperThreshold' },
      ['CW4 thresholdMetricId'],
    ],
    ['with five actions', { ...ALARM, alarmActions: topics(5) }, []],
    ['with six actions', { ...ALARM, okActions: topics(6) }, ['CW5 okActions']],
    [
      'that asks for an investigation, or a workflow',
      { ...ALARM, alarmActions: ['arn:aws:aiops:r:1:g', 'arn:aws:swf:r:1:a'] },
      [],
    ],
    ['that writes to a queue', { ...ALARM, alarmActions: ['arn:aws:sqs:r:1:q'] }, ['CW5 alarmActions[0]']],
    ['that searches', { ...ALARM, metrics: [{ expression: "SEARCH('x', 'Sum')" }] }, ['CW6 metrics[0].expression']],
    ['with 31 dimensions', { ...ALARM, dimensions: Array.from({ length: 31 }, () => ({})) }, ['CW7 dimensions']],
  ]);
});

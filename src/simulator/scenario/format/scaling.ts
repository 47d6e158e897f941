import { flag, instant, list, number, type Out, oneOf, record, text } from '../reader.ts';

const dimension = oneOf(
  'dynamodb:table:ReadCapacityUnits',
  'dynamodb:table:WriteCapacityUnits',
  'dynamodb:index:ReadCapacityUnits',
  'dynamodb:index:WriteCapacityUnits',
);

export const scalableTarget = record(
  { resourceId: text(), scalableDimension: dimension, minCapacity: number(1), maxCapacity: number(1) },
  {
    creationTime: instant(),
    suspendedState: record(
      {},
      { dynamicScalingInSuspended: flag(), dynamicScalingOutSuspended: flag(), scheduledScalingSuspended: flag() },
    ),
  },
);

export const scalingPolicy = record(
  {
    policyName: text(),
    resourceId: text(),
    scalableDimension: dimension,
    targetTrackingScalingPolicyConfiguration: record(
      { targetValue: number(0) },
      { scaleInCooldown: number(0), scaleOutCooldown: number(0), disableScaleIn: flag() },
    ),
  },
  { creationTime: instant() },
);

export const scheduledAction = record(
  { scheduledActionName: text(), resourceId: text(), scalableDimension: dimension, schedule: text() },
  {
    timezone: text(),
    startTime: instant(),
    endTime: instant(),
    creationTime: instant(),
    scalableTargetAction: record({}, { minCapacity: number(0), maxCapacity: number(0) }),
  },
);

const metricDimension = record({ name: text(), value: text() }, {});

export const alarm = record(
  { alarmName: text() },
  {
    alarmDescription: text(),
    actionsEnabled: flag(),
    alarmActions: list(text()),
    oKActions: list(text()),
    insufficientDataActions: list(text()),
    stateValue: oneOf('OK', 'ALARM', 'INSUFFICIENT_DATA'),
    metricName: text(),
    namespace: text(),
    statistic: oneOf('SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'),
    extendedStatistic: text(),
    dimensions: list(metricDimension),
    period: number(1),
    evaluationPeriods: number(1),
    datapointsToAlarm: number(1),
    threshold: number(),
    comparisonOperator: text(),
    treatMissingData: text(),
    metrics: list(
      record(
        { id: text() },
        {
          metricStat: record(
            {
              metric: record({ metricName: text() }, { namespace: text(), dimensions: list(metricDimension) }),
              period: number(1),
              stat: text(),
            },
            {},
          ),
          expression: text(),
          label: text(),
          returnData: flag(),
          period: number(1),
        },
      ),
    ),
    /** Makes it a composite alarm. */
    alarmRule: text(),
  },
);

export type AlarmEntry = Out<typeof alarm>;

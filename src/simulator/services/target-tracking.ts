import type { MetricAlarm, Region, World } from '../state.ts';

/**
 * The alarms that a target tracking policy makes for itself: their names start with `TargetTracking-` and the resource id.
 * Source: Application Auto Scaling API reference, PutScalingPolicy, examples (of ECS; DynamoDB's by analogy).
 */
export function addTargetTrackingAlarms(
  world: World,
  region: Region,
  resourceId: string,
  dimension: string,
  now: Date,
): { AlarmName: string; AlarmARN: string }[] {
  const [, table = '', , index] = resourceId.split('/');
  const metric = dimension.includes('Read') ? 'ConsumedReadCapacityUnits' : 'ConsumedWriteCapacityUnits';
  return ['AlarmHigh', 'AlarmLow'].map((kind) => {
    const name = `TargetTracking-${resourceId}-${kind}-${world.ids.uuid('alarm')}`;
    const arn = `arn:${region.partition}:cloudwatch:${region.name}:${region.account}:alarm:${name}`;
    const high = kind === 'AlarmHigh';
    const alarm: MetricAlarm = {
      AlarmName: name,
      AlarmArn: arn,
      AlarmConfigurationUpdatedTimestamp: now,
      ActionsEnabled: true,
      OKActions: [],
      AlarmActions: [],
      InsufficientDataActions: [],
      StateValue: 'OK',
      StateReason: 'Unchecked: Initial alarm creation',
      StateUpdatedTimestamp: now,
      MetricName: metric,
      Namespace: 'AWS/DynamoDB',
      Statistic: 'Sum',
      Dimensions: [
        { Name: 'TableName', Value: table },
        ...(index === undefined ? [] : [{ Name: 'GlobalSecondaryIndexName', Value: index }]),
      ],
      Period: 60,
      EvaluationPeriods: high ? 2 : 15,
      Threshold: high ? 42 : 30,
      ComparisonOperator: high ? 'GreaterThanThreshold' : 'LessThanThreshold',
    };
    region.metricAlarms.set(name, alarm);
    return { AlarmName: name, AlarmARN: arn };
  });
}

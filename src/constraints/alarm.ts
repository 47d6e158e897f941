import { tooMany, unlike } from './breach.ts';
import type { Constraint } from './constraint.ts';
import { elements, given, isAbsent } from './requested.ts';
import type { NewMetricAlarm } from './scaling-things.ts';

const INVALID = 'ValidationError';
const ACTIONS = ['alarmActions', 'okActions', 'insufficientDataActions'] as const;
const VENDORS = ['automate', 'swf', 'sns', 'autoscaling', 'ssm', 'ssm-incidents', 'lambda', 'aiops'];

/** Not here: which queries return data (CW6), and rules of composite alarms (CW8). */
export const METRIC_ALARM_CONSTRAINTS: readonly Constraint<NewMetricAlarm>[] = [
  {
    id: 'CW1',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight alarm-period',
    *breaches({ period, metrics }) {
      const periods = [
        { path: 'period', seconds: given(period) },
        ...elements(metrics).map(({ value, index }) => ({
          path: `metrics[${index}].metricStat.period`,
          seconds: given(given(value.metricStat)?.period),
        })),
      ];
      for (const { path, seconds } of periods) {
        if (seconds === undefined || [10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0)) continue;
        yield { path, message: 'Period must be 10, 20, 30 or a multiple of 60' };
      }
    },
  },
  {
    id: 'CW2',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight datapoints-evaluation',
    *breaches({ datapointsToAlarm, evaluationPeriods }) {
      const [points, periods] = [given(datapointsToAlarm), given(evaluationPeriods)];
      if (points === undefined || periods === undefined || points <= periods) return;
      const message = 'DatapointsToAlarm must be less than or equal to EvaluationPeriods';
      yield { path: 'datapointsToAlarm', message };
    },
  },
  {
    id: 'CW3',
    grade: 'A',
    code: INVALID,
    source: 'cdk-preflight alarm-evaluation-window',
    *breaches({ period, evaluationPeriods }) {
      const [seconds, periods] = [given(period), given(evaluationPeriods)];
      if (seconds === undefined || periods === undefined) return;
      const most = seconds >= 3600 ? 604_800 : 86_400;
      if (seconds * periods <= most) return;
      yield { path: 'evaluationPeriods', message: `EvaluationPeriods * Period must be <= ${most}` };
    },
  },
  {
    id: 'CW4',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight alarm-threshold, threshold-metric-id',
    *breaches({ comparisonOperator, threshold, thresholdMetricId }) {
      const operator = given(comparisonOperator);
      if (operator === undefined) return;
      const ranged = /(?:LowerOrGreater|LessThanLower|GreaterThanUpper)/.test(operator);
      if (ranged && isAbsent(thresholdMetricId)) {
        yield {
          path: 'thresholdMetricId',
          message: 'ComparisonOperators for ranges require ThresholdMetricId to be set',
        };
      }
      if (!ranged && isAbsent(threshold)) {
        yield { path: 'threshold', message: 'PutMetricAlarm request should have valid Threshold parameter' };
      }
    },
  },
  {
    id: 'CW5',
    grade: 'A',
    code: INVALID,
    source: 'cdk-preflight alarm-actions-max, alarm-action-vendor',
    *breaches(alarm) {
      for (const list of ACTIONS) {
        const message = `${list} must have length less than or equal to 5`;
        yield* tooMany(list, elements(alarm[list]).length, 5, message);
        for (const { value, index } of elements(alarm[list])) {
          const vendor = /^arn:[^:]+:([^:]+):/.exec(value)?.[1];
          if (vendor === undefined || VENDORS.includes(vendor)) continue;
          yield { path: `${list}[${index}]`, message: `Unsupported AWS vendor ${vendor}` };
        }
      }
    },
  },
  {
    id: 'CW6',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight alarm-search-expression',
    *breaches({ metrics }) {
      for (const { value, index } of elements(metrics)) {
        const path = `metrics[${index}].expression`;
        yield* unlike(path, value.expression, /^(?!.*\bSEARCH\s*\()/s, 'SEARCH is not supported on Metric Alarms.');
      }
    },
  },
  {
    id: 'CW7',
    grade: 'C',
    code: INVALID,
    newOnly: true,
    source: 'CloudWatch API model, PutMetricAlarmInput',
    *breaches({ alarmName, dimensions }) {
      yield* unlike('alarmName', alarmName, /^.{1,255}$/s, 'AlarmName must have 1 to 255 characters');
      yield* tooMany('dimensions', elements(dimensions).length, 30, 'An alarm has 30 dimensions at most');
    },
  },
];

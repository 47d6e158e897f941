import { parseArn } from '../model/arn.ts';
import { parseJson } from '../model/json.ts';
import { outside, unlike } from './breach.ts';
import { type Constraint, ofPart } from './constraint.ts';
import { elements, given, isAbsent } from './requested.ts';
import { TABLE_CAPACITY_CONSTRAINTS } from './table-capacity.ts';
import { TABLE_INDEX_CONSTRAINTS } from './table-indexes.ts';
import type { NewPointInTimeRecovery, NewTable, NewTimeToLive, TableDeletion } from './table-things.ts';

const INVALID = 'ValidationException';

/** What `UpdateTimeToLive` is asked for. */
export const TIME_TO_LIVE_CONSTRAINTS: readonly Constraint<NewTimeToLive>[] = [
  {
    id: 'DT4',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@4ceb0e9 ttl-attribute-required; aws/aws-cdk#25655',
    *breaches({ enabled, attributeName }, { through }) {
      if (given(enabled) !== true || !isAbsent(attributeName)) return;
      const message =
        through === 'cloudformation'
          ? 'AttributeName property of TimeToLiveSpecification is required when TTL status is enabled or when enabling TTL.'
          : 'Missing required parameter in TimeToLiveSpecification: AttributeName';
      yield { path: 'attributeName', message };
    },
  },
];

/** What `UpdateContinuousBackups` is asked for. */
export const POINT_IN_TIME_RECOVERY_CONSTRAINTS: readonly Constraint<NewPointInTimeRecovery>[] = [
  {
    id: 'DT6',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@7a5d20e pitr-recovery-period',
    *breaches({ pointInTimeRecoveryEnabled, recoveryPeriodInDays }, { through }) {
      if (given(pointInTimeRecoveryEnabled) !== false || given(recoveryPeriodInDays) === undefined) return;
      const message =
        through === 'cloudformation'
          ? 'Cannot set RecoveryPeriodInDays property when PointInTimeRecoveryEnabled is false'
          : 'Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery';
      yield { path: 'recoveryPeriodInDays', message };
    },
  },
  {
    id: 'DT7',
    grade: 'C',
    code: INVALID,
    source: 'DynamoDB API model, RecoveryPeriodInDays',
    breaches: ({ recoveryPeriodInDays }) =>
      outside('recoveryPeriodInDays', recoveryPeriodInDays, [1, 35], 'RecoveryPeriodInDays must be between 1 and 35'),
  },
];

/** What `PutResourcePolicy` is asked for. */
export const TABLE_POLICY_CONSTRAINTS: readonly Constraint<Pick<NewTable, 'resourcePolicy'>>[] = [
  {
    id: 'DT18',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight resource-policy-principal, resource-policy-size',
    *breaches({ resourcePolicy }) {
      const text = given(resourcePolicy);
      if (text === undefined) return;
      if (new TextEncoder().encode(text).length > 20_480) {
        yield { path: 'resourcePolicy', message: 'Maximum policy size of 20480 bytes exceeded' };
      }
      if (statementsOf(text).some((statement) => !('Principal' in statement))) {
        yield { path: 'resourcePolicy', message: 'Invalid policy document: Missing required field Principal' };
      }
    },
  },
];

const OWN: readonly Constraint<NewTable>[] = [
  {
    id: 'DT1',
    grade: 'C',
    code: INVALID,
    newOnly: true,
    source: 'DynamoDB API model, TableName; cdk-preflight table-name-length, table-name-format',
    breaches: ({ tableName }) =>
      unlike(
        'tableName',
        tableName,
        /^[a-zA-Z0-9_.-]{3,255}$/,
        "Invalid table name: 3 to 255 characters of a-z, A-Z, 0-9, '_', '-' and '.'",
      ),
  },
  {
    id: 'DT8',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@4ceb0e9 sse-type',
    *breaches({ sseSpecification }) {
      const sse = given(sseSpecification);
      const type = given(sse?.sseType);
      if (type !== undefined && given(sse?.enabled) === false) {
        yield { path: 'sseSpecification.sseType', message: 'SSEType can not be specified if Enabled is false' };
      } else if (type !== undefined && type !== 'KMS') {
        yield { path: 'sseSpecification.sseType', message: `SSEType ${type} is not supported` };
      }
    },
  },
  {
    id: 'DT17',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight warm-throughput-minimum, table-class',
    *breaches({ tableClass, warmThroughput }) {
      const classes = /^(?:STANDARD|STANDARD_INFREQUENT_ACCESS)$/;
      yield* unlike('tableClass', tableClass, classes, 'Invalid table-class parameter provided');
      const warm = given(warmThroughput);
      for (const [member, unit, least] of [
        ['readUnitsPerSecond', 'ReadUnitsPerSecond', 12_000],
        ['writeUnitsPerSecond', 'WriteUnitsPerSecond', 4_000],
      ] as const) {
        if ((given(warm?.[member]) ?? least) >= least) continue;
        const message = `Requested ${unit} for WarmThroughput for table is lower than initial throughput`;
        yield { path: `warmThroughput.${member}`, message };
      }
    },
  },
  {
    id: 'DT19',
    grade: 'A',
    code: 'NotStabilized',
    source: 'cdk-preflight kinesis-stream-region: CloudFormation rolls back without a message',
    *breaches({ kinesisStreamArns }, { region }) {
      const here = given(region);
      for (const { value, index } of elements(kinesisStreamArns)) {
        if (here === undefined || (parseArn(value)?.region ?? here) === here) continue;
        yield {
          path: `kinesisStreamArns[${index}]`,
          message: 'The stream of Kinesis must lie in the Region of the table',
        };
      }
    },
  },
];

/** What is no JSON has no statements that lack something: AWS refuses it in other words. */
function statementsOf(policy: string): readonly object[] {
  try {
    const { Statement } = parseJson(policy) as { Statement?: unknown };
    return [Statement].flat().filter((each) => typeof each === 'object' && each !== null);
  } catch {
    return [];
  }
}

export const TABLE_CONSTRAINTS: readonly Constraint<NewTable>[] = [
  ...OWN,
  ...TABLE_POLICY_CONSTRAINTS,
  ...TABLE_CAPACITY_CONSTRAINTS,
  ...TABLE_INDEX_CONSTRAINTS,
  ...ofPart(TIME_TO_LIVE_CONSTRAINTS, 'timeToLive', (table: NewTable) => given(table.timeToLive)),
  ...ofPart(POINT_IN_TIME_RECOVERY_CONSTRAINTS, 'pointInTimeRecovery', (table: NewTable) =>
    given(table.pointInTimeRecovery),
  ),
];

export const TABLE_DELETION_CONSTRAINTS: readonly Constraint<TableDeletion>[] = [
  {
    id: 'DT16',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'aws-bench/aws-bench#41; ekristen/aws-nuke#350',
    *breaches({ deletionProtectionEnabled }) {
      if (given(deletionProtectionEnabled) !== true) return;
      const message =
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.';
      yield { path: 'deletionProtectionEnabled', message };
    },
  },
];

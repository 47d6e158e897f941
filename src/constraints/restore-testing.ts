import { brokenSchedule, unknownZone } from './backup-rule.ts';
import type { NewRestoreTestingPlan, NewRestoreTestingSelection } from './backup-things.ts';
import { lacks, outside, tooMany, unlike } from './breach.ts';
import type { Constraint } from './constraint.ts';
import { elements, given, isEmpty, isWhole } from './requested.ts';

const INVALID = 'InvalidParameterValueException';
const MISSING = 'MissingParameterValueException';
const NAME = /^[a-zA-Z0-9_]{1,50}$/;

export const RESTORE_TESTING_PLAN_CONSTRAINTS: readonly Constraint<NewRestoreTestingPlan>[] = [
  {
    id: 'RT1',
    grade: 'A',
    code: INVALID,
    quoted: true,
    newOnly: true,
    source: 'cdk-preflight@7a5d20e restore-testing-plan-name-charset',
    breaches: ({ restoreTestingPlanName }) =>
      unlike('restoreTestingPlanName', restoreTestingPlanName, NAME, 'Invalid restore testing plan name.'),
  },
  {
    id: 'RT2',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@4ceb0e9 restore-testing-plan-include-vaults-required',
    *breaches({ recoveryPointSelection }) {
      const points = given(recoveryPointSelection);
      if (points === undefined || !isEmpty(points.includeVaults)) return;
      const message = '"IncludeVaults" list cannot be null or empty.';
      yield { path: 'recoveryPointSelection.includeVaults', message };
    },
  },
  {
    id: 'RT3',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@7a5d20e restore-testing-plan-selection-window-days',
    breaches: ({ recoveryPointSelection }) =>
      outside(
        'recoveryPointSelection.selectionWindowDays',
        given(recoveryPointSelection)?.selectionWindowDays,
        [1, 365],
        'Restore testing selection window days must be between [1] and [365].',
      ),
  },
  {
    id: 'RT4',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@4ceb0e9 restore-testing-plan-start-window-hours',
    breaches: ({ startWindowHours }) =>
      outside('startWindowHours', startWindowHours, [1, 168], 'Start window hours must be between [1] and [168].'),
  },
  {
    id: 'RT5',
    grade: 'A',
    code: INVALID,
    source: 'cdk-preflight@afcb6e4 restore-testing-plan-recovery-point-types',
    *breaches({ recoveryPointSelection }) {
      for (const { value, index } of elements(given(recoveryPointSelection)?.recoveryPointTypes)) {
        const path = `recoveryPointSelection.recoveryPointTypes[${index}]`;
        yield* unlike(path, value, /^(?:SNAPSHOT|CONTINUOUS)$/, 'RecoveryPointTypes are SNAPSHOT and CONTINUOUS');
      }
    },
  },
  {
    id: 'RT6',
    grade: 'C',
    code: MISSING,
    source: 'Backup API model, RestoreTestingPlanForCreate',
    *breaches({ restoreTestingPlanName, scheduleExpression, recoveryPointSelection }) {
      yield* lacks('restoreTestingPlanName', restoreTestingPlanName, 'RestoreTestingPlanName is missing');
      yield* lacks('scheduleExpression', scheduleExpression, 'ScheduleExpression is missing');
      yield* lacks('recoveryPointSelection', recoveryPointSelection, 'RecoveryPointSelection is missing');
    },
  },
  {
    id: 'RT6',
    grade: 'C',
    code: INVALID,
    source: 'Backup API model, RestoreTestingPlanForCreate; rate() is not recorded here',
    *breaches({ scheduleExpression, scheduleExpressionTimezone }) {
      yield* brokenSchedule(scheduleExpression);
      yield* unknownZone(scheduleExpressionTimezone);
    },
  },
];

const TYPES = ['NEPTUNE', 'S3', 'EBS', 'DYNAMODB', 'EC2', 'RDS', 'FSX', 'AURORA', 'DOCUMENTDB', 'EFS'];

/** Not here: whether AWS Backup may assume the role (RS7), which creation does not ask; tests then fail. */
export const RESTORE_TESTING_SELECTION_CONSTRAINTS: readonly Constraint<NewRestoreTestingSelection>[] = [
  {
    id: 'RS1',
    grade: 'A',
    code: INVALID,
    quoted: true,
    newOnly: true,
    source: 'cdk-preflight@7a5d20e restore-testing-selection-name-charset',
    breaches: ({ restoreTestingSelectionName }) =>
      unlike(
        'restoreTestingSelectionName',
        restoreTestingSelectionName,
        NAME,
        'Invalid restore testing selection name.',
      ),
  },
  {
    id: 'RS2',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@7a5d20e restore-testing-selection-arns-xor-conditions',
    *breaches({ protectedResourceArns, protectedResourceConditions }) {
      // "*" beside conditions is documented, and not recorded.
      const specific = elements(protectedResourceArns).some(({ value }) => value !== '*');
      if (!specific || elements(protectedResourceConditions).length === 0) return;
      const message = 'A selection can have either protected resource ARNs or conditions, not both.';
      yield { path: 'protectedResourceArns', message };
    },
  },
  {
    id: 'RS3',
    grade: 'D',
    code: INVALID,
    source: 'hashicorp/terraform-provider-aws restore_testing_selection.go; not recorded at the API',
    *breaches({ protectedResourceArns, protectedResourceConditions }, { through }) {
      const neither = isEmpty(protectedResourceArns) && isEmpty(protectedResourceConditions);
      if (through !== 'terraform' || !neither) return;
      const message = 'A selection needs protected resource ARNs or conditions';
      yield { path: 'protectedResourceArns', message };
    },
  },
  {
    id: 'RS4',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@7a5d20e restore-testing-selection-arns-xor-conditions',
    *breaches({ protectedResourceArns, protectedResourceType }) {
      const type = given(protectedResourceType);
      if (type === undefined || !isWhole(protectedResourceArns)) return;
      const wrong = elements(protectedResourceArns).filter(
        ({ value }) => value !== '*' && !/^arn:[^:]+:[^:]+:/.test(value),
      );
      const message = `The selection contains [${wrong.length}] invalid protected resource ARN(s) for resource type [${type}]`;
      if (wrong.length > 0) yield { path: 'protectedResourceArns', message };
    },
  },
  {
    id: 'RS5',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@4ceb0e9 restore-testing-selection-protected-resource-type',
    *breaches({ protectedResourceType }) {
      const type = given(protectedResourceType);
      if (type === undefined || TYPES.includes(type.toUpperCase())) return;
      const message = `Invalid resource type. Valid options: [${TYPES.join(', ')}].`;
      yield { path: 'protectedResourceType', message };
    },
  },
  {
    id: 'RS6',
    grade: 'C',
    code: INVALID,
    source: 'Backup API model, RestoreTestingSelectionForCreate',
    *breaches({ protectedResourceArns, validationWindowHours }) {
      yield* tooMany(
        'protectedResourceArns',
        elements(protectedResourceArns).length,
        30,
        'A selection has 30 protected resource ARNs at most',
      );
      yield* outside(
        'validationWindowHours',
        validationWindowHours,
        [0, 168],
        'Validation window hours must be between [0] and [168].',
      );
    },
  },
  {
    id: 'RS6',
    grade: 'C',
    code: MISSING,
    source: 'Backup API model, RestoreTestingSelectionForCreate',
    *breaches({ restoreTestingSelectionName, iamRoleArn, protectedResourceType }) {
      yield* lacks(
        'restoreTestingSelectionName',
        restoreTestingSelectionName,
        'RestoreTestingSelectionName is missing',
      );
      yield* lacks('iamRoleArn', iamRoleArn, 'IamRoleArn is missing');
      yield* lacks('protectedResourceType', protectedResourceType, 'ProtectedResourceType is missing');
    },
  },
];

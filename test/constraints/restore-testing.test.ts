import { describe } from 'vitest';
import type { NewRestoreTestingPlan, NewRestoreTestingSelection } from '../../src/constraints/backup-things.ts';
import { OPEN, rows } from './rows.ts';

const POINTS = { algorithm: 'LATEST_WITHIN_WINDOW', includeVaults: ['*'], recoveryPointTypes: ['SNAPSHOT'] };
const PLAN: NewRestoreTestingPlan = {
  restoreTestingPlanName: 'monthly_drill',
  scheduleExpression: 'cron(0 6 1 * ? *)',
  recoveryPointSelection: POINTS,
};

describe('a restore testing plan', () => {
  const points = (change: object): NewRestoreTestingPlan => ({
    ...PLAN,
    recoveryPointSelection: { ...POINTS, ...change },
  });
  rows('restore-testing-plan', [
    ['by the month', PLAN, []],
    ['with a hyphen in its name', { ...PLAN, restoreTestingPlanName: 'monthly-drill' }, ['RT1 restoreTestingPlanName']],
    ['of no vault', points({ includeVaults: [] }), ['RT2 recoveryPointSelection.includeVaults']],
    ['of open vaults', points({ includeVaults: OPEN }), []],
    ['back a year', points({ selectionWindowDays: 365 }), []],
    ['back a day more', points({ selectionWindowDays: 366 }), ['RT3 recoveryPointSelection.selectionWindowDays']],
    ['within a week', { ...PLAN, startWindowHours: 168 }, []],
    ['within 0 hours', { ...PLAN, startWindowHours: 0 }, ['RT4 startWindowHours']],
    ['of cold points', points({ recoveryPointTypes: ['COLD'] }), ['RT5 recoveryPointSelection.recoveryPointTypes[0]']],
    ['without a schedule', { ...PLAN, scheduleExpression: undefined }, ['RT6 scheduleExpression']],
    ['of a broken schedule', { ...PLAN, scheduleExpression: 'cron(0 6 1 * *)' }, ['RT6 scheduleExpression']],
    ['in no zone', { ...PLAN, scheduleExpressionTimezone: 'Nowhere' }, ['RT6 scheduleExpressionTimezone']],
    ['that is open', { ...PLAN, recoveryPointSelection: OPEN }, []],
  ]);
});

describe('a restore testing selection', () => {
  const SELECTION: NewRestoreTestingSelection = {
    restoreTestingSelectionName: 'ledgers',
    iamRoleArn: 'arn:aws:iam::555566667777:role/restore',
    protectedResourceType: 'DynamoDB',
    protectedResourceArns: ['*'],
  };
  const ARN = 'arn:aws:dynamodb:ap-southeast-2:555566667777:table/ledger';
  rows('restore-testing-selection', [
    ['of all tables', SELECTION, []],
    [
      'with a dot in its name',
      { ...SELECTION, restoreTestingSelectionName: 'a.b' },
      ['RS1 restoreTestingSelectionName'],
    ],
    [
      'of a table, by conditions',
      { ...SELECTION, protectedResourceArns: [ARN], protectedResourceConditions: [{}] },
      ['RS2 protectedResourceArns'],
    ],
    ['of all tables, by conditions', { ...SELECTION, protectedResourceConditions: [{}] }, []],
    ['of nothing, by the API', { ...SELECTION, protectedResourceArns: [] }, []],
    [
      'of nothing, by Terraform',
      { ...SELECTION, protectedResourceArns: [] },
      ['RS3 protectedResourceArns'],
      { through: 'terraform' },
    ],
    ['of a name', { ...SELECTION, protectedResourceArns: [ARN, 'ledger'] }, ['RS4 protectedResourceArns']],
    ['of a queue', { ...SELECTION, protectedResourceType: 'SQS' }, ['RS5 protectedResourceType']],
    [
      'of 31 tables',
      { ...SELECTION, protectedResourceArns: Array.from({ length: 31 }, () => ARN) },
      ['RS6 protectedResourceArns'],
    ],
    ['validated in 168 hours', { ...SELECTION, validationWindowHours: 168 }, []],
    ['validated in 169 hours', { ...SELECTION, validationWindowHours: 169 }, ['RS6 validationWindowHours']],
    ['without a role', { ...SELECTION, iamRoleArn: undefined }, ['RS6 iamRoleArn']],
  ]);
});

import {
  checked,
  days,
  instant,
  list,
  MOST_DAYS,
  number,
  type Out,
  oneOf,
  record,
  reference,
  text,
} from '../reader.ts';
import { tags } from './lifecycle.ts';
import { seriesProblem, what, when } from './series.ts';

export const restoreJob = checked(
  record(
    { status: oneOf('PENDING', 'RUNNING', 'COMPLETED', 'ABORTED', 'FAILED') },
    {
      ...what,
      ...when,
      restoreJobId: text(),
      recoveryPointArn: text(),
      recoveryPointCreationDate: instant(),
      backupVaultName: text(),
      createdTableName: text(),
      createdResourceArn: text(),
      restoreTestingPlanName: reference(),
      statusMessage: text(),
      validationStatus: oneOf('FAILED', 'SUCCESSFUL', 'TIMED_OUT', 'VALIDATING'),
      validationStatusMessage: text(),
      deletionStatus: oneOf('DELETING', 'FAILED', 'SUCCESSFUL'),
      backupSizeInBytes: number(0),
      iamRoleArn: text(),
    },
  ),
  seriesProblem,
);

const keyValue = record({ key: text(), value: text() }, {});

export const restoreTestingPlan = record(
  { restoreTestingPlanName: text(), scheduleExpression: text() },
  {
    scheduleExpressionTimezone: text(),
    startWindowHours: number(1, MOST_DAYS * 24),
    creationTime: instant(),
    lastExecutionTime: instant(),
    recoveryPointSelection: record(
      {},
      {
        algorithm: oneOf('LATEST_WITHIN_WINDOW', 'RANDOM_WITHIN_WINDOW'),
        includeVaults: list(text()),
        excludeVaults: list(text()),
        recoveryPointTypes: list(oneOf('SNAPSHOT', 'CONTINUOUS')),
        selectionWindowDays: days(1),
      },
    ),
    selections: list(
      record(
        { restoreTestingSelectionName: text() },
        {
          iamRoleArn: text(),
          protectedResourceType: text(),
          protectedResourceArns: list(text()),
          protectedResourceConditions: record({}, { stringEquals: list(keyValue), stringNotEquals: list(keyValue) }),
          restoreMetadataOverrides: tags,
          validationWindowHours: number(1, MOST_DAYS * 24),
        },
      ),
    ),
    tags,
  },
);

export type RestoreJobEntry = Out<typeof restoreJob>;

export type RestoreTestingPlanEntry = Out<typeof restoreTestingPlan>;

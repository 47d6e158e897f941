import type { Service } from '../../operation.ts';
import { BACKUP_JOB_OPERATIONS } from './backup-jobs.ts';
import { COPY_JOB_OPERATIONS } from './copy-jobs.ts';
import { PLAN_OPERATIONS } from './plans.ts';
import { PROTECTED_RESOURCE_OPERATIONS } from './protected-resources.ts';
import { RECOVERY_POINT_OPERATIONS } from './recovery-points.ts';
import { RESTORE_JOB_OPERATIONS } from './restore-jobs.ts';
import { RESTORE_TESTING_OPERATIONS } from './restore-testing.ts';
import { SELECTION_OPERATIONS } from './selections.ts';
import { SETTINGS_OPERATIONS } from './settings.ts';
import { TAG_OPERATIONS } from './tags.ts';
import { VAULT_OPERATIONS } from './vaults.ts';

export const BACKUP: Service = {
  scope: 'backup',
  actions: 'backup',
  eventSource: 'backup.amazonaws.com',
  errors: {
    invalid: 'InvalidParameterValueException',
    missing: 'MissingParameterValueException',
    accessDenied: 'AccessDeniedException',
    throttled: 'ThrottlingException',
    unavailable: 'ServiceUnavailableException',
  },
  operations: {
    ...PLAN_OPERATIONS,
    ...SELECTION_OPERATIONS,
    ...VAULT_OPERATIONS,
    ...RECOVERY_POINT_OPERATIONS,
    ...BACKUP_JOB_OPERATIONS,
    ...COPY_JOB_OPERATIONS,
    ...RESTORE_JOB_OPERATIONS,
    ...RESTORE_TESTING_OPERATIONS,
    ...PROTECTED_RESOURCE_OPERATIONS,
    ...SETTINGS_OPERATIONS,
    ...TAG_OPERATIONS,
  },
};

import { JSON_ERRORS, reads, type Service } from '../../operation.ts';
import { NATIVE_BACKUP_OPERATIONS } from './backups.ts';
import { TABLE_SETTING_OPERATIONS } from './settings.ts';
import { TABLE_OPERATIONS } from './tables.ts';

export const DYNAMODB: Service = {
  scope: 'dynamodb',
  actions: 'dynamodb',
  eventSource: 'dynamodb.amazonaws.com',
  errors: JSON_ERRORS,
  operations: {
    ...TABLE_OPERATIONS,
    ...TABLE_SETTING_OPERATIONS,
    ...NATIVE_BACKUP_OPERATIONS,
    DescribeLimits: reads(() => ({
      AccountMaxReadCapacityUnits: 80_000,
      AccountMaxWriteCapacityUnits: 80_000,
      TableMaxReadCapacityUnits: 40_000,
      TableMaxWriteCapacityUnits: 40_000,
    })),
    DescribeEndpoints: reads((call) => ({
      Endpoints: [{ Address: `dynamodb.${call.region.name}.amazonaws.com`, CachePeriodInMinutes: 1440 }],
    })),
  },
};

import type { Framework } from '../../model/framework.ts';

export const awsFsbp = {
  id: 'aws-fsbp',
  title: 'AWS Foundational Security Best Practices',
  edition: 'v1.0.0, controls of Security Hub in 2026',
  short: 'AWS Foundational Security Best Practices v1.0.0',
  requirements: {
    'Backup.1': { asks: 'recovery points are encrypted at rest' },
    'DynamoDB.1': { asks: 'tables scale their capacity with demand' },
    'DynamoDB.2': { asks: 'tables have point-in-time recovery on' },
    'DynamoDB.4': { asks: 'tables are in a backup plan' },
    'DynamoDB.5': { asks: 'tables are tagged' },
    'DynamoDB.6': { asks: 'tables have deletion protection on' },
  },
  leftOut: [
    { ids: 'DynamoDB.3, DynamoDB.7', why: 'they are about DAX' },
    { ids: 'Backup.2 to Backup.5', why: 'they are about tags of backup resources' },
  ],
} as const satisfies Framework;

import { full } from '../frameworks/evidence.ts';
import { known } from '../model/fact.ts';
import { denied, exampleInventory } from './example.ts';
import { apiPage } from './restored/pages.ts';
import { tableSetting } from './restored/setting-control.ts';
import { pointInTimeRecovery } from './shared/settings.ts';

export const tablePointInTimeRecovery = tableSetting(pointInTimeRecovery, {
  title: 'The table has point-in-time recovery as asked',
  severity: 'high',
  description:
    'Passes when point-in-time recovery of the table is as asked: enabled, disabled, or with a window at least as long as asked. Fails when it is not. Unknown when it could not be read. `backup.pointInTimeRecovery` asks for it as a protection; here it is one setting beside others.',
  remediation:
    'Set it: `aws dynamodb update-continuous-backups --table-name TABLE --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true,RecoveryPeriodInDays=35`.',
  evidence: [
    ...full('it is what the AWS control asks', { 'aws-fsbp': ['DynamoDB.2'] }, { is: ['enabled'] }),
    ...full(
      'it is what the AWS control asks, with a window',
      { 'aws-fsbp': ['DynamoDB.2'] },
      { field: 'windowMinutes' },
    ),
  ],
  sources: [apiPage('PointInTimeRecoveryDescription')],
  examples: [
    {
      title: 'passes when it is on with the window asked for',
      policy: 'settings: { pointInTimeRecovery: { window: 35d } }',
      inventory: () =>
        exampleInventory({
          table: { pointInTimeRecovery: known({ enabled: true }, 'dynamodb:DescribeContinuousBackups') },
        }),
      expect: { status: 'pass', message: 'point-in-time recovery is on over 35 d; policy asks for it on over 35 d' },
    },
    {
      title: 'fails when it is off',
      policy: 'settings: { pointInTimeRecovery: enabled }',
      inventory: () =>
        exampleInventory({
          table: { pointInTimeRecovery: known({ enabled: false }, 'dynamodb:DescribeContinuousBackups') },
        }),
      expect: { status: 'fail', message: 'point-in-time recovery is off; policy asks for it on' },
    },
    {
      title: 'is unknown when it could not be read',
      policy: 'settings: { pointInTimeRecovery: enabled }',
      inventory: () =>
        exampleInventory({ table: { pointInTimeRecovery: denied('dynamodb:DescribeContinuousBackups') } }),
      expect: { status: 'unknown', message: 'cannot tell the point-in-time recovery of orders' },
    },
  ],
});

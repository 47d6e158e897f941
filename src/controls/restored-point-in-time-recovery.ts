import { part } from '../frameworks/evidence.ts';
import { known } from '../model/fact.ts';
import { denied, exampleInventory } from './example.ts';
import { apiPage, POINT_IN_TIME_RESTORE_PAGE } from './restored/pages.ts';
import { restoredSetting } from './restored/setting-control.ts';
import { pointInTimeRecovery } from './shared/settings.ts';

export const restoredPointInTimeRecovery = restoredSetting(pointInTimeRecovery, {
  title: 'A restored table has point-in-time recovery as asked',
  severity: 'high',
  description:
    'Passes when point-in-time recovery of a table made by a restore is as asked: on or off like its source’s, enabled, disabled, or with a window at least as long as asked; a longer window than the source’s is fine. Fails when it is not; a restore leaves it off. Unknown when it, or that of the source, could not be read.',
  remediation:
    'Set it: `aws dynamodb update-continuous-backups --table-name TABLE --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true,RecoveryPeriodInDays=35`.',
  evidence: [
    ...part(
      'a restored table keeps this protection',
      { 'iso-27001-2022': ['A.5.29'], dora: ['12(2)'] },
      { not: ['disabled'] },
    ),
  ],
  sources: [POINT_IN_TIME_RESTORE_PAGE, apiPage('PointInTimeRecoveryDescription')],
  examples: [
    {
      title: 'passes when it is on with the window asked for',
      policy: 'restore: { settings: { pointInTimeRecovery: { window: 35d } } }',
      inventory: () =>
        exampleInventory({
          restored: { pointInTimeRecovery: known({ enabled: true }, 'dynamodb:DescribeContinuousBackups') },
        }),
      expect: { status: 'pass', message: 'point-in-time recovery is on over 35 d; policy asks for it on over 35 d' },
    },
    {
      title: 'fails when the source has it and the restored table does not',
      policy: 'restore: { settings: { pointInTimeRecovery: same-as-source } }',
      inventory: () =>
        exampleInventory({
          table: { pointInTimeRecovery: known({ enabled: true }, 'dynamodb:DescribeContinuousBackups') },
          restored: {},
        }),
      expect: {
        status: 'fail',
        message: 'point-in-time recovery is off; policy asks for it on over 35 d, as on the source',
      },
    },
    {
      title: 'is unknown when it could not be read',
      policy: 'restore: { settings: { pointInTimeRecovery: enabled } }',
      inventory: () =>
        exampleInventory({ restored: { pointInTimeRecovery: denied('dynamodb:DescribeContinuousBackups') } }),
      expect: { status: 'unknown', message: 'cannot tell the point-in-time recovery of orders-restored' },
    },
  ],
});

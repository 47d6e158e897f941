import { known } from '../model/fact.ts';
import { denied, exampleInventory } from './example.ts';
import { apiPage } from './restored/pages.ts';
import { restoredSetting } from './restored/setting-control.ts';
import { timeToLive } from './shared/settings.ts';

export const restoredTimeToLive = restoredSetting(timeToLive, {
  inBackups: true,
  title: 'A restored table expires items as asked',
  severity: 'medium',
  description:
    'Passes when time to live of a table made by a restore is as asked: like its source’s, disabled, or on for the attribute named. Being enabled counts as on, being disabled as off: a change takes up to an hour. Fails when it is off, on, or on for another attribute. Unknown when it, or that of the source, could not be read.',
  remediation:
    'Set it: `aws dynamodb update-time-to-live --table-name TABLE --time-to-live-specification Enabled=true,AttributeName=NAME`.',
  sources: [apiPage('TimeToLiveDescription'), apiPage('UpdateTimeToLive')],
  examples: [
    {
      title: 'passes when it is being enabled for the attribute',
      policy: 'restore: { settings: { timeToLive: { attribute: expiresAt } } }',
      inventory: () =>
        exampleInventory({
          restored: {
            timeToLive: known({ status: 'ENABLING', attribute: 'expiresAt' }, 'dynamodb:DescribeTimeToLive'),
          },
        }),
      expect: { status: 'pass', message: 'time to live by expiresAt, as asked' },
    },
    {
      title: 'fails when the source’s time to live was not turned on again',
      policy: 'restore: { settings: { timeToLive: same-as-source } }',
      inventory: () =>
        exampleInventory({
          table: { timeToLive: known({ status: 'ENABLED', attribute: 'expiresAt' }, 'dynamodb:DescribeTimeToLive') },
          restored: {},
        }),
      expect: {
        status: 'fail',
        message: 'no time to live; policy asks for time to live by expiresAt, as on the source',
      },
    },
    {
      title: 'is unknown when it could not be read',
      policy: 'restore: { settings: { timeToLive: disabled } }',
      inventory: () => exampleInventory({ restored: { timeToLive: denied('dynamodb:DescribeTimeToLive') } }),
      expect: { status: 'unknown', message: 'cannot tell the time to live of orders-restored' },
    },
  ],
});

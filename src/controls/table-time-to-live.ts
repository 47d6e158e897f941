import { known } from '../model/fact.ts';
import { denied, exampleInventory } from './example.ts';
import { apiPage } from './restored/pages.ts';
import { tableSetting } from './restored/setting-control.ts';
import { timeToLive } from './shared/settings.ts';

export const tableTimeToLive = tableSetting(timeToLive, {
  title: 'The table expires items as asked',
  severity: 'medium',
  description:
    'Passes when time to live of the table is as asked: disabled, or on for the attribute named. Being enabled counts as on, being disabled as off: a change takes up to an hour. Fails when it is off, on, or on for another attribute. Unknown when it could not be read.',
  remediation:
    'Set it: `aws dynamodb update-time-to-live --table-name TABLE --time-to-live-specification Enabled=true,AttributeName=NAME`.',
  sources: [apiPage('TimeToLiveDescription'), apiPage('UpdateTimeToLive')],
  examples: [
    {
      title: 'passes when it is on for the attribute',
      policy: 'settings: { timeToLive: { attribute: expiresAt } }',
      inventory: () =>
        exampleInventory({
          table: { timeToLive: known({ status: 'ENABLED', attribute: 'expiresAt' }, 'dynamodb:DescribeTimeToLive') },
        }),
      expect: { status: 'pass', message: 'time to live by expiresAt, as asked' },
    },
    {
      title: 'fails when items would expire and must not',
      policy: 'settings: { timeToLive: disabled }',
      inventory: () =>
        exampleInventory({
          table: { timeToLive: known({ status: 'ENABLED', attribute: 'expiresAt' }, 'dynamodb:DescribeTimeToLive') },
        }),
      expect: { status: 'fail', message: 'time to live by expiresAt; policy asks for none' },
    },
    {
      title: 'is unknown when it could not be read',
      policy: 'settings: { timeToLive: disabled }',
      inventory: () => exampleInventory({ table: { timeToLive: denied('dynamodb:DescribeTimeToLive') } }),
      expect: { status: 'unknown', message: 'cannot tell the time to live of orders' },
    },
  ],
});

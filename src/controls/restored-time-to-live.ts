import { known } from '../model/fact.ts';
import type { TimeToLive } from '../model/table.ts';
import { denied, exampleInventory } from './example.ts';
import { comparedAsDescribed, type Described } from './restored/comparison.ts';
import { apiPage } from './restored/pages.ts';
import { settingControl } from './restored/setting-control.ts';

const compared = comparedAsDescribed('timeToLive', described);

export const restoredTimeToLive = settingControl({
  key: 'timeToLive',
  called: 'time to live',
  read: ({ record }) => record.timeToLive,
  inBackups: true,
  title: 'A restored table expires items as asked',
  severity: 'medium',
  description:
    'Passes when time to live of a table made by a restore is as asked: like its source’s, disabled, or on for the attribute named. Being enabled counts as on, being disabled as off: a change takes up to an hour. Fails when it is off, on, or on for another attribute. Unknown when it, or that of the source, could not be read.',
  remediation:
    'Set it: `aws dynamodb update-time-to-live --table-name TABLE --time-to-live-specification Enabled=true,AttributeName=NAME`.',
  sources: [apiPage('TimeToLiveDescription'), apiPage('UpdateTimeToLive')],
  needs: () => ['time-to-live'],
  besideSource: compared.besideSource,
  asAsked: (own, asked) =>
    compared.asAsked(own, asked === 'disabled' ? { status: 'DISABLED' } : { status: 'ENABLED', ...asked }),
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

function described({ status, attribute = '(an attribute that AWS did not name)' }: TimeToLive): Described {
  const notes =
    status === 'ENABLING' || status === 'DISABLING'
      ? [`time to live is ${status}: the change takes up to an hour`]
      : [];
  if (status === 'DISABLED' || status === 'DISABLING') {
    return { found: 'no time to live', wanted: 'none', json: 'disabled', notes };
  }
  return { found: `time to live by ${attribute}`, wanted: `time to live by ${attribute}`, json: { attribute }, notes };
}

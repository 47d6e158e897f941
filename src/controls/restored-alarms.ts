import { part } from '../frameworks/evidence.ts';
import { denied, exampleInventory } from './example.ts';
import { restoredSetting } from './restored/setting-control.ts';
import { alarms } from './shared/settings.ts';

export const restoredAlarms = restoredSetting(alarms, {
  title: 'A restored table has the alarms asked for',
  severity: 'high',
  description:
    'Passes when each metric alarm on the source has a counterpart on the table made by a restore: same metrics, index, operation, statistic, period, periods, datapoints, treatment of missing data, threshold, comparison, expression, and actions at ALARM, at OK and without data, whatever its name, and a composite alarm one whose rule says the same of these counterparts; or when the table has at least one alarm (required), or one on each metric named, that tells somebody: with actions at ALARM that are not switched off, its own or those of a composite alarm that rests on it. Alarms that auto scaling made do not count. Fails when one is missing, or tells nobody. Unknown when alarms could not be read or were not wholly recorded, when nobody can tell whether auto scaling made an alarm that decides, and when rules of composite alarms ask for the same states in another form.',
  remediation:
    'Make the missing alarms with `aws cloudwatch put-metric-alarm`, with the dimension TableName set to the restored table.',
  evidence: [...part('a restored table keeps this protection', { 'iso-27001-2022': ['A.5.29'], dora: ['12(2)'] })],
  sources: [
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html',
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html',
  ],
  examples: [
    {
      title: 'passes when the source’s alarm has a counterpart',
      policy: 'restore: { settings: { alarms: same-as-source } }',
      inventory: () =>
        exampleInventory({
          restored: {},
          alarms: [{}, { watches: [{ metric: 'SystemErrors', table: 'orders-restored' }] }],
        }),
      expect: { status: 'pass', message: 'the source’s 1 alarm has a counterpart' },
    },
    {
      title: 'fails when only auto scaling watches the restored table',
      policy: 'restore: { settings: { alarms: required } }',
      inventory: () =>
        exampleInventory({
          restored: {},
          alarms: [{ name: 'scale-up', watches: [{ metric: 'ConsumedReadCapacityUnits', table: 'orders-restored' }] }],
          scalingPolicies: [{ resourceId: 'table/orders-restored', alarmNames: ['scale-up'] }],
        }),
      expect: {
        status: 'fail',
        message: 'no alarm on the table but those of auto scaling; policy asks for at least one',
      },
    },
    {
      title: 'is unknown when alarms could not be read',
      policy: 'restore: { settings: { alarms: [{ metric: SystemErrors }] } }',
      inventory: () => exampleInventory({ restored: {}, alarms: denied('cloudwatch:DescribeAlarms') }),
      expect: { status: 'unknown', message: 'cannot tell the alarms of orders-restored' },
    },
  ],
});

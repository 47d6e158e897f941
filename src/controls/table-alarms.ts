import { denied, exampleInventory } from './example.ts';
import { tableSetting } from './restored/setting-control.ts';
import { alarms } from './shared/settings.ts';

export const tableAlarms = tableSetting(alarms, {
  title: 'The table has the alarms asked for',
  severity: 'medium',
  description:
    'Passes when the table has at least one alarm (required), or one on each metric named, that tells somebody: with actions at ALARM that are not switched off, its own or those of a composite alarm that rests on it. Alarms that auto scaling made do not count. Fails when one is missing, or tells nobody. Unknown when alarms could not be read, and when nobody can tell whether auto scaling made an alarm that decides.',
  remediation:
    'Make the missing alarms with `aws cloudwatch put-metric-alarm`, with the dimension TableName set to the table.',
  sources: [
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html',
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html',
  ],
  examples: [
    {
      title: 'passes when an alarm watches the metric',
      policy: 'settings: { alarms: [{ metric: SystemErrors }] }',
      inventory: () => exampleInventory({ alarms: [{ actions: ['arn:aws:sns:eu-west-1:111122223333:ops'] }] }),
      expect: { status: 'pass', message: 'an alarm on each of SystemErrors, as asked' },
    },
    {
      title: 'fails when nothing watches it',
      policy: 'settings: { alarms: [{ metric: SystemErrors }] }',
      inventory: () => exampleInventory({ alarms: [] }),
      expect: { status: 'fail', message: 'no alarm on SystemErrors; policy asks for one on each of SystemErrors' },
    },
    {
      title: 'is unknown when alarms could not be read',
      policy: 'settings: { alarms: required }',
      inventory: () => exampleInventory({ alarms: denied('cloudwatch:DescribeAlarms') }),
      expect: { status: 'unknown', message: 'cannot tell the alarms of orders' },
    },
  ],
});

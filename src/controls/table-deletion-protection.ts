import { full } from '../frameworks/evidence.ts';
import { denied, exampleInventory } from './example.ts';
import { apiPage } from './restored/pages.ts';
import { tableSetting } from './restored/setting-control.ts';
import { deletionProtection } from './shared/settings.ts';

export const tableDeletionProtection = tableSetting(deletionProtection, {
  title: 'The table has deletion protection as asked',
  severity: 'high',
  description:
    'Passes when deletion protection of the table is as asked, enabled or disabled. Fails when it is not. Unknown when the table could not be read.',
  remediation: 'Set it: `aws dynamodb update-table --table-name TABLE --deletion-protection-enabled`.',
  evidence: full('it is what the AWS control asks', { 'aws-fsbp': ['DynamoDB.6'] }, { is: ['enabled'] }),
  sources: [apiPage('TableDescription')],
  examples: [
    {
      title: 'passes when it is on',
      policy: 'settings: { deletionProtection: enabled }',
      inventory: () => exampleInventory({ table: { description: { deletionProtection: true } } }),
      expect: { status: 'pass', message: 'deletion protection is enabled, as asked' },
    },
    {
      title: 'fails when anybody who may delete tables can delete this one',
      policy: 'settings: { deletionProtection: enabled }',
      inventory: () => exampleInventory({ table: { description: { deletionProtection: false } } }),
      expect: { status: 'fail', message: 'deletion protection is disabled; policy asks for it enabled' },
    },
    {
      title: 'is unknown when the table could not be described',
      policy: 'settings: { deletionProtection: enabled }',
      inventory: () => exampleInventory({ table: { description: denied('dynamodb:DescribeTable') } }),
      expect: { status: 'unknown', message: 'cannot tell the deletion protection of orders' },
    },
  ],
});

import { full } from '../frameworks/evidence.ts';
import { denied, exampleInventory } from './example.ts';
import { apiPage } from './restored/pages.ts';
import { tableSetting } from './restored/setting-control.ts';
import { billingMode } from './shared/settings.ts';

export const tableBillingMode = tableSetting(billingMode, {
  title: 'The table has the billing mode asked for',
  severity: 'medium',
  description:
    'Passes when the table is billed as asked, PROVISIONED or PAY_PER_REQUEST. Fails when it is billed otherwise. Unknown when the table could not be read.',
  remediation:
    'Change the mode: `aws dynamodb update-table --table-name TABLE --billing-mode MODE`. AWS allows a switch to on demand a few times a day only.',
  evidence: full('a table on demand scales by itself', { 'aws-fsbp': ['DynamoDB.1'] }, { is: ['PAY_PER_REQUEST'] }),
  sources: [apiPage('BillingModeSummary')],
  examples: [
    {
      title: 'passes when the table is on demand',
      policy: 'settings: { billingMode: PAY_PER_REQUEST }',
      inventory: () => exampleInventory(),
      expect: { status: 'pass', message: 'billing mode is PAY_PER_REQUEST, as asked' },
    },
    {
      title: 'fails when the table is provisioned',
      policy: 'settings: { billingMode: PAY_PER_REQUEST }',
      inventory: () => exampleInventory({ table: { description: { billingMode: 'PROVISIONED' } } }),
      expect: { status: 'fail', message: 'billing mode is PROVISIONED; policy asks for PAY_PER_REQUEST' },
    },
    {
      title: 'is unknown when the table could not be described',
      policy: 'settings: { billingMode: PROVISIONED }',
      inventory: () => exampleInventory({ table: { description: denied('dynamodb:DescribeTable') } }),
      expect: { status: 'unknown', message: 'cannot tell the billing mode of orders' },
    },
  ],
});

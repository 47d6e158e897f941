import { denied, exampleInventory } from './example.ts';
import { apiPage } from './restored/pages.ts';
import { restoredSetting } from './restored/setting-control.ts';
import { billingMode } from './shared/settings.ts';

export const restoredBillingMode = restoredSetting(billingMode, {
  inBackups: true,
  title: 'A restored table has the billing mode asked for',
  severity: 'medium',
  description:
    'Passes when a table made by a restore is billed as asked: like its source, or PROVISIONED or PAY_PER_REQUEST by name. Fails when it is billed otherwise. Unknown when the table, or the source that it is compared with, could not be read.',
  remediation:
    'Change the mode: `aws dynamodb update-table --table-name TABLE --billing-mode MODE`. AWS allows a switch to on demand a few times a day only.',
  sources: [apiPage('BillingModeSummary')],
  examples: [
    {
      title: 'passes when both tables are on demand',
      policy: 'restore: { settings: { billingMode: same-as-source } }',
      inventory: () => exampleInventory({ restored: {} }),
      expect: { status: 'pass', message: 'billing mode is PAY_PER_REQUEST, as on the source' },
    },
    {
      title: 'fails when the restored table is provisioned',
      policy: 'restore: { settings: { billingMode: PAY_PER_REQUEST } }',
      inventory: () => exampleInventory({ restored: { description: { billingMode: 'PROVISIONED' } } }),
      expect: { status: 'fail', message: 'billing mode is PROVISIONED; policy asks for PAY_PER_REQUEST' },
    },
    {
      title: 'is unknown when the table could not be described',
      policy: 'restore: { settings: { billingMode: same-as-source } }',
      inventory: () => exampleInventory({ restored: { description: denied('dynamodb:DescribeTable') } }),
      expect: { status: 'unknown', message: 'cannot tell the billing mode of orders-restored' },
    },
  ],
});

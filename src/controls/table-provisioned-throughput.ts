import { denied, exampleInventory } from './example.ts';
import { apiPage } from './restored/pages.ts';
import { tableSetting } from './restored/setting-control.ts';
import { provisionedThroughput } from './shared/settings.ts';

export const tableProvisionedThroughput = tableSetting(provisionedThroughput, {
  title: 'The table has the capacity asked for',
  severity: 'medium',
  description:
    'Passes when the table has at least the read and write units asked for, or is on demand without a maximum below them: it gives no more than its maximum. Fails when it has fewer. Unknown when the table could not be read.',
  remediation:
    'Set the units: `aws dynamodb update-table --table-name TABLE --provisioned-throughput ReadCapacityUnits=N,WriteCapacityUnits=N`.',
  sources: [apiPage('ProvisionedThroughputDescription')],
  examples: [
    {
      title: 'passes when a table on demand has no maximum',
      policy: 'settings: { provisionedThroughput: { readAtLeast: 100 } }',
      inventory: () => exampleInventory(),
      expect: { status: 'pass', message: 'on demand, no maximum; policy asks for at least 100 read units' },
    },
    {
      title: 'fails when the table has fewer units',
      policy: 'settings: { provisionedThroughput: { readAtLeast: 100, writeAtLeast: 50 } }',
      inventory: () =>
        exampleInventory({
          table: { description: { billingMode: 'PROVISIONED', throughput: { readUnits: 100, writeUnits: 5 } } },
        }),
      expect: {
        status: 'fail',
        message: '100 read and 5 write units; policy asks for at least 100 read and 50 write units',
      },
    },
    {
      title: 'is unknown when the table could not be described',
      policy: 'settings: { provisionedThroughput: { readAtLeast: 100 } }',
      inventory: () => exampleInventory({ table: { description: denied('dynamodb:DescribeTable') } }),
      expect: { status: 'unknown', message: 'cannot tell the provisioned throughput of orders' },
    },
  ],
});

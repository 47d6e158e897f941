import { denied, exampleInventory } from './example.ts';
import { apiPage } from './restored/pages.ts';
import { restoredSetting } from './restored/setting-control.ts';
import { provisionedThroughput } from './shared/settings.ts';

export const restoredProvisionedThroughput = restoredSetting(provisionedThroughput, {
  inBackups: true,
  title: 'A restored table has the capacity asked for',
  severity: 'medium',
  description:
    'Passes when the table made by a restore, and each of its global indexes, has the read and write units of its source, as they are or as they were when it was backed up, where a native backup tells; where auto scaling moves the source’s units, any number within its bounds passes. With readAtLeast and writeAtLeast, passes when the table has at least that many units, or is on demand without a maximum below them: it gives no more than its maximum. Fails when units are missing or fewer, and when the maxima of two tables on demand, or of an index of both, differ. Not applicable when both tables are on demand without a maximum. A restore brings back the units of the moment of the backup; recovery points of AWS Backup with advanced features do not tell them. Unknown when the table, its source, or the auto scaling that would decide could not be read.',
  remediation:
    'Set the units: `aws dynamodb update-table --table-name TABLE --provisioned-throughput ReadCapacityUnits=N,WriteCapacityUnits=N`, and `--global-secondary-index-updates` for indexes.',
  sources: [apiPage('ProvisionedThroughputDescription')],
  examples: [
    {
      title: 'passes when an on-demand table is asked for at least some units',
      policy: 'restore: { settings: { provisionedThroughput: { readAtLeast: 100 } } }',
      inventory: () => exampleInventory({ restored: {} }),
      expect: { status: 'pass', message: 'on demand, no maximum; policy asks for at least 100 read units' },
    },
    {
      title: 'fails when a table on demand may use no more than its maximum',
      policy: 'restore: { settings: { provisionedThroughput: { readAtLeast: 100 } } }',
      inventory: () => exampleInventory({ restored: { description: { onDemandThroughput: { readUnits: 40 } } } }),
      expect: {
        status: 'fail',
        message: 'on demand, at most 40 read units; policy asks for at least 100 read units',
      },
    },
    {
      title: 'fails when the restored table has fewer units than its source',
      policy: 'restore: { settings: { provisionedThroughput: same-as-source } }',
      inventory: () =>
        exampleInventory({
          table: { description: { billingMode: 'PROVISIONED', throughput: { readUnits: 100, writeUnits: 5 } } },
          restored: { description: { billingMode: 'PROVISIONED', throughput: { readUnits: 5, writeUnits: 5 } } },
        }),
      expect: {
        status: 'fail',
        message: '5 read and 5 write units; policy asks for 100 read and 5 write units, as on the source',
      },
    },
    {
      title: 'is unknown when units differ and the source’s auto scaling could not be read',
      policy: 'restore: { settings: { provisionedThroughput: same-as-source } }',
      inventory: () =>
        exampleInventory({
          table: { description: { billingMode: 'PROVISIONED', throughput: { readUnits: 9, writeUnits: 5 } } },
          restored: { description: { billingMode: 'PROVISIONED', throughput: { readUnits: 5, writeUnits: 5 } } },
          scalableTargets: denied('application-autoscaling:DescribeScalableTargets'),
        }),
      expect: {
        status: 'unknown',
        message: 'cannot tell whether auto scaling of the source explains 5 read and 5 write units',
      },
    },
  ],
});

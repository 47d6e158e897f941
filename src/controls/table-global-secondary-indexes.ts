import type { SecondaryIndex } from '../model/table.ts';
import { denied, exampleInventory } from './example.ts';
import { apiPage } from './restored/pages.ts';
import { tableSetting } from './restored/setting-control.ts';
import { globalSecondaryIndexes } from './shared/settings.ts';

const byDay: SecondaryIndex = {
  name: 'by-day',
  keys: [{ name: 'day', type: 'HASH' }],
  projection: 'ALL',
  nonKeyAttributes: [],
  status: 'ACTIVE',
};

export const tableGlobalSecondaryIndexes = tableSetting(globalSecondaryIndexes, {
  title: 'The table has the global secondary indexes asked for',
  severity: 'medium',
  description:
    'Passes when the table has each global secondary index that the policy names, ready to be queried; more of them are fine. Fails when one is missing, or is still being created or deleted. Unknown when the table could not be read.',
  remediation:
    'Create it: `aws dynamodb update-table --table-name TABLE --attribute-definitions … --global-secondary-index-updates …`, one index at a time, and wait until it is ACTIVE.',
  sources: [apiPage('GlobalSecondaryIndexDescription')],
  examples: [
    {
      title: 'passes when the index is there',
      policy: 'settings: { globalSecondaryIndexes: [by-day] }',
      inventory: () => exampleInventory({ table: { description: { globalIndexes: [byDay] } } }),
      expect: { status: 'pass', message: 'has the 1 global secondary index asked for' },
    },
    {
      title: 'fails when one is missing',
      policy: 'settings: { globalSecondaryIndexes: [by-day, by-customer] }',
      inventory: () => exampleInventory({ table: { description: { globalIndexes: [byDay] } } }),
      expect: { status: 'fail', message: 'lacks 1 of the 2 global secondary indexes asked for' },
    },
    {
      title: 'is unknown when the table could not be described',
      policy: 'settings: { globalSecondaryIndexes: [by-day] }',
      inventory: () => exampleInventory({ table: { description: denied('dynamodb:DescribeTable') } }),
      expect: { status: 'unknown', message: 'cannot tell the global secondary indexes of orders' },
    },
  ],
});

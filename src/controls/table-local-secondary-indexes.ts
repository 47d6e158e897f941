import type { SecondaryIndex } from '../model/table.ts';
import { denied, exampleInventory } from './example.ts';
import { apiPage } from './restored/pages.ts';
import { tableSetting } from './restored/setting-control.ts';
import { localSecondaryIndexes } from './shared/settings.ts';

const byDay: SecondaryIndex = {
  name: 'by-day',
  keys: [{ name: 'day', type: 'HASH' }],
  projection: 'ALL',
  nonKeyAttributes: [],
};

export const tableLocalSecondaryIndexes = tableSetting(localSecondaryIndexes, {
  title: 'The table has the local secondary indexes asked for',
  severity: 'medium',
  description:
    'Passes when the table has each local secondary index that the policy names; more of them are fine. Fails when one is missing. Unknown when the table could not be read.',
  remediation: 'A local index can only be made with its table: make the table anew with it, and move the items.',
  sources: [apiPage('LocalSecondaryIndexDescription')],
  examples: [
    {
      title: 'passes when the index is there',
      policy: 'settings: { localSecondaryIndexes: [by-day] }',
      inventory: () => exampleInventory({ table: { description: { localIndexes: [byDay] } } }),
      expect: { status: 'pass', message: 'has the 1 local secondary index asked for' },
    },
    {
      title: 'fails when it is missing',
      policy: 'settings: { localSecondaryIndexes: [by-day] }',
      inventory: () => exampleInventory(),
      expect: { status: 'fail', message: 'lacks 1 of the 1 local secondary index asked for' },
    },
    {
      title: 'is unknown when the table could not be described',
      policy: 'settings: { localSecondaryIndexes: [by-day] }',
      inventory: () => exampleInventory({ table: { description: denied('dynamodb:DescribeTable') } }),
      expect: { status: 'unknown', message: 'cannot tell the local secondary indexes of orders' },
    },
  ],
});

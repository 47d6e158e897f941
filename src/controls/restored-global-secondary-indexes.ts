import type { SecondaryIndex } from '../model/table.ts';
import { denied, exampleInventory } from './example.ts';
import { apiPage } from './restored/pages.ts';
import { restoredSetting } from './restored/setting-control.ts';
import { globalSecondaryIndexes } from './shared/settings.ts';

const byDay: SecondaryIndex = {
  name: 'by-day',
  keys: [{ name: 'day', type: 'HASH' }],
  projection: 'ALL',
  nonKeyAttributes: [],
  status: 'ACTIVE',
};

export const restoredGlobalSecondaryIndexes = restoredSetting(globalSecondaryIndexes, {
  inBackups: true,
  title: 'A restored table has the global secondary indexes of its source',
  severity: 'high',
  description:
    'Passes when a table made by a restore has exactly the global secondary indexes of its source: the same names, keys, types of key attributes and projected attributes, ready to be queried. Fails when one is missing, added or different, or still being created; native and point-in-time restores may leave indexes out. Unknown when the table or its source could not be read, and when nothing tells the types of the keys: a native backup does not.',
  remediation:
    'Create it: `aws dynamodb update-table --table-name TABLE --attribute-definitions … --global-secondary-index-updates …`, one index at a time, and wait until it is ACTIVE.',
  sources: [apiPage('GlobalSecondaryIndexDescription')],
  examples: [
    {
      title: 'passes when every index of the source is there',
      policy: 'restore: { settings: { globalSecondaryIndexes: same-as-source } }',
      inventory: () =>
        exampleInventory({
          table: { description: { globalIndexes: [byDay] } },
          restored: { description: { globalIndexes: [byDay] } },
        }),
      expect: { status: 'pass', message: '1 global secondary index, as on the source' },
    },
    {
      title: 'fails when one was left out of the restore',
      policy: 'restore: { settings: { globalSecondaryIndexes: same-as-source } }',
      inventory: () => exampleInventory({ table: { description: { globalIndexes: [byDay] } }, restored: {} }),
      expect: {
        status: 'fail',
        message: 'global secondary indexes: 1 missing; policy asks for 1 global secondary index, as on the source',
      },
    },
    {
      title: 'fails when a key of an index is of another type, so that the index holds none of the items',
      policy: 'restore: { settings: { globalSecondaryIndexes: same-as-source } }',
      inventory: () =>
        exampleInventory({
          table: { description: { globalIndexes: [byDay], attributeTypes: { id: 'S', day: 'N' } } },
          restored: { description: { globalIndexes: [byDay], attributeTypes: { id: 'S', day: 'S' } } },
        }),
      expect: {
        status: 'fail',
        message: 'global secondary indexes: 1 different; policy asks for 1 global secondary index, as on the source',
      },
    },
    {
      title: 'is unknown when the source could not be described',
      policy: 'restore: { settings: { globalSecondaryIndexes: same-as-source } }',
      inventory: () => exampleInventory({ table: { description: denied('dynamodb:DescribeTable') }, restored: {} }),
      expect: { status: 'unknown', message: 'cannot tell the global secondary indexes of the source' },
    },
  ],
});

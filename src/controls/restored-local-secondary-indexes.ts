import type { SecondaryIndex } from '../model/table.ts';
import { denied, exampleInventory } from './example.ts';
import { apiPage } from './restored/pages.ts';
import { restoredSetting } from './restored/setting-control.ts';
import { localSecondaryIndexes } from './shared/settings.ts';

const byDay: SecondaryIndex = {
  name: 'by-day',
  keys: [{ name: 'day', type: 'HASH' }],
  projection: 'ALL',
  nonKeyAttributes: [],
};

export const restoredLocalSecondaryIndexes = restoredSetting(localSecondaryIndexes, {
  inBackups: true,
  title: 'A restored table has the local secondary indexes of its source',
  severity: 'high',
  description:
    'Passes when a table made by a restore has exactly the local secondary indexes of its source: the same names, keys, types of key attributes and projected attributes. Fails when one is missing, added or different; native and point-in-time restores may leave indexes out. Unknown when the table or its source could not be read, and when nothing tells the types of the keys: a native backup does not.',
  remediation: 'A local index can only be made with its table: restore again with all local indexes.',
  sources: [apiPage('LocalSecondaryIndexDescription')],
  examples: [
    {
      title: 'passes when every index of the source is there',
      policy: 'restore: { settings: { localSecondaryIndexes: same-as-source } }',
      inventory: () =>
        exampleInventory({
          table: { description: { localIndexes: [byDay] } },
          restored: { description: { localIndexes: [byDay] } },
        }),
      expect: { status: 'pass', message: '1 local secondary index, as on the source' },
    },
    {
      title: 'fails when one was left out of the restore',
      policy: 'restore: { settings: { localSecondaryIndexes: same-as-source } }',
      inventory: () => exampleInventory({ table: { description: { localIndexes: [byDay] } }, restored: {} }),
      expect: {
        status: 'fail',
        message: 'local secondary indexes: 1 missing; policy asks for 1 local secondary index, as on the source',
      },
    },
    {
      title: 'is unknown when the source could not be described',
      policy: 'restore: { settings: { localSecondaryIndexes: same-as-source } }',
      inventory: () => exampleInventory({ table: { description: denied('dynamodb:DescribeTable') }, restored: {} }),
      expect: { status: 'unknown', message: 'cannot tell the local secondary indexes of the source' },
    },
  ],
});

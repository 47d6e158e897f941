import { part } from '../frameworks/evidence.ts';
import { denied, exampleInventory } from './example.ts';
import { apiPage } from './restored/pages.ts';
import { restoredSetting } from './restored/setting-control.ts';
import { deletionProtection } from './shared/settings.ts';

export const restoredDeletionProtection = restoredSetting(deletionProtection, {
  title: 'A restored table has deletion protection as asked',
  severity: 'high',
  description:
    'Passes when deletion protection of a table made by a restore is as asked: like its source’s, enabled or disabled. Fails when it is not; a restore leaves it off. Unknown when the table, or the source that it is compared with, could not be read.',
  remediation: 'Set it: `aws dynamodb update-table --table-name TABLE --deletion-protection-enabled`.',
  evidence: [
    ...part(
      'a restored table keeps this protection',
      { 'iso-27001-2022': ['A.5.29'], dora: ['12(2)'] },
      { not: ['disabled'] },
    ),
  ],
  sources: [apiPage('TableDescription')],
  examples: [
    {
      title: 'passes when it is on',
      policy: 'restore: { settings: { deletionProtection: enabled } }',
      inventory: () => exampleInventory({ restored: { description: { deletionProtection: true } } }),
      expect: { status: 'pass', message: 'deletion protection is enabled, as asked' },
    },
    {
      title: 'fails when the source has it and the restored table does not',
      policy: 'restore: { settings: { deletionProtection: same-as-source } }',
      inventory: () => exampleInventory({ table: { description: { deletionProtection: true } }, restored: {} }),
      expect: {
        status: 'fail',
        message: 'deletion protection is disabled; policy asks for it enabled, as on the source',
      },
    },
    {
      title: 'is unknown when the table could not be described',
      policy: 'restore: { settings: { deletionProtection: enabled } }',
      inventory: () => exampleInventory({ restored: { description: denied('dynamodb:DescribeTable') } }),
      expect: { status: 'unknown', message: 'cannot tell the deletion protection of orders-restored' },
    },
  ],
});

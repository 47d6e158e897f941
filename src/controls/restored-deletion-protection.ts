import { mapFact } from '../model/fact.ts';
import { restoredTableControl } from './define.ts';
import { denied, exampleInventory } from './example.ts';
import { type Asked, askedSetting } from './restored/asked-setting.ts';
import { apiPage, RESTORE_PAGE } from './restored/pages.ts';
import {
  judgeBesideSource,
  judgeOwn,
  judgeValue,
  SAME_AS_SOURCE,
  type Setting,
  type Told,
} from './restored/same-as-source.ts';

type Protection = 'enabled' | 'disabled';

const setting: Setting<Protection> = {
  key: 'deletionProtection',
  called: 'deletion protection',
  read: ({ record }) => mapFact(record.description, (table) => (table.deletionProtection ? 'enabled' : 'disabled')),
};

export const restoredDeletionProtection = restoredTableControl<Asked<'deletionProtection'>>({
  id: 'restored-deletion-protection',
  title: 'A restored table has deletion protection as asked',
  severity: 'high',
  policyPath: 'restore.settings.deletionProtection',
  description:
    'Passes when deletion protection of a table made by a restore is as asked: like its source’s, enabled or disabled. Fails when it is not; a restore leaves it off. Unknown when the table, or the source that it is compared with, could not be read or is gone.',
  remediation: 'Set it: `aws dynamodb update-table --table-name TABLE --deletion-protection-enabled`.',
  sources: [RESTORE_PAGE, apiPage('TableDescription')],
  requirements: askedSetting('deletionProtection'),
  needs: () => ['restore-jobs', 'description'],
  evaluate: (subject, asked) =>
    asked === SAME_AS_SOURCE
      ? judgeBesideSource(subject, setting, (own, source) =>
          judgeValue('deletionProtection', told(own), told(source), 'source'),
        )
      : judgeOwn(subject, setting, (own) => judgeValue('deletionProtection', told(own), told(asked), 'policy')),
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

function told(protection: Protection): Told {
  return { found: `deletion protection is ${protection}`, wanted: `it ${protection}`, json: protection };
}

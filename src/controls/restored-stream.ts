import { denied, exampleInventory } from './example.ts';
import { apiPage } from './restored/pages.ts';
import { restoredSetting } from './restored/setting-control.ts';
import { stream } from './shared/settings.ts';

export const restoredStream = restoredSetting(stream, {
  notes: (view) =>
    view === 'disabled'
      ? []
      : ['a restored table’s stream has an ARN of its own; readers of the source’s stream do not follow'],
  inBackups: true,
  title: 'A restored table has the stream asked for',
  severity: 'high',
  description:
    'Passes when a table made by a restore has its stream as asked: like its source, disabled, or with the view type named. Fails when the stream is off, on, or of another view type. Restores bring no stream back, and a new stream has a new ARN: whether its readers are attached again is not seen here. Unknown when the table, or the source that it is compared with, could not be read.',
  remediation:
    'Turn the stream on: `aws dynamodb update-table --table-name TABLE --stream-specification StreamEnabled=true,StreamViewType=TYPE`. Then attach the readers, Lambda event source mappings among them, to the new stream ARN.',
  sources: [apiPage('StreamSpecification')],
  examples: [
    {
      title: 'passes when neither table has a stream',
      policy: 'restore: { settings: { stream: same-as-source } }',
      inventory: () => exampleInventory({ restored: {} }),
      expect: { status: 'pass', message: 'no stream, as on the source' },
    },
    {
      title: 'fails when the source’s stream was not turned on again',
      policy: 'restore: { settings: { stream: same-as-source } }',
      inventory: () => exampleInventory({ table: { description: { stream: 'NEW_IMAGE' } }, restored: {} }),
      expect: { status: 'fail', message: 'no stream; policy asks for a stream of NEW_IMAGE, as on the source' },
    },
    {
      title: 'is unknown when the source could not be described',
      policy: 'restore: { settings: { stream: same-as-source } }',
      inventory: () => exampleInventory({ table: { description: denied('dynamodb:DescribeTable') }, restored: {} }),
      expect: { status: 'unknown', message: 'cannot tell the stream of the source' },
    },
  ],
});

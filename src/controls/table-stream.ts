import { denied, exampleInventory } from './example.ts';
import { apiPage } from './restored/pages.ts';
import { tableSetting } from './restored/setting-control.ts';
import { stream } from './shared/settings.ts';

export const tableStream = tableSetting(stream, {
  title: 'The table has the stream asked for',
  severity: 'medium',
  description:
    'Passes when the stream of the table is as asked: disabled, or with the view type named. Fails when the stream is off, on, or of another view type. Unknown when the table could not be read.',
  remediation:
    'Turn the stream on: `aws dynamodb update-table --table-name TABLE --stream-specification StreamEnabled=true,StreamViewType=TYPE`. A stream of another view type must be switched off first, and the new one has a new ARN.',
  sources: [apiPage('StreamSpecification')],
  examples: [
    {
      title: 'passes when the view type is as asked',
      policy: 'settings: { stream: NEW_IMAGE }',
      inventory: () => exampleInventory({ table: { description: { stream: 'NEW_IMAGE' } } }),
      expect: { status: 'pass', message: 'a stream of NEW_IMAGE, as asked' },
    },
    {
      title: 'fails when there is no stream',
      policy: 'settings: { stream: NEW_AND_OLD_IMAGES }',
      inventory: () => exampleInventory(),
      expect: { status: 'fail', message: 'no stream; policy asks for a stream of NEW_AND_OLD_IMAGES' },
    },
    {
      title: 'is unknown when the table could not be described',
      policy: 'settings: { stream: disabled }',
      inventory: () => exampleInventory({ table: { description: denied('dynamodb:DescribeTable') } }),
      expect: { status: 'unknown', message: 'cannot tell the stream of orders' },
    },
  ],
});

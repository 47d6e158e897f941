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

const setting: Setting<string> = {
  key: 'stream',
  called: 'stream',
  read: ({ record }) => mapFact(record.description, ({ stream }) => stream),
};

export const restoredStream = restoredTableControl<Asked<'stream'>>({
  id: 'restored-stream',
  title: 'A restored table has the stream asked for',
  severity: 'high',
  policyPath: 'restore.settings.stream',
  description:
    'Passes when a table made by a restore has its stream as asked: like its source, disabled, or with the view type named. Fails when the stream is off, on, or of another view type. Restores bring no stream back, and a new stream has a new ARN: whether its readers are attached again is not seen here. Unknown when the table, or the source that it is compared with, could not be read or is gone.',
  remediation:
    'Turn the stream on: `aws dynamodb update-table --table-name TABLE --stream-specification StreamEnabled=true,StreamViewType=TYPE`. Then attach the readers, Lambda event source mappings among them, to the new stream ARN.',
  sources: [RESTORE_PAGE, apiPage('StreamSpecification')],
  requirements: askedSetting('stream'),
  needs: () => ['restore-jobs', 'description'],
  evaluate: (subject, asked) =>
    asked === SAME_AS_SOURCE
      ? judgeBesideSource(subject, setting, (own, source) => judgeValue('stream', told(own), told(source), 'source'))
      : judgeOwn(subject, setting, (own) => judgeValue('stream', told(own), told(asked), 'policy')),
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

function told(stream: string): Told {
  if (stream === 'disabled') return { found: 'no stream', wanted: 'no stream', json: stream };
  const text = `a stream of ${stream}`;
  return {
    found: text,
    wanted: text,
    json: stream,
    notes: ['a restored table’s stream has an ARN of its own; readers of the source’s stream do not follow'],
  };
}

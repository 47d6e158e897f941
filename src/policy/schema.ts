import { SEVERITIES } from '../model/severity.ts';
import { type JsonSchema, listOf, mapOf, oneOf, textOf, wholeNumber, yesOrNo } from './json-schema.ts';
import { account, duration, encryption, oneLine, region, tables, words } from './schema-parts.ts';
import { settings } from './schema-settings.ts';
import { API_VERSION, CLOCKS, DEFAULT_MEASURE, KIND, STATISTICS, VAULT_LOCKS } from './vocabulary.ts';

const SCHEMA_ID = 'urn:holdfast:schema:policy:v1';

/** The JSON Schema of a policy file, self-contained: an editor needs nothing else, and the loader uses no other. */
export function policySchema(controlIds: readonly string[]): JsonSchema {
  const root = mapOf(
    {
      apiVersion: textOf(API_VERSION, { const: API_VERSION }, { about: 'Version of the policy language.' }),
      kind: textOf(KIND, { const: KIND }, { about: 'Kind of the document.' }),
      name: oneLine('a name', 128, 'Name of the policy, unique over all files. Not inherited.', 'payments-gold'),
      description: words('a description', 'What the policy is for.', 'Tier-1 payment tables'),
      extends: listOf(
        oneLine(
          'the path of a policy file',
          1024,
          'Path, relative to this file, of a file that holds one policy.',
          './baseline.yaml',
        ),
        'a list of paths such as [./baseline.yaml]',
        {
          about:
            'Policies to inherit from. Maps merge; lists and scalars of this file win; of several parents the later wins. ' +
            'A cycle is an error.',
        },
      ),
      tables: tables(
        'Which tables the policy judges. A policy that neither has nor inherits this key is a template: it judges ' +
          'nothing, and is there to be inherited from.',
      ),
      backup,
      restore,
      severity: mapOf(Object.fromEntries(controlIds.map((id) => [id, severityOf(id)])), {
        about: 'Severity of failing results, by control id. Defaults are in docs/controls.md.',
        examples: [{ 'backup-frequency': 'critical' }],
      }),
      waivers: listOf(waiver(controlIds), 'a list of waivers', {
        about: 'Failures that somebody has accepted until a day. An empty list drops inherited waivers.',
      }),
    },
    { about: 'What DynamoDB tables must have so that they can come back.' },
    { required: ['apiVersion', 'kind', 'name'] },
  );
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: SCHEMA_ID,
    title: 'Holdfast policy',
    ...root,
  };
}

const frequency = duration('Longest allowed gap between two scheduled backups.', '24h', '7d');
const rpo = duration(
  'Longest allowed worst case: the gap, and how late a run may start. Not shorter than the frequency.',
  '32h',
);
const retention = duration(
  'Met only by rules that keep at least this long. Whole days, as AWS Backup counts them.',
  '35d',
);

const objective = mapOf(
  {
    frequency,
    rpo,
    retention,
    coldAfter: duration(
      'Moved to cold storage after exactly this long; whole days. AWS keeps cold points for 90 days at least, so the ' +
        'retention is 90 days longer ([Lifecycle](https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html)).',
      '30d',
    ),
  },
  { about: 'A frequency and a retention that the recovery points must meet.' },
  { required: ['frequency', 'retention'] },
);

const copy = mapOf(
  {
    region: region('Region that holds the copy.'),
    account: account("Account that holds the copy, in quotes. Default: the table's own account."),
    frequency,
    rpo,
    retention,
  },
  { about: 'A copy in another Region, another account, or both.' },
  { required: ['region'] },
);

const backup = mapOf(
  {
    objectives: listOf(objective, 'a list of objectives', {
      about: 'Each must be met by the plan rules that select the table. An empty list drops inherited objectives.',
      examples: [[{ frequency: '24h', retention: '35d' }]],
    }),
    maximumRetention: duration('Nothing may be kept longer, copies included.', '400d'),
    copies: listOf(copy, 'a list of copies', {
      about: 'Every entry must be met. An empty list drops inherited copies.',
      examples: [[{ region: 'eu-central-1', frequency: '24h', retention: '35d' }]],
    }),
    recoveryPoints: mapOf(
      {
        newestWithin: duration('Age of the newest completed recovery point.', '26h'),
        observedOver: duration(
          'The largest gap seen in this window is held to the RPO of the first objective, or to its frequency plus the ' +
            'start window where it has none.',
          '14d',
        ),
        encrypted: yesOrNo({ about: 'Every recovery point is encrypted. `false` asks for nothing.' }),
      },
      { about: 'What exists, not what is scheduled.' },
    ),
    vault: mapOf(
      {
        lock: oneOf(VAULT_LOCKS, {
          about: 'Vault Lock of every vault that holds points of the table. `none` asks for nothing.',
        }),
        encryption: encryption(['any', 'customer-managed'], 'Key of the vaults; `*` and `?` are wildcards in an ARN.'),
        manualDeletion: oneOf(['denied'], {
          about: 'The access policy of the vault denies `backup:DeleteRecoveryPoint`.',
        }),
        airGapped: oneOf(['required'], { about: 'Points are kept in a logically air-gapped vault.' }),
      },
      { about: 'The vaults that hold the recovery points of the table.' },
    ),
    pointInTimeRecovery: mapOf(
      { window: duration('How far back the table can be restored to: 1 to 35 whole days.', '35d') },
      { about: 'Point-in-time recovery of the table is on. `{}` leaves the window open.' },
    ),
  },
  { about: 'What the backups of the table must be.' },
);

const restore = mapOf(
  {
    rto: duration('Longest allowed time to restore, as measured.', '4h'),
    measure: mapOf(
      {
        clock: oneOf(CLOCKS, {
          about: '`restored`: job created → table restored. `ready`: → every required setting in place.',
          default: DEFAULT_MEASURE.clock,
        }),
        statistic: oneOf(STATISTICS, {
          about: 'What of the samples is held to the RTO.',
          default: DEFAULT_MEASURE.statistic,
        }),
        over: { ...duration('How far back restores count.', '180d'), default: '180d' },
        samples: wholeNumber(1, 10_000, {
          about: 'With fewer restores than this the RTO is unproven: unknown, never passed.',
          default: DEFAULT_MEASURE.samples,
        }),
      },
      { about: 'How restore times are measured.' },
    ),
    testedEvery: duration('A completed restore of the table at least this often.', '90d'),
    settings,
  },
  { about: 'What a restore of the table must be.' },
);

function severityOf(id: string): JsonSchema {
  return oneOf(SEVERITIES, { about: `Severity of failing \`${id}\` results.` });
}

function waiver(controlIds: readonly string[]): JsonSchema {
  return mapOf(
    {
      tables: tables('Which tables of the policy the waiver is for.'),
      controls: listOf(
        { ...oneOf(controlIds, { about: 'Control id.' }), errorMessage: 'expected a control id' },
        'a list of control ids such as [copy-frequency]',
        { about: 'The controls that are waived.' },
        { minItems: 1 },
      ),
      until: textOf(
        'a date such as 2027-01-31',
        { pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', format: 'date' },
        { about: 'The last day (UTC) on which the waiver counts.', examples: ['2027-01-31'] },
      ),
      reason: words('a reason', 'Why the failure is accepted.', 'moved to cold archive, see OPS-1432'),
      approvedBy: words('a name', 'Who accepted it.', 'platform-oncall'),
    },
    { about: 'A failure that somebody has accepted until a day.' },
    { required: ['tables', 'controls', 'until', 'reason', 'approvedBy'] },
  );
}

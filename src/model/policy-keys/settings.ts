import { asks, listOf, oneOf, required, requirements, section, text, wholeNumber, wordOr } from './key.ts';
import { tagPairs } from './tables.ts';
import { duration, encryption } from './texts.ts';

const SAME = ['same-as-source'] as const;

const same = (what: string) => oneOf(SAME, { about: `${what} as the source table has them.` });

/** DynamoDB: 40,000 units a table by default, raised on request; the limit here only catches slips. */
const MAX_UNITS = 10_000_000;
const units = (about: string) => wholeNumber(1, MAX_UNITS, { about });
const some = { minProperties: 1 } as const;

export const range = (of: string) =>
  section(
    {
      min: units(`Smallest ${of} capacity, in units.`),
      max: units(`Largest ${of} capacity, in units.`),
      // What Application Auto Scaling takes for tables: 10 to 90 percent, both included.
      target: wholeNumber(10, 90, { about: 'Target utilisation in percent.' }),
    },
    { about: `Auto scaling of ${of} capacity.` },
    some,
  );

const throughput = section(
  { readAtLeast: units('Read capacity units.'), writeAtLeast: units('Write capacity units.') },
  { about: 'Provisioned throughput of at least this.' },
  some,
);

const scaling = section({ read: range('read'), write: range('write') }, { about: 'Auto scaling as given.' }, some);

const alarms = listOf(
  section(
    {
      metric: required(
        text(
          'a CloudWatch metric of AWS/DynamoDB such as SystemErrors',
          { pattern: '^[A-Za-z][A-Za-z0-9]*$', maxLength: 255 },
          { about: 'Metric of the namespace `AWS/DynamoDB`.', examples: ['SystemErrors'] },
        ),
      ),
    },
    { about: 'An alarm on this metric exists.' },
  ),
  'a list of alarms such as [{ metric: SystemErrors }]',
  { about: 'An alarm on each of these metrics.' },
  { minItems: 1 },
);

const timeToLive = section(
  {
    // DynamoDB: an attribute name of TTL has 1 to 255 characters (API: TimeToLiveSpecification).
    attribute: required(
      text(
        'an attribute name of 1 to 255 characters',
        { minLength: 1, maxLength: 255 },
        { about: 'The attribute that holds the expiry.', examples: ['expiresAt'] },
      ),
    ),
  },
  { about: 'On, with this attribute.' },
);

const recovery = section(
  { window: required(duration('At least this far back: 1 to 35 whole days.', '35d')) },
  { about: 'On, with this window.' },
);

const NAMES = 'a list of index names such as [by-day]';

/** Asked for as a whole: one answer for all of them. */
const indexes = (kind: string) =>
  wordOr([], listOf(indexName, NAMES, { about: 'Names of indexes.' }, { minItems: 1 }), NAMES, {
    about: `${kind} secondary indexes that the table has at least, ready to be queried.`,
    examples: [['by-day']],
  });

// DynamoDB: a name of an index has 3 to 255 characters (API: GlobalSecondaryIndex, LocalSecondaryIndex).
const indexName = text(
  'an index name of 3 to 255 letters, digits, _ - .',
  { pattern: '^[A-Za-z0-9_.-]{3,255}$' },
  { about: 'Name of an index.', examples: ['by-day'] },
);

/** The forms of settings that a table can be asked for, after words that stand for what another table has. */
function values<const W extends string>(words: readonly W[]) {
  const toggle = [...words, 'enabled', 'disabled'] as const;
  const required = [...words, 'required'] as const;
  const timesToLive = [...words, 'disabled'] as const;
  const or = (form: string, ...before: readonly string[]) =>
    before.length === 0 ? form : `${before.join(', ')} or ${form}`;
  return {
    billingMode: oneOf([...words, 'PROVISIONED', 'PAY_PER_REQUEST'], { about: 'Billing mode.' }),
    provisionedThroughput: wordOr(words, throughput, or('a map with readAtLeast and writeAtLeast', ...words), {
      about: 'Provisioned throughput.',
      examples: [{ readAtLeast: 100, writeAtLeast: 50 }],
    }),
    encryption: encryption(
      [...words, 'aws-owned', 'aws-managed', 'customer-managed'],
      'Key of the table; `*` and `?` are wildcards in an ARN.',
    ),
    autoScaling: wordOr(required, scaling, or('a map with read and write', ...required), {
      about: 'Auto scaling.',
      examples: ['required', { read: { min: 5, max: 100, target: 70 } }],
    }),
    alarms: wordOr(required, alarms, or('a list such as [{ metric: SystemErrors }]', ...required), {
      about: 'CloudWatch alarms on the table.',
      examples: ['required', [{ metric: 'SystemErrors' }]],
    }),
    tags: wordOr(words, tagPairs, or('a map of tag keys and values', ...words), {
      about: 'Tags; a map asks for at least these.',
      examples: [{ team: 'payments' }],
    }),
    stream: oneOf([...words, 'disabled', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY'], {
      about: 'DynamoDB stream: its view type, or none.',
    }),
    timeToLive: wordOr(timesToLive, timeToLive, or('a map with attribute', ...timesToLive), {
      about: 'Time to live.',
      examples: [{ attribute: 'expiresAt' }],
    }),
    deletionProtection: oneOf(toggle, { about: 'Deletion protection.' }),
    pointInTimeRecovery: wordOr(toggle, recovery, or('a map with window', ...toggle), {
      about: 'Point-in-time recovery.',
      examples: [{ window: '35d' }],
    }),
  };
}

const restored = values(SAME);

/** The thirteen settings of `restore.settings`, in the order in which they are reported; any subset. */
export const settings = requirements(
  {
    globalSecondaryIndexes: asks(['restored-global-secondary-indexes'], same('Global secondary indexes')),
    localSecondaryIndexes: asks(['restored-local-secondary-indexes'], same('Local secondary indexes')),
    billingMode: asks(['restored-billing-mode'], restored.billingMode),
    provisionedThroughput: asks(['restored-provisioned-throughput'], restored.provisionedThroughput),
    encryption: asks(['restored-encryption'], restored.encryption),
    autoScaling: asks(['restored-auto-scaling'], restored.autoScaling),
    iamPolicies: asks(
      ['restored-iam-policies'],
      same('The resource policy, and identity policies that name the table,'),
    ),
    alarms: asks(['restored-alarms'], restored.alarms),
    tags: asks(['restored-tags'], restored.tags),
    stream: asks(['restored-stream'], restored.stream),
    timeToLive: asks(['restored-time-to-live'], restored.timeToLive),
    deletionProtection: asks(['restored-deletion-protection'], restored.deletionProtection),
    pointInTimeRecovery: asks(['restored-point-in-time-recovery'], restored.pointInTimeRecovery),
  },
  { about: 'Settings that the restored table must have; those left out are not judged.' },
);

const own = values([]);

/** The same thirteen, asked of the table itself: there is no source, so only values. */
export const tableSettings = requirements(
  {
    globalSecondaryIndexes: asks(['table-global-secondary-indexes'], indexes('Global')),
    localSecondaryIndexes: asks(['table-local-secondary-indexes'], indexes('Local')),
    billingMode: asks(['table-billing-mode'], own.billingMode),
    provisionedThroughput: asks(['table-provisioned-throughput'], own.provisionedThroughput),
    encryption: asks(['table-encryption'], own.encryption),
    autoScaling: asks(['table-auto-scaling'], own.autoScaling),
    iamPolicies: asks(
      ['table-iam-policies'],
      oneOf(['resource-policy', 'no-resource-policy'], {
        about: 'Whether the table has a resource policy. Which identities may use it is not asked.',
      }),
    ),
    alarms: asks(['table-alarms'], own.alarms),
    tags: asks(['table-tags'], own.tags),
    stream: asks(['table-stream'], own.stream),
    timeToLive: asks(['table-time-to-live'], own.timeToLive),
    deletionProtection: asks(['table-deletion-protection'], own.deletionProtection),
    pointInTimeRecovery: asks(['table-point-in-time-recovery'], own.pointInTimeRecovery),
  },
  {
    about:
      'Settings that the table itself must have, in the words of `restore.settings`: values, as there is no source. Those left out are not judged.',
  },
);

import { asks, listOf, oneOf, required, requirements, section, text, wholeNumber, wordOr } from './key.ts';
import { tagPairs } from './tables.ts';
import { duration, encryption } from './texts.ts';

const SAME = 'same-as-source';
const REQUIRED = [SAME, 'required'] as const;
const TOGGLE = [SAME, 'enabled', 'disabled'] as const;
const TIMES_TO_LIVE = [SAME, 'disabled'] as const;

const same = (what: string) => oneOf([SAME], { about: `${what} as the source table has them.` });

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

/** The thirteen settings of `restore.settings`, in the order in which they are reported; any subset. */
export const settings = requirements(
  {
    globalSecondaryIndexes: asks(['restored-global-secondary-indexes'], same('Global secondary indexes')),
    localSecondaryIndexes: asks(['restored-local-secondary-indexes'], same('Local secondary indexes')),
    billingMode: asks(
      ['restored-billing-mode'],
      oneOf([SAME, 'PROVISIONED', 'PAY_PER_REQUEST'], { about: 'Billing mode.' }),
    ),
    provisionedThroughput: asks(
      ['restored-provisioned-throughput'],
      wordOr([SAME], throughput, `${SAME} or a map with readAtLeast and writeAtLeast`, {
        about: 'Provisioned throughput.',
        examples: [{ readAtLeast: 100, writeAtLeast: 50 }],
      }),
    ),
    encryption: asks(
      ['restored-encryption'],
      encryption(
        [SAME, 'aws-owned', 'aws-managed', 'customer-managed'],
        'Key of the restored table; `*` and `?` are wildcards in an ARN.',
      ),
    ),
    autoScaling: asks(
      ['restored-auto-scaling'],
      wordOr(REQUIRED, scaling, `${REQUIRED.join(', ')} or a map with read and write`, {
        about: 'Auto scaling.',
        examples: ['required', { read: { min: 5, max: 100, target: 70 } }],
      }),
    ),
    iamPolicies: asks(
      ['restored-iam-policies'],
      same('The resource policy, and identity policies that name the table,'),
    ),
    alarms: asks(
      ['restored-alarms'],
      wordOr(REQUIRED, alarms, `${REQUIRED.join(', ')} or a list such as [{ metric: SystemErrors }]`, {
        about: 'CloudWatch alarms on the table.',
        examples: ['required', [{ metric: 'SystemErrors' }]],
      }),
    ),
    tags: asks(
      ['restored-tags'],
      wordOr([SAME], tagPairs, `${SAME} or a map of tag keys and values`, {
        about: 'Tags; a map asks for at least these.',
        examples: [{ team: 'payments' }],
      }),
    ),
    stream: asks(
      ['restored-stream'],
      oneOf([SAME, 'disabled', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY'], {
        about: 'DynamoDB stream: its view type, or none.',
      }),
    ),
    timeToLive: asks(
      ['restored-time-to-live'],
      wordOr(TIMES_TO_LIVE, timeToLive, `${TIMES_TO_LIVE.join(', ')} or a map with attribute`, {
        about: 'Time to live.',
        examples: [{ attribute: 'expiresAt' }],
      }),
    ),
    deletionProtection: asks(['restored-deletion-protection'], oneOf(TOGGLE, { about: 'Deletion protection.' })),
    pointInTimeRecovery: asks(
      ['restored-point-in-time-recovery'],
      wordOr(TOGGLE, recovery, `${TOGGLE.join(', ')} or a map with window`, {
        about: 'Point-in-time recovery.',
        examples: [{ window: '35d' }],
      }),
    ),
  },
  { about: 'Settings that the restored table must have; those left out are not judged.' },
);

import { anyOf, type JsonSchema, listOf, mapOf, oneOf, textOf, wholeNumber } from './json-schema.ts';
import { duration, encryption, tagPairs } from './schema-parts.ts';
import { BILLING_MODES, REQUIRED, SAME, STREAMS, SWITCHES, TIMES_TO_LIVE } from './vocabulary.ts';

const same = (what: string): JsonSchema => oneOf([SAME], { about: `${what} as the source table has them.` });

/** DynamoDB: 40,000 units a table by default, raised on request; the limit here only catches slips. */
const MAX_UNITS = 10_000_000;
const units = (about: string): JsonSchema => wholeNumber(1, MAX_UNITS, { about });
const some = { minProperties: 1 } as const;

const capacity = (of: string): JsonSchema =>
  mapOf(
    {
      min: units(`Smallest ${of} capacity, in units.`),
      max: units(`Largest ${of} capacity, in units.`),
      // Application Auto Scaling: the target utilisation of DynamoDB is 20 to 90 percent.
      target: wholeNumber(20, 90, { about: 'Target utilisation in percent.' }),
    },
    { about: `Auto scaling of ${of} capacity.` },
    some,
  );

const word = (values: readonly string[]): JsonSchema => ({ type: 'string', enum: values });

/** The thirteen settings of `restore.settings`; any subset. */
export const settings: JsonSchema = mapOf(
  {
    globalSecondaryIndexes: same('Global secondary indexes'),
    localSecondaryIndexes: same('Local secondary indexes'),
    billingMode: oneOf(BILLING_MODES, { about: 'Billing mode.' }),
    provisionedThroughput: anyOf(
      [
        word([SAME]),
        mapOf(
          { readAtLeast: units('Read capacity units.'), writeAtLeast: units('Write capacity units.') },
          { about: 'Provisioned throughput of at least this.' },
          some,
        ),
      ],
      `${SAME} or a map with readAtLeast and writeAtLeast`,
      { about: 'Provisioned throughput.', examples: [{ readAtLeast: 100, writeAtLeast: 50 }] },
    ),
    encryption: encryption(
      [SAME, 'aws-owned', 'aws-managed', 'customer-managed'],
      'Key of the restored table; `*` and `?` are wildcards in an ARN.',
    ),
    autoScaling: anyOf(
      [
        word(REQUIRED),
        mapOf({ read: capacity('read'), write: capacity('write') }, { about: 'Auto scaling as given.' }, some),
      ],
      `${REQUIRED.join(', ')} or a map with read and write`,
      { about: 'Auto scaling.', examples: ['required', { read: { min: 5, max: 100, target: 70 } }] },
    ),
    iamPolicies: same('The resource policy, and identity policies that name the table,'),
    alarms: anyOf(
      [
        word(REQUIRED),
        listOf(
          mapOf(
            {
              metric: textOf(
                'a CloudWatch metric of AWS/DynamoDB such as SystemErrors',
                { pattern: '^[A-Za-z][A-Za-z0-9]*$', maxLength: 255 },
                { about: 'Metric of the namespace `AWS/DynamoDB`.', examples: ['SystemErrors'] },
              ),
            },
            { about: 'An alarm on this metric exists.' },
            { required: ['metric'] },
          ),
          'a list of alarms such as [{ metric: SystemErrors }]',
          { about: 'An alarm on each of these metrics.' },
          { minItems: 1 },
        ),
      ],
      `${REQUIRED.join(', ')} or a list such as [{ metric: SystemErrors }]`,
      { about: 'CloudWatch alarms on the table.', examples: ['required', [{ metric: 'SystemErrors' }]] },
    ),
    tags: anyOf([word([SAME]), tagPairs], `${SAME} or a map of tag keys and values`, {
      about: 'Tags; a map asks for at least these.',
      examples: [{ team: 'payments' }],
    }),
    stream: oneOf(STREAMS, { about: 'DynamoDB stream: its view type, or none.' }),
    timeToLive: anyOf(
      [
        word(TIMES_TO_LIVE),
        mapOf(
          {
            // DynamoDB: an attribute name of TTL has 1 to 255 characters (API: TimeToLiveSpecification).
            attribute: textOf(
              'an attribute name of 1 to 255 characters',
              { minLength: 1, maxLength: 255 },
              { about: 'The attribute that holds the expiry.', examples: ['expiresAt'] },
            ),
          },
          { about: 'On, with this attribute.' },
          { required: ['attribute'] },
        ),
      ],
      `${TIMES_TO_LIVE.join(', ')} or a map with attribute`,
      { about: 'Time to live.', examples: [{ attribute: 'expiresAt' }] },
    ),
    deletionProtection: oneOf(SWITCHES, { about: 'Deletion protection.' }),
    pointInTimeRecovery: anyOf(
      [
        word(SWITCHES),
        mapOf(
          { window: duration('At least this far back: 1 to 35 whole days.', '35d') },
          { about: 'On, with this window.' },
          { required: ['window'] },
        ),
      ],
      `${SWITCHES.join(', ')} or a map with window`,
      { about: 'Point-in-time recovery.', examples: [{ window: '35d' }] },
    ),
  },
  { about: 'Settings that the restored table must have; those left out are not judged.' },
);

import { type Fact, known, unknown } from '../model/fact.ts';
import type { Scope } from '../model/inventory.ts';
import { present } from '../model/present.ts';
import type {
  KeyAttribute,
  SecondaryIndex,
  TableDescription,
  TableEncryption,
  Tags,
  Throughput,
} from '../model/table.ts';
import { type Attributes, requireItself, settled, Undetermined } from './attributes.ts';
import type { Edit, KeyOfChange, TableSettings } from './change.ts';
import type { TemplateContext, TemplateResourceReader } from './cloudformation-resource.ts';
import { awsManagedKey, keyOf } from './keys.ts';
import { onDemandMaximum } from './on-demand.ts';
import { placeholderName } from './placeholder-name.ts';
import { undecidedEdit } from './undecided-edit.ts';
import { Later } from './value.ts';

const FROM = 'the template';

export const CLOUDFORMATION_TABLES = {
  'AWS::DynamoDB::Table': (properties, context) => {
    const stream = settled(FROM, () => properties.block('StreamSpecification')?.requiredText('StreamViewType'));
    const encryption = settled(FROM, () => {
      const block = properties.block('SSESpecification');
      return encryptionOf(block?.flag('SSEEnabled') ?? false, block, context.target);
    });
    const table = tableSettings(properties, properties, context, encryption, () => ({
      ...capacity(
        properties,
        (block) => provisioned(block.block('ProvisionedThroughput')),
        (index) => maximum(index, index),
      ),
      stream: stream.known ? (stream.value ?? 'disabled') : undetermined(stream.detail),
      replicaRegions: [],
    }));
    return [{ edit: { kind: 'table', table } }];
  },
  'AWS::DynamoDB::GlobalTable': (properties, context) => {
    const regions = settled(FROM, () => properties.blocks('Replicas').map((each) => each.requiredText('Region')));
    const placed = properties.knownBlocks('Replicas').flatMap((replica) => {
      const region = settled(FROM, () => replica.requiredText('Region'));
      return region.known ? [{ replica, region: region.value }] : [];
    });
    const tables = placed.map(({ replica, region }) => ({
      edit: globalTable(properties, replica, regions, { ...context, target: { ...context.target, region } }),
      region,
    }));
    if (regions.known) return tables;
    context.note(
      `not every Region of ${context.logicalId} is known, and its replicas there are left out: ${regions.detail}`,
    );
    const elsewhere = { edit: { kind: 'touch', touched: ['tables'], why: regions }, anyRegion: true } as const;
    // A stack's own Region has a replica, whatever else is open. Source: CloudFormation template reference, GlobalTable.
    if (placed.some(({ region }) => region === context.target.region)) return [...tables, elsewhere];
    return [
      ...tables,
      { edit: undecidedEdit(globalTable(properties, properties, regions, context), regions) },
      elsewhere,
    ];
  },
} as const satisfies Record<string, TemplateResourceReader>;

/** One replica, as a table of its Region. */
function globalTable(
  properties: Attributes,
  replica: Attributes,
  regions: Fact<readonly string[]>,
  context: TemplateContext,
): Edit {
  const { target } = context;
  const encryption = settled(FROM, () => {
    const enabled = properties.block('SSESpecification')?.flag('SSEEnabled') ?? false;
    return encryptionOf(enabled, replica.block('SSESpecification'), target);
  });
  const table = tableSettings(properties, replica, context, encryption, () => {
    const all = regions.known ? regions.value : undetermined(regions.detail);
    return {
      ...capacity(
        properties,
        (block) => globalThroughput(block, replica),
        (index) => maximum(partOfReplica(index, replica), index),
      ),
      // Replicas need the stream, which global tables have from the second one on.
      stream:
        properties.block('StreamSpecification')?.text('StreamViewType') ??
        (all.length > 1 ? 'NEW_AND_OLD_IMAGES' : 'disabled'),
      replicaRegions: all.filter((other) => other !== target.region).toSorted(),
    };
  });
  return { kind: 'table', table };
}

function undetermined(why: string): never {
  throw new Undetermined(why);
}

interface Encryption {
  readonly encryption: TableEncryption;
  readonly key?: KeyOfChange;
}

/** `own`: the table itself, or its replica, where the settings of one Region stand. */
function tableSettings(
  properties: Attributes,
  own: Attributes,
  { logicalId, name, stackTags, type, standsFor }: TemplateContext,
  encryption: Fact<Encryption>,
  rest: () => Pick<TableDescription, 'billingMode' | 'throughput' | 'globalIndexes' | 'stream' | 'replicaRegions'>,
): TableSettings {
  const given = name('TableName');
  const recovery = settled(FROM, () => own.block('PointInTimeRecoverySpecification'));
  return {
    name: given instanceof Later ? placeholderName(logicalId) : given,
    ...(given instanceof Later ? { nameUnknown: unknown('not-collected', given.why) } : {}),
    tags: settled(FROM, () => ({ ...tagsOfStack(stackTags, type), ...tagsOf(own, standsFor) })),
    description: encryption.known
      ? settled(FROM, () => ({
          status: 'ACTIVE',
          keys: keysOf(properties),
          attributeTypes: Object.fromEntries(
            properties
              .blocks('AttributeDefinitions')
              .map((each): [string, string] => [each.requiredText('AttributeName'), each.requiredText('AttributeType')])
              .sort(([a], [b]) => (a < b ? -1 : 1)),
          ),
          localIndexes: properties.blocks('LocalSecondaryIndexes').map(index).toSorted(byName),
          encryption: encryption.value.encryption,
          deletionProtection: own.flag('DeletionProtectionEnabled') ?? false,
          tableClass: own.text('TableClass') ?? 'STANDARD',
          ...maximum(own, properties),
          ...rest(),
        }))
      : encryption,
    timeToLive: settled(FROM, () => {
      const block = properties.block('TimeToLiveSpecification');
      const enabled = block?.flag('Enabled') ?? false;
      return present({
        status: enabled ? ('ENABLED' as const) : ('DISABLED' as const),
        attribute: enabled ? block?.text('AttributeName') : undefined,
      });
    }),
    pointInTimeRecovery: recovery.known
      ? settled(FROM, () => {
          const enabled = recovery.value?.flag('PointInTimeRecoveryEnabled') ?? false;
          return present({
            enabled,
            recoveryPeriodDays: enabled ? recovery.value?.number('RecoveryPeriodInDays') : undefined,
          });
        })
      : recovery,
    resourcePolicy: settled(FROM, () => own.block('ResourcePolicy')?.document('PolicyDocument') ?? null),
    keys: encryption.known && encryption.value.key ? [encryption.value.key] : [],
  };
}

function tagsOf(own: Attributes, standsFor: TemplateContext['standsFor']): Tags {
  return Object.fromEntries(
    own.blocks('Tags').map((tag) => {
      const pair = [tag.requiredText('Key'), tag.text('Value') ?? ''] as const;
      for (const text of pair) requireItself(text, standsFor);
      return pair;
    }),
  );
}

/** A table has the tags of its stack, where it has none of the key itself. Whether replicas have them, AWS does not say. */
function tagsOfStack(stackTags: Tags = {}, type: string): Tags {
  if (type === 'AWS::DynamoDB::Table' || Object.keys(stackTags).length === 0) return stackTags;
  return undetermined('AWS does not document whether replicas of a global table have the tags of its stack');
}

/** The key may be given as ARN, id or alias; without one an encrypted table uses `aws/dynamodb`. */
function encryptionOf(enabled: boolean, block: Attributes | undefined, target: Scope): Encryption {
  if (!enabled) return { encryption: { kind: 'aws-owned' } };
  const given = block?.text('KMSMasterKeyId');
  const key = given === undefined ? awsManagedKey('dynamodb', target) : namedKey(given, target);
  return { encryption: { kind: 'kms', keyArn: key.arn, status: 'ENABLED' }, key };
}

function namedKey(text: string, { partition, region, account }: Scope): KeyOfChange {
  if (text.startsWith('arn:')) return keyOf(text);
  const arn = `arn:${partition}:kms:${region}:${account}:${text.startsWith('alias/') ? '' : 'key/'}${text}`;
  if (!text.startsWith('alias/')) return keyOf(arn);
  const manager = text.startsWith('alias/aws/') ? ('AWS' as const) : ('CUSTOMER' as const);
  return { arn, manager: known(manager, 'alias'), aliases: known([arn], 'alias') };
}

function capacity(
  properties: Attributes,
  throughputOf: (block: Attributes) => Throughput,
  maximumOf: (index: Attributes) => ReturnType<typeof onDemandMaximum>,
): Pick<TableDescription, 'billingMode' | 'throughput' | 'globalIndexes'> {
  const billingMode = properties.text('BillingMode') === 'PAY_PER_REQUEST' ? 'PAY_PER_REQUEST' : 'PROVISIONED';
  const isProvisioned = billingMode === 'PROVISIONED';
  return {
    billingMode,
    throughput: isProvisioned ? throughputOf(properties) : { readUnits: 0, writeUnits: 0 },
    globalIndexes: properties
      .blocks('GlobalSecondaryIndexes')
      .map(
        (block): SecondaryIndex =>
          present({
            ...index(block),
            throughput: isProvisioned ? throughputOf(block) : undefined,
            onDemandThroughput: isProvisioned ? undefined : (maximumOf(block).onDemandThroughput ?? {}),
            status: 'ACTIVE',
          }),
      )
      .toSorted(byName),
  };
}

function provisioned(block: Attributes | undefined): Throughput {
  return { readUnits: block?.number('ReadCapacityUnits') ?? 0, writeUnits: block?.number('WriteCapacityUnits') ?? 0 };
}

/** Writes are set for all replicas, reads for each; what scales begins at the seed, or at the least. */
function globalThroughput(block: Attributes, replica: Attributes): Throughput {
  return {
    readUnits: unitsOf(partOfReplica(block, replica)?.block('ReadProvisionedThroughputSettings'), 'Read'),
    writeUnits: unitsOf(block.block('WriteProvisionedThroughputSettings'), 'Write'),
  };
}

/** What a replica says of an index, or of the table itself. */
function partOfReplica(block: Attributes, replica: Attributes): Attributes | undefined {
  const index = block.text('IndexName');
  if (index === undefined) return replica;
  return replica.blocks('GlobalSecondaryIndexes').find((each) => each.text('IndexName') === index);
}

/** Of a table or an index; `own`: the same of one replica, where reads stand. */
function maximum(own: Attributes | undefined, block: Attributes) {
  const both = own?.block('OnDemandThroughput');
  return onDemandMaximum(
    both?.number('MaxReadRequestUnits') ?? own?.block('ReadOnDemandThroughputSettings')?.number('MaxReadRequestUnits'),
    both?.number('MaxWriteRequestUnits') ??
      block.block('WriteOnDemandThroughputSettings')?.number('MaxWriteRequestUnits'),
  );
}

function unitsOf(settings: Attributes | undefined, kind: 'Read' | 'Write'): number {
  const scaling = settings?.block(`${kind}CapacityAutoScalingSettings`);
  const units =
    settings?.number(`${kind}CapacityUnits`) ?? scaling?.number('SeedCapacity') ?? scaling?.number('MinCapacity');
  return units ?? undetermined(`the ${kind.toLowerCase()} capacity of a global table is not given`);
}

function keysOf(block: Attributes): readonly KeyAttribute[] {
  return block.blocks('KeySchema').map((key) => ({
    name: key.requiredText('AttributeName'),
    type: key.text('KeyType') === 'RANGE' ? 'RANGE' : 'HASH',
  }));
}

function index(block: Attributes): SecondaryIndex {
  const projection = block.block('Projection');
  return {
    name: block.requiredText('IndexName'),
    keys: keysOf(block),
    projection: projection?.text('ProjectionType') ?? 'ALL',
    nonKeyAttributes: (projection?.texts('NonKeyAttributes') ?? []).toSorted(),
  };
}

function byName(a: SecondaryIndex, b: SecondaryIndex): number {
  return a.name < b.name ? -1 : 1;
}

import { flag, type Input, inner, inners, integer, needInner, needText, oneOf, text, texts } from '../../input.ts';
import type {
  GlobalIndex,
  KeyElement,
  LocalIndex,
  OnDemandThroughput,
  Projection,
  Region,
  Table,
  TableEncryption,
  Throughput,
  World,
} from '../../state.ts';
import { awsManagedKey, keyArn } from '../key.ts';
import { invalid } from './lookup.ts';

const STREAM_VIEWS = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'] as const;
const NO_THROUGHPUT: Throughput = { ReadCapacityUnits: 0, WriteCapacityUnits: 0 };

export function checkTableName(name: string): string {
  if (!/^[a-zA-Z0-9_.-]{3,255}$/.test(name)) {
    throw invalid(`Invalid table name: ${name} must be 3 to 255 of a-z, A-Z, 0-9, '_', '-', and '.'`);
  }
  return name;
}

export function readKeys(input: Input): readonly KeyElement[] {
  const keys = (inners(input, 'KeySchema') ?? []).map((element) => ({
    AttributeName: needText(element, 'AttributeName'),
    KeyType: needText(element, 'KeyType'),
  }));
  if (keys[0]?.KeyType !== 'HASH' || keys.length > 2)
    throw invalid('Invalid KeySchema: the first element must be HASH');
  return keys;
}

export function readAttributes(input: Input): Table['attributes'] | undefined {
  return inners(input, 'AttributeDefinitions')?.map((attribute) => ({
    AttributeName: needText(attribute, 'AttributeName'),
    AttributeType: needText(attribute, 'AttributeType'),
  }));
}

/** Every key of the table and of its indexes needs a definition, and no other attribute may have one. */
export function checkAttributes(table: Pick<Table, 'attributes' | 'keys' | 'globalIndexes' | 'localIndexes'>): void {
  const used = new Set(
    [table, ...indexKeys(table.globalIndexes), ...indexKeys(table.localIndexes)].flatMap(({ keys }) =>
      keys.map((key) => key.AttributeName),
    ),
  );
  const defined = new Set(table.attributes.map((attribute) => attribute.AttributeName));
  if (used.size !== defined.size || [...used].some((name) => !defined.has(name))) {
    const text = `attributes defined: [${[...defined].join(', ')}], key attributes: [${[...used].join(', ')}]`;
    throw invalid(`One or more parameter values were invalid: AttributeDefinitions and keys differ; ${text}`);
  }
}

function indexKeys(
  indexes: readonly { readonly KeySchema: readonly KeyElement[] }[],
): { keys: readonly KeyElement[] }[] {
  return indexes.map((index) => ({ keys: index.KeySchema }));
}

export function readBillingMode(input: Input, name = 'BillingMode'): Table['billingMode'] | undefined {
  return oneOf(input, name, ['PROVISIONED', 'PAY_PER_REQUEST']);
}

/** On demand, a table has no provisioned units; provisioned, it must have some. */
export function readThroughput(
  input: Input,
  billingMode: Table['billingMode'],
  name = 'ProvisionedThroughput',
): Throughput {
  const throughput = inner(input, name);
  if (billingMode === 'PAY_PER_REQUEST') return NO_THROUGHPUT;
  if (!throughput) throw invalid(`No ${name} given for a table in PROVISIONED billing mode`);
  const read = integer(throughput, 'ReadCapacityUnits') ?? 0;
  const write = integer(throughput, 'WriteCapacityUnits') ?? 0;
  if (read < 1 || write < 1) throw invalid(`${name} must be at least 1 read and 1 write capacity unit`);
  return { ReadCapacityUnits: read, WriteCapacityUnits: write };
}

export function readOnDemand(input: Input, name = 'OnDemandThroughput'): OnDemandThroughput | undefined {
  const limits = inner(input, name);
  if (!limits) return undefined;
  return {
    MaxReadRequestUnits: integer(limits, 'MaxReadRequestUnits'),
    MaxWriteRequestUnits: integer(limits, 'MaxWriteRequestUnits'),
  };
}

export function readGlobalIndex(input: Input, billingMode: Table['billingMode']): GlobalIndex {
  return {
    IndexName: checkIndexName(needText(input, 'IndexName')),
    KeySchema: readKeys(input),
    Projection: readProjection(input),
    throughput: readThroughput(input, billingMode),
    OnDemandThroughput: readOnDemand(input),
    status: 'ACTIVE',
  };
}

export function readLocalIndex(input: Input): LocalIndex {
  return {
    IndexName: checkIndexName(needText(input, 'IndexName')),
    KeySchema: readKeys(input),
    Projection: readProjection(input),
  };
}

function checkIndexName(name: string): string {
  if (!/^[a-zA-Z0-9_.-]{3,255}$/.test(name)) throw invalid(`Invalid index name: ${name}`);
  return name;
}

function readProjection(input: Input): Projection {
  const projection = needInner(input, 'Projection');
  const type = oneOf(projection, 'ProjectionType', ['ALL', 'KEYS_ONLY', 'INCLUDE']);
  if (type === undefined) throw invalid('Unknown ProjectionType');
  const attributes = texts(projection, 'NonKeyAttributes');
  return { ProjectionType: type, ...(type === 'INCLUDE' && { NonKeyAttributes: attributes ?? [] }) };
}

/** The view type, `off`, or undefined when the request does not say. */
export function readStream(input: Input): (typeof STREAM_VIEWS)[number] | 'off' | undefined {
  const stream = inner(input, 'StreamSpecification');
  if (!stream) return undefined;
  if (flag(stream, 'StreamEnabled') !== true) return 'off';
  const view = oneOf(stream, 'StreamViewType', STREAM_VIEWS);
  if (view === undefined) throw invalid('StreamSpecification StreamViewType is missing');
  return view;
}

/** `off` is the key that DynamoDB owns, which has no description. */
export function readEncryption(
  world: World,
  region: Region,
  input: Input,
  name = 'SSESpecification',
): TableEncryption | 'off' | undefined {
  const encryption = inner(input, name);
  if (!encryption) return undefined;
  if (flag(encryption, 'Enabled') !== true) return 'off';
  const key = text(encryption, 'KMSMasterKeyId');
  return {
    Status: 'ENABLED',
    SSEType: 'KMS',
    KMSMasterKeyArn: key === undefined ? awsManagedKey(world, region, 'dynamodb').Arn : keyArn(world, region, key),
  };
}

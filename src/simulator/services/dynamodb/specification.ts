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

/** Of backups: tables have it from the table of constraints. */
export function checkBackupName(name: string): string {
  if (!/^[a-zA-Z0-9_.-]{3,255}$/.test(name)) {
    throw invalid(`Invalid backup name: ${name} must be 3 to 255 of a-z, A-Z, 0-9, '_', '-', and '.'`);
  }
  return name;
}

export function readKeys(input: Input): readonly KeyElement[] {
  const keys = (inners(input, 'KeySchema') ?? []).map((element) => ({
    AttributeName: needText(element, 'AttributeName'),
    KeyType: needText(element, 'KeyType'),
  }));
  if (keys.length === 0) throw invalid('Invalid KeySchema: it has no element');
  return keys;
}

export function readAttributes(input: Input): Table['attributes'] | undefined {
  return inners(input, 'AttributeDefinitions')?.map((attribute) => ({
    AttributeName: needText(attribute, 'AttributeName'),
    AttributeType: needText(attribute, 'AttributeType'),
  }));
}

export function readBillingMode(input: Input, name = 'BillingMode'): Table['billingMode'] | undefined {
  return oneOf(input, name, ['PROVISIONED', 'PAY_PER_REQUEST']);
}

/** On demand, a table has no provisioned units, whatever is said. */
export function readThroughput(
  input: Input,
  billingMode: Table['billingMode'],
  name = 'ProvisionedThroughput',
): Throughput {
  const throughput = inner(input, name);
  if (billingMode === 'PAY_PER_REQUEST' || !throughput) return NO_THROUGHPUT;
  const read = integer(throughput, 'ReadCapacityUnits') ?? 0;
  const write = integer(throughput, 'WriteCapacityUnits') ?? 0;
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
    IndexName: needText(input, 'IndexName'),
    KeySchema: readKeys(input),
    Projection: readProjection(input),
    throughput: readThroughput(input, billingMode),
    OnDemandThroughput: readOnDemand(input),
    status: 'ACTIVE',
  };
}

export function readLocalIndex(input: Input): LocalIndex {
  return {
    IndexName: needText(input, 'IndexName'),
    KeySchema: readKeys(input),
    Projection: readProjection(input),
  };
}

function readProjection(input: Input): Projection {
  const projection = needInner(input, 'Projection');
  const type = oneOf(projection, 'ProjectionType', ['ALL', 'KEYS_ONLY', 'INCLUDE']);
  if (type === undefined) throw invalid('Unknown ProjectionType');
  const attributes = texts(projection, 'NonKeyAttributes');
  return { ProjectionType: type, ...(attributes && { NonKeyAttributes: attributes }) };
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

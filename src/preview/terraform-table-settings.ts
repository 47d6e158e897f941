import type { Scope } from '../model/inventory.ts';
import { present } from '../model/present.ts';
import type { KeyAttribute, SecondaryIndex, TableDescription, TableEncryption } from '../model/table.ts';
import { type Attributes, settled } from './attributes.ts';
import type { KeyOfChange, TableSettings } from './change.ts';
import { awsManagedKey, keyOf } from './keys.ts';
import { onDemandMaximum } from './on-demand.ts';
import type { TerraformContext } from './terraform-resource.ts';
import { Later } from './value.ts';

const FROM = 'the Terraform plan';

/** What `aws_dynamodb_table` says of its table. */
export function tableSettings(
  after: Attributes,
  { address, place, defaultTags }: TerraformContext,
  named = after,
): TableSettings {
  const name = settled(FROM, () => named.requiredText('name'));
  const encryption = settled(FROM, () => encryptionOf(after, place));
  return {
    name: name.known ? name.value : `(${address})`,
    ...(name.known ? {} : { nameUnknown: name }),
    tags: settled(FROM, () => tagsOf(after, defaultTags)),
    description: encryption.known ? settled(FROM, () => description(after, encryption.value.encryption)) : encryption,
    timeToLive: settled(FROM, () => timeToLive(after.block('ttl'))),
    pointInTimeRecovery: settled(FROM, () => {
      const block = after.block('point_in_time_recovery');
      return present({
        enabled: block?.flag('enabled') ?? false,
        recoveryPeriodDays: block?.flag('enabled') ? block.number('recovery_period_in_days') || undefined : undefined,
      });
    }),
    keys: encryption.known && encryption.value.key ? [encryption.value.key] : [],
  };
}

/** All tags; where Terraform leaves them open because the table has none of its own, they are the provider's. */
export function tagsOf(after: Attributes, defaultTags: Attributes | undefined): Readonly<Record<string, string>> {
  const own = after.textMap('tags');
  if (!(after.raw('tags_all') instanceof Later)) return { ...own, ...after.textMap('tags_all') };
  return { ...(defaultTags ? defaultTags.textMap('tags') : after.textMap('tags_all')), ...own };
}

export interface Encryption {
  readonly encryption: TableEncryption;
  readonly key?: KeyOfChange;
}

function description(after: Attributes, encryption: TableEncryption): TableDescription {
  const billingMode = after.text('billing_mode') === 'PAY_PER_REQUEST' ? 'PAY_PER_REQUEST' : 'PROVISIONED';
  const provisioned = billingMode === 'PROVISIONED';
  return {
    status: 'ACTIVE',
    keys: keysOf(after),
    attributeTypes: sorted(
      Object.fromEntries(
        after.blocks('attribute').map((each) => [each.requiredText('name'), each.requiredText('type')]),
      ),
    ),
    billingMode,
    throughput: throughput(after, provisioned),
    globalIndexes: after
      .blocks('global_secondary_index')
      .map(
        (block): SecondaryIndex =>
          present({
            ...index(block, keysOf(block)),
            throughput: provisioned ? throughput(block, true) : undefined,
            onDemandThroughput: provisioned ? undefined : (maximum(block).onDemandThroughput ?? {}),
            status: 'ACTIVE',
          }),
      )
      .toSorted(byName),
    localIndexes: after
      .blocks('local_secondary_index')
      .map((block) =>
        index(block, [...keysOf(after).slice(0, 1), { name: block.requiredText('range_key'), type: 'RANGE' }]),
      )
      .toSorted(byName),
    encryption,
    stream: after.flag('stream_enabled') ? after.requiredText('stream_view_type') : 'disabled',
    deletionProtection: after.flag('deletion_protection_enabled') ?? false,
    tableClass: after.text('table_class') ?? 'STANDARD',
    ...maximum(after),
    replicaRegions: after
      .blocks('replica')
      .map((block) => block.requiredText('region_name'))
      .toSorted(),
  };
}

function keysOf(block: Attributes): readonly KeyAttribute[] {
  const range = block.text('range_key');
  return [
    { name: block.requiredText('hash_key'), type: 'HASH' },
    ...(range === undefined ? [] : [{ name: range, type: 'RANGE' } as const]),
  ];
}

function index(block: Attributes, keys: readonly KeyAttribute[]): SecondaryIndex {
  return {
    name: block.requiredText('name'),
    keys,
    projection: block.requiredText('projection_type'),
    nonKeyAttributes: block.texts('non_key_attributes').toSorted(),
  };
}

function maximum(block: Attributes) {
  const most = block.block('on_demand_throughput');
  return onDemandMaximum(most?.number('max_read_request_units'), most?.number('max_write_request_units'));
}

function throughput(block: Attributes, provisioned: boolean) {
  if (!provisioned) return { readUnits: 0, writeUnits: 0 };
  return { readUnits: block.number('read_capacity') ?? 0, writeUnits: block.number('write_capacity') ?? 0 };
}

/** Without a key of its own, an encrypted table uses `aws/dynamodb`. */
function encryptionOf(after: Attributes, place: Scope): Encryption {
  const block = after.block('server_side_encryption');
  if (!block?.flag('enabled')) return { encryption: { kind: 'aws-owned' } };
  const arn = block.text('kms_key_arn');
  const key = arn === undefined ? awsManagedKey('dynamodb', place) : keyOf(arn);
  return { encryption: { kind: 'kms', keyArn: key.arn, status: 'ENABLED' }, key };
}

function timeToLive(block: Attributes | undefined) {
  const enabled = block?.flag('enabled') ?? false;
  return present({
    status: enabled ? ('ENABLED' as const) : ('DISABLED' as const),
    attribute: enabled ? block?.text('attribute_name') : undefined,
  });
}

function sorted(record: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function byName(a: SecondaryIndex, b: SecondaryIndex): number {
  return a.name < b.name ? -1 : 1;
}

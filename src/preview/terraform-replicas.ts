import { tableNameOf } from '../model/arn.ts';
import { known, mapFact, unknown } from '../model/fact.ts';
import type { Scope } from '../model/inventory.ts';
import { type Attributes, settled } from './attributes.ts';
import type { Edit, KeyOfChange, PlacedEdit } from './change.ts';
import { awsManagedKey, keyOf } from './keys.ts';
import type { TerraformContext, TerraformResource } from './terraform-resource.ts';
import { type Encryption, tableSettings, tagsOf } from './terraform-table-settings.ts';

const FROM = 'the Terraform plan';

export const TERRAFORM_REPLICAS = {
  aws_dynamodb_table_replica: {
    touches: ['tables'],
    put: (after, { address, place, defaultTags }) => {
      const name = settled(FROM, () => nameOfGlobalTable(after));
      const open = unknown('not-collected', `${address} has the settings of its global table, which it does not name`);
      return [
        {
          kind: 'table',
          table: {
            name: name.known ? name.value : `(${address})`,
            ...(name.known ? {} : { nameUnknown: name }),
            tags: settled(FROM, () => tagsOf(after, defaultTags)),
            description: open,
            timeToLive: open,
            pointInTimeRecovery: recoveryOf(after),
            keys: keysOf(after, place),
          },
        },
      ];
    },
    gone: (before) => [{ kind: 'table-gone', name: nameOfGlobalTable(before) }],
  },
} as const satisfies Record<string, TerraformResource>;

/** Tables that the `replica` blocks of a table make in other Regions, change there, or take away. */
export function replicaEdits(
  before: Attributes | undefined,
  after: Attributes | undefined,
  context: TerraformContext,
): readonly Required<PlacedEdit>[] {
  const were = byRegion(before);
  const are = byRegion(after);
  const gone = [...were.keys()].filter((region) => !are.has(region));
  return [
    ...gone.map((region): Required<PlacedEdit> => {
      return { region, edit: { kind: 'table-gone', name: before?.requiredText('name') ?? '' } };
    }),
    ...[...are].flatMap(([region, replica]) => {
      const former = were.get(region);
      if (!after || (former && isSame(former, replica))) return [];
      return [{ region, edit: replicaEdit(after, replica, context, region, former !== undefined) }];
    }),
  ];
}

function byRegion(table: Attributes | undefined): ReadonlyMap<string, Attributes> {
  return new Map((table?.blocks('replica') ?? []).map((block) => [block.requiredText('region_name'), block]));
}

function isSame(one: Attributes, other: Attributes): boolean {
  const keys = ['point_in_time_recovery', 'propagate_tags', 'kms_key_arn'];
  return keys.every((key) => one.raw(key) === other.raw(key));
}

/** A replica has the settings of its table; recovery, key, protection and, unless they are propagated, tags are its own. */
function replicaEdit(
  table: Attributes,
  replica: Attributes,
  context: TerraformContext,
  region: string,
  exists: boolean,
): Edit {
  const target = { ...context.place, region };
  const { formerTags: _former, ...settings } = tableSettings(table, context);
  const encryption = settled(FROM, () =>
    table.block('server_side_encryption')?.flag('enabled')
      ? encryptionOf(replica, target).encryption
      : ({ kind: 'aws-owned' } as const),
  );
  const description = mapFact(settings.description, (described) => ({
    ...described,
    ...(encryption.known ? { encryption: encryption.value } : {}),
    deletionProtection: false,
    replicaRegions: [context.place.region, ...described.replicaRegions.filter((other) => other !== region)].toSorted(),
  }));
  const propagates = settled(FROM, () => replica.flag('propagate_tags') ?? false);
  return {
    kind: 'table',
    table: {
      ...settings,
      tags: propagates.known ? (propagates.value ? settings.tags : known({}, FROM)) : propagates,
      // Tags that the plan does not propagate stay.
      formerTags: [],
      description: exists
        ? unknown('not-collected', `${context.address} does not say whether its replica in ${region} is protected`)
        : encryption.known
          ? description
          : encryption,
      pointInTimeRecovery: recoveryOf(replica),
      keys: keysOf(replica, target),
    },
  };
}

/** Without a key of its own, a replica of an encrypted table uses `aws/dynamodb` of its Region. */
function encryptionOf(replica: Attributes, target: Scope): Encryption {
  const arn = replica.text('kms_key_arn');
  const key = arn === undefined ? awsManagedKey('dynamodb', target) : keyOf(arn);
  return { encryption: { kind: 'kms', keyArn: key.arn, status: 'ENABLED' }, key };
}

function keysOf(replica: Attributes, target: Scope): readonly KeyOfChange[] {
  const key = settled(FROM, () => encryptionOf(replica, target).key);
  return key.known && key.value ? [key.value] : [];
}

function recoveryOf(replica: Attributes) {
  return settled(FROM, () => ({ enabled: replica.flag('point_in_time_recovery') ?? false }));
}

function nameOfGlobalTable(replica: Attributes): string {
  const arn = replica.requiredText('global_table_arn');
  return tableNameOf(arn) ?? arn;
}

import { isObject } from '../model/json.ts';
import type { JsonObject } from '../model/result.ts';
import type { SecondaryIndex, Throughput } from '../model/table.ts';
import { attributes, type HclItem, renderHcl, spelled } from './hcl.ts';
import type { ScaledPart } from './part.ts';
import { isList } from './rename.ts';
import { compactJson } from './shell.ts';
import type { TemplateContent } from './template.ts';
import { alarmItems } from './terraform-alarms.ts';
import { type DescribedTable, distinctNames, keyTypes, snakeName, type WantedTable } from './wanted-table.ts';

const HOW = [
  '# `terraform plan` shows the import, and what is changed in place. A plan that replaces a table must not be applied.',
];

/** Tables with all that they should have, each with the block that imports it. */
export function renderTerraform({ tables, comments }: TemplateContent): string {
  if (tables.length === 0) return `${comments.join('\n')}\n`;
  const unique = distinctNames();
  const items = tables.flatMap((table) => tableItems(table, unique));
  return `${[...comments, ...HOW].join('\n')}\n${renderHcl(items)}`;
}

function tableItems(table: WantedTable, unique: (name: string) => string): readonly HclItem[] {
  const name = unique(snakeName(table.name));
  const address = `aws_dynamodb_table.${name}`;
  const { resourcePolicy } = table.after;
  return [
    { block: 'import', body: [{ attribute: 'to', reference: address }, ...attributes({ id: table.name })] },
    { block: 'resource', labels: ['aws_dynamodb_table', name], body: [...tableBody(table.after), lifecycle(table)] },
    ...(resourcePolicy && table.changed.has('resource-policy')
      ? [
          {
            block: 'resource',
            labels: ['aws_dynamodb_resource_policy', name],
            body: [
              { attribute: 'resource_arn', reference: `${address}.arn` },
              ...attributes({ policy: compactJson(resourcePolicy) }),
            ],
          },
        ]
      : []),
    ...table.scaling.flatMap((target) => scalingItems(target, address, unique)),
    ...alarmItems(table, unique),
  ];
}

/** Auto scaling moves the units, which Terraform would move back; but what it ignores it does not set either. */
function lifecycle({ scaling, changed }: WantedTable): HclItem {
  const ignored = '[read_capacity, write_capacity]';
  const setsUnits = changed.has('billing-mode') || changed.has('throughput');
  return {
    block: 'lifecycle',
    body: [
      ...attributes({ prevent_destroy: true }),
      ...(scaling.length > 0 && !setsUnits ? [{ attribute: 'ignore_changes', reference: ignored }] : []),
      ...(scaling.length > 0 && setsUnits
        ? [{ comment: `Once this is applied, add for auto scaling: ignore_changes = ${ignored}` }]
        : []),
    ],
  };
}

function tableBody(table: DescribedTable): readonly HclItem[] {
  const { description, timeToLive, pointInTimeRecovery } = table;
  const { billingMode, onDemandThroughput: most, stream } = description;
  const provisioned = billingMode === 'PROVISIONED';
  return [
    ...attributes({
      name: table.name,
      billing_mode: billingMode,
      ...(provisioned ? unitsOf(description.throughput) : {}),
      hash_key: keyOf(description.keys, 'HASH'),
      range_key: keyOf(description.keys, 'RANGE'),
      table_class: description.tableClass,
      deletion_protection_enabled: description.deletionProtection ?? false,
      ...(stream === 'disabled' ? {} : { stream_enabled: true, stream_view_type: stream }),
      ...(Object.keys(table.tags).length > 0 ? { tags: table.tags } : {}),
    }),
    ...keyTypes(table).map(([name, type]): HclItem => ({ block: 'attribute', body: attributes({ name, type }) })),
    ...(provisioned || !most
      ? []
      : [
          {
            block: 'on_demand_throughput',
            body: attributes({ max_read_request_units: most.readUnits, max_write_request_units: most.writeUnits }),
          },
        ]),
    ...description.globalIndexes.map(
      (index): HclItem => ({
        block: 'global_secondary_index',
        body: [
          ...indexBody(index, true),
          ...attributes(provisioned && index.throughput ? unitsOf(index.throughput) : {}),
        ],
      }),
    ),
    ...description.localIndexes.map(
      (index): HclItem => ({
        block: 'local_secondary_index',
        body: indexBody(index, false),
      }),
    ),
    ...(timeToLive === undefined
      ? []
      : [{ block: 'ttl', body: attributes({ attribute_name: timeToLive, enabled: true }) }]),
    ...(pointInTimeRecovery === undefined
      ? []
      : [
          {
            block: 'point_in_time_recovery',
            body: attributes({ enabled: true, recovery_period_in_days: pointInTimeRecovery }),
          },
        ]),
    ...encryptionBlock(table.encryption),
  ];
}

function unitsOf({ readUnits, writeUnits }: Throughput) {
  return { read_capacity: readUnits, write_capacity: writeUnits };
}

function keyOf(keys: SecondaryIndex['keys'], type: 'HASH' | 'RANGE'): string | undefined {
  return keys.find((key) => key.type === type)?.name;
}

/** Since 2025 an index may have several keys of one type, which are blocks then. */
function indexBody({ name, keys, projection, nonKeyAttributes }: SecondaryIndex, global: boolean): readonly HclItem[] {
  const several = keys.length > 2;
  return [
    ...attributes({
      name,
      hash_key: several || !global ? undefined : keyOf(keys, 'HASH'),
      range_key: several ? undefined : keyOf(keys, 'RANGE'),
      projection_type: projection,
      non_key_attributes: nonKeyAttributes.length > 0 ? nonKeyAttributes : undefined,
    }),
    ...(several
      ? keys.map(
          (key): HclItem => ({
            block: 'key_schema',
            body: attributes({ attribute_name: key.name, key_type: key.type }),
          }),
        )
      : []),
  ];
}

/** Without the block a table has the key that DynamoDB owns. */
function encryptionBlock(key: string): readonly HclItem[] {
  if (key === 'aws-owned') return [];
  return [
    {
      block: 'server_side_encryption',
      body: attributes({ enabled: true, kms_key_arn: key === 'aws-managed' ? undefined : key }),
    },
  ];
}

function scalingItems(
  { resourceId, dimension, minCapacity, maxCapacity, policy, actions }: ScaledPart,
  table: string,
  unique: (name: string) => string,
): readonly HclItem[] {
  const name = unique(snakeName(`${resourceId.replace('table/', '')}-${/Read/.test(dimension) ? 'read' : 'write'}`));
  const target = `aws_appautoscaling_target.${name}`;
  const same = (attribute: string): HclItem => ({ attribute, reference: `${target}.${attribute}` });
  return [
    {
      block: 'resource',
      labels: ['aws_appautoscaling_target', name],
      body: [
        ...attributes({
          service_namespace: 'dynamodb',
          resource_id: resourceId,
          scalable_dimension: dimension,
          min_capacity: minCapacity,
          max_capacity: maxCapacity,
        }),
        { attribute: 'depends_on', reference: `[${table}]` },
      ],
    },
    ...(policy
      ? [
          {
            block: 'resource',
            labels: ['aws_appautoscaling_policy', name],
            body: [
              ...attributes({ name: policy.name, policy_type: 'TargetTrackingScaling' }),
              same('service_namespace'),
              same('resource_id'),
              same('scalable_dimension'),
              { block: 'target_tracking_scaling_policy_configuration', body: nested(policy.configuration) },
            ],
          },
        ]
      : []),
    ...actions.map(
      (action): HclItem => ({
        block: 'resource',
        labels: ['aws_appautoscaling_scheduled_action', unique(snakeName(`${name}-${action.name}`))],
        body: [
          ...attributes({
            name: action.name,
            schedule: action.schedule,
            timezone: action.timezone,
            start_time: action.startAt,
            end_time: action.endAt,
          }),
          same('service_namespace'),
          same('resource_id'),
          same('scalable_dimension'),
          {
            block: 'scalable_target_action',
            body: attributes({ min_capacity: action.minCapacity, max_capacity: action.maxCapacity }),
          },
        ],
      }),
    ),
  ];
}

/** The provider names what the API names, in its own spelling; objects are blocks. */
function nested(members: JsonObject): readonly HclItem[] {
  return Object.entries(members).flatMap(([member, value]): readonly HclItem[] => {
    const name = spelled(member);
    if (isObject(value)) return [{ block: name, body: nested(value) }];
    if (isList(value) && value.every(isObject)) return value.map((each) => ({ block: name, body: nested(each) }));
    return attributes({ [name]: value });
  });
}

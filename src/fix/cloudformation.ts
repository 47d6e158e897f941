import { Document, isMap, isScalar } from 'yaml';
import type { JsonObject } from '../model/result.ts';
import type { KeyAttribute, SecondaryIndex, Throughput } from '../model/table.ts';
import { isComposite, type ScaledPart } from './part.ts';
import { sseSpecification } from './table-commands.ts';
import type { TemplateContent } from './template.ts';
import { distinctNames, pascalName, type WantedTable } from './wanted-table.ts';

const HOW = [
  '# An import changes nothing, and CloudFormation then takes the template for the truth. So: import each table without',
  '# the properties marked `fix` and without the other resources (change set type IMPORT, resource identifier',
  '# TableName), then update the stack with all of this.',
];

/** Tables with all that they should have, ready to be imported into a stack. */
export function renderCloudFormation({ tables, comments }: TemplateContent): string {
  if (tables.length === 0) return `${comments.join('\n')}\nResources: {}\n`;
  const unique = distinctNames();
  const marks: { readonly resource: string; readonly property: string }[] = [];
  const resources = tables.flatMap((table) => {
    const name = unique(pascalName(table.name));
    marks.push(...changedProperties(table).map((property) => ({ resource: name, property })));
    return [[name, tableResource(table)] as const, ...besideTable(table, unique)];
  });
  const document = new Document({ AWSTemplateFormatVersion: '2010-09-09', Resources: Object.fromEntries(resources) });
  for (const { resource, property } of marks) mark(document, resource, property);
  return `${[...comments, ...HOW].join('\n')}\n${document.toString({ lineWidth: 0 })}`;
}

function mark(document: Document, resource: string, property: string): void {
  const properties = document.getIn(['Resources', resource, 'Properties']);
  if (!isMap(properties)) return;
  const pair = properties.items.find(({ key }) => isScalar(key) && key.value === property);
  if (pair && isScalar(pair.key)) pair.key.commentBefore = ' fix';
}

const PROPERTIES = {
  'time-to-live': ['TimeToLiveSpecification'],
  stream: ['StreamSpecification'],
  'deletion-protection': ['DeletionProtectionEnabled'],
  'point-in-time-recovery': ['PointInTimeRecoverySpecification'],
  tags: ['Tags'],
  encryption: ['SSESpecification'],
  'billing-mode': ['BillingMode', 'ProvisionedThroughput'],
  throughput: ['ProvisionedThroughput', 'GlobalSecondaryIndexes'],
  index: ['GlobalSecondaryIndexes'],
  'auto-scaling': [],
  alarm: [],
  'resource-policy': ['ResourcePolicy'],
} as const;

function changedProperties({ changed }: WantedTable): readonly string[] {
  return [...new Set([...changed].flatMap((kind) => PROPERTIES[kind]))];
}

function tableResource(table: WantedTable): JsonObject {
  const { description, globalIndexes, attributeTypes, timeToLive, pointInTimeRecovery, tags } = table;
  const provisioned = table.billingMode === 'PROVISIONED';
  const used = new Set(
    [description, ...globalIndexes, ...description.localIndexes].flatMap(({ keys }) => keys.map(({ name }) => name)),
  );
  return {
    Type: 'AWS::DynamoDB::Table',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      TableName: table.name,
      AttributeDefinitions: Object.entries(attributeTypes).flatMap(([AttributeName, AttributeType]) =>
        used.has(AttributeName) ? [{ AttributeName, AttributeType }] : [],
      ),
      KeySchema: keySchema(description.keys),
      BillingMode: table.billingMode,
      ...(provisioned ? { ProvisionedThroughput: unitsOf(table.throughput) } : {}),
      ...(globalIndexes.length > 0
        ? {
            GlobalSecondaryIndexes: globalIndexes.map((index) => ({
              ...indexOf(index),
              ...(provisioned && index.throughput ? { ProvisionedThroughput: unitsOf(index.throughput) } : {}),
            })),
          }
        : {}),
      ...(description.localIndexes.length > 0 ? { LocalSecondaryIndexes: description.localIndexes.map(indexOf) } : {}),
      ...(table.encryption === 'aws-owned' && !table.changed.has('encryption')
        ? {}
        : { SSESpecification: sse(table.encryption) }),
      ...(table.stream === 'disabled' ? {} : { StreamSpecification: { StreamViewType: table.stream } }),
      ...(timeToLive === undefined ? {} : { TimeToLiveSpecification: { AttributeName: timeToLive, Enabled: true } }),
      ...(pointInTimeRecovery === undefined
        ? {}
        : {
            PointInTimeRecoverySpecification: {
              PointInTimeRecoveryEnabled: true,
              RecoveryPeriodInDays: pointInTimeRecovery,
            },
          }),
      DeletionProtectionEnabled: table.deletionProtection,
      TableClass: description.tableClass,
      ...(table.resourcePolicy ? { ResourcePolicy: { PolicyDocument: table.resourcePolicy } } : {}),
      ...(Object.keys(tags).length > 0 ? { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) } : {}),
    },
  };
}

/** CloudFormation calls `Enabled` what the API does. */
function sse(key: string): JsonObject {
  const { Enabled = false, ...rest } = sseSpecification(key);
  return { SSEEnabled: Enabled, ...rest };
}

function keySchema(keys: readonly KeyAttribute[]): readonly JsonObject[] {
  return keys.map(({ name, type }) => ({ AttributeName: name, KeyType: type }));
}

function unitsOf({ readUnits, writeUnits }: Throughput): JsonObject {
  return { ReadCapacityUnits: readUnits, WriteCapacityUnits: writeUnits };
}

function indexOf({ name, keys, projection, nonKeyAttributes }: SecondaryIndex): JsonObject {
  return {
    IndexName: name,
    KeySchema: keySchema(keys),
    Projection: {
      ProjectionType: projection,
      ...(nonKeyAttributes.length > 0 ? { NonKeyAttributes: nonKeyAttributes } : {}),
    },
  };
}

function besideTable(
  { name, scaling, alarms }: WantedTable,
  unique: (name: string) => string,
): readonly (readonly [string, JsonObject])[] {
  const named = alarms.map((definition) => ({
    definition,
    id: unique(`${pascalName(String(definition['AlarmName'] ?? name))}Alarm`),
  }));
  const metric = named.filter(({ definition }) => !isComposite(definition)).map(({ id }) => id);
  return [
    ...scaling.flatMap((target) => scalingResources(target, unique)),
    ...named.map(({ definition, id }): readonly [string, JsonObject] => [
      id,
      isComposite(definition)
        ? {
            Type: 'AWS::CloudWatch::CompositeAlarm',
            ...(metric.length > 0 ? { DependsOn: metric } : {}),
            Properties: definition,
          }
        : { Type: 'AWS::CloudWatch::Alarm', Properties: definition },
    ]),
  ];
}

function scalingResources(
  { resourceId, dimension, minCapacity, maxCapacity, policy }: ScaledPart,
  unique: (name: string) => string,
): readonly (readonly [string, JsonObject])[] {
  const target = unique(`${pascalName(`${resourceId}-${dimension.split(':').at(-1) ?? ''}`)}Target`);
  const registered = {
    Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    Properties: {
      ServiceNamespace: 'dynamodb',
      ResourceId: resourceId,
      ScalableDimension: dimension,
      MinCapacity: minCapacity,
      MaxCapacity: maxCapacity,
    },
  };
  if (!policy) return [[target, registered]];
  return [
    [target, registered],
    [
      unique(`${target}Policy`),
      {
        Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
        Properties: {
          PolicyName: policy.name,
          PolicyType: 'TargetTrackingScaling',
          ScalingTargetId: { Ref: target },
          TargetTrackingScalingPolicyConfiguration: policy.configuration,
        },
      },
    ],
  ];
}

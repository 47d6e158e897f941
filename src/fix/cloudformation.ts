import { Document, isMap, isScalar } from 'yaml';
import { present } from '../model/present.ts';
import type { JsonObject } from '../model/result.ts';
import type { KeyAttribute, SecondaryIndex, Throughput } from '../model/table.ts';
import { isComposite, type ScaledPart } from './part.ts';
import { compactJson, shellComment } from './shell.ts';
import { sseSpecification } from './table-commands.ts';
import type { TemplateContent } from './template.ts';
import { type DescribedTable, distinctNames, keyTypes, pascalName, type WantedTable } from './wanted-table.ts';
import { yamlText } from './yaml-text.ts';

const HOW = [
  'An import changes nothing, and CloudFormation then takes the template for the truth. So: import each table with the properties marked `fix` as the mark says, and without the other resources (change set type IMPORT, resource identifier TableName); then update the stack with all of this.',
];

/** Source: CloudFormation User Guide, AWS::DynamoDB::Table, GlobalSecondaryIndexes. */
const ONE_INDEX =
  'CloudFormation makes one index an update, and a provisioned table needs its billing mode first: add these one after the other, each with its attributes in AttributeDefinitions:';

/** Tables with all that they should have, ready to be imported into a stack. */
export function renderCloudFormation({ tables, comments }: TemplateContent): string {
  if (tables.length === 0) return `${comments.join('\n')}\nResources: {}\n`;
  const unique = distinctNames();
  const marks: Mark[] = [];
  const resources = tables.flatMap((table) => {
    const name = unique(pascalName(table.name));
    marks.push(...marksOf(name, table));
    return [[name, tableResource(table)] as const, ...besideTable(table, unique)];
  });
  const document = new Document({ AWSTemplateFormatVersion: '2010-09-09', Resources: Object.fromEntries(resources) });
  for (const each of marks) mark(document, each);
  const several = tables.filter(({ newIndexes }) => newIndexes.length > 1);
  const how = [...HOW, ...several.map(({ name, newIndexes }) => `${ONE_INDEX} ${newIndexes.join(', ')} of ${name}`)];
  return `${[...comments, ...how.map(shellComment)].join('\n')}\n${yamlText(document)}`;
}

interface Mark {
  readonly resource: string;
  readonly property: string;
  readonly text: string;
}

/** Each property that the import needs otherwise, with what the table has now. */
function marksOf(resource: string, { before, after, changed }: WantedTable): readonly Mark[] {
  const [held, wanted] = [propertiesOf(before, false), propertiesOf(after, changed.has('encryption'))];
  return Object.entries(wanted).flatMap(([property, value]) => {
    const now = held[property];
    if (JSON.stringify(now) === JSON.stringify(value)) return [];
    const text = now === undefined ? 'fix: import without it' : `fix: import as ${compactJson(now)}`;
    return [{ resource, property, text }];
  });
}

function mark(document: Document, { resource, property, text }: Mark): void {
  const properties = document.getIn(['Resources', resource, 'Properties']);
  if (!isMap(properties)) return;
  const pair = properties.items.find(({ key }) => isScalar(key) && key.value === property);
  if (pair && isScalar(pair.key)) pair.key.commentBefore = ` ${text}`;
}

function tableResource({ after, changed }: WantedTable): JsonObject {
  return {
    Type: 'AWS::DynamoDB::Table',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: propertiesOf(after, changed.has('encryption')),
  };
}

/** The key that DynamoDB owns is what a table without specification has; a change to it has to be said. */
function propertiesOf(table: DescribedTable, saysOwnedKey: boolean): JsonObject {
  const { name, description, encryption, timeToLive, pointInTimeRecovery, tags, resourcePolicy } = table;
  const { billingMode, throughput, onDemandThroughput: most, globalIndexes, localIndexes, stream } = description;
  const provisioned = billingMode === 'PROVISIONED';
  return {
    TableName: name,
    AttributeDefinitions: keyTypes(table).map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
    KeySchema: keySchema(description.keys),
    BillingMode: billingMode,
    ...(provisioned ? { ProvisionedThroughput: unitsOf(throughput) } : {}),
    ...(!provisioned && most ? { OnDemandThroughput: mostUnits(most) } : {}),
    ...(globalIndexes.length > 0
      ? {
          GlobalSecondaryIndexes: globalIndexes.map((index) => ({
            ...indexOf(index),
            ...(provisioned && index.throughput ? { ProvisionedThroughput: unitsOf(index.throughput) } : {}),
          })),
        }
      : {}),
    ...(localIndexes.length > 0 ? { LocalSecondaryIndexes: localIndexes.map(indexOf) } : {}),
    ...(encryption === 'aws-owned' && !saysOwnedKey ? {} : { SSESpecification: sse(encryption) }),
    ...(stream === 'disabled' ? {} : { StreamSpecification: { StreamViewType: stream } }),
    ...(timeToLive === undefined ? {} : { TimeToLiveSpecification: { AttributeName: timeToLive, Enabled: true } }),
    ...(pointInTimeRecovery === undefined
      ? {}
      : {
          PointInTimeRecoverySpecification: {
            PointInTimeRecoveryEnabled: true,
            RecoveryPeriodInDays: pointInTimeRecovery,
          },
        }),
    DeletionProtectionEnabled: description.deletionProtection ?? false,
    TableClass: description.tableClass,
    ...(resourcePolicy ? { ResourcePolicy: { PolicyDocument: resourcePolicy } } : {}),
    ...(Object.keys(tags).length > 0 ? { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) } : {}),
  };
}

function mostUnits({ readUnits, writeUnits }: Partial<Throughput>): JsonObject {
  return {
    ...(readUnits === undefined ? {} : { MaxReadRequestUnits: readUnits }),
    ...(writeUnits === undefined ? {} : { MaxWriteRequestUnits: writeUnits }),
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
  { resourceId, dimension, minCapacity, maxCapacity, policy, actions }: ScaledPart,
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
      ...(actions.length === 0 ? {} : { ScheduledActions: actions.map(scheduledAction) }),
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

function scheduledAction(action: ScaledPart['actions'][number]): JsonObject {
  return present({
    ScheduledActionName: action.name,
    Schedule: action.schedule,
    Timezone: action.timezone,
    StartTime: action.startAt,
    EndTime: action.endAt,
    ScalableTargetAction: present({ MinCapacity: action.minCapacity, MaxCapacity: action.maxCapacity }),
  });
}

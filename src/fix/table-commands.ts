import { present } from '../model/present.ts';
import type { Throughput } from '../model/table.ts';
import { aws, type Call, type Command } from './command.ts';
import { type IndexThroughput, isComposite, type Part, type ScaledPart, type TablePlace } from './part.ts';
import { compactJson, queryText, TARGET } from './shell.ts';

/** The AWS CLI's way to one setting of a table. */
export function partCommands(part: Part, place: TablePlace): readonly Command[] {
  switch (part.kind) {
    case 'time-to-live':
      return [timeToLive(part.attribute, place)];
    case 'stream':
      return [stream(part.view, place)];
    case 'deletion-protection':
      return [deletionProtection(place)];
    case 'point-in-time-recovery':
      return [{ call: pointInTimeRecovery(place, part.days) }];
    case 'tags':
      return [{ call: tagResource(place, part.tags) }];
    case 'encryption':
      return [encryption(part, place)];
    case 'billing-mode':
      return [billingMode(part, place)];
    case 'throughput':
      return [throughput(part.throughput, place)];
    case 'index-throughput':
      return [indexThroughput(part, place)];
    case 'on-demand-throughput':
      return [onDemandThroughput(part.most, place)];
    case 'index':
      return [createdIndex(part, place)];
    case 'auto-scaling':
      return part.targets.flatMap((target) => scaling(target, place));
    case 'alarm':
      return [
        {
          call: aws('cloudwatch', isComposite(part.definition) ? 'put-composite-alarm' : 'put-metric-alarm', {
            region: place.region,
            'cli-input-json': compactJson(part.definition),
          }),
        },
      ];
    case 'resource-policy':
      return [
        {
          call: aws('dynamodb', 'put-resource-policy', {
            region: place.region,
            'resource-arn': place.arn,
            policy: compactJson(part.document),
          }),
        },
      ];
  }
}

function tagResource({ arn, region }: TablePlace, tags: Readonly<Record<string, string>>): Call {
  const list = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return aws('dynamodb', 'tag-resource', { region, 'resource-arn': arn, tags: compactJson(list) });
}

export function updateTable({ name, region }: TablePlace, change: Readonly<Record<string, string | true>>): Call {
  return aws('dynamodb', 'update-table', { region, 'table-name': name, ...change });
}

/** AWS may refuse what changes nothing, and a script may be run again after an interruption. */
function deletionProtection(place: TablePlace): Command {
  return {
    onlyWhile: { read: describeTable(place, 'Table.DeletionProtectionEnabled || `false`'), prints: 'False' },
    call: updateTable(place, { 'deletion-protection-enabled': true }),
  };
}

/** AWS refuses the key that the table has already. */
function encryption({ key, replaces }: Extract<Part, { kind: 'encryption' }>, place: TablePlace): Command {
  const call = updateTable(place, { 'sse-specification': compactJson(sseSpecification(key)) });
  if (replaces === undefined) return { call };
  const read = describeTable(place, "Table.SSEDescription.KMSMasterKeyArn || 'aws-owned'");
  return { call, onlyWhile: { read, prints: replaces } };
}

function pointInTimeRecovery({ name, region }: TablePlace, days: number | undefined): Call {
  const specification = {
    PointInTimeRecoveryEnabled: true,
    ...(days === undefined ? {} : { RecoveryPeriodInDays: days }),
  };
  return aws('dynamodb', 'update-continuous-backups', {
    region,
    'table-name': name,
    'point-in-time-recovery-specification': compactJson(specification),
  });
}

function timeToLive(attribute: string, { name, region }: TablePlace): Command {
  return {
    onlyWhile: {
      read: aws('dynamodb', 'describe-time-to-live', {
        region,
        'table-name': name,
        query: 'TimeToLiveDescription.TimeToLiveStatus',
        output: 'text',
      }),
      prints: 'DISABLED',
      otherwise: `time to live of ${name === TARGET ? 'the table' : name} is on already or being switched: left as it is`,
    },
    call: aws('dynamodb', 'update-time-to-live', {
      region,
      'table-name': name,
      'time-to-live-specification': compactJson({ Enabled: true, AttributeName: attribute }),
    }),
  };
}

function stream(view: string, place: TablePlace): Command {
  return {
    onlyWhile: {
      read: describeTable(place, 'Table.StreamSpecification.StreamEnabled || `false`'),
      prints: 'False',
    },
    call: updateTable(place, {
      'stream-specification': compactJson({ StreamEnabled: true, StreamViewType: view }),
    }),
  };
}

export function describeTable({ name, region }: TablePlace, query: string): Call {
  return aws('dynamodb', 'describe-table', { region, 'table-name': name, query, output: 'text' });
}

/** Source: DynamoDB API, SSESpecification: without a key the one that AWS manages, disabled the one that it owns. */
export function sseSpecification(key: string): Readonly<Record<string, string | boolean>> {
  if (key === 'aws-owned') return { Enabled: false };
  return { Enabled: true, SSEType: 'KMS', ...(key === 'aws-managed' ? {} : { KMSMasterKeyId: key }) };
}

function billingMode(part: Extract<Part, { kind: 'billing-mode' }>, place: TablePlace): Command {
  const { mode, throughput: units, indexes } = part;
  const change = {
    'billing-mode': mode,
    ...(units ? { 'provisioned-throughput': compactJson(unitsOf(units)) } : {}),
    ...(indexes.length > 0 ? { 'global-secondary-index-updates': compactJson(indexes.map(indexUpdate)) } : {}),
  };
  const other = mode === 'PROVISIONED' ? 'PAY_PER_REQUEST' : 'PROVISIONED';
  const read = describeTable(place, "Table.BillingModeSummary.BillingMode || 'PROVISIONED'");
  return { onlyWhile: { read, prints: other }, call: updateTable(place, change) };
}

/** AWS refuses a change of units that changes none, so each is asked for only while it differs. */
function throughput(wanted: Throughput, place: TablePlace): Command {
  const units = unitsOf(wanted);
  return {
    onlyWhile: { read: describeTable(place, differs('Table.ProvisionedThroughput', units)), prints: 'True' },
    call: updateTable(place, { 'provisioned-throughput': compactJson(units) }),
  };
}

function indexThroughput(part: IndexThroughput, place: TablePlace): Command {
  const found = `(Table.GlobalSecondaryIndexes[?IndexName==${queryText(part.index)}])[0].ProvisionedThroughput`;
  return {
    onlyWhile: { read: describeTable(place, differs(found, unitsOf(part.throughput))), prints: 'True' },
    call: updateTable(place, { 'global-secondary-index-updates': compactJson([indexUpdate(part)]) }),
  };
}

export function onDemandThroughput({ readUnits, writeUnits }: Partial<Throughput>, place: TablePlace): Command {
  const most = {
    ...(readUnits === undefined ? {} : { MaxReadRequestUnits: readUnits }),
    ...(writeUnits === undefined ? {} : { MaxWriteRequestUnits: writeUnits }),
  };
  return {
    onlyWhile: { read: describeTable(place, differs('Table.OnDemandThroughput', most)), prints: 'True' },
    call: updateTable(place, { 'on-demand-throughput': compactJson(most) }),
  };
}

function differs(path: string, units: Readonly<Record<string, number>>): string {
  return Object.entries(units)
    .map(([name, number]) => `${path}.${name} != \`${number}\``)
    .join(' || ');
}

function indexUpdate({ index, throughput: units }: IndexThroughput): object {
  return { Update: { IndexName: index, ProvisionedThroughput: unitsOf(units) } };
}

function unitsOf({ readUnits, writeUnits }: Throughput): Readonly<Record<string, number>> {
  return { ReadCapacityUnits: readUnits, WriteCapacityUnits: writeUnits };
}

function createdIndex({ index, types }: Extract<Part, { kind: 'index' }>, place: TablePlace): Command {
  const { name, keys, projection, nonKeyAttributes, throughput: units } = index;
  const create = {
    IndexName: name,
    KeySchema: keys.map((key) => ({ AttributeName: key.name, KeyType: key.type })),
    Projection: {
      ProjectionType: projection,
      ...(nonKeyAttributes.length > 0 ? { NonKeyAttributes: nonKeyAttributes } : {}),
    },
    ...(units ? { ProvisionedThroughput: unitsOf(units) } : {}),
  };
  const definitions = keys.map((key) => ({ AttributeName: key.name, AttributeType: types[key.name] ?? 'S' }));
  const read = describeTable(place, `length(Table.GlobalSecondaryIndexes[?IndexName==${queryText(name)}] || \`[]\`)`);
  return {
    onlyWhile: { read, prints: '0' },
    call: updateTable(place, {
      'attribute-definitions': compactJson(definitions),
      'global-secondary-index-updates': compactJson([{ Create: create }]),
    }),
  };
}

function scaling(target: ScaledPart, { region }: TablePlace): readonly Command[] {
  const { resourceId, dimension, minCapacity, maxCapacity, policy, resume, actions } = target;
  const subject = {
    region,
    'service-namespace': 'dynamodb',
    'resource-id': resourceId,
    'scalable-dimension': dimension,
  };
  const running = {
    DynamicScalingInSuspended: false,
    DynamicScalingOutSuspended: false,
    ScheduledScalingSuspended: false,
  };
  const register = aws('application-autoscaling', 'register-scalable-target', {
    ...subject,
    'min-capacity': minCapacity,
    'max-capacity': maxCapacity,
    ...(resume ? { 'suspended-state': compactJson(running) } : {}),
  });
  const scheduled = actions.map((action) => ({
    call: aws('application-autoscaling', 'put-scheduled-action', {
      ...subject,
      'scheduled-action-name': action.name,
      schedule: action.schedule,
      ...(action.timezone === undefined ? {} : { timezone: action.timezone }),
      ...(action.startAt === undefined ? {} : { 'start-time': action.startAt }),
      ...(action.endAt === undefined ? {} : { 'end-time': action.endAt }),
      'scalable-target-action': compactJson(
        present({ MinCapacity: action.minCapacity, MaxCapacity: action.maxCapacity }),
      ),
    }),
  }));
  if (!policy) return [{ call: register }, ...scheduled];
  const put = aws('application-autoscaling', 'put-scaling-policy', {
    ...subject,
    'policy-name': policy.name,
    'policy-type': 'TargetTrackingScaling',
    'target-tracking-scaling-policy-configuration': compactJson(policy.configuration),
  });
  return [{ call: register }, { call: put }, ...scheduled];
}

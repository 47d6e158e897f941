import { PutScalingPolicyCommand, RegisterScalableTargetCommand } from '@aws-sdk/client-application-auto-scaling';
import {
  CreateBackupPlanCommand,
  CreateBackupSelectionCommand,
  CreateBackupVaultCommand,
  CreateRestoreTestingPlanCommand,
  CreateRestoreTestingSelectionCommand,
  PutBackupVaultAccessPolicyCommand,
  PutBackupVaultLockConfigurationCommand,
} from '@aws-sdk/client-backup';
import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateTableCommand,
  PutResourcePolicyCommand,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateAliasCommand, CreateKeyCommand } from '@aws-sdk/client-kms';
import type { Simulator } from '../../src/simulator/server.ts';
import { ACCOUNT, clients, REGION } from '../simulator/simulated.ts';
import { isMap, type JsonMap, type JsonTree } from './json-tree.ts';

/** What `Ref` gives, and the attributes of `Fn::GetAtt`. */
interface Made {
  readonly ref: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Leaves out what is absent, as CloudFormation does. */
const NO_VALUE: unique symbol = Symbol('AWS::NoValue');

/**
 * Makes the resources of a template, in an empty Region, as CloudFormation would: a second reading of templates, which
 * shares no code with the preview. A function or type that it does not know ends the test. Gives the physical ids by logical id.
 */
export async function deploy(
  template: JsonMap,
  simulator: Simulator,
  region = REGION,
): Promise<ReadonlyMap<string, string>> {
  return new Stack(template, simulator, region).deploy();
}

class Stack {
  readonly #template: JsonMap;
  readonly #simulator: Simulator;
  readonly #region: string;
  readonly #made = new Map<string, Promise<Made>>();

  constructor(template: JsonMap, simulator: Simulator, region: string) {
    this.#template = template;
    this.#simulator = simulator;
    this.#region = region;
  }

  async deploy(): Promise<ReadonlyMap<string, string>> {
    const ids = new Map<string, string>();
    for (const logicalId of Object.keys(this.#section('Resources'))) {
      ids.set(logicalId, (await this.#resource(logicalId)).ref);
    }
    return ids;
  }

  #section(name: string): JsonMap {
    const section = this.#template[name];
    return isMap(section) ? section : {};
  }

  #resource(logicalId: string): Promise<Made> {
    const made = this.#made.get(logicalId) ?? this.#make(logicalId);
    this.#made.set(logicalId, made);
    return made;
  }

  async #make(logicalId: string): Promise<Made> {
    const resource = this.#section('Resources')[logicalId];
    if (!isMap(resource)) throw new Error(`no resource ${logicalId}`);
    const given = await this.#value(resource['Properties'] ?? {});
    const make = MAKERS[String(resource['Type'])];
    if (!make) throw new Error(`${String(resource['Type'])} is not made here`);
    const region = this.#region;
    const own = { logicalId, region, ...clients(this.#simulator, { region }) };
    return make(isMap(given) ? given : {}, own, this.#simulator);
  }

  async #value(tree: JsonTree): Promise<JsonTree> {
    const value = await this.#anyValue(tree);
    return value === NO_VALUE ? null : value;
  }

  async #anyValue(tree: JsonTree): Promise<JsonTree | typeof NO_VALUE> {
    if (Array.isArray(tree)) {
      const items = await Promise.all(tree.map((item) => this.#anyValue(item)));
      return items.filter((item) => item !== NO_VALUE);
    }
    if (!isMap(tree)) return tree;
    const [[name, argument] = [], ...others] = Object.entries(tree);
    const isFunction = others.length === 0 && (name === 'Ref' || name === 'Condition' || name?.startsWith('Fn::'));
    if (isFunction && argument !== undefined) return this.#function(name ?? '', argument);
    const entries = await Promise.all(
      Object.entries(tree).map(async ([key, item]) => [key, await this.#anyValue(item)] as const),
    );
    return Object.fromEntries(entries.flatMap(([key, item]) => (item === NO_VALUE ? [] : [[key, item]])));
  }

  async #function(name: string, argument: JsonTree): Promise<JsonTree | typeof NO_VALUE> {
    switch (name) {
      case 'Ref':
        return this.#ref(String(argument));
      case 'Fn::GetAtt': {
        const [logicalId = '', ...attribute] = Array.isArray(argument)
          ? argument.map(String)
          : String(argument).split('.');
        const found = (await this.#resource(logicalId)).attributes?.[attribute.join('.')];
        if (found === undefined) throw new Error(`${logicalId} has no attribute ${attribute}`);
        return found;
      }
      case 'Fn::Join': {
        const [delimiter, parts] = list(await this.#value(argument));
        return list(parts).map(String).join(String(delimiter));
      }
      case 'Fn::Sub': {
        let text = String(argument);
        for (const [hole, key = ''] of text.matchAll(/\$\{([^}!]+)\}/g)) {
          const value = key.includes('.') ? await this.#function('Fn::GetAtt', key) : await this.#ref(key);
          text = text.replace(hole, String(value));
        }
        return text;
      }
      case 'Fn::If': {
        const [condition, yes = null, no = null] = list(argument);
        return this.#anyValue((await this.#condition(String(condition))) ? yes : no);
      }
      case 'Fn::FindInMap': {
        const keys = list(await this.#value(argument)).map(String);
        return keys.reduce<JsonTree>((map, key) => (isMap(map) ? (map[key] ?? null) : null), this.#section('Mappings'));
      }
      case 'Fn::Equals': {
        const [one, other] = list(await this.#value(argument));
        return String(one) === String(other);
      }
      case 'Fn::Not':
        return !(await this.#value(list(argument)[0] ?? null));
      default:
        throw new Error(`${name} is not known here`);
    }
  }

  async #condition(name: string): Promise<boolean> {
    return Boolean(await this.#value(this.#section('Conditions')[name] ?? null));
  }

  async #ref(name: string): Promise<JsonTree | typeof NO_VALUE> {
    if (name === 'AWS::NoValue') return NO_VALUE;
    const pseudo: JsonMap = { 'AWS::AccountId': ACCOUNT, 'AWS::Region': this.#region, 'AWS::Partition': 'aws' };
    const parameter = this.#section('Parameters')[name];
    if (isMap(parameter)) return parameter['Default'] ?? null;
    return pseudo[name] ?? (await this.#resource(name)).ref;
  }
}

type Clients = ReturnType<typeof clients> & { readonly logicalId: string; readonly region: string };
type Maker = (properties: JsonMap, clients: Clients, simulator: Simulator) => Promise<Made>;

const arn = (service: string, rest: string, region = REGION) => `arn:aws:${service}:${region}:${ACCOUNT}:${rest}`;

/** A resource's properties by type, and the calls of AWS that make it. */
const MAKERS: Readonly<Record<string, Maker>> = {
  // What decides nothing about backups stays unmade.
  'AWS::CDK::Metadata': async () => ({ ref: 'metadata' }),
  'AWS::SNS::Topic': async ({ TopicName }) => ({ ref: arn('sns', String(TopicName)) }),
  'AWS::SNS::Subscription': async () => ({ ref: 'subscription' }),
  'AWS::SNS::TopicPolicy': async () => ({ ref: 'policy' }),
  'AWS::IAM::Role': async ({ AssumeRolePolicyDocument, RoleName }, { iam, logicalId }) => {
    const name = String(RoleName ?? logicalId);
    const { Role } = await iam.send(
      new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: JSON.stringify(AssumeRolePolicyDocument) }),
    );
    return { ref: name, attributes: { Arn: Role?.Arn ?? '' } };
  },
  'AWS::KMS::Key': async (_, { kms }) => {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    return { ref: KeyMetadata?.KeyId ?? '', attributes: { Arn: KeyMetadata?.Arn ?? '' } };
  },
  'AWS::KMS::Alias': async ({ AliasName, TargetKeyId }, { kms }) => {
    const target = String(TargetKeyId).replace(/^.*key\//, '');
    await kms.send(new CreateAliasCommand({ AliasName: String(AliasName), TargetKeyId: target }));
    return { ref: String(AliasName) };
  },
  'AWS::Backup::BackupVault': async (properties, { backup, region }) => {
    const BackupVaultName = String(properties['BackupVaultName']);
    const { EncryptionKeyArn, AccessPolicy, LockConfiguration } = properties;
    await backup.send(new CreateBackupVaultCommand(input({ BackupVaultName, EncryptionKeyArn })));
    if (AccessPolicy) {
      const Policy = JSON.stringify(AccessPolicy);
      await backup.send(new PutBackupVaultAccessPolicyCommand({ BackupVaultName, Policy }));
    }
    if (isMap(LockConfiguration)) {
      await backup.send(new PutBackupVaultLockConfigurationCommand(input({ BackupVaultName, ...LockConfiguration })));
    }
    const vaultArn = arn('backup', `backup-vault:${BackupVaultName}`, region);
    return { ref: BackupVaultName, attributes: { BackupVaultName, BackupVaultArn: vaultArn } };
  },
  'AWS::Backup::BackupPlan': async ({ BackupPlan }, { backup }) => {
    const plan = isMap(BackupPlan) ? BackupPlan : {};
    const Rules = list(plan['BackupPlanRule']).map((rule) =>
      isMap(rule) ? renamed(rule, { TargetBackupVault: 'TargetBackupVaultName' }) : rule,
    );
    const { BackupPlanId = '' } = await backup.send(
      new CreateBackupPlanCommand(input({ BackupPlan: { BackupPlanName: plan['BackupPlanName'], Rules } })),
    );
    return { ref: BackupPlanId, attributes: { BackupPlanId } };
  },
  'AWS::Backup::BackupSelection': async ({ BackupPlanId, BackupSelection }, { backup }) => {
    const tagged = isMap(BackupSelection) ? BackupSelection : {};
    const { SelectionId = '' } = await backup.send(
      new CreateBackupSelectionCommand(input({ BackupPlanId, BackupSelection: tagged })),
    );
    return { ref: `${SelectionId}_${String(BackupPlanId)}` };
  },
  'AWS::Backup::RestoreTestingPlan': async (properties, { backup }) => {
    await backup.send(new CreateRestoreTestingPlanCommand(input({ RestoreTestingPlan: properties })));
    return { ref: String(properties['RestoreTestingPlanName']) };
  },
  'AWS::Backup::RestoreTestingSelection': async ({ RestoreTestingPlanName, ...selection }, { backup }) => {
    await backup.send(
      new CreateRestoreTestingSelectionCommand(input({ RestoreTestingPlanName, RestoreTestingSelection: selection })),
    );
    return { ref: String(selection['RestoreTestingSelectionName']) };
  },
  'AWS::DynamoDB::Table': (properties, { dynamodb }) => table(properties, properties, dynamodb),
  'AWS::DynamoDB::GlobalTable': async (properties, { dynamodb, region: home }, simulator) => {
    const replicas = list(properties['Replicas']).filter((replica) => isMap(replica));
    const made = replicas.map((replica) => {
      const region = String(replica['Region']);
      const client = region === home ? dynamodb : clients(simulator, { region }).dynamodb;
      const stream = replicas.length > 1 ? { StreamViewType: 'NEW_AND_OLD_IMAGES' } : {};
      const StreamSpecification = properties['StreamSpecification'] ?? (replicas.length > 1 ? stream : null);
      const SSESpecification = isMap(properties['SSESpecification'])
        ? {
            ...properties['SSESpecification'],
            ...(isMap(replica['SSESpecification']) ? replica['SSESpecification'] : {}),
          }
        : null;
      return table({ ...properties, StreamSpecification, SSESpecification }, replica, client);
    });
    const [first] = await Promise.all(made);
    if (!first) throw new Error('a global table has replicas');
    return first;
  },
  'AWS::ApplicationAutoScaling::ScalableTarget': async (properties, { autoscaling }) => {
    const { Tags: _tags, ...target } = properties;
    await autoscaling.send(new RegisterScalableTargetCommand(input(target)));
    const { ResourceId, ScalableDimension, ServiceNamespace } = target;
    return { ref: [ResourceId, ScalableDimension, ServiceNamespace].join('|') };
  },
  'AWS::ApplicationAutoScaling::ScalingPolicy': async ({ ScalingTargetId, ...policy }, { autoscaling }) => {
    const [ResourceId, ScalableDimension, ServiceNamespace] = String(ScalingTargetId).split('|');
    const target = { ResourceId, ScalableDimension, ServiceNamespace };
    await autoscaling.send(new PutScalingPolicyCommand(input({ ...policy, ...target })));
    return { ref: String(policy['PolicyName']) };
  },
  'AWS::CloudWatch::Alarm': async (properties, { cloudwatch }) => {
    await cloudwatch.send(new PutMetricAlarmCommand(input(properties)));
    return { ref: String(properties['AlarmName']) };
  },
};

async function table(properties: JsonMap, own: JsonMap, dynamodb: Clients['dynamodb']): Promise<Made> {
  const TableName = String(properties['TableName']);
  const { KeySchema, AttributeDefinitions, BillingMode, ProvisionedThroughput } = properties;
  const stream = properties['StreamSpecification'];
  const encryption = properties['SSESpecification'];
  const { TableDescription } = await dynamodb.send(
    new CreateTableCommand(
      input({
        TableName,
        KeySchema,
        AttributeDefinitions,
        BillingMode,
        ProvisionedThroughput,
        GlobalSecondaryIndexes: properties['GlobalSecondaryIndexes'],
        LocalSecondaryIndexes: properties['LocalSecondaryIndexes'],
        DeletionProtectionEnabled: own['DeletionProtectionEnabled'],
        Tags: own['Tags'],
        StreamSpecification: isMap(stream) ? { StreamEnabled: true, ...stream } : undefined,
        SSESpecification: isMap(encryption) ? renamed(encryption, { SSEEnabled: 'Enabled' }) : undefined,
      }),
    ),
  );
  const TableArn = TableDescription?.TableArn ?? '';
  const { PointInTimeRecoverySpecification, ResourcePolicy } = own;
  const { TimeToLiveSpecification } = properties;
  if (PointInTimeRecoverySpecification) {
    await dynamodb.send(new UpdateContinuousBackupsCommand(input({ TableName, PointInTimeRecoverySpecification })));
  }
  if (TimeToLiveSpecification) {
    await dynamodb.send(new UpdateTimeToLiveCommand(input({ TableName, TimeToLiveSpecification })));
  }
  if (isMap(ResourcePolicy)) {
    const Policy = JSON.stringify(ResourcePolicy['PolicyDocument']);
    await dynamodb.send(new PutResourcePolicyCommand({ ResourceArn: TableArn, Policy }));
  }
  return { ref: TableName, attributes: { Arn: TableArn } };
}

function list(tree: JsonTree | undefined): JsonTree[] {
  return Array.isArray(tree) ? tree : [];
}

function renamed(map: JsonMap, names: Readonly<Record<string, string>>): JsonMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [names[key] ?? key, value]));
}

/** Properties of CloudFormation are named like the inputs of AWS's calls; AWS says where they are not. */
function input<T>(properties: Readonly<Record<string, unknown>>): T {
  return JSON.parse(JSON.stringify(properties, (_, value) => value ?? undefined));
}

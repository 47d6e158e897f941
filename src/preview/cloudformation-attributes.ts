import type { Scope } from '../model/inventory.ts';
import { isMadeEnabled, plannedKeyId } from './keys.ts';
import { placeholderName } from './placeholder-name.ts';
import { Later, type Value } from './value.ts';

export interface ReferencedResource {
  readonly logicalId: string;
  readonly type: string;
  readonly target: Scope;
  /** The id that it has in the deployed stack. */
  readonly physicalId?: string;
  /** A property, its functions worked out; undefined where the template does not give it. */
  readonly property: (key: string) => Value | undefined;
  /** As `property`, for the name of a resource that CloudFormation names where the template does not. */
  readonly name: (key: string) => Value;
}

/** Marks the id of a plan that the template makes. */
export const PLAN_OF = 'planned:';

/**
 * What `Ref` (no attribute) and `Fn::GetAtt` of a resource give, as far as that is made of what the template says.
 * Source: CloudFormation template reference, the return values of each type.
 */
export function attributeOf(resource: ReferencedResource, attribute: string | undefined): Value {
  const { logicalId, type, target, property, name, physicalId } = resource;
  const { partition, region, account } = target;
  const arn = (service: string, tail: (name: string) => string, of: Value | undefined, at = region): Value =>
    typeof of === 'string'
      ? `arn:${partition}:${service}:${at}:${account}:${tail(of)}`
      : (of ?? open(resource, attribute));
  const text = (of: Value | undefined): Value => of ?? open(resource, attribute);

  switch (`${type} ${attribute ?? 'Ref'}`) {
    case 'AWS::Backup::BackupPlan Ref':
    case 'AWS::Backup::BackupPlan BackupPlanId':
      return physicalId ?? `${PLAN_OF}${logicalId}`;
    case 'AWS::Backup::BackupVault Ref':
    case 'AWS::Backup::BackupVault BackupVaultName':
    case 'AWS::Backup::LogicallyAirGappedBackupVault Ref':
    case 'AWS::Backup::LogicallyAirGappedBackupVault BackupVaultName':
      return standIn(text(property('BackupVaultName')), logicalId);
    case 'AWS::Backup::BackupVault BackupVaultArn':
    case 'AWS::Backup::LogicallyAirGappedBackupVault BackupVaultArn':
      return arn('backup', (vault) => `backup-vault:${vault}`, standIn(text(property('BackupVaultName')), logicalId));
    case 'AWS::Backup::RestoreTestingPlan Ref':
    case 'AWS::Backup::RestoreTestingPlan RestoreTestingPlanName':
      return text(property('RestoreTestingPlanName'));
    case 'AWS::DynamoDB::Table Ref':
    case 'AWS::DynamoDB::GlobalTable Ref':
      return standIn(name('TableName'), logicalId);
    case 'AWS::DynamoDB::Table Arn':
    case 'AWS::DynamoDB::GlobalTable Arn':
      return arn('dynamodb', (table) => `table/${table}`, standIn(name('TableName'), logicalId));
    case 'AWS::IAM::Role Ref':
      return text(property('RoleName') ?? physicalId);
    case 'AWS::IAM::Role Arn':
      return arn(
        'iam',
        (role) => `role${textOr(property('Path'), '/')}${role}`,
        property('RoleName') ?? physicalId,
        '',
      );
    case 'AWS::KMS::Key Ref':
    case 'AWS::KMS::Key KeyId':
    case 'AWS::KMS::Key Arn': {
      const made = isMadeEnabled(property('Enabled')) ? plannedKeyId(logicalId) : undefined;
      return attribute === 'Arn' ? arn('kms', (key) => `key/${key}`, physicalId ?? made) : text(physicalId ?? made);
    }
    case 'AWS::KMS::Alias Ref':
      return text(property('AliasName'));
    case 'AWS::ApplicationAutoScaling::ScalableTarget Ref':
    case 'AWS::ApplicationAutoScaling::ScalableTarget Id': {
      const parts = ['ResourceId', 'ScalableDimension', 'ServiceNamespace'].map(property);
      return parts.every((part) => typeof part === 'string') ? parts.join('|') : open(resource, attribute);
    }
    default:
      return open(resource, attribute);
  }
}

/** A name that is not known is stood in for, so that what belongs to the table still finds it. */
function standIn(name: Value, logicalId: string): Value {
  return name instanceof Later ? placeholderName(logicalId) : name;
}

function open({ logicalId, type, target }: ReferencedResource, attribute: string | undefined): Later {
  const what = attribute === undefined ? logicalId : `${logicalId}.${attribute}`;
  const service = /^AWS::(?<service>[A-Za-z0-9]+)::/.exec(type)?.groups?.['service'];
  const isArnOfOther = attribute?.endsWith('Arn') && service !== undefined && !MAY_BE_TABLES.includes(service);
  const head = isArnOfOther ? `arn:${target.partition}:${service.toLowerCase()}:` : undefined;
  return new Later(`${what} is known after deployment`, head);
}

/** Services whose resources have attributes that may be ARNs of tables. */
const MAY_BE_TABLES = ['DynamoDB', 'CloudFormation', 'Serverless', 'ServiceCatalog', 'SSM'];

function textOr(value: Value | undefined, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}

import { HARMLESS_CLOUDFORMATION } from './harmless-services.ts';
import {
  AUDITS,
  BACKUP_FACTS,
  CAPACITIES,
  COMPOSITE,
  EVERYTHING,
  IDENTITY,
  isHarmless,
  mayTouch,
  NOT_JUDGED,
  OF_BACKUP,
  OF_CLOUDWATCH,
  OF_DYNAMODB,
  OF_KMS,
  ORGANIZATION,
  PERMISSION_SETS,
  POLICY_OF_AWS,
  REPORTS,
  rowOf,
  TABLE_FACTS,
  TEMPLATE,
  type TypeRow,
  type TypeTable,
  UNLISTED,
} from './type-rows.ts';

const SAM = 'the SAM transform makes other resources of it';

/**
 * Types of CloudFormation: what they may touch where no reader reads them. What touches nothing stands in harmless-services.ts
 * Source: CloudFormation template reference.
 */
export const CLOUDFORMATION_TYPES: TypeTable = {
  'AWS::Backup::*': mayTouch(BACKUP_FACTS, OF_BACKUP),
  'AWS::Backup::Framework': isHarmless(AUDITS),
  'AWS::Backup::ReportPlan': isHarmless(REPORTS),
  'AWS::DynamoDB::*': mayTouch(TABLE_FACTS, OF_DYNAMODB, 'account'),
  'AWS::ApplicationAutoScaling::*': mayTouch(['scaling'], CAPACITIES),
  'AWS::AutoScalingPlans::ScalingPlan': mayTouch(['scaling'], CAPACITIES),
  'AWS::CloudWatch::*': mayTouch(['alarms'], OF_CLOUDWATCH),
  'AWS::CloudWatch::AnomalyDetector': isHarmless(NOT_JUDGED),
  'AWS::CloudWatch::Dashboard': isHarmless(NOT_JUDGED),
  'AWS::CloudWatch::InsightRule': isHarmless(NOT_JUDGED),
  'AWS::CloudWatch::MetricStream': isHarmless(NOT_JUDGED),
  'AWS::CloudWatch::Alarm': mayTouch(['alarms'], 'it is an alarm'),
  'AWS::CloudWatch::CompositeAlarm': mayTouch(['alarms'], COMPOSITE),
  'AWS::KMS::*': mayTouch(['keys'], OF_KMS),
  'AWS::IAM::*': mayTouch(['identity-policies', 'backup-roles'], IDENTITY, 'account'),
  'AWS::IAM::AccessKey': isHarmless(NOT_JUDGED),
  'AWS::IAM::InstanceProfile': isHarmless(NOT_JUDGED),
  'AWS::IAM::OIDCProvider': isHarmless(NOT_JUDGED),
  'AWS::IAM::SAMLProvider': isHarmless(NOT_JUDGED),
  'AWS::IAM::ServerCertificate': isHarmless(NOT_JUDGED),
  'AWS::IAM::ServiceLinkedRole': isHarmless(POLICY_OF_AWS),
  'AWS::SSO::*': mayTouch(['identity-policies'], PERMISSION_SETS, 'anywhere'),
  'AWS::Organizations::*': mayTouch(BACKUP_FACTS, ORGANIZATION, 'anywhere'),
  'AWS::ControlTower::*': mayTouch(EVERYTHING, TEMPLATE, 'anywhere'),
  // Global tables of what they make stand in other Regions, too.
  'AWS::CloudFormation::*': mayTouch(EVERYTHING, TEMPLATE, 'account'),
  'AWS::CloudFormation::StackSet': mayTouch(EVERYTHING, TEMPLATE, 'anywhere'),
  'AWS::CloudFormation::WaitCondition': isHarmless('it waits'),
  'AWS::CloudFormation::WaitConditionHandle': isHarmless('it waits'),
  'AWS::ServiceCatalog::CloudFormationProvisionedProduct': mayTouch(EVERYTHING, TEMPLATE, 'account'),
  'AWS::Serverless::*': mayTouch(['identity-policies', 'backup-roles'], `${SAM}, roles too`, 'account'),
  'AWS::Serverless::Application': mayTouch(EVERYTHING, SAM, 'account'),
  'AWS::Serverless::SimpleTable': mayTouch(TABLE_FACTS, `${SAM}, a table`),
  'AWS::ElasticBeanstalk::Environment': mayTouch(EVERYTHING, TEMPLATE, 'account'),
  'AWS::SSM::Association': mayTouch(EVERYTHING, 'it runs documents', 'anywhere'),
  'Custom::*': mayTouch(EVERYTHING, 'it runs code when it is deployed', 'anywhere'),
};

const FOREIGN = mayTouch(EVERYTHING, 'what a type of others makes is not in the template', 'anywhere');

/** Undefined: it touches nothing that is judged. Types of AWS begin with its name; others, and modules, may do whatever they like. */
export function cloudFormationRow(type: string): TypeRow | undefined {
  if (type.endsWith('::MODULE')) {
    return mayTouch(EVERYTHING, 'a module becomes other resources when it is deployed', 'anywhere');
  }
  const row = rowOf(CLOUDFORMATION_TYPES, type) ?? rowOfService(type);
  return row && row.touches.length > 0 ? row : undefined;
}

function rowOfService(type: string): TypeRow | undefined {
  const [owner, service = ''] = type.split('::');
  if (owner === 'Alexa' || (owner === 'AWS' && HARMLESS_CLOUDFORMATION.has(service))) return undefined;
  return owner === 'AWS' ? UNLISTED : FOREIGN;
}

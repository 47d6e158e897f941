import { HARMLESS_CLOUDFORMATION } from './harmless-services.ts';
import {
  BACKUP_FACTS,
  EVERYTHING,
  isHarmless,
  mayTouch,
  rowOf,
  TABLE_FACTS,
  type TypeRow,
  type TypeTable,
  UNLISTED,
} from './type-rows.ts';

const TEMPLATE = 'it makes, changes and removes what its own template says, which is not in this one';
const NOT_JUDGED = 'what it sets is not judged';
const SAM = 'the SAM transform makes other resources of it';
const IDENTITY = 'it decides what identities of the account may do';

/**
 * Types of CloudFormation: what they may touch where no reader reads them. What touches nothing stands in harmless-services.ts
 * Source: CloudFormation template reference.
 */
export const CLOUDFORMATION_TYPES: TypeTable = {
  'AWS::Backup::*': mayTouch(BACKUP_FACTS, 'it belongs to AWS Backup'),
  'AWS::Backup::Framework': isHarmless('a framework audits, and changes nothing'),
  'AWS::Backup::ReportPlan': isHarmless('a report plan writes reports'),
  'AWS::DynamoDB::*': mayTouch(TABLE_FACTS, 'it belongs to DynamoDB', 'account'),
  'AWS::ApplicationAutoScaling::*': mayTouch(['scaling'], 'it changes capacities'),
  'AWS::AutoScalingPlans::ScalingPlan': mayTouch(['scaling'], 'it changes capacities'),
  'AWS::CloudWatch::*': mayTouch(['alarms'], 'it belongs to CloudWatch'),
  'AWS::CloudWatch::AnomalyDetector': isHarmless(NOT_JUDGED),
  'AWS::CloudWatch::Dashboard': isHarmless(NOT_JUDGED),
  'AWS::CloudWatch::InsightRule': isHarmless(NOT_JUDGED),
  'AWS::CloudWatch::MetricStream': isHarmless(NOT_JUDGED),
  'AWS::CloudWatch::Alarm': mayTouch(['alarms'], 'it is an alarm'),
  'AWS::CloudWatch::CompositeAlarm': mayTouch(['alarms'], 'it is an alarm that watches others'),
  'AWS::KMS::*': mayTouch(['keys'], 'it belongs to KMS'),
  'AWS::IAM::*': mayTouch(['identity-policies', 'backup-roles'], IDENTITY, 'account'),
  'AWS::IAM::AccessKey': isHarmless(NOT_JUDGED),
  'AWS::IAM::InstanceProfile': isHarmless(NOT_JUDGED),
  'AWS::IAM::OIDCProvider': isHarmless(NOT_JUDGED),
  'AWS::IAM::SAMLProvider': isHarmless(NOT_JUDGED),
  'AWS::IAM::ServerCertificate': isHarmless(NOT_JUDGED),
  'AWS::IAM::ServiceLinkedRole': isHarmless('its policy is that of AWS'),
  'AWS::SSO::*': mayTouch(['identity-policies'], 'permission sets become roles of accounts', 'anywhere'),
  'AWS::Organizations::*': mayTouch(
    BACKUP_FACTS,
    'AWS Organizations merges backup policies into the plans of member accounts',
    'anywhere',
  ),
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

import { BACKUP_FACTS, EVERYTHING, isHarmless, mayTouch, TABLE_FACTS, type TypeTable } from './type-rows.ts';

const TEMPLATE = 'it makes, changes and removes what its own template says, which is not in this one';
const NOT_JUDGED = 'what it sets is not judged';
const IDENTITY = 'it decides what identities of the account may do';

/**
 * Types of CloudFormation: what they may touch where no reader reads them. Types of services that are not named touch nothing
 * of tables or backups. Source: CloudFormation template reference.
 */
export const CLOUDFORMATION_TYPES: TypeTable = {
  'AWS::Backup::*': mayTouch(BACKUP_FACTS, 'it belongs to AWS Backup'),
  'AWS::Backup::Framework': isHarmless('a framework audits, and changes nothing'),
  'AWS::Backup::ReportPlan': isHarmless('a report plan writes reports'),
  'AWS::DynamoDB::*': mayTouch(TABLE_FACTS, 'it belongs to DynamoDB'),
  'AWS::ApplicationAutoScaling::*': mayTouch(['scaling'], 'it changes capacities'),
  'AWS::AutoScalingPlans::ScalingPlan': mayTouch(['scaling'], 'it changes capacities'),
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
  'AWS::CloudFormation::*': mayTouch(EVERYTHING, TEMPLATE),
  'AWS::CloudFormation::StackSet': mayTouch(EVERYTHING, TEMPLATE, 'anywhere'),
  'AWS::CloudFormation::WaitCondition': isHarmless('it waits'),
  'AWS::CloudFormation::WaitConditionHandle': isHarmless('it waits'),
  'AWS::ServiceCatalog::CloudFormationProvisionedProduct': mayTouch(EVERYTHING, TEMPLATE),
  'AWS::Serverless::*': mayTouch(EVERYTHING, 'the SAM transform makes other resources of it'),
  'AWS::ElasticBeanstalk::Environment': mayTouch(EVERYTHING, TEMPLATE),
  'AWS::SSM::Association': mayTouch(EVERYTHING, 'it runs documents', 'anywhere'),
  'Custom::*': mayTouch(EVERYTHING, 'it runs code when it is deployed', 'anywhere'),
};

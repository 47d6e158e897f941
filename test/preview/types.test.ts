import { describe, expect, test } from 'vitest';
import { cloudFormationRow } from '../../src/preview/cloudformation-types.ts';
import { terraformRow } from '../../src/preview/terraform-types.ts';
import { EVERYTHING } from '../../src/preview/type-rows.ts';

const terraform = (type: string) => terraformRow({ type, after: {} });

describe('a type that no reader reads', () => {
  test.each(['awscc_customerprofiles_domain', 'awscc_backupgateway_hypervisor'])(
    'is not taken for one whose name begins alike: %s',
    (type) => {
      expect(terraform(type)).toBeUndefined();
    },
  );

  test('is what it was and what it becomes: a policy for backups that is made another, and the other way about', () => {
    const [backups, tags] = [{ type: 'BACKUP_POLICY' }, { type: 'TAG_POLICY' }];
    const row = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) =>
      terraformRow({ type: 'aws_organizations_policy', before, after });
    expect([row(backups, tags), row(tags, backups), row(tags, tags)].map((each) => each !== undefined)).toEqual([
      true,
      true,
      false,
    ]);
    const controlled = (before: string, after: string) =>
      terraformRow({
        type: 'aws_cloudcontrolapi_resource',
        before: { type_name: before },
        after: { type_name: after },
      });
    expect(controlled('AWS::DynamoDB::Table', 'AWS::SQS::Queue')).toBeDefined();
    expect(controlled('AWS::SQS::Queue', 'AWS::SNS::Topic')).toBeUndefined();
  });

  test.each(['aws_orchard_basket', 'awscc_orchard_basket', 'awsutils_default_vpc_deletion'])(
    'touches everything where nobody knows its service: %s',
    (type) => {
      expect(terraform(type)?.touches).toEqual(EVERYTHING);
    },
  );

  test.each(['AWS::Orchard::Basket', 'Orchard::Fruit::Basket', 'Custom::Basket', 'Orchard::Fruit::Basket::MODULE'])(
    'touches everything where nobody knows its service: %s',
    (type) => {
      expect(cloudFormationRow(type)?.touches).toEqual(EVERYTHING);
    },
  );

  test.each(['aws_s3_bucket', 'aws_lb', 'aws_instance', 'awscc_lambda_function', 'random_id', 'kubernetes_secret'])(
    'touches nothing where its service is known to: %s',
    (type) => {
      expect(terraform(type)).toBeUndefined();
    },
  );

  test.each(['AWS::S3::Bucket', 'AWS::EC2::Instance', 'AWS::CloudWatch::Dashboard', 'Alexa::ASK::Skill'])(
    'touches nothing where its service is known to: %s',
    (type) => {
      expect(cloudFormationRow(type)).toBeUndefined();
    },
  );

  test.each(['aws_dynamodb_fancy', 'aws_backup_fancy', 'awscc_backup_fancy'])(
    'touches what its service is about: %s',
    (type) => {
      const touches = terraform(type)?.touches ?? [];
      expect(touches.length).toBeGreaterThan(0);
      expect(touches.length).toBeLessThan(EVERYTHING.length);
    },
  );
});

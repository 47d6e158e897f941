import { describe, expect, test } from 'vitest';
import { NOW } from '../../src/controls/example.ts';
import { readTemplate } from '../../src/preview/cloudformation.ts';
import { cloudFormationRow } from '../../src/preview/cloudformation-types.ts';
import { emptyInventory } from '../../src/preview/empty-inventory.ts';
import { overlay } from '../../src/preview/overlay.ts';
import { terraformRow } from '../../src/preview/terraform-types.ts';
import { EVERYTHING } from '../../src/preview/type-rows.ts';
import { HOME } from './laid-over.ts';

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

describe('what is not read of a template is named in a note, and leaves tables open', () => {
  const INCLUDE = '"Fn::Transform": { Name: AWS::Include, Parameters: { Location: s3://x } }';
  const macro = 'transforms t.yaml when it is deployed, and what comes of it is not seen';
  const unread = (type: string) => `It (${type}) may touch it and is not read`;
  const typed = (type: string, transform = ''): readonly [string, string, string] => [
    type,
    `${transform}Resources: { It: { Type: "${type}" } }`,
    unread(type),
  ];

  test.each<readonly [string, string, string]>([
    ['a macro', 'Transform: Own\nResources: {}', `Own ${macro}`],
    ['an include at the top', `${INCLUDE}\nResources: {}`, `AWS::Include ${macro}`],
    ['an include among resources', `Resources: { ${INCLUDE} }`, `AWS::Include ${macro}`],
    ['a resource that an include tells of', `Resources: { It: { ${INCLUDE} } }`, unread('no type')],
    typed('AWS::CloudFormation::Stack'),
    typed('AWS::CloudFormation::StackSet'),
    typed('AWS::CloudFormation::CustomResource'),
    typed('Custom::Thing'),
    typed('Own::Registry::Type'),
    typed('Own::Registry::Type::MODULE'),
    typed('AWS::Serverless::SimpleTable', 'Transform: AWS::Serverless-2016-10-31\n'),
    typed('AWS::Serverless::Application', 'Transform: AWS::Serverless-2016-10-31\n'),
  ])('%s', (_, text, note) => {
    const change = readTemplate('t.yaml', text, { target: HOME });
    const { inventory, notes } = overlay(emptyInventory([HOME], NOW), [change], { withUntouched: true });
    expect([...change.notes, ...notes].join()).toContain(note);
    const { tables } = inventory.regions[0] ?? {};
    expect(tables?.known ? tables.value.map(({ tags }) => tags.known) : [false]).toContain(false);
  });
});

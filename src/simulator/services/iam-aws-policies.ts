import type { ManagedPolicy } from '../state.ts';

/** What AWS manages, as far as it is about DynamoDB. Source: AWS Backup Developer Guide, security-iam-awsmanpol. */
const STATEMENTS: Readonly<Record<string, readonly object[]>> = {
  'service-role/AWSBackupServiceRolePolicyForBackup': [
    {
      Effect: 'Allow',
      Action: [
        'dynamodb:CreateBackup',
        'dynamodb:DescribeTable',
        'dynamodb:ListTagsOfResource',
        'dynamodb:StartAwsBackupJob',
      ],
      Resource: 'arn:aws:dynamodb:*:*:table/*',
    },
    {
      Effect: 'Allow',
      Action: ['dynamodb:DeleteBackup', 'dynamodb:DescribeBackup'],
      Resource: 'arn:aws:dynamodb:*:*:table/*/backup/*',
    },
  ],
  'service-role/AWSBackupServiceRolePolicyForRestores': [
    { Effect: 'Allow', Action: 'dynamodb:RestoreTableFromAwsBackup', Resource: 'arn:aws:dynamodb:*:*:table/*' },
    { Effect: 'Allow', Action: 'dynamodb:RestoreTableFromBackup', Resource: 'arn:aws:dynamodb:*:*:table/*/backup/*' },
  ],
  AdministratorAccess: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/** The policies that AWS manages in each partition, by ARN; those that are not here exist, and are not shown. */
export function awsPolicy(arn: string): ManagedPolicy | undefined {
  const [, partition, name] = /^arn:([^:]+):iam::aws:policy\/(.+)$/.exec(arn) ?? [];
  const statements = name === undefined ? undefined : STATEMENTS[name];
  if (partition === undefined || name === undefined || !statements) return undefined;
  const created = new Date(0);
  const document = JSON.stringify({ Version: '2012-10-17', Statement: statements }).replaceAll(
    'arn:aws:',
    `arn:${partition}:`,
  );
  return {
    PolicyName: name.slice(name.lastIndexOf('/') + 1),
    PolicyId: `ANPA${name
      .toUpperCase()
      .replace(/[^A-Z]/g, '')
      .slice(-17)}`,
    Arn: arn,
    Path: `/${name.slice(0, name.lastIndexOf('/') + 1)}`,
    CreateDate: created,
    UpdateDate: created,
    Description: undefined,
    tags: {},
    defaultVersion: 'v1',
    versions: new Map([['v1', { document, created }]]),
  };
}

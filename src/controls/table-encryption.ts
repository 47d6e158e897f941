import { part } from '../frameworks/evidence.ts';
import { known } from '../model/fact.ts';
import { ACCOUNT, denied, exampleInventory, REGION } from './example.ts';
import { apiPage } from './restored/pages.ts';
import { tableSetting } from './restored/setting-control.ts';
import { encryption } from './shared/settings.ts';

const keyArn = `arn:aws:kms:${REGION}:${ACCOUNT}:key/0f3c`;
const encrypted = { encryption: { kind: 'kms', keyArn, status: 'ENABLED' } } as const;

export const tableEncryption = tableSetting(encryption, {
  title: 'The table is encrypted as asked',
  severity: 'high',
  description:
    'Passes when the table is encrypted with a key that DynamoDB owns, AWS manages or the customer manages, as asked, or with a key whose ARN or alias ARN fits the pattern. Fails when another key is in use. Unknown when the table, or who manages the key, could not be read and would decide, and while the key is being changed.',
  remediation:
    'Change the key: `aws dynamodb update-table --table-name TABLE --sse-specification Enabled=true,SSEType=KMS,KMSMasterKeyId=KEY`.',
  evidence: part('the live table is encrypted as asked; backups are judged by other controls', {
    'nist-800-53-r5': ['SC-28', 'SC-28(1)'],
    hipaa: ['164.312(a)(2)(iv)'],
    'nist-csf-2.0': ['PR.DS-01'],
    'cis-controls-8.1': ['3.11'],
  }),
  sources: [apiPage('SSEDescription')],
  examples: [
    {
      title: 'passes when the customer manages the key',
      policy: 'settings: { encryption: customer-managed }',
      inventory: () =>
        exampleInventory({
          table: { description: encrypted },
          keys: [{ arn: keyArn, manager: known('CUSTOMER', 'kms:DescribeKey'), aliases: known([], 'kms:ListAliases') }],
        }),
      expect: { status: 'pass', message: `encrypted with customer-managed key ${keyArn}, as asked` },
    },
    {
      title: 'fails when DynamoDB owns the key',
      policy: 'settings: { encryption: customer-managed }',
      inventory: () => exampleInventory(),
      expect: {
        status: 'fail',
        message: 'encrypted with the key that DynamoDB owns; policy asks for customer-managed',
      },
    },
    {
      title: 'is unknown when nobody may say who manages the key',
      policy: 'settings: { encryption: customer-managed }',
      inventory: () =>
        exampleInventory({
          table: { description: encrypted },
          keys: [{ arn: keyArn, manager: denied('kms:DescribeKey'), aliases: denied('kms:ListAliases') }],
        }),
      expect: { status: 'unknown', message: `cannot tell whether key ${keyArn} is the key asked for` },
    },
  ],
});

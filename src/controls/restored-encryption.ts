import { part } from '../frameworks/evidence.ts';
import { known } from '../model/fact.ts';
import { ACCOUNT, denied, exampleInventory, REGION } from './example.ts';
import { apiPage } from './restored/pages.ts';
import { restoredSetting } from './restored/setting-control.ts';
import { encryption } from './shared/settings.ts';

const keyArn = `arn:aws:kms:${REGION}:${ACCOUNT}:key/0f3c`;
const encrypted = { encryption: { kind: 'kms', keyArn, status: 'ENABLED' } } as const;

export const restoredEncryption = restoredSetting(encryption, {
  inBackups: true,
  title: 'A restored table is encrypted as asked',
  severity: 'high',
  description:
    'Passes when a table made by a restore is encrypted as asked: with the same key as its source (or a replica of the same multi-Region key; keys that AWS owns or manages count as the same), with a key that DynamoDB owns, AWS manages or the customer manages, or with a key whose ARN or alias ARN fits the pattern. Fails when another key is in use. Unknown when the table, its source, or who manages the key could not be read and would decide, and while the key is being changed.',
  remediation:
    'Change the key: `aws dynamodb update-table --table-name TABLE --sse-specification Enabled=true,SSEType=KMS,KMSMasterKeyId=KEY`, or restore again with `encryptionType` and `kmsMasterKeyArn` in the restore metadata.',
  evidence: [
    ...part('a restored table keeps this protection', { 'iso-27001-2022': ['A.5.29'], dora: ['12(2)'] }),
    ...part('a restored table is encrypted as asked', {
      'nist-800-53-r5': ['SC-28', 'SC-28(1)'],
      hipaa: ['164.312(a)(2)(iv)'],
    }),
  ],
  sources: [
    apiPage('SSEDescription'),
    'https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html',
  ],
  examples: [
    {
      title: 'passes when an alias of the key fits the pattern',
      policy: 'restore: { settings: { encryption: "arn:aws:kms:*:*:alias/payments-*" } }',
      inventory: () =>
        exampleInventory({
          restored: { description: encrypted },
          keys: [
            {
              arn: keyArn,
              manager: known('CUSTOMER', 'kms:DescribeKey'),
              aliases: known([`arn:aws:kms:${REGION}:${ACCOUNT}:alias/payments-tables`], 'kms:ListAliases'),
            },
          ],
        }),
      expect: { status: 'pass', message: `encrypted with customer-managed key ${keyArn}, as asked` },
    },
    {
      title: 'fails when the restore fell back to the key that DynamoDB owns',
      policy: 'restore: { settings: { encryption: same-as-source } }',
      inventory: () =>
        exampleInventory({
          table: { description: encrypted },
          restored: {},
          keys: [{ arn: keyArn, manager: known('CUSTOMER', 'kms:DescribeKey'), aliases: known([], 'kms:ListAliases') }],
        }),
      expect: {
        status: 'fail',
        message: `encrypted with the key that DynamoDB owns; policy asks for customer-managed key ${keyArn}, as on the source`,
      },
    },
    {
      title: 'is unknown when nobody may say who manages the key',
      policy: 'restore: { settings: { encryption: customer-managed } }',
      inventory: () =>
        exampleInventory({
          restored: { description: encrypted },
          keys: [{ arn: keyArn, manager: denied('kms:DescribeKey'), aliases: denied('kms:ListAliases') }],
        }),
      expect: {
        status: 'unknown',
        message: `cannot tell whether key ${keyArn} is the key asked for`,
      },
    },
  ],
});

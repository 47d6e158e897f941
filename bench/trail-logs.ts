import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** One file in real trails holds up to a few thousand records of about 1,400 bytes. */
const RECORDS_A_FILE = 2_000;
/** One record in this many is about what Holdfast wants. */
const WANTED_EVERY = 165;

const COMMON = [
  ['ec2.amazonaws.com', 'DescribeInstances'],
  ['sts.amazonaws.com', 'AssumeRole'],
  ['s3.amazonaws.com', 'GetBucketAcl'],
  ['kms.amazonaws.com', 'Decrypt'],
  ['logs.amazonaws.com', 'CreateLogStream'],
  ['dynamodb.amazonaws.com', 'DescribeTable'],
  ['backup.amazonaws.com', 'ListBackupJobs'],
  ['monitoring.amazonaws.com', 'DescribeAlarms'],
] as const;

/** Log files as CloudTrail lays them out, at least `bytes` long when decompressed. The same bytes on every run. */
export function writeLogs(folder: string, bytes: number): { files: number; bytes: number; wanted: number } {
  let written = 0;
  let files = 0;
  let wanted = 0;
  let serial = 0;
  while (written < bytes) {
    const day = new Date(Date.UTC(2026, 8, 1) + (files % 60) * 86_400_000).toISOString();
    const records: string[] = [];
    for (let i = 0; i < RECORDS_A_FILE; i++, serial++) {
      const isRelevant = serial % WANTED_EVERY === 0;
      if (isRelevant) wanted++;
      records.push(JSON.stringify(recordOf(serial, day, isRelevant)));
    }
    const text = `{"Records":[${records.join(',')}]}`;
    const path = join(folder, 'AWSLogs/111122223333/CloudTrail/eu-west-1', day.slice(0, 10).replaceAll('-', '/'));
    mkdirSync(path, { recursive: true });
    const stamp = `${day.slice(0, 10).replaceAll('-', '')}T0000Z`;
    writeFileSync(join(path, `111122223333_CloudTrail_eu-west-1_${stamp}_${noise(files, 16)}.json.gz`), gzipSync(text));
    written += text.length;
    files++;
  }
  return { files, bytes: written, wanted };
}

function recordOf(serial: number, day: string, isRelevant: boolean): object {
  const [source, name] = isRelevant
    ? ['backup.amazonaws.com', 'UpdateBackupPlan']
    : (COMMON[serial % COMMON.length] ?? COMMON[0]);
  const key = noise(serial, 16).toUpperCase();
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROA${key}:session-${serial % 97}`,
      arn: `arn:aws:sts::111122223333:assumed-role/service-role-${serial % 31}/session-${serial % 97}`,
      accountId: '111122223333',
      accessKeyId: `ASIA${key}`,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: `AROA${key}`,
          arn: `arn:aws:iam::111122223333:role/service-role-${serial % 31}`,
          accountId: '111122223333',
          userName: `service-role-${serial % 31}`,
        },
        attributes: { creationDate: day, mfaAuthenticated: 'false' },
      },
    },
    eventTime: `${day.slice(0, 11)}${String(serial % 24).padStart(2, '0')}:${String(serial % 60).padStart(2, '0')}:00Z`,
    eventSource: source,
    eventName: name,
    awsRegion: 'eu-west-1',
    sourceIPAddress: `203.0.113.${serial % 250}`,
    userAgent: 'aws-sdk-java/2.29.0 Linux/6.1 OpenJDK_64-Bit_Server_VM/17.0.12 exec-env/AWS_ECS_FARGATE io/sync',
    requestParameters: {
      name: `resource-${noise(serial, 12)}`,
      filterSet: { items: [{ key: noise(serial + 1, 24) }] },
    },
    responseElements: serial % 3 === 0 ? { requestId: noise(serial + 2, 32), credentials: noise(serial, 60) } : null,
    requestID: noise(serial + 3, 32),
    eventID: noise(serial + 4, 32),
    readOnly: !isRelevant,
    resources: [{ accountId: '111122223333', type: 'AWS::Generic', ARN: `arn:aws:x:::${noise(serial + 5, 20)}` }],
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: 'ec2.eu-west-1.amazonaws.com',
    },
  };
}

/** Text that hardly compresses, as ids and tokens do. */
function noise(seed: number, length: number): string {
  return createHash('sha256').update(String(seed)).digest('hex').slice(0, length);
}

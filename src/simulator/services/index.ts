import type { Service } from '../operation.ts';
import { ACCOUNT } from './account.ts';
import { ATHENA } from './athena.ts';
import { AUTOSCALING } from './autoscaling.ts';
import { BACKUP } from './backup/index.ts';
import { CLOUDFORMATION } from './cloudformation.ts';
import { CLOUDTRAIL } from './cloudtrail.ts';
import { CLOUDWATCH } from './cloudwatch.ts';
import { DYNAMODB } from './dynamodb/index.ts';
import { IAM } from './iam.ts';
import { KMS } from './kms.ts';
import { ORGANIZATIONS } from './organizations.ts';
import { S3 } from './s3.ts';
import { STS } from './sts.ts';
import { TAGGING } from './tagging.ts';

const ALL: readonly Service[] = [
  ACCOUNT,
  AUTOSCALING,
  BACKUP,
  CLOUDFORMATION,
  CLOUDTRAIL,
  CLOUDWATCH,
  DYNAMODB,
  IAM,
  KMS,
  ORGANIZATIONS,
  STS,
  TAGGING,
];

/** By the name in the credential scope. */
export const SERVICES: ReadonlyMap<string, Service> = new Map(ALL.map((service) => [service.scope, service]));

/** Where log files are kept and queried: files that a test puts there, not the state of accounts. */
export const LOG_SERVICES: ReadonlyMap<string, Service> = new Map(
  [ATHENA, S3].map((service) => [service.scope, service]),
);

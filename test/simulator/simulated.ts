import { AccountClient } from '@aws-sdk/client-account';
import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { BackupClient } from '@aws-sdk/client-backup';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { STSClient } from '@aws-sdk/client-sts';
import { expect } from 'vitest';
import type { Fault } from '../../src/simulator/fault.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { BOTOCORE, violations } from './service-model.ts';

export const NOW = Date.parse('2026-11-22T08:00:00Z');
export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

export interface Simulated extends Simulator {
  /** Moves the simulator's clock on. */
  readonly pass: (ms: number) => void;
}

/**
 * Runs a simulator with a clock that stands still. Where botocore is installed every answer is held to AWS's model, in
 * whatever test it is given.
 */
export async function simulated(
  use: (simulator: Simulated) => Promise<void>,
  options: { scenario?: string; faults?: readonly Fault[] } = {},
): Promise<void> {
  let now = NOW;
  const wrong: string[] = [];
  const simulator = await startSimulator({
    clock: () => now,
    ...(options.scenario !== undefined && { scenario: { text: options.scenario, file: 'scenario.yaml' } }),
    ...(options.faults && { faults: options.faults }),
    observe: (scope, operation, response) => {
      if (BOTOCORE !== undefined) wrong.push(...violations(scope, operation, response));
    },
  });
  try {
    await use({
      ...simulator,
      pass: (ms) => {
        now += ms;
      },
    });
  } finally {
    await simulator.close();
  }
  expect([...new Set(wrong)]).toEqual([]);
}

/** What every client of the SDK is built with. Retries are off unless a test is about them. */
export function settings(
  simulator: Simulator,
  options: { account?: string; region?: string; maxAttempts?: number } = {},
) {
  const { account = ACCOUNT, region = REGION, maxAttempts = 1 } = options;
  const environment = simulator.environmentOf(account, region);
  return {
    endpoint: simulator.url,
    region,
    maxAttempts,
    credentials: {
      accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  };
}

export function clients(
  simulator: Simulator,
  options: { account?: string; region?: string; maxAttempts?: number } = {},
) {
  const with_ = settings(simulator, options);
  return {
    account: new AccountClient(with_),
    autoscaling: new ApplicationAutoScalingClient(with_),
    backup: new BackupClient(with_),
    cloudtrail: new CloudTrailClient(with_),
    cloudwatch: new CloudWatchClient(with_),
    dynamodb: new DynamoDBClient(with_),
    iam: new IAMClient(with_),
    kms: new KMSClient(with_),
    organizations: new OrganizationsClient(with_),
    sts: new STSClient(with_),
    tagging: new ResourceGroupsTaggingAPIClient(with_),
  };
}

export const DAY = 86_400_000;
export const MINUTE = 60_000;

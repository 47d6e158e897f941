import { AccountClient } from '@aws-sdk/client-account';
import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { BackupClient } from '@aws-sdk/client-backup';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentityProvider } from '@smithy/types';
import type { Progress } from './progress.ts';
import { PatientRetry } from './retry.ts';
import type { Plugin, Wire } from './wire.ts';

/** What every part of one run needs. */
export interface Run {
  readonly wire: Wire;
  readonly progress: Progress;
  readonly signal: AbortSignal | undefined;
  readonly profile: string | undefined;
}

/** One identity in one Region: the clients that read it, each made when it is first used. */
export class Connection {
  readonly run: Run;
  readonly region: string;
  readonly credentials: AwsCredentialIdentityProvider;
  /** Whose rate limits are used up: the account, or the role while the account is not known yet. */
  readonly #owner: string;
  readonly #clients = new Map<string, unknown>();

  constructor(run: Run, region: string, credentials: AwsCredentialIdentityProvider, owner: string) {
    this.run = run;
    this.region = region;
    this.credentials = credentials;
    this.#owner = owner;
  }

  /** Names of services are IAM's prefixes, so that an operation's name is its permission. */
  get account(): AccountClient {
    return this.#client('account', AccountClient);
  }
  get autoScaling(): ApplicationAutoScalingClient {
    return this.#client('application-autoscaling', ApplicationAutoScalingClient);
  }
  get backup(): BackupClient {
    return this.#client('backup', BackupClient);
  }
  get cloudFormation(): CloudFormationClient {
    return this.#client('cloudformation', CloudFormationClient);
  }
  get cloudTrail(): CloudTrailClient {
    return this.#client('cloudtrail', CloudTrailClient);
  }
  get cloudWatch(): CloudWatchClient {
    return this.#client('cloudwatch', CloudWatchClient);
  }
  get dynamoDb(): DynamoDBClient {
    return this.#client('dynamodb', DynamoDBClient);
  }
  get iam(): IAMClient {
    return this.#client('iam', IAMClient);
  }
  get kms(): KMSClient {
    return this.#client('kms', KMSClient);
  }
  get organizations(): OrganizationsClient {
    return this.#client('organizations', OrganizationsClient);
  }
  get sts(): STSClient {
    return this.#client('sts', STSClient);
  }
  get tagging(): ResourceGroupsTaggingAPIClient {
    return this.#client('tag', ResourceGroupsTaggingAPIClient);
  }

  #client<Client extends ClientShape>(service: string, Make: new (settings: ClientSettings) => Client): Client {
    const present = this.#clients.get(service);
    if (present instanceof Make) return present;
    const made = new Make(clientSettings(this.run, this.region, this.credentials));
    made.middlewareStack.use(this.run.wire.plugin(service, `${this.#owner}/${this.region}`));
    this.#clients.set(service, made);
    return made;
  }
}

interface ClientShape {
  readonly middlewareStack: { use(plugin: Plugin): void };
}

/** Settings that every client of a run has. Endpoints, and all that is not said here, are the SDK's own. */
export function clientSettings(run: Run, region: string, credentials?: AwsCredentialIdentityProvider) {
  return {
    region,
    ...(run.profile === undefined ? {} : { profile: run.profile }),
    ...(credentials === undefined ? {} : { credentials }),
    requestHandler: run.wire.handler,
    streamCollector: run.wire.collect,
    retryStrategy: new PatientRetry(run.wire.limits.longestRetryMs),
  };
}

type ClientSettings = ReturnType<typeof clientSettings>;

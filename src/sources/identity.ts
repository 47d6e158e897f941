import { ListRegionsCommand } from '@aws-sdk/client-account';
import { GetCallerIdentityCommand, type GetCallerIdentityCommandOutput, STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { parseArn } from '../model/arn.ts';
import { type Fact, known, mapFact } from '../model/fact.ts';
import { NotConfigured } from '../model/user-error.ts';
import { required, sortedTexts } from './answer.ts';
import { ask, list } from './ask.ts';
import { Connection, clientSettings, type Run } from './connection.ts';
import { codeOf, failure, plainText } from './failure.ts';
import type { CollectionRequest } from './request.ts';

/** Shows in CloudTrail as the last part of the caller's ARN. */
const SESSION_NAME = 'holdfast';
/** Credentials that end sooner than this are renewed. */
const RENEW_MS = 5 * 60_000;
/** New credentials are not renewed before this, even if they seem to have ended: the machine's clock may be wrong. */
const SETTLED_MS = 60_000;
/** Where the partition `aws` answers questions that belong to no Region. */
const FALLBACK_REGION = 'us-east-1';

/** Who reads, and how to read on its behalf. */
export interface Identity {
  /** Of the session, as AWS calls it. */
  readonly arn: string;
  readonly partition: string;
  readonly account: string;
  readonly credentials: AwsCredentialIdentityProvider;
}

/** The Region of the SDK's settings: `AWS_REGION`, or the profile's. */
async function configuredRegion(run: Run): Promise<string | undefined> {
  const client = new STSClient(run.profile === undefined ? {} : { profile: run.profile });
  try {
    return await client.config.region();
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
}

/** The Region that is asked about the account as a whole: the configured one, unless other ones were asked for. */
export async function regionInventory(run: Run, request: Pick<CollectionRequest, 'regions'>): Promise<string> {
  const configured = await configuredRegion(run);
  const [first] = request.regions === 'all' ? [] : request.regions;
  if (first !== undefined) return configured && request.regions.includes(configured) ? configured : first;
  if (configured) return configured;
  if (request.regions === 'all') return FALLBACK_REGION;
  throw new NotConfigured(
    'no AWS Region is configured',
    'set AWS_REGION, give the profile a region, or name Regions with --regions',
  );
}

/** The SDK's own credential chain. Throws `UserError` when it leads to no credentials. */
export async function callerCredentials(run: Run): Promise<AwsCredentialIdentityProvider> {
  const chain = shared(fromNodeProviderChain(run.profile === undefined ? {} : { profile: run.profile }));
  try {
    await chain();
  } catch (error) {
    run.signal?.throwIfAborted();
    const what =
      run.profile === undefined ? 'no usable AWS credentials' : `no usable AWS credentials in profile ${run.profile}`;
    const why = error instanceof Error ? plainText(error.message) : codeOf(error);
    throw new NotConfigured(
      `${what}: ${why}`,
      'set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in again',
      { cause: error },
    );
  }
  return chain;
}

/** The account behind the caller's credentials, or behind a role that they may assume. */
export async function identify(
  run: Run,
  region: string,
  caller: AwsCredentialIdentityProvider,
  roleArn: string | undefined,
): Promise<Fact<Identity>> {
  const credentials = roleArn === undefined ? caller : roleCredentials(run, region, roleArn, caller);
  try {
    await credentials();
  } catch (error) {
    run.signal?.throwIfAborted();
    return failure(error, 'sts:AssumeRole');
  }
  const connection = new Connection(run, region, credentials, roleArn ?? 'caller');
  const found = await ask(
    connection,
    'sts:GetCallerIdentity',
    () => connection.sts.send(new GetCallerIdentityCommand({})),
    callerOf,
  );
  return mapFact(found, (identity) => ({ ...identity, credentials }));
}

/** The partition is the ARN's: China and GovCloud are not `aws`. */
function callerOf(output: GetCallerIdentityCommandOutput) {
  const arn = required(output.Arn, 'Arn');
  const { partition } = required(parseArn(arn), 'Arn');
  return { arn, partition, account: required(output.Account, 'Account') };
}

function roleCredentials(
  run: Run,
  region: string,
  roleArn: string,
  masterCredentials: AwsCredentialIdentityProvider,
): AwsCredentialIdentityProvider {
  return shared(
    fromTemporaryCredentials({
      masterCredentials,
      params: { RoleArn: roleArn, RoleSessionName: SESSION_NAME },
      clientConfig: clientSettings(run, region),
      clientPlugins: [run.wire.plugin('sts', `caller/${region}`)],
    }),
  );
}

/** One answer for all clients of a run: each would otherwise assume the role, or run the credential process, for itself. */
function shared(provide: AwsCredentialIdentityProvider): AwsCredentialIdentityProvider {
  let answer: Promise<AwsCredentialIdentity> | undefined;
  let askedAt = 0;
  return async () => {
    const present = await answer;
    const isFresh = Date.now() - askedAt < SETTLED_MS || !present?.expiration;
    if (present && (isFresh || present.expiration.getTime() - Date.now() > RENEW_MS)) return present;
    askedAt = Date.now();
    answer = provide();
    answer.catch(() => {
      answer = undefined;
    });
    return answer;
  };
}

/** The Regions to read in one account, sorted. */
export async function regionsOf(
  connection: Connection,
  request: Pick<CollectionRequest, 'regions'>,
): Promise<Fact<readonly string[]>> {
  if (request.regions === 'all') return enabledRegions(connection);
  return known(
    sortedTexts([...new Set(request.regions.length === 0 ? [connection.region] : request.regions)]),
    'regions asked for',
  );
}

function enabledRegions(connection: Connection): Promise<Fact<readonly string[]>> {
  return list(
    connection,
    'account:ListRegions',
    {
      send: (NextToken) =>
        connection.account.send(
          new ListRegionsCommand({
            RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'],
            MaxResults: 50,
            NextToken,
          }),
        ),
      page: (output) => ({ items: output.Regions, next: output.NextToken }),
    },
    (regions) => sortedTexts(regions.map((region) => required(region.RegionName, 'RegionName'))),
  );
}

import type { AwsCredentialIdentityProvider } from '@smithy/types';
import { clientSettings, type Run } from '../connection.ts';
import { callerCredentials, regionInventory } from '../identity.ts';

/** Who reads a log bucket or a table: the caller, whose account collects the logs, in the Region of the settings. */
export interface Caller {
  readonly run: Run;
  readonly region: string;
  readonly credentials: AwsCredentialIdentityProvider;
}

export async function callerOf(run: Run, regions: readonly string[] | 'all'): Promise<Caller> {
  const [region, credentials] = await Promise.all([regionInventory(run, { regions }), callerCredentials(run)]);
  return { run, region, credentials };
}

export function callerSettings({ run, region, credentials }: Caller) {
  return clientSettings(run, region, credentials);
}

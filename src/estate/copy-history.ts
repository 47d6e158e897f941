import { parseArn } from '../model/arn.ts';
import { type Fact, known } from '../model/fact.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { CopyJob } from '../model/job.ts';
import type { Estate, Place } from './estate.ts';
import { placeOfVault } from './points.ts';

/** What happened to copies of the table's account and Region into one vault: the last that ended, of whatever table. */
export type CopyHistory =
  /** A sentence that names the copy. */
  | { readonly last: 'completed'; readonly evidence: string }
  /** The vault or the accounts refused it, and so will the next one. */
  | { readonly last: 'refused'; readonly evidence: string }
  | { readonly last: 'other' };

/** Why a copy fails that has nothing to do with the table. Source: AWS Backup Developer Guide, backup-dashboards. */
const REFUSALS = [
  /must be a member of the same organization/i,
  /cross-account copy feature is not enabled/i,
  /destination backup vault is encrypted with the default/i,
];

/**
 * What the documents leave open, copies have shown: the job list reaches 30 days, and a copy that lies in the destination
 * was let in, unless a later one was not: without the list of jobs nothing is known of the last one.
 */
export function copyHistory(estate: Estate, { regionInventory, account }: Place, vaultArn: string): Fact<CopyHistory> {
  const { copyJobs } = regionInventory;
  return copyJobs.known ? known(historyOf(estate, { regionInventory, account }, vaultArn), copyJobs.from) : copyJobs;
}

function historyOf(
  estate: Estate,
  { regionInventory, account }: Pick<Place, 'regionInventory' | 'account'>,
  vaultArn: string,
): CopyHistory {
  const job = lastJobs(regionInventory).get(vaultArn);
  if (job?.state === 'COMPLETED') {
    return { last: 'completed', evidence: `copy job ${job.id} of ${job.createdAt} into that vault completed` };
  }
  if (job) {
    const refused = REFUSALS.some((message) => message.test(job.statusMessage ?? ''));
    return refused
      ? { last: 'refused', evidence: `copy job ${job.id} of ${job.createdAt} was refused: ${job.statusMessage}` }
      : { last: 'other' };
  }
  const place = placeOfVault(vaultArn);
  const destination = place && estate.region(place.account, place.region);
  const copy = destination && copiesFrom(destination).get(`${account} ${vaultArn}`);
  return copy === undefined ? { last: 'other' } : { last: 'completed', evidence: `copy ${copy} lies in that vault` };
}

const jobs = new WeakMap<RegionInventory, ReadonlyMap<string, CopyJob>>();

/** Destination vault → the newest copy job that ended. */
function lastJobs(regionInventory: RegionInventory): ReadonlyMap<string, CopyJob> {
  const found = jobs.get(regionInventory);
  if (found) return found;
  const last = new Map<string, CopyJob>();
  for (const job of regionInventory.copyJobs.known ? regionInventory.copyJobs.value : []) {
    if (job.state !== 'COMPLETED' && job.state !== 'FAILED') continue;
    const before = last.get(job.destinationVaultArn);
    if (!before || job.createdAt > before.createdAt) last.set(job.destinationVaultArn, job);
  }
  jobs.set(regionInventory, last);
  return last;
}

const copies = new WeakMap<RegionInventory, ReadonlyMap<string, string>>();

/** Source account and vault → the ARN of one copy in it. */
function copiesFrom(destination: RegionInventory): ReadonlyMap<string, string> {
  const found = copies.get(destination);
  if (found) return found;
  const made = new Map<string, string>();
  const { partition, region, account } = destination;
  for (const { vaultName, points } of destination.recoveryPoints.known ? destination.recoveryPoints.value : []) {
    for (const point of points.known ? points.value : []) {
      const source = point.sourceVaultArn === undefined ? undefined : parseArn(point.sourceVaultArn);
      if (source)
        made.set(`${source.account} arn:${partition}:backup:${region}:${account}:backup-vault:${vaultName}`, point.arn);
    }
  }
  copies.set(destination, made);
  return made;
}

import { vaultNameOf } from '../model/arn.ts';
import { type Fact, known, mapFact } from '../model/fact.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { BackupRule } from '../model/plan.ts';
import type { Estate, Place } from './estate.ts';
import { lockRangeObstacle, vaultOf } from './named-vault.ts';
import { retentionDays } from './rules.ts';
import { targetVaults } from './target-vaults.ts';

/** What makes every backup job of a rule fail. */
export interface JobsFault {
  readonly kind: 'missing-vault' | 'outside-lock-range';
  readonly detail: string;
}

/** The fault of a rule in words. */
export function ruleFault(estate: Estate, place: Place, rule: BackupRule): Fact<string | undefined> {
  return mapFact(jobsFault(estate, place, rule), (fault) => fault?.detail);
}

/**
 * What makes every backup job of a rule fail: its vault is gone, or the vault's lock refuses what the rule keeps; known and
 * undefined where nothing does. Such a rule is not sure to run and counts for no objective. Source: AWS Backup Developer
 * Guide, eventbridge; backup API, BackupVaultListMember.
 */
export function jobsFault(estate: Estate, place: Place, rule: BackupRule): Fact<JobsFault | undefined> {
  const ofRegion = faults.get(place.regionInventory) ?? new Map<BackupRule, Fact<JobsFault | undefined>>();
  faults.set(place.regionInventory, ofRegion);
  const found = ofRegion.get(rule) ?? faultOf(estate, place, rule);
  ofRegion.set(rule, found);
  return found;
}

/** Nothing is known that makes its jobs fail. */
export function mayRun(estate: Estate, place: Place, rule: BackupRule): boolean {
  const fault = ruleFault(estate, place, rule);
  return !fault.known || fault.value === undefined;
}

/** Rules are few and tables are many. */
const faults = new WeakMap<RegionInventory, Map<BackupRule, Fact<JobsFault | undefined>>>();

function faultOf(estate: Estate, place: Place, rule: BackupRule): Fact<JobsFault | undefined> {
  const { arns, doubt } = targetVaults(place, rule);
  const answers = arns.map((arn) => vaultFault(estate, arn, rule));
  const unread = answers.find((answer) => !answer.known);
  if (unread) return unread;
  // Where it is not known which of two vaults it is, both must do, or neither.
  const isFaulty = answers.map((answer) => answer.known && answer.value !== undefined);
  if (doubt && new Set(isFaulty).size > 1) return doubt;
  return answers.find((answer) => answer.known && answer.value !== undefined) ?? known(undefined, 'derived');
}

function vaultFault(estate: Estate, arn: string, rule: BackupRule): Fact<JobsFault | undefined> {
  return mapFact(vaultOf(estate, arn), (vault) => {
    if (!vault) return { kind: 'missing-vault', detail: `vault ${vaultNameOf(arn) ?? arn} does not exist` };
    const detail = lockRangeObstacle(vault, retentionDays(rule), 'a backup');
    return detail === undefined ? undefined : { kind: 'outside-lock-range', detail };
  });
}

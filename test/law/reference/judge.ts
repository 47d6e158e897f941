import type { Inventory } from '../../../src/model/inventory.ts';
import type { Asked } from '../policies.ts';
import * as backups from './backups.ts';
import { Home } from './estate.ts';
import * as points from './points.ts';
import * as promises from './promises.ts';
import * as restores from './restores.ts';
import { stated, type Verdict } from './stated.ts';
import * as vaults from './vaults.ts';

/** `orders backup-frequency backup.objectives[0].frequency` → what the result may be. */
export function secondJudge(inventory: Inventory, asked: Asked): ReadonlyMap<string, Verdict> {
  const verdicts = new Map<string, Verdict>();
  for (const region of inventory.regions.filter(({ inScope }) => inScope)) {
    for (const table of stated(region.tables)) {
      for (const [question, verdict] of answers(new Home(inventory, region, table), asked)) {
        verdicts.set(`${table.name} ${question}`, verdict);
      }
    }
  }
  return verdicts;
}

function* answers(home: Home, asked: Asked): Generator<[string, Verdict]> {
  yield ['plan-coverage backup', backups.planCoverage(home)];
  yield ['backup-jobs backup', restores.backupJobs(home)];
  for (const [index, objective] of asked.objectives.entries()) {
    const path = `backup.objectives[${index}]`;
    yield [`backup-frequency ${path}.frequency`, backups.backupFrequency(home, objective)];
    yield [`backup-retention ${path}.retention`, backups.backupRetention(home, objective)];
    if (objective.rpoHours !== undefined) yield [`backup-rpo ${path}.rpo`, backups.backupRpo(home, objective)];
    if (asked.meetObjectives) yield [`recovery-point-objective ${path}`, promises.ofObjective(home, objective)];
    if (objective.coldAfterDays !== undefined) {
      yield [`cold-storage ${path}.coldAfter`, backups.coldStorage(home, objective)];
    }
  }
  for (const [index, copy] of asked.copies.entries()) {
    const path = `backup.copies[${index}]`;
    yield [`copy-coverage ${path}`, backups.copyCoverage(home, copy)];
    yield [`copy-recovery-point-age ${path}`, points.copyAge(home, copy)];
    if (copy.frequencyHours !== undefined) {
      yield [`copy-frequency ${path}.frequency`, backups.copyFrequency(home, copy)];
    }
    if (copy.rpoHours !== undefined) yield [`copy-rpo ${path}.rpo`, backups.copyRpo(home, copy)];
    if (asked.meetObjectives && promises.isPromise(copy)) {
      yield [`recovery-point-objective ${path}`, promises.ofCopy(home, copy)];
    }
    if (copy.separated) yield [`copy-separation ${path}.separated`, backups.copySeparation(home, copy)];
    if (copy.retentionDays !== undefined) {
      yield [`copy-retention ${path}.retention`, backups.copyRetention(home, copy)];
    }
  }
  yield* ofWhatExists(home, asked);
}

function* ofWhatExists(home: Home, asked: Asked): Generator<[string, Verdict]> {
  const { objectives, newestWithinHours, observedOverDays, pointInTimeRecoveryDays, restore } = asked;
  if (asked.maximumRetentionDays !== undefined) {
    yield ['maximum-retention backup.maximumRetention', backups.maximumRetention(home, asked.maximumRetentionDays)];
  }
  if (newestWithinHours !== undefined) {
    yield ['recovery-point-age backup.recoveryPoints.newestWithin', points.recoveryPointAge(home, newestWithinHours)];
  }
  if (observedOverDays !== undefined && objectives[0]) {
    const gap = points.recoveryPointGap(home, observedOverDays, objectives[0]);
    yield ['recovery-point-gap backup.recoveryPoints.observedOver', gap];
  }
  if (asked.encrypted) {
    yield ['recovery-point-encryption backup.recoveryPoints.encrypted', points.recoveryPointEncryption(home)];
  }
  if (asked.lock) yield ['vault-lock backup.vault.lock', vaults.vaultLock(home, asked.lock)];
  if (asked.encryption) yield ['vault-encryption backup.vault.encryption', vaults.vaultEncryption(home)];
  if (asked.manualDeletion) yield ['vault-deletion backup.vault.manualDeletion', vaults.vaultDeletion(home)];
  if (asked.airGapped) yield ['vault-air-gap backup.vault.airGapped', vaults.vaultAirGap(home)];
  if (pointInTimeRecoveryDays !== undefined) {
    const verdict = vaults.pointInTimeRecovery(home, pointInTimeRecoveryDays);
    yield ['point-in-time-recovery backup.pointInTimeRecovery', verdict];
  }
  if (restore) {
    yield ['restore-time restore.rto', restores.restoreTime(home, restore)];
    yield ['restore-tested restore.testedEvery', restores.restoreTested(home, restore)];
  }
}

import { epochMs } from '../model/instant.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { BackupRule } from '../model/plan.ts';
import type { Warning } from '../model/report.ts';
import { parseCron } from '../schedule/cron.ts';
import { DEFAULT_SCHEDULE, DEFAULT_TIMEZONE } from '../schedule/defaults.ts';
import { nextFireTimes } from '../schedule/fire-times.ts';
import { isKnownZone } from '../schedule/zone.ts';
import { selectionSurprises } from '../selection/surprises.ts';
import type { Estate } from './estate.ts';
import { lockRangeObstacle } from './named-vault.ts';
import { retentionDays } from './rules.ts';

/** What is legal in the plans of the scope, breaks no policy by itself, and is seldom meant. */
export function warningsOf(estate: Estate): readonly Warning[] {
  return estate.inventory.regions
    .filter((region) => region.inScope)
    .flatMap((region) => regionWarnings(estate, region));
}

function regionWarnings(estate: Estate, region: RegionInventory): Warning[] {
  if (!region.plans.known) return [];
  const { account, region: name } = region;
  const tables = region.tables.known ? region.tables.value : undefined;
  const surprises = tables ? selectionSurprises(region, tables) : [];
  return [
    ...surprises.map(({ plan, selection, kind, detail }) => ({
      kind,
      account,
      region: name,
      plan: plan.name,
      ...(selection ? { selection: selection.name } : {}),
      detail,
    })),
    ...region.plans.value.flatMap((plan) =>
      (plan.body.known ? plan.body.value.rules : []).flatMap((rule) =>
        ruleFaults(region, rule, epochMs(estate.now)).map(({ kind, detail }) => ({
          kind,
          account,
          region: name,
          plan: plan.name,
          rule: rule.name,
          detail,
        })),
      ),
    ),
  ];
}

function ruleFaults(region: RegionInventory, rule: BackupRule, nowMs: number): { kind: string; detail: string }[] {
  const faults: { kind: string; detail: string }[] = [];
  const expression = rule.scheduleExpression ?? DEFAULT_SCHEDULE;
  const parsed = parseCron(expression);
  const zone = rule.scheduleTimezone ?? DEFAULT_TIMEZONE;
  if (!parsed.ok) faults.push({ kind: 'unreadable-schedule', detail: `${expression}: ${parsed.message}` });
  else if (isKnownZone(zone) && nextFireTimes(parsed.cron, zone, nowMs, 1).length === 0) {
    faults.push({ kind: 'never-fires', detail: `${expression} never fires again` });
  }
  if (!region.vaults.known) return faults;
  const vault = region.vaults.value.find((each) => each.name === rule.vaultName);
  if (!vault)
    faults.push({
      kind: 'missing-vault',
      detail: `vault ${rule.vaultName} does not exist, so every job of the rule fails`,
    });
  const obstacle = vault && lockRangeObstacle(vault, retentionDays(rule), 'a backup');
  if (obstacle) faults.push({ kind: 'outside-lock-range', detail: `${obstacle}, so every job of the rule fails` });
  return faults;
}

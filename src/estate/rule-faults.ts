import { vaultNameOf } from '../model/arn.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { BackupRule, CopyAction, PlanRecord } from '../model/plan.ts';
import { parseCron } from '../schedule/cron.ts';
import { DEFAULT_SCHEDULE, DEFAULT_TIMEZONE } from '../schedule/defaults.ts';
import { nextFireTimes } from '../schedule/fire-times.ts';
import { unknownZone } from '../schedule/rule-schedule.ts';
import { scheduleFacts } from '../schedule/worst-case.ts';
import { isKnownZone } from '../schedule/zone.ts';
import { advancedFeatures } from './advanced-features.ts';
import type { Estate } from './estate.ts';
import { lockRangeObstacle, vaultOf } from './named-vault.ts';
import { copyRetentionDays, retentionDays } from './rules.ts';
import { targetVaults } from './target-vaults.ts';

/** Something about a rule that is legal and seldom meant. */
export interface RuleFault {
  readonly rule: BackupRule;
  readonly kind: string;
  readonly detail: string;
}

/** `selectsTables`: some rule faults matter to tables only, and a plan may be meant for other services. */
export function ruleFaults(
  estate: Estate,
  region: RegionInventory,
  plan: PlanRecord,
  nowMs: number,
  selectsTables: boolean,
): readonly RuleFault[] {
  if (!plan.body.known) return [];
  const { rules } = plan.body.value;
  return [
    ...rules.flatMap((rule) =>
      [
        ...scheduleFaults(rule, nowMs),
        ...vaultFaults(estate, region, rule),
        ...rule.copyActions.flatMap((action) => copyFaults(estate, region, rule, action)),
        ...(selectsTables ? advancedFaults(region, rule) : []),
      ].map((fault) => ({ rule, ...fault })),
    ),
    ...suppressionFaults(plan, rules, nowMs),
  ];
}

type Fault = Omit<RuleFault, 'rule'>;

function scheduleFaults(rule: BackupRule, nowMs: number): readonly Fault[] {
  const expression = rule.scheduleExpression ?? DEFAULT_SCHEDULE;
  const zone = rule.scheduleTimezone ?? DEFAULT_TIMEZONE;
  const parsed = parseCron(expression);
  if (!parsed.ok) return [{ kind: 'unreadable-schedule', detail: `${expression}: ${parsed.message}` }];
  if (!isKnownZone(zone)) return [{ kind: 'unreadable-schedule', detail: unknownZone(zone) }];
  const subHourly = parsed.cron.subHourly
    ? [
        {
          kind: 'sub-hourly-schedule',
          detail: `${expression} runs less than an hour apart; AWS Backup's shortest frequency is hourly, and what it does with this is not documented`,
        },
      ]
    : [];
  return nextFireTimes(parsed.cron, zone, nowMs, 1).length === 0
    ? [{ kind: 'never-fires', detail: `${expression} never fires again` }]
    : subHourly;
}

function vaultFaults(estate: Estate, region: RegionInventory, rule: BackupRule): readonly Fault[] {
  return targetVaults({ ...region, home: region }, rule).arns.flatMap((arn) => {
    const vault = vaultOf(estate, arn);
    if (!vault.known) return [];
    if (!vault.value) {
      return [
        { kind: 'missing-vault', detail: `vault ${vaultNameOf(arn)} does not exist, so every job of the rule fails` },
      ];
    }
    const obstacle = lockRangeObstacle(vault.value, retentionDays(rule), 'a backup');
    return obstacle === undefined
      ? []
      : [{ kind: 'outside-lock-range', detail: `${obstacle}, so every job of the rule fails` }];
  });
}

function copyFaults(estate: Estate, region: RegionInventory, rule: BackupRule, action: CopyAction): readonly Fault[] {
  const arn = action.destinationVaultArn;
  if (targetVaults({ ...region, home: region }, rule).arns.includes(arn)) {
    return [{ kind: 'copy-into-own-vault', detail: `the copy goes to ${arn}, the vault that the backup itself is in` }];
  }
  const vault = vaultOf(estate, arn);
  if (!vault.known) return [];
  if (!vault.value) {
    return [{ kind: 'missing-copy-vault', detail: `the destination vault ${arn} does not exist, so every copy fails` }];
  }
  const obstacle = lockRangeObstacle(vault.value, copyRetentionDays(rule, action), 'a copy');
  return obstacle === undefined
    ? []
    : [{ kind: 'copy-outside-lock-range', detail: `${obstacle}, so every copy fails` }];
}

function advancedFaults(region: RegionInventory, rule: BackupRule): readonly Fault[] {
  const advanced = advancedFeatures(region);
  if (!advanced.known || advanced.value === undefined) return [];
  const asked = [
    ...(rule.copyActions.length > 0 ? ['copies'] : []),
    ...(rule.lifecycle?.moveToColdStorageAfterDays === undefined ? [] : ['cold storage']),
    ...(rule.airGappedVaultArn === undefined ? [] : ['an air-gapped vault']),
  ];
  return asked.length === 0
    ? []
    : [
        {
          kind: 'needs-advanced-backup',
          detail: `the rule asks for ${asked.join(' and ')}, which backups of tables do not get: ${advanced.value}`,
        },
      ];
}

/** A rule that never comes to its turn, or whose copies are dropped with its runs. */
function suppressionFaults(plan: PlanRecord, rules: readonly BackupRule[], nowMs: number): readonly RuleFault[] {
  if (rules.length < 2) return [];
  const facts = scheduleFacts([{ planId: plan.id, planName: plan.name, rules, qualifies: () => true }], nowMs);
  const named = (name: string) => rules.find((rule) => rule.name === name);
  const never = facts.runsPerRule.flatMap((runs) => {
    const rule = named(runs.rule);
    if (!rule || runs.scheduled === 0 || runs.sure > 0) return [];
    const by = facts.suppressedRuns.filter((each) => each.rule === runs.rule).map((each) => each.by);
    const detail = `all ${runs.scheduled} runs of the next year give way to rule ${by.join(', ')}, which keeps at least as long and whose start window overlaps`;
    return [{ rule, kind: 'always-suppressed', detail }];
  });
  const dropped = facts.suppressedRuns.flatMap(({ rule: name, by, count }) => {
    const [rule, rival] = [named(name), named(by)];
    const kept = new Set(rival?.copyActions.map((action) => action.destinationVaultArn));
    const lost = rule?.copyActions.filter((action) => !kept.has(action.destinationVaultArn)) ?? [];
    if (!rule || lost.length === 0 || count === 0) return [];
    const detail = `${count} runs of the next year give way to rule ${by}, which does not copy to ${lost.map((action) => action.destinationVaultArn).join(', ')}`;
    return [{ rule, kind: 'suppressed-copies', detail }];
  });
  return [...never, ...dropped];
}

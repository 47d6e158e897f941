import type { RegionInventory } from '../model/inventory.ts';
import type { BackupRule, CopyAction, PlanRecord } from '../model/plan.ts';
import { parseCron } from '../schedule/cron.ts';
import { DEFAULT_SCHEDULE, DEFAULT_TIMEZONE } from '../schedule/defaults.ts';
import { nextFireTimes } from '../schedule/fire-times.ts';
import { planRuns } from '../schedule/plan-runs.ts';
import { unknownZone } from '../schedule/rule-schedule.ts';
import { isKnownZone } from '../schedule/zone.ts';
import { advancedFeatures } from './advanced-features.ts';
import type { Estate } from './estate.ts';
import { lockRangeObstacle, vaultOf } from './named-vault.ts';
import { copyRetentionDays } from './rules.ts';
import { jobsFault } from './sure-rules.ts';
import { targetVaults } from './target-vaults.ts';

const YEAR_MS = 365 * 86_400_000;

/** Long enough for a monthly rule. */
const MONTH_MS = 32 * 86_400_000;

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
    ...(selectsTables ? suppressionFaults(rules, nowMs) : []),
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
  const fault = jobsFault(estate, { ...region, regionInventory: region }, rule);
  return fault.known && fault.value
    ? [{ kind: fault.value.kind, detail: `${fault.value.detail}, so every job of the rule fails` }]
    : [];
}

function copyFaults(estate: Estate, region: RegionInventory, rule: BackupRule, action: CopyAction): readonly Fault[] {
  const arn = action.destinationVaultArn;
  if (targetVaults({ ...region, regionInventory: region }, rule).arns.includes(arn)) {
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

/** A rule that never comes to its turn, or whose copies are dropped with its runs, in the year to come. */
function suppressionFaults(rules: readonly BackupRule[], nowMs: number): readonly RuleFault[] {
  if (rules.length < 2 || !mayLoseSomething(rules, nowMs)) return [];
  const { runs, suppressed, unsure } = planRuns(rules, nowMs, nowMs + YEAR_MS);
  const runsAtAll = new Set([...runs.map(({ rule }) => rule), ...unsure]);
  const pairs = new Map<BackupRule, Map<BackupRule, number>>();
  for (const { rule, by } of suppressed) {
    const counts = pairs.get(rule) ?? new Map<BackupRule, number>();
    pairs.set(rule, counts.set(by, (counts.get(by) ?? 0) + 1));
  }
  return [...pairs].flatMap(([rule, counts]) => {
    const rivals = [...counts];
    const total = rivals.reduce((sum, [, count]) => sum + count, 0);
    const names = rivals.map(([by]) => by.name).join(', ');
    const never = `all ${total} runs of the next year give way to rule ${names}, which keeps at least as long and whose start window overlaps`;
    return [
      ...(runsAtAll.has(rule) ? [] : [{ rule, kind: 'always-suppressed', detail: never }]),
      ...rivals.flatMap(([by, count]) => droppedCopies(rule, by, count)),
    ];
  });
}

/** Laying out a year of hourly runs takes time: it is done where rules copy differently, or one has no run in a month. */
function mayLoseSomething(rules: readonly BackupRule[], nowMs: number): boolean {
  const destinations = (rule: BackupRule) =>
    rule.copyActions
      .map((action) => action.destinationVaultArn)
      .toSorted()
      .join(' ');
  if (new Set(rules.map(destinations)).size > 1) return true;
  const { runs, suppressed } = planRuns(rules, nowMs, nowMs + MONTH_MS);
  const running = new Set(runs.map(({ rule }) => rule));
  return suppressed.some(({ rule }) => !running.has(rule));
}

function droppedCopies(rule: BackupRule, by: BackupRule, count: number): readonly RuleFault[] {
  const kept = new Set(by.copyActions.map((action) => action.destinationVaultArn));
  const lost = rule.copyActions.map((action) => action.destinationVaultArn).filter((arn) => !kept.has(arn));
  const runs = count === 1 ? '1 run of the next year gives' : `${count} runs of the next year give`;
  return lost.length === 0
    ? []
    : [
        {
          rule,
          kind: 'suppressed-copies',
          detail: `${runs} way to rule ${by.name}, which does not copy to ${lost.join(', ')}`,
        },
      ];
}

import { type Estate, type EstateTable, estateOf } from '../estate/estate.ts';
import { isWanted } from '../history/interesting.ts';
import type { Instant } from '../model/instant.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Report } from '../model/report.ts';
import type { Result } from '../model/result.ts';
import type { TrailEvent } from '../model/trail-event.ts';
import { actorText } from './actor-text.ts';
import { newestFirst } from './attribute.ts';
import { eventNames, isAbout } from './event-subject.ts';
import type { Subject } from './subject.ts';

/** What the answer of a control stands on. */
type Ground = 'plans' | 'vaults' | RegExp;

const SCALING = /^(Register|Deregister)ScalableTarget$|^(Put|Delete)ScalingPolicy$/;

/** Control → what stands behind it: plans and selections, vaults, or the calls that change the table. First match wins. */
const GROUNDS: readonly (readonly [RegExp, Ground])[] = [
  [/^(plan-coverage|backup-(frequency|rpo|retention)|cold-storage|maximum-retention)$/, 'plans'],
  [/^copy-(coverage|frequency|rpo|retention)$/, 'plans'],
  [/^vault-/, 'vaults'],
  [/^(restored-)?point-in-time-recovery$/, /^UpdateContinuousBackups$/],
  [/^restored-time-to-live$/, /^UpdateTimeToLive$/],
  [/^restored-tags$/, /^(Tag|Untag)Resource$/],
  [/^restored-auto-scaling$/, SCALING],
  [/^restored-iam-policies$/, /^(Put|Delete)ResourcePolicy$/],
  [/^restored-alarms$/, /^$/],
  [/^restored-/, /^UpdateTable$/],
];

/**
 * Adds to each failing result the last event that changed what it stands on, where the history has one. It says who was
 * there last, not that this made the result fail: that is what `drift` compares baselines for.
 */
export function withLastChanges(
  report: Report,
  inventory: Inventory,
  events: readonly TrailEvent[],
  now: Instant,
): Report {
  const changes = events
    .filter((event) => event.errorCode === undefined && event.at <= now && isWanted(event))
    .toSorted(newestFirst);
  if (changes.length === 0) return report;
  const estate = estateOf(inventory, now);
  return { ...report, results: report.results.map((result) => withLastChange(estate, result, changes)) };
}

function withLastChange(estate: Estate, result: Result, changes: readonly TrailEvent[]): Result {
  if (result.status !== 'fail') return result;
  const table = estate.table(result.resource.arn);
  const ground = GROUNDS.find(([control]) => control.test(result.control))?.[1];
  if (!table || ground === undefined) return result;
  const event = changes.find((each) => isAtPlace(each, table) && isBehind(each, estate, table, ground));
  return event ? { ...result, because: [...result.because, lastChanged(event)] } : result;
}

function lastChanged({ at, actor, name, id, fromConsole }: TrailEvent): string {
  return `last changed ${at} by ${actorText(actor)}${fromConsole ? ' in the console' : ''}, ${name}, event ${id}`;
}

function isAtPlace({ account, region }: TrailEvent, table: EstateTable): boolean {
  return account === table.account && region === table.region;
}

function isBehind(event: TrailEvent, estate: Estate, table: EstateTable, ground: Ground): boolean {
  if (ground === 'plans') return isBehindPlans(event, estate, table);
  if (ground === 'vaults') return vaultsOf(estate, table).some((subject) => isNamed(event, subject));
  return ground.test(event.name) && isNamed(event, tableSubject(table));
}

/** Where no plan covers the table, whatever took a plan or a selection away, or the table's tags, may be the reason. */
function isBehindPlans(event: TrailEvent, estate: Estate, table: EstateTable): boolean {
  const { covering } = estate.coverage(table);
  if (event.name === 'UpdateRegionSettings') return true;
  if (covering.length === 0) {
    if (/^Delete.*Backup(Plan|Selection)$|^UpdateBackupPlan$/.test(event.name)) return true;
    return /^(Tag|Untag)Resource$/.test(event.name) && isNamed(event, tableSubject(table));
  }
  const { partition, account, region } = table;
  const place = { partition, account, region };
  return covering.some(({ plan }) => {
    const ids = [plan.id];
    if (isNamed(event, { ...place, kind: 'plan', name: plan.name, ids })) return true;
    const { kind, planIds } = eventNames(event);
    return kind === 'selection' && planIds.some((text) => text === plan.id || text.endsWith(`:${plan.id}`));
  });
}

/** An event that names nothing at all may be about anything, and so is not said to be about this. */
function isNamed(event: TrailEvent, subject: Subject): boolean {
  return !eventNames(event).silent && isAbout(event, subject);
}

function vaultsOf(estate: Estate, table: EstateTable): readonly Subject[] {
  const { partition, account, region } = table;
  const names = estate.coverage(table).covering.flatMap(({ rules }) => rules.map(({ vaultName }) => vaultName));
  return [...new Set(names)].map((name) => ({ partition, account, region, kind: 'vault', name }));
}

function tableSubject({ partition, account, region, name }: EstateTable): Subject {
  return { partition, account, region, kind: 'table', name };
}

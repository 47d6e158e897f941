import { type Estate, type EstateTable, estateOf } from '../estate/estate.ts';
import { isRelevant } from '../history/relevant-events.ts';
import { type ApiCall, isCall } from '../history/setting-calls.ts';
import { parseArn } from '../model/arn.ts';
import type { ControlId } from '../model/control-id.ts';
import type { Instant } from '../model/instant.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Report } from '../model/report.ts';
import type { Result, ResultControl } from '../model/result.ts';
import type { Subject as VerdictSubject } from '../model/subject.ts';
import type { TrailEvent, TrailHistory } from '../model/trail-event.ts';
import { actorText } from './actor-text.ts';
import { newestFirst } from './attribute.ts';
import { eventNames, isAbout } from './event-subject.ts';
import { PLAN_DRIFT_RULES } from './plan-rules.ts';
import { GLOBAL_SETTINGS_DRIFT_RULES, REGION_SETTINGS_DRIFT_RULES } from './settings-rules.ts';
import type { Subject } from './subject.ts';
import { TABLE_DRIFT_RULES } from './table-rules.ts';
import { unseenIn } from './unseen.ts';
import { VAULT_DRIFT_RULES } from './vault-rules.ts';

/** What a difference bears on is what a failure may come from. */
const ASPECTS = [
  ...PLAN_DRIFT_RULES,
  ...VAULT_DRIFT_RULES,
  ...REGION_SETTINGS_DRIFT_RULES,
  ...GLOBAL_SETTINGS_DRIFT_RULES,
  ...TABLE_DRIFT_RULES,
];

/** Points exist, or do not, because of schedules; and because somebody deleted them. */
const POINTS: Readonly<Partial<Record<ResultControl, ControlId>>> = {
  'recovery-point-age': 'backup-frequency',
  'recovery-point-gap': 'backup-frequency',
  'recovery-point-objective': 'backup-retention',
  'copy-recovery-point-age': 'copy-frequency',
};

function callsBehind(control: ResultControl): readonly ApiCall[] {
  const schedule = POINTS[control];
  if (schedule !== undefined)
    return [...callsBehind(schedule), ['DeleteRecoveryPoint'], ['UpdateRecoveryPointLifecycle']];
  return ASPECTS.filter(({ controls }) => controls.some((id) => id === control)).flatMap(({ calls }) => calls);
}

/**
 * Adds to each failing result the last event that changed what it stands on, where the history has one. It says who was
 * there last, not that this made the result fail: that is what `drift` compares baselines for.
 */
export function withLastChanges(report: Report, inventory: Inventory, history: TrailHistory, now: Instant): Report {
  const changes = history.events
    .filter((event) => event.errorCode === undefined && event.at <= now && isRelevant(event))
    .toSorted(newestFirst);
  if (changes.length === 0) return report;
  const estate = estateOf(inventory, now);
  const byControl = new Map<ResultControl, readonly TrailEvent[]>();
  const changesBehind = (control: ResultControl): readonly TrailEvent[] => {
    const calls = callsBehind(control);
    const found = byControl.get(control) ?? changes.filter((event) => calls.some((call) => isCall(event, call)));
    byControl.set(control, found);
    return found;
  };
  const results = report.results.map((result): Result => {
    const table = result.status === 'fail' ? estate.table(result.resource.arn) : undefined;
    const event = table && changesBehind(result.control).find((each) => isBehind(each, result, estate, table));
    if (!table || !event) return result;
    const hidden = unseenIn(history.reach, [table], event.at, now).length > 0;
    const subjects = [...result.subjects, { type: 'event', name: event.id } as const];
    return { ...result, because: [...result.because, lastChanged(event, hidden)], subjects };
  });
  return { ...report, results };
}

function lastChanged({ at, actor, name, id, fromConsole }: TrailEvent, hidden: boolean): string {
  const way = fromConsole ? ' in the console' : '';
  const doubt = hidden ? '; the history has gaps, in which a later change may be' : '';
  return `last changed ${at} by ${actorText(actor)}${way}, ${name}, event ${id}${doubt}`;
}

/** An event that names nothing at all may be about anything, and so is not said to be about this. */
function isBehind(event: TrailEvent, { subjects }: Result, estate: Estate, table: EstateTable): boolean {
  const { kind, silent } = eventNames(event);
  if (silent) return false;
  if (kind === 'vault')
    return vaultsBehind(subjects, estate, table).some((vault) => isAt(event, vault) && isAbout(event, vault));
  if (kind === 'global-settings') return event.account === table.account;
  if (!isAt(event, table)) return false;
  if (kind === 'plan' || kind === 'selection') return isBehindPlans(event, estate, table);
  return (
    kind === 'region-settings' || (kind === 'table' && isAbout(event, { kind, ...placeOf(table), name: table.name }))
  );
}

function isAt(event: TrailEvent, { account, region }: Pick<Subject, 'account' | 'region'>): boolean {
  return event.account === account && event.region === region;
}

function placeOf({ partition, account, region }: EstateTable) {
  return { partition, account, region };
}

/** Where no plan covers the table, whatever took a plan or a selection away may be the reason. */
function isBehindPlans(event: TrailEvent, estate: Estate, table: EstateTable): boolean {
  const { covering } = estate.coverage(table);
  if (covering.length === 0) return /^Delete.*Backup(Plan|Selection)$|^UpdateBackupPlan$/.test(event.name);
  return covering.some(({ plan }) => {
    const { kind, planIds } = eventNames(event);
    return kind === 'plan'
      ? isAbout(event, { kind, name: plan.name, ids: [plan.id], ...placeOf(table) })
      : planIds.some((text) => text === plan.id || text.endsWith(`:${plan.id}`));
  });
}

/** The vaults that a rule of the table writes to; of a result that stands on copies those that the copies go to. */
function vaultsBehind(subjects: readonly VerdictSubject[], estate: Estate, table: EstateTable): readonly Subject[] {
  const copies = subjects.filter(({ type }) => type === 'copy');
  if (copies.length === 0) {
    const rules = estate.coverage(table).covering.flatMap((plan) => plan.rules);
    const names = new Set(rules.map(({ vaultName }) => vaultName));
    return [...names].map((name) => ({ kind: 'vault', name, ...placeOf(table) }));
  }
  return copies.flatMap(({ name, arn }): readonly Subject[] => {
    const place = parseArn(arn ?? '');
    return place ? [{ kind: 'vault', name, ...place }] : [];
  });
}

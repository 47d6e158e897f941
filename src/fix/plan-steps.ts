import type { Estate, EstateTable } from '../estate/estate.ts';
import { daysOf, keepsAtLeast, retentionDays, rulesOf } from '../estate/rules.ts';
import { parseArn, vaultNameOf } from '../model/arn.ts';
import { epochMs } from '../model/instant.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { BackupRule, PlanRecord } from '../model/plan.ts';
import type { CopyRequirement, Objective, Policy } from '../model/policy.ts';
import type { Result, ResultControl } from '../model/result.ts';
import { scheduleFacts } from '../schedule/worst-case.ts';
import { aws } from './command.ts';
import { scheduleWithin } from './frequent-schedule.ts';
import type { Step } from './part.ts';
import { isFixed, type PlanDraft } from './plan-draft.ts';
import { reasonsOf } from './reasons.ts';
import { parsedObject } from './rename.ts';
import { editedDocument, editedRule, editLines, type RuleEdit } from './rule-edit.ts';
import { compactJson } from './shell.ts';

const OBJECTIVE = /^backup\.objectives\[(\d+)\]/;
const COPY = /^backup\.copies\[(\d+)\]/;

/** A plan serves many tables, so all that is asked of it is put into one document. What no edit fixes is returned. */
export function planSteps(
  estate: Estate,
  policies: readonly Policy[],
  results: readonly Result[],
): { readonly steps: readonly Step[]; readonly rest: readonly Result[] } {
  const drafts = new Map<string, PlanDraft>();
  const rest: Result[] = [];
  for (const result of results) {
    const table = estate.table(result.resource.arn);
    const policy = policies.find(({ name }) => name === result.policy?.name);
    const drafted = table && policy && draftFor(estate, table, policy, result, drafts);
    if (drafted) drafts.set(drafted.plan.arn, drafted);
    else rest.push(result);
  }
  return { steps: [...drafts.values()].map((draft) => stepOf(estate, draft)), rest };
}

function draftFor(
  estate: Estate,
  table: EstateTable,
  policy: Policy,
  result: Result,
  drafts: ReadonlyMap<string, PlanDraft>,
): PlanDraft | undefined {
  const candidates = rulesOf(estate, table).rules.flatMap(({ plan, rule }) => {
    const draft = drafts.get(plan.arn) ?? firstDraft(plan, table.regionInventory);
    const current = draft?.rules.find(({ name }) => name === rule.name);
    return draft && current ? [{ draft, rule: current }] : [];
  });
  const path = result.policy?.path ?? '';
  const objective = policy.backup?.objectives[Number(OBJECTIVE.exec(path)?.[1] ?? Number.NaN)];
  const copy = policy.backup?.copies[Number(COPY.exec(path)?.[1] ?? Number.NaN)];
  const about = { result, policy, table };
  for (const { draft, rule } of inOrder(candidates, objective?.retentionMinutes ?? copy?.retentionMinutes ?? 0)) {
    const edit = objective
      ? objectiveEdit(draft, rule, objective, estate.now, result.control)
      : copy && copyEdit(estate, draft, rule, copy, table, result.control);
    if (!edit) continue;
    const changed = edited(draft, rule, edit, about);
    if (isFixed(estate, changed, about)) return changed;
  }
  return undefined;
}

/** AWS keeps plans of an organization's policies where their member accounts cannot change them. */
function firstDraft(plan: PlanRecord, regionInventory: RegionInventory): PlanDraft | undefined {
  if (!plan.body.known || plan.id.startsWith('orgs/')) return undefined;
  const { rules, document } = plan.body.value;
  const parsed = document === undefined ? undefined : parsedObject(document);
  return parsed && { plan, regionInventory, rules, document: parsed, changes: [], about: [] };
}

/** Rules that keep long enough first, then those that come nearest to it. */
function inOrder<T extends { readonly rule: BackupRule }>(
  candidates: readonly T[],
  retentionMinutes: number,
): readonly T[] {
  const short = ({ rule }: T) =>
    keepsAtLeast(rule, retentionMinutes) ? 0 : daysOf(retentionMinutes) - retentionDays(rule);
  return candidates.toSorted((a, b) => short(a) - short(b));
}

function objectiveEdit(
  draft: PlanDraft,
  rule: BackupRule,
  objective: Objective,
  now: string,
  control: ResultControl,
): RuleEdit | undefined {
  const days = Math.ceil(daysOf(objective.retentionMinutes));
  const retention = keepsAtLeast(rule, objective.retentionMinutes) ? {} : { deleteAfterDays: days };
  if (control === 'backup-retention') return retention;
  if (control === 'cold-storage') {
    const coldAfterDays = daysOf(objective.coldAfterMinutes ?? 0);
    // Cold points are kept for 90 days at least. Source: AWS Backup API, Lifecycle.
    return Math.max(days, retentionDays(rule)) - coldAfterDays >= 90 ? { ...retention, coldAfterDays } : undefined;
  }
  return { ...retention, ...timesFor(draft, rule, objective.frequencyMinutes, objective.rpoMinutes, now) };
}

/** AWS starts a backup within an hour at the least. Source: AWS Backup Developer Guide, plan-options-and-configuration. */
const LEAST_START_WINDOW_MINUTES = 60;

function timesFor(
  draft: PlanDraft,
  rule: BackupRule,
  frequencyMinutes: number | undefined,
  rpoMinutes: number | undefined,
  now: string,
): RuleEdit {
  const most = Math.min(
    frequencyMinutes ?? Number.POSITIVE_INFINITY,
    rpoMinutes === undefined ? Number.POSITIVE_INFINITY : rpoMinutes - LEAST_START_WINDOW_MINUTES,
  );
  const gap = gapOf(draft, rule, now);
  const expression = gap === null || gap > most ? scheduleWithin(most, rule.scheduleExpression) : undefined;
  const schedule = expression === undefined ? {} : { scheduleExpression: expression };
  if (rpoMinutes === undefined) return schedule;
  const left = gapOf(draft, editedRule(rule, schedule), now);
  const room = left === null ? 0 : rpoMinutes - left;
  const window = rule.startWindowMinutes ?? 480;
  return room >= LEAST_START_WINDOW_MINUTES && window > room ? { ...schedule, startWindowMinutes: room } : schedule;
}

function gapOf({ plan, rules }: PlanDraft, rule: BackupRule, now: string): number | null {
  const all = rules.map((each) => (each.name === rule.name ? rule : each));
  return scheduleFacts(
    [{ planId: plan.id, planName: plan.name, rules: all, qualifies: (each) => each === rule }],
    epochMs(now),
  ).scheduleGapMinutes;
}

function copyEdit(
  estate: Estate,
  draft: PlanDraft,
  rule: BackupRule,
  asked: CopyRequirement,
  table: EstateTable,
  control: ResultControl,
): RuleEdit | undefined {
  const vaultArn = destinationOf(estate, rule, asked, table);
  if (vaultArn === undefined) return undefined;
  const days = asked.retentionMinutes === undefined ? undefined : Math.ceil(daysOf(asked.retentionMinutes));
  const copy = { copy: { vaultArn, ...(days === undefined ? {} : { deleteAfterDays: days }) } };
  if (control === 'copy-coverage' || control === 'copy-retention') return copy;
  return { ...copy, ...timesFor(draft, rule, asked.frequencyMinutes, asked.rpoMinutes, estate.now) };
}

/** The vault that the rule copies to already, or the one vault there that is its own vault's namesake, or the only one. */
function destinationOf(
  estate: Estate,
  rule: BackupRule,
  asked: CopyRequirement,
  table: EstateTable,
): string | undefined {
  const account = asked.account ?? table.account;
  const configured = rule.copyActions.find(({ destinationVaultArn }) => {
    const place = parseArn(destinationVaultArn);
    return place?.region === asked.region && place.account === account;
  });
  if (configured) return configured.destinationVaultArn;
  const vaults = estate.region(account, asked.region)?.vaults;
  if (!vaults?.known) return undefined;
  const usable = vaults.value.filter(({ arn }) => account === table.account || vaultNameOf(arn) !== 'Default');
  const namesake = usable.find(({ name }) => name === rule.vaultName);
  return namesake?.arn ?? (usable.length === 1 ? usable[0]?.arn : undefined);
}

function edited(draft: PlanDraft, rule: BackupRule, edit: RuleEdit, about: PlanDraft['about'][number]): PlanDraft {
  const after = editedRule(rule, edit);
  // Many tables ask the same of one plan: the first has brought it about.
  if (JSON.stringify(after) === JSON.stringify(rule)) return { ...draft, about: [...draft.about, about] };
  return {
    ...draft,
    rules: draft.rules.map((each) => (each.name === rule.name ? after : each)),
    document: editedDocument(draft.document, rule, edit),
    changes: [...draft.changes, ...editLines(rule, edit)],
    about: [...draft.about, about],
  };
}

function stepOf(estate: Estate, draft: PlanDraft): Step {
  const { plan, regionInventory, document, changes, about } = draft;
  const version = plan.body.known ? plan.body.value.versionId : undefined;
  const where = { region: regionInventory.region, 'backup-plan-id': plan.id };
  const update = aws('backup', 'update-backup-plan', { ...where, 'backup-plan': compactJson(document) });
  const read = aws('backup', 'get-backup-plan', { ...where, query: 'VersionId', output: 'text' });
  const served = estate.tables.filter(
    (table) =>
      table.regionInventory === regionInventory &&
      estate.coverage(table).covering.some((each) => each.plan.arn === plan.arn),
  );
  return {
    title: `backup plan ${plan.name}`,
    account: regionInventory.account,
    region: regionInventory.region,
    reasons: reasonsOf(about.map(({ result }) => result)),
    notes: [
      ...changes,
      `holds for every table that the plan selects (${served.length} now), and for backups from now on; existing points keep their lifecycle`,
      ...about
        .filter((each) => !isFixed(estate, draft, each))
        .map(
          ({ result }) => `does not fix ${result.control} of ${result.resource.name} together with the other changes`,
        ),
      'AWS takes plans as a whole: this is the plan as it was read, with these changes',
    ],
    parts: [],
    commands: [
      version === undefined
        ? { call: update }
        : {
            call: update,
            onlyWhile: {
              read,
              prints: version,
              otherwise: `plan ${plan.name} has changed since it was read: run fix again`,
            },
          },
    ],
  };
}

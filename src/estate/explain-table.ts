import { formatMinutes } from '../model/duration.ts';
import type { Unknown } from '../model/fact.ts';
import { epochMs, type Instant, instant, MINUTE_MS } from '../model/instant.ts';
import type { BackupRule, CopyAction, PlanRecord } from '../model/plan.ts';
import { describeRule } from '../schedule/describe.ts';
import { nextFireTimes } from '../schedule/fire-times.ts';
import { planRuns } from '../schedule/plan-runs.ts';
import { ruleSchedule } from '../schedule/rule-schedule.ts';
import type { ScheduleFacts } from '../schedule/worst-case.ts';
import type { Coverage } from '../selection/coverage.ts';
import { type ExplainedNode, explainCoverage, leaf, node, reasonOf } from '../selection/explain.ts';
import { configuredCopy } from './copies.ts';
import type { Estate, EstateTable } from './estate.ts';
import { vaultOf } from './named-vault.ts';
import { placeOfVault } from './points.ts';
import { previewDisagreement } from './preview.ts';
import { copyRetentionDays, formatDays, keptText, retentionDays, scheduleOf } from './rules.ts';
import { roleNotes } from './selection-roles.ts';
import { ruleFault } from './sure-rules.ts';
import { targetVaults } from './target-vaults.ts';

/**
 * Why a table is backed up, or is not, as a tree that can be checked by hand: the clause of each selection, what each rule
 * does and when, where its copies go, and what all rules come to that keep at least as long.
 */
export function explainTable(estate: Estate, table: EstateTable): ExplainedNode {
  const coverage = estate.coverage(table);
  const explained = explainCoverage(
    table,
    coverage,
    (plan, rule) => ruleNode(estate, table, coverage, plan, rule),
    (selection) => roleNotes(estate, table, selection).map(leaf),
  );
  return node(explained.label, [...explained.children, ...togetherNodes(estate, table, coverage)]);
}

function ruleNode(
  estate: Estate,
  table: EstateTable,
  coverage: Coverage,
  plan: PlanRecord,
  rule: BackupRule,
): ExplainedNode {
  const roleArns = (coverage.covering.find((each) => each.plan === plan)?.selections ?? []).flatMap(({ selection }) =>
    selection.body.known ? [selection.body.value.roleArn] : [],
  );
  return node(`rule ${rule.name}`, [
    leaf(describeRule(rule, epochMs(estate.now))),
    ...nextRun(rule, estate.now),
    ...lostRuns(plan, rule, estate.now),
    ...vaultNodes(estate, table, rule),
    ...rule.copyActions.map((action) => copyNode(estate, { table, plan, rule, action, roleArns })),
    ...(rule.openCopies ? [unknownNode(rule.openCopies)] : []),
  ]);
}

/** In UTC, whatever the rule's zone: an operator compares it with the console and with logs. */
function nextRun(rule: BackupRule, now: Instant): readonly ExplainedNode[] {
  const read = ruleSchedule(rule);
  if (!read.ok) return [];
  const { cron, zone, startWindowMs } = read.schedule;
  const [next] = nextFireTimes(cron, zone, epochMs(now), 1);
  if (next === undefined) return [leaf('never runs again')];
  return [
    leaf(
      `next run ${instant(next)}, started by ${instant(next + startWindowMs)} (${formatMinutes(startWindowMs / MINUTE_MS)} later) or not at all`,
    ),
  ];
}

const YEAR_MS = 365 * 86_400_000;

/** What other rules of its plan take from it: all of them, whichever objective they serve. */
function lostRuns(plan: PlanRecord, rule: BackupRule, now: Instant): readonly ExplainedNode[] {
  const fromMs = epochMs(now);
  const { runs, suppressed } = planRuns(plan.body.known ? plan.body.value.rules : [rule], fromMs, fromMs + YEAR_MS);
  const lost = suppressed.filter((run) => run.rule === rule);
  const all = lost.length + runs.filter((run) => run.rule === rule).length;
  return [...new Set(lost.map((run) => run.by))].map((by) =>
    leaf(
      `in ${lost.filter((run) => run.by === by).length} of ${all} runs of the next year gives way to rule ${by.name}, which keeps at least as long and whose start window overlaps`,
    ),
  );
}

function vaultNodes(estate: Estate, table: EstateTable, rule: BackupRule): readonly ExplainedNode[] {
  const fault = ruleFault(estate, table, rule);
  const { arns, doubt } = targetVaults(table, rule);
  const failing = fault.known && fault.value !== undefined ? [leaf(`every job of the rule fails: ${fault.value}`)] : [];
  return arns.map((arn) => {
    const vault = vaultOf(estate, arn);
    return node(`into vault ${arn.slice(arn.lastIndexOf(':') + 1)}, ${keptText(rule)}`, [
      ...(doubt ? [unknownNode(doubt)] : []),
      ...(vault.known || vault.reason === 'not-collected' ? [] : [unknownNode(vault)]),
      ...failing,
    ]);
  });
}

function copyNode(estate: Estate, copy: Parameters<typeof configuredCopy>[1]): ExplainedNode {
  const { rule, action } = copy;
  const { obstacles, doubts, evidence } = configuredCopy(estate, copy);
  return node(
    `copied to ${destinationOf(action)}, kept ${formatDays(copyRetentionDays(rule, action))} from the source's creation${inherited(action)}`,
    [
      ...obstacles.map((obstacle) => leaf(`cannot work: ${obstacle}`)),
      ...doubts.map(unknownNode),
      ...evidence.map(leaf),
    ],
  );
}

function destinationOf({ destinationVaultArn }: CopyAction): string {
  const place = placeOfVault(destinationVaultArn);
  const name = destinationVaultArn.slice(destinationVaultArn.lastIndexOf(':') + 1);
  return place ? `vault ${name} in ${place.region} of account ${place.account}` : destinationVaultArn;
}

function inherited({ lifecycle }: CopyAction): string {
  return lifecycle?.deleteAfterDays === undefined ? ' (the source’s own)' : '';
}

/** One line for each length of retention: the rules that keep at least as long answer an objective together. */
function togetherNodes(estate: Estate, table: EstateTable, { covering }: Coverage): readonly ExplainedNode[] {
  const lengths = new Set(covering.flatMap(({ rules }) => rules.map(retentionDays)));
  if (lengths.size === 0) return [];
  const disagreement = previewDisagreement(covering, () => true, estate.inventory.takenAt);
  const isFailing = (rule: BackupRule) => {
    const fault = ruleFault(estate, table, rule);
    return fault.known && fault.value !== undefined;
  };
  const failing = covering.flatMap(({ rules }) => rules).filter(isFailing);
  return [
    node('all rules together', [
      ...(disagreement ? [unknownNode(disagreement)] : []),
      ...[...lengths]
        .sort((a, b) => (a < b ? -1 : 1))
        .map((days) =>
          togetherNode(
            days,
            scheduleOf(estate, covering, (rule) => retentionDays(rule) >= days && !isFailing(rule)),
            failing.filter((rule) => retentionDays(rule) >= days),
          ),
        ),
    ]),
  ];
}

function togetherNode(days: number, facts: ScheduleFacts, failing: readonly BackupRule[]): ExplainedNode {
  const { scheduleGapMinutes: gap, gapFrom, gapTo, worstCaseMinutes, startWindowMinutes } = facts;
  const kept = Number.isFinite(days) ? `kept ${formatDays(days)} or longer` : 'kept forever';
  const found =
    gap === null || worstCaseMinutes === null
      ? 'fewer than two runs are sure'
      : `longest gap ${formatMinutes(gap)} (${gapFrom} → ${gapTo}), worst case ${formatMinutes(worstCaseMinutes)} with a start window of ${startWindowMinutes} min`;
  return node(`${kept}: ${found}`, [
    ...failing.map(({ name }) => leaf(`note: rule ${name} does not count: every job of it fails`)),
    ...facts.notes.map((note) => leaf(`note: ${note}`)),
    ...facts.undecided.map(({ plan, rule, message }) => leaf(`unknown: plan ${plan} › rule ${rule}: ${message}`)),
  ]);
}

function unknownNode(why: Unknown): ExplainedNode {
  return leaf(`unknown: ${reasonOf(why)}`);
}

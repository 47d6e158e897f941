import { count } from '../model/count.ts';
import type { Unknown } from '../model/fact.ts';
import type { BackupRule, PlanRecord } from '../model/plan.ts';
import type { SelectionRecord } from '../model/selection.ts';
import type { Coverage, CoveringPlan, PossiblePlan } from './coverage.ts';

/** A line and what stands under it. Names in labels are raw: whoever prints them escapes them. */
export interface ExplainedNode {
  readonly label: string;
  readonly children: readonly ExplainedNode[];
}

/** What stands under a plan for one of its rules. */
export type RuleExplainer = (plan: PlanRecord, rule: BackupRule) => ExplainedNode;

/** What stands under a selection that selects the table, besides its clause. */
export type SelectionExplainer = (selection: SelectionRecord) => readonly ExplainedNode[];

/** Why a table is covered, or is not: plan › rule, plan › selection › clause, and the nearest misses. */
export function explainCoverage(
  table: { readonly arn: string },
  coverage: Coverage,
  explainRule: RuleExplainer = ruleNode,
  explainSelection: SelectionExplainer = () => [],
): ExplainedNode {
  const { covering, possible, unread } = coverage;
  const parts: ExplainedNode[] = [];
  for (const why of unread) parts.push(leaf(`the plans could not be read: ${reasonOf(why)}`));
  if (covering.length > 0)
    parts.push(
      node(
        `covered by ${count(covering.length, 'plan')}`,
        covering.map((each) => coveringNode(each, explainRule, explainSelection)),
      ),
    );
  if (possible.length > 0) {
    parts.push(
      node(
        `possibly covered by ${count(possible.length, 'plan')}`,
        possible.map((each) => possibleNode(each, explainRule)),
      ),
    );
  }
  if (parts.length === 0) parts.push(leaf('no plan of the Region covers it'));
  if (covering.length === 0 && coverage.misses.length > 0) parts.push(missesNode(coverage));
  return node(`table ${table.arn}`, parts);
}

/** Two spaces a level. `escapeLabel` makes each label safe for where it goes. */
export function renderExplained(root: ExplainedNode, escapeLabel: (text: string) => string): string {
  const lines: string[] = [];
  const walk = (each: ExplainedNode, depth: number) => {
    lines.push('  '.repeat(depth) + escapeLabel(each.label));
    for (const child of each.children) walk(child, depth + 1);
  };
  walk(root, 0);
  return lines.join('\n');
}

function coveringNode(
  { plan, rules, selections }: CoveringPlan,
  explainRule: RuleExplainer,
  explainSelection: SelectionExplainer,
): ExplainedNode {
  return node(planLabel(plan), [
    ...selections.map(({ selection, clause, notes }) =>
      node(selectionLabel(selection), [
        node(
          clause,
          notes.map((note) => leaf(`note: ${note}`)),
        ),
        ...explainSelection(selection),
      ]),
    ),
    ...rules.map((rule) => explainRule(plan, rule)),
  ]);
}

function possibleNode({ plan, why, rules, selections }: PossiblePlan, explainRule: RuleExplainer): ExplainedNode {
  const selectionNodes = selections.map((each) =>
    node(selectionLabel(each.selection), [
      ...(each.clause === undefined ? [] : [leaf(each.clause)]),
      ...(each.why ? [leaf(`unknown: ${reasonOf(each.why)}`)] : []),
    ]),
  );
  const ownWhy = selections.some((each) => each.why === why) ? [] : [leaf(`unknown: ${reasonOf(why)}`)];
  return node(planLabel(plan), [...ownWhy, ...selectionNodes, ...(rules ?? []).map((rule) => explainRule(plan, rule))]);
}

function missesNode({ misses, furtherMisses }: Coverage): ExplainedNode {
  const nodes = misses.map(({ plan, selection, kind, detail }) =>
    leaf(`${planLabel(plan)} › ${selectionLabel(selection)}: ${detail} (${kind})`),
  );
  if (furtherMisses > 0) nodes.push(leaf(`and ${furtherMisses} further`));
  return node('nearest misses', nodes);
}

function ruleNode(_: PlanRecord, rule: BackupRule): ExplainedNode {
  const schedule = rule.scheduleExpression ?? 'default schedule';
  const zone = rule.scheduleTimezone ? ` ${rule.scheduleTimezone}` : '';
  return leaf(`rule ${rule.name}: ${schedule}${zone} into vault ${rule.vaultName}`);
}

function planLabel(plan: PlanRecord): string {
  return `plan ${plan.name} (${plan.id})`;
}

function selectionLabel(selection: SelectionRecord): string {
  return `selection ${selection.name}`;
}

export function reasonOf({ reason, detail, permission }: Unknown): string {
  return `${detail} (${permission === undefined ? reason : `${reason}: ${permission}`})`;
}

export function node(label: string, children: readonly ExplainedNode[]): ExplainedNode {
  return { label, children };
}

export function leaf(label: string): ExplainedNode {
  return { label, children: [] };
}

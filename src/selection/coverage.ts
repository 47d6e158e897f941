import { tableArn } from '../model/arn.ts';
import type { Unknown } from '../model/fact.ts';
import { append } from '../model/group-by.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { BackupRule, PlanRecord } from '../model/plan.ts';
import type { SelectionRecord } from '../model/selection.ts';
import { isRestoreTest, type SelectionSubject } from './assignment.ts';
import { type Miss, nearestMisses } from './misses.ts';
import { selects } from './selection.ts';
import { type IndexedSelection, indexSelections, readableSelections } from './selection-index.ts';
import type { Maybe, No, Truth } from './truth.ts';

/** A selection that covers the table for sure. */
export interface CoveringSelection {
  readonly selection: SelectionRecord;
  readonly clause: string;
  readonly notes: readonly string[];
}

/** A plan that covers the table for sure, and whose rules are known. */
export interface CoveringPlan {
  readonly plan: PlanRecord;
  readonly rules: readonly BackupRule[];
  readonly selections: readonly CoveringSelection[];
}

/** A selection that may cover the table; `why` is absent where it does, and only the plan's rules are unknown. */
export interface PossibleSelection {
  readonly selection: SelectionRecord;
  /** Absent where the selection could not be read. */
  readonly clause?: string;
  readonly why?: Unknown;
}

/** A plan that may cover the table. */
export interface PossiblePlan {
  readonly plan: PlanRecord;
  /** What stands in the way. */
  readonly why: Unknown;
  /** The clause that would decide. */
  readonly clause?: string;
  /** Present when the plan itself was read. */
  readonly rules?: readonly BackupRule[];
  /** Empty when the plan's selections could not be listed. */
  readonly selections: readonly PossibleSelection[];
}

/** Which plans of its Region cover a table. A plan is in `covering`, or in `possible`, or in neither: never in both. */
export interface Coverage {
  readonly covering: readonly CoveringPlan[];
  readonly possible: readonly PossiblePlan[];
  /** The nearest misses, nearest first, worked out when first read. */
  readonly misses: readonly Miss[];
  /** Near misses that `misses` leaves out. */
  readonly furtherMisses: number;
  /** The plans could not be listed: what covers the table is unknown altogether. */
  readonly unread: readonly Unknown[];
}

const NOT_COVERED: Coverage = { covering: [], possible: [], misses: [], furtherMisses: 0, unread: [] };

export function coverageOf(table: SelectionSubject, region: RegionInventory): Coverage {
  return coverageIndex(region)(table);
}

/**
 * Does the work that all tables of the Region share once; the answer is then asked for each table. Plans cover nothing
 * outside their own account and Region.
 */
export function coverageIndex(region: RegionInventory): (table: SelectionSubject) => Coverage {
  const here = tableArn(region.partition, region.region, region.account, '');
  const isOutOfReach = (table: SelectionSubject) => !table.arn.startsWith(here) || isRestoreTest(table.name);
  if (!region.plans.known) {
    const unread: Coverage = { ...NOT_COVERED, unread: [region.plans] };
    return (table) => (isOutOfReach(table) ? NOT_COVERED : unread);
  }
  const plans = region.plans.value;
  const entries = readableSelections(region, plans);
  const index = indexSelections(region, entries);
  const unlisted = plans.map(unlistedPlan);
  const unreadSelections = plans.map(selectionsUnread);
  const blind = plans.flatMap((_, order) => (unlisted[order] || unreadSelections[order]?.length ? [order] : []));
  const share = sharing();

  return (table) => {
    if (isOutOfReach(table)) return NOT_COVERED;
    const covering = new Map<number, CoveringSelection[]>();
    const possible = new Map<number, PossibleSelection[]>();
    for (const entry of table.nameUnknown ? entries : index.candidates(table)) {
      const truth = share.decision(table, entry);
      if (truth.holds === 'yes') {
        const sure = { selection: entry.selection, clause: truth.clause, notes: truth.notes };
        append(covering, entry.planOrder, sure);
      } else if (truth.holds === 'maybe') {
        append(possible, entry.planOrder, share.selection(entry, truth));
      }
    }

    const sure: CoveringPlan[] = [];
    const open: PossiblePlan[] = [];
    const touched = new Set([...covering.keys(), ...possible.keys(), ...blind]);
    for (const order of [...touched].sort((a, b) => a - b)) {
      const plan = plans[order];
      if (!plan) continue;
      const selections = covering.get(order);
      if (selections && plan.body.known) {
        sure.push({ plan, rules: plan.body.value.rules, selections });
      } else if (selections && !plan.body.known) {
        open.push(share.plan(ruleless(plan, plan.body, selections)));
      } else {
        const list = [...(possible.get(order) ?? []), ...(unreadSelections[order] ?? [])];
        const made = unlisted[order] ?? undecidedPlan(plan, list);
        if (made) open.push(share.plan(made));
      }
    }
    const misses = lazily(() => nearestMisses(table, entries));
    return {
      covering: sure,
      possible: open,
      unread: [],
      get misses() {
        return misses().nearest;
      },
      get furtherMisses() {
        return misses().further;
      },
    };
  };
}

/** A plan whose selections could not be listed may cover any table. */
function unlistedPlan(plan: PlanRecord): PossiblePlan | undefined {
  return plan.selections.known ? undefined : { plan, why: plan.selections, ...rulesOf(plan), selections: [] };
}

function selectionsUnread(plan: PlanRecord): PossibleSelection[] {
  if (!plan.selections.known) return [];
  return plan.selections.value.flatMap((selection) =>
    selection.body.known ? [] : [{ selection, why: selection.body }],
  );
}

function ruleless(plan: PlanRecord, why: Unknown, selections: readonly CoveringSelection[]): PossiblePlan {
  const clause = selections[0]?.clause;
  return {
    plan,
    why,
    ...(clause === undefined ? {} : { clause }),
    selections: selections.map((each) => ({ selection: each.selection, clause: each.clause })),
  };
}

/** One selection is enough to cover, so one that can be settled is named before one that AWS leaves open. */
function undecidedPlan(plan: PlanRecord, selections: readonly PossibleSelection[]): PossiblePlan | undefined {
  const first = selections.find((each) => each.why && each.why.reason !== 'undocumented') ?? selections[0];
  if (!first?.why) return undefined;
  const { why, clause } = first;
  return { plan, why, ...(clause === undefined ? {} : { clause }), ...rulesOf(plan), selections };
}

function rulesOf(plan: PlanRecord): { readonly rules?: readonly BackupRule[] } {
  return plan.body.known ? { rules: plan.body.value.rules } : {};
}

/**
 * Where a whole Region's tags are unknown, every table is left open by the same plans for the same reasons. What was
 * answered last is kept and handed out again while it is the same, so that time and memory grow with the plans and not
 * with plans × tables.
 */
function sharing() {
  const decisions = new Map<IndexedSelection, { readonly tags: Unknown; readonly truth: Maybe | No }>();
  const selections = new Map<IndexedSelection, { readonly truth: Maybe; readonly made: PossibleSelection }>();
  const plans = new Map<PlanRecord, PossiblePlan>();
  return {
    decision(table: SelectionSubject, entry: IndexedSelection): Truth {
      const { tags } = table;
      if (tags.known || !entry.compiled.sameForEveryTable) return selects(table, entry.compiled, entry.optIn);
      const last = decisions.get(entry);
      if (last?.tags === tags) return last.truth;
      const truth = selects(table, entry.compiled, entry.optIn);
      // What holds carries notes on the table itself.
      if (truth.holds !== 'yes') decisions.set(entry, { tags, truth });
      return truth;
    },
    selection(entry: IndexedSelection, truth: Maybe): PossibleSelection {
      const last = selections.get(entry);
      if (last && sameAnswer(last.truth, truth)) return last.made;
      const made = { selection: entry.selection, clause: truth.clause, why: truth.why };
      selections.set(entry, { truth, made });
      return made;
    },
    plan(made: PossiblePlan): PossiblePlan {
      const last = plans.get(made.plan);
      if (last && last.why === made.why && sameItems(last.selections, made.selections)) return last;
      plans.set(made.plan, made);
      return made;
    },
  };
}

function sameAnswer(one: Maybe, other: Maybe): boolean {
  return one === other || (one.why === other.why && one.clause === other.clause);
}

function sameItems<T>(one: readonly T[], other: readonly T[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

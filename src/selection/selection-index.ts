import { tableArn } from '../model/arn.ts';
import { append } from '../model/group-by.ts';
import type { RegionInventory, Scope } from '../model/inventory.ts';
import type { PlanRecord } from '../model/plan.ts';
import type { SelectionRecord } from '../model/selection.ts';
import type { ArnPattern } from './arn-pattern.ts';
import type { SelectionSubject } from './assignment.ts';
import { type CompiledSelection, compileSelection } from './compiled-selection.ts';
import { compileGlob, type Glob, matchesGlob, matchGlob } from './glob.ts';
import { optInFor } from './opt-in.ts';
import type { TagClause } from './tag-clause.ts';
import type { Truth } from './truth.ts';

/** A selection whose body is known, with its plan. */
export interface IndexedSelection {
  /** Position over all selections of the Region: plans in order, selections in order. */
  readonly order: number;
  readonly plan: PlanRecord;
  readonly planOrder: number;
  readonly selection: SelectionRecord;
  readonly compiled: CompiledSelection;
  readonly optIn: Truth;
}

/** The selections of a Region whose bodies were read, in order. */
export function readableSelections(region: RegionInventory, plans: readonly PlanRecord[]): readonly IndexedSelection[] {
  const entries: IndexedSelection[] = [];
  plans.forEach((plan, planOrder) => {
    const optIn = optInFor(region, plan.id);
    for (const selection of plan.selections.known ? plan.selections.value : []) {
      if (!selection.body.known) continue;
      const compiled = compileSelection(selection.body.value);
      entries.push({ order: entries.length, plan, planOrder, selection, compiled, optIn });
    }
  });
  return entries;
}

/** A selection with the pattern that it was filed by. */
interface Filed {
  readonly glob: Glob;
  readonly entry: IndexedSelection;
}

/**
 * The selections of one Region, filed so that a table of it meets only those that might cover it. The answer may hold too
 * many, never too few: `selects` decides.
 */
export interface SelectionIndex {
  readonly candidates: (table: SelectionSubject) => readonly IndexedSelection[];
}

export function indexSelections(scope: Scope, entries: readonly IndexedSelection[]): SelectionIndex {
  const beforeSlash = tableArn(scope.partition, scope.region, scope.account, '').slice(0, -1);
  const always: IndexedSelection[] = [];
  const byName = new Map<string, IndexedSelection[]>();
  const byPrefix = new Map<string, Filed[]>();
  const byTag = new Map<string, Map<string, IndexedSelection[]>>();
  const byTagKey = new Map<string, Filed[]>();
  /** What tags may tell, for tables whose tags are unknown. */
  const byTags: IndexedSelection[] = [];

  for (const entry of entries) file(entry);
  const sure = inOrder(always);
  const sureWithoutTags = inOrder([...always, ...byTags]);
  const prefixLengths = [...new Set([...byPrefix.keys()].map((prefix) => prefix.length))];

  function file(entry: IndexedSelection): void {
    const { resources, listOfTags, conditions } = entry.compiled;
    const required = conditions.find(isDocumented('StringEquals')) ?? conditions.find(isDocumented('StringLike'));
    if (required) {
      // All conditions must hold, so a table without this tag is not covered, whatever else the selection says.
      fileTag(required, entry);
      byTags.push(entry);
    } else if (resources.all.length === 0 && listOfTags.length === 0) {
      always.push(entry);
    } else {
      for (const pattern of resources.all) filePattern(pattern, entry);
      for (const tag of listOfTags) {
        if (isDocumented('StringEquals')(tag)) fileTag(tag, entry);
        else always.push(entry);
      }
      if (listOfTags.length > 0) byTags.push(entry);
    }
  }

  function fileTag(clause: TagClause, entry: IndexedSelection): void {
    if (clause.operator === 'StringLike') {
      append(byTagKey, clause.tagKey, { glob: clause.glob, entry });
      return;
    }
    const values = byTag.get(clause.tagKey) ?? new Map<string, IndexedSelection[]>();
    byTag.set(clause.tagKey, values);
    append(values, clause.value, entry);
  }

  /**
   * A table's ARN holds one slash, and its name none. So a pattern with one slash matches exactly when its two sides
   * match on their own, and one with two slashes never does.
   */
  function filePattern(pattern: ArnPattern, entry: IndexedSelection): void {
    const [before = '', after, ...more] = pattern.text.split('/');
    if (after === undefined) {
      if (pattern.glob.wild && beforeSlash.startsWith(pattern.glob.prefix)) always.push(entry);
    } else if (more.length === 0 && matchesGlob(compileGlob(before), beforeSlash)) {
      const glob = compileGlob(after);
      if (glob.wild) append(byPrefix, glob.prefix, { glob, entry });
      else append(byName, after, entry);
    }
  }

  return {
    candidates(table) {
      const found: IndexedSelection[] = [...(byName.get(table.name) ?? [])];
      for (const length of prefixLengths) {
        for (const { glob, entry } of byPrefix.get(table.name.slice(0, length)) ?? []) {
          if (matchesGlob(glob, table.name)) found.push(entry);
        }
      }
      if (table.tags.known) {
        for (const [key, value] of Object.entries(table.tags.value)) {
          for (const entry of byTag.get(key)?.get(value) ?? []) found.push(entry);
          for (const { glob, entry } of byTagKey.get(key) ?? []) {
            if (matchGlob(glob, value) === 'yes') found.push(entry);
          }
        }
      }
      const base = table.tags.known ? sure : sureWithoutTags;
      return found.length === 0 ? base : inOrder([...base, ...found]);
    },
  };
}

function inOrder(entries: readonly IndexedSelection[]): readonly IndexedSelection[] {
  return [...new Set(entries)].sort((a, b) => a.order - b.order);
}

function isDocumented(operator: TagClause['operator']) {
  return (clause: TagClause) => clause.operator === operator && clause.form === 'documented';
}

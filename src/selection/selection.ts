import type { Fact, Unknown } from '../model/fact.ts';
import type { RegionSettings } from '../model/inventory.ts';
import type { SelectionBody } from '../model/selection.ts';
import { conditionsHold, isAssigned, isRestoreTest, RESTORE_TEST_PREFIX, type SelectionSubject } from './assignment.ts';
import { type CompiledSelection, compileSelection, firstMatch } from './compiled-selection.ts';
import { missSubject, type NearMiss, nearMiss } from './near-miss.ts';
import { optInFor } from './opt-in.ts';
import { easierToSettle, maybe, type No, no, type Truth, yes } from './truth.ts';

export type { SelectionSubject } from './assignment.ts';

export interface SelectionDecision {
  readonly verdict: 'selected' | 'not-selected' | 'undecided';
  /** The clause that decides, or would: `Resources[0] arn:aws:dynamodb:*:*:table/payments-* matches`. */
  readonly clause: string;
  readonly notes: readonly string[];
  /** Present exactly when the verdict is `undecided`. */
  readonly undecided?: Unknown;
  /** Only on `not-selected`: how near it was. */
  readonly nearMiss?: NearMiss;
}

/** Does the selection of the plan cover the table, and which clause decides? */
export function decideSelection(
  table: SelectionSubject,
  selection: SelectionBody,
  settings: Fact<RegionSettings>,
  planId: string,
): SelectionDecision {
  const compiled = compileSelection(selection);
  const optIn = optInFor({ settings }, planId);
  const truth = selects(table, compiled, optIn);
  const { clause, notes } = truth;
  if (truth.holds === 'yes') return { verdict: 'selected', clause, notes };
  if (truth.holds === 'maybe') return { verdict: 'undecided', clause, notes, undecided: truth.why };
  const near = nearMiss(missSubject(table), compiled, optIn);
  return {
    verdict: 'not-selected',
    clause: refusal(table, compiled, optIn, truth),
    notes,
    ...(near ? { nearMiss: { kind: near.kind, detail: near.detail() } } : {}),
  };
}

/** That no entry names the table is a better reason than a condition, which is cheaper to ask first. */
function refusal(table: SelectionSubject, selection: CompiledSelection, optIn: Truth, refused: No): string {
  if (refused === RESTORE_TEST) return refused.clause;
  const assigned = isAssigned(table, selection, optIn);
  return assigned.holds === 'no' ? assigned.clause : `${assigned.clause}, but ${refused.clause}`;
}

/** (Resources ∪ ListOfTags) that satisfy all Conditions, without NotResources (API reference, BackupSelection). */
export function selects(table: SelectionSubject, selection: CompiledSelection, optIn: Truth): Truth {
  if (isRestoreTest(table.name)) return RESTORE_TEST;
  const refined = conditionsHold(table, selection);
  if (refined.holds === 'no') return refined;
  const truth = selectsByName(table, selection, optIn, refined);
  const { nameUnknown } = table;
  const byItself = truth.holds === 'yes' && selection.notResources.all.length === 0;
  if (nameUnknown === undefined || selection.sameForEveryTable || byItself) return truth;
  return maybe('an ARN or a pattern of one that may name the table', nameUnknown, truth.notes);
}

function selectsByName(
  table: SelectionSubject,
  selection: CompiledSelection,
  optIn: Truth,
  refined: Exclude<Truth, No>,
): Truth {
  const assigned = isAssigned(table, selection, optIn);
  if (assigned.holds === 'no') return assigned;
  const excluding = firstMatch(selection.notResources, table.arn);
  if (excluding) return no(`${excluding.label} leaves it out`, excluding.matches.notes);

  const status = statusNotes(table);
  const notes = status.length === 0 ? assigned.notes : [...assigned.notes, ...status];
  if (refined.holds === 'maybe') {
    const open = assigned.holds === 'maybe' ? easierToSettle(assigned, refined) : refined;
    return maybe(`${assigned.clause}, and ${refined.clause}`, open.why, notes);
  }
  if (assigned.holds === 'maybe') return maybe(assigned.clause, assigned.why, notes);
  return yes(assigned.clause + selection.conditionsHold, notes);
}

const RESTORE_TEST = no(`plans ignore tables of restore testing, ${RESTORE_TEST_PREFIX}*`);

/** A backup of a table that is still `CREATING` fails (Backup developer guide, advanced-ddb-backup). */
function statusNotes(table: SelectionSubject): readonly string[] {
  if (!table.description?.known) return [];
  const { status } = table.description.value;
  if (status === 'CREATING') return ['the table is CREATING: a backup of it fails until it is ACTIVE'];
  return status === 'DELETING' ? ['the table is DELETING'] : [];
}

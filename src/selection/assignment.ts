import { type Fact, unknown } from '../model/fact.ts';
import type { TableDescription, Tags } from '../model/table.ts';
import { type CompiledSelection, matchingPatterns } from './compiled-selection.ts';
import { tagWithOptIn, withOptIn } from './opt-in.ts';
import { tagClauseHolds } from './tag-clause.ts';
import { allOf, anyOf, maybe, no, type Truth, yes } from './truth.ts';

/** What a selection looks at; a table record is one. */
export interface SelectionSubject {
  readonly arn: string;
  readonly name: string;
  readonly tags: Fact<Tags>;
  readonly description?: Fact<TableDescription>;
}

/** Tables that restore testing makes; plans ignore them (Backup developer guide, restore-testing). */
export const RESTORE_TEST_PREFIX = 'awsbackup-restore-test-';

export function isRestoreTest(tableName: string): boolean {
  return tableName.startsWith(RESTORE_TEST_PREFIX);
}

const NOTHING_MATCHES = no('no entry of Resources or ListOfTags matches the table');

const CONDITIONS_ALONE = unknown(
  'undocumented',
  'AWS does not document what Conditions select without Resources and ListOfTags; Resources ["*"] beside them would settle it',
);

/** Is the table one of those that `Resources` and `ListOfTags` name, the opt-in applied? */
export function isAssigned(table: SelectionSubject, selection: CompiledSelection, optIn: Truth): Truth {
  if (selection.resources.all.length === 0 && selection.listOfTags.length === 0) return byDefault(selection, optIn);
  const ways: Truth[] = [];
  for (const pattern of matchingPatterns(selection.resources, table.arn)) {
    const way = withOptIn(`${pattern.label} matches`, pattern.style, optIn, pattern.notes);
    if (way.holds === 'yes') return way;
    ways.push(way);
  }
  for (const tag of selection.listOfTags) {
    const holds = tagClauseHolds(tag, table.tags);
    // A tag that does not match says nothing; one that matches and is opted out is the reason.
    if (holds.holds === 'no') continue;
    const way = tagWithOptIn(holds, selection.namesResourceType, optIn);
    if (way.holds === 'yes') return way;
    ways.push(way);
  }
  return anyOf(ways, NOTHING_MATCHES);
}

/** Without entries AWS "attempts to select all supported and opted-in" resources (API reference, BackupSelection). */
function byDefault(selection: CompiledSelection, optIn: Truth): Truth {
  if (selection.conditions.length === 0) {
    return withOptIn('the selection names nothing, and so every opted-in resource', 'everything', optIn);
  }
  const asEverything = withOptIn('Conditions stand without Resources and ListOfTags', 'everything', optIn);
  return asEverything.holds === 'yes' ? maybe(asEverything.clause, CONDITIONS_ALONE) : asEverything;
}

const ALL_HOLD = yes('all Conditions hold');

export function conditionsHold(table: SelectionSubject, selection: CompiledSelection): Truth {
  if (selection.conditions.length === 0) return ALL_HOLD;
  return allOf(
    selection.conditions.map((condition) => tagClauseHolds(condition, table.tags)),
    ALL_HOLD,
  );
}

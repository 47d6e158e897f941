import { type Fact, type Unknown, unknown } from '../model/fact.ts';
import type { TableDescription, Tags } from '../model/table.ts';
import { matchesArn } from './arn-pattern.ts';
import type { CompiledSelection } from './compiled-selection.ts';
import { tagWithOptIn, withOptIn } from './opt-in.ts';
import { tagClauseHolds } from './tag-clause.ts';
import { both, either, maybe, no, type Truth, yes } from './truth.ts';

/** What a selection looks at; a table record is one. */
export interface SelectionSubject {
  readonly arn: string;
  readonly name: string;
  readonly tags: Fact<Tags>;
  readonly description?: Fact<TableDescription>;
  /** In a preview: the name, and with it the ARN, only stands for one that is not given yet. */
  readonly nameUnknown?: Unknown;
}

/** Tables that restore testing makes; plans ignore them (Backup developer guide, restore-testing). */
export const RESTORE_TEST_PREFIX = 'awsbackup-restore-test-';

export function isRestoreTest(tableName: string): boolean {
  return tableName.startsWith(RESTORE_TEST_PREFIX);
}

const NOTHING_MATCHES = no('no entry of Resources or ListOfTags matches the table');

const NAMES_NOTHING = yes('the selection names nothing, and so every opted-in resource');

const ONLY_CONDITIONS = yes('Conditions stand without Resources and ListOfTags');

const CONDITIONS_ALONE = unknown(
  'undocumented',
  'AWS does not document what Conditions select without Resources and ListOfTags; Resources ["*"] beside them would settle it',
);

/** Is the table one of those that `Resources` and `ListOfTags` name, the opt-in applied? */
export function isAssigned(table: SelectionSubject, selection: CompiledSelection, optIn: Truth): Truth {
  if (selection.resources.all.length === 0 && selection.listOfTags.length === 0) return byDefault(selection, optIn);
  const { exact, wild } = selection.resources;
  const named = exact.get(table.arn);
  let assigned: Truth = named ? withOptIn(named.matches, named.style, optIn) : NOTHING_MATCHES;
  for (const pattern of wild) {
    if (assigned.holds === 'yes') return assigned;
    if (matchesArn(pattern, table.arn)) assigned = orElse(assigned, withOptIn(pattern.matches, pattern.style, optIn));
  }
  for (const tag of selection.listOfTags) {
    if (assigned.holds === 'yes') return assigned;
    const holds = tagClauseHolds(tag, table.tags);
    // A tag that does not match says nothing; one that matches and is opted out is the reason.
    if (holds.holds !== 'no') assigned = orElse(assigned, tagWithOptIn(holds, selection.namesResourceType, optIn));
  }
  return assigned;
}

function orElse(assigned: Truth, way: Truth): Truth {
  return assigned === NOTHING_MATCHES ? way : either(assigned, way);
}

/** Without entries AWS "attempts to select all supported and opted-in" resources (API reference, BackupSelection). */
function byDefault(selection: CompiledSelection, optIn: Truth): Truth {
  if (selection.conditions.length === 0) {
    return withOptIn(NAMES_NOTHING, 'everything', optIn);
  }
  const asEverything = withOptIn(ONLY_CONDITIONS, 'everything', optIn);
  return asEverything.holds === 'yes' ? maybe(asEverything.clause, CONDITIONS_ALONE) : asEverything;
}

const ALL_HOLD = yes('all Conditions hold');

export function conditionsHold(table: SelectionSubject, selection: CompiledSelection): Truth {
  let holding: Truth = ALL_HOLD;
  for (const condition of selection.conditions) {
    holding = both(holding, tagClauseHolds(condition, table.tags));
    if (holding.holds === 'no') return holding;
  }
  return holding;
}

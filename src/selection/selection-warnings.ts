import { parseArn } from '../model/arn.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { PlanRecord } from '../model/plan.ts';
import type { SelectionBody, SelectionRecord } from '../model/selection.ts';
import { hasInnerWildcard } from './arn-pattern.ts';
import type { SelectionSubject } from './assignment.ts';
import { type CompiledSelection, firstMatch } from './compiled-selection.ts';
import { selects } from './selection.ts';
import { type IndexedSelection, indexSelections, readableSelections } from './selection-index.ts';
import { isNegated } from './tag-clause.ts';

export type SelectionWarningKind =
  | 'plan-without-selection'
  | 'selects-no-table'
  | 'tags-add-tables'
  | 'inner-wildcard'
  | 'doubled-prefix'
  | 'undocumented-key'
  | 'literal-wildcard'
  | 'conditions-alone'
  | 'foreign-role'
  | 'over-quota';

/** Something in a plan's selections that is legal, or was accepted, and seldom meant. */
export interface SelectionWarning {
  readonly plan: PlanRecord;
  readonly selection?: SelectionRecord;
  readonly kind: SelectionWarningKind;
  readonly detail: string;
}

/** `tables` are all tables of the Region: what a selection does not select among them it does not select. */
export function selectionWarnings(region: RegionInventory, tables: readonly SelectionSubject[]): SelectionWarning[] {
  if (!region.plans.known) return [];
  const plans = region.plans.value;
  const entries = readableSelections(region, plans);
  const reach = reachOf(region, entries, tables);
  const warnings: SelectionWarning[] = [];
  for (const plan of plans) {
    if (plan.selections.known) warnings.push(...planWarnings(plan, plan.selections.value));
  }
  for (const entry of entries) {
    const { plan, selection } = entry;
    if (!selection.body.known) continue;
    const found = [
      ...reachWarnings(entry, reach[entry.order]),
      ...bodyWarnings(entry.compiled, selection.body.value),
      ...roleWarningsOf(region, selection.body.value),
    ];
    for (const { kind, detail } of found) warnings.push({ plan, selection, kind, detail });
  }
  return warnings;
}

interface Found {
  readonly kind: SelectionWarningKind;
  readonly detail: string;
}

/** What one selection reaches among the tables. */
interface Reach {
  selected: number;
  undecided: number;
  /** Names of tables that only `ListOfTags` brought in. */
  readonly byTagsOnly: string[];
}

function reachOf(
  region: RegionInventory,
  entries: readonly IndexedSelection[],
  tables: readonly SelectionSubject[],
): Reach[] {
  const index = indexSelections(region, entries);
  const reach: Reach[] = entries.map(() => ({ selected: 0, undecided: 0, byTagsOnly: [] }));
  for (const table of tables) {
    for (const entry of index.candidates(table)) {
      const own = reach[entry.order];
      const { holds } = selects(table, entry.compiled, entry.optIn);
      if (!own || holds === 'no') continue;
      if (holds === 'maybe') own.undecided++;
      else {
        own.selected++;
        if (!firstMatch(entry.compiled.resources, table.arn)) own.byTagsOnly.push(table.name);
      }
    }
  }
  return reach;
}

function reachWarnings({ compiled }: IndexedSelection, reach: Reach | undefined): Found[] {
  if (!reach) return [];
  const found: Found[] = [];
  if (reach.selected === 0 && reach.undecided === 0 && isAboutTables(compiled)) {
    found.push({ kind: 'selects-no-table', detail: 'none of the tables of the Region is selected' });
  }
  if (compiled.resources.all.length > 0 && reach.byTagsOnly.length > 0) {
    const named = reach.byTagsOnly.slice(0, 3).join(', ');
    const more = reach.byTagsOnly.length > 3 ? ` and ${reach.byTagsOnly.length - 3} more` : '';
    found.push({
      kind: 'tags-add-tables',
      detail: `ListOfTags adds to Resources and does not narrow them: only tags bring in ${named}${more}`,
    });
  }
  return found;
}

/** Selections by tag or by `*` may be meant for other services; one that names DynamoDB alone is not. */
function isAboutTables({ resources, listOfTags }: CompiledSelection): boolean {
  return (
    resources.all.length > 0 &&
    listOfTags.length === 0 &&
    resources.all.every((pattern) => pattern.text.split(':')[2] === 'dynamodb')
  );
}

function bodyWarnings(
  { resources, notResources, listOfTags, conditions }: CompiledSelection,
  body: SelectionBody,
): Found[] {
  const found: Found[] = [];
  for (const pattern of [...resources.all, ...notResources.all]) {
    if (!hasInnerWildcard(pattern.text)) continue;
    found.push({
      kind: 'inner-wildcard',
      detail: `${pattern.label}: AWS's documents disagree on a * that is not at the end of the ARN`,
    });
  }
  for (const clause of [...listOfTags, ...conditions]) {
    if (clause.form === 'doubled') {
      const effect = isNegated(clause) ? 'no resource has such a tag' : 'so the clause holds for no resource';
      found.push({ kind: 'doubled-prefix', detail: `${clause.label}: the key has the prefix twice, ${effect}` });
    }
    if (clause.form === 'undocumented') {
      found.push({
        kind: 'undocumented-key',
        detail: `${clause.label}: keys are plain in ListOfTags and start with aws:ResourceTag/ in Conditions`,
      });
    }
    if (clause.value.includes('*') && (clause.operator === 'StringEquals' || clause.operator === 'StringNotEquals')) {
      found.push({ kind: 'literal-wildcard', detail: `${clause.label}: ${clause.operator} takes * as itself` });
    }
  }
  if (resources.all.length === 0 && listOfTags.length === 0 && conditions.length > 0) {
    found.push({
      kind: 'conditions-alone',
      detail: 'Conditions stand without Resources and ListOfTags, and AWS does not document what that selects',
    });
  }
  return [...found, ...selectionQuotas(body)];
}

/** That a role is another account's shows in its ARN; what its own account says of it is not read here. */
function roleWarningsOf({ account }: RegionInventory, { roleArn }: SelectionBody): Found[] {
  const owner = parseArn(roleArn)?.account;
  if (!/^\d{12}$/.test(owner ?? '') || owner === account) return [];
  return [
    { kind: 'foreign-role', detail: `role ${roleArn} belongs to another account, which AWS Backup cannot use here` },
  ];
}

/** Backup developer guide, assigning-resources ("quotas") and API reference, BackupSelection. */
function selectionQuotas(body: SelectionBody): Found[] {
  const { stringEquals, stringNotEquals, stringLike, stringNotLike } = body.conditions;
  const conditions = stringEquals.length + stringNotEquals.length + stringLike.length + stringNotLike.length;
  const wild = (patterns: readonly string[]) => patterns.filter((pattern) => pattern.includes('*')).length;
  const plain = (patterns: readonly string[]) => patterns.length - wild(patterns);
  return overQuota([
    ['ARNs without wildcards in Resources', plain(body.resources), 500],
    ['ARNs with wildcards in Resources', wild(body.resources), 30],
    ['ARNs without wildcards in NotResources', plain(body.notResources), 500],
    ['ARNs with wildcards in NotResources', wild(body.notResources), 30],
    ['Conditions', conditions, 30],
    ['tags in ListOfTags', body.listOfTags.length, 30],
  ]);
}

/** Backup developer guide, aws-backup-limits. */
function planWarnings(plan: PlanRecord, selections: readonly SelectionRecord[]): SelectionWarning[] {
  if (selections.length === 0) {
    return [{ plan, kind: 'plan-without-selection', detail: 'the plan has no selection, so it backs nothing up' }];
  }
  const byTag = selections.filter(({ body }) => body.known && usesTags(body.value)).length;
  return overQuota([
    ['selections in a plan', selections.length, 100],
    ['selections by tag in a plan', byTag, 10],
  ]).map((found) => ({ plan, ...found }));
}

function usesTags(body: SelectionBody): boolean {
  return body.listOfTags.length > 0 || Object.values(body.conditions).some((conditions) => conditions.length > 0);
}

function overQuota(counts: readonly (readonly [what: string, found: number, quota: number])[]): Found[] {
  return counts
    .filter(([, found, quota]) => found > quota)
    .map(([what, found, quota]) => ({ kind: 'over-quota', detail: `${found} ${what}, AWS allows ${quota}` }));
}

import type { RegionSettings } from '../../../src/model/inventory.ts';
import type { PlanRecord } from '../../../src/model/plan.ts';
import type { SelectionBody, TagCondition } from '../../../src/model/selection.ts';
import type { TableRecord } from '../../../src/model/table.ts';
import { type Holds, stated } from './stated.ts';

/** Does a selection of the plan take the table in? */
export function selects(plan: PlanRecord, table: TableRecord, settings: RegionSettings): Holds {
  return any(stated(plan.selections).map((selection) => selectionHolds(stated(selection.body), table, settings)));
}

/** (Resources ∪ ListOfTags) ∩ all Conditions − NotResources: assigning-resources. */
function selectionHolds(selection: SelectionBody, table: TableRecord, settings: RegionSettings): Holds {
  const tags = stated(table.tags);
  const excluded = selection.notResources.some((pattern) => matchesArn(pattern, table.arn));
  return all([
    assigned(selection, table, settings),
    ...selection.conditions.stringEquals.map((each) => equals(each, tags)),
    ...selection.conditions.stringLike.map((each) => like(each, tags)),
    ...selection.conditions.stringNotEquals.map((each) => notEquals(each, tags)),
    ...selection.conditions.stringNotLike.map((each) => notLike(each, tags)),
    excluded ? 'no' : 'yes',
  ]);
}

function assigned(
  { resources, listOfTags, conditions }: SelectionBody,
  table: TableRecord,
  settings: RegionSettings,
): Holds {
  const on = optedIn(settings);
  const ways: Holds[] = [];
  for (const pattern of resources) {
    if (!matchesArn(pattern, table.arn)) continue;
    // Only a resource type or a table's ARN is backed up regardless of the opt-in.
    ways.push(pattern === '*' || pattern === 'arn:aws:dynamodb:*' ? on : 'yes');
  }
  for (const { key, value } of listOfTags) {
    if (stated(table.tags)[key] !== value) continue;
    // Tags alone honour the opt-in; beside a resource type AWS says that it is disregarded, and not of which types.
    const besideType = resources.some((pattern) => pattern !== '*' && pattern !== 'arn:aws:dynamodb:*');
    ways.push(on === 'no' && besideType ? 'open' : on);
  }
  if (resources.length === 0 && listOfTags.length === 0) {
    const named = Object.values(conditions).some((each) => each.length > 0);
    // Conditions alone are shown nowhere.
    ways.push(named ? all([on, 'open']) : on);
  }
  return any(ways);
}

/** A service that the settings do not name: AWS does not say. */
function optedIn({ optIn }: RegionSettings): Holds {
  const on = optIn['DynamoDB'];
  return on === undefined ? 'open' : on ? 'yes' : 'no';
}

function tagValue({ key }: TagCondition, tags: Readonly<Record<string, string>>): string | undefined {
  return tags[key.replace('aws:ResourceTag/', '')];
}

function equals(condition: TagCondition, tags: Readonly<Record<string, string>>): Holds {
  return tagValue(condition, tags) === condition.value ? 'yes' : 'no';
}

function like(condition: TagCondition, tags: Readonly<Record<string, string>>): Holds {
  const value = tagValue(condition, tags);
  return value !== undefined && matches(condition.value, value, '\\S*') ? 'yes' : 'no';
}

/** Whether a resource without the tag is meant is documented nowhere. */
function notEquals(condition: TagCondition, tags: Readonly<Record<string, string>>): Holds {
  const value = tagValue(condition, tags);
  return value === undefined ? 'open' : value === condition.value ? 'no' : 'yes';
}

/** Nor is what follows where only whitespace keeps the value from matching. */
function notLike(condition: TagCondition, tags: Readonly<Record<string, string>>): Holds {
  const value = tagValue(condition, tags);
  if (value === undefined) return 'open';
  if (matches(condition.value, value, '\\S*')) return 'no';
  return matches(condition.value, value, '.*') ? 'open' : 'yes';
}

function matchesArn(pattern: string, arn: string): boolean {
  return matches(pattern, arn, '\\S*');
}

function matches(pattern: string, text: string, star: string): boolean {
  const source = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join(star)}$`).test(text);
}

export function all(holds: readonly Holds[]): Holds {
  return holds.includes('no') ? 'no' : holds.includes('open') ? 'open' : 'yes';
}

export function any(holds: readonly Holds[]): Holds {
  return holds.includes('yes') ? 'yes' : holds.includes('open') ? 'open' : 'no';
}

import { type Fact, known, mapFact, type Unknown } from '../model/fact.ts';
import type { RegionInventory } from '../model/inventory.ts';
import { OF_ORGANIZATION } from '../model/organization.ts';
import type { PlanRecord } from '../model/plan.ts';
import { present } from '../model/present.ts';
import type { Edit } from './change.ts';

type OrganizationEdit = Edit & { readonly kind: 'organization-plan' };

/** The plans of a Region with the one of that name, as the backup policies of the organization will have it. */
export function withOrganizationPlan(
  { plans, partition, region, account }: RegionInventory,
  { name, plan }: OrganizationEdit,
): Fact<readonly PlanRecord[]> {
  return mapFact(plans, (all) => {
    const live = all.filter((each) => isPlanOf(each, name));
    const others = all.filter((each) => !live.includes(each));
    if (plan.known && plan.value === undefined) return others;
    if (live.length > 0) return all.map((each) => (live.includes(each) ? edited(each, plan) : each));
    const id = `${OF_ORGANIZATION}planned-${name}`;
    const arn = `arn:${partition}:backup:${region}:${account}:backup-plan:${id}`;
    const bare = { id, arn, name, body: known({ rules: [], preview: [] }, FROM), selections: known([], FROM) };
    return [...others, edited(bare, plan)];
  });
}

const FROM = 'the backup policies of the organization';

/** Names of policies come back in lower case, or as they are written: AWS documents both. */
export function isPlanOf({ id, name }: Pick<PlanRecord, 'id' | 'name'>, plan: string): boolean {
  return id.startsWith(OF_ORGANIZATION) && name.toLowerCase() === plan.toLowerCase();
}

/** Rules and selections keep the ids that they have under their names, so that jobs of the past are still theirs. */
function edited(record: PlanRecord, plan: OrganizationEdit['plan']): PlanRecord {
  if (!plan.known) return opened(record, plan);
  const { body, selections } = plan.value ?? record;
  const ruleIds = idsOf(record.body.known ? record.body.value.rules : []);
  const selectionIds = idsOf(record.selections.known ? record.selections.value : []);
  return {
    ...record,
    body: mapFact(body, (after) => ({
      ...after,
      rules: after.rules.map((rule) => present({ ...rule, id: ruleIds.get(rule.name.toLowerCase()) })),
    })),
    selections: mapFact(selections, (after) =>
      after.map((selection) => ({ ...selection, id: selectionIds.get(selection.name.toLowerCase()) ?? selection.id })),
    ),
  };
}

function opened(record: PlanRecord, why: Unknown): PlanRecord {
  return { ...record, body: why, selections: why };
}

function idsOf(things: readonly { readonly id?: string; readonly name: string }[]): ReadonlyMap<string, string> {
  return new Map(things.flatMap(({ id, name }) => (id === undefined ? [] : [[name.toLowerCase(), id] as const])));
}

import { requirementsOf } from '../controls/requirements.ts';
import { type Estate, type EstateTable, estateOf } from '../estate/estate.ts';
import { known } from '../model/fact.ts';
import type { Inventory, RegionInventory } from '../model/inventory.ts';
import type { BackupRule, PlanRecord } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import type { JsonObject, Result } from '../model/result.ts';

/** A plan on its way to what the policies ask. */
export interface PlanDraft {
  readonly plan: PlanRecord;
  readonly regionInventory: RegionInventory;
  readonly rules: readonly BackupRule[];
  readonly document: JsonObject;
  readonly changes: readonly string[];
  readonly about: readonly { readonly result: Result; readonly policy: Policy; readonly table: EstateTable }[];
}

/** The control itself says whether the plan, so changed, would do. */
export function isFixed(
  estate: Estate,
  draft: PlanDraft,
  { result, policy, table }: PlanDraft['about'][number],
): boolean {
  const changed = estateWith(estate, draft);
  const subject = changed.table(table.arn);
  const asked = requirementsOf(policy).find(({ control }) => control.id === result.control);
  const requirement = asked?.requirements.find(({ path }) => path === result.policy?.path);
  if (asked?.control.judges !== 'table' || !subject || !requirement) return false;
  return asked.control.evaluate({ estate: changed, table: subject }, requirement.asked, policy).status === 'pass';
}

const estates = new WeakMap<PlanDraft['rules'], Estate>();

function estateWith(estate: Estate, draft: PlanDraft): Estate {
  const found = estates.get(draft.rules);
  if (found) return found;
  const made = estateOf(inventoryWith(estate.inventory, draft), estate.now);
  estates.set(draft.rules, made);
  return made;
}

/** AWS's preview of the next runs is that of the plan as it was. */
function inventoryWith(inventory: Inventory, { plan, regionInventory, rules }: PlanDraft): Inventory {
  const plans = regionInventory.plans.known
    ? known(
        regionInventory.plans.value.map((each) =>
          each.arn === plan.arn ? { ...each, body: known({ rules, preview: [] }, 'derived') } : each,
        ),
        'derived',
      )
    : regionInventory.plans;
  return {
    ...inventory,
    regions: inventory.regions.map((region) => (region === regionInventory ? { ...region, plans } : region)),
  };
}

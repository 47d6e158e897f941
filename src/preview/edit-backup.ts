import { type Fact, known, mapFact, type Unknown, unknown } from '../model/fact.ts';
import type { RegionInventory } from '../model/inventory.ts';
import type { PlanBody, PlanRecord } from '../model/plan.ts';
import { present } from '../model/present.ts';
import type { SelectionRecord } from '../model/selection.ts';
import type { Edit, PlanTarget } from './change.ts';
import { withOrganizationPlan } from './edit-organization.ts';
import { editTesting } from './edit-testing.ts';
import { putVault, withoutVault } from './edit-vault.ts';
import type { EditedBy } from './edited-by.ts';
import { put, without } from './fact-list.ts';

/** What a change of a plan, selection, vault, setting or restore test makes of the Region. */
export function editBackup(regionInventory: RegionInventory, edit: Edit, by: EditedBy): RegionInventory | undefined {
  switch (edit.kind) {
    case 'plan':
      return { ...regionInventory, plans: putPlan(regionInventory, edit, by) };
    case 'plan-gone':
      return { ...regionInventory, plans: without(regionInventory.plans, (plan) => plan.id === edit.id) };
    case 'organization-plan':
      return { ...regionInventory, plans: withOrganizationPlan(regionInventory, edit) };
    case 'selection': {
      const { plan, id, name, body } = edit;
      const record = { id: id ?? plannedId(by.address, by), name, body };
      return { ...regionInventory, plans: withSelection(regionInventory, plan, record, by) };
    }
    case 'selection-gone':
      return {
        ...regionInventory,
        plans: mapPlans(regionInventory, edit.plan, by, (plan) => ({
          ...plan,
          selections: without(plan.selections, (selection) => selection.id === edit.id),
        })),
      };
    case 'vault':
      return putVault(regionInventory, edit, by);
    case 'vault-gone':
      return withoutVault(regionInventory, edit);
    case 'region-settings': {
      const { settings } = edit;
      if (!settings.known || !regionInventory.settings.known) return { ...regionInventory, settings };
      const optIn = { ...regionInventory.settings.value.optIn, ...settings.value.optIn };
      const management = { ...regionInventory.settings.value.management, ...settings.value.management };
      return { ...regionInventory, settings: known({ optIn, management }, settings.from) };
    }
    case 'testing-plan':
    case 'testing-plan-gone':
    case 'testing-selection':
    case 'testing-selection-gone':
      return { ...regionInventory, restoreTestingPlans: editTesting(regionInventory.restoreTestingPlans, edit) };
    default:
      return undefined;
  }
}

/** Begins an id that AWS has not given yet; no live plan has one with a slash. */
const PLANNED = 'planned/';

export function plannedId(address: string, { change }: Pick<EditedBy, 'change'>): string {
  return PLANNED + (change === 0 ? '' : `${change}/`) + address;
}

function putPlan(regionInventory: RegionInventory, edit: Edit & { readonly kind: 'plan' }, by: EditedBy) {
  const { name, body } = edit;
  const { plans } = regionInventory;
  if (!plans.known) return plans;
  const live = liveOf(plans.value, edit, by);
  if (live.length > 1) {
    const detail = `${live.length} plans are called ${name}, and the template does not say which of them it changes`;
    return mapFact(plans, (all) =>
      all.map((plan) => (live.includes(plan) ? { ...plan, body: unknown('not-collected', detail) } : plan)),
    );
  }
  const others = edit.nameUnknown ? mayBe(plans, edit.nameUnknown, by.address) : plans;
  const [before] = live;
  const id = before?.id ?? edit.id ?? plannedId(by.address, by);
  const record: PlanRecord = before
    ? { ...before, name, body: withRuleIds(body, before.body) }
    : {
        id,
        arn: `arn:${regionInventory.partition}:backup:${regionInventory.region}:${regionInventory.account}:backup-plan:${id}`,
        name,
        body,
        selections: known([], 'the change'),
      };
  return put(
    others,
    record,
    (plan) => plan.id === id,
    (plan) => plan.id,
  );
}

/** A plan whose name is not known may be each of those that exist: what they will be is open. */
function mayBe(plans: Fact<readonly PlanRecord[]>, { detail }: Unknown, address: string) {
  return mapFact(plans, (all) =>
    all.map((plan) => {
      if (plan.id.startsWith(PLANNED)) return plan;
      const open = unknown('not-collected', `plan ${plan.name} may be ${address}, whose name is not known: ${detail}`);
      return { ...plan, body: open, selections: open };
    }),
  );
}

function liveOf(
  plans: readonly PlanRecord[],
  { id, name, isNew }: Edit & { readonly kind: 'plan' },
  by: EditedBy,
): readonly PlanRecord[] {
  if (id !== undefined) {
    return plans.filter((plan) => plan.id === id);
  }
  return plans.filter((plan) => plan.id === plannedId(by.address, by) || (!isNew && plan.name === name));
}

/** Rules keep their ids by name, so that jobs of the past are still theirs. */
function withRuleIds(body: Fact<PlanBody>, before: Fact<PlanBody>): Fact<PlanBody> {
  if (!before.known) return body;
  const ids = new Map(before.value.rules.flatMap((rule) => (rule.id === undefined ? [] : [[rule.name, rule.id]])));
  return mapFact(body, (after) => ({
    ...after,
    rules: after.rules.map((rule) => present({ ...rule, id: ids.get(rule.name) })),
  }));
}

function isTarget(target: PlanTarget, plan: PlanRecord, by: EditedBy): boolean {
  if (target.kind === 'live') return plan.id === target.id;
  if (target.kind === 'unclear') return false;
  return plan.id === plannedId(target.address, by) || (target.name !== undefined && plan.name === target.name);
}

function withSelection(regionInventory: RegionInventory, target: PlanTarget, record: SelectionRecord, by: EditedBy) {
  if (target.kind === 'unclear') {
    const open: SelectionRecord = { ...record, body: record.body.known ? target.why : record.body };
    return mapFact(regionInventory.plans, (plans) => plans.map((plan) => withRecord(plan, open)));
  }
  return mapPlans(regionInventory, target, by, (plan) => withRecord(plan, record));
}

/** A selection of a template has no id: the one of its name is the same. */
function withRecord(plan: PlanRecord, record: SelectionRecord): PlanRecord {
  const same = plan.selections.known
    ? plan.selections.value.find(
        ({ id, name }) => id === record.id || (name === record.name && record.id.startsWith(PLANNED)),
      )
    : undefined;
  const made = same ? { ...record, id: same.id } : record;
  return {
    ...plan,
    selections: put(
      plan.selections,
      made,
      (other) => other.id === made.id,
      (each) => each.id,
    ),
  };
}

/** A plan that is not among those that were read leaves them all open: it came or went since. */
function mapPlans(
  { plans }: RegionInventory,
  target: PlanTarget,
  by: EditedBy,
  change: (plan: PlanRecord) => PlanRecord,
): Fact<readonly PlanRecord[]> {
  if (!plans.known) return plans;
  if (!plans.value.some((plan) => isTarget(target, plan, by))) {
    return unknown('not-collected', `${by.address} belongs to a plan that is not among those that were read`);
  }
  return mapFact(plans, (all) => all.map((plan) => (isTarget(target, plan, by) ? change(plan) : plan)));
}

import type { Control } from '../../../src/controls/define.ts';
import { type ExampleParts, exampleInventory, NOW, ORDERS } from '../../../src/controls/example.ts';
import { requirementsOf } from '../../../src/controls/requirements.ts';
import { estateOf, type FormerInventory } from '../../../src/estate/estate.ts';
import { type RestoredTable, restoresOf } from '../../../src/estate/restored.ts';
import type { LedgerRecord } from '../../../src/history/ledger-line.ts';
import type { Instant } from '../../../src/model/instant.ts';
import type { Inventory } from '../../../src/model/inventory.ts';
import type { Policy, RestoreRequirement, RestoreSettings } from '../../../src/model/policy.ts';
import type { Outcome } from '../../../src/model/result.ts';
import type { TrailHistory } from '../../../src/model/trail-event.ts';

/** A policy whose `restore` part is given, with the defaults that the policy language fills in. */
function policyOf(restore: Partial<RestoreRequirement>): Policy {
  return {
    name: 'example',
    position: { file: 'policies/example.yaml', line: 1, column: 1 },
    tables: { names: ['orders'] },
    restore: {
      measure: { clock: 'restored', statistic: 'p95', overMinutes: 180 * 1440, samples: 3 },
      settings: {},
      ...restore,
    },
    severity: {},
    waivers: [],
    positions: {},
  };
}

/** What the control says of the only table restored from `orders`. */
export function judgeSetting(control: Control, settings: RestoreSettings, parts: ExampleParts): Outcome {
  return judgeInventory(control, settings, exampleInventory({ restored: {}, ...parts }));
}

export function judgeInventory(
  control: Control,
  settings: RestoreSettings,
  inventory: Inventory,
  former: readonly FormerInventory[] = [],
): Outcome {
  if (control.judges !== 'restored-table') throw new Error(`${control.id} judges no restored tables`);
  const estate = estateOf(inventory, NOW, [], undefined, former);
  const restored = onlyRestored([...restoresOf(estate).restoredFrom.values()].flat());
  const policy = policyOf({ settings });
  const [requirement] = requirementsOf(policy).find((each) => each.control === control)?.requirements ?? [];
  if (!requirement) throw new Error(`nothing asks for ${control.id}`);
  return control.evaluate({ estate, restored }, requirement.asked, policy);
}

/** What a control about the table `orders` says. */
export function judgeOrders(
  control: Control,
  restore: Partial<RestoreRequirement>,
  inventory: Inventory,
  now: Instant,
  ledger: readonly LedgerRecord[] = [],
  history?: TrailHistory,
): Outcome {
  if (control.judges !== 'table') throw new Error(`${control.id} judges no tables`);
  const estate = estateOf(inventory, now, ledger, history);
  const table = estate.table(ORDERS);
  const policy = policyOf(restore);
  const [requirement] = requirementsOf(policy).find((each) => each.control === control)?.requirements ?? [];
  if (!table || !requirement) throw new Error(`nothing asks for ${control.id}`);
  return control.evaluate({ estate, table }, requirement.asked, policy);
}

function onlyRestored(found: readonly RestoredTable[]): RestoredTable {
  const [restored, ...others] = found;
  if (!restored || others.length > 0) throw new Error(`${found.length} restored tables instead of one`);
  return restored;
}

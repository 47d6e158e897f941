import type { RegionInventory } from '../model/inventory.ts';
import type { PlanRecord } from '../model/plan.ts';
import type { SelectionRecord } from '../model/selection.ts';
import type { Estate } from './estate.ts';
import { type RoleFault, roleFault } from './selection-roles.ts';

/** A selection whose role cannot back up what it selects. */
export interface RoleWarning extends RoleFault {
  readonly plan: PlanRecord;
  readonly selection: SelectionRecord;
}

interface Found extends RoleWarning {
  /** Names of the tables that it cannot back up. */
  readonly tables: string[];
}

/** Roles of selections that select tables: what a role may do to other services is not looked at. */
export function roleWarnings(estate: Estate, regionInventory: RegionInventory): readonly RoleWarning[] {
  const found = new Map<SelectionRecord, Found>();
  for (const table of estate.tables) {
    if (table.regionInventory !== regionInventory) continue;
    for (const { plan, selections } of estate.coverage(table).covering) {
      for (const { selection } of selections) {
        const fault = selection.body.known ? roleFault(estate, table, selection.body.value.roleArn) : undefined;
        if (!fault?.known || !fault.value) continue;
        const before = found.get(selection);
        if (before) before.tables.push(table.name);
        else found.set(selection, { plan, selection, ...fault.value, tables: [table.name] });
      }
    }
  }
  return [...found.values()].map(({ tables, ...warning }) => ({
    ...warning,
    detail: `${warning.detail}${warning.kind === 'powerless-role' ? ` on ${named(tables)}` : ''}`,
  }));
}

const SHOWN = 3;

function named(tables: readonly string[]): string {
  const more = tables.length - SHOWN;
  return `${tables.slice(0, SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

import { NOW } from '../../src/controls/example.ts';
import { known } from '../../src/model/fact.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import type { Change } from '../../src/preview/change.ts';
import { emptyInventory } from '../../src/preview/empty-inventory.ts';
import { overlay } from '../../src/preview/overlay.ts';
import { scopeOf } from '../../src/preview/place.ts';
import { readTerraformPlans } from '../../src/preview/terraform.ts';
import { inPlaceholderPlace } from '../../src/preview/unresolved-place.ts';

export const HOME = { partition: 'aws', account: '111122223333', region: 'eu-west-1' } as const;

/** The only plan of a text, run with the credentials of the home account. */
export function readPlan(file: string, text: string): Change {
  const [change] = readTerraformPlans(file, text, known(HOME.account, 'test'));
  if (!change) throw new Error('no plan');
  return change;
}

/** An account that holds nothing, in each place that a change names. */
export function nothingYet(change: Change): Inventory {
  const places = change.resources.flatMap(({ place }) => scopeOf(place) ?? []);
  return emptyInventory(places.length === 0 ? [HOME] : places, NOW);
}

/** What a change makes of an account that holds nothing. */
export function alone(change: Change): Inventory {
  const placed = inPlaceholderPlace([change], HOME);
  return overlay(nothingYet(placed[0] ?? change), placed, { withUntouched: true }).inventory;
}

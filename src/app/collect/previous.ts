import { type CarryOver, carryOver, neededSince } from '../../history/carry-over.ts';
import { type Inventory, isSamePlace } from '../../model/inventory.ts';
import { UserError } from '../../model/user-error.ts';
import { savedInventory } from '../files/named-file.ts';
import type { Host } from '../host/host.ts';
import type { ScopeOptions } from './collection.ts';
import { historyOf, noteLines, reachNotes } from './history.ts';

/** A former inventory, as `--previous` names it. */
export interface Previous {
  readonly file: string;
  readonly inventory: Inventory;
}

export async function previousAt(file: string, host: Host): Promise<Previous> {
  const inventory = await savedInventory(file, host);
  if (inventory.takenAt <= host.now()) return { file, inventory };
  throw new UserError(
    `${file} was taken at ${inventory.takenAt}, which is not yet`,
    'give --previous an inventory of before, and look at the clock of this machine',
  );
}

/**
 * What may be carried over. Only CloudTrail's own event history tells: it cannot be switched off, while a trail may leave
 * calls out. Where it cannot be read nothing is carried over, and everything is read.
 */
export async function carriedFrom({ inventory }: Previous, scope: ScopeOptions, host: Host): Promise<CarryOver> {
  const until = host.now();
  const time = { from: neededSince(inventory), to: until, aim: 'carried-over' } as const;
  const history = await historyOf(['lookup'], time, inventory, scope, host);
  host.stderr.write(noteLines(reachNotes(history)));
  return carryOver({ former: inventory, history, until });
}

/** Throws where what was read now has no place of the former inventory. */
export function requireSamePlaces({ file, inventory: former }: Previous, { regions }: Inventory): void {
  const before = former.regions.filter(({ inScope }) => inScope);
  const now = regions.filter(({ inScope }) => inScope);
  if (now.length === 0 || now.some((place) => before.some((each) => isSamePlace(each, place)))) return;
  const told = (places: typeof now) => places.map(({ account, region }) => `${account} ${region}`).join(', ') || 'none';
  throw new UserError(
    `${file} is of other accounts or Regions (${told(before)}) than those that were read (${told(now)})`,
    'give --previous an inventory of the same',
  );
}

import type { Inventory } from '../../src/model/inventory.ts';
import { Home } from './reference/estate.ts';
import { stated } from './reference/stated.ts';

/**
 * Where Holdfast is known to leave open what is decided: it says `unknown`, and the second judge says otherwise. The list only
 * ever shrinks.
 */
const PENDING: readonly { readonly why: string; readonly controls: RegExp; readonly where: (home: Home) => boolean }[] =
  [
    {
      why: 'an undecided plan whose copies could not work either leaves open what sure copies fail',
      controls: /^(copy-|backup-retention)/,
      where: ({ isOpen, advanced }) => isOpen || advanced === 'open',
    },
    {
      why: 'an undecided plan of which all rules are known leaves open what points decide',
      controls: /^(vault-air-gap|recovery-point-gap)/,
      where: ({ isOpen }) => isOpen,
    },
  ];

/** Is it known that Holdfast leaves the question open? */
export function isLeftOpen(inventory: Inventory, question: string): boolean {
  const [name = '', control = ''] = question.split(' ');
  return inventory.regions
    .filter(({ inScope }) => inScope)
    .flatMap((region) => stated(region.tables).map((table) => new Home(inventory, region, table)))
    .filter(({ table }) => table.name === name)
    .some((home) => PENDING.some(({ controls, where }) => controls.test(control) && where(home)));
}

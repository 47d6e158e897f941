import { concluded } from '../../evaluate/conclusion.ts';
import { known, unknown } from '../../model/fact.ts';
import type { Inventory } from '../../model/inventory.ts';
import { OF_ORGANIZATION } from '../../model/organization.ts';
import type { Report } from '../../model/report.ts';
import { agreedResults, type WaysInWords } from './agreed.ts';

type Judge = (inventory: Inventory) => Report;

/**
 * The same judge, where the management account's opt-in decides for plans and was not read: what holds with and without it holds,
 * and the rest is unknown. A plan that keeps too short fails either way.
 */
export function whicheverOptIn(judge: Judge): Judge {
  return (inventory) => {
    if (!inventory.regions.some(isOpen)) return judge(inventory);
    const [on, off] = [judge(withOptIn(inventory, true)), judge(withOptIn(inventory, false))];
    return { ...on, ...concluded(agreedResults(on, off, WHY, WORDS), on.nothingJudged) };
  };
}

type Region = Inventory['regions'][number];

function isOpen({ managementSettings, plans }: Region): boolean {
  return !managementSettings && plans.known && plans.value.some(({ id }) => id.startsWith(OF_ORGANIZATION));
}

function withOptIn(inventory: Inventory, DynamoDB: boolean): Inventory {
  const managementSettings = known({ optIn: { DynamoDB }, management: {} }, 'what may be');
  const regions = inventory.regions.map((region) => (isOpen(region) ? { ...region, managementSettings } : region));
  return { ...inventory, regions };
}

const WHY = unknown(
  'not-collected',
  "for plans of an organization the management account's opt-in decides, which a member cannot read; --organization reads it from there",
);

const WORDS: WaysInWords = {
  one: 'with DynamoDB opted in there',
  other: 'with DynamoDB opted out there',
  gone: 'with DynamoDB opted out there it is not asked',
  message: 'hangs on the opt-in of the management account, which is not known',
};

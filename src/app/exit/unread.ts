import { count } from '../../model/count.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Report } from '../../model/report.ts';
import { policyWarnings } from '../../model/report.ts';
import { type FactsOfInterest, unreadFacts } from '../../model/unread-facts.ts';
import { groupUnknown } from '../../report/unknown-groups.ts';
import { isUnread } from './verdict.ts';

/** Lines that one command says of what it could not read. */
const LINES = 10;

/** What a command that shows facts could not read of them: one note a cause; none: it saw all that it needed. */
export function unreadNotes(inventory: Inventory, interest?: FactsOfInterest): readonly string[] {
  const unread = unreadFacts(inventory, interest);
  const lines = unread.map(({ place, why, facts }) => {
    const more = facts === 1 ? '' : ` (${count(facts, 'fact')})`;
    return `not read: ${place}: ${why.detail}${more}`;
  });
  return shortened(lines);
}

/** What a command that proposes by a report leaves out, as it is not known or not asked. */
export function openNotes(report: Report): readonly string[] {
  const unknown = groupUnknown(report.results.filter(isUnread)).flatMap(({ results, details }) => {
    const [detail = ''] = details;
    return `${count(results.length, 'result')} unknown: ${detail}`;
  });
  return [...shortened(unknown), ...policyWarnings(report).map(({ detail }) => detail)];
}

function shortened(lines: readonly string[]): readonly string[] {
  const more = lines.length - LINES;
  return more > 0 ? [...lines.slice(0, LINES), `and ${count(more, 'more cause')}`] : lines;
}

import type { Change, Edit, ResourceChange } from './change.ts';
import { isRefused } from './refused.ts';

/** The change without what rests on a resource that AWS refuses, and what rests on that: it is not made either. */
export function withDependents(change: Change): Change {
  const { resources } = change;
  const failing = new Set(resources.filter(isNotMade).map(({ address }) => address));
  if (failing.size === 0 || change.rollsBack) return change;
  const cause = new Map<string, string>();
  for (let size = -1; size < cause.size; ) {
    size = cause.size;
    for (const { address, needs = [] } of resources) {
      if (cause.has(address) || failing.has(address)) continue;
      const missing = needs.find((each) => failing.has(each) || cause.has(each));
      if (missing !== undefined) cause.set(address, missing);
    }
  }
  return {
    ...change,
    resources: resources.map((statement) => {
      const address = cause.get(statement.address);
      return address === undefined ? statement : restingOn(statement, address);
    }),
  };
}

/** Nothing waits for something to go. */
function isNotMade(statement: ResourceChange): boolean {
  const isMadeAnyway = statement.whenRefused?.some((edit) => !takesAway(edit)) ?? false;
  return isRefused(statement) && statement.action !== 'delete' && !isMadeAnyway;
}

function takesAway({ kind }: Edit): boolean {
  return kind.endsWith('-gone') || kind === 'table-open' || kind === 'touch';
}

/** What it takes away goes all the same, where it would have gone first; what it would make is not made. */
function restingOn(statement: ResourceChange, address: string): ResourceChange {
  return { ...statement, restsOn: address, whenRefused: (statement.whenRefused ?? []).filter(takesAway) };
}

import type { Baseline } from './baseline.ts';
import { compareBaselines, type Undecided } from './difference.ts';
import { countUnknown } from './recorded.ts';
import { resourceOf } from './subject.ts';

/** What a baseline records and another, that could not read everything, does not. */
export function lostIn(former: Baseline, next: Baseline): readonly Undecided[] {
  // Of fewer places, all of them read, nothing is lost: they were asked for.
  if (countUnknown(Object.values(next.accounts)) + next.unread.length === 0) return [];
  const hidden = new Set(compareBaselines(former, former).undecided.map(keyOf));
  return compareBaselines(former, next).undecided.filter((each) => each.side === 'now' && !hidden.has(keyOf(each)));
}

function keyOf({ subject, path }: Undecided): string {
  return `${resourceOf(subject).arn} ${path}`;
}

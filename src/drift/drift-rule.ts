import type { ApiCall } from '../history/setting-calls.ts';
import type { ControlId } from '../model/control-id.ts';
import type { Json } from '../model/result.ts';
import type { Judge } from './direction.ts';

/** What a difference at a path means. */
export interface DriftRule {
  /** Segments within the subject, `*` for any one; what is below belongs to it unless it has a row of its own. */
  readonly path: string;
  readonly controls: readonly ControlId[];
  readonly calls: readonly ApiCall[];
  readonly judge: Judge;
  /** Two values that are written otherwise and mean the same are no difference. */
  readonly same?: (before: Json | undefined, after: Json | undefined) => boolean;
}

/** The row whose path is the longest that leads to the place. */
export function driftRuleAt(driftRules: readonly DriftRule[], at: readonly string[]): DriftRule | undefined {
  const fitting = driftRules.filter(({ path }) => {
    const wanted = segments(path);
    return wanted.length <= at.length && wanted.every((segment, index) => segment === '*' || segment === at[index]);
  });
  return fitting.toSorted((a, b) => segments(b.path).length - segments(a.path).length)[0];
}

function segments(path: string): readonly string[] {
  return path === '' ? [] : path.split('/');
}

import type { Position } from '../model/policy.ts';
import { checkoutPath } from '../report/checkout-path.ts';
import { pickInPages } from './pages.ts';
import { field, type Rest } from './rest.ts';

/** Whether a pull request adds or changes the line. */
export type IsChanged = (at: Position) => boolean;

/** Undefined where GitHub does not tell: annotations are for all lines then. */
export async function changedLines(
  rest: Rest,
  repository: string,
  pullRequest: number,
): Promise<IsChanged | undefined> {
  const entries = await pickInPages(rest, `/repos/${repository}/pulls/${pullRequest}/files`, (entry) => entry);
  if ('ok' in entries) return undefined;
  const patches = new Map(entries.map((entry) => [field(entry, 'filename'), field(entry, 'patch')]));
  const linesOf = new Map<string, ReadonlySet<number>>();
  return ({ file: named, line }) => {
    const file = checkoutPath(named);
    if (file === undefined) return false;
    const patch = patches.get(file);
    // GitHub leaves out the patch of a file that changed a lot.
    if (typeof patch !== 'string') return patches.has(file);
    const lines = linesOf.get(file) ?? addedLines(patch);
    linesOf.set(file, lines);
    return lines.has(line);
  };
}

/** Numbers, in the new file, of the lines that a patch in unified format adds. */
export function addedLines(patch: string): ReadonlySet<number> {
  const added = new Set<number>();
  let next = 0;
  for (const line of patch.split('\n')) {
    const start = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line)?.[1];
    if (start !== undefined) next = Number(start);
    else if (line.startsWith('+')) added.add(next++);
    else if (line.startsWith(' ')) next += 1;
  }
  return added;
}

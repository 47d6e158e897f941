import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileErrorCode } from '../../sources/file-error.ts';
import { liesUnder } from '../../sources/lies-under.ts';

/** What a folder holds, with all that is below it. Absolute and sorted. */
export interface FolderContent {
  readonly files: readonly string[];
  /** Pipes, sockets and devices: to open one is to wait, or to read without end. */
  readonly special: readonly string[];
  /** Links that lead to none of the allowed folders. They are not followed. */
  readonly outside: readonly string[];
}

/**
 * Links are followed, and each folder is entered once, whatever links lead to it. Real folders come first, then linked
 * ones, then what hides behind a dot: a mounted ConfigMap shows by links what lies in a hidden folder.
 */
export function walk(root: string, allowed: readonly string[]): FolderContent {
  const content = { files: [] as string[], special: [] as string[], outside: [] as string[] };
  const waiting = { plain: [root], linked: [] as string[], hidden: [] as string[] };
  const roots = [...allowed, root].map((folder) => realpathSync(folder));
  const entered = new Set<string>();
  const next = () => waiting.plain.pop() ?? waiting.linked.pop() ?? waiting.hidden.pop();
  for (let folder = next(); folder !== undefined; folder = next()) {
    const real = realpathSync(folder);
    if (entered.has(real)) continue;
    entered.add(real);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const isLink = entry.isSymbolicLink();
      const found = statOf(path);
      if (!found) continue;
      if (isLink && !roots.some((each) => liesUnder(each, realpathSync(path)))) content.outside.push(path);
      else if (found.isFile()) content.files.push(path);
      else if (!found.isDirectory()) content.special.push(path);
      else if (entry.name.startsWith('.')) waiting.hidden.push(path);
      else (isLink ? waiting.linked : waiting.plain).push(path);
    }
    // Taken from the end, so that the first of two links to a folder is the one that counts.
    for (const list of Object.values(waiting)) list.sort().reverse();
  }
  for (const list of Object.values(content)) list.sort();
  return content;
}

/** Undefined where nothing stands: a link that leads nowhere, or in a cycle. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (fileErrorCode(error) === 'ELOOP') return undefined;
    throw error;
  }
}

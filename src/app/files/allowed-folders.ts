import { resolve } from 'node:path';
import { UserError } from '../../model/user-error.ts';
import { liesUnder } from '../../sources/lies-under.ts';
import type { Host } from '../host/host.ts';

/** Of a path relative to the working directory. What is absent may be asked for, and is not found. */
export type MayRead = (path: string) => boolean;

/**
 * The policies of a pull request are a stranger's words, and what a run says is public: a file that they lead to, by a
 * name or by a link, is read only where it really lies under the working directory or a folder that the caller named.
 */
export function readableBelow(folders: readonly string[], host: Host): MayRead {
  const roots = [host.workingDirectory, ...folders].flatMap((folder) => host.realPath(folder) ?? []);
  return (path) => {
    const real = host.realPath(resolve(host.workingDirectory, path));
    return real === undefined || roots.some((root) => liesUnder(root, real));
  };
}

/** A path of the caller may be a link that came with the repository, such as the default folder. Outside of it links are the caller's. */
export function refuseLinkAway(path: string, host: Host): void {
  const { workingDirectory } = host;
  const place = resolve(workingDirectory, path);
  if (liesUnder(workingDirectory, place) && !readableBelow([], host)(place)) throw leadsAway(path);
}

export function leadsAway(path: string): UserError {
  return new UserError(
    `${path} leads out of the folders that may be read`,
    'name the place itself: links are followed within the working directory and the folders that are named',
  );
}

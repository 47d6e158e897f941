import { isAbsolute, join, resolve } from 'node:path';
import { UserError } from '../../model/user-error.ts';
import { liesUnder } from '../../sources/lies-under.ts';
import { readableBelow } from '../files/allowed-folders.ts';
import { shownPath } from '../files/files-at.ts';
import type { Host } from '../host/host.ts';
import type { Placed } from '../options/values.ts';

/**
 * Where the inputs lie, seen from the checkout. GitHub names files from there, so annotations, code scanning and the lines of a
 * pull request fit without a prefix of their own.
 */
export function placedIn(directory: string, host: Host): Placed {
  const given = `input working-directory is ${JSON.stringify(directory)}`;
  const advice = 'name a folder of the checkout, by its path from the root of the checkout';
  const place = resolve(host.workingDirectory, directory);
  if (!liesUnder(host.workingDirectory, place) || !readableBelow([], host)(place)) {
    throw new UserError(`${given}, which leads out of the checkout`, advice);
  }
  if (!host.isFolder(place)) throw new UserError(`${given}, which is not a folder of the checkout`, advice);
  const folder = shownPath(place, host);
  return (path) => (folder === '' || isAbsolute(path) ? path : join(folder, path));
}

import { dirname, relative, resolve, sep } from 'node:path';
import { UserError } from '../../model/user-error.ts';
import type { PolicyFile } from '../../policy/document.ts';
import { escapeTerminal } from '../../report/escape.ts';
import type { Host } from '../host/host.ts';
import { leadsAway, type MayRead, readableBelow, refuseLinkAway } from './allowed-folders.ts';

/** What is looked for in folders. */
export interface FileKind {
  /** `policy file` */
  readonly noun: string;
  readonly counts: (path: string) => boolean;
  /** What to do when there is none. */
  readonly advice: string;
}

export interface FilesFound {
  readonly files: readonly PolicyFile[];
  /** Whether a file that one of these names may be read, by where it really lies. */
  readonly mayRead: MayRead;
}

/** The files of the paths, each once. A file that is named is taken as it is. */
export function filesAt(paths: readonly string[], kind: FileKind, host: Host): FilesFound {
  const found = paths.map((path) => placesAt(path, kind, host));
  const files = new Set(found.flatMap((each) => each.files));
  return {
    files: [...files].map((path) => {
      const bytes = host.readFile(path);
      if (!bytes) throw absent(path, kind);
      return { path, bytes };
    }),
    mayRead: readableBelow(
      found.map(({ folder }) => folder),
      host,
    ),
  };
}

/** Folders are read with all that is below them, but for what hides behind a dot. */
function placesAt(path: string, kind: FileKind, host: Host): { readonly files: readonly string[]; folder: string } {
  const root = resolve(host.workingDirectory, path);
  const place = host.look(path);
  if (place.kind === 'absent') throw absent(path, kind);
  refuseLinkAway(path, host);
  if (place.kind !== 'folder') return { files: [shownPath(root, host)], folder: dirname(root) };
  const isVisible = (file: string) => !isHidden(relative(root, file));
  const [away] = place.outside.filter(isVisible);
  if (away !== undefined) throw leadsAway(shownPath(away, host));
  const counts = (file: string) => kind.counts(file) && isVisible(file);
  for (const special of place.special.filter(counts)) {
    const shown = escapeTerminal(shownPath(special, host));
    host.stderr.write(`note: ${shown} is a pipe, a socket or a device, and was not read\n`);
  }
  const files = place.files.filter(counts);
  if (files.length === 0) throw new UserError(`no ${kind.noun} in ${path}`, kind.advice);
  return { files: files.map((file) => shownPath(file, host)), folder: root };
}

function absent(path: string, { noun }: FileKind): UserError {
  return new UserError(`no such file or folder: ${path}`, `name ${noun}s, or folders that hold them`);
}

export function isHidden(path: string): boolean {
  return path.split(sep).some((part) => part.startsWith('.'));
}

/** Relative to the working directory, with slashes on every system: how reports name the file. */
export function shownPath(path: string, host: Host): string {
  return relative(host.workingDirectory, path).split(sep).join('/');
}

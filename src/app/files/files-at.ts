import { relative, resolve, sep } from 'node:path';
import { UserError } from '../../model/user-error.ts';
import type { PolicyFile } from '../../policy/document.ts';
import type { Host } from '../host/host.ts';

/** What is looked for in folders. */
export interface FileKind {
  /** `policy file` */
  readonly noun: string;
  readonly counts: (path: string) => boolean;
  /** What to do when there is none. */
  readonly advice: string;
}

/** The files of the paths, each once. A file that is named is taken as it is. */
export function filesAt(paths: readonly string[], kind: FileKind, host: Host): readonly PolicyFile[] {
  const files = new Set(paths.flatMap((path) => placesAt(path, kind, host)));
  return [...files].map((path) => {
    const bytes = host.readFile(path);
    if (!bytes) throw absent(path, kind);
    return { path, bytes };
  });
}

/** Folders are read with all that is below them, but for what hides behind a dot. */
function placesAt(path: string, kind: FileKind, host: Host): readonly string[] {
  const place = host.look(path);
  switch (place.kind) {
    case 'absent':
      throw absent(path, kind);
    case 'file':
      return [shownPath(resolve(host.workingDirectory, path), host)];
    case 'folder': {
      const root = resolve(host.workingDirectory, path);
      const found = place.files.filter((file) => kind.counts(file) && !isHidden(relative(root, file)));
      if (found.length > 0) return found.map((file) => shownPath(file, host));
      throw new UserError(`no ${kind.noun} in ${path}`, kind.advice);
    }
  }
}

function absent(path: string, { noun }: FileKind): UserError {
  return new UserError(`no such file or folder: ${path}`, `name ${noun}s, or folders that hold them`);
}

function isHidden(path: string): boolean {
  return path.split(sep).some((part) => part.startsWith('.'));
}

/** Relative to the working directory, with slashes on every system: how reports name the file. */
export function shownPath(path: string, host: Host): string {
  return relative(host.workingDirectory, path).split(sep).join('/');
}

import { relative, resolve, sep } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Instant } from '../../model/instant.ts';
import { UserError } from '../../model/user-error.ts';
import type { Host } from '../host/host.ts';

/** A file as the run knew it. */
export interface Recorded {
  /** From the working directory, with slashes; absolute where the user named it so and it lies elsewhere. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A host that remembers what is read through it. */
export function recordingHost(host: Host): { readonly host: Host; readonly read: () => readonly Recorded[] } {
  const files = new Map<string, Uint8Array>();
  const readFile = (path: string) => {
    const bytes = host.readFile(path);
    if (bytes) files.set(nameOf(path, host), bytes);
    return bytes;
  };
  const readPieces = (path: string) => {
    readFile(path);
    return host.readPieces(path);
  };
  const read = () =>
    [...files].map(([name, bytes]) => ({ name, bytes })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { host: { ...host, readFile, readPieces }, read };
}

export function nameOf(path: string, { workingDirectory }: Pick<Host, 'workingDirectory'>): string {
  return relative(workingDirectory, resolve(workingDirectory, path)).split(sep).join('/');
}

/** Deep enough for every `..` that a name may begin with; nothing of it is on a disk. */
const FOLDER = `/${Array.from({ length: 32 }, () => 'pack').join('/')}`;

/** A host that has these files and no others, at the places that the run knew them by. Nothing of the machine is reached. */
export function replayHost(files: readonly Recorded[], now: Instant, host: Host): Host {
  const at = (path: string) => resolve(FOLDER, path);
  const held = new Map(files.map(({ name, bytes }) => [at(name), bytes]));
  const below = (path: string) => {
    const root = at(path);
    return [...held.keys()].filter((file) => !relative(root, file).startsWith('..')).toSorted();
  };
  const closed = () => {
    throw new UserError('a pack is verified without writing anything', 'verify it again');
  };
  return {
    ...host,
    now: () => now,
    workingDirectory: FOLDER,
    environment: {},
    stdout: { write: () => undefined, isTerminal: false, columns: undefined },
    stderr: { write: () => undefined, isTerminal: false, columns: undefined },
    readFile: (path) => held.get(at(path)),
    readPieces: async function* (path) {
      yield textOf(held.get(at(path)) ?? new Uint8Array());
    },
    writePieces: async () => closed(),
    look: (path) => {
      if (held.has(at(path))) return { kind: 'file' };
      const inside = below(path);
      return inside.length === 0 ? { kind: 'absent' } : { kind: 'folder', files: inside, special: [], outside: [] };
    },
    isFolder: (path) => !held.has(at(path)) && below(path).length > 0,
    realPath: (path) => at(path),
    writeFile: closed,
    tryPlace: closed,
    makeFolder: closed,
    useAws: closed,
    useProfile: closed,
  };
}

/** A bomb of a stranger's ends here. */
const MOST = 256 * 1024 * 1024;

function textOf(bytes: Uint8Array): string {
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return new TextDecoder().decode(isPacked ? gunzipSync(bytes, { maxOutputLength: MOST }) : bytes);
}

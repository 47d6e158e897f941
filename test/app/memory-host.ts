import { relative, resolve } from 'node:path';
import type { Host } from '../../src/app/host/host.ts';
import { run } from '../../src/app/run.ts';
import { NOW } from '../../src/controls/example.ts';
import { UserError } from '../../src/model/user-error.ts';

/** A machine of memory: files by path, what was printed, and a clock that stands still. */
export interface MemoryHost extends Host {
  readonly files: Map<string, string>;
  readonly out: () => string;
  readonly err: () => string;
  readonly interrupt: () => void;
}

export interface MemoryHostParts {
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly terminal?: boolean;
}

const FOLDER = '/work/place';

export function memoryHost({ files = {}, environment = {}, terminal = false }: MemoryHostParts = {}): MemoryHost {
  const at = (path: string) => resolve(FOLDER, path);
  const held = new Map(Object.entries(files).map(([path, text]) => [at(path), text]));
  const printed = { out: '', err: '' };
  const interruption = new AbortController();
  const stream = (name: 'out' | 'err') => ({
    write: (text: string) => {
      printed[name] += text;
    },
    isTerminal: terminal,
    columns: terminal ? 80 : undefined,
  });
  return {
    files: held,
    out: () => printed.out,
    err: () => printed.err,
    interrupt: () => interruption.abort(),
    now: () => NOW,
    workingDirectory: FOLDER,
    packageFolder: resolve(import.meta.dirname, '../..'),
    environment,
    stdout: stream('out'),
    stderr: stream('err'),
    readFile: (path) => {
      const text = held.get(at(path));
      return text === undefined ? undefined : new TextEncoder().encode(text);
    },
    look: (path) => {
      if (held.has(at(path))) return { kind: 'file' };
      const below = [...held.keys()].filter((file) => !relative(at(path), file).startsWith('..')).toSorted();
      return below.length === 0 ? { kind: 'absent' } : { kind: 'folder', files: below, special: [], outside: [] };
    },
    isFolder: (path) => !held.has(at(path)) && [...held.keys()].some((file) => file.startsWith(`${at(path)}/`)),
    realPath: at,
    writeFile: (path, content) => void held.set(at(path), content.toString()),
    writePieces: async (path, pieces) => {
      let text = '';
      for await (const piece of pieces) text += piece;
      held.set(at(path), text);
    },
    readPieces: async function* (path) {
      yield held.get(at(path)) ?? '';
    },
    tryPlace: (path) => {
      if (path.endsWith('/'))
        throw new UserError(`cannot write ${path} (EISDIR)`, 'name a path that this user may use');
    },
    makeFolder: () => undefined,
    useAws: () => {
      throw new Error('this host has no AWS');
    },
    useProfile: () => undefined,
    interrupted: () => interruption.signal,
  };
}

/** Runs a command line, as a shell would split it at blanks. */
export function runLine(line: string, host: Host): Promise<number> {
  return run(line === '' ? [] : line.split(' '), host);
}

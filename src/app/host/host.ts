import type { Instant } from '../../model/instant.ts';
import type { Pieces } from '../../sources/pieces.ts';
import type { FolderContent } from './walk.ts';

export interface OutputStream {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** Of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
}

/** The machine that a command runs on: clock, files, streams, environment. Commands touch it through nothing else. */
export interface Host {
  readonly now: () => Instant;
  readonly workingDirectory: string;
  /** Where `policies/` and `schemas/` of the package lie. */
  readonly packageFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Undefined when there is no such file. Anything else that goes wrong is thrown; only regular files are read. */
  readonly readFile: (path: string) => Uint8Array | undefined;
  /** What stands at the path, and what a folder holds: all files below it, sorted. */
  readonly look: (path: string) => Place;
  /** Whether a folder stands there; what it holds is not looked at. */
  readonly isFolder: (path: string) => boolean;
  /** Where the links of a path lead; undefined when nothing stands there. */
  readonly realPath: (path: string) => string | undefined;
  /** A reader sees the old file or the whole new one. Missing folders are made. */
  readonly writeFile: (path: string, content: string | Uint8Array) => void;
  /** The same of a text that is too long to be held; packed where the name ends in .gz. */
  readonly writePieces: (path: string, pieces: Pieces) => Promise<void>;
  /** The text of a file, unpacked where it is packed, in pieces; throws where it is none. */
  readonly readPieces: (path: string) => AsyncIterable<string>;
  /** Throws where a file could not be written; nothing is made. */
  readonly tryPlace: (path: string) => void;
  readonly makeFolder: (path: string) => void;
  /** From now on the AWS clients of this process see these settings and no others of theirs. */
  readonly useAws: (settings: Readonly<Record<string, string>>) => void;
  /** Takes what only somebody who looks for a fault wants to know, one line each; absent: nobody asked (`--debug`). */
  readonly debug?: (line: string) => void;
  /** From now on this process is as one that was started with `AWS_PROFILE`: the SDK reads endpoints from no other profile. */
  readonly useProfile: (name: string) => void;
  /** Aborted when the user or the system asks the process to end. */
  readonly interrupted: () => AbortSignal;
}

export type Place =
  | { readonly kind: 'absent' }
  | { readonly kind: 'file' }
  /** A pipe, a socket or a device. */
  | { readonly kind: 'special' }
  | ({ readonly kind: 'folder' } & FolderContent);

/** FORCE_COLOR wins over NO_COLOR, as it does in Node; neither set: colour on a terminal. */
export function wantsColour(stream: OutputStream, environment: Host['environment']): boolean {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: term } = environment;
  if (force !== undefined) return force !== '0' && force !== 'false';
  if (no !== undefined && no !== '') return false;
  return stream.isTerminal && term !== 'dumb';
}

/** Columns for text that no terminal shows: a log, a file. */
const PLAIN_COLUMNS = 100;
/** Below this, wrapping helps nobody. */
const LEAST_COLUMNS = 40;

export function columnsOf(stream: OutputStream): number {
  return Math.max(stream.columns ?? PLAIN_COLUMNS, LEAST_COLUMNS);
}

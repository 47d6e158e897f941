import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../model/user-error.ts';

/** More than any pack has: one of a stranger's must not keep us busy for ever. */
const MAX_FILES = 10_000;
const MAX_DEPTH = 16;
const MAX_FILE_BYTES = 1024 * 1024 * 1024;

export interface PackedFile {
  /** From the folder, with slashes. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Throws where a pack could not be written: it never takes the place of something. */
export function requireEmptyPlace(folder: string): void {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (found.isDirectory() && readdirSync(folder).length === 0) return;
  throw new UserError(
    `--evidence: ${folder} is there already, and a pack is never written over anything`,
    'name a folder that does not exist, or an empty one',
  );
}

/** Beside its place: a reader sees no pack or the whole one. A name of its own: what stands there already is somebody’s. */
export function beginPack(folder: string): string {
  const draft = `${folder}.${crypto.randomUUID()}.tmp`;
  mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(draft);
  return draft;
}

export function writePacked(draft: string, path: string, content: string | Uint8Array): void {
  const target = join(draft, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
}

export function finishPack(draft: string, folder: string): void {
  requireEmptyPlace(folder);
  if (existsSync(folder)) rmdirSync(folder);
  renameSync(draft, folder);
}

export function dropPack(draft: string): void {
  rmSync(draft, { recursive: true, force: true });
}

/** What a folder holds; what is neither a regular file nor a folder is named and not followed. */
export interface FolderListing {
  readonly files: readonly string[];
  readonly strange: readonly string[];
}

export function listPack(folder: string): FolderListing {
  const files: string[] = [];
  const strange: string[] = [];
  const walk = (below: string, depth: number): void => {
    if (depth > MAX_DEPTH) throw new UserError(`${folder} is nested deeper than ${MAX_DEPTH} folders`, 'name a pack');
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) walk(path, depth + 1);
      else (entry.isFile() ? files : strange).push(path);
      if (files.length + strange.length > MAX_FILES) {
        throw new UserError(`${folder} holds more than ${MAX_FILES} files`, 'name a pack that holdfast check wrote');
      }
    }
  };
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError(`no such folder: ${folder}`, 'name a pack that holdfast check --evidence wrote');
  }
  walk('', 0);
  return { files: files.toSorted(), strange: strange.toSorted() };
}

/** Piece by piece: a file may be larger than what fits into memory. Throws for one that is larger than any of a pack. */
export async function fileHash(folder: string, path: string): Promise<PackedFile> {
  if (lstatSync(join(folder, path)).size > MAX_FILE_BYTES) {
    throw new UserError(`${path} is larger than ${MAX_FILE_BYTES / 1024 / 1024} MiB`, 'name a pack');
  }
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(join(folder, path)) as AsyncIterable<Uint8Array>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { path, bytes, sha256: hash.digest('hex') };
}

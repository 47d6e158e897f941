import type { MapNode } from './node.ts';

/** A policy file as the caller has read it. The path is the one that people are shown. */
export interface PolicyFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Finds the file that an `extends` entry names; undefined when there is none, `outside` where it may not be read. */
export type Resolve = (fromPath: string, relative: string) => PolicyFile | 'outside' | undefined;

/** One document of a file. */
export interface PolicyDocument {
  readonly file: string;
  readonly root: MapNode;
  /** The schema found nothing: its values can be trusted. */
  readonly sound: boolean;
}

export interface FileRecord {
  readonly file: string;
  readonly documents: readonly PolicyDocument[];
  /** Some of it could not be read as a policy at all. */
  readonly broken: boolean;
}

/** `./policies/../a.yaml` → `a.yaml`: one file, one path, however it was named. */
export function normalPath(path: string): string {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '.' || step === '') continue;
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else steps.push(step);
  }
  return `${path.startsWith('/') ? '/' : ''}${steps.join('/')}`;
}

/** The normal path of what a file calls `relative`. */
export function pathBeside(from: string, relative: string): string {
  if (relative.startsWith('/')) return normalPath(relative);
  return normalPath(`${from.slice(0, from.lastIndexOf('/') + 1)}${relative}`);
}

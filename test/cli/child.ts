import { type ChildProcess, spawn } from 'node:child_process';

export interface Ended {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Place {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Runs a program to its end. */
export async function runToEnd(program: string, words: readonly string[], place: Place): Promise<Ended> {
  return ended(start(program, words, place));
}

export function start(program: string, words: readonly string[], { folder, environment }: Place): ChildProcess {
  return spawn(program, words, { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
}

export function ended(child: ChildProcess): Promise<Ended> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (part: Buffer) => {
    out += part.toString();
  });
  child.stderr?.on('data', (part: Buffer) => {
    err += part.toString();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit) => resolve({ exit, out, err }));
  });
}

/** Waits until what the child has printed on stdout matches. */
export function printed(child: ChildProcess, pattern: RegExp): Promise<string> {
  let out = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (part: Buffer) => {
      out += part.toString();
      if (pattern.test(out)) resolve(out);
    });
    child.once('close', (exit) => reject(new Error(`ended with ${exit} before it printed ${pattern}: ${out}`)));
  });
}

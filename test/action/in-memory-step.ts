import { runAction } from '../../src/app/action/run-action.ts';
import type { Annotation } from '../../src/github/annotations.ts';
import type { Rest } from '../../src/github/rest.ts';
import type { Toolkit } from '../../src/github/toolkit.ts';
import type { MemoryHost } from '../app/memory-host.ts';

/** What a step told its runner. */
export interface ToldStep {
  readonly exit: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly failures: readonly string[];
  readonly annotations: readonly Annotation[];
  readonly warnings: readonly string[];
  readonly log: readonly string[];
  readonly summary: string;
}

/** Runs the Action without a process of its own; it reaches no GitHub but the one that is given. */
export async function stepInMemory(
  inputs: Readonly<Record<string, string>>,
  host: MemoryHost,
  github?: Rest,
): Promise<ToldStep> {
  const outputs: Record<string, string> = {};
  const failures: string[] = [];
  const annotations: Annotation[] = [];
  const warnings: string[] = [];
  const log: string[] = [];
  let summary = '';
  const toolkit: Toolkit = {
    inputLines: (name) => inputs[name]?.split('\n') ?? [],
    annotate: (annotation) => void annotations.push(annotation),
    warn: (message) => void warnings.push(message),
    log: (text) => void log.push(text),
    quoted: (print) => print(),
    setOutput: (name, value) => {
      outputs[name] = value;
    },
    writeSummary: async (markdown) => {
      summary = markdown;
    },
    fail: (message) => void failures.push(message),
    hide: () => undefined,
    rest: () => {
      if (github === undefined) throw new Error('nothing is sent');
      return github;
    },
  };
  const exit = await runAction(toolkit, host);
  return { exit, outputs, failures, annotations, warnings, log, summary };
}

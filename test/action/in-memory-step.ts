import { runAction } from '../../src/app/action/run-action.ts';
import type { Annotation } from '../../src/github/annotations.ts';
import type { Toolkit } from '../../src/github/toolkit.ts';
import type { MemoryHost } from '../app/memory-host.ts';

/** What a step told its runner. */
export interface ToldStep {
  readonly exit: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly failures: readonly string[];
  readonly annotations: readonly Annotation[];
}

/** Runs the Action without a process of its own; it reaches no GitHub. */
export async function stepInMemory(inputs: Readonly<Record<string, string>>, host: MemoryHost): Promise<ToldStep> {
  const outputs: Record<string, string> = {};
  const failures: string[] = [];
  const annotations: Annotation[] = [];
  const toolkit: Toolkit = {
    inputLines: (name) => inputs[name]?.split('\n') ?? [],
    annotate: (annotation) => void annotations.push(annotation),
    warn: () => undefined,
    log: () => undefined,
    quoted: (print) => print(),
    setOutput: (name, value) => {
      outputs[name] = value;
    },
    writeSummary: async () => undefined,
    fail: (message) => void failures.push(message),
    hide: () => undefined,
    rest: () => {
      throw new Error('nothing is sent');
    },
  };
  const exit = await runAction(toolkit, host);
  return { exit, outputs, failures, annotations };
}

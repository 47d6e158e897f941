/** Few, so that a loaded machine takes seconds for them: `HOLDFAST_FUZZ_RUNS=20000 HOLDFAST_FUZZ_SEED=1 npx vitest run test/fuzz` looks further. */
export const RUNS = Number(process.env['HOLDFAST_FUZZ_RUNS'] ?? 30);
export const SEED = Number(process.env['HOLDFAST_FUZZ_SEED'] ?? 20261122);
export const HANGS_MS = 5_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\r(?!\n)/;

export interface Ended {
  readonly exit: number;
  readonly tookMs: number;
  readonly texts: readonly (readonly [name: string, text: string])[];
  /** What was said of an exit that must not be. */
  readonly why: string;
}

/** What no run may do, whatever it is given. */
export function wrongIn({ exit, tookMs, texts, why }: Ended): readonly string[] {
  return [
    ...([0, 1, 2, 3].includes(exit) ? [] : [`exit ${exit}: ${why.slice(0, 600)}`]),
    ...(tookMs > HANGS_MS ? [`took ${tookMs} ms`] : []),
    ...texts.flatMap(([name, text]) => {
      const found = CONTROL.exec(text);
      if (!found) return [];
      const around = text.slice(Math.max(0, found.index - 80), found.index + 40);
      return [`control character in ${name}: ${JSON.stringify(around)}`];
    }),
  ];
}

/** The most memory that this process ever had: Node tells it in KiB. */
export function peakMib(): number {
  return process.resourceUsage().maxRSS / 1_024;
}

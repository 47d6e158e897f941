import { vi } from 'vitest';

/*
 * An AWS without rate limits that forgives at once: what a check does when calls fail, without the time that it takes.
 * How patient Holdfast is, and how fast it may call, is tested where that is decided (test/sources).
 */

vi.mock(import('../../src/sources/rates.ts'), async (original) => {
  const real = await original();
  const quick = <T extends object>(rates: T): T =>
    Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, { ...rate, perSecond: 1_000 }])) as T;
  return { ...real, RATES: quick(real.RATES), SERVICE_RATES: quick(real.SERVICE_RATES) };
});

vi.mock(import('../../src/sources/wire.ts'), async (original) => {
  const real = await original();
  class QuickWire extends real.Wire {
    constructor(environment: ConstructorParameters<typeof real.Wire>[0], signal?: AbortSignal) {
      super(environment, signal, {
        connectMs: 5_000,
        answerMs: 5_000,
        silenceMs: 5_000,
        wholeAnswerMs: 10_000,
        longestRetryMs: 1,
      });
    }
  }
  return { ...real, Wire: QuickWire };
});

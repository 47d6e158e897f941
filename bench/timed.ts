export interface Timed<T> {
  readonly value: T;
  readonly ms: number;
}

export function timed<T>(act: () => T): Timed<T> {
  const start = performance.now();
  const value = act();
  return { value, ms: performance.now() - start };
}

export async function timedAsync<T>(act: () => Promise<T>): Promise<Timed<T>> {
  const start = performance.now();
  const value = await act();
  return { value, ms: performance.now() - start };
}

/** The middle of an odd number of times. */
export function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

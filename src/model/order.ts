/** By UTF-16 code unit: the same on every machine, unlike a locale's order. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Compares by texts that are read from each, such as names and instants; the first that differ decide. */
export function byText<T>(...texts: readonly ((item: T) => string)[]): (a: T, b: T) => number {
  return (a, b) => {
    for (const textOf of texts) {
      const difference = compareText(textOf(a), textOf(b));
      if (difference !== 0) return difference;
    }
    return 0;
  };
}

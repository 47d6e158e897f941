/** The name under which something stands whose own nobody knows yet. No name of AWS holds a bracket. */
export function placeholderName(address: string): string {
  return `(${address})`;
}

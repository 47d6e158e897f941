/** `1 policy`, `3,000 policies`, `2 tables`; a plural that is neither is named. */
export function count(number: number, one: string, many = pluralOf(one)): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
}

function pluralOf(noun: string): string {
  return noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

import { createHash } from 'node:crypto';

/** Ids that look like AWS's and are the same in every run: a counter, hashed. */
export interface Ids {
  uuid(kind: string): string;
  /** Upper-case letters and digits, as in role ids and request ids. */
  word(kind: string, length: number): string;
  hex(kind: string, length: number): string;
}

export function countedIds(seed: string): Ids {
  let count = 0;
  const digest = (kind: string): string => {
    count += 1;
    return createHash('sha256').update(`${seed}/${kind}/${count}`).digest('hex');
  };
  return {
    uuid: (kind) => asUuid(digest(kind)),
    word: (kind, length) => {
      const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
      const hex = digest(kind);
      return Array.from({ length }, (_, i) => letters[Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16) % 32]).join('');
    },
    hex: (kind, length) => digest(kind).slice(0, length),
  };
}

/** Version and variant digits are set, so that strict readers take it for a random UUID. */
function asUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

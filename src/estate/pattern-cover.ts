import { wildcard } from '../model/wildcard.ts';

/** A family of ARNs, written with `*` where its members differ: `arn:aws:dynamodb:eu-west-1:1:table/orders/backup/*`. */
export type ArnFamily = string;

/** Two lengths, so that a pattern of as many `?` as one of them is not taken for a `*`. No ARN holds the character. */
const MEMBERS = ['\uE000'.repeat(7), '\uE000'.repeat(41)] as const;

/** True when the pattern matches every member of the family. */
export function coversFamily(pattern: string, family: ArnFamily): boolean {
  const fits = wildcard(pattern);
  return MEMBERS.every((member) => fits(family.replaceAll('*', member)));
}

/** True when some text matches both patterns. */
export function overlaps(one: string, other: string): boolean {
  const tried = new Set<number>();
  /** Have the rests of the two patterns, from these places on, a text in common? */
  const meet = (i: number, j: number): boolean => {
    const place = i * (other.length + 1) + j;
    if (tried.has(place)) return false;
    tried.add(place);
    const [left, right] = [one[i], other[j]];
    if (left === undefined && right === undefined) return true;
    if (left === '*' && (meet(i + 1, j) || (right !== undefined && meet(i, j + 1)))) return true;
    if (right === '*' && (meet(i, j + 1) || (left !== undefined && meet(i + 1, j)))) return true;
    if (left === undefined || right === undefined) return false;
    return (left === right || left === '?' || right === '?') && meet(i + 1, j + 1);
  };
  return meet(0, 0);
}

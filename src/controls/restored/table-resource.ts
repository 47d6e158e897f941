import { wildcard } from '../../model/wildcard.ts';

/** A policy variable: `${aws:PrincipalTag/team}`. What it stands for is not seen here. */
const VARIABLE = /\$\{[^}]*\}/g;

export function hasVariable(pattern: string): boolean {
  return pattern.search(VARIABLE) >= 0;
}

/** The pattern with everything that a variable could stand for. */
export function widened(pattern: string): string {
  return pattern.replace(VARIABLE, '*');
}

/**
 * What a resource pattern names of a table: '' for the table itself, `/index/*` for its indexes, `/stream/*` for its
 * streams, and what lies below it where a `*` runs on: of `orders`, `ord*` names `/*` too. Empty when it names nothing of
 * the table. No name of an index holds a colon.
 */
export function partsNamed(pattern: string, tableArn: string): readonly string[] {
  const cuts = [...pattern.matchAll(/\//g)].map(({ index }) => index);
  const own = [...cuts, pattern.length]
    .filter((cut) => wildcard(pattern.slice(0, cut))(tableArn))
    .map((cut) => pattern.slice(cut));
  const below = [...pattern.matchAll(/\*/g)]
    .filter(({ index }) => !/[/:]/.test(pattern.slice(index)) && wildcard(pattern.slice(0, index + 1))(tableArn))
    .map(({ index }) => `/${pattern.slice(index)}`);
  return [...new Set([...own, ...below])];
}

/**
 * Does one pattern match all that the other does? `*` in the other is taken as a text that only a `*` can match; `?`
 * beside it is undecided and counts as no.
 */
export function includes(pattern: string, other: string): boolean {
  if (pattern === other) return true;
  if (pattern.includes('?') && /[*?]/.test(other)) return false;
  return wildcard(pattern)(other);
}

/**
 * The text with a table's ARN, or name, replaced by the same word for every table. Names hold letters, digits, `_`, `-`
 * and `.`, so `orders` is not found in `orders-archive`. Source: DynamoDB Developer Guide, naming rules.
 */
export function withoutTable(text: string, arnOrName: string): string {
  const literal = arnOrName.replaceAll('.', '\\.');
  return text.replace(new RegExp(`(?<![\\w.-])${literal}(?![\\w.-])`, 'g'), '«table»');
}

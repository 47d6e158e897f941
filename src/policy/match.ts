import type { Fact, Unknown } from '../model/fact.ts';
import type { TableFilter, TableMatcher } from '../model/policy.ts';
import type { Tags } from '../model/table.ts';
import { anyWildcard, type Wildcard } from '../model/wildcard.ts';

/** What a table matcher looks at. */
export interface MatchSubject {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly tags: Fact<Tags>;
  /** In a preview: `name` only stands for one that is not given yet. */
  readonly nameUnknown?: Unknown;
}

export type Match =
  | { readonly match: 'yes' }
  | { readonly match: 'no' }
  | { readonly match: 'undecided'; readonly why: Unknown };

/**
 * Keys ANDed, the values of a key ORed; left out when any key, or any tag key, of `except` matches. No key: every table.
 * Unknown tags leave it undecided only when nothing else decides.
 */
export function matchTable(matcher: TableMatcher, table: MatchSubject): Match {
  const { wanted, unwanted } = compiled(matcher);
  const tests = wanted.map((test) => test(table));
  const exclusions = unwanted.map((test) => test(table));
  if (tests.some((match) => match.match === 'no') || exclusions.some((match) => match.match === 'yes')) return NO;
  return [...tests, ...exclusions].find((match) => match.match === 'undecided') ?? YES;
}

type Test = (table: MatchSubject) => Match;

interface Compiled {
  readonly wanted: readonly Test[];
  readonly unwanted: readonly Test[];
}

const YES: Match = { match: 'yes' };
const NO: Match = { match: 'no' };

/** One matcher meets thousands of tables. */
const cache = new WeakMap<TableMatcher, Compiled>();

function compiled(matcher: TableMatcher): Compiled {
  const before = cache.get(matcher);
  if (before) return before;
  const made = { wanted: testsOf(matcher), unwanted: testsOf(matcher.except ?? {}) };
  cache.set(matcher, made);
  return made;
}

function testsOf(filter: TableFilter): readonly Test[] {
  const tests: Test[] = [];
  const plain = (patterns: readonly string[] | undefined, read: (table: MatchSubject) => string) => {
    if (patterns === undefined) return;
    const fits = anyWildcard(patterns);
    tests.push((table) => (fits(read(table)) ? YES : NO));
  };
  if (filter.names !== undefined) tests.push(nameTest(filter.names));
  plain(filter.accounts, (table) => table.account);
  plain(filter.regions, (table) => table.region);
  for (const [key, patterns] of Object.entries(filter.tags ?? {})) tests.push(tagTest(key, anyWildcard(patterns)));
  return tests;
}

/** A name that is not known yet fits `*` for sure, and anything else perhaps. */
function nameTest(patterns: readonly string[]): Test {
  const fits = anyWildcard(patterns);
  const everyName = patterns.some((pattern) => /^\*+$/.test(pattern));
  return ({ name, nameUnknown }) => {
    if (nameUnknown && !everyName) return { match: 'undecided', why: nameUnknown };
    return fits(name) ? YES : NO;
  };
}

function tagTest(key: string, fits: Wildcard): Test {
  return ({ tags }) => {
    if (!tags.known) return { match: 'undecided', why: tags };
    const value = Object.hasOwn(tags.value, key) ? tags.value[key] : undefined;
    return value !== undefined && fits(value) ? YES : NO;
  };
}

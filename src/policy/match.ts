import type { Fact, Unknown } from '../model/fact.ts';
import type { TableFilter, TableMatcher } from '../model/policy.ts';
import type { PlaceUnknown, Tags } from '../model/table.ts';
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
  /** In a preview without an inventory: `account` or `region` only stands for one that nothing tells. */
  readonly placeUnknown?: PlaceUnknown;
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

function testsOf({ names, accounts, regions, tags }: TableFilter): readonly Test[] {
  return [
    ...textTest(
      names,
      ({ name }) => name,
      ({ nameUnknown }) => nameUnknown,
    ),
    ...textTest(
      accounts,
      ({ account }) => account,
      ({ placeUnknown }) => placeUnknown?.account,
    ),
    ...textTest(
      regions,
      ({ region }) => region,
      ({ placeUnknown }) => placeUnknown?.region,
    ),
    ...Object.entries(tags ?? {}).map(([key, patterns]) => tagTest(key, anyWildcard(patterns))),
  ];
}

/** What is not known yet fits `*` for sure, and anything else perhaps. */
function textTest(
  patterns: readonly string[] | undefined,
  textOf: (table: MatchSubject) => string,
  whyUnknown: (table: MatchSubject) => Unknown | undefined,
): readonly Test[] {
  if (patterns === undefined) return [];
  const fits = anyWildcard(patterns);
  const every = patterns.some((pattern) => /^\*+$/.test(pattern));
  return [
    (table) => {
      const why = every ? undefined : whyUnknown(table);
      if (why) return { match: 'undecided', why };
      return fits(textOf(table)) ? YES : NO;
    },
  ];
}

function tagTest(key: string, fits: Wildcard): Test {
  return ({ tags }) => {
    if (!tags.known) return { match: 'undecided', why: tags };
    const value = Object.hasOwn(tags.value, key) ? tags.value[key] : undefined;
    return value !== undefined && fits(value) ? YES : NO;
  };
}

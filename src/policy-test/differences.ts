import { tableNameOf } from '../model/arn.ts';
import type { Policy, Position } from '../model/policy.ts';
import { askedBy } from '../model/policy-keys/asked.ts';
import { policyWarnings, type Report } from '../model/report.ts';
import type { Result } from '../model/result.ts';
import { wildcard } from '../model/wildcard.ts';
import { didYouMean } from '../policy/nearest.ts';
import type { Expectation, PolicyTest } from './policy-test.ts';

/** Something that came otherwise than a test expects. */
export interface Difference {
  /** Of what expects it. */
  readonly at: Position;
  readonly message: string;
  /** What the result stands on, one sentence each. */
  readonly because: readonly string[];
}

/** A report of the policies held to a test; none: it came as expected. */
export function differences(
  { expect, conclusion }: PolicyTest,
  report: Report,
  policies: readonly Policy[],
): readonly Difference[] {
  const names = policies.map(({ name }) => name);
  const found = expect.flatMap((expectation) => {
    const different = misnamed(expectation, names) ?? unmet(expectation, report);
    return different.length > 0 || expectation.status !== 'absent' ? different : unseen(expectation, report, policies);
  });
  if (conclusion === undefined || conclusion.conclusion === report.conclusion) return found;
  const message = `expected the conclusion ${conclusion.conclusion}, found ${report.conclusion}`;
  return [...found, { at: conclusion.position, message, because: deciding(report) }];
}

/** A policy that is not there gives no result, so that `absent` would be met by every misspelling. */
function misnamed({ policy, position }: Expectation, names: readonly string[]): readonly Difference[] | undefined {
  if (policy === undefined || names.includes(policy)) return undefined;
  const message = `no policy of the test that judges tables is called ${policy}`;
  return [{ at: position, message, because: [didYouMean(policy, names) ?? `there are ${names.join(', ')}`] }];
}

/**
 * No result is what a policy gives that matches no table of the estate, and a path that nobody wrote: neither shows that the
 * table is left out.
 */
function unseen(expected: Expectation, report: Report, policies: readonly Policy[]): readonly Difference[] {
  const { table, control, path, position } = expected;
  const meant = policies.filter(({ name }) => expected.policy === undefined || expected.policy === name);
  const asked = meant.map((policy) => ({ policy, paths: pathsOf(policy, control) }));
  const counted = asked.filter(({ paths }) => expected.policy !== undefined || paths.length > 0);
  const blind = policyWarnings(report).filter((warning) =>
    counted.some(({ policy }) => policy.name === warning.policy),
  );
  const message = `${table} ${control}: expected absent, and nothing shows it`;
  if (blind.length > 0) return [{ at: position, message, because: blind.map(({ detail }) => detail) }];
  const paths = [...new Set(asked.flatMap((each) => each.paths))];
  if (path === undefined || paths.includes(path)) return [];
  const hint = didYouMean(path, paths);
  return [
    {
      at: position,
      message,
      because: [`no policy asks for ${control} at ${path}${hint === undefined ? '' : `; ${hint}`}`],
    },
  ];
}

function pathsOf(policy: Policy, control: string): readonly string[] {
  return askedBy(policy).flatMap((asked) => (asked.control === control ? [asked.path] : []));
}

function unmet(expected: Expectation, report: Report): readonly Difference[] {
  const fits = wildcard(expected.table);
  const results = report.results.filter(
    ({ resource, control, policy }) =>
      control === expected.control &&
      (fits(resource.name) || fits(resource.arn)) &&
      (expected.policy === undefined || expected.policy === policy?.name) &&
      (expected.path === undefined || expected.path === policy?.path),
  );
  if (results.length === 0) {
    const why = whyNone(expected, report);
    if (expected.status === 'absent' && why.tableIsThere) return [];
    const found = why.tableIsThere ? 'result' : 'table';
    const message = `${expected.table} ${expected.control}: expected ${expected.status}, found no such ${found}`;
    return [{ at: expected.position, message, because: [why.sentence] }];
  }
  return results.flatMap((result) => {
    const wrong = wrongWith(result, expected);
    if (wrong === undefined) return [];
    return [{ at: expected.position, message: `${named(result)}: ${wrong}`, because: evidence(result) }];
  });
}

function wrongWith({ status, message }: Result, expected: Expectation): string | undefined {
  if (status !== expected.status) return `expected ${expected.status}, found ${status}: ${message}`;
  if (expected.message === undefined || message.includes(expected.message)) return undefined;
  return `expected a message with ${JSON.stringify(expected.message)}, found ${JSON.stringify(message)}`;
}

interface NoResult {
  /** A table that is not there is misspelt, whatever is expected of it. */
  readonly tableIsThere: boolean;
  readonly sentence: string;
}

function whyNone({ table, control, policy, path }: Expectation, { results, unmatchedTables }: Report): NoResult {
  const fits = wildcard(table);
  const isMeant = (arn: string) => fits(arn) || fits(tableNameOf(arn) ?? arn);
  const judged = results.filter(({ resource }) => isMeant(resource.arn));
  const answers = judged.filter((result) => result.control === control);
  if (answers.length > 0) {
    const narrowed = [policy, path].filter((part) => part !== undefined).join(', ');
    return {
      tableIsThere: true,
      sentence: `${control} is asked by ${answers.map(whoAsks).join(' and ')}, not by ${narrowed}`,
    };
  }
  if (judged.length > 0) {
    return { tableIsThere: true, sentence: `no policy that matches ${table} asks for ${control}` };
  }
  if (unmatchedTables.some(isMeant)) return { tableIsThere: true, sentence: `no policy matches ${table}` };
  const arns = [...results.map(({ resource }) => resource.arn), ...unmatchedTables];
  const meant = didYouMean(table, [...new Set(arns.flatMap((arn) => tableNameOf(arn) ?? []))]);
  const hint = meant === undefined ? '' : `; ${meant}`;
  return { tableIsThere: false, sentence: `no table of the estate is called ${table}${hint}` };
}

/** More than these would bury the expectations that were not met. */
const MOST_DECIDING = 10;

function deciding({ results, conclusion }: Report): readonly string[] {
  const status = conclusion === 'noncompliant' ? 'fail' : 'unknown';
  const found = results.filter((result) => result.status === status);
  const listed = found.slice(0, MOST_DECIDING).map((result) => `${named(result)}: ${status}: ${result.message}`);
  return found.length > listed.length ? [...listed, `and ${found.length - listed.length} more`] : listed;
}

function named({ resource, control }: Result): string {
  return `${resource.name} ${control}`;
}

function evidence(result: Result): readonly string[] {
  const { because, unknown, policy } = result;
  const asked = policy ? [`asked by ${whoAsks(result)}`] : [];
  return [...new Set([...because, ...(unknown ? [unknown.detail] : []), ...asked])];
}

function whoAsks({ policy }: Result): string {
  if (policy === undefined) return 'every policy';
  return `${policy.name}, ${policy.file}:${policy.line}:${policy.column} (${policy.path})`;
}

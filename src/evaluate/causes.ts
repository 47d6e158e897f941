import { hash } from 'node:crypto';
import type { Cause } from '../model/cause.ts';
import { rootIn } from '../model/follows.ts';
import { groupBy } from '../model/group-by.ts';
import { compareText } from '../model/order.ts';
import { isAboutTable, type Result } from '../model/result.ts';
import { distinctSubjects, type Subject } from '../model/subject.ts';
import { firstDifference, severityRank } from '../model/worst-first.ts';

type Open = Result & { readonly status: Cause['status'] };

/** Subjects of a cause: thousands of tables bring as many points and jobs. */
const NAMED = 10;

/**
 * Things that many tables hang on, so that one of them explains what fails there. A point, a job or a restore is of one table;
 * a selection stands in a failing verdict because it nearly selects the table, and each table has others.
 */
const SHARED: ReadonlySet<Subject['type']> = new Set(['plan', 'rule', 'vault', 'copy', 'key', 'role', 'change']);

/**
 * What explains the failing and the unknown results, worst first: severity, the number of tables, then of results that it explains.
 * Each of them that follows from no other is in exactly one.
 */
export function causesOf(results: readonly Result[]): readonly Cause[] {
  const open = results.filter(isOpen);
  const rootOf = rootIn(open);
  const roots = open.filter((result) => rootOf(result) === result);
  const explained = new Map<Result, number>();
  for (const result of open) explained.set(rootOf(result), (explained.get(rootOf(result)) ?? 0) + 1);
  return [...groupBy(roots, keyOf)]
    .map(([key, same]) => ({
      cause: causeOf(key, same),
      explains: same.reduce((sum, result) => sum + (explained.get(result) ?? 0), 0),
    }))
    .toSorted((a, b) => compareCauses(a.cause, b.cause, b.explains - a.explains))
    .map(({ cause }) => cause);
}

function isOpen(result: Result): result is Open {
  return result.status === 'fail' || result.status === 'unknown';
}

/** No sentence is part of it: words may change, and name the table. */
function keyOf({ control, status, policy, subjects, unknown, drift }: Open): string {
  const line = policy && [policy.file, policy.line, policy.path];
  if (unknown) return JSON.stringify([control, status, line, unknown.reason, unknown.permission]);
  if (drift) return JSON.stringify([control, status, drift.path, drift.events[0]?.id]);
  const { address, type, arn, plan, name } = decidingOf(subjects) ?? {};
  return JSON.stringify([control, status, line, address === undefined ? [type, arn, plan, name] : address]);
}

function decidingOf(subjects: readonly Subject[]): Subject | undefined {
  return subjects.find(({ type }) => SHARED.has(type));
}

function causeOf(key: string, results: readonly Open[]): Cause {
  const [first] = results;
  if (first === undefined) throw new Error('a group has at least one result');
  const { control, status, policy } = first;
  const tables = results.filter(isAboutTable).map(({ resource }) => resource.arn);
  return {
    id: hash('sha256', key, 'hex').slice(0, 32),
    control,
    status,
    severity: results.reduce((worst, { severity }) => (isWorse(severity, worst) ? severity : worst), first.severity),
    message: mostFrequent(results.map(({ message }) => message)),
    ...(policy === undefined ? {} : { policy }),
    subjects: firstSubjects(results),
    tables: new Set(tables).size,
    fingerprints: results.map(({ fingerprint }) => fingerprint),
  };
}

function isWorse(severity: Result['severity'], than: Result['severity']): boolean {
  return severityRank(severity) < severityRank(than);
}

/** Of those that come equally often the first. */
function mostFrequent(texts: readonly string[]): string {
  let best: readonly string[] = [];
  for (const same of groupBy(texts, (text) => text).values()) if (same.length > best.length) best = same;
  return best[0] ?? '';
}

/** What decides each, then the first of the rest. */
function firstSubjects(results: readonly Open[]): readonly Subject[] {
  const deciding = results.flatMap(({ subjects }) => decidingOf(subjects) ?? []);
  const others = results.slice(0, NAMED).flatMap(({ subjects }) => subjects);
  return distinctSubjects([...distinctSubjects(deciding), ...others]).slice(0, NAMED);
}

function compareCauses(a: Cause, b: Cause, explains: number): number {
  const [inA, inB] = [a.policy, b.policy];
  return firstDifference(
    severityRank(a.severity) - severityRank(b.severity),
    b.tables - a.tables,
    explains,
    compareText(a.status, b.status),
    compareText(a.control, b.control),
    compareText(inA?.file ?? '', inB?.file ?? ''),
    (inA?.line ?? 0) - (inB?.line ?? 0),
    compareText(a.id, b.id),
  );
}

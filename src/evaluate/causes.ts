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
  const causes = new CauseIndex();
  causes.take(results);
  return causes.all();
}

/** The same of results that come one resource after the other, and are let go. */
export class CauseIndex {
  readonly #found = new Map<string, FoundCause>();

  /** All results of one resource, or of several. */
  take(results: readonly Result[]): void {
    const open = results.filter(isOpen);
    if (open.length === 0) return;
    const rootOf = rootIn(open);
    const explained = groupBy(open, (result) => rootOf(result).fingerprint);
    const roots = open.filter((result) => rootOf(result) === result);
    for (const [key, same] of groupBy(roots, keyOf)) {
      const found = this.#found.get(key) ?? foundCause(same[0]);
      this.#found.set(key, found);
      for (const result of same) addTo(found, result, explained.get(result.fingerprint) ?? []);
      found.tables += new Set(same.filter(isAboutTable).map(({ resource }) => resource.arn)).size;
    }
  }

  all(): readonly Cause[] {
    return [...this.#found]
      .map(([key, found]) => ({ cause: causeOf(key, found), explains: found.explains }))
      .toSorted((a, b) => compareCauses(a.cause, b.cause, b.explains - a.explains))
      .map(({ cause }) => cause);
  }
}

/** What is kept of the results of a cause. */
interface FoundCause {
  readonly first: Open;
  severity: Result['severity'];
  readonly messages: Map<string, number>;
  /** What decides them, and what else the first of them stand on; of each the first few. */
  deciding: readonly Subject[];
  others: readonly Subject[];
  tables: number;
  explains: number;
  readonly fingerprints: string[];
}

function foundCause(first: Open | undefined): FoundCause {
  if (first === undefined) throw new Error('a group has at least one result');
  const { severity } = first;
  return { first, severity, messages: new Map(), deciding: [], others: [], tables: 0, explains: 0, fingerprints: [] };
}

function addTo(found: FoundCause, { message, subjects, fingerprint }: Open, explained: readonly Open[]): void {
  const deciding = decidingOf(subjects);
  for (const { severity } of explained) if (isWorse(severity, found.severity)) found.severity = severity;
  found.messages.set(message, (found.messages.get(message) ?? 0) + 1);
  if (deciding && found.deciding.length < NAMED) found.deciding = distinctSubjects([...found.deciding, deciding]);
  if (found.fingerprints.length < NAMED) found.others = [...found.others, ...subjects];
  found.explains += explained.length;
  found.fingerprints.push(fingerprint);
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

function causeOf(
  key: string,
  { first, severity, messages, deciding, others, tables, fingerprints }: FoundCause,
): Cause {
  const { control, status, policy } = first;
  return {
    id: hash('sha256', key, 'hex').slice(0, 32),
    control,
    status,
    severity,
    message: `${messages.size > 1 ? 'for example, ' : ''}${mostFrequent(messages)}`,
    ...(policy === undefined ? {} : { policy }),
    subjects: distinctSubjects([...deciding, ...others]).slice(0, NAMED),
    tables,
    fingerprints,
  };
}

function isWorse(severity: Result['severity'], than: Result['severity']): boolean {
  return severityRank(severity) < severityRank(than);
}

/** Of those that come equally often the first. */
function mostFrequent(texts: ReadonlyMap<string, number>): string {
  let [best, most] = ['', 0];
  for (const [text, times] of texts) if (times > most) [best, most] = [text, times];
  return best;
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

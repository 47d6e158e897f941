import type { Unknown } from '../model/fact.ts';
import { isObject } from '../model/json.ts';
import { compareText } from '../model/order.ts';
import type { Json } from '../model/result.ts';
import { own, unknownIn } from './recorded.ts';

/** One place at which two recorded values differ. */
export interface TreeDifference {
  readonly at: readonly string[];
  readonly change: 'changed' | 'added' | 'removed';
  readonly before?: Json;
  readonly after?: Json;
}

/** One place at which it cannot be told whether they do. */
export interface Unresolved {
  readonly at: readonly string[];
  readonly why: Unknown;
  /** Which side is unknown: what is unknown on both counts as unknown now. */
  readonly side: 'baseline' | 'now';
}

export type TreeFinding = TreeDifference | Unresolved;

export function isUnresolved(finding: TreeFinding): finding is Unresolved {
  return 'why' in finding;
}

/** Every place at which two values differ, down to the smallest. Lists are sets: their order and repetitions mean nothing. */
export function treeDifferences(
  before: Json | undefined,
  after: Json | undefined,
  at: readonly string[] = [],
): readonly TreeFinding[] {
  const unresolved = unresolvedAt(before, after, at);
  if (unresolved) return [unresolved];
  if (canonical(before) === canonical(after)) return hiddenIn(after, at);
  if (before === undefined) return [{ at, change: 'added', ...(after === undefined ? {} : { after }) }];
  if (after === undefined) return [{ at, change: 'removed', before }];
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted(compareText);
    return keys.flatMap((key) => treeDifferences(own(before, key), own(after, key), [...at, key]));
  }
  if (Array.isArray(before) && Array.isArray(after)) return setDifferences(before, after, at);
  return [{ at, change: 'changed', before, after }];
}

function unresolvedAt(
  before: Json | undefined,
  after: Json | undefined,
  at: readonly string[],
): Unresolved | undefined {
  const now = unknownIn(after);
  if (now) return { at, why: now, side: 'now' };
  const then = unknownIn(before);
  return then && { at, why: then, side: 'baseline' };
}

/** Equal values may hold what is unknown on both sides. */
function hiddenIn(value: Json | undefined, at: readonly string[]): readonly Unresolved[] {
  if (!isObject(value)) return [];
  const why = unknownIn(value);
  if (why) return [{ at, why, side: 'now' }];
  return Object.entries(value).flatMap(([key, each]) => hiddenIn(each, [...at, key]));
}

/** An element that has a name, and is there on both sides, changed; all others came or went. */
function setDifferences(
  before: readonly Json[],
  after: readonly Json[],
  at: readonly string[],
): readonly TreeFinding[] {
  const kept = new Set(before.map(canonical));
  const found = new Set(after.map(canonical));
  const gone = before.filter((each) => !found.has(canonical(each)));
  const come = after.filter((each) => !kept.has(canonical(each)));
  const partners = new Map(come.map((each) => [elementName(each), each]));
  const changed = new Set<Json>();
  const findings: TreeFinding[] = gone.map((each) => {
    const name = elementName(each);
    const partner = partners.get(name);
    if (partner === undefined) return { at: [...at, name], change: 'removed', before: each };
    partners.delete(name);
    changed.add(partner);
    return { at: [...at, name], change: 'changed', before: each, after: partner };
  });
  const added = come
    .filter((each) => !changed.has(each))
    .map((each): TreeFinding => ({ at: [...at, elementName(each)], change: 'added', after: each }));
  return [...findings, ...added].toSorted((a, b) => compareText(a.at.join('\0'), b.at.join('\0')));
}

/** What is held at a place, in the elements of lists too. */
export function valueAt(root: Json | undefined, at: readonly string[]): Json | undefined {
  return at.reduce<Json | undefined>((value, key) => {
    if (Array.isArray(value)) return value.find((each: Json) => elementName(each) === key);
    return isObject(value) ? own(value, key) : undefined;
  }, root);
}

/** A statement goes by its `Sid`, or by what it says to whom. */
function elementName(element: Json): string {
  if (!isObject(element)) return String(element);
  const { Sid, Effect, Action, NotAction } = element;
  if (typeof Sid === 'string') return Sid;
  const actions = Array.isArray(Action)
    ? Action.join(', ')
    : `all but ${Array.isArray(NotAction) ? NotAction.join(', ') : ''}`;
  return `${String(Effect)} ${actions}`;
}

/** Members whose texts ignore case. Source: IAM User Guide, reference_policies_elements_action. */
const CASELESS = new Set(['Action', 'NotAction']);

/** Equal exactly for values that mean the same. */
export function canonical(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map((each: Json) => canonical(each)))].toSorted().join()}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? '';
  const members = Object.entries(value)
    .map(
      ([key, each]) => `${JSON.stringify(key)}:${CASELESS.has(key) ? canonical(each).toLowerCase() : canonical(each)}`,
    )
    .toSorted();
  return `{${members.join()}}`;
}

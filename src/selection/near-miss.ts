import { type Arn, parseArn } from '../model/arn.ts';
import type { Tags } from '../model/table.ts';
import type { ArnPattern, TableFields } from './arn-pattern.ts';
import { conditionsHold, isAssigned, isRestoreTest, type SelectionSubject } from './assignment.ts';
import { type CompiledSelection, firstMatch } from './compiled-selection.ts';
import { matchesGlob } from './glob.ts';
import { failureOf, type TagClause, tagClauseHolds, tagValue } from './tag-clause.ts';
import { type Truth, yes } from './truth.ts';

export type NearMissKind =
  | 'opted-out'
  | 'excluded'
  | 'case'
  | 'condition'
  | 'region'
  | 'account'
  | 'partition'
  | 'tag-value'
  | 'prefix'
  | 'tag-missing';

/** A selection that does not cover a table, and by how much it misses. */
export interface NearMiss {
  readonly kind: NearMissKind;
  readonly detail: string;
}

/** A near miss that can be compared before its sentence is written. */
export interface RankedMiss {
  readonly kind: NearMissKind;
  /** Smaller is nearer. */
  readonly distance: number;
  readonly detail: () => string;
}

/** One thing to change is nearer than two; a thing that is there and wrong is nearer than one that is missing. */
const DISTANCE = {
  'opted-out': 0,
  excluded: 10,
  case: 20,
  condition: 30,
  region: 40,
  account: 41,
  partition: 42,
  'tag-value': 50,
  prefix: 60,
  'tag-missing': 70,
} as const satisfies Record<NearMissKind, number>;

const OPTED_IN: Truth = yes('DynamoDB is opted in');

/** A table made ready to be held against many selections. */
export interface MissSubject {
  readonly table: SelectionSubject;
  readonly place: Arn | undefined;
  readonly lowerName: string;
  /** Empty while the tags are unknown. */
  readonly tags: Tags;
  /** Lower-case key and value → the tag as it is written. */
  readonly lowerTags: ReadonlyMap<string, string>;
}

export function missSubject(table: SelectionSubject): MissSubject {
  const tags = table.tags.known ? table.tags.value : {};
  const written = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
  return {
    table,
    place: parseArn(table.arn),
    lowerName: table.name.toLowerCase(),
    tags,
    lowerTags: new Map(written.map((tag) => [tag.toLowerCase(), tag])),
  };
}

/** How a selection misses the table; undefined when it covers the table, may cover it, or is not near. */
export function nearMiss(subject: MissSubject, selection: CompiledSelection, optIn: Truth): RankedMiss | undefined {
  const { table } = subject;
  if (isRestoreTest(table.name)) return undefined;
  if (isAssigned(table, selection, OPTED_IN).holds === 'no') return nearestEntry(subject, selection);
  const excluding = firstMatch(selection.notResources, table.arn);
  if (excluding) return ranked('excluded', () => `${excluding.label} leaves the table out`);
  if (conditionsHold(table, selection).holds === 'no') return failingCondition(subject, selection);
  if (optIn.holds !== 'no') return undefined;
  const assigned = isAssigned(table, selection, optIn);
  return assigned.holds === 'no' ? ranked('opted-out', () => assigned.clause) : undefined;
}

function ranked(kind: NearMissKind, detail: () => string, further = 0): RankedMiss {
  return { kind, distance: DISTANCE[kind] + further, detail };
}

function failingCondition(subject: MissSubject, selection: CompiledSelection): RankedMiss | undefined {
  let first: TagClause | undefined;
  let others = 0;
  for (const condition of selection.conditions) {
    if (tagClauseHolds(condition, subject.table.tags).holds !== 'no') continue;
    if (first) others++;
    else first = condition;
  }
  if (!first) return undefined;
  const failing = first;
  const sameButCase = others === 0 ? matchIgnoringCase(failing, subject) : undefined;
  if (sameButCase) return sameButCase;
  const missing = tagValue(subject.tags, failing.tagKey) === undefined;
  const more = others === 0 ? '' : `, and ${others} more of its Conditions fail`;
  const further = Math.min(9, others + (missing ? 5 : 0));
  return ranked('condition', () => failureOf(failing, subject.tags) + more, further);
}

function nearestEntry(subject: MissSubject, selection: CompiledSelection): RankedMiss | undefined {
  let nearest: RankedMiss | undefined;
  const consider = (miss: RankedMiss | undefined) => {
    if (miss && (!nearest || miss.distance < nearest.distance)) nearest = miss;
  };
  for (const pattern of selection.resources.all) consider(nearPattern(pattern, subject));
  if (subject.table.tags.known) for (const tag of selection.listOfTags) consider(nearTag(tag, subject));
  return nearest;
}

function nearPattern(pattern: ArnPattern, subject: MissSubject): RankedMiss | undefined {
  const fields = pattern.table;
  const { place } = subject;
  if (!fields || !place) return undefined;
  const { name } = subject.table;
  const here = PLACES.every((kind) => matchesGlob(fields[kind], place[kind]));
  if (matchesGlob(fields.name, name)) return here ? undefined : elsewhere(pattern, fields, place);
  if (!here) return undefined;
  if (matchesGlob(fields.lowerName, subject.lowerName)) {
    return ranked('case', () => `${pattern.label} differs from the table's name ${name} in case only`);
  }
  return nearPrefix(pattern, fields, name);
}

const PLACES = ['region', 'account', 'partition'] as const;

function elsewhere(pattern: ArnPattern, fields: TableFields, place: Arn): RankedMiss | undefined {
  const differing = PLACES.filter((kind) => !matchesGlob(fields[kind], place[kind]));
  const [first] = differing;
  if (!first) return undefined;
  const asked = differing.map((kind) => namedPlace(kind, fields[kind].pattern || '(nothing)'));
  const found = differing.map((kind) => namedPlace(kind, place[kind]));
  const detail = () => `${pattern.label} names ${asked.join(' and ')}, the table is in ${found.join(' and ')}`;
  return ranked(first, detail, differing.length - 1);
}

function namedPlace(kind: (typeof PLACES)[number], text: string): string {
  return kind === 'region' ? text : `${kind} ${text}`;
}

/** Shorter than this, a shared beginning is chance. */
const MIN_SHARED = 3;

function nearPrefix(pattern: ArnPattern, fields: TableFields, name: string): RankedMiss | undefined {
  const asked = fields.name.prefix;
  let shared = 0;
  while (shared < asked.length && asked[shared] === name[shared]) shared++;
  if (shared < MIN_SHARED || shared * 2 < asked.length) return undefined;
  const detail = () =>
    shared === asked.length
      ? `${pattern.label} shares "${asked}" with the table's name ${name}, and nothing after it`
      : `${pattern.label} shares "${asked.slice(0, shared)}" with the table's name ${name}, then asks for "${asked.slice(shared)}"`;
  return ranked('prefix', detail, 9 * (1 - shared / asked.length));
}

function nearTag(tag: TagClause, subject: MissSubject): RankedMiss | undefined {
  if (tag.form === 'doubled') return undefined;
  const sameButCase = matchIgnoringCase(tag, subject);
  if (sameButCase) return sameButCase;
  const value = tagValue(subject.tags, tag.tagKey);
  if (value === undefined) return ranked('tag-missing', () => `${tag.label}: the table has no tag ${tag.tagKey}`);
  const literal = tag.value.includes('*') ? ', and ListOfTags takes * as itself' : '';
  return ranked('tag-value', () => `${tag.label}: the table has ${tag.tagKey}=${value}${literal}`);
}

/** The tag that matches the clause but for case. */
function matchIgnoringCase(clause: TagClause, subject: MissSubject): RankedMiss | undefined {
  if (clause.operator !== 'StringEquals') return undefined;
  const found = subject.lowerTags.get(clause.lowerTag);
  if (found === undefined) return undefined;
  return ranked('case', () => `${clause.label}: the table has ${found}, which differs in case`);
}

import { type Arn, parseArn } from '../model/arn.ts';
import type { Tags } from '../model/table.ts';
import type { ArnPattern, TableFields } from './arn-pattern.ts';
import { conditionsHold, isAssigned, isRestoreTest, type SelectionSubject } from './assignment.ts';
import { type CompiledSelection, firstMatch } from './compiled-selection.ts';
import { matchGlob } from './glob.ts';
import { type TagClause, tagClauseHolds, tagValue } from './tag-clause.ts';
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

/** How a selection misses the table; undefined when it covers the table, may cover it, or is not near. */
export function nearMiss(table: SelectionSubject, selection: CompiledSelection, optIn: Truth): RankedMiss | undefined {
  if (isRestoreTest(table.name)) return undefined;
  if (isAssigned(table, selection, OPTED_IN).holds === 'no') return nearestEntry(table, selection);
  const excluding = firstMatch(selection.notResources, table.arn);
  if (excluding) return ranked('excluded', () => `${excluding.label} leaves the table out`);
  if (conditionsHold(table, selection).holds === 'no') return failingCondition(table, selection);
  const assigned = isAssigned(table, selection, optIn);
  return assigned.holds === 'no' ? ranked('opted-out', () => assigned.clause) : undefined;
}

function ranked(kind: NearMissKind, detail: () => string, further = 0): RankedMiss {
  return { kind, distance: DISTANCE[kind] + further, detail };
}

function failingCondition(table: SelectionSubject, selection: CompiledSelection): RankedMiss | undefined {
  const failing = selection.conditions.filter((condition) => tagClauseHolds(condition, table.tags).holds === 'no');
  const [first] = failing;
  if (!first) return undefined;
  const others = failing.length > 1 ? `, and ${failing.length - 1} more of its Conditions fail` : '';
  const sameButCase = table.tags.known && failing.length === 1 ? matchIgnoringCase(first, table.tags.value) : undefined;
  if (sameButCase) return ranked('case', sameButCase);
  const missing = table.tags.known && tagValue(table.tags.value, first.tagKey) === undefined;
  return ranked(
    'condition',
    () => `${tagClauseHolds(first, table.tags).clause}${others}`,
    Math.min(9, failing.length - 1 + (missing ? 5 : 0)),
  );
}

function nearestEntry(table: SelectionSubject, selection: CompiledSelection): RankedMiss | undefined {
  let nearest: RankedMiss | undefined;
  const consider = (miss: RankedMiss | undefined) => {
    if (miss && (!nearest || miss.distance < nearest.distance)) nearest = miss;
  };
  const place = parseArn(table.arn);
  if (place) for (const pattern of selection.resources.all) consider(nearPattern(pattern, table.name, place));
  if (table.tags.known) for (const tag of selection.listOfTags) consider(nearTag(tag, table.tags.value));
  return nearest;
}

function nearPattern(pattern: ArnPattern, name: string, place: Arn): RankedMiss | undefined {
  const fields = pattern.table;
  if (!fields) return undefined;
  const elsewhere = placesThatDiffer(fields, place);
  const [first] = elsewhere;
  if (matchGlob(fields.name, name) === 'yes') {
    if (!first) return undefined;
    return ranked(first.kind, () => `${pattern.label} ${differences(elsewhere)}`, elsewhere.length - 1);
  }
  if (first) return undefined;
  if (matchGlob(fields.lowerName, name.toLowerCase()) === 'yes') {
    return ranked('case', () => `${pattern.label} differs from the table's name ${name} in case only`);
  }
  return nearPrefix(pattern, fields, name);
}

interface Difference {
  readonly kind: 'region' | 'account' | 'partition';
  readonly asked: string;
  readonly found: string;
}

function placesThatDiffer(fields: TableFields, place: Arn): Difference[] {
  const places = ['region', 'account', 'partition'] as const;
  return places
    .filter((kind) => matchGlob(fields[kind], place[kind]) !== 'yes')
    .map((kind) => ({ kind, asked: fields[kind].pattern || '(nothing)', found: place[kind] }));
}

function differences(elsewhere: readonly Difference[]): string {
  const asked = elsewhere.map(({ kind, asked }) => (kind === 'region' ? asked : `${kind} ${asked}`)).join(' and ');
  const found = elsewhere.map(({ kind, found }) => (kind === 'region' ? found : `${kind} ${found}`)).join(' and ');
  return `names ${asked}, the table is in ${found}`;
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

function nearTag(tag: TagClause, tags: Tags): RankedMiss | undefined {
  if (tag.form === 'doubled') return undefined;
  const sameButCase = matchIgnoringCase(tag, tags);
  if (sameButCase) return ranked('case', sameButCase);
  const value = tagValue(tags, tag.tagKey);
  if (value === undefined) return ranked('tag-missing', () => `${tag.label}: the table has no tag ${tag.tagKey}`);
  const literal = tag.value.includes('*') ? ', and ListOfTags takes * as itself' : '';
  return ranked('tag-value', () => `${tag.label}: the table has ${tag.tagKey}=${value}${literal}`);
}

/** The tag that matches the clause but for case. */
function matchIgnoringCase(clause: TagClause, tags: Tags): (() => string) | undefined {
  if (clause.operator !== 'StringEquals') return undefined;
  const key = clause.tagKey.toLowerCase();
  const value = clause.value.toLowerCase();
  const found = Object.entries(tags).find((tag) => tag[0].toLowerCase() === key && tag[1].toLowerCase() === value);
  return found && (() => `${clause.label}: the table has ${found[0]}=${found[1]}, which differs in case`);
}

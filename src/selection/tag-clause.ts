import { type Fact, unknown } from '../model/fact.ts';
import type { SelectionBody, TagCondition } from '../model/selection.ts';
import type { Tags } from '../model/table.ts';
import { compileGlob, type Glob, matchGlob } from './glob.ts';
import { maybe, no, type Truth, yes } from './truth.ts';

const PREFIX = 'aws:ResourceTag/';

export type TagOperator = 'StringEquals' | 'StringNotEquals' | 'StringLike' | 'StringNotLike';

/**
 * What a key means. `documented`: a tag key in the form that the list asks for. `doubled`: the prefix
 * `aws:ResourceTag/` twice, so a tag that no resource can have. `undocumented`: the form of the other list.
 */
export type KeyForm = 'documented' | 'doubled' | 'undocumented';

/** An entry of `ListOfTags` or `Conditions`. */
export interface TagClause {
  /** `ListOfTags tier=gold`, `Conditions.StringLike aws:ResourceTag/tier=go*` */
  readonly label: string;
  readonly operator: TagOperator;
  readonly form: KeyForm;
  /** The key of the tag that is looked at. */
  readonly tagKey: string;
  readonly value: string;
  readonly glob: Glob;
}

/** `ListOfTags` takes plain tag keys (API reference, BackupSelection). */
export function compileListedTag({ key, value }: TagCondition): TagClause {
  const prefixed = key.startsWith(PREFIX);
  const tagKey = prefixed ? key.slice(PREFIX.length) : key;
  return {
    label: `ListOfTags ${key}=${value}`,
    operator: 'StringEquals',
    form: !prefixed ? 'documented' : tagKey.startsWith(PREFIX) ? 'doubled' : 'undocumented',
    tagKey,
    value,
    glob: compileGlob(value),
  };
}

/** Keys of `Conditions` are written `aws:ResourceTag/KEY` (API reference, BackupSelection). */
function compileCondition(operator: TagOperator, { key, value }: TagCondition): TagClause {
  const prefixed = key.startsWith(PREFIX);
  const tagKey = prefixed ? key.slice(PREFIX.length) : key;
  return {
    label: `Conditions.${operator} ${key}=${value}`,
    operator,
    form: !prefixed ? 'undocumented' : tagKey.startsWith(PREFIX) ? 'doubled' : 'documented',
    tagKey,
    value,
    glob: compileGlob(value),
  };
}

export function compileConditions(conditions: SelectionBody['conditions']): readonly TagClause[] {
  return [
    ...conditions.stringEquals.map((each) => compileCondition('StringEquals', each)),
    ...conditions.stringNotEquals.map((each) => compileCondition('StringNotEquals', each)),
    ...conditions.stringLike.map((each) => compileCondition('StringLike', each)),
    ...conditions.stringNotLike.map((each) => compileCondition('StringNotLike', each)),
  ];
}

/** Own properties only: a tag may be called `constructor`. */
export function tagValue(tags: Tags, key: string): string | undefined {
  return Object.hasOwn(tags, key) ? tags[key] : undefined;
}

export function isNegated(clause: TagClause): boolean {
  return clause.operator === 'StringNotEquals' || clause.operator === 'StringNotLike';
}

/** Does the clause hold for a table with these tags? Case counts in keys and values. */
export function tagClauseHolds(clause: TagClause, tags: Fact<Tags>): Truth {
  return isNegated(clause) ? negatedHolds(clause, tags) : positiveHolds(clause, tags);
}

function positiveHolds(clause: TagClause, tags: Fact<Tags>): Truth {
  if (clause.form === 'doubled') return no(`${clause.label} holds for no resource: its key has the prefix twice`);
  if (clause.form === 'undocumented' && clause.tagKey.startsWith('aws:'))
    return maybe(clause.label, undocumentedKey(clause));
  if (!tags.known) return maybe(clause.label, tags);
  const value = tagValue(tags.value, clause.tagKey);
  if (value === undefined) return no(`${clause.label} does not hold: the table has no tag ${clause.tagKey}`);
  const match = matchValue(clause, value);
  if (match === 'across-whitespace') {
    return no(`${clause.label} does not hold: the table has ${clause.tagKey}=${value}, and * stands for no whitespace`);
  }
  if (match === 'no') return no(`${clause.label} does not hold: the table has ${clause.tagKey}=${value}`);
  if (clause.form === 'undocumented') return maybe(clause.label, undocumentedKey(clause));
  if (isSystemTag(clause)) return maybe(clause.label, systemTag(clause));
  return yes(clause.label);
}

/**
 * Where the documents are silent a negated clause is left open rather than held: holding it would say that a table is
 * backed up.
 */
function negatedHolds(clause: TagClause, tags: Fact<Tags>): Truth {
  if (clause.form === 'undocumented') return maybe(clause.label, undocumentedKey(clause));
  if (clause.form === 'doubled') return maybe(clause.label, absentTag(clause));
  if (isSystemTag(clause)) return maybe(clause.label, systemTag(clause));
  if (!tags.known) return maybe(clause.label, tags);
  const value = tagValue(tags.value, clause.tagKey);
  if (value === undefined) return maybe(clause.label, absentTag(clause));
  const match = matchValue(clause, value);
  if (match === 'across-whitespace') return maybe(clause.label, whitespace(clause, value));
  return match === 'yes'
    ? no(`${clause.label} does not hold: the table has ${clause.tagKey}=${value}`)
    : yes(clause.label);
}

function matchValue(clause: TagClause, value: string) {
  if (clause.operator === 'StringLike' || clause.operator === 'StringNotLike') return matchGlob(clause.glob, value);
  return value === clause.value ? 'yes' : 'no';
}

function isSystemTag(clause: TagClause): boolean {
  return clause.tagKey.startsWith('aws:');
}

function undocumentedKey(clause: TagClause) {
  return unknown(
    'undocumented',
    `${clause.label}: AWS documents plain tag keys in ListOfTags and ${PREFIX}KEY in Conditions, and not what the other form selects`,
  );
}

function absentTag(clause: TagClause) {
  return unknown(
    'undocumented',
    `${clause.label}: the table has no tag ${clause.tagKey}, and AWS does not document whether ${clause.operator} holds without the tag`,
  );
}

function systemTag(clause: TagClause) {
  return unknown(
    'undocumented',
    `${clause.label}: AWS does not document whether selections see tags whose key starts with aws:`,
  );
}

function whitespace(clause: TagClause, value: string) {
  return unknown(
    'undocumented',
    `${clause.label}: ${clause.tagKey}=${value} matches only if * stands for whitespace; AWS says it does not, and does not say what follows for ${clause.operator}`,
  );
}

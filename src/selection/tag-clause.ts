import { type Fact, type Unknown, unknown } from '../model/fact.ts';
import type { SelectionBody, TagCondition } from '../model/selection.ts';
import type { Tags } from '../model/table.ts';
import { compileGlob, type Glob, type GlobMatch, matchGlob } from './glob.ts';
import { type Maybe, maybe, type No, no, type Truth, type Yes, yes } from './truth.ts';

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
  /** `key=value` in lower case, to tell a mistake in case. */
  readonly lowerTag: string;
  readonly answers: Answers;
}

/** What is answered for many tables in the same words, written once. */
interface Answers {
  readonly holds: Yes;
  readonly fails: No;
  readonly undocumentedKey: Maybe;
  readonly absentTag: Maybe;
  readonly systemTag: Maybe;
}

/** `ListOfTags` takes plain tag keys (API reference, BackupSelection). */
export function compileListedTag({ key, value }: TagCondition): TagClause {
  const form = doubled(key) ? 'doubled' : key.startsWith(PREFIX) ? 'undocumented' : 'documented';
  return compile(`ListOfTags ${key}=${value}`, 'StringEquals', form, key, value);
}

/** Keys of `Conditions` are written `aws:ResourceTag/KEY` (API reference, BackupSelection). */
function compileCondition(operator: TagOperator, { key, value }: TagCondition): TagClause {
  const form = doubled(key) ? 'doubled' : key.startsWith(PREFIX) ? 'documented' : 'undocumented';
  return compile(`Conditions.${operator} ${key}=${value}`, operator, form, key, value);
}

function doubled(key: string): boolean {
  return key.startsWith(PREFIX + PREFIX);
}

function compile(label: string, operator: TagOperator, form: KeyForm, key: string, value: string): TagClause {
  const tagKey = key.startsWith(PREFIX) ? key.slice(PREFIX.length) : key;
  const open = (detail: string) => maybe(label, unknown('undocumented', `${label}: ${detail}`));
  return {
    label,
    operator,
    form,
    tagKey,
    value,
    glob: compileGlob(value),
    lowerTag: `${tagKey}=${value}`.toLowerCase(),
    answers: {
      holds: yes(label),
      fails: no(`${label} does not hold`),
      undocumentedKey: open(
        `AWS documents plain tag keys in ListOfTags and ${PREFIX}KEY in Conditions, and not what the other form selects`,
      ),
      absentTag: open(
        `the table has no tag ${tagKey}, and AWS does not document whether ${operator} holds without the tag`,
      ),
      systemTag: open('AWS does not document whether selections see tags whose key starts with aws:'),
    },
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
  const { answers } = clause;
  if (clause.form === 'doubled') return answers.fails;
  // Written in another case the prefix may still be meant: then it is not this tag that is looked at.
  if (clause.form === 'undocumented' && /^aws:resourcetag\//i.test(clause.tagKey)) return answers.undocumentedKey;
  if (!tags.known) return maybe(clause.label, tags);
  const value = tagValue(tags.value, clause.tagKey);
  if (value === undefined || matchValue(clause, value) !== 'yes') return answers.fails;
  if (clause.form === 'undocumented') return answers.undocumentedKey;
  return isSystemTag(clause) ? answers.systemTag : answers.holds;
}

/**
 * Where the documents are silent a negated clause is left open rather than held: holding it would say that a table is
 * backed up.
 */
function negatedHolds(clause: TagClause, tags: Fact<Tags>): Truth {
  const { answers } = clause;
  if (clause.form === 'undocumented') return answers.undocumentedKey;
  if (clause.form === 'doubled') return answers.absentTag;
  if (isSystemTag(clause)) return answers.systemTag;
  if (!tags.known) return maybe(clause.label, tags);
  const value = tagValue(tags.value, clause.tagKey);
  if (value === undefined) return answers.absentTag;
  const match = matchValue(clause, value);
  if (match === 'across-whitespace') return maybe(clause.label, whitespace(clause, value));
  return match === 'yes' ? answers.fails : answers.holds;
}

/** Why a clause does not hold for these tags, as a sentence fragment. */
export function failureOf(clause: TagClause, tags: Tags): string {
  const fails = clause.answers.fails.clause;
  if (clause.form === 'doubled') return `${fails} for any resource: its key has the prefix twice`;
  const value = tagValue(tags, clause.tagKey);
  if (value === undefined) return `${fails}: the table has no tag ${clause.tagKey}`;
  const found = `${fails}: the table has ${clause.tagKey}=${value}`;
  return matchValue(clause, value) === 'across-whitespace' ? `${found}, and * stands for no whitespace` : found;
}

function matchValue(clause: TagClause, value: string): GlobMatch {
  if (clause.operator === 'StringLike' || clause.operator === 'StringNotLike') return matchGlob(clause.glob, value);
  return value === clause.value ? 'yes' : 'no';
}

/** Keys that start so are AWS's own, and no user can set them. */
function isSystemTag(clause: TagClause): boolean {
  return clause.tagKey.startsWith('aws:');
}

function whitespace(clause: TagClause, value: string): Unknown {
  return unknown(
    'undocumented',
    `${clause.label}: ${clause.tagKey}=${value} matches only if * stands for whitespace; AWS says it does not, and does not say what follows for ${clause.operator}`,
  );
}

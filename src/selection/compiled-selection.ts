import type { SelectionBody } from '../model/selection.ts';
import { type ArnPattern, compileArnPattern, matchesArn } from './arn-pattern.ts';
import { compileConditions, compileListedTag, type TagClause } from './tag-clause.ts';

/** Patterns of one list: those without a wildcard by their text, the others in order. */
export interface ArnPatterns {
  readonly all: readonly ArnPattern[];
  readonly exact: ReadonlyMap<string, ArnPattern>;
  readonly wild: readonly ArnPattern[];
}

/** A selection's body, made ready to be asked about many tables. */
export interface CompiledSelection {
  readonly resources: ArnPatterns;
  readonly notResources: ArnPatterns;
  readonly listOfTags: readonly TagClause[];
  readonly conditions: readonly TagClause[];
  /** Some entry of `Resources` names a resource type, of whatever service. */
  readonly namesResourceType: boolean;
  /**
   * Which table of one Region asks does not matter: every pattern is about all tables or about none. Only tags and
   * settings make a difference.
   */
  readonly sameForEveryTable: boolean;
  /** How the conditions are told of when all of them hold: empty when there are none. */
  readonly conditionsHold: string;
}

const compiled = new WeakMap<SelectionBody, CompiledSelection>();

/** Compiled once for each body, and dropped with it. */
export function compileSelection(body: SelectionBody): CompiledSelection {
  const found = compiled.get(body);
  if (found) return found;
  const resources = compilePatterns(body.resources, 'Resources');
  const conditions = compileConditions(body.conditions);
  const notResources = compilePatterns(body.notResources, 'NotResources');
  const made: CompiledSelection = {
    resources,
    notResources,
    listOfTags: body.listOfTags.map(compileListedTag),
    conditions,
    namesResourceType: resources.all.some((pattern) => pattern.style === 'resource-type'),
    sameForEveryTable: [...resources.all, ...notResources.all].every(isAboutAllOrNone),
    conditionsHold: conditionsSentence(conditions),
  };
  compiled.set(body, made);
  return made;
}

export function firstMatch(patterns: ArnPatterns, arn: string): ArnPattern | undefined {
  const exact = patterns.exact.get(arn);
  if (exact) return exact;
  for (const pattern of patterns.wild) if (matchesArn(pattern, arn)) return pattern;
  return undefined;
}

function compilePatterns(texts: readonly string[], list: 'Resources' | 'NotResources'): ArnPatterns {
  const all = texts.map((text, index) => compileArnPattern(text, list, index));
  const exact = new Map<string, ArnPattern>();
  for (const pattern of all) {
    if (!pattern.glob.wild && !exact.has(pattern.text)) exact.set(pattern.text, pattern);
  }
  return { all, exact, wild: all.filter((pattern) => pattern.glob.wild) };
}

/** `*`, `arn:aws:dynamodb:*`, `arn:aws:dynamodb:*:*:table/*`, and whatever names another service. */
function isAboutAllOrNone({ text, table }: ArnPattern): boolean {
  if (text === '*' || table?.name.pattern === '*') return true;
  const [arn, partition = '*', service = '*'] = text.split(':');
  return arn === 'arn' && !partition.includes('*') && !service.includes('*') && service !== 'dynamodb';
}

function conditionsSentence(conditions: readonly TagClause[]): string {
  const [first] = conditions;
  if (!first) return '';
  return conditions.length === 1 ? `, and ${first.label} holds` : `, and all ${conditions.length} Conditions hold`;
}

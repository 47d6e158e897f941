import { append } from '../../model/group-by.ts';
import type { IdentityPolicy } from '../../model/table.ts';
import { usableParts } from './action-resources.ts';
import { partsOf, type Scope, type Statement, scopeText, statementsOf } from './iam-statements.ts';
import { hasVariable, includes, partsNamed, widened, withoutTable } from './table-resource.ts';
import { type TaggedTable, tagDoubt } from './tag-conditions.ts';

export interface Counterparts {
  /** What principals may or may not do with the source, and nothing says so of the restored table. */
  readonly missing: readonly string[];
  /** The other way round: rights and denials that the source does not have. */
  readonly added: readonly string[];
  /** Whose statements these are: `role/app`. */
  readonly principals: readonly string[];
  /** Statements of which nobody can tell whether they say the same of both tables. */
  readonly unproven: readonly string[];
  /** Statements that name one of the two tables and not the other, whether they have a counterpart or not. */
  readonly named: number;
}

/** A statement with the policy that holds it. */
interface Held {
  readonly policy: IdentityPolicy;
  readonly statement: Statement;
}

interface Needed {
  readonly effect: string;
  readonly action: Scope;
  /** The one table's ARN or a pattern of it, turned into the other's. */
  readonly resource: string;
  readonly namedResource: string;
  readonly condition: string;
}

type Coverage = 'yes' | 'no' | 'perhaps';

/**
 * For each statement of an attached identity policy that names the source, and not the restored table too: does every
 * principal that has it have one that says the same of the restored table? And for those that name the restored table
 * alone: does one say the same of the source?
 */
export function counterpartsOf(
  policies: readonly IdentityPolicy[],
  source: TaggedTable,
  restored: TaggedTable,
): Counterparts {
  const { unreadable, byPrincipal } = heldOf(policies);
  const found = { missing: new Set<string>(), added: new Set<string>(), principals: new Set<string>() };
  const unproven = new Set(unreadable);
  let named = 0;
  for (const [principal, statements] of byPrincipal) {
    const doubts = new Map(statements.map(({ statement }) => [statement, doubtOf(statement, source, restored)]));
    for (const { policy, statement } of statements) {
      const where = `${statement.name} of ${policy.id}, attached to ${principal},`;
      const doubt = doubts.get(statement);
      if (doubt !== undefined) {
        unproven.add(`${where} ${doubt}`);
        continue;
      }
      for (const [kind, from, to] of [
        ['missing', source, restored],
        ['added', restored, source],
      ] as const) {
        const { needs, lacking, isOpen } = judged(statement, statements, from.arn, to.arn);
        if (needs.length > 0) named++;
        if (lacking.length > 0) {
          found[kind].add(`${where} ${lineOf(kind, statement, lacking)}`);
          found.principals.add(principal);
        } else if (isOpen) unproven.add(`${where} may have its counterpart in a statement with a variable`);
      }
    }
  }
  const { missing, added, principals } = found;
  return { missing: [...missing], added: [...added], principals: [...principals], unproven: [...unproven], named };
}

/** What a statement says of one table, and which of it no statement of the same principal says of the other. */
function judged(statement: Statement, held: readonly Held[], from: string, to: string) {
  const needs = neededFor(statement, from, to);
  const answers = needs.map((need) => coverageOf(need, held, from, to));
  return { needs, lacking: needs.filter((_, index) => answers[index] === 'no'), isOpen: answers.includes('perhaps') };
}

function lineOf(kind: 'missing' | 'added', { effect }: Statement, lacking: readonly Needed[]): string {
  const actions = [...new Set(lacking.map(({ action }) => scopeText(action)))].join(', ');
  const resources = [...new Set(lacking.map(({ resource }) => resource))].join(', ');
  const named = kind === 'missing' ? 'the source' : 'the restored table';
  return `says ${effect} ${actions} for ${named}; nothing says so for ${resources}`;
}

/** Why nobody can tell what a statement about either table says of the two. */
function doubtOf(statement: Statement, source: TaggedTable, restored: TaggedTable): string | undefined {
  if (isUnproven(statement, source.arn, restored.arn)) return 'names resources by a variable or by NotResource';
  const { resources } = statement;
  const isAbout = ({ arn }: TaggedTable) =>
    resources.values.some((value) => partsNamed(widened(value), arn).length > 0);
  // What the exceptions leave are both tables, as they were found to be treated alike.
  const concerns = resources.except ? !isAbout(source) : isAbout(source) || isAbout(restored);
  return concerns ? tagDoubt(statement, source, restored) : undefined;
}

interface Holdings {
  readonly byPrincipal: ReadonlyMap<string, readonly Held[]>;
  readonly unreadable: readonly string[];
}

const holdings = new WeakMap<readonly IdentityPolicy[], Holdings>();

/** An account's policies are many and the same for all its tables, so they are read once. */
function heldOf(policies: readonly IdentityPolicy[]): Holdings {
  const found = holdings.get(policies);
  if (found) return found;
  const made = readHoldings(policies);
  holdings.set(policies, made);
  return made;
}

/** Policies that nobody has do nothing. */
function readHoldings(policies: readonly IdentityPolicy[]): Holdings {
  const byPrincipal = new Map<string, Held[]>();
  const unreadable: string[] = [];
  for (const policy of policies.filter(({ attachedTo }) => attachedTo.length > 0)) {
    const statements = statementsOf(policy.document, `policy ${policy.id}`);
    if (!statements.known) {
      unreadable.push(statements.detail);
      continue;
    }
    for (const statement of statements.value.filter(isAboutTables)) {
      for (const principal of policy.attachedTo) append(byPrincipal, principal, { policy, statement });
    }
  }
  return { byPrincipal, unreadable };
}

function isAboutTables({ actions }: Statement): boolean {
  return actions.except || actions.values.some((action) => includes(action.split(':')[0] ?? '', 'dynamodb'));
}

/** A variable that may stand for one of the tables alone, or exceptions that treat the two differently. */
function isUnproven({ resources }: Statement, sourceArn: string, restoredArn: string): boolean {
  const names = (value: string, arn: string) => partsNamed(widened(value), arn).length > 0;
  const either = (value: string) => names(value, sourceArn) || names(value, restoredArn);
  if (!resources.except || resources.values.some(hasVariable)) {
    return resources.values.some((value) => (resources.except || hasVariable(value)) && either(value));
  }
  const all = (arn: string) => resources.values.some((value) => names(value, arn));
  return all(sourceArn) !== all(restoredArn);
}

/** What a statement says of one table and not, by the same words, of the other. */
function neededFor(statement: Statement, from: string, to: string): readonly Needed[] {
  const { effect, actions, resources, condition } = statement;
  if (resources.except) return [];
  const named = resources.values
    .filter((value) => !hasVariable(value))
    .flatMap((value) => partsNamed(value, from).map((part) => ({ value, part })))
    .filter(({ part }) => !isAboutOneCopy(part));
  return partsOf(actions).flatMap((action) =>
    named
      .flatMap(({ value, part }) => usableParts(part, action).map((usable) => ({ value, part: usable })))
      .filter(({ value, part }) => !includes(value, to + part))
      .map(({ part }) => ({
        effect,
        action,
        resource: to + part,
        namedResource: from + part,
        condition: withoutTable(condition, from),
      })),
  );
}

/** One backup, export or import of the source by name: no other table can have it. */
function isAboutOneCopy(part: string): boolean {
  return /^\/(backup|export|import)\/[^*?]+$/.test(part);
}

function coverageOf(need: Needed, held: readonly Held[], from: string, to: string): Coverage {
  let answer: Coverage = 'no';
  for (const { statement } of held) {
    const { effect, actions, resources, condition } = statement;
    if (effect !== need.effect || !actionIncludes(actions, need.action)) continue;
    const same = withoutTable(condition, to) === need.condition || withoutTable(condition, from) === need.condition;
    // What is said without condition of both tables makes the condition on the one idle.
    const idle = condition === '' && resourceIncludes(resources, need.namedResource, from) === 'yes';
    if (!same && !idle) continue;
    const covers = resourceIncludes(resources, need.resource, to);
    if (covers === 'yes') return 'yes';
    if (covers === 'perhaps') answer = 'perhaps';
  }
  return answer;
}

function actionIncludes(having: Scope, needed: Scope): boolean {
  if (having.except) {
    return needed.except
      ? having.values.every((value) => needed.values.some((other) => includes(other, value)))
      : needed.values.every(
          (action) => !having.values.some((value) => includes(value, action) || includes(action, value)),
        );
  }
  if (needed.except) return having.values.some((value) => value === '*');
  return needed.values.every((action) => having.values.some((value) => includes(value, action)));
}

function resourceIncludes({ except, values }: Scope, resource: string, tableArn: string): Coverage {
  if (except) {
    const untouched = values.every((value) => partsNamed(widened(value), tableArn).length === 0);
    return untouched ? 'yes' : 'perhaps';
  }
  const plain = values.filter((value) => !hasVariable(value));
  if (plain.some((value) => includes(value, resource))) return 'yes';
  if (isOneStream(resource) && plain.some((value) => partsNamed(value, tableArn).some(isStream))) return 'yes';
  return values.some((value) => hasVariable(value) && includes(widened(value), resource)) ? 'perhaps' : 'no';
}

function isStream(part: string): boolean {
  return part.startsWith('/stream/');
}

/** A stream by its label: the restored table's stream has a label of its own, which is not known here. */
function isOneStream(resource: string): boolean {
  return /\/stream\/[^*?]+$/.test(resource);
}

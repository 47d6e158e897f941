import { append } from '../../model/group-by.ts';
import type { IdentityPolicy } from '../../model/table.ts';
import { partsOf, type Scope, type Statement, scopeText, statementsOf } from './iam-statements.ts';
import { hasVariable, includes, partsNamed, widened, withoutTable } from './table-resource.ts';

export interface Counterparts {
  /** What principals may or may not do with the source, and nothing says so of the restored table. */
  readonly missing: readonly string[];
  /** Whose statements are missing: `role/app`. */
  readonly principals: readonly string[];
  /** Statements of which nobody can tell whether they name the source. */
  readonly unproven: readonly string[];
  /** Statements that name the source and not the restored table, missing ones included. */
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
  /** The source's ARN or a pattern of it, turned into the restored table's. */
  readonly resource: string;
  readonly sourceResource: string;
  readonly condition: string;
}

type Coverage = 'yes' | 'no' | 'perhaps';

/**
 * For each statement of an attached identity policy that names the source, and not the restored table too: does every
 * principal that has it have one that says the same of the restored table?
 */
export function counterpartsOf(
  policies: readonly IdentityPolicy[],
  sourceArn: string,
  restoredArn: string,
): Counterparts {
  const { unreadable, byPrincipal } = heldOf(policies);
  const missing: string[] = [];
  const principals = new Set<string>();
  const unproven = [...unreadable];
  let named = 0;
  for (const [principal, statements] of byPrincipal) {
    for (const { policy, statement } of statements) {
      const where = `${statement.name} of ${policy.id}, attached to ${principal},`;
      if (isUnproven(statement, sourceArn, restoredArn)) {
        unproven.push(`${where} names resources by a variable or by NotResource`);
      }
      const needs = neededFor(statement, sourceArn, restoredArn);
      if (needs.length > 0) named++;
      const answers = needs.map((need) => coverageOf(need, statements, sourceArn, restoredArn));
      const lacking = needs.filter((_, index) => answers[index] === 'no');
      if (lacking.length > 0) {
        const actions = [...new Set(lacking.map(({ action }) => scopeText(action)))].join(', ');
        const resources = [...new Set(lacking.map(({ resource }) => resource))].join(', ');
        principals.add(principal);
        missing.push(`${where} says ${statement.effect} ${actions} for the source; nothing says so for ${resources}`);
      } else if (answers.includes('perhaps')) {
        unproven.push(`${where} may have its counterpart in a statement with a variable`);
      }
    }
  }
  return { missing: [...new Set(missing)], principals: [...principals], unproven: [...new Set(unproven)], named };
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

/** A variable that may stand for the source alone, or exceptions that treat the two tables differently. */
function isUnproven({ resources }: Statement, sourceArn: string, restoredArn: string): boolean {
  if (resources.except) {
    const names = (arn: string) => resources.values.some((value) => partsNamed(widened(value), arn).length > 0);
    return resources.values.some(hasVariable)
      ? names(sourceArn) || names(restoredArn)
      : names(sourceArn) !== names(restoredArn);
  }
  return resources.values.some((value) => hasVariable(value) && partsNamed(widened(value), sourceArn).length > 0);
}

function neededFor(statement: Statement, sourceArn: string, restoredArn: string): readonly Needed[] {
  const { effect, actions, resources, condition } = statement;
  if (resources.except) return [];
  const named = resources.values
    .filter((value) => !hasVariable(value))
    .flatMap((value) => partsNamed(value, sourceArn).map((part) => ({ value, part })))
    .filter(({ value, part }) => !isAboutOneCopy(part) && !includes(value, restoredArn + part));
  return named.flatMap(({ part }) =>
    partsOf(actions).map((action) => ({
      effect,
      action,
      resource: restoredArn + part,
      sourceResource: sourceArn + part,
      condition: withoutTable(condition, sourceArn),
    })),
  );
}

/** One backup, export or import of the source by name: no other table can have it. */
function isAboutOneCopy(part: string): boolean {
  return /^\/(backup|export|import)\/[^*?]+$/.test(part);
}

function coverageOf(need: Needed, held: readonly Held[], sourceArn: string, restoredArn: string): Coverage {
  let answer: Coverage = 'no';
  for (const { statement } of held) {
    const { effect, actions, resources, condition } = statement;
    if (effect !== need.effect || !actionIncludes(actions, need.action)) continue;
    const same =
      withoutTable(condition, restoredArn) === need.condition || withoutTable(condition, sourceArn) === need.condition;
    // What is said without condition of both tables makes the condition on the source idle.
    const idle = condition === '' && resourceIncludes(resources, need.sourceResource, sourceArn) === 'yes';
    if (!same && !idle) continue;
    const covers = resourceIncludes(resources, need.resource, restoredArn);
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

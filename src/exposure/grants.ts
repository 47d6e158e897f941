import {
  type AccessStatement,
  isAbout,
  isAboutAll,
  readStatements,
  type Scope,
  VARIABLE,
} from '../estate/access-policy.ts';
import { type ArnFamily, coversFamily, overlaps } from '../estate/pattern-cover.ts';
import { append } from '../model/group-by.ts';
import type { IdentityPolicy } from '../model/table.ts';

/** An action on resources that somebody has. */
export interface Power {
  readonly action: string;
  readonly resources: readonly ArnFamily[];
}

/** `perhaps`: under a condition or a variable, or where a denial may or may not hold. */
export type Sureness = 'sure' | 'perhaps';

export interface Granted {
  readonly sureness: Sureness;
  /** The policy that allows it: an ARN, or `role/app/inline`. */
  readonly by: string;
}

export interface Held {
  readonly policy: string;
  readonly statements: readonly AccessStatement[];
}

/** Whoever of an account has identity policies, by `role/app`. */
export interface Holders {
  readonly held: ReadonlyMap<string, readonly Held[]>;
  /** Policies that are no documents that can be read: they may allow everything. */
  readonly unreadable: readonly string[];
}

const EVERYBODY: Scope = { except: false, values: ['*'] };

const lately = new WeakMap<readonly IdentityPolicy[], Holders>();

/** Read once for all vaults and keys of an account. */
export function holdersOf(policies: readonly IdentityPolicy[]): Holders {
  const found = lately.get(policies) ?? readHolders(policies);
  lately.set(policies, found);
  return found;
}

function readHolders(policies: readonly IdentityPolicy[]): Holders {
  const held = new Map<string, Held[]>();
  const unreadable: string[] = [];
  for (const { id, attachedTo, document } of policies) {
    const statements = readStatements(document, { principals: EVERYBODY });
    if (!statements) unreadable.push(id);
    else for (const principal of attachedTo) append(held, principal, { policy: id, statements });
  }
  return { held, unreadable };
}

/** Whether policies of one principal allow an action on some of the resources; undefined where they do not. */
export function grantOf(held: readonly Held[], { action, resources }: Power): Granted | undefined {
  const about = held.flatMap(({ policy, statements }) =>
    statements.flatMap((statement) => (isAbout(statement, action) ? [{ policy, statement }] : [])),
  );
  const allowing = about.filter(
    ({ statement }) => statement.effect === 'Allow' && resources.some((family) => mayConcern(statement, family)),
  );
  const denying = about.flatMap(({ statement }) =>
    statement.effect === 'Deny' && resources.some((family) => mayConcern(statement, family)) ? [statement] : [],
  );
  const isDenied = (family: ArnFamily) => denying.some((each) => isPlain(each) && isAboutAll(each, family));
  if (resources.every(isDenied)) return undefined;
  const [first] = allowing.toSorted((one, other) => Number(isPlain(other.statement)) - Number(isPlain(one.statement)));
  if (!first) return undefined;
  return { sureness: isPlain(first.statement) && denying.length === 0 ? 'sure' : 'perhaps', by: first.policy };
}

/** Neither a condition nor a variable leaves open what it says. */
export function isPlain({ conditions, resources }: AccessStatement): boolean {
  return conditions.length === 0 && resources.values.every((value) => value.search(VARIABLE) < 0);
}

/** Whether it can be about the resource, whatever its variables stand for. */
export function mayConcern({ resources: { except, values } }: AccessStatement, family: ArnFamily): boolean {
  if (except) return !values.some((value) => value.search(VARIABLE) < 0 && coversFamily(value, family));
  return values.some((value) => overlaps(value.replace(VARIABLE, '*'), family));
}

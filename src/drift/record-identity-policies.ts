import { type Statement, scopeText, statementsOf } from '../controls/restored/iam-statements.ts';
import { partsNamed, widened } from '../controls/restored/table-resource.ts';
import type { Estate, EstateTable } from '../estate/estate.ts';
import { tableArn } from '../model/arn.ts';
import { type Unknown, unknown } from '../model/fact.ts';
import { append } from '../model/group-by.ts';
import type { Json } from '../model/result.ts';
import type { IdentityPolicy } from '../model/table.ts';
import { asSet, keyed, recorded, recordedUnknown } from './recorded.ts';

/** Policy → who has it and what it says of this very table; what it says of every table is no setting of this one. */
export function recordIdentityPolicies(estate: Estate, table: EstateTable): Json {
  const policies =
    estate.account(table.account)?.identityPolicies ??
    unknown(
      'not-collected',
      `the identity policies of account ${table.account} were not read`,
      'iam:GetAccountAuthorizationDetails',
    );
  return recorded(policies, (all) => {
    const own = new Map<IdentityPolicy, Statement[]>();
    const { named, unreadable } = heldBy(all);
    for (const { policy, statement, value, start } of named) {
      if (table.arn.startsWith(start) && namesAlone(value, table) && !own.get(policy)?.includes(statement)) {
        append(own, policy, statement);
      }
    }
    return keyed([
      ...[...own].map(
        ([{ id, attachedTo }, statements]) =>
          [id, { attachedTo: asSet(attachedTo), statements: asSet(statements.map(statementText)) }] as const,
      ),
      ...unreadable
        .filter(({ policy }) => policy.document.includes(table.name))
        .map(({ policy, why }) => [policy.id, recordedUnknown(why)] as const),
    ]);
  });
}

/** A resource that a statement of an attached policy names. */
interface NamedResource {
  readonly policy: IdentityPolicy;
  readonly statement: Statement;
  readonly value: string;
  /** What it says of tables before its first wildcard or variable: most tables are ruled out by it. */
  readonly start: string;
}

interface Held {
  readonly named: readonly NamedResource[];
  readonly unreadable: readonly { readonly policy: IdentityPolicy; readonly why: Unknown }[];
}

const read = new WeakMap<readonly IdentityPolicy[], Held>();

/** An account's policies are many, and the same for all its tables. */
function heldBy(policies: readonly IdentityPolicy[]): Held {
  const found = read.get(policies) ?? readHeld(policies);
  read.set(policies, found);
  return found;
}

function readHeld(policies: readonly IdentityPolicy[]): Held {
  const named: NamedResource[] = [];
  const unreadable: { policy: IdentityPolicy; why: Unknown }[] = [];
  for (const policy of policies.filter(({ attachedTo }) => attachedTo.length > 0)) {
    const statements = statementsOf(policy.document, `policy ${policy.id}`);
    if (!statements.known) {
      unreadable.push({ policy, why: statements });
      continue;
    }
    for (const statement of statements.value) {
      for (const value of statement.resources.values) {
        named.push({ policy, statement, value, start: literalStart(value) });
      }
    }
  }
  return { named, unreadable };
}

function literalStart(pattern: string): string {
  return /^[^*?$]*/.exec(pattern.replace(/(:table\/[^/]*)\/.*$/, '$1'))?.[0] ?? '';
}

/** DynamoDB takes no such name: names hold letters, digits, `_`, `-` and `.`. */
const NO_TABLE = '(any)';

function namesAlone(value: string, table: EstateTable): boolean {
  const any = tableArn(table.partition, table.region, table.account, NO_TABLE);
  return partsNamed(widened(value), table.arn).length > 0 && partsNamed(widened(value), any).length === 0;
}

function statementText({ effect, actions, resources, condition }: Statement): string {
  const when = condition === '' ? '' : ` when ${condition}`;
  return `${effect} ${scopeText(actions)} on ${scopeText(resources)}${when}`;
}
